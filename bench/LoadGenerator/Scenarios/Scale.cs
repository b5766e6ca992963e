using System.Globalization;
using SalesGrid.Bench.Grids;
using SalesGrid.Bench.Load;
using SalesGrid.Bench.Reports;

namespace SalesGrid.Bench.Scenarios;

/// <summary>What a command costs among few opportunities and among many.</summary>
/// <remarks>
/// Two servers that take turns of some seconds: a machine shared with others is not the same from one minute to the next, and
/// what cold memory costs least of all. What a server does in the other's turns, such as heads it still writes, counts as its own.
/// </remarks>
public static class Scale
{
    private const int Few = 10_000;
    private const double Wanted = 1.15;

    /// <summary>
    /// Under load as long as it takes for every bucket to write the heads of what changed, several times: a shorter time would
    /// hold whatever part of it happened to fall in.
    /// </summary>
    private static readonly TimeSpan LongEnough = TimeSpan.FromMinutes(1);

    /// <summary>One turn.</summary>
    private static readonly TimeSpan Turn = TimeSpan.FromSeconds(5);

    /// <summary>Longest the first commands may take.</summary>
    private static readonly TimeSpan FirstAtMost = TimeSpan.FromMinutes(15);

    /// <summary>Runs and keeps the table.</summary>
    public static async Task Run(Settings settings, IReadOnlyList<string> command, CancellationToken cancellationToken)
    {
        var report = new Report("Sales Grid, cost of a command by size", command, "-scale");
        await using var few = new Side(await Session.Start(Door.Http, StoreKind.Sqlite, settings with { Opportunities = Few }, cancellationToken), Few);
        await using var many = new Side(await Session.Start(Door.Http, StoreKind.Sqlite, settings, cancellationToken), settings.Opportunities);
        Side[] sides = [few, many];
        var wanted = settings.Measured > LongEnough ? settings.Measured : LongEnough;
        var turns = (int)Math.Ceiling(wanted / Turn);
        foreach (var side in sides)
            await side.WakeAll(cancellationToken);
        foreach (var side in sides)
            side.Begin();
        for (var turn = 0; turn < turns; turn++)
        {
            // Each goes first as often as the other.
            foreach (var side in turn % 2 == 0 ? sides : sides.Reverse())
                await side.Take(cancellationToken);
        }
        foreach (var side in sides)
            side.End();

        report.CommandTable(string.Create(CultureInfo.InvariantCulture, $"`advance` commands, all rules and projections on, {turns} turns of {Turn.TotalSeconds} s each"));
        foreach (var side in sides)
            side.Report(report);
        report.CommandTable("Before that, the first command of each opportunity, which loads it");
        foreach (var side in sides)
            side.ReportFirst(report);
        report.Table("What one command costs the server, µs of a core", "opportunities", "#all", "#collector", "#store's writer", "#workers and others", "#median turn", "#commands/s of each turn");
        foreach (var side in sides)
            side.Costs(report);
        var ratio = many.Cost / few.Cost;
        report.Remark(string.Create(CultureInfo.InvariantCulture,
            $"Server cost {ratio:0.00} times that among {Few:#,0} (medians of the turns {many.MedianTurn / few.MedianTurn:0.00}); wanted: at most {Wanted}. {(ratio <= Wanted ? "Met." : "**Not met.**")}"));
        report.Keep();
    }

    /// <summary>One of the two servers, and what it has done.</summary>
    private sealed class Side(Session session, int opportunities) : IAsyncDisposable
    {
        private readonly List<LoadResult> turns = [];
        private readonly LoadPlan plan = session.Plan(64) with { WarmUp = TimeSpan.Zero, Measured = Turn };
        private LoadResult? first;
        private CpuMeter.Spell spell;
        private CpuUse used;
        private double seconds;

        /// <summary>Server time of a command over everything, µs.</summary>
        public double Cost => Micros(used.Server ?? double.NaN);

        /// <summary>Server time of a command within a turn, µs.</summary>
        public double MedianTurn => turns.Select(t => t.Cpu.Server * 1e6 / t.PerSecond ?? double.NaN).Order().ElementAt(turns.Count / 2);

        public void Begin() => spell = CpuMeter.Begin(session.Grid.ServerProcessId);

        public void End() => (used, seconds) = (spell.End(), spell.Seconds);

        public async Task WakeAll(CancellationToken cancellationToken) =>
            first = await session.Load(plan with { EachOnce = true, Measured = FirstAtMost }, cancellationToken);

        // Another seed each time: the same opportunities again would be warm.
        public async Task Take(CancellationToken cancellationToken) =>
            turns.Add(await session.Load(plan with { Seed = plan.Seed + (1_000 * turns.Count) }, cancellationToken));

        public void Report(Report report)
        {
            var latency = Latencies.New();
            foreach (var turn in turns)
                latency.Add(turn.Latency);
            session.Report(report, plan, new()
            {
                Accepted = turns.Sum(t => t.Accepted),
                PerSecond = turns.Average(t => t.PerSecond),
                Latency = latency,
                Errors = turns.SelectMany(t => t.Errors).GroupBy(e => e.Key, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.Sum(e => e.Value), StringComparer.Ordinal),
                NeverSent = 0,
                BySecond = [.. turns.SelectMany(t => t.BySecond)],
                Cpu = new(turns.Average(t => t.Cpu.Client), turns.Average(t => t.Cpu.Server), turns.Average(t => t.Cpu.Machine)),
            });
        }

        public void ReportFirst(Report report) => session.Report(report, plan, first!);

        public void Costs(Report report)
        {
            // Workers come and go, and what those that went have used is not theirs any more: they are the rest.
            var (collector, writer) = (Of(".NET Server GC", ".NET BGC"), Of("ledger writer"));
            report.Cells(
                [opportunities.ToString("#,0", CultureInfo.InvariantCulture),
                    .. new[] { Cost, collector, writer, Cost - collector - writer, MedianTurn }
                        .Select(micros => micros.ToString("0.0", CultureInfo.InvariantCulture)),
                    string.Join(" · ", turns.Select(t => (t.PerSecond / 1000).ToString("0.0k", CultureInfo.InvariantCulture)))]);
        }

        /// <inheritdoc/>
        public ValueTask DisposeAsync() => session.DisposeAsync();

        private double Of(params string[] threads) =>
            Micros(used.ServerThreads?.Where(t => threads.Contains(t.Key)).Sum(t => t.Value) ?? double.NaN);

        private double Micros(double cores) => cores * seconds * 1e6 / turns.Sum(t => t.Accepted);
    }
}
