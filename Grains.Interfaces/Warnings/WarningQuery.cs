using System.Collections.Immutable;
using SalesGrid.Controls;
using SalesGrid.Projections;

namespace SalesGrid.Warnings;

/// <summary>Which warnings to list.</summary>
/// <param name="Closed">False for those that are open, most urgent first; true for the last that were closed, newest first.</param>
/// <param name="Owner">Who has to respond; null for anybody.</param>
/// <param name="Level">How grave; null for any.</param>
/// <param name="Code">The criterion; null for any.</param>
/// <param name="Kind">Kind of object, e.g. <c>contract</c>; null for any.</param>
/// <param name="After">Where to go on; null from the first.</param>
/// <param name="Limit">At most so many, 1 to 500.</param>
[GenerateSerializer, Immutable, Alias("sg.WarningQuery")]
public sealed record WarningQuery(
    [property: Id(0)] bool Closed = false,
    [property: Id(1)] string? Owner = null,
    [property: Id(2)] WarningLevel? Level = null,
    [property: Id(3)] string? Code = null,
    [property: Id(4)] string? Kind = null,
    [property: Id(5)] WarningPlace? After = null,
    [property: Id(6)] int Limit = 50)
{
    /// <summary>To whom warnings must be addressed for the asker to see them; null for anybody. Those to a duty are for who sees all.</summary>
    [Id(7)] public OwnerScope? Scope { get; init; }

    /// <summary>Says that the asker reads no accounts; null for one who does.</summary>
    [Id(8)] public NoAccounts? Without { get; init; }
}

/// <summary>Where a warning stands in a list.</summary>
/// <param name="Order">UTC ticks of when its owner must have responded; of a closed one, those of its closing, negated.</param>
/// <param name="Subject">Its object.</param>
/// <param name="Id">Its id on that object.</param>
[GenerateSerializer, Immutable, Alias("sg.WarningPlace")]
public readonly record struct WarningPlace(
    [property: Id(0)] long Order,
    [property: Id(1)] string Subject,
    [property: Id(2)] string Id) : IComparable<WarningPlace>
{
    /// <inheritdoc/>
    public int CompareTo(WarningPlace other) =>
        Order != other.Order ? Order.CompareTo(other.Order)
        : string.CompareOrdinal(Subject, other.Subject) is not 0 and var subjects ? subjects
        : string.CompareOrdinal(Id, other.Id);

    public static bool operator <(WarningPlace a, WarningPlace b) => a.CompareTo(b) < 0;

    public static bool operator >(WarningPlace a, WarningPlace b) => a.CompareTo(b) > 0;

    public static bool operator <=(WarningPlace a, WarningPlace b) => a.CompareTo(b) <= 0;

    public static bool operator >=(WarningPlace a, WarningPlace b) => a.CompareTo(b) >= 0;
}

/// <summary>A warning in a list.</summary>
/// <param name="Place">Where it stands.</param>
/// <param name="Warning">The warning.</param>
[GenerateSerializer, Immutable, Alias("sg.ListedWarning")]
public sealed record ListedWarning([property: Id(0)] WarningPlace Place, [property: Id(1)] Warning Warning);

/// <summary>One bucket's part of a list of warnings.</summary>
/// <param name="Bucket">The bucket.</param>
/// <param name="Watermark">Sequence up to which the bucket's entries are in the rows.</param>
/// <param name="Total">How many warnings meet the conditions.</param>
/// <param name="Rows">The first of them after the place asked for, in order.</param>
[GenerateSerializer, Immutable, Alias("sg.WarningPartial")]
public sealed record WarningPartial(
    [property: Id(0)] int Bucket,
    [property: Id(1)] long Watermark,
    [property: Id(2)] long Total,
    [property: Id(3)] ImmutableArray<ListedWarning> Rows) : IBucketAnswer;
