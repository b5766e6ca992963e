using SalesGrid.Gateway.Grid;
using SalesGrid.Gateway.Lists;
using SalesGrid.Projections;

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

    /// <summary>What of a history is not for everybody; null where all of it is.</summary>
    public PrivateEvents? Private { get; init; }

    /// <summary>True where a list may be narrowed to a tag.</summary>
    public bool HasTags { get; init; } = true;

    /// <summary>A page of them by id; null for what the projections list under the kind's name.</summary>
    public Func<HttpContext, GridGateway, ListQuery, Task<RegisterPage<object>>>? Page { get; init; }

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
}

/// <summary>Events whose data only some may read.</summary>
/// <param name="Types">Names of their types.</param>
/// <param name="MayRead">Whether the caller may read them of an object.</param>
public sealed record PrivateEvents(IReadOnlySet<string> Types, Func<HttpContext, GridGateway, string, ValueTask<bool>> MayRead);
