using Microsoft.AspNetCore.Authorization;
using SalesGrid.Gateway.Grid;
using SalesGrid.Gateway.Http;
using SalesGrid.Gateway.Security;
using SalesGrid.Projections;

namespace SalesGrid.Gateway.Subjects;

/// <summary>
/// Lets callers who may not read everybody's objects reach what lies within their scope and nothing else: an object outside is answered
/// as one that does not exist, whatever is asked of it or sent to it, and an endpoint that does not keep to scopes is closed to them.
/// </summary>
public static class ScopeGate
{
    private static readonly LocalText Closed = new("此处涉及全公司的数据,您只能查看自己范围内的数据。", "This holds data of the whole company, and you may read what is within your scope.");

    private static readonly LocalText AskOthers = new("请有权查看全部数据的人员查看。", "Ask somebody who may read everybody's objects.");

    private static readonly Dictionary<string, KindApi> KindsByName = KindApis.All.ToDictionary(k => k.Kind, StringComparer.Ordinal);

    /// <summary>Puts the gate after authorization.</summary>
    public static void UseScopes(this IApplicationBuilder app) => app.Use(next => http => Enter(http, next));

    /// <summary>Why a command is not sent that names what its sender may not read: it is not there for them. Null where all of it is.</summary>
    /// <param name="scope">What they may read.</param>
    /// <param name="command">The command.</param>
    /// <param name="grid">The grid.</param>
    /// <param name="gone">Nobody waits any more.</param>
    public static async ValueTask<Refusal?> WhyNotNamed(OwnerScope? scope, Command command, GridGateway grid, CancellationToken gone)
    {
        if (scope is null || command is not IRefersTo names)
            return null;
        foreach (var (kind, id, field) in names.References())
        {
            if (SubjectId.IsValid(id) && !await grid.IsWithin(scope, kind, id!, gone))
                return SubjectEndpoints.NotThere(KindsByName[kind], id!) with { Field = field };
        }
        return null;
    }

    /// <summary>True for the tag of an object, <c>kind:id</c>, that is shared with somebody of a scope: then what belongs to it is as well.</summary>
    public static async ValueTask<bool> IsSharedBelow(OwnerScope scope, string tag, GridGateway grid, CancellationToken gone) =>
        tag.Split(':', 2) is [var kind, var id] && KindsByName.GetValueOrDefault(kind)?.ReadableBy == ReadableBy.Scope && SubjectId.IsValid(id)
        && await grid.IsSharedWith(scope, kind, id, gone);

    private static Task Enter(HttpContext http, RequestDelegate next) =>
        ApiKeys.ReadsOf(http.User) == ReadRight.All ? next(http) : Limited(http, next);

    private static async Task Limited(HttpContext http, RequestDelegate next)
    {
        // What routing itself answers (no such method, no such content) holds nothing of anybody.
        if (http.GetEndpoint() is RouteEndpoint endpoint && endpoint.Metadata.GetMetadata<IAllowAnonymous>() is null)
        {
            var keeps = endpoint.Metadata.GetMetadata<KeepsToScope>();
            if (keeps is null && http.Request.Path.StartsWithSegments("/api"))
            {
                await Results.Problem(Problems.Details(http, StatusCodes.Status403Forbidden, "whole-grid-only", Closed, AskOthers)).ExecuteAsync(http);
                return;
            }
            var scope = await http.RequestServices.GetRequiredService<IReadScopes>().Of(http.User, http.RequestAborted);
            http.Features.Set(new RequestScope(scope));
            if (keeps?.Kind is { } kind && http.Request.RouteValues["id"] is string id && SubjectId.IsValid(id)
                && !await http.RequestServices.GetRequiredService<GridGateway>().IsWithin(scope, kind, id, http.RequestAborted))
            {
                await SubjectEndpoints.NotFound(KindsByName[kind], id, http).ExecuteAsync(http);
                return;
            }
        }
        await next(http);
    }
}
