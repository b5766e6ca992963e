using System.Buffers;
using System.Collections.Immutable;
using System.Text;
using SalesGrid.Gateway.Http;
using SalesGrid.Gateway.Security;
using SalesGrid.Hosting;
using SalesGrid.Kpis;

namespace SalesGrid.Gateway.Kpis;

/// <summary>KPIs over HTTP: asked once, or streamed.</summary>
public static class KpiEndpoints
{
    /// <summary>Most streams this gateway serves at once; one more is told to come back.</summary>
    public const int StreamsMax = 2_000;

    /// <summary>A quiet stream says that it is alive this often.</summary>
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);

    private static int streams;

    public static void MapKpis(this IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/api/kpis").WithTags("KPIs").RequireAuthorization(Policies.Read).WithMetadata(new KeepsToScope());

        group.MapGet("", async (HttpContext http, IKpiFeed feed) =>
            {
                var reader = new QueryReader(http.Request.Query);
                var query = Read(reader);
                if (reader.Refusal is { } refusal)
                    return Problems.Of(http, refusal);
                var body = new ArrayBufferWriter<byte>(4096);
                KpiJson.Write(body, await feed.Read(query, http.Scope(), http.RequestAborted));
                return Results.Bytes(body.WrittenMemory, "application/json; charset=utf-8");
            })
            .WithSummary("指标 · KPIs, exact and live")
            .WithDescription("""
                kind: opportunity (when left out), contract, quote or customer.
                groupBy: up to 4 dimensions of the kind. Of opportunities: owner, team, region, product, customer, sector, city, country, channel, source, process, stage, status, forecast, lossReason, winReason, imported, ageBand, stageAgeBand, month, quarter, year, currency.
                from, to: inclusive days; the day of an opportunity is the one it was won or lost on, of an open one the day it is expected to close; of a contract the day it was signed, of a quote the day it was priced, of a customer the day it was registered.
                Every row opens: its values, and from and to, are conditions of the list of the kind (an empty value for null), which sums to the row at the same watermark and day.
                credit: owner (when left out): an opportunity counts with its owner. split: a won amount counts in parts, with each person it is credited to and the team and region it is credited to with them; everything else stays with the owner. Sums over everything are the same. The list of the parts of a person: credited=ID.
                ageBand: days from opening to deciding, or to the business day of the answer; stageAgeBand and stageDays: days an open one has been in its stage.
                winRate = won / (won + lost); wonCycleDays = mean days from opening to winning; weightedAmount = sum of amount x stage probability. Null where they have no meaning.
                """)
            .WithQuery(Read);

        group.MapGet("/stream", Stream)
            .WithSummary("指标流 · KPIs as server-sent events")
            .WithDescription("An event 'snapshot' at once, then on change, at most four a second; its id is the watermark. Send Last-Event-ID to resume: an answer that has not changed since is not sent again.")
            .WithQuery(Read)
            .WithMetadata(StaysOpen.Mark);
    }

    /// <summary>Reads a KPI question.</summary>
    public static KpiQuery Read(QueryReader reader)
    {
        var kind = reader.Text("kind") ?? FactSchemas.DefaultKind;
        if (!FactSchemas.ByKind.TryGetValue(kind, out var schema))
        {
            reader.RefuseChoice("kind", kind, FactSchemas.ByKind.Keys);
            schema = FactSchemas.Of(FactSchemas.DefaultKind);
        }
        var dimensions = reader.Choices("groupBy", schema.Dimensions);
        if (dimensions.Length > KpiQuery.MaxDimensions)
            reader.Refuse("groupBy", $"最多 {KpiQuery.MaxDimensions} 个维度", $"at most {KpiQuery.MaxDimensions} dimensions");
        var query = new KpiQuery(dimensions, reader.Day("from"), reader.Day("to"), schema.Kind) { ByCredit = IsByCredit(reader, schema) };
        if (query.From > query.To)
            reader.Refuse("to", "早于 from", "it is before from");
        return query;
    }

    private static bool IsByCredit(QueryReader reader, FactSchema schema)
    {
        if (reader.Text("credit") is not { } credit || credit == "owner")
            return false;
        if (credit != "split")
            reader.RefuseChoice("credit", credit, ["owner", "split"]);
        else if (!schema.HasCredit)
            reader.Refuse("credit", $"{schema.Kind} 不分摊业绩", $"a {schema.Kind} is not credited in parts");
        return credit == "split";
    }

    private static async Task<IResult> Stream(HttpContext http, IKpiFeed feed, IReadScopes scopes, IHostApplicationLifetime lifetime)
    {
        var reader = new QueryReader(http.Request.Query);
        var query = Read(reader);
        if (reader.Refusal is { } refusal)
            return Problems.Of(http, refusal);
        if (Interlocked.Increment(ref streams) > StreamsMax)
        {
            Interlocked.Decrement(ref streams);
            return Problems.Of(http, ControlPoints.GridMustHaveRoom.Refuse());
        }
        GridMeter.Stream(+1);
        // A gateway that is told to stop waits for its requests, and a stream never ends by itself.
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, lifetime.ApplicationStopping);
        try
        {
            await Send(http, feed, scopes, query, ended.Token);
        }
        catch (OperationCanceledException) when (ended.IsCancellationRequested)
        {
            // The reader left, or the gateway stops: the reader connects to another or tries again.
        }
        finally
        {
            GridMeter.Stream(-1);
            Interlocked.Decrement(ref streams);
        }
        return Results.Empty;
    }

    private static async Task Send(HttpContext http, IKpiFeed feed, IReadScopes scopes, KpiQuery query, CancellationToken stopped)
    {
        // A question that cannot be answered is refused before the stream begins.
        await feed.Read(query, http.Scope(), stopped);
        http.Response.ContentType = "text/event-stream; charset=utf-8";
        http.Response.Headers.CacheControl = "no-cache, no-store";
        http.Response.Headers["X-Accel-Buffering"] = "no";
        await http.Response.StartAsync(stopped);

        var known = http.Request.Headers["Last-Event-ID"].ToString();
        using var left = CancellationTokenSource.CreateLinkedTokenSource(stopped);
        await using var snapshots = feed.Watch(query, gone => scopes.Of(http.User, gone), left.Token).GetAsyncEnumerator(left.Token);
        var next = snapshots.MoveNextAsync().AsTask();
        var body = new ArrayBufferWriter<byte>(4096);
        try
        {
            while (true)
            {
                try
                {
                    if (!await next.WaitAsync(Heartbeat, stopped))
                        return;
                }
                catch (TimeoutException)
                {
                    await http.Response.WriteAsync(": alive\n\n", stopped);
                    await http.Response.Body.FlushAsync(stopped);
                    continue;
                }
                var snapshot = snapshots.Current;
                if (snapshot.Version != known)
                {
                    body.ResetWrittenCount();
                    body.Write(Encoding.ASCII.GetBytes($"id: {snapshot.Version}\nevent: snapshot\ndata: "));
                    KpiJson.Write(body, snapshot);
                    body.Write("\n\n"u8);
                    await http.Response.Body.WriteAsync(body.WrittenMemory, stopped);
                }
                else
                {
                    await http.Response.WriteAsync(": unchanged\n\n", stopped);
                }
                await http.Response.Body.FlushAsync(stopped);
                known = "";
                next = snapshots.MoveNextAsync().AsTask();
            }
        }
        finally
        {
            // A reader mostly leaves while the next snapshot is waited for, and what still moves cannot be disposed of.
            await left.CancelAsync();
            await ((Task)next).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
