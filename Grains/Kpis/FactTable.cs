using System.Collections.Immutable;
using System.Runtime.InteropServices;
using SalesGrid.Projections;
using SalesGrid.Subjects;

namespace SalesGrid.Kpis;

/// <summary>The objects of one kind in one bucket as rows of facts.</summary>
public interface IFactTable
{
    /// <summary>What the facts are.</summary>
    FactSchema Schema { get; }

    /// <summary>True where lists show the rows themselves, false where they show the objects as their kind does.</summary>
    bool ShowsRows { get; }

    /// <summary>Number of rows.</summary>
    int Count { get; }

    /// <summary>Takes an object as it now is. One that contributes nothing leaves no trace.</summary>
    void Put(string id, SubjectRecord record);

    /// <summary>Takes that a command to an object was refused. It may come before the object.</summary>
    void Refused(string id);

    /// <summary>The groups of a question and their sums: one for each measure, and the number of rows.</summary>
    IReadOnlyDictionary<KpiGroupKey, Int128[]> Ask(KpiQuery query, DateOnly today);

    /// <summary>One page of the rows that meet the conditions, and how many do.</summary>
    /// <param name="query">The conditions and the order.</param>
    /// <param name="today">The business day ages are counted to.</param>
    /// <param name="viewOf">An object as its kind shows it, for kinds that show no rows of their own.</param>
    (long Total, ImmutableArray<ListedRow> Rows) List(ListQuery query, DateOnly today, Func<string, object?> viewOf);
}

/// <inheritdoc cref="IFactTable"/>
/// <param name="facts">How objects become rows, and rows facts.</param>
/// <param name="context">What rows share.</param>
public sealed class FactTable<TState, TRow>(Facts<TState, TRow> facts, FactContext context) : IFactTable where TRow : struct, IFactRow
{
    /// <summary>Rows of one array: small enough to be moved together by the collector.</summary>
    private const int RowsOfArray = 256;

    private readonly Dictionary<string, int> places = new(StringComparer.Ordinal);
    private readonly List<TRow[]> arrays = [];
    private Dictionary<string, int>? refusedBefore;
    private KpiCube<TState, TRow>? cube;

    /// <inheritdoc/>
    public FactSchema Schema => facts.Schema;

    /// <inheritdoc/>
    public bool ShowsRows => facts.Shown is not null;

    /// <inheritdoc/>
    public int Count => places.Count;

    private KpiCube<TState, TRow> Cube => cube ??= new(facts, Rows());

    /// <inheritdoc/>
    public void Put(string id, SubjectRecord record)
    {
        if (places.TryGetValue(id, out var place))
        {
            ref var row = ref At(place);
            // A record that was seen before, or an older one, changes nothing.
            if (row.Version >= record.Version)
                return;
            var before = row;
            if (facts.Write(ref row, row.Id, (SubjectRecord<TState>)record, context))
                cube?.Replace(true, before, row);
            return;
        }
        var added = default(TRow);
        if (!facts.Write(ref added, id, (SubjectRecord<TState>)record, context))
            return;
        if (refusedBefore is not null && refusedBefore.Remove(id, out var refusals))
            added.Refusals = refusals;
        place = places.Count;
        places.Add(id, place);
        if (place % RowsOfArray == 0)
            arrays.Add(new TRow[RowsOfArray]);
        At(place) = added;
        cube?.Replace(false, default, added);
    }

    /// <inheritdoc/>
    public void Refused(string id)
    {
        if (!places.TryGetValue(id, out var place))
        {
            CollectionsMarshal.GetValueRefOrAddDefault(refusedBefore ??= new(StringComparer.Ordinal), id, out _)++;
            return;
        }
        ref var row = ref At(place);
        var before = row;
        row.Refusals++;
        cube?.Replace(true, before, row);
    }

    /// <inheritdoc/>
    public IReadOnlyDictionary<KpiGroupKey, Int128[]> Ask(KpiQuery query, DateOnly today) => Cube.Ask(query, today);

    /// <inheritdoc/>
    public (long Total, ImmutableArray<ListedRow> Rows) List(ListQuery query, DateOnly today, Func<string, object?> viewOf)
    {
        var filter = new FactFilter<TState, TRow>(facts, query, today);
        var limit = Math.Clamp(query.Limit, 1, ListQuery.MaxLimit);
        // The worst of the best so far is on top, to be thrown out first: one pass, never more than a page in hand.
        var page = new PriorityQueue<int, ListCursor>(limit + 1, Comparer<ListCursor>.Create((a, b) => ListCursor.Compare(b, a, query.Descending)));
        var total = 0L;
        for (var place = 0; place < Count; place++)
        {
            ref readonly var row = ref At(place);
            if (!filter.Admits(row))
                continue;
            total++;
            var cursor = filter.PlaceOf(row);
            if (query.After is { } after && ListCursor.Compare(cursor, after, query.Descending) <= 0)
                continue;
            if (page.Count < limit)
                page.Enqueue(place, cursor);
            else
                page.EnqueueDequeue(place, cursor);
        }
        var sorted = new ListedRow[page.Count];
        for (var i = page.Count - 1; i >= 0; i--)
        {
            page.TryDequeue(out var place, out var cursor);
            ref readonly var row = ref At(place);
            sorted[i] = new(cursor!, facts.Shown?.Invoke(row, today) ?? viewOf(row.Id)
                ?? throw new InvalidOperationException($"{facts.Schema.Kind}/{row.Id} contributes facts and is shown nowhere."));
        }
        return (total, ImmutableCollectionsMarshal.AsImmutableArray(sorted));
    }

    private ref TRow At(int place) => ref arrays[place / RowsOfArray][place % RowsOfArray];

    private IEnumerable<TRow> Rows()
    {
        for (var place = 0; place < Count; place++)
            yield return At(place);
    }
}
