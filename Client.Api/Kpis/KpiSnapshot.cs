using System.Collections.Immutable;
using System.Globalization;
using SalesGrid.Kpis;
using SalesGrid.Projections;

namespace SalesGrid.Gateway.Kpis;

/// <summary>One answer to a KPI question, merged from every bucket.</summary>
/// <param name="Query">The question.</param>
/// <param name="Rows">The groups, ordered by key; one row of zeros when there is nothing and nothing was grouped.</param>
/// <param name="Watermark">How far each bucket's entries are in it: sequences in bucket order, joined by dots.</param>
/// <param name="AsOf">When the newest entry in it was decided; null on an empty grid.</param>
/// <param name="ReadAt">When the gateway put it together: its age is counted from here.</param>
/// <param name="Day">The business day ages are counted to.</param>
public sealed record KpiSnapshot(
    KpiQuery Query,
    ImmutableArray<KpiRow> Rows,
    string Watermark,
    DateTimeOffset? AsOf,
    DateTimeOffset ReadAt,
    DateOnly Day = default)
{
    /// <summary>Key of the scope whose objects count; null for everybody's.</summary>
    public string? Scope { get; init; }

    /// <summary>Equal for answers that say the same: ages grow with the day, without any entry, and another scope is another answer.</summary>
    public string Version => string.Create(CultureInfo.InvariantCulture, $"{Watermark}@{Day:O}{(Scope is null ? "" : "@")}{Scope}");
}

/// <summary>The KPIs of one group.</summary>
/// <param name="Key">A value for each dimension asked, in that order; null where the objects have none.</param>
/// <param name="Sums">Sums of the group. Its amounts are those of one currency only where <paramref name="Currency"/> is set.</param>
/// <param name="Currency">The one currency of the group's amounts; null when it has no amounts or several currencies.</param>
/// <param name="SeveralCurrencies">True when the group's amounts are in several currencies, so that no sum of them means anything.</param>
public sealed record KpiRow(ImmutableArray<string?> Key, FactSums Sums, string? Currency, bool SeveralCurrencies)
{
    /// <summary>An amount of the group, major units; null where amounts of several currencies meet.</summary>
    public decimal? Major(Int128 minor) => SeveralCurrencies ? null
        : Currency is null ? 0
        : (decimal)minor / Currencies.MinorPerMajor(Currency);
}

/// <summary>KPI answers that keep themselves current.</summary>
public interface IKpiFeed
{
    /// <summary>The answer now. It includes everything committed before the call.</summary>
    /// <param name="query">The question.</param>
    /// <param name="scope">Whose objects count; null for everybody's.</param>
    /// <param name="cancellationToken">Nobody waits for it any more.</param>
    /// <exception cref="TooManyGroupsException">The question has more groups than are answered.</exception>
    Task<KpiSnapshot> Read(KpiQuery query, OwnerScope? scope, CancellationToken cancellationToken);

    /// <summary>
    /// The answer now, then again whenever it changed: at most four a second, always the newest; a slow reader skips
    /// snapshots. Ends when cancelled.
    /// </summary>
    /// <param name="query">The question.</param>
    /// <param name="scopeOf">Whose objects count, asked before each answer; null for everybody's.</param>
    /// <param name="cancellationToken">Ends it.</param>
    IAsyncEnumerable<KpiSnapshot> Watch(KpiQuery query, Func<CancellationToken, ValueTask<OwnerScope?>> scopeOf, CancellationToken cancellationToken);
}

/// <summary>A KPI question has more groups than are answered.</summary>
public sealed class TooManyGroupsException : Exception
{
    public TooManyGroupsException() : base($"More than {KpiQuery.MaxGroups} groups.") { }

    public TooManyGroupsException(string message) : base(message) { }

    public TooManyGroupsException(string message, Exception innerException) : base(message, innerException) { }
}
