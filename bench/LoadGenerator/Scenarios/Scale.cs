using System.Globalization;
using SalesGrid.Bench.Grids;
using SalesGrid.Bench.Load;
using SalesGrid.Bench.Reports;

namespace SalesGrid.Bench.Scenarios;

/// <summary>What a command costs among few opportunities and among many.</summary>
public static class Scale
{
    private const int Few = 10_000;
    private const double Wanted = 1.15;

    /// <summary>
    /// As long as it takes for every bucket to write the heads of what changed, several times: a shorter time would hold whatever
    /// part of it happened to fall in.
    /// </summary>
    private static readonly TimeSpan LongEnough = TimeSpan.FromMinutes(1);

    /// <summary>Runs and keeps the table.</summary>
    public static async Task Run(Settings settings, IReadOnlyList<string> command, CancellationToken cancellationToken)
    {
        var report = new Report("Sales Grid, cost of a command by size", command, "-scale");
        report.CommandTable("`advance` commands, all rules and projections on");
        var few = await Measure(Few);
        var many = await Measure(settings.Opportunities);
        report.Table("What one command costs", "opportunities", "#server µs of a core", "#machine µs of a core", "#commands/s");
        Row(Few, few);
        Row(settings.Opportunities, many);
        report.Table("Of it, by thread", "opportunities", "#workers µs", "#collector µs", "#store's writer µs", "#others µs");
        Threads(Few, few);
        Threads(settings.Opportunities, many);
        var ratio = Server(many) / Server(few);
        report.Remark(string.Create(CultureInfo.InvariantCulture, $"Server cost {ratio:0.00} times that among {Few:#,0}; wanted: at most {Wanted}. {(ratio <= Wanted ? "Met." : "**Not met.**")}"));
        report.Keep();

        async Task<LoadResult> Measure(int opportunities)
        {
            await using var session = await Session.Start(Door.Http, StoreKind.Sqlite, settings with { Opportunities = opportunities }, cancellationToken);
            var plan = session.Plan(64);
            return await session.Load(report, plan with { Measured = plan.Measured > LongEnough ? plan.Measured : LongEnough }, cancellationToken);
        }

        void Threads(int opportunities, LoadResult result)
        {
            var (workers, collector, writer) = (Of(result, ".NET TP Worker"), Of(result, ".NET Server GC", ".NET BGC"), Of(result, "ledger writer"));
            report.Cells(
                [opportunities.ToString("#,0", CultureInfo.InvariantCulture),
                    .. new[] { workers, collector, writer, Server(result) - workers - collector - writer }
                        .Select(micros => micros.ToString("0.0", CultureInfo.InvariantCulture))]);
        }

        void Row(int opportunities, LoadResult result) => report.Cells(
            opportunities.ToString("#,0", CultureInfo.InvariantCulture), Server(result).ToString("0.0", CultureInfo.InvariantCulture),
            (result.Cpu.Machine * 1e6 / result.PerSecond)?.ToString("0.0", CultureInfo.InvariantCulture) ?? "–",
            result.PerSecond.ToString("#,0", CultureInfo.InvariantCulture));
    }

    /// <summary>What threads of these names took of one command, µs.</summary>
    private static double Of(LoadResult result, params string[] names) =>
        (result.Cpu.ServerThreads?.Where(t => names.Contains(t.Key)).Sum(t => t.Value) ?? double.NaN) * 1e6 / result.PerSecond;

    private static double Server(LoadResult result) => (result.Cpu.Server ?? double.NaN) * 1e6 / result.PerSecond;
}
