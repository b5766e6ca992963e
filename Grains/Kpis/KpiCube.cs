using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace SalesGrid.Kpis;

/// <summary>
/// Sums over the rows of one kind in one bucket, kept current row by row. A question that was never asked is answered by one pass
/// over the rows and from then on kept like the others.
/// </summary>
/// <remarks>
/// A question by age is banded by the day it was last asked on. The first question of a later day groups the rows anew, so that the
/// answer is exact on a day nothing happened.
/// </remarks>
/// <param name="facts">How rows become facts.</param>
/// <param name="rows">The rows, for questions asked for the first time.</param>
public sealed class KpiCube<TState, TRow>(Facts<TState, TRow> facts, IEnumerable<TRow> rows) where TRow : struct, IFactRow
{
    private readonly Dictionary<string, View> views = new(StringComparer.Ordinal);
    private readonly int measures = facts.Schema.Measures.Length;
    private long asked;

    /// <summary>A row was replaced, or added where there was none before.</summary>
    public void Replace(bool had, in TRow before, in TRow after)
    {
        if (views.Count == 0)
            return;
        Span<Int128> sums = stackalloc Int128[2 * measures];
        sums.Clear();
        if (had)
            facts.Measures(before, sums[..measures]);
        facts.Measures(after, sums[measures..]);
        foreach (var view in views.Values)
        {
            if (had)
                view.Count(before, sums[..measures], -1);
            view.Count(after, sums[measures..], +1);
        }
    }

    /// <summary>The groups of a question and their sums: one for each measure, and the number of rows.</summary>
    /// <exception cref="ArgumentException">The kind has no such dimension.</exception>
    public IReadOnlyDictionary<KpiGroupKey, Int128[]> Ask(KpiQuery query, DateOnly today)
    {
        if (views.TryGetValue(query.Key, out var view) && view.HoldsOn(today))
        {
            view.LastAsked = ++asked;
            return view.Groups;
        }
        views.Remove(query.Key);
        if (views.Count >= KpiCube.ViewsMax)
            views.Remove(views.MinBy(v => v.Value.LastAsked).Key);
        view = new(facts, query, today) { LastAsked = ++asked };
        Span<Int128> sums = stackalloc Int128[measures];
        foreach (var row in rows)
        {
            sums.Clear();
            facts.Measures(row, sums);
            view.Count(row, sums, +1);
        }
        views.Add(query.Key, view);
        return view.Groups;
    }

    private sealed class View(Facts<TState, TRow> facts, KpiQuery query, DateOnly day)
    {
        private readonly Dictionary<KpiGroupKey, Int128[]> groups = [];
        private readonly DimensionOf<TRow>[] dimensions = [.. query.GroupBy.Select(facts.DimensionFor)];
        // Of a kind that nobody owns all is nobody's, and everybody's to read.
        private readonly DimensionOf<TRow>? owner = query.ByOwner && facts.Schema.Dimensions.Contains(FactSchema.Owner) ? facts.DimensionFor(FactSchema.Owner) : null;
        private readonly OfRow<TRow, ImmutableArray<TRow>>? credited = query.ByCredit ? facts.Credited : null;
        private readonly bool byDay = query.GroupBy.Any(facts.ByDay.Contains);

        public IReadOnlyDictionary<KpiGroupKey, Int128[]> Groups => groups;

        public long LastAsked { get; set; }

        /// <summary>True when no row has another group on that day because of the day alone.</summary>
        public bool HoldsOn(DateOnly today) => !byDay || today == day;

        /// <summary>Adds a row, or takes it away: whole, or in the parts it is credited in where those are asked for.</summary>
        public void Count(in TRow row, ReadOnlySpan<Int128> sums, int sign)
        {
            if (credited is null || credited(row) is not { IsEmpty: false } parts)
            {
                Add(row, sums, sign);
                return;
            }
            Span<Int128> ofPart = stackalloc Int128[sums.Length];
            for (var i = 0; i < parts.Length; i++)
            {
                ref readonly var part = ref parts.ItemRef(i);
                ofPart.Clear();
                facts.Measures(part, ofPart);
                Add(part, ofPart, sign);
            }
        }

        private void Add(in TRow row, ReadOnlySpan<Int128> sums, int sign)
        {
            if (!PeriodDay.IsIn(facts.PeriodOn, row, query.From, query.To))
                return;
            var key = new KpiGroupKey(At(row, 0), At(row, 1), At(row, 2), At(row, 3), facts.Currency(row), owner?.Invoke(row, day));
            ref var group = ref CollectionsMarshal.GetValueRefOrAddDefault(groups, key, out _);
            group ??= new Int128[sums.Length + 1];
            for (var i = 0; i < sums.Length; i++)
                group[i] += sign * sums[i];
            if ((group[^1] += sign) == 0)
                groups.Remove(key);
        }

        private string? At(in TRow row, int index) => index < dimensions.Length ? dimensions[index](row, day) : null;
    }
}

/// <summary>What is the same for the cubes of all kinds.</summary>
public static class KpiCube
{
    /// <summary>Most questions of a kind that are kept; the one that was not asked for longest makes way.</summary>
    public const int ViewsMax = 64;

    /// <summary>The cells of an answer.</summary>
    public static ImmutableArray<KpiCell> Cells(IReadOnlyDictionary<KpiGroupKey, Int128[]> groups, int dimensions)
    {
        var cells = ImmutableArray.CreateBuilder<KpiCell>(groups.Count);
        foreach (var (group, sums) in groups)
            cells.Add(new(group.Values(dimensions), group.Currency, [.. sums.AsSpan(0, sums.Length - 1)], (long)sums[^1]) { Owner = group.Owner });
        return cells.MoveToImmutable();
    }
}

/// <summary>Whether a row lies in a period.</summary>
internal static class PeriodDay
{
    /// <summary>True when its period day lies within; without bounds also where it has none.</summary>
    public static bool IsIn<TRow>(OfRow<TRow, DateOnly?> periodOn, in TRow row, DateOnly? from, DateOnly? to) =>
        (from is null && to is null) || (periodOn(row) is { } day && !(day < from) && !(day > to));
}

/// <summary>A group: the values of up to four dimensions, the currency, since amounts of two are never added, and the owner where asked for.</summary>
public readonly record struct KpiGroupKey(string? A, string? B, string? C, string? D, string? Currency, string? Owner = null)
{
    /// <summary>The values of its first dimensions.</summary>
    public ImmutableArray<string?> Values(int dimensions) => dimensions switch
    {
        0 => [],
        1 => [A],
        2 => [A, B],
        3 => [A, B, C],
        _ => [A, B, C, D],
    };
}
