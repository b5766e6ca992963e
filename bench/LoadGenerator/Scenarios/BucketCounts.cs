using SalesGrid.Bench.Grids;
using SalesGrid.Bench.Reports;

namespace SalesGrid.Bench.Scenarios;

/// <summary>The same load on ledgers of more and more buckets: what the default count is settled by.</summary>
public static class BucketCounts
{
    private static readonly int[] Counts = [1, 2, 4, 8, 16, 32];

    /// <summary>Runs and keeps the table.</summary>
    public static async Task Run(Settings settings, Door door, IReadOnlyList<string> command, CancellationToken cancellationToken)
    {
        var report = new Report("Sales Grid, number of buckets", command, "-buckets");
        report.CommandTable("`advance` commands, all rules and projections on");
        foreach (var store in new[] { StoreKind.Sqlite, StoreKind.Azurite })
        {
            if (Medium.Missing(store) is { } missing)
            {
                report.Remark($"{store} was left out: {missing}");
                continue;
            }
            foreach (var buckets in Counts)
            {
                await using var session = await Session.Start(door, store, settings with { Buckets = buckets }, cancellationToken);
                foreach (var connections in new[] { 1, 64, 256 })
                    await session.Load(report, session.Plan(connections), cancellationToken);
            }
        }
        report.Keep();
    }
}
