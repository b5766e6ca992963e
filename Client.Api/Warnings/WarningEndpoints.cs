using System.Globalization;
using SalesGrid.Controls;
using SalesGrid.Gateway.Grid;
using SalesGrid.Gateway.Http;
using SalesGrid.Gateway.Lists;
using SalesGrid.Gateway.Security;
using SalesGrid.Gateway.Subjects;
using SalesGrid.Projections;
using SalesGrid.Warnings;

namespace SalesGrid.Gateway.Warnings;

/// <summary>A warning in a list.</summary>
/// <param name="Subject">Its object, <c>kind/id</c>; it is answered there, at <c>/api/{path of the kind}/{id}/answer-warning</c>.</param>
/// <param name="Warning">The warning.</param>
public sealed record WarningItem(string Subject, Warning Warning);

/// <summary>Early warning over HTTP: warnings over all objects, and the policy by which they are raised.</summary>
public static class WarningEndpoints
{
    /// <summary>The policy's commands.</summary>
    public static KindApi Api { get; } = new("policy", "policies", "P", "Early warning", KindView.Of<WarningPolicyView>("policy", v => v.Version, Shipped),
    [
        new("set", typeof(SetWarningPolicy), "设置预警标准 · Set when to warn; a criterion left out is as shipped", new
        {
            criteria = new[]
            {
                new
                {
                    code = "override-unreviewed",
                    name = new { zh = "放行未复核", en = "Override not reviewed" },
                    level = "critical",
                    owner = "controller",
                    response = new { zh = "复核该放行是否合理。", en = "Review whether the override was justified." },
                    respondWithinDays = 5,
                    days = 7,
                    on = true,
                },
            },
        }),
    ])
    { ReadableBy = ReadableBy.Everybody };

    public static void MapWarnings(this IEndpointRouteBuilder app)
    {
        app.MapGet("/api/warnings", Query)
            .WithTags("Early warning")
            .RequireAuthorization(Policies.Read)
            .WithMetadata(new KeepsToScope())
            .WithSummary("预警 · Warnings over all objects: open ones by when they must be answered, or those closed last")
            .WithDescription("""
                state: open (default) or closed; of closed ones each bucket lists the last 1,000.
                owner: a person's id or a duty (Manager, Finance, Controller, People, Legal, ProcessOwner). level: notice, warning, critical. code, kind.
                limit: 1 to 500. after: nextAfter of the page before.
                Every answer includes all commands acknowledged before the question.
                """)
            .WithQuery(Read)
            .Produces<RegisterPage<WarningItem>>();
    }

    private static async Task<IResult> Query(HttpContext http, GridGateway grid)
    {
        var reader = new QueryReader(http.Request.Query);
        var query = Read(reader) with { Scope = http.Scope(), Without = http.User.WithoutAccounts() };
        if (reader.Refusal is { } refusal)
            return Problems.Of(http, refusal);
        var parts = await grid.AskAll((projection, _) => projection.Warnings(query), http.RequestAborted);
        var (rows, more) = Merge.First(parts, p => p.Rows, r => r.Place, query.Limit);
        return Results.Ok(new RegisterPage<WarningItem>(
            [.. rows.Select(r => new WarningItem(r.Place.Subject, r.Warning))], parts.Sum(p => p.Total),
            more ? Text(rows[^1].Place) : null, Watermarks.Text(parts.Select(p => p.Watermark))));
    }

    /// <summary>The policy in force until the company sets one of its own.</summary>
    private static WarningPolicyView? Shipped(string id) =>
        id == WarningPolicyCommand.PolicyId ? new(id, 0, 0, null, null, ShippedWarnings.Policy.Criteria) : null;

    private static WarningQuery Read(QueryReader reader)
    {
        var state = reader.Text("state");
        if (state is not (null or "open" or "closed"))
            reader.Refuse("state", "须为 open 或 closed", "it is open or closed");
        var level = reader.Text("level") is { } text ? reader.Choice<WarningLevel>("level", text) : null;
        WarningPlace? after = null;
        if (reader.Text("after") is { } place && (after = Parse(place)) is null)
            reader.Refuse("after", "须为上一页的 nextAfter", "it is the nextAfter of the page before");
        var query = new WarningQuery(state == "closed", reader.Text("owner"), level, reader.Text("code"), reader.Text("kind"), after,
            reader.Whole("limit", 50, 1, ListQuery.MaxLimit));
        return query;
    }

    // No subject holds a tilde; what follows the second one is the warning's id, whatever is in it.
    private static string Text(WarningPlace place) => string.Create(CultureInfo.InvariantCulture, $"{place.Order}~{place.Subject}~{place.Id}");

    private static WarningPlace? Parse(string text) =>
        text.Split('~', 3) is [var order, var subject, var id] && long.TryParse(order, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? new(number, subject, id)
            : null;
}
