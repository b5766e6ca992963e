using SalesGrid.Gateway.Grid;
using SalesGrid.Gateway.Http;

namespace SalesGrid.Gateway.Hosting;

/// <summary>Whether this gateway lives, and whether it can serve.</summary>
public static class Health
{
    /// <summary>How long the grid may take to show that it answers.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public static void MapHealth(this IEndpointRouteBuilder app)
    {
        // Purely local: a store that is away must not make an orchestrator restart every gateway.
        app.MapGet("/health/live", () => Results.Text("live")).AllowAnonymous().ExcludeFromDescription();
        app.MapGet("/health/ready", Ready).AllowAnonymous().ExcludeFromDescription();
    }

    /// <summary>Ready once every bucket answers: its journal was read and its projection stands.</summary>
    private static async Task<IResult> Ready(HttpContext http, GridGateway grid, IHostApplicationLifetime lifetime)
    {
        // Told to stop: what is in work is finished, and whoever sends the work is to send it elsewhere.
        if (lifetime.ApplicationStopping.IsCancellationRequested)
            return Results.Text("stopping", statusCode: StatusCodes.Status503ServiceUnavailable);
        try
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted);
            limit.CancelAfter(Patience);
            await grid.AskAll((projection, _) => projection.Watermark(), limit.Token).WaitAsync(limit.Token);
            return Results.Text("ready");
        }
        catch (Exception e) when (FaultHandler.IsUnknownOutcome(e))
        {
            return Results.Text("not ready", statusCode: StatusCodes.Status503ServiceUnavailable);
        }
    }
}
