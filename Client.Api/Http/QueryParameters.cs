using Microsoft.Extensions.Primitives;

namespace SalesGrid.Gateway.Http;

/// <summary>The query parameters an endpoint has. One without this has none.</summary>
/// <param name="Names">Their names.</param>
public sealed record QueryParameters(IReadOnlyList<string> Names);

/// <summary>Refuses parameters an endpoint does not have: a misspelt filter must not answer with everything.</summary>
public static class QueryParametersExtensions
{
    private static readonly QueryParameters None = new([]);

    /// <summary>Says which parameters an endpoint has: those that its reader asks a question without any for.</summary>
    public static RouteHandlerBuilder WithQuery<T>(this RouteHandlerBuilder route, Func<QueryReader, T> read)
    {
        var reader = new QueryReader(new QueryCollection(new Dictionary<string, StringValues>(StringComparer.Ordinal)));
        read(reader);
        return route.WithMetadata(new QueryParameters([.. reader.Names]));
    }

    /// <summary>Refuses, at every endpoint for programs, a parameter it does not have.</summary>
    public static void UseQueryParameters(this IApplicationBuilder app) => app.Use(static (http, next) =>
        http.Request.QueryString.HasValue && http.Request.Path.StartsWithSegments("/api") && http.GetEndpoint() is { } endpoint
            && Unknown(http.Request.Query, endpoint.Metadata.GetMetadata<QueryParameters>() ?? None) is { } name
                ? Problems.Invalid(http, name, "没有此参数", "there is no such parameter").ExecuteAsync(http)
                : next(http));

    private static string? Unknown(IQueryCollection query, QueryParameters has)
    {
        foreach (var name in query.Keys)
        {
            if (!has.Names.Contains(name, StringComparer.OrdinalIgnoreCase))
                return name;
        }
        return null;
    }
}
