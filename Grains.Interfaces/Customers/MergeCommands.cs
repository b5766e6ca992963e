using System.Collections.Immutable;
using SalesGrid.Salespeople;

namespace SalesGrid.Customers;

/// <summary>
/// Merges the customer into another (客户合并): it is an alias of that one from then on, takes no new deals and can be changed no more. Its contacts, its credit code,
/// open deals, drafts of quotes and subsidiaries follow, by themselves until it is done, whatever falls meanwhile. Sent again, it looks once more for
/// what is left.
/// </summary>
/// <param name="Into">The customer that stays.</param>
/// <param name="Reason">Why, 1 to 4,000 characters.</param>
[GenerateSerializer, Immutable, Alias("sg.MergeCustomer")]
[SentBy(Duties.Manager)]
public sealed record MergeCustomer([property: Id(0)] string Into, [property: Id(1)] string Reason) : CustomerCommand, IRefersTo
{
    /// <inheritdoc/>
    public IEnumerable<ObjectReference> References() => [new("customer", Into, "into")];
}

/// <summary>Another customer was merged into this one, which takes over what was known of it. Sent by the grid.</summary>
/// <param name="From">The other one.</param>
/// <param name="Contacts">Its contacts.</param>
/// <param name="CreditCode">Its unified social credit code; null for none.</param>
/// <param name="File">Its class and what was counted of it.</param>
[GenerateSerializer, Immutable, Alias("sg.AbsorbCustomer")]
[SentBy(Duties.Grid)]
public sealed record AbsorbCustomer(
    [property: Id(0)] string From,
    [property: Id(1)] ImmutableArray<Contact> Contacts,
    [property: Id(2)] string? CreditCode,
    [property: Id(3)] AbsorbedFile File) : CustomerCommand;

/// <summary>What was counted of a customer.</summary>
/// <param name="FollowUps">Follow-ups recorded.</param>
/// <param name="LastContactOn">Day of the last follow-up or signed contract; null for none.</param>
/// <param name="Deals">Contracts signed.</param>
/// <param name="Class">Its class; null while nobody has said.</param>
[GenerateSerializer, Immutable, Alias("sg.AbsorbedFile")]
public sealed record AbsorbedFile(
    [property: Id(0)] int FollowUps, [property: Id(1)] DateOnly? LastContactOn, [property: Id(2)] int Deals, [property: Id(3)] CustomerClass? Class);

/// <summary>The customer this one belongs to was merged into another. Sent by the grid.</summary>
/// <param name="From">The one that was merged; where this one belongs to another by now, nothing changes.</param>
/// <param name="To">The one that stays.</param>
[GenerateSerializer, Immutable, Alias("sg.FollowParent")]
[SentBy(Duties.Grid)]
public sealed record FollowParent([property: Id(0)] string From, [property: Id(1)] string To) : CustomerCommand;

/// <summary>What was known of the customer is with the one that stays. Sent by the grid.</summary>
[GenerateSerializer, Immutable, Alias("sg.NoteAbsorbed")]
[SentBy(Duties.Grid)]
public sealed record NoteAbsorbed : CustomerCommand;

/// <summary>Some objects are in hand, to follow the customer next. Sent by the grid.</summary>
/// <param name="Part">What they are.</param>
/// <param name="Ids">Their ids, in order, at most <see cref="Handover.BatchMax"/>.</param>
[GenerateSerializer, Immutable, Alias("sg.TakeToMerge")]
[SentBy(Duties.Grid)]
public sealed record TakeToMerge([property: Id(0)] string Part, [property: Id(1)] ImmutableArray<string> Ids) : CustomerCommand;

/// <summary>What became of the objects in hand. Sent by the grid.</summary>
[GenerateSerializer, Immutable, Alias("sg.NoteMerged")]
[SentBy(Duties.Grid)]
public sealed record NoteMerged([property: Id(0)] ImmutableArray<string> Moved, [property: Id(1)] ImmutableArray<NotMoved> NotMoved) : CustomerCommand;

/// <summary>Nothing more is to follow. Sent by the grid.</summary>
[GenerateSerializer, Immutable, Alias("sg.EndMerge")]
[SentBy(Duties.Grid)]
public sealed record EndMerge : CustomerCommand;

/// <summary>The merge of a customer into another.</summary>
/// <param name="Into">The customer that stays.</param>
/// <param name="OwnerId">Who owned the customer; null for nobody.</param>
/// <param name="CreditCode">The unified social credit code it had; null for none.</param>
/// <param name="Absorbed">True once what was known of it is with the one that stays.</param>
/// <param name="Steps">What has followed, as far as it is.</param>
[GenerateSerializer, Immutable, Alias("sg.CustomerMerge")]
public sealed record CustomerMerge(
    [property: Id(0)] string Into, [property: Id(1)] string? OwnerId, [property: Id(2)] string? CreditCode, [property: Id(3)] bool Absorbed, [property: Id(4)] Handover Steps)
{
    /// <summary>Most customers merged into one.</summary>
    public const int FromMax = 100;
}

/// <summary>What a merge would move.</summary>
/// <param name="Refusal">Everything that stands in its way; null where nothing does, or no other customer was asked about.</param>
/// <param name="Contacts">How many contacts would follow.</param>
/// <param name="Parts">What would follow: how many of each sort, and some of their ids.</param>
/// <param name="Merge">The merge that was begun; null for none.</param>
[GenerateSerializer, Immutable, Alias("sg.MergePreview")]
public sealed record MergePreview(
    [property: Id(0)] Refusal? Refusal, [property: Id(1)] int Contacts, [property: Id(2)] ImmutableArray<PortfolioPage> Parts, [property: Id(3)] CustomerMerge? Merge);
