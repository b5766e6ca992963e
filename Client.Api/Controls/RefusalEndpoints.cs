using System.Collections.Immutable;
using SalesGrid.Controls;
using SalesGrid.Gateway.Grid;
using SalesGrid.Gateway.Http;
using SalesGrid.Gateway.Lists;
using SalesGrid.Gateway.Security;
using SalesGrid.Gateway.Subjects;

namespace SalesGrid.Gateway.Controls;

/// <summary>A refused command as answered.</summary>
public sealed record RefusalItem(
    string Id, DateTimeOffset At, string ControlPoint, string Actor, string Subject, string Command, string CommandId, LocalText Reason,
    string? Field, ImmutableArray<MissingItem> Missing, long Suppressed)
{
    /// <summary>The item of a row.</summary>
    public static RefusalItem Of(RefusalRow row) => row.Refused is var r
        ? new(row.Id, r.At, r.ControlPoint, r.Actor, r.Subject, r.Command, r.CommandId, r.Reason, r.Field, r.Missing, r.Suppressed)
        : null!;
}

/// <summary>One page of the refusals.</summary>
/// <param name="Items">Newest first.</param>
/// <param name="Total">How many of those kept meet the conditions.</param>
/// <param name="Older">How many are too old to be listed. They lie in the ledger and are in the counts.</param>
/// <param name="NextAfter">Send it as <c>after</c> for the next page; null on the last.</param>
/// <param name="Watermark">How far each bucket's entries are in it.</param>
public sealed record RefusalPage(ImmutableArray<RefusalItem> Items, long Total, long Older, string? NextAfter, string Watermark);

/// <summary>How often control points refused actors.</summary>
/// <param name="Items">Most frequent first.</param>
/// <param name="Total">How many pairs of control point and actor there are.</param>
/// <param name="Refused">How many commands were refused in all of them.</param>
/// <param name="Watermark">How far each bucket's entries are in it.</param>
public sealed record RefusalCountPage(ImmutableArray<RefusedCount> Items, long Total, long Refused, string Watermark);

/// <summary>Refused commands over HTTP.</summary>
public static class RefusalEndpoints
{
    public static void MapRefusals(this IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/api/refusals").WithTags("Controls").RequireAuthorization(Policies.Read);
        group.MapGet("", List)
            .WithMetadata(new KeepsToScope())
            .WithSummary("被拒绝的命令 · Refused commands, newest first")
            .WithDescription("""
                controlPoint, actor, subject (kind/id): exact. from, to: business days, inclusive. limit: 1 to 500. after: nextAfter of the page before.
                total is exact among those kept, 20,000 in each bucket; older says how many are not listed any more.
                suppressed: how many of the same control point and actor were too many to be kept one by one since the one before.
                """)
            .WithQuery(Read)
            .Produces<RefusalPage>();
        group.MapGet("/counts", Counts)
            .WithMetadata(new KeepsToScope())
            .WithSummary("拒绝次数 · How often each control point refused each actor, exactly")
            .WithDescription("controlPoint, actor: exact. limit: 1 to 500, most frequent first. Counts hold suppressed refusals and those no longer listed. Within a scope: those of its people.")
            .WithQuery(ReadCounts)
            .Produces<RefusalCountPage>();
    }

    /// <summary>The newest refusals that meet some conditions.</summary>
    internal static async Task<RefusalPage> Page(GridGateway grid, RefusalQuery query, CancellationToken gone)
    {
        var parts = await grid.AskAll((projection, _) => projection.Refusals(query), gone);
        var (rows, more) = Merge.First(parts, p => p.Rows, r => r.Place, query.Limit);
        return new([.. rows.Select(RefusalItem.Of)], parts.Sum(p => p.Total), parts.Sum(p => p.Older),
            more ? TimeCursor.Text(rows[^1].Place) : null, Watermarks.Text(parts.Select(p => p.Watermark)));
    }

    private static async Task<IResult> List(HttpContext http, GridGateway grid)
    {
        var reader = new QueryReader(http.Request.Query);
        var query = Read(reader) with { Scope = http.Scope(), Without = http.User.WithoutAccounts() };
        return reader.Refusal is { } refusal ? Problems.Of(http, refusal) : Results.Ok(await Page(grid, query, http.RequestAborted));
    }

    private static RefusalQuery Read(QueryReader reader)
    {
        var query = new RefusalQuery
        {
            ControlPoint = ControlParameters.ControlPoint(reader),
            Actor = ControlParameters.Actor(reader, "actor"),
            Subject = ControlParameters.Subject(reader, "subject"),
            From = ControlParameters.Day(reader, "from"),
            To = ControlParameters.Day(reader, "to"),
            Limit = reader.Whole("limit", 50, 1, RefusalQuery.MaxLimit),
            After = TimeCursor.Read(reader, "after"),
        };
        if (query.To < query.From)
            reader.Refuse("to", "早于 from", "it is before from");
        return query;
    }

    private static async Task<IResult> Counts(HttpContext http, GridGateway grid)
    {
        var reader = new QueryReader(http.Request.Query);
        var (point, actor, limit) = ReadCounts(reader);
        if (reader.Refusal is { } refusal)
            return Problems.Of(http, refusal);
        var parts = await ControlEndpoints.Counts(http, grid);
        var counts = parts.SelectMany(p => p.Refused)
            .Where(c => (point is null || c.ControlPoint == point) && (actor is null || c.Actor == actor))
            .GroupBy(c => (c.ControlPoint, c.Actor))
            .Select(g => new RefusedCount(g.Key.ControlPoint, g.Key.Actor, g.Sum(c => c.Refused)))
            .OrderByDescending(c => c.Refused).ThenBy(c => c.ControlPoint, StringComparer.Ordinal).ThenBy(c => c.Actor, StringComparer.Ordinal)
            .ToList();
        return Results.Ok(new RefusalCountPage([.. counts.Take(limit)], counts.Count, counts.Sum(c => c.Refused),
            Watermarks.Text(parts.Select(p => p.Watermark))));
    }

    private static (string? ControlPoint, string? Actor, int Limit) ReadCounts(QueryReader reader) =>
        (ControlParameters.ControlPoint(reader), ControlParameters.Actor(reader, "actor"), reader.Whole("limit", 50, 1, RefusalQuery.MaxLimit));
}
