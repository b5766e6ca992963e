using System.Collections.Immutable;

namespace SalesGrid.Kpis;

/// <summary>What KPIs can be grouped by.</summary>
public enum KpiDimension
{
    /// <summary>Salesperson the opportunity is credited to.</summary>
    Owner,

    /// <summary>Team it was credited to when its owner took it on.</summary>
    Team,

    /// <summary>Region of that team.</summary>
    Region,

    /// <summary>Product or product line.</summary>
    Product,

    /// <summary>Customer.</summary>
    Customer,

    /// <summary>Sector of the customer when the opportunity was opened or given to it.</summary>
    Sector,

    /// <summary>Sales channel.</summary>
    Channel,

    /// <summary>Sales process.</summary>
    Process,

    /// <summary>Stage of the process.</summary>
    Stage,

    /// <summary>Open, won or lost.</summary>
    Status,

    /// <summary>Month of the period day, <c>yyyy-MM</c>; see <see cref="KpiQuery"/>.</summary>
    Month,

    /// <summary>Currency of the amount.</summary>
    Currency,
}

/// <summary>A question to the KPI cube.</summary>
/// <param name="GroupBy">At most <see cref="MaxDimensions"/> dimensions, in the order asked.</param>
/// <param name="From">First period day, inclusive; null for no beginning.</param>
/// <param name="To">Last period day, inclusive; null for no end.</param>
/// <remarks>
/// The <em>period day</em> of an opportunity is the day it was won or lost; of an open one the day it is expected to
/// close. So every opportunity lies in one month at most, and months add up to the whole. An open opportunity without an
/// expected day has none: it is in no period, and in month null.
/// </remarks>
[GenerateSerializer, Immutable, Alias("sg.KpiQuery")]
public sealed record KpiQuery(
    [property: Id(0)] ImmutableArray<KpiDimension> GroupBy,
    [property: Id(1)] DateOnly? From = null,
    [property: Id(2)] DateOnly? To = null)
{
    /// <summary>Most dimensions of one question.</summary>
    public const int MaxDimensions = 4;

    /// <summary>Most groups one bucket answers with; a question with more is refused.</summary>
    public const int MaxGroups = 20_000;

    /// <summary>The question in one line, equal for equal questions.</summary>
    public string Key => $"{string.Join(',', GroupBy.Select(d => (int)d))}|{From:O}|{To:O}";
}

/// <summary>The sums of one group in one currency.</summary>
/// <param name="Key">A value for each dimension asked, in that order; null where the opportunities have none.</param>
/// <param name="Currency">Currency of the sums; null for opportunities without an amount.</param>
/// <param name="Totals">The sums.</param>
[GenerateSerializer, Immutable, Alias("sg.KpiCell")]
public sealed record KpiCell(
    [property: Id(0)] ImmutableArray<string?> Key,
    [property: Id(1)] string? Currency,
    [property: Id(2)] KpiTotals Totals);

/// <summary>One bucket's part of an answer.</summary>
/// <param name="Bucket">The bucket.</param>
/// <param name="Watermark">Sequence up to which the bucket's entries are in the sums.</param>
/// <param name="AsOf">When the entry at the watermark was decided; null when there is none.</param>
/// <param name="Cells">The groups; default when unchanged since the watermark the asker named.</param>
/// <param name="TooManyGroups">True when the question has more groups than are answered; there are no cells then.</param>
[GenerateSerializer, Immutable, Alias("sg.KpiPartial")]
public sealed record KpiPartial(
    [property: Id(0)] int Bucket,
    [property: Id(1)] long Watermark,
    [property: Id(2)] DateTimeOffset? AsOf,
    [property: Id(3)] ImmutableArray<KpiCell> Cells,
    [property: Id(4)] bool TooManyGroups = false)
{
    /// <summary>True when nothing changed since the watermark the asker named.</summary>
    public bool Unchanged => Cells.IsDefault && !TooManyGroups;
}
