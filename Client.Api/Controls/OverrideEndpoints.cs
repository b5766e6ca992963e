using System.Collections.Immutable;
using SalesGrid.Controls;
using SalesGrid.Gateway.Grid;
using SalesGrid.Gateway.Http;
using SalesGrid.Gateway.Lists;
using SalesGrid.Gateway.Security;
using SalesGrid.Gateway.Subjects;

namespace SalesGrid.Gateway.Controls;

/// <summary>An override as answered.</summary>
public sealed record OverrideItem(
    string Subject, string Id, string ControlPoint, string Reason, string GrantedBy, DateTimeOffset GrantedAt, DateTimeOffset Until,
    string? UsedBy, DateTimeOffset? UsedAt, string? UsedFor, string? ReviewedBy, bool? Justified, string? ReviewNote)
{
    /// <summary>The item of a row.</summary>
    public static OverrideItem Of(OverrideRow row) => row.Override is var w
        ? new(row.Subject, w.Id, w.ControlPoint, w.Reason, w.GrantedBy, w.GrantedAt, w.Until, w.UsedBy, w.UsedAt, w.UsedFor, w.ReviewedBy, w.Justified, w.ReviewNote)
        : null!;
}

/// <summary>One page of the overrides.</summary>
/// <param name="Items">Newest first.</param>
/// <param name="Total">How many meet the conditions, exactly.</param>
/// <param name="NextAfter">Send it as <c>after</c> for the next page; null on the last.</param>
/// <param name="Watermark">How far each bucket's entries are in it.</param>
public sealed record OverridePage(ImmutableArray<OverrideItem> Items, long Total, string? NextAfter, string Watermark);

/// <summary>The overrides of all objects over HTTP.</summary>
public static class OverrideEndpoints
{
    public static void MapOverrides(this IEndpointRouteBuilder app) =>
        app.MapGet("/api/overrides", List)
            .WithTags("Controls")
            .RequireAuthorization(Policies.Read)
            .WithMetadata(new KeepsToScope())
            .WithSummary("放行 · Overrides across all objects, newest first")
            .WithDescription("""
                controlPoint, grantedBy: exact. state: open (not used yet), used, unreviewed, reviewed, lapsed (ended unused).
                limit: 1 to 500. after: nextAfter of the page before. An object keeps its last 50 overrides; its history has all of them.
                """)
            .WithQuery(Read)
            .Produces<OverridePage>();

    private static async Task<IResult> List(HttpContext http, GridGateway grid)
    {
        var reader = new QueryReader(http.Request.Query);
        var query = Read(reader) with { Scope = http.Scope(), Without = http.User.WithoutAccounts() };
        if (reader.Refusal is { } refusal)
            return Problems.Of(http, refusal);
        var parts = await grid.AskAll((projection, _) => projection.Overrides(query), http.RequestAborted);
        var (rows, more) = Merge.First(parts, p => p.Rows, r => r.Place, query.Limit);
        return Results.Ok(new OverridePage([.. rows.Select(OverrideItem.Of)], parts.Sum(p => p.Total),
            more ? TimeCursor.Text(rows[^1].Place) : null, Watermarks.Text(parts.Select(p => p.Watermark))));
    }

    private static OverrideQuery Read(QueryReader reader) => new()
    {
        ControlPoint = ControlParameters.ControlPoint(reader),
        GrantedBy = ControlParameters.Actor(reader, "grantedBy"),
        State = reader.Text("state") is { } state ? reader.Choice<OverrideState>("state", state) : null,
        Limit = reader.Whole("limit", 50, 1, OverrideQuery.MaxLimit),
        After = TimeCursor.Read(reader, "after"),
    };
}
