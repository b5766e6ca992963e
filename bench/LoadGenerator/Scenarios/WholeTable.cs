using SalesGrid.Bench.Grids;
using SalesGrid.Bench.Reports;

namespace SalesGrid.Bench.Scenarios;

/// <summary>Every figure of the product's table, one after the other in one run.</summary>
public static class WholeTable
{
    private static readonly StoreKind[] Durable = [StoreKind.Memory, StoreKind.Sqlite, StoreKind.Azurite];

    /// <summary>Runs and keeps the table.</summary>
    public static async Task Run(Settings settings, bool quick, IReadOnlyList<string> command, CancellationToken cancellationToken)
    {
        var report = new Report(quick ? "Sales Grid, quick measurement" : "Sales Grid, measurement", command);
        report.CommandTable("`advance` commands, all rules and projections on");
        foreach (var door in Enum.GetValues<Door>())
        {
            // What the grid costs with nothing below it: the ceiling of every store.
            foreach (var store in quick || door == Door.Http ? Durable : [StoreKind.Null, .. Durable])
            {
                if (Medium.Missing(store) is { } missing)
                    report.Remark($"{store} was left out: {missing}");
                else
                    await Loads(door, store, report, settings, cancellationToken);
            }
        }

        // The rest is asked of the embedded default.
        await using var session = await Session.Start(Door.Http, StoreKind.Sqlite, settings, cancellationToken);
        report.LatencyTable($"Questions over {settings.Opportunities:#,0} opportunities, HTTP, SQLite");
        await Dashboard.Run(session, report, writers: 64, settings, cancellationToken);
        var peak = await session.Load(session.Plan(64) with { Rate = null }, cancellationToken);
        var samples = quick ? 30 : 200;
        report.LatencyTable("From a command to a subscriber, HTTP, SQLite");
        await LiveStream.Run(session, report, samples, backgroundRate: null, settings, cancellationToken);
        await LiveStream.Run(session, report, samples, Math.Round(peak.PerSecond / 2, -2), settings, cancellationToken);
        report.Keep();
    }

    private static async Task Loads(Door door, StoreKind store, Report report, Settings settings, CancellationToken cancellationToken)
    {
        await using var session = await Session.Start(door, store, settings, cancellationToken);
        int[] connections = store == StoreKind.Azurite ? [1, 64, 256] : [1, 64];
        foreach (var count in connections)
            await session.Load(report, session.Plan(count), cancellationToken);
    }
}
