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
/// <param name="NextAfter">Send it as <c>after</c> for the next page; null on the last.</param>
/// <param name="Watermark">How far each bucket's entries are in it.</param>
/// <param name="AsOf">When the newest entry in it was decided; null on an empty grid.</param>
public sealed record PipelinePage(
    ImmutableArray<PipelineItem> Items, long Total, string? NextAfter, string Watermark, DateTimeOffset? AsOf);

/// <summary>One opportunity of the pipeline.</summary>
public sealed record PipelineItem(
    string Id, int Version, OpportunityStatus Status, string Stage, int ProbabilityPercent, string? Name, string? Customer,
    string Owner, string Team, string Region, string? Sector, string? Product, string? Channel, Money? Amount,
    DateOnly? OpenedOn, DateOnly? ExpectedCloseOn, DateOnly? ClosedOn, bool Imported, DateTimeOffset ChangedAt)
{
    /// <summary>The item of a row.</summary>
    public static PipelineItem Of(PipelineRow r) => new(r.Id, r.Version, r.Status, r.Stage, r.ProbabilityPercent, r.Name,
        r.Customer, r.Owner, r.Team, r.Region, r.Sector, r.Product, r.Channel, r.AmountMinor is { } minor ? new Money(minor, r.Currency!) : null, r.OpenedOn,
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
                status, stage, owner, team, region, product, customer, sector, currency: repeated for several values, and empty for opportunities without one.
                amountMin, amountMax, openedFrom/To, closedFrom/To, expectedCloseFrom/To: inclusive.
                sort: id, amount, openedOn, closedOn, expectedCloseOn, changedAt, stage, owner, customer; '-' before it for descending.
                amountMin, amountMax and sort=amount compare within one currency: name it, currency=CNY.
                limit: 1 to 500. after: nextAfter of the page before. total is exact whatever the page.
                Pages follow one another although opportunities change meanwhile: one that does not change is on exactly one of them; those that change
                after the first page was read come last, by id, so that none that was there then is missed and none is seen more than twice.
                Every answer includes all commands acknowledged before the question.
                """)
            .WithQuery(Read)
            .Produces<PipelinePage>();

    private static async Task<IResult> Query(HttpContext http, GridGateway grid)
    {
        var reader = new QueryReader(http.Request.Query);
        var (query, walk) = Read(reader);
        if (reader.Refusal is { } refusal)
            return Problems.Of(http, refusal);
        var since = walk is null ? [] : Sequences(walk.Since);
        if (walk is not null && since.Length != (await grid.Layout(http.RequestAborted)).BucketCount)
            return Problems.Invalid(http, "after", "不是此网格的游标", "it is not a cursor of this grid");
        var parts = await grid.AskAll((projection, bucket) => projection.Query(walk is null ? query : query with { Since = since[bucket] }), http.RequestAborted);
        var rows = parts
            .SelectMany(p => p.Rows.Select(r => (Row: r, Place: r.CursorFor(query.Sort, walk is null ? null : since[p.Bucket]))))
            .OrderBy(r => r.Place, Comparer<PipelineCursor>.Create((a, b) => PipelineCursor.Compare(a, b, query.Descending)))
            .Take(query.Limit)
            .ToList();
        var more = parts.Sum(p => p.Rows.Length) > rows.Count || parts.Any(p => p.Rows.Length == query.Limit);
        return Results.Ok(new PipelinePage(
            [.. rows.Select(r => PipelineItem.Of(r.Row))],
            parts.Sum(p => p.Total),
            more && rows.Count == query.Limit
                ? CursorText(query, rows[^1].Place, walk is null ? [.. parts.Select(p => p.Watermark)] : since)
                : null,
            Watermarks.Text(parts.Select(p => p.Watermark)),
            parts.Max(p => p.AsOf)));
    }

    private static (PipelineQuery Query, CursorBody? Walk) Read(QueryReader reader)
    {
        var sortText = reader.Text("sort") ?? "id";
        var descending = sortText.StartsWith('-');
        var sort = reader.Choice<PipelineSort>("sort", sortText.TrimStart('-')) ?? PipelineSort.Id;
        var query = new PipelineQuery
        {
            Status = reader.Choices<OpportunityStatus>("status"),
            Stage = reader.List("stage"),
            Owner = reader.List("owner"),
            Team = reader.List("team"),
            Region = reader.List("region"),
            Product = reader.List("product"),
            Customer = reader.List("customer"),
            Sector = reader.List("sector"),
            Currency = reader.List("currency"),
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
        if (query.Currency.Length != 1 && (sort == PipelineSort.Amount || query.AmountMin is not null || query.AmountMax is not null))
            reader.Refuse("currency", "按金额排序或筛选须指定一种币种,如 currency=CNY", "sorting or filtering by amount compares within one currency: name it, e.g. currency=CNY");
        var walk = reader.Text("after") is { } after ? ReadCursor(reader, after, sort, descending) : null;
        return (walk is null ? query : query with { After = new(walk.N, walk.T, walk.I, walk.C) }, walk);
    }

    /// <summary>Where a page ended. Good for the order it was made in, so it names it.</summary>
    /// <param name="S">The sort.</param>
    /// <param name="D">True when descending.</param>
    /// <param name="N">Value of a numeric sort.</param>
    /// <param name="T">Value of a textual sort.</param>
    /// <param name="I">Id of the last row.</param>
    /// <param name="C">True when that row changed since the first page was read.</param>
    /// <param name="Since">How far each bucket stood when the first page was read, seven bits a byte: a thousand buckets must fit a request.</param>
    private sealed record CursorBody(PipelineSort S, bool D, long? N, string? T, string I, bool C, byte[] Since);

    private static string CursorText(PipelineQuery query, PipelineCursor place, ImmutableArray<long> since) =>
        WebEncoders.Base64UrlEncode(JsonSerializer.SerializeToUtf8Bytes(
            new CursorBody(query.Sort, query.Descending, place.Number, place.Text, place.Id, place.Changed, Bytes(since)), ApiJson.Options));

    private static CursorBody? ReadCursor(QueryReader reader, string text, PipelineSort sort, bool descending)
    {
        try
        {
            if (JsonSerializer.Deserialize<CursorBody>(WebEncoders.Base64UrlDecode(text), ApiJson.Options) is { I: not null, Since: not null } body
                && body.S == sort && body.D == descending)
                return body;
        }
        catch (Exception e) when (e is FormatException or JsonException)
        {
            // Said below.
        }
        reader.Refuse("after", "不是此排序下的游标", "it is not a cursor of this order");
        return null;
    }

    private static byte[] Bytes(ImmutableArray<long> sequences)
    {
        using var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes);
        foreach (var sequence in sequences)
            writer.Write7BitEncodedInt64(sequence);
        return bytes.ToArray();
    }

    private static ImmutableArray<long> Sequences(byte[] bytes)
    {
        using var reader = new BinaryReader(new MemoryStream(bytes));
        var sequences = ImmutableArray.CreateBuilder<long>();
        try
        {
            while (reader.BaseStream.Position < bytes.Length)
                sequences.Add(reader.Read7BitEncodedInt64());
        }
        catch (Exception e) when (e is EndOfStreamException or FormatException)
        {
            // Nothing this gateway wrote: it fits no grid.
            return [];
        }
        return sequences.DrainToImmutable();
    }
}
