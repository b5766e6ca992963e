using System.Collections.Immutable;
using SalesGrid.Gateway.Grid;
using SalesGrid.Gateway.Http;
using SalesGrid.Projections;

namespace SalesGrid.Gateway.Lists;

/// <summary>A question whose pages follow one another although objects change meanwhile.</summary>
/// <param name="Query">The conditions and the order.</param>
/// <param name="Since">How far each bucket stood when the first page was read; default for the first page itself.</param>
public sealed record ListWalk(ListQuery Query, ImmutableArray<long> Since)
{
    /// <summary>Answers its next page.</summary>
    /// <param name="http">The request.</param>
    /// <param name="grid">The grid.</param>
    /// <param name="item">What is shown of a row.</param>
    public async Task<IResult> Page<TItem>(HttpContext http, GridGateway grid, Func<object, TItem> item)
    {
        if (!Since.IsDefault && Since.Length != (await grid.Layout(http.RequestAborted)).BucketCount)
            return Problems.Invalid(http, "after", "不是此网格的游标", "it is not a cursor of this grid");
        var list = await GridList.Read(grid, Query, http.RequestAborted, Since);
        return Results.Ok(new ListPage<TItem>(
            [.. list.Rows.Select(r => item(r.Row))],
            list.Total,
            list.More ? WalkCursor.Text(Query, list.Rows[^1].Place, Since.IsDefault ? [.. list.Parts.Select(p => p.Watermark)] : Since) : null,
            list.Watermark,
            list.Parts.Max(p => p.AsOf),
            list.Parts.Max(p => p.Day)));
    }
}
