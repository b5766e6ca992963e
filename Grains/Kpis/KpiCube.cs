using System.Collections.Immutable;
using System.Runtime.InteropServices;
using SalesGrid.Pipeline;

namespace SalesGrid.Kpis;

/// <summary>
/// Sums over the rows of one bucket, kept current row by row. A question that was never asked is answered by one pass
/// over the rows and from then on kept like the others.
/// </summary>
/// <param name="rows">The rows, for questions asked for the first time.</param>
public sealed class KpiCube(IEnumerable<PipelineRow> rows)
{
    /// <summary>Most questions that are kept; the one that was not asked for longest makes way.</summary>
    public const int ViewsMax = 64;

    private readonly Dictionary<string, View> views = new(StringComparer.Ordinal);
    private long asked;

    /// <summary>A row was replaced, added (no row before) or removed (no row after).</summary>
    public void Replace(in PipelineRow? before, in PipelineRow? after)
    {
        foreach (var view in views.Values)
        {
            if (before is not null)
                view.Add(Nullable.GetValueRefOrDefaultRef(in before), -1);
            if (after is not null)
                view.Add(Nullable.GetValueRefOrDefaultRef(in after), +1);
        }
    }

    /// <summary>The groups of a question and their sums.</summary>
    public IReadOnlyDictionary<KpiGroupKey, KpiTotals> Ask(KpiQuery query)
    {
        if (!views.TryGetValue(query.Key, out var view))
        {
            if (views.Count >= ViewsMax)
                views.Remove(views.MinBy(v => v.Value.LastAsked).Key);
            view = new(query);
            foreach (var row in rows)
                view.Add(row, +1);
            views.Add(query.Key, view);
        }
        view.LastAsked = ++asked;
        return view.Groups;
    }

    /// <summary>The cells of an answer.</summary>
    public static ImmutableArray<KpiCell> Cells(IReadOnlyDictionary<KpiGroupKey, KpiTotals> groups, int dimensions)
    {
        var cells = ImmutableArray.CreateBuilder<KpiCell>(groups.Count);
        foreach (var (group, totals) in groups)
            cells.Add(new(group.Values(dimensions), group.Currency, totals));
        return cells.MoveToImmutable();
    }

    private sealed class View(KpiQuery query)
    {
        private readonly Dictionary<KpiGroupKey, KpiTotals> groups = [];

        public IReadOnlyDictionary<KpiGroupKey, KpiTotals> Groups => groups;

        public long LastAsked { get; set; }

        public void Add(in PipelineRow row, int sign)
        {
            if (!KpiContribution.IsIn(row, query))
                return;
            var group = KpiGroupKey.Of(row, query.GroupBy);
            ref var totals = ref CollectionsMarshal.GetValueRefOrAddDefault(groups, group, out _);
            var own = KpiContribution.Of(row);
            totals = sign > 0 ? totals + own : totals - own;
            if (totals.IsEmpty)
                groups.Remove(group);
        }
    }
}

/// <summary>A group: the values of up to four dimensions, and the currency, since amounts of two are never added.</summary>
public readonly record struct KpiGroupKey(string? A, string? B, string? C, string? D, string? Currency)
{
    /// <summary>The group of a row.</summary>
    public static KpiGroupKey Of(in PipelineRow row, ImmutableArray<KpiDimension> dimensions) => new(
        At(row, dimensions, 0), At(row, dimensions, 1), At(row, dimensions, 2), At(row, dimensions, 3), row.Currency);

    /// <summary>The values of its first dimensions.</summary>
    public ImmutableArray<string?> Values(int dimensions) => dimensions switch
    {
        0 => [],
        1 => [A],
        2 => [A, B],
        3 => [A, B, C],
        _ => [A, B, C, D],
    };

    private static string? At(in PipelineRow row, ImmutableArray<KpiDimension> dimensions, int index) =>
        index < dimensions.Length ? KpiContribution.ValueOf(row, dimensions[index]) : null;
}
