using System.Collections.Immutable;

namespace SalesGrid.Gateway.Lists;

/// <summary>Puts the first rows of every bucket into one order.</summary>
public static class Merge
{
    /// <summary>The first rows of all of them, and whether there may be more.</summary>
    /// <param name="parts">The buckets' answers to the same question.</param>
    /// <param name="rowsOf">The rows of an answer, at most <paramref name="limit"/>.</param>
    /// <param name="placeOf">A row's place.</param>
    /// <param name="limit">Most rows, at least 1.</param>
    /// <param name="order">The order of places; null for their own.</param>
    public static (ImmutableArray<TRow> Rows, bool More) First<TPart, TRow, TPlace>(
        IReadOnlyCollection<TPart> parts, Func<TPart, ImmutableArray<TRow>> rowsOf, Func<TRow, TPlace> placeOf, int limit, IComparer<TPlace>? order = null)
    {
        var found = parts.SelectMany(p => rowsOf(p)).ToList();
        ImmutableArray<TRow> rows = [.. found.OrderBy(placeOf, order).Take(limit)];
        return (rows, found.Count > rows.Length || parts.Any(p => rowsOf(p).Length >= limit));
    }
}
