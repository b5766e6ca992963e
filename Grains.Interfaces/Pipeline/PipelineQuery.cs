using System.Collections.Immutable;
using SalesGrid.Opportunities;

namespace SalesGrid.Pipeline;

/// <summary>Which opportunities to list. Every condition that is set must hold; a list holds when one of its values does.</summary>
[GenerateSerializer, Immutable, Alias("sg.PipelineQuery")]
public sealed record PipelineQuery
{
    /// <summary>Most rows on one page.</summary>
    public const int MaxLimit = 500;

    /// <summary>Most values in one condition.</summary>
    public const int MaxValues = 100;

    [Id(0)] public ImmutableArray<OpportunityStatus> Status { get; init; } = [];
    [Id(1)] public ImmutableArray<string> Stage { get; init; } = [];
    [Id(2)] public ImmutableArray<string> Owner { get; init; } = [];
    [Id(3)] public ImmutableArray<string> Team { get; init; } = [];
    [Id(4)] public ImmutableArray<string> Region { get; init; } = [];
    [Id(5)] public ImmutableArray<string> Product { get; init; } = [];
    [Id(6)] public ImmutableArray<string> Customer { get; init; } = [];
    [Id(7)] public ImmutableArray<string> Sector { get; init; } = [];

    /// <summary>Amount in major units, inclusive. Means something within one currency only.</summary>
    [Id(8)] public decimal? AmountMin { get; init; }

    /// <summary>Amount in major units, inclusive. Means something within one currency only.</summary>
    [Id(9)] public decimal? AmountMax { get; init; }

    [Id(10)] public DateOnly? OpenedFrom { get; init; }
    [Id(11)] public DateOnly? OpenedTo { get; init; }
    [Id(12)] public DateOnly? ClosedFrom { get; init; }
    [Id(13)] public DateOnly? ClosedTo { get; init; }
    [Id(14)] public DateOnly? ExpectedCloseFrom { get; init; }
    [Id(15)] public DateOnly? ExpectedCloseTo { get; init; }

    /// <summary>What to sort by; ties are broken by id, so the order is total.</summary>
    [Id(16)] public PipelineSort Sort { get; init; } = PipelineSort.Id;

    /// <summary>True for largest first. Opportunities without the value come last either way.</summary>
    [Id(17)] public bool Descending { get; init; }

    /// <summary>Where the page before ended; null for the first page.</summary>
    [Id(18)] public PipelineCursor? After { get; init; }

    /// <summary>Most rows to answer with, 1 to <see cref="MaxLimit"/>.</summary>
    [Id(19)] public int Limit { get; init; } = 50;

    [Id(20)] public ImmutableArray<string> Currency { get; init; } = [];

    /// <summary>
    /// Sequence the bucket stood at when the first page was read; null on the first page. Opportunities that changed since come
    /// after all others, by id.
    /// </summary>
    [Id(21)] public long? Since { get; init; }
}

/// <summary>What a list can be sorted by.</summary>
public enum PipelineSort
{
    Id,

    /// <summary>Minor units: means something within one currency only.</summary>
    Amount,
    OpenedOn,
    ClosedOn,
    ExpectedCloseOn,
    ChangedAt,
    Stage,
    Owner,
    Customer,
}

/// <summary>The place of a row in a sorted list: its value, if it has one, and its id.</summary>
/// <param name="Number">Value of a numeric sort; null when the row has none.</param>
/// <param name="Text">Value of a textual sort; null when the row has none.</param>
/// <param name="Id">The row's id.</param>
/// <param name="Changed">True for a row that changed since the first page was read: its place is by its id alone.</param>
[GenerateSerializer, Immutable, Alias("sg.PipelineCursor")]
public sealed record PipelineCursor(
    [property: Id(0)] long? Number,
    [property: Id(1)] string? Text,
    [property: Id(2)] string Id,
    [property: Id(3)] bool Changed = false)
{
    /// <summary>
    /// The order of a list: by value, missing values last, then by id. What changed since the first page comes after all that,
    /// by id: its value may have taken it from a page that is to come to one that has been read, or back.
    /// </summary>
    public static int Compare(PipelineCursor a, PipelineCursor b, bool descending)
    {
        if (a.Changed != b.Changed)
            return a.Changed ? 1 : -1;
        var byValue = a.Number is { } x && b.Number is { } y ? x.CompareTo(y)
            : a.Text is { } s && b.Text is { } t ? string.CompareOrdinal(s, t)
            : 0;
        var aMissing = a.Number is null && a.Text is null;
        var bMissing = b.Number is null && b.Text is null;
        if (aMissing != bMissing)
            return aMissing ? 1 : -1;
        if (byValue != 0)
            return descending ? -byValue : byValue;
        return string.CompareOrdinal(a.Id, b.Id);
    }
}

/// <summary>One opportunity in a list.</summary>
/// <remarks>A value, so that a bucket's rows lie in a few arrays and are changed where they lie: nothing is left to be collected.</remarks>
[GenerateSerializer, Immutable, Alias("sg.PipelineRow")]
public readonly record struct PipelineRow
{
    [Id(0)] public required string Id { get; init; }
    [Id(1)] public required int Version { get; init; }
    [Id(2)] public required OpportunityStatus Status { get; init; }
    [Id(3)] public required string Process { get; init; }
    [Id(4)] public required string Stage { get; init; }

    /// <summary>Chance of winning in that stage, percent, as the process has it.</summary>
    [Id(5)] public required int ProbabilityPercent { get; init; }

    [Id(6)] public string? Name { get; init; }
    [Id(7)] public string? Customer { get; init; }
    [Id(8)] public required string Owner { get; init; }
    [Id(9)] public required string Team { get; init; }
    [Id(10)] public required string Region { get; init; }
    [Id(11)] public string? Sector { get; init; }
    [Id(12)] public string? Product { get; init; }
    [Id(13)] public string? Channel { get; init; }

    /// <summary>Amount, minor units of <see cref="Currency"/>; null when not valued.</summary>
    [Id(14)] public long? AmountMinor { get; init; }

    [Id(15)] public string? Currency { get; init; }
    [Id(16)] public DateOnly? OpenedOn { get; init; }
    [Id(17)] public DateOnly? ClosedOn { get; init; }
    [Id(18)] public DateOnly? ExpectedCloseOn { get; init; }
    [Id(19)] public bool Imported { get; init; }
    [Id(20)] public DateTimeOffset ChangedAt { get; init; }

    /// <summary>Sequence in the bucket of its last event.</summary>
    [Id(21)] public long Seq { get; init; }

    /// <summary>Amount in major units; null when not valued.</summary>
    public decimal? Amount => AmountMinor is { } minor && Currency is { } currency ? new Money(minor, currency).Major : null;

    /// <summary>Day that decides which period it belongs to: closed, or expected to close; null when neither is known.</summary>
    public DateOnly? PeriodOn => Status == OpportunityStatus.Open ? ExpectedCloseOn : ClosedOn;

    /// <summary>Its place in a list sorted by <paramref name="sort"/> whose first page was read at <paramref name="since"/>.</summary>
    public PipelineCursor CursorFor(PipelineSort sort, long? since = null) => Seq > since ? new(null, null, Id, Changed: true) : sort switch
    {
        PipelineSort.Id => new(null, Id, Id),
        PipelineSort.Amount => new(AmountMinor, null, Id),
        PipelineSort.OpenedOn => new(OpenedOn?.DayNumber, null, Id),
        PipelineSort.ClosedOn => new(ClosedOn?.DayNumber, null, Id),
        PipelineSort.ExpectedCloseOn => new(ExpectedCloseOn?.DayNumber, null, Id),
        PipelineSort.ChangedAt => new(ChangedAt.UtcTicks, null, Id),
        PipelineSort.Stage => new(null, Stage, Id),
        PipelineSort.Owner => new(null, Owner, Id),
        PipelineSort.Customer => new(null, Customer, Id),
        _ => throw new ArgumentOutOfRangeException(nameof(sort), sort, null),
    };
}

/// <summary>One bucket's part of a list.</summary>
/// <param name="Bucket">The bucket.</param>
/// <param name="Watermark">Sequence up to which the bucket's entries are in the rows.</param>
/// <param name="AsOf">When the entry at the watermark was decided; null when there is none.</param>
/// <param name="Total">How many opportunities meet the conditions, whatever page is asked for.</param>
/// <param name="Rows">The first rows after the cursor, in order.</param>
[GenerateSerializer, Immutable, Alias("sg.PipelinePartial")]
public sealed record PipelinePartial(
    [property: Id(0)] int Bucket,
    [property: Id(1)] long Watermark,
    [property: Id(2)] DateTimeOffset? AsOf,
    [property: Id(3)] long Total,
    [property: Id(4)] ImmutableArray<PipelineRow> Rows);
