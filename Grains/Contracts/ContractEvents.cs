using System.Collections.Immutable;
using SalesGrid.Subjects;

namespace SalesGrid.Contracts;

// Stored shapes. Names of types and members are what lies in the ledger: add optional members, never rename or reuse one.

/// <summary>Something that happened to a contract.</summary>
public abstract record ContractEvent : SubjectEvent;

/// <param name="Content">What it says.</param>
/// <param name="Hash">Hash of that.</param>
/// <param name="Manager">The owner's manager; null when not known.</param>
/// <param name="By">Who drafted it.</param>
public sealed record ContractDrafted(ContractContent Content, [property: Masked(Fields.ContentHash)] string Hash, string? Manager, string By) : ContractEvent;

/// <param name="Content">All it says after the change.</param>
/// <param name="Hash">Hash of that.</param>
/// <param name="Reason">Why.</param>
/// <param name="By">Who changed it.</param>
public sealed record ContractAmended(ContractContent Content, [property: Masked(Fields.ContentHash)] string Hash, string Reason, string By) : ContractEvent;

public sealed record ContractSubmitted([property: Masked(Fields.ContentHash)] string Hash, string By) : ContractEvent;

public sealed record ContractReviewed(ReviewSide Side, ReviewVerdict Verdict, [property: Masked(Fields.ContentHash)] string Hash, string? Note, string By) : ContractEvent;

/// <param name="Signed">What was signed.</param>
/// <param name="By">Who recorded the signature.</param>
public sealed record ContractSigned(SignedContract Signed, string By) : ContractEvent;

public sealed record ContractReceiptRecorded(ContractReceipt Receipt, string By) : ContractEvent;

public sealed record ContractCompleted(string By) : ContractEvent;

public sealed record ContractTerminated(string Reason, string By) : ContractEvent;

public sealed record ContractArchived(string Location, string By) : ContractEvent;

/// <summary>The contract belongs to another salesperson; what it says is the same, and so is the hash reviews are bound to.</summary>
/// <param name="OwnerId">Whose it is.</param>
/// <param name="Before">Whose it was.</param>
/// <param name="By">Who ordered it.</param>
/// <param name="Reason">Why.</param>
/// <param name="Manager">The new owner's manager.</param>
/// <param name="Voided">The reviews of the new owner, which are void: nobody signs by a review of their own. Empty where there are none.</param>
public sealed record ContractReassigned(string OwnerId, string Before, string By, string Reason, string? Manager, ImmutableArray<ReviewSide> Voided) : ContractEvent;

/// <summary>The deal of the contract belongs to somebody who had reviewed it: those reviews are void.</summary>
/// <param name="Voided">The reviews.</param>
/// <param name="Of">Whose they were.</param>
/// <param name="By">Who ordered that the deal is theirs.</param>
public sealed record ContractReviewsVoided(ImmutableArray<ReviewSide> Voided, string Of, string By) : ContractEvent;
