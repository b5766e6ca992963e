using System.Collections.Immutable;
using SalesGrid.Kpis;

namespace SalesGrid.Gateway.Kpis;

/// <summary>One answer to a KPI question, merged from every bucket.</summary>
/// <param name="Query">The question.</param>
/// <param name="Rows">The groups, ordered by key; one row of zeros when there is nothing and nothing was grouped.</param>
/// <param name="Watermark">How far each bucket's entries are in it: sequences in bucket order, joined by dots.</param>
/// <param name="AsOf">When the newest entry in it was decided; null on an empty grid.</param>
/// <param name="ReadAt">When the gateway put it together: its age is counted from here.</param>
public sealed record KpiSnapshot(
    KpiQuery Query,
    ImmutableArray<KpiRow> Rows,
    string Watermark,
    DateTimeOffset? AsOf,
    DateTimeOffset ReadAt);

/// <summary>The KPIs of one group.</summary>
/// <param name="Key">A value for each dimension asked, in that order; null where the opportunities have none.</param>
/// <param name="Totals">Counts and cycle of the group. Its amounts are those of one currency only where <paramref name="Currency"/> is set.</param>
/// <param name="Currency">The one currency of the group's amounts; null when it has no amounts or several currencies.</param>
/// <param name="SeveralCurrencies">True when the group's amounts are in several currencies, so that no sum of them means anything.</param>
public sealed record KpiRow(ImmutableArray<string?> Key, KpiTotals Totals, string? Currency, bool SeveralCurrencies)
{
    /// <summary>Amount won, major units; null where amounts of several currencies meet.</summary>
    public decimal? WonAmount => Major(Totals.WonMinor);

    /// <summary>Amount of those open, major units; null where amounts of several currencies meet.</summary>
    public decimal? OpenAmount => Major(Totals.OpenMinor);

    /// <summary>Amount of those open weighted by the chance of winning, major units; null where amounts of several currencies meet.</summary>
    public decimal? WeightedAmount => Major(Totals.WeightedMinorPercent) / 100;

    private decimal? Major(Int128 minor) => SeveralCurrencies ? null
        : Currency is null ? 0
        : (decimal)minor / Currencies.MinorPerMajor(Currency);
}

/// <summary>KPI answers that keep themselves current.</summary>
public interface IKpiFeed
{
    /// <summary>The answer now. It includes everything committed before the call.</summary>
    /// <exception cref="TooManyGroupsException">The question has more groups than are answered.</exception>
    Task<KpiSnapshot> Read(KpiQuery query, CancellationToken cancellationToken);

    /// <summary>
    /// The answer now, then again whenever it changed: at most four a second, always the newest; a slow reader skips
    /// snapshots. Ends when cancelled.
    /// </summary>
    IAsyncEnumerable<KpiSnapshot> Watch(KpiQuery query, CancellationToken cancellationToken);
}

/// <summary>A KPI question has more groups than are answered.</summary>
public sealed class TooManyGroupsException : Exception
{
    public TooManyGroupsException() : base($"More than {KpiQuery.MaxGroups} groups.") { }

    public TooManyGroupsException(string message) : base(message) { }

    public TooManyGroupsException(string message, Exception innerException) : base(message, innerException) { }
}
