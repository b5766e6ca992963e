using System.Diagnostics;
using System.Globalization;
using SalesGrid.Bench.Grids;
using SalesGrid.Bench.Load;
using SalesGrid.Bench.Reports;

namespace SalesGrid.Bench.Scenarios;

/// <summary>How long a gateway with a large SQLite ledger takes from the start of its process until it is ready.</summary>
public static class Restart
{
    private const double SecondsWanted = 20;

    private static readonly TimeSpan SetUpTimeout = TimeSpan.FromMinutes(15);

    /// <summary>Fills a ledger, and starts on it again: after a stop in order, and after a crash that leaves heads unwritten.</summary>
    public static async Task Run(Settings settings, IReadOnlyList<string> command, CancellationToken cancellationToken)
    {
        var report = new Report("Sales Grid, restart", command, "-restart");
        var book = new Workload(settings.Opportunities);
        await using var medium = await Medium.Create(StoreKind.Sqlite, cancellationToken);
        long entries;
        await using (var filling = await Servers.Gateway(medium, settings.BucketsOn(medium.Kind), cancellationToken))
        {
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            patience.CancelAfter(SetUpTimeout);
            var started = Stopwatch.GetTimestamp();
            await filling.Prepare(book, patience.Token);
            entries = await filling.CommittedEntries(cancellationToken);
            await Console.Error.WriteLineAsync($"{settings.Opportunities:#,0} opportunities set up in {Stopwatch.GetElapsedTime(started).TotalSeconds:0.0} s");
        }
        report.Table(string.Create(CultureInfo.InvariantCulture,
            $"Start of the process to /health/ready, {settings.Opportunities:#,0} opportunities, {entries:#,0} entries, {SizeOf(medium.Folder) / 1048576.0:#,0} MiB on disk"),
            "after", "#s", "#wanted", "met", "#entries");
        await using (var again = await Servers.Gateway(medium, settings.BucketsOn(medium.Kind), cancellationToken))
        {
            await Row("a stop in order", again);
            again.Take(book);
            await LoadRun.Run(again, book, new(book.Deals.Length), new() { Connections = 64, Measured = settings.Measured }, cancellationToken);
            entries = await again.CommittedEntries(cancellationToken);
            await again.Server.Kill();
        }
        await using (var crashed = await Servers.Gateway(medium, settings.BucketsOn(medium.Kind), cancellationToken))
            await Row("SIGKILL right after a load", crashed);
        report.Keep();

        async Task Row(string after, HttpGrid grid)
        {
            var seconds = grid.Server.ReadyAfter.TotalSeconds;
            var found = await grid.CommittedEntries(cancellationToken);
            if (found != entries)
                throw new InvalidOperationException($"After {after} there are {found} entries where there were {entries}.");
            report.Cells(after, seconds.ToString("0.0", CultureInfo.InvariantCulture), $"≤ {SecondsWanted}", seconds <= SecondsWanted ? "yes" : "**no**",
                found.ToString("#,0", CultureInfo.InvariantCulture));
        }
    }

    private static long SizeOf(string folder) => new DirectoryInfo(folder).EnumerateFiles("*", SearchOption.AllDirectories).Sum(f => f.Length);
}
