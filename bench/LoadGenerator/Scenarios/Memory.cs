using System.Globalization;
using SalesGrid.Bench.Grids;
using SalesGrid.Bench.Load;
using SalesGrid.Bench.Reports;

namespace SalesGrid.Bench.Scenarios;

/// <summary>What an active opportunity and a row of the projections cost in memory: growth of the heap, silo inside this process.</summary>
public static class Memory
{
    private const long GrainWanted = 4_096;
    private const long RowWanted = 400;

    /// <summary>Fills a ledger, opens it anew in a fresh silo, and weighs projections first and grains after.</summary>
    public static async Task Run(Settings settings, IReadOnlyList<string> command, CancellationToken cancellationToken)
    {
        var report = new Report("Sales Grid, memory", command, "-memory");
        var book = new Workload(settings.Opportunities);
        await using var medium = await Medium.Create(StoreKind.Sqlite, cancellationToken);
        await using (var filling = await GrainGrid.Start(medium, settings.BucketsOn(medium.Kind), cancellationToken))
            await filling.Prepare(book, cancellationToken);

        await using var grid = await GrainGrid.Start(medium, settings.BucketsOn(medium.Kind), cancellationToken);
        // References are the caller's, not the silo's: they are there before anything is weighed.
        grid.Take(book);
        var empty = Heap();
        await grid.CommittedEntries(cancellationToken);
        var projected = Heap();
        await grid.Activate(cancellationToken);
        var active = Heap();

        report.Table(string.Create(CultureInfo.InvariantCulture, $"Growth of the heap, {settings.Opportunities:#,0} opportunities"),
            "what", "#MiB", "#bytes each", "#wanted", "met");
        Row("projections (pipeline row, KPI cube, registers; whatever the ledger holds of them)", projected - empty, RowWanted);
        Row("active opportunity grains (state, command marks, activation, directory)", active - projected, GrainWanted);
        report.Keep();

        void Row(string what, long bytes, long wanted)
        {
            var each = bytes / (double)settings.Opportunities;
            report.Cells(what, (bytes / 1048576.0).ToString("#,0.0", CultureInfo.InvariantCulture), each.ToString("#,0", CultureInfo.InvariantCulture),
                string.Create(CultureInfo.InvariantCulture, $"≤ {wanted:#,0}"), each <= wanted ? "yes" : "**no**");
        }
    }

    private static long Heap()
    {
        // Twice, with what finalizers let go of in between.
        for (var i = 0; i < 2; i++)
        {
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: true, compacting: true);
            GC.WaitForPendingFinalizers();
        }
        return GC.GetTotalMemory(forceFullCollection: true);
    }
}
