using System.Collections.Immutable;
using SalesGrid.Projections;

namespace SalesGrid.Kpis;

/// <summary>A question to the KPI cube.</summary>
/// <param name="GroupBy">At most <see cref="MaxDimensions"/> dimensions of the kind, in the order asked.</param>
/// <param name="From">First period day, inclusive; null for no beginning.</param>
/// <param name="To">Last period day, inclusive; null for no end.</param>
/// <param name="Kind">The kind of object whose facts are asked for.</param>
/// <remarks>
/// Every kind says which day its objects count on, their <em>period day</em>: at most one, so that months add up to the whole. An
/// object without one is in no period, and in month null. That of an opportunity is the day it was won or lost; of an open one
/// the day it is expected to close.
/// </remarks>
[GenerateSerializer, Immutable, Alias("sg.KpiQuery")]
public sealed record KpiQuery(
    [property: Id(0)] ImmutableArray<string> GroupBy,
    [property: Id(1)] DateOnly? From = null,
    [property: Id(2)] DateOnly? To = null,
    [property: Id(3)] string Kind = FactSchemas.DefaultKind)
{
    /// <summary>True to have every group once for each owner, who is named beside it: for answers to those who may not read everybody's.</summary>
    [Id(4)] public bool ByOwner { get; init; }

    /// <summary>
    /// True to count an object that is credited to several people in parts: each part where its person and their place are, all of the object that is not divided
    /// with its owner. The parts of an object add up to it. Only for kinds with <see cref="FactSchema.HasCredit"/>.
    /// </summary>
    [Id(5)] public bool ByCredit { get; init; }

    /// <summary>Most dimensions of one question.</summary>
    public const int MaxDimensions = 4;

    /// <summary>Most groups one bucket answers with; a question with more is refused.</summary>
    public const int MaxGroups = 20_000;

    /// <summary>The question in one line, equal for equal questions.</summary>
    public string Key => $"{Kind}|{string.Join(',', GroupBy)}|{From:O}|{To:O}|{(ByOwner ? "owners" : "")}|{(ByCredit ? "credit" : "")}";
}

/// <summary>The sums of one group in one currency.</summary>
/// <param name="Key">A value for each dimension asked, in that order; null where the objects have none.</param>
/// <param name="Currency">Currency of the sums; null for objects without an amount.</param>
/// <param name="Sums">A sum for each measure of the kind, in its order.</param>
/// <param name="Count">Number of objects, or of parts of them.</param>
[GenerateSerializer, Immutable, Alias("sg.KpiCell")]
public sealed record KpiCell(
    [property: Id(0)] ImmutableArray<string?> Key,
    [property: Id(1)] string? Currency,
    [property: Id(2)] ImmutableArray<Int128> Sums,
    [property: Id(3)] long Count)
{
    /// <summary>The owner of the group's objects where they were asked for by owner; null for nobody.</summary>
    [Id(4)] public string? Owner { get; init; }
}

/// <summary>One bucket's part of an answer.</summary>
/// <param name="Bucket">The bucket.</param>
/// <param name="Watermark">Sequence up to which the bucket's entries are in the sums.</param>
/// <param name="AsOf">When the entry at the watermark was decided; null when there is none.</param>
/// <param name="Cells">The groups; default when unchanged since the watermark and the day the asker named.</param>
/// <param name="TooManyGroups">True when the question has more groups than are answered; there are no cells then.</param>
/// <param name="Day">The business day ages are counted to.</param>
[GenerateSerializer, Immutable, Alias("sg.KpiPartial")]
public sealed record KpiPartial(
    [property: Id(0)] int Bucket,
    [property: Id(1)] long Watermark,
    [property: Id(2)] DateTimeOffset? AsOf,
    [property: Id(3)] ImmutableArray<KpiCell> Cells,
    [property: Id(4)] bool TooManyGroups = false,
    [property: Id(5)] DateOnly Day = default) : IBucketAnswer
{
    /// <summary>True when nothing changed since the watermark and the day the asker named.</summary>
    public bool Unchanged => Cells.IsDefault && !TooManyGroups;
}
