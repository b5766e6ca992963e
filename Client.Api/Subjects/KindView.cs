using SalesGrid.Gateway.Hosting;
using SalesGrid.Gateway.Http;
using SalesGrid.Pipeline;

namespace SalesGrid.Gateway.Subjects;

/// <summary>How the objects of a kind are shown: one by its id, and page by page.</summary>
public sealed record KindView
{
    /// <summary>Type of the answer for one object.</summary>
    public required Type Shape { get; init; }

    /// <summary>Type of an item of a list.</summary>
    public Type? ListedShape { get; init; }

    /// <summary>What refuses a question for an object there is not.</summary>
    public ControlPoint NotFound { get; init; } = ControlPoints.ControlledObjectMustExist;

    /// <summary>The object as it is answered to whoever asks, and its version; null when there is none.</summary>
    public required Func<HttpContext, GridGateway, string, ValueTask<(object Answer, int Version)?>> One { get; init; }

    /// <summary>True where a list may be narrowed to a tag.</summary>
    public bool HasTags { get; init; } = true;

    /// <summary>A page of them, without a tag; null for what the projections list under the kind's name.</summary>
    public Func<HttpContext, GridGateway, PageQuery, Task<RegisterPage<object>>>? Page { get; init; }

    /// <summary>An item of a list, of what the projections list.</summary>
    public Func<object, object> Listed { get; init; } = static view => view;

    /// <summary>Objects that are shown as the grain says.</summary>
    /// <param name="kind">The kind.</param>
    /// <param name="version">The version in what is shown.</param>
    /// <param name="orElse">What is shown where there is no such object yet; null for nothing.</param>
    public static KindView Of<TView>(string kind, Func<TView, int> version, Func<string, TView?>? orElse = null) where TView : class => new()
    {
        Shape = typeof(TView),
        One = async (http, grid, id) =>
            ((TView?)await grid.Ask(grid.Subject(kind, id), static s => s.See(), http.RequestAborted) ?? orElse?.Invoke(id)) is { } view
            ? (view, version(view))
            : null,
    };

    /// <summary>A page, by id, of the objects that meet conditions on their facts.</summary>
    internal static Task<RegisterPage<object>> PageOf(
        GridGateway grid, PageQuery query, ListQuery conditions, Func<object, object> answer, CancellationToken gone)
    {
        var asked = conditions with { Limit = query.Limit, After = query.After is { } after ? new(null, after, after) : null };
        return PageOf(grid, query, Ask, r => r.Place.Id, r => answer(r.Row), gone);

        async Task<RegisterPartial<ListedRow>> Ask(IProjectionGrain projection)
        {
            var part = await projection.List(asked);
            return new(part.Bucket, part.Watermark, part.Total, part.Rows);
        }
    }

    /// <summary>A page of the projections' parts of a list.</summary>
    internal static async Task<RegisterPage<object>> PageOf<TView>(
        GridGateway grid, PageQuery query, Func<IProjectionGrain, Task<RegisterPartial<TView>>> ask, Func<TView, string> idOf, Func<TView, object> answer,
        CancellationToken gone)
    {
        var parts = await grid.AskAll((projection, _) => ask(projection), gone);
        var items = parts.SelectMany(p => p.Items).OrderBy(idOf, StringComparer.Ordinal).Take(query.Limit).ToArray();
        var more = parts.Sum(p => p.Items.Length) > items.Length || parts.Any(p => p.Items.Length == query.Limit);
        return new([.. items.Select(answer)], parts.Sum(p => p.Total), more && items.Length > 0 ? idOf(items[^1]) : null,
            Watermarks.Text(parts.Select(p => p.Watermark)));
    }
}
