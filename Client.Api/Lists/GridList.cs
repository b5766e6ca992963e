using System.Collections.Immutable;
using SalesGrid.Gateway.Grid;
using SalesGrid.Projections;

namespace SalesGrid.Gateway.Lists;

/// <summary>A page of a list of objects, put together from the parts of every bucket.</summary>
/// <param name="Rows">The rows, in the order asked for.</param>
/// <param name="More">True when there may be more after them.</param>
/// <param name="Parts">The parts, in bucket order.</param>
public sealed record GridList(ImmutableArray<ListedRow> Rows, bool More, ImmutableArray<ListPartial> Parts)
{
    /// <summary>How many objects meet the conditions, exactly.</summary>
    public long Total => Parts.Sum(p => p.Total);

    /// <summary>How far each bucket's entries are in it.</summary>
    public string Watermark => Watermarks.Text(Parts.Select(p => p.Watermark));

    /// <summary>Asks every bucket.</summary>
    /// <param name="grid">The grid.</param>
    /// <param name="query">The question.</param>
    /// <param name="gone">The caller is no longer there.</param>
    /// <param name="since">How far each bucket stood when the first page was read; default where that does not matter.</param>
    public static async Task<GridList> Read(GridGateway grid, ListQuery query, CancellationToken gone, ImmutableArray<long> since = default)
    {
        var parts = await grid.AskAll(
            (projection, bucket) => projection.List(since.IsDefault ? query : query with { Since = since[bucket] }), gone);
        var (rows, more) = Merge.First(parts, p => p.Rows, r => r.Place, query.Limit,
            Comparer<ListCursor>.Create((a, b) => ListCursor.Compare(a, b, query.Descending)));
        return new(rows, more, [.. parts]);
    }

    /// <summary>The page of a list by id.</summary>
    public RegisterPage<TItem> ById<TItem>(Func<object, TItem> item) =>
        new([.. Rows.Select(r => item(r.Row))], Total, More ? Rows[^1].Place.Id : null, Watermark);
}
