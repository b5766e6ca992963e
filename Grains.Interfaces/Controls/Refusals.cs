using System.Collections.Immutable;
using SalesGrid.Projections;

namespace SalesGrid.Controls;

/// <summary>A command a control point forbade: a blocked attempt, kept as a fact.</summary>
/// <param name="Subject">The object it was sent to, <c>kind/id</c>.</param>
/// <param name="Command">The command's type, e.g. <c>AdvanceStage</c>.</param>
/// <param name="CommandId">Its id.</param>
/// <param name="ControlPoint">The control point.</param>
/// <param name="Actor">Who asked.</param>
/// <param name="Reason">What they were told.</param>
/// <param name="At">When it was decided.</param>
/// <param name="Suppressed">
/// How many refusals of the same control point and actor were too many to be kept one by one since the one before this; they
/// count as refused.
/// </param>
/// <param name="Field">The field at fault; null when it is not one field.</param>
[GenerateSerializer, Immutable, Alias("sg.RefusedCommand")]
public sealed record RefusedCommand(
    [property: Id(0)] string Subject,
    [property: Id(1)] string Command,
    [property: Id(2)] string CommandId,
    [property: Id(3)] string ControlPoint,
    [property: Id(4)] string Actor,
    [property: Id(5)] LocalText Reason,
    [property: Id(6)] DateTimeOffset At,
    [property: Id(7)] long Suppressed = 0,
    [property: Id(8)] string? Field = null)
{
    /// <summary>Everything that was missing, the most important first; as in <see cref="Refusal.Missing"/>.</summary>
    [Id(9)]
    public ImmutableArray<MissingItem> Missing { get; init; } = [];

    /// <summary>The state of a refusal nothing is recorded of.</summary>
    public static RefusedCommand None { get; } = new("", "", "", "", "", new("", ""), default);
}

/// <summary>A refusal in a list.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Refused">What was refused.</param>
[GenerateSerializer, Immutable, Alias("sg.RefusalRow")]
public sealed record RefusalRow([property: Id(0)] string Id, [property: Id(1)] RefusedCommand Refused)
{
    /// <summary>Newest first; of one moment by id.</summary>
    public static IComparer<RefusalRow> NewestFirst { get; } = Comparer<RefusalRow>.Create((a, b) => a.Place.CompareTo(b.Place));

    /// <summary>Its place in a list.</summary>
    public TimePlace Place => new(Refused.At, Id);
}

/// <summary>A place in a list whose newest items come first.</summary>
/// <param name="At">When the item happened.</param>
/// <param name="Id">The item.</param>
[GenerateSerializer, Immutable, Alias("sg.TimePlace")]
public readonly record struct TimePlace([property: Id(0)] DateTimeOffset At, [property: Id(1)] string Id) : IComparable<TimePlace>
{
    /// <inheritdoc/>
    public int CompareTo(TimePlace other) => other.At.CompareTo(At) is not 0 and var order ? order : string.CompareOrdinal(Id, other.Id);

    public static bool operator <(TimePlace left, TimePlace right) => left.CompareTo(right) < 0;
    public static bool operator >(TimePlace left, TimePlace right) => left.CompareTo(right) > 0;
    public static bool operator <=(TimePlace left, TimePlace right) => left.CompareTo(right) <= 0;
    public static bool operator >=(TimePlace left, TimePlace right) => left.CompareTo(right) >= 0;
}

/// <summary>Which refusals are asked for, newest first. What is null narrows nothing.</summary>
[GenerateSerializer, Immutable, Alias("sg.RefusalQuery")]
public sealed record RefusalQuery
{
    /// <summary>Most refusals in one answer.</summary>
    public const int MaxLimit = 500;

    [Id(0)] public string? ControlPoint { get; init; }
    [Id(1)] public string? Actor { get; init; }
    [Id(2)] public string? Subject { get; init; }

    /// <summary>First business day.</summary>
    [Id(3)] public DateOnly? From { get; init; }

    /// <summary>Last business day.</summary>
    [Id(4)] public DateOnly? To { get; init; }

    /// <summary>Where the page before ended; null for the first.</summary>
    [Id(5)] public TimePlace? After { get; init; }

    /// <summary>At most so many, 1 to <see cref="MaxLimit"/>.</summary>
    [Id(6)] public int Limit { get; init; } = 50;

    /// <summary>Who must have been refused for the asker to see it; null for anybody.</summary>
    [Id(7)] public OwnerScope? Scope { get; init; }

    /// <summary>Says that the asker reads no accounts; null for one who does.</summary>
    [Id(8)] public NoAccounts? Without { get; init; }
}

/// <summary>One bucket's part of a list of refusals.</summary>
/// <param name="Bucket">The bucket.</param>
/// <param name="Watermark">Sequence up to which every entry is in.</param>
/// <param name="Total">How many of those kept meet the conditions.</param>
/// <param name="Older">How many are too old to be kept in memory; they lie in the ledger and are counted.</param>
/// <param name="Rows">The page.</param>
[GenerateSerializer, Immutable, Alias("sg.RefusalPartial")]
public sealed record RefusalPartial(
    [property: Id(0)] int Bucket,
    [property: Id(1)] long Watermark,
    [property: Id(2)] long Total,
    [property: Id(3)] long Older,
    [property: Id(4)] ImmutableArray<RefusalRow> Rows) : IBucketAnswer;

/// <summary>How often one control point refused one actor, however long ago, those not kept one by one included.</summary>
[GenerateSerializer, Immutable, Alias("sg.RefusedCount")]
public readonly record struct RefusedCount(
    [property: Id(0)] string ControlPoint, [property: Id(1)] string Actor, [property: Id(2)] long Refused);

/// <summary>A number of something named.</summary>
[GenerateSerializer, Immutable, Alias("sg.NamedCount")]
public readonly record struct NamedCount([property: Id(0)] string Name, [property: Id(1)] long Count);

/// <summary>What one bucket counts for the control catalogue.</summary>
/// <param name="Bucket">The bucket.</param>
/// <param name="Watermark">Sequence up to which every entry is in.</param>
/// <param name="Refused">Refusals, from the ledger.</param>
/// <param name="Overridden">Overrides that let a command pass, by control point, from the ledger.</param>
/// <param name="Decided">
/// Commands the rules decided, by type: on the silo the bucket is on, since that silo started. In memory only.
/// </param>
[GenerateSerializer, Immutable, Alias("sg.ControlCounts")]
public sealed record ControlCounts(
    [property: Id(0)] int Bucket,
    [property: Id(1)] long Watermark,
    [property: Id(2)] ImmutableArray<RefusedCount> Refused,
    [property: Id(3)] ImmutableArray<NamedCount> Overridden,
    [property: Id(4)] ImmutableArray<NamedCount> Decided);
