using System.Collections.Immutable;
using SalesGrid.Subjects;

namespace SalesGrid.Quotes;

// Stored shapes. Names of types and members are what lies in the ledger: add optional members, never rename or reuse one.

/// <summary>Something that happened to a quote.</summary>
public abstract record QuoteEvent : SubjectEvent;

public sealed record QuoteDrafted(QuoteTerms Terms, string By) : QuoteEvent;

/// <param name="Terms">All of its terms after the change.</param>
/// <param name="By">Who changed it.</param>
public sealed record QuoteRevised(QuoteTerms Terms, string By) : QuoteEvent;

/// <param name="Priced">Its prices.</param>
/// <param name="Hash">Hash of terms and prices.</param>
/// <param name="Route">Who has to approve it; null when nobody has to.</param>
/// <param name="Manager">The owner's manager.</param>
/// <param name="By">Who submitted it.</param>
public sealed record QuoteSubmitted(PricedQuote Priced, [property: Masked(Fields.ContentHash)] string Hash, ApprovalRoute? Route, string? Manager, string By) : QuoteEvent;

/// <param name="Steps">Indices of the steps it answers.</param>
/// <param name="By">Who approved.</param>
/// <param name="Note">A remark.</param>
public sealed record QuoteStepApproved(ImmutableArray<int> Steps, string By, string? Note) : QuoteEvent;

public sealed record QuoteStepEscalated(int Step, Approver To) : QuoteEvent;

/// <param name="Approval">What was approved.</param>
/// <param name="DrawsOn">The salesperson whose budget its discount draws on; null where there is no discount.</param>
public sealed record QuoteApproved(QuoteApproval Approval, string? DrawsOn) : QuoteEvent;

public sealed record QuoteRejected(string By, string Reason) : QuoteEvent;

/// <summary>An approval does not stand any more.</summary>
/// <param name="Hash">What had been approved.</param>
/// <param name="By">Whose change made it void.</param>
public sealed record QuoteApprovalVoided([property: Masked(Fields.ContentHash)] string Hash, string By) : QuoteEvent;

public sealed record QuoteWithdrawn(string By, string Reason) : QuoteEvent;

public sealed record QuoteAccepted(string By, string Reference, DateOnly On) : QuoteEvent;

public sealed record QuoteExpired(DateOnly On) : QuoteEvent;

/// <summary>The customer of a draft was merged into another.</summary>
/// <param name="CustomerId">The customer that stays.</param>
public sealed record QuoteCustomerFollowed(string CustomerId) : QuoteEvent;

/// <summary>The quote belongs to another salesperson; what it offers is the same, and so is the hash approvals are bound to.</summary>
/// <param name="OwnerId">Whose it is.</param>
/// <param name="Before">Whose it was.</param>
/// <param name="By">Who ordered it.</param>
/// <param name="Reason">Why.</param>
/// <param name="Manager">The new owner's manager.</param>
public sealed record QuoteReassigned(string OwnerId, string Before, string By, string Reason, string? Manager) : QuoteEvent;
