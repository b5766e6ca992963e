using System.Collections.Immutable;
using SalesGrid.Reservations;
using SalesGrid.Subjects;

namespace SalesGrid.Contracts;

// Stored shapes. Names of types and members are what lies in the ledger: add optional members, never rename or reuse one.

/// <summary>Something that happened to a contract.</summary>
public abstract record ContractEvent : SubjectEvent;

/// <param name="Content">What it says.</param>
/// <param name="Hash">Hash of that.</param>
/// <param name="Claim">The claim on its quote.</param>
/// <param name="Manager">The owner's manager; null when not known.</param>
/// <param name="By">Who drafted it.</param>
public sealed record ContractDrafted(ContractContent Content, string Hash, TakenReservation Claim, string? Manager, string By) : ContractEvent;

/// <param name="Content">All it says after the change.</param>
/// <param name="Hash">Hash of that.</param>
/// <param name="Claim">The claim on another quote; null where the quote is the same.</param>
/// <param name="Reason">Why.</param>
/// <param name="By">Who changed it.</param>
public sealed record ContractAmended(ContractContent Content, string Hash, TakenReservation? Claim, string Reason, string By) : ContractEvent;

public sealed record ContractSubmitted(string Hash, string By) : ContractEvent;

public sealed record ContractReviewed(ReviewSide Side, ReviewVerdict Verdict, string Hash, string? Note, string By) : ContractEvent;

/// <param name="Signed">What was signed.</param>
/// <param name="Reservations">The holds on credit and allowance for what is not received of it.</param>
/// <param name="By">Who recorded the signature.</param>
public sealed record ContractSigned(SignedContract Signed, ImmutableArray<TakenReservation> Reservations, string By) : ContractEvent;

public sealed record ContractReceiptRecorded(ContractReceipt Receipt, string By) : ContractEvent;

public sealed record ContractCompleted(string By) : ContractEvent;

public sealed record ContractTerminated(string Reason, string By) : ContractEvent;

public sealed record ContractArchived(string Location, string By) : ContractEvent;

/// <param name="Released">Token of a hold that was given back; null for none.</param>
/// <param name="Reduced">Token of a hold part of which was given back; null for none.</param>
/// <param name="ReducedTo">What is left of that hold.</param>
/// <param name="ToldStands">What the opportunity was told; null when it was not.</param>
/// <param name="CustomerTold">True when the customer was told of the signature; null when it was not.</param>
public sealed record ContractSettled(string? Released, string? Reduced, Money? ReducedTo, bool? ToldStands, bool? CustomerTold = null) : ContractEvent;
