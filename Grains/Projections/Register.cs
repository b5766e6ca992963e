using System.Collections.Immutable;

namespace SalesGrid.Projections;

/// <summary>Objects of one kind in one bucket as the kind shows them, by id.</summary>
public sealed class Register
{
    private readonly SortedList<string, object> views = new(StringComparer.Ordinal);

    /// <summary>Takes an object as it now is.</summary>
    public void Put(string id, object view) => views[id] = view;

    /// <summary>Leaves an object out from now on.</summary>
    public void Remove(string id) => views.Remove(id);

    /// <summary>An object; null where there is none.</summary>
    public object? Find(string id) => views.GetValueOrDefault(id);

    /// <summary>How many there are, and some of them after an id.</summary>
    /// <param name="afterId">The id; null for the first.</param>
    /// <param name="limit">Most of them, 1 to <see cref="ListQuery.MaxLimit"/>.</param>
    /// <param name="admits">Which ids may be listed and counted; null for all. Asked of every object.</param>
    public (long Total, ImmutableArray<ListedRow> Rows) After(string? afterId, int limit, Func<string, bool>? admits = null)
    {
        limit = Math.Clamp(limit, 1, ListQuery.MaxLimit);
        if (admits is not null)
            return Admitted(afterId, limit, admits);
        var start = 0;
        if (afterId is not null)
        {
            var (low, high) = (0, views.Count);
            while (low < high)
            {
                var middle = (low + high) / 2;
                if (string.CompareOrdinal(views.Keys[middle], afterId) <= 0)
                    low = middle + 1;
                else
                    high = middle;
            }
            start = low;
        }
        var count = Math.Clamp(views.Count - start, 0, limit);
        return (views.Count, [.. Enumerable.Range(start, count).Select(i => new ListedRow(ListCursor.OfId(views.Keys[i]), views.Values[i]))]);
    }

    private (long Total, ImmutableArray<ListedRow> Rows) Admitted(string? afterId, int limit, Func<string, bool> admits)
    {
        var total = 0L;
        var rows = ImmutableArray.CreateBuilder<ListedRow>();
        foreach (var (id, view) in views)
        {
            if (!admits(id))
                continue;
            total++;
            if (rows.Count < limit && (afterId is null || string.CompareOrdinal(id, afterId) > 0))
                rows.Add(new(ListCursor.OfId(id), view));
        }
        return (total, rows.DrainToImmutable());
    }
}
