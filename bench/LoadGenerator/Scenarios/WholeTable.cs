using SalesGrid.Bench.Grids;
using SalesGrid.Bench.Reports;

namespace SalesGrid.Bench.Scenarios;

/// <summary>Every figure of the product's table, one after the other in one run.</summary>
public static class WholeTable
{
    /// <summary>The embedded default comes last: its grid then answers the questions below the table.</summary>
    private static readonly StoreKind[] Stores = [StoreKind.Memory, StoreKind.Azurite, StoreKind.Sqlite];

    /// <summary>Runs and keeps the table.</summary>
    public static async Task Run(Settings settings, bool quick, IReadOnlyList<string> command, CancellationToken cancellationToken)
    {
        var report = new Report(quick ? "Sales Grid, quick measurement" : "Sales Grid, measurement", command, quick ? "-quick" : "");
        report.CommandTable("`advance` commands, all rules and projections on");
        // What the grid costs with nothing below it: the ceiling of every store.
        if (!quick)
            await Loads(Door.Grains, StoreKind.Null, report, settings, cancellationToken);
        foreach (var store in Stores)
            await Loads(Door.Grains, store, report, settings, cancellationToken);
        foreach (var store in Stores[..^1])
            await Loads(Door.Http, store, report, settings, cancellationToken);
        await using var session = await Session.Start(Door.Http, Stores[^1], settings, cancellationToken);
        var peak = await Loads(session, Stores[^1], report, cancellationToken);

        report.LatencyTable($"Questions over {settings.Opportunities:#,0} opportunities, HTTP, {Stores[^1]}");
        await Dashboard.Run(session, report, writers: 64, settings, cancellationToken);
        var samples = quick ? 20 : 200;
        report.LatencyTable($"From a command to a subscriber, HTTP, {Stores[^1]}");
        await LiveStream.Run(session, report, samples, backgroundRate: null, settings, cancellationToken);
        await LiveStream.Run(session, report, samples, Math.Max(10, Math.Round(peak / 20) * 10), settings, cancellationToken);
        report.Keep();
    }

    private static async Task Loads(Door door, StoreKind store, Report report, Settings settings, CancellationToken cancellationToken)
    {
        if (Medium.Missing(store) is { } missing)
        {
            report.Remark($"{store} was left out: {missing}");
            return;
        }
        await using var session = await Session.Start(door, store, settings, cancellationToken);
        await Loads(session, store, report, cancellationToken);
    }

    /// <returns>Commands a second at 64 connections.</returns>
    private static async Task<double> Loads(Session session, StoreKind store, Report report, CancellationToken cancellationToken)
    {
        await session.Load(report, session.Plan(1), cancellationToken);
        var usual = await session.Load(report, session.Plan(64), cancellationToken);
        if (store == StoreKind.Azurite)
            await session.Load(report, session.Plan(256), cancellationToken);
        return usual.PerSecond;
    }
}
