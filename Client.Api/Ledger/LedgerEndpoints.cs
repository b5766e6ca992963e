using SalesGrid.Gateway.Grid;
using SalesGrid.Gateway.Security;
using SalesGrid.Ledger;

namespace SalesGrid.Gateway.Ledger;

/// <summary>What a check of the whole ledger found.</summary>
/// <param name="Ok">True when nothing is wrong.</param>
/// <param name="LedgerId">The ledger.</param>
/// <param name="Entries">Entries read.</param>
/// <param name="KpiDifferences">KPI groups that are not what the entries say; 0 is the only good answer.</param>
/// <param name="Buckets">What was found in each bucket.</param>
public sealed record LedgerVerdict(bool Ok, string LedgerId, long Entries, int KpiDifferences, IReadOnlyList<BucketAudit> Buckets);

/// <summary>The ledger over HTTP.</summary>
public static class LedgerEndpoints
{
    // A check reads everything: one at a time, the next waits its turn.
    private static readonly SemaphoreSlim Checking = new(1);

    public static void MapLedger(this IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/api/ledger").WithTags("Ledger").RequireAuthorization(Policies.Read);

        group.MapGet("", async (GridGateway grid, HttpContext http) => Results.Ok(await grid.Layout(http.RequestAborted)))
            .WithSummary("账本 · Which ledger this is")
            .WithMetadata(new KeepsToScope())
            .Produces<GridLayout>();

        group.MapGet("/verify", async (GridGateway grid, HttpContext http) =>
            {
                await Checking.WaitAsync(http.RequestAborted);
                try
                {
                    var layout = await grid.Layout(http.RequestAborted);
                    var buckets = await grid.VerifyAll(http.RequestAborted);
                    return Results.Ok(new LedgerVerdict(buckets.All(b => b.Ok), layout.LedgerId,
                        buckets.Sum(b => b.Entries), buckets.Sum(b => b.KpiDifferences), buckets));
                }
                finally
                {
                    Checking.Release();
                }
            })
            .WithSummary("验证账本 · Check the whole ledger: hashes, gaps, and every KPI against a second fold")
            .Produces<LedgerVerdict>();
    }
}
