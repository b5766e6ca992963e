using System.Collections.Immutable;

namespace SalesGrid.Pipeline;

/// <summary>Objects of one kind in one bucket, by id.</summary>
public sealed class Register<TView>
{
    private readonly SortedList<string, TView> items = new(StringComparer.Ordinal);

    /// <summary>Takes an object as it now is.</summary>
    public void Put(string id, TView view) => items[id] = view;

    /// <summary>Leaves an object out from now on.</summary>
    public void Remove(string id) => items.Remove(id);

    /// <summary>An object; the default where there is none.</summary>
    public TView? Find(string id) => items.GetValueOrDefault(id);

    /// <summary>How many there are, and some of them after an id.</summary>
    public (long Total, ImmutableArray<TView> Items) After(string? afterId, int limit)
    {
        var start = 0;
        if (afterId is not null)
        {
            var (low, high) = (0, items.Count);
            while (low < high)
            {
                var middle = (low + high) / 2;
                if (string.CompareOrdinal(items.Keys[middle], afterId) <= 0)
                    low = middle + 1;
                else
                    high = middle;
            }
            start = low;
        }
        var count = Math.Clamp(items.Count - start, 0, Math.Clamp(limit, 1, ListQuery.MaxLimit));
        return (items.Count, [.. Enumerable.Range(start, count).Select(i => items.Values[i])]);
    }
}
