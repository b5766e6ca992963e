using System.Collections.Immutable;
using SalesGrid.Projections;

namespace SalesGrid.Kpis;

/// <summary>The conditions and the order of a list, ready to be asked of many rows.</summary>
/// <exception cref="ArgumentException">The kind has no such dimension or number.</exception>
internal sealed class FactFilter<TState, TRow>(Facts<TState, TRow> facts, ListQuery query, DateOnly today) where TRow : struct, IFactRow
{
    private readonly ImmutableArray<(DimensionOf<TRow> Of, HashSet<string> Values, bool None)> conditions =
        [.. query.Where.Where(c => c.Values.Length > 0).Select(c => (facts.DimensionFor(c.Dimension), c.Values.OfType<string>().ToHashSet(StringComparer.Ordinal), c.Values.Contains(null)))];

    private readonly ImmutableArray<(OfRow<TRow, long?> Of, Bounds Bounds)> bounds = [.. query.Within.Select(b => (facts.Numbers[b.Number], b))];

    private readonly ImmutableArray<(IsAmong<TRow> Is, ImmutableArray<string> People)> among =
        [.. query.Among.Where(c => c.Values.Length > 0).Select(c => (facts.PeopleFor(c.Dimension), (ImmutableArray<string>)[.. c.Values.OfType<string>()]))];

    private readonly OfRow<TRow, long?>? byNumber = facts.Numbers.GetValueOrDefault(query.Sort);

    private readonly DimensionOf<TRow>? byText =
        query.Sort == FactSchema.Id || facts.Numbers.ContainsKey(query.Sort) ? null : facts.DimensionFor(query.Sort);

    private readonly DimensionOf<TRow>? owner = query.Scope is null || !facts.Schema.Dimensions.Contains(FactSchema.Owner) ? null : facts.DimensionFor(FactSchema.Owner);

    /// <summary>True when the row meets every condition that is set.</summary>
    public bool Admits(in TRow row)
    {
        if (owner is not null && !query.Scope!.Admits(owner(row, today)) && !(among.Length > 0 && IsShared(row)))
            return false;
        foreach (var (of, values, none) in conditions)
        {
            if (of(row, today) is { } value ? !values.Contains(value) : !none)
                return false;
        }
        foreach (var (of, within) in bounds)
        {
            if (of(row) is not { } number || number < within.From || number > within.To)
                return false;
        }
        foreach (var (isAmong, people) in among)
        {
            var found = false;
            for (var i = 0; i < people.Length && !found; i++)
                found = isAmong(row, people[i]);
            if (!found)
                return false;
        }
        return PeriodDay.IsIn(facts.PeriodOn, row, query.From, query.To);
    }

    private bool IsShared(in TRow row) => facts.SharedWith?.Invoke(row).Any(query.Scope!.Admits) == true;

    /// <summary>The row's place in the order.</summary>
    public ListCursor PlaceOf(in TRow row) => row.Seq > query.Since
        ? new(null, null, row.Id, Changed: true)
        : byNumber is not null ? new(byNumber(row), null, row.Id)
        : new(null, byText is null ? row.Id : byText(row, today), row.Id);
}
