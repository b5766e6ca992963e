using System.Collections.Immutable;
using SalesGrid.Gateway.Hosting;
using SalesGrid.Pipeline;

namespace SalesGrid.Gateway.Http;

/// <summary>One page of a register.</summary>
/// <param name="Items">The objects, by id.</param>
/// <param name="Total">How many there are in all.</param>
/// <param name="NextAfter">Send it as <c>after</c> for the next page; null on the last.</param>
/// <param name="Watermark">How far each bucket's entries are in it.</param>
public sealed record RegisterPage<T>(ImmutableArray<T> Items, long Total, string? NextAfter, string Watermark);

/// <summary>Reads pages of registers.</summary>
public static class RegisterPage
{
    /// <summary>Merges the parts of every bucket into one page.</summary>
    public static async Task<IResult> Read<TView, TAnswer>(
        HttpContext http,
        GridGateway grid,
        string? after,
        int limit,
        Func<IProjectionGrain, string?, int, Task<RegisterPartial<TView>>> ask,
        Func<TView, string> idOf,
        Func<TView, TAnswer> answer)
    {
        if (limit is < 1 or > ListQuery.MaxLimit)
            return Problems.Invalid(http, "limit", $"须在 1 与 {ListQuery.MaxLimit} 之间", $"1 to {ListQuery.MaxLimit}");
        var parts = await grid.AskAll((projection, _) => ask(projection, after, limit), http.RequestAborted);
        var items = parts.SelectMany(p => p.Items).OrderBy(idOf, StringComparer.Ordinal).Take(limit).ToImmutableArray();
        var more = parts.Sum(p => p.Items.Length) > items.Length || parts.Any(p => p.Items.Length == limit);
        return Results.Ok(new RegisterPage<TAnswer>(
            [.. items.Select(answer)], parts.Sum(p => p.Total),
            more && !items.IsEmpty ? idOf(items[^1]) : null, Watermarks.Text(parts.Select(p => p.Watermark))));
    }
}
