using System.Globalization;

namespace SalesGrid.Peers.Http;

/// <summary>A peer at the grid's paths.</summary>
public static class PeerEndpoints
{
    private const string Actor = "bench";

    public static void MapPeer(this WebApplication app)
    {
        app.MapGet("/health/ready", async (IPeer peer, CancellationToken cancellationToken) =>
        {
            await peer.Ready(cancellationToken);
            return Results.Text("ready");
        });
        app.MapPost("/api/opportunities/{id}/advance", Advance);
        app.MapPost("/api/commands", async (BatchBody body, IPeer peer, CancellationToken cancellationToken) =>
        {
            await peer.SetUp(body.Commands, cancellationToken);
            return Results.Ok(new BatchAnswer([.. body.Commands.Select(c => new BatchResult(c.Id, true))]));
        });
        app.MapPost("/set-up/done", async (IPeer peer, CancellationToken cancellationToken) =>
        {
            await peer.SetUpDone(cancellationToken);
            return Results.Ok();
        });
        app.MapGet("/events/count", async (IPeer peer, CancellationToken cancellationToken) =>
            Results.Text((await peer.CountEvents(cancellationToken)).ToString(CultureInfo.InvariantCulture)));
        app.MapGet("/api/kpis", async (string groupBy, IPeer peer, CancellationToken cancellationToken) =>
            groupBy == "region" && await peer.KpisByRegion(cancellationToken) is { } answer ? Results.Ok(answer) : Results.NotFound());
        app.MapGet("/api/pipeline", async (string sort, int limit, IPeer peer, CancellationToken cancellationToken) =>
            sort == "-amount" && await peer.Largest(limit, cancellationToken) is { } page ? Results.Ok(page) : Results.NotFound());
    }

    private static async Task<IResult> Advance(string id, AdvanceBody? body, HttpContext http, ICommandSender door)
    {
        var key = http.Request.Headers["Idempotency-Key"].ToString();
        if (key.Length == 0)
            key = Guid.CreateVersion7().ToString("N");
        int? expected = null;
        var match = http.Request.Headers.IfMatch.ToString();
        if (match.Length > 0 && match != "*")
        {
            if (!int.TryParse(match.Trim().Trim('"'), NumberStyles.None, CultureInfo.InvariantCulture, out var version))
                return Refused(StatusCodes.Status400BadRequest, "CP-DATA-01");
            expected = version;
        }
        var outcome = await door.Advance(new(id, body?.To, key, Actor, expected), http.RequestAborted);
        if (outcome.Version > 0)
            http.Response.Headers.ETag = string.Create(CultureInfo.InvariantCulture, $"\"{outcome.Version}\"");
        if (outcome.Refusal is { } controlPoint)
            return Refused(StatusOf(controlPoint), controlPoint);
        if (outcome.Replayed)
            http.Response.Headers["Idempotency-Replayed"] = "true";
        return Results.Ok(new ReceiptBody(id, outcome.Version, 0, outcome.Seq, outcome.Replayed));
    }

    private static int StatusOf(string controlPoint) => controlPoint switch
    {
        Refusals.Unknown => StatusCodes.Status404NotFound,
        Refusals.OtherContent => StatusCodes.Status409Conflict,
        Refusals.Stale => StatusCodes.Status412PreconditionFailed,
        _ => StatusCodes.Status422UnprocessableEntity,
    };

    private static IResult Refused(int status, string controlPoint) =>
        Results.Json(new ProblemBody(status, "Refused.", controlPoint), contentType: "application/problem+json", statusCode: status);
}

/// <summary>Control points of refusals that do not come from the process; the grid's ids.</summary>
public static class Refusals
{
    public const string Unknown = "CP-OPP-01";
    public const string NotOpen = "CP-OPP-03";
    public const string OtherContent = "CP-CMD-01";
    public const string Stale = "CP-CMD-02";
}
