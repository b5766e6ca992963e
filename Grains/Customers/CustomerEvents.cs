using System.Collections.Immutable;
using SalesGrid.Pools;
using SalesGrid.Salespeople;
using SalesGrid.Subjects;

namespace SalesGrid.Customers;

// Stored shapes. Names of types and members are what lies in the ledger: add optional members, never rename or reuse one.

/// <summary>Something that happened to a customer.</summary>
public abstract record CustomerEvent : SubjectEvent;

public sealed record CustomerRegistered(CustomerProfile Profile) : CustomerEvent;

/// <param name="Profile">The whole profile after the change.</param>
public sealed record CustomerAmended(CustomerProfile Profile) : CustomerEvent;

public sealed record DiligenceRequired(ImmutableArray<DiligenceItem> Items, string By) : CustomerEvent;

public sealed record DiligenceRecorded(DiligenceFinding Finding) : CustomerEvent;

public sealed record CreditRequested(CreditRequest Request) : CustomerEvent;

/// <summary>Replaces what was granted, answers every request and lifts a suspension.</summary>
public sealed record CreditGranted(CreditLine Line) : CustomerEvent;

public sealed record CreditSuspended(CreditSuspension Suspension) : CustomerEvent;

public sealed record CustomerClassified(CustomerClass Class, string Reason, string By) : CustomerEvent;

public sealed record FollowUpRecorded(string Kind, [property: Masked(Fields.Conversation)] string Summary, DateOnly On, string By, string? ContactId = null, string? Purpose = null) : CustomerEvent;

/// <summary>A contract was signed: the customer is a won one.</summary>
public sealed record DealNoted(string ContractId, Money Amount, DateOnly On) : CustomerEvent;

public sealed record OwnerAssigned(Place Place, string By, string? Reason = null) : CustomerEvent;

public sealed record CustomerPicked(Place Place) : CustomerEvent;

/// <param name="Reason">Why.</param>
/// <param name="On">The day.</param>
/// <param name="By">Who returned it; <c>grid</c> where nobody followed up for too long.</param>
/// <param name="OwnerId">Who held it; null for nobody.</param>
public sealed record CustomerReturned(string Reason, DateOnly On, string By, string? OwnerId = null) : CustomerEvent;

public sealed record OwnerProtected(DateOnly Until, string Reason, string By) : CustomerEvent;

/// <summary>The day to go back had come, and something speaks against it until another one.</summary>
/// <param name="Until">The day to look again.</param>
/// <param name="Because"><c>contract</c>: one stands. <c>policy</c>: the pool now waits longer.</param>
public sealed record RecyclePostponed(DateOnly Until, string Because) : CustomerEvent;

/// <param name="Contact">The whole contact after the change, with personal data.</param>
public sealed record ContactPut(Contact Contact) : CustomerEvent;

public sealed record ConsentWithdrawn(string ContactId, DateOnly On) : CustomerEvent;

public sealed record ContactRemoved(string ContactId, [property: Masked(Fields.Conversation)] string Reason) : CustomerEvent;

/// <summary>The customer is an alias of another from now on.</summary>
/// <param name="Number">How often it was looked for what is to follow, from 1.</param>
/// <param name="Into">The customer that stays.</param>
/// <param name="Reason">Why.</param>
/// <param name="By">Who ordered it.</param>
/// <param name="OwnerId">Who owned it; null for nobody.</param>
public sealed record CustomerMergeBegun(int Number, string Into, string Reason, string By, string? OwnerId) : CustomerEvent;

/// <summary>Another customer was merged into this one.</summary>
/// <param name="From">The other one.</param>
/// <param name="Contacts">Its contacts, with personal data.</param>
/// <param name="CreditCode">The unified social credit code that is this one's now; null where it has one, or the other had none.</param>
/// <param name="File">What was counted of the other.</param>
public sealed record CustomerAbsorbed(string From, ImmutableArray<Contact> Contacts, string? CreditCode, AbsorbedFile File) : CustomerEvent;

/// <summary>What was known of the customer is with the one that stays.</summary>
public sealed record MergeAbsorbed : CustomerEvent;

public sealed record MergeTaken(string Part, ImmutableArray<string> Ids) : CustomerEvent;

public sealed record MergeMoved(string Part, ImmutableArray<string> Moved, ImmutableArray<NotMoved> NotMoved) : CustomerEvent;

public sealed record MergeEnded : CustomerEvent;

/// <summary>A place a salesperson has given the customer.</summary>
/// <param name="SalespersonId">Whose.</param>
/// <param name="Account">What it was taken from; see <see cref="PlaceAccounts"/>.</param>
/// <param name="On">The business day it was taken.</param>
/// <param name="Recycle">After how many days without a follow-up it is given back, as the pool's rules were then.</param>
[GenerateSerializer, Immutable, Alias("sg.Place")]
public sealed record Place(
    [property: Id(0)] string SalespersonId,
    [property: Id(1)] string Account,
    [property: Id(2)] DateOnly On,
    [property: Id(3)] RecycleDays Recycle);
