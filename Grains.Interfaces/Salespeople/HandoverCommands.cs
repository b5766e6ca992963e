using System.Collections.Immutable;

namespace SalesGrid.Salespeople;

/// <summary>
/// Gives all a person has in hand to a successor, or to several: open opportunities, customers, quotes and contracts under way, approvals
/// that wait for them. It goes on by itself until it is done, whatever falls meanwhile. For people's administration and the managers above, never for
/// the person: they do not choose who gets their customers.
/// </summary>
/// <param name="To">An active salesperson, who gets whatever is in none of the parts; not the sender, unless the sender is a manager above the person.</param>
/// <param name="Reason">Why, 1 to 4,000 characters.</param>
/// <param name="Parts">What others get, 1 to 20 parts with 500 names in all; null where everything goes to one.</param>
[GenerateSerializer, Immutable, Alias("sg.HandOverPortfolio")]
[SentBy(Standing.Manager, Duties.People, NeverByOwner = true, Act = "salesperson.handover")]
public sealed record HandOverPortfolio(
    [property: Id(0)] string To, [property: Id(1)] string Reason, [property: Id(2)] ImmutableArray<HandoverShare>? Parts = null) : SalespersonCommand
{
    /// <summary>Most parts.</summary>
    public const int PartsMax = 20;

    /// <summary>Most customers and opportunities that are named, in all parts.</summary>
    public const int NamesMax = 500;
}

/// <summary>
/// What one of several successors gets. A customer's open opportunities, quotes and contracts go with it; an opportunity that is named
/// itself goes where it is named, with its quotes and contracts, whoever gets its customer.
/// </summary>
/// <param name="To">The successor, as in <see cref="HandOverPortfolio"/>; each in one part.</param>
/// <param name="Customers">Ids of customers the person owns.</param>
/// <param name="Opportunities">Ids of their open opportunities.</param>
[GenerateSerializer, Immutable, Alias("sg.HandoverShare")]
public sealed record HandoverShare(
    [property: Id(0)] string To, [property: Id(1)] ImmutableArray<string>? Customers = null, [property: Id(2)] ImmutableArray<string>? Opportunities = null);

/// <summary>Some objects are in hand, to be given to the successor next. Sent by the grid.</summary>
/// <param name="Part">What they are; see <see cref="PartCount"/>.</param>
/// <param name="Ids">Their ids, in order, at most <see cref="Handover.BatchMax"/>.</param>
/// <param name="To">To whom each of them goes, in the same order; null where all goes to one.</param>
[GenerateSerializer, Immutable, Alias("sg.TakeInHand")]
[SentBy(Duties.Grid)]
public sealed record TakeInHand(
    [property: Id(0)] string Part, [property: Id(1)] ImmutableArray<string> Ids, [property: Id(2)] ImmutableArray<string>? To = null) : SalespersonCommand;

/// <summary>What became of the objects in hand. Sent by the grid.</summary>
[GenerateSerializer, Immutable, Alias("sg.NoteHandedOver")]
[SentBy(Duties.Grid)]
public sealed record NoteHandedOver([property: Id(0)] ImmutableArray<string> Moved, [property: Id(1)] ImmutableArray<NotMoved> NotMoved) : SalespersonCommand;

/// <summary>Nothing more is to be handed over. Sent by the grid.</summary>
/// <param name="Left">What the person still has.</param>
[GenerateSerializer, Immutable, Alias("sg.EndHandover")]
[SentBy(Duties.Grid)]
public sealed record EndHandover([property: Id(0)] PortfolioCount Left) : SalespersonCommand;

/// <summary>Counts what somebody who was deactivated still has. Sent by the grid, once a day as long as there is anything.</summary>
[GenerateSerializer, Immutable, Alias("sg.CountPortfolio")]
[SentBy(Duties.Grid)]
public sealed record CountPortfolio : SalespersonCommand;

/// <summary>How many objects of one sort a person has in hand.</summary>
/// <param name="Part">The sort: <c>opportunity</c>, <c>customer</c>, <c>quote</c>, <c>contract</c>, <c>approval</c>, <c>team</c>.</param>
/// <param name="Count">How many.</param>
[GenerateSerializer, Immutable, Alias("sg.PartCount")]
public sealed record PartCount([property: Id(0)] string Part, [property: Id(1)] long Count);

/// <summary>What a person had in hand on a day.</summary>
/// <param name="Parts">The sorts of which there was any.</param>
/// <param name="On">The day.</param>
[GenerateSerializer, Immutable, Alias("sg.PortfolioCount")]
public sealed record PortfolioCount([property: Id(0)] ImmutableArray<PartCount> Parts, [property: Id(1)] DateOnly On)
{
    /// <summary>All of it.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public long Total => Parts.Sum(p => p.Count);
}

/// <summary>An object that was handed over.</summary>
/// <param name="Part">Its sort.</param>
/// <param name="Id">Its id.</param>
/// <param name="To">Who got it; null where everything went to one.</param>
[GenerateSerializer, Immutable, Alias("sg.HandedOver")]
public sealed record HandedOver([property: Id(0)] string Part, [property: Id(1)] string Id, [property: Id(2)] string? To = null);

/// <summary>How many objects a successor got.</summary>
[GenerateSerializer, Immutable, Alias("sg.SuccessorCount")]
public sealed record SuccessorCount([property: Id(0)] string To, [property: Id(1)] long Count);

/// <summary>An object that could not be handed over, and why.</summary>
[GenerateSerializer, Immutable, Alias("sg.NotMoved")]
public sealed record NotMoved(
    [property: Id(0)] string Part, [property: Id(1)] string Id, [property: Id(2)] string ControlPoint, [property: Id(3)] LocalText Reason)
{
    /// <summary>Who was to get it; null where everything was to go to one.</summary>
    [Id(4)] public string? To { get; init; }
}

/// <summary>The handover of what a person had in hand, as far as it is.</summary>
[GenerateSerializer, Immutable, Alias("sg.Handover")]
public sealed record Handover
{
    /// <summary>Most objects in hand at a time.</summary>
    public const int BatchMax = 50;

    /// <summary>Most objects listed as moved, and as not moved; the others are in the person's history.</summary>
    public const int ListedMax = 200;

    /// <summary>Which handover of the person it is, from 1.</summary>
    [Id(0)] public required int Number { get; init; }

    /// <summary>The successor; of several the one who gets whatever is in no part.</summary>
    [Id(1)] public required string To { get; init; }

    [Id(2)] public required string Reason { get; init; }

    /// <summary>Who ordered it.</summary>
    [Id(3)] public required string By { get; init; }

    [Id(4)] public required DateTimeOffset BegunAt { get; init; }

    /// <summary>When nothing more was to be moved; null while it goes on.</summary>
    [Id(5)] public DateTimeOffset? EndedAt { get; init; }

    /// <summary>How many were moved, by sort.</summary>
    [Id(6)] public ImmutableArray<PartCount> Moved { get; init; } = [];

    /// <summary>The last that were moved, at most <see cref="ListedMax"/>.</summary>
    [Id(7)] public ImmutableArray<HandedOver> LastMoved { get; init; } = [];

    /// <summary>How many could not be moved.</summary>
    [Id(8)] public int NotMovedCount { get; init; }

    /// <summary>The first that could not be moved, at most <see cref="ListedMax"/>.</summary>
    [Id(9)] public ImmutableArray<NotMoved> NotMoved { get; init; } = [];

    /// <summary>The sort that is being handed over; null before the first.</summary>
    [Id(10)] public string? Part { get; init; }

    /// <summary>The last of that sort that was taken in hand.</summary>
    [Id(11)] public string? After { get; init; }

    /// <summary>What is in hand and may or may not have been moved; empty for nothing.</summary>
    [Id(12)] public ImmutableArray<string> InHand { get; init; } = [];

    /// <summary>What others get, as long as it goes on; empty where everything goes to one, and once it has ended.</summary>
    [Id(13)] public ImmutableArray<HandoverShare> Shares { get; init; } = [];

    /// <summary>To whom each object in hand goes, in the order of <see cref="InHand"/>; empty where everything goes to one.</summary>
    [Id(14)] public ImmutableArray<string> InHandTo { get; init; } = [];

    /// <summary>How many objects each of several successors got; empty where everything went to one.</summary>
    [Id(15)] public ImmutableArray<SuccessorCount> MovedTo { get; init; } = [];

    /// <summary>It after what became of the objects in hand.</summary>
    /// <param name="part">What they are.</param>
    /// <param name="ids">Those that were moved.</param>
    /// <param name="not">Those that could not be.</param>
    /// <param name="to">Who got each of those moved; null where everything goes to one.</param>
    public Handover With(string part, ImmutableArray<string> ids, ImmutableArray<NotMoved> not, ImmutableArray<string>? to = null)
    {
        ImmutableArray<HandedOver> moved = [.. LastMoved, .. ids.Select((id, i) => new HandedOver(part, id, to?[i]))];
        var before = Moved.FirstOrDefault(p => p.Part == part);
        return this with
        {
            InHand = [],
            InHandTo = [],
            MovedTo = to is not { } got ? MovedTo
                : [.. MovedTo.Concat(got.Select(one => new SuccessorCount(one, 1))).GroupBy(s => s.To, (one, counts) => new SuccessorCount(one, counts.Sum(c => c.Count)))],
            Moved = ids.IsEmpty ? Moved
                : before is null ? Moved.Add(new(part, ids.Length))
                : Moved.Replace(before, before with { Count = before.Count + ids.Length }),
            LastMoved = [.. moved.Skip(moved.Length - ListedMax)],
            NotMovedCount = NotMovedCount + not.Length,
            NotMoved = [.. NotMoved.Concat(not).Take(ListedMax)],
        };
    }

    /// <summary>To whom an object in hand goes.</summary>
    /// <param name="index">Its place in <see cref="InHand"/>.</param>
    public string ToOf(int index) => InHandTo.IsEmpty ? To : InHandTo[index];
}

/// <summary>What a handover would move.</summary>
/// <param name="From">Whose it is.</param>
/// <param name="To">The successor that was asked about; null where none was.</param>
/// <param name="Refusal">Why this successor cannot have it; null where they can, or none was asked about.</param>
/// <param name="Parts">The sorts, in the order in which they are moved.</param>
[GenerateSerializer, Immutable, Alias("sg.HandoverPreview")]
public sealed record HandoverPreview(
    [property: Id(0)] string From, [property: Id(1)] string? To, [property: Id(2)] Refusal? Refusal, [property: Id(3)] ImmutableArray<PortfolioPage> Parts);

/// <summary>A page of what a person has in hand of one sort.</summary>
/// <param name="Part">The sort; see <see cref="PartCount"/>.</param>
/// <param name="Total">How many there are.</param>
/// <param name="Ids">Some of them, by id.</param>
/// <param name="NextAfter">The id to go on after; null where there are no more.</param>
/// <param name="To">To whom each of <paramref name="Ids"/> goes, in the same order; null where everything goes to one, or nobody was asked about.</param>
[GenerateSerializer, Immutable, Alias("sg.PortfolioPage")]
public sealed record PortfolioPage(
    [property: Id(0)] string Part, [property: Id(1)] long Total, [property: Id(2)] ImmutableArray<string> Ids, [property: Id(3)] string? NextAfter,
    [property: Id(4)] ImmutableArray<string>? To = null);
