using System.Collections.Immutable;
using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;
using SalesGrid.Gateway.Hosting;
using SalesGrid.Gateway.Http;
using SalesGrid.Gateway.Security;
using SalesGrid.Opportunities;
using SalesGrid.Pipeline;

namespace SalesGrid.Gateway.Pipeline;

/// <summary>One page of the pipeline.</summary>
/// <param name="Items">The opportunities, in the order asked for.</param>
/// <param name="Total">How many meet the conditions in all, exactly.</param>
/// <param name="NextCursor">Send it as <c>cursor</c> for the next page; null on the last.</param>
/// <param name="Watermark">How far each bucket's entries are in it.</param>
/// <param name="AsOf">When the newest entry in it was decided; null on an empty grid.</param>
public sealed record PipelinePage(
    ImmutableArray<PipelineItem> Items, long Total, string? NextCursor, string Watermark, DateTimeOffset? AsOf);

/// <summary>One opportunity of the pipeline.</summary>
public sealed record PipelineItem(
    string Id, int Version, OpportunityStatus Status, string Stage, int ProbabilityPercent, string? Name, string? Customer,
    string Owner, string Team, string Region, string? Sector, string? Product, string? Channel, decimal? Amount,
    string? Currency, DateOnly? OpenedOn, DateOnly? ExpectedCloseOn, DateOnly? ClosedOn, bool Imported, DateTimeOffset ChangedAt)
{
    /// <summary>The item of a row.</summary>
    public static PipelineItem Of(PipelineRow r) => new(r.Id, r.Version, r.Status, r.Stage, r.ProbabilityPercent, r.Name,
        r.Customer, r.Owner, r.Team, r.Region, r.Sector, r.Product, r.Channel, r.Amount, r.Currency, r.OpenedOn,
        r.ExpectedCloseOn, r.ClosedOn, r.Imported, r.ChangedAt);
}

/// <summary>The live pipeline over HTTP.</summary>
public static class PipelineEndpoints
{
    public static void MapPipeline(this IEndpointRouteBuilder app) =>
        app.MapGet("/api/pipeline", Query)
            .WithTags("Pipeline")
            .RequireAuthorization(Policies.Read)
            .WithSummary("商机列表 · The live pipeline, filtered, sorted and paged")
            .WithDescription("""
                status, stage, owner, team, region, product, customer, sector: repeat or separate by commas ("quote" a value that holds one).
                amountMin, amountMax, openedFrom/To, closedFrom/To, expectedCloseFrom/To: inclusive.
                sort: id, amount, openedOn, closedOn, expectedCloseOn, changedAt, stage, owner, customer; '-' before it for descending.
                limit: 1 to 500. cursor: nextCursor of the page before. total is exact whatever the page.
                Every answer includes all commands acknowledged before the question.
                """)
            .Produces<PipelinePage>();

    private static async Task<IResult> Query(HttpContext http, GridGateway grid)
    {
        var reader = new QueryReader(http.Request.Query);
        var query = Read(reader);
        if (reader.Refusal is { } refusal)
            return Problems.Of(http, refusal);
        var parts = await grid.AskAll((projection, _) => projection.Query(query), http.RequestAborted);
        var rows = parts.SelectMany(p => p.Rows)
            .OrderBy(r => r.CursorFor(query.Sort), Comparer<PipelineCursor>.Create((a, b) => PipelineCursor.Compare(a, b, query.Descending)))
            .Take(query.Limit)
            .ToList();
        var more = parts.Sum(p => p.Rows.Length) > rows.Count || parts.Any(p => p.Rows.Length == query.Limit);
        return Results.Ok(new PipelinePage(
            [.. rows.Select(PipelineItem.Of)],
            parts.Sum(p => p.Total),
            more && rows.Count == query.Limit ? CursorText(query, rows[^1]) : null,
            Watermarks.Text(parts.Select(p => p.Watermark)),
            parts.Max(p => p.AsOf)));
    }

    private static PipelineQuery Read(QueryReader reader)
    {
        var sortText = reader.Text("sort") ?? "id";
        var descending = sortText.StartsWith('-');
        var sort = reader.Choice<PipelineSort>("sort", sortText.TrimStart('-')) ?? PipelineSort.Id;
        var query = new PipelineQuery
        {
            Status = [.. reader.List("status").Select(s => reader.Choice<OpportunityStatus>("status", s) ?? OpportunityStatus.None)],
            Stage = reader.List("stage"),
            Owner = reader.List("owner"),
            Team = reader.List("team"),
            Region = reader.List("region"),
            Product = reader.List("product"),
            Customer = reader.List("customer"),
            Sector = reader.List("sector"),
            AmountMin = reader.Amount("amountMin"),
            AmountMax = reader.Amount("amountMax"),
            OpenedFrom = reader.Day("openedFrom"),
            OpenedTo = reader.Day("openedTo"),
            ClosedFrom = reader.Day("closedFrom"),
            ClosedTo = reader.Day("closedTo"),
            ExpectedCloseFrom = reader.Day("expectedCloseFrom"),
            ExpectedCloseTo = reader.Day("expectedCloseTo"),
            Sort = sort,
            Descending = descending,
            Limit = reader.Whole("limit", 50, 1, PipelineQuery.MaxLimit),
        };
        if (reader.Text("cursor") is { } cursor)
            query = query with { After = ReadCursor(reader, cursor, sort, descending) };
        reader.RefuseOthers();
        return query;
    }

    // A cursor is only good for the order it was made in, so it names it.
    private sealed record CursorBody(PipelineSort S, bool D, long? N, string? T, string I);

    private static string CursorText(PipelineQuery query, PipelineRow last)
    {
        var place = last.CursorFor(query.Sort);
        return WebEncoders.Base64UrlEncode(JsonSerializer.SerializeToUtf8Bytes(
            new CursorBody(query.Sort, query.Descending, place.Number, place.Text, place.Id), ApiJson.Options));
    }

    private static PipelineCursor? ReadCursor(QueryReader reader, string text, PipelineSort sort, bool descending)
    {
        try
        {
            if (JsonSerializer.Deserialize<CursorBody>(WebEncoders.Base64UrlDecode(text), ApiJson.Options) is { I: not null } body
                && body.S == sort && body.D == descending)
                return new(body.N, body.T, body.I);
        }
        catch (Exception e) when (e is FormatException or JsonException)
        {
            // Said below.
        }
        reader.Refuse("cursor", "不是此排序下的游标", "it is not a cursor of this order");
        return null;
    }
}
