using System.Globalization;
using SalesGrid.Bench.Grids;
using SalesGrid.Bench.Reports;
using SalesGrid.Bench.Scenarios;

namespace SalesGrid.Bench.Comparison;

/// <summary>Runs contests: every system in turn, round after round, each time afresh, so that whatever else the machine does falls on all alike.</summary>
public static class Compare
{
    /// <summary>Runs and keeps the report.</summary>
    /// <exception cref="InvalidOperationException">A command was not accepted: then nothing here can be compared.</exception>
    public static async Task Run(
        IReadOnlyList<Contest> contests, int rounds, Settings settings, IReadOnlyList<string> command, CancellationToken cancellationToken)
    {
        var part = contests.Count == Contests.All.Count ? "" : string.Concat(contests.Select(c => $"-{c.Id}"));
        var report = new Report("Sales Grid beside what one would build instead", command, $"-compare{part}");
        foreach (var contest in contests)
        {
            var figures = new Rounds();
            var here = settings with { Opportunities = contest.Opportunities ?? settings.Opportunities };
            var able = contest.Contenders.Where(c => Able(c, report)).ToList();
            for (var round = 1; round <= rounds; round++)
            {
                foreach (var contender in able)
                    await Measure(contest, contender, round, here, figures, cancellationToken);
            }
            Write(report, contest, rounds, here, figures);
        }
        report.Keep();
    }

    private static bool Able(Contender contender, Report report)
    {
        if (Medium.Missing(contender.Store) is not { } missing)
            return true;
        report.Remark($"{contender.Name} was left out: {missing}");
        return false;
    }

    private static async Task Measure(
        Contest contest, Contender contender, int round, Settings settings, Rounds figures, CancellationToken cancellationToken)
    {
        await using var session = await contender.Start(settings, cancellationToken);
        await contest.Measure(session, settings, (measure, figure) =>
        {
            figures.Add(measure, contender.Name, figure);
            Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"round {round}: {measure}: {contender.Name}: {figure.PerSecond:#,0}/s, p50 {Report.Milliseconds(figure.P50)}, p99 {Report.Milliseconds(figure.P99)} ms"));
        }, cancellationToken);
    }

    private static void Write(Report report, Contest contest, int rounds, Settings settings, Rounds figures)
    {
        report.Table(string.Create(CultureInfo.InvariantCulture, $"{contest.Id}: medians of {rounds} rounds, {settings.Opportunities:#,0} opportunities"),
            "what", "system", "#a second", "#p50 ms", "#p99 ms", "#cores in use", "a second, every round");
        foreach (var (measure, system) in figures.All)
        {
            var median = figures.Median(measure, system)!.Value;
            report.Cells(measure, system, Rate(median.PerSecond), Report.Milliseconds(median.P50), Report.Milliseconds(median.P99),
                median.MachineCores is { } cores ? cores.ToString("0.00", CultureInfo.InvariantCulture) : "–",
                string.Join(" · ", figures.Of(measure, system).Select(f => Rate(f.PerSecond))));
        }
        var rows = contest.Aims.Select(aim => aim.Row(figures)).OfType<IEnumerable<string>>().ToList();
        if (rows.Count == 0)
            return;
        report.Table($"{contest.Id}: ratios of the medians", "what", "of", "ratio", "#is", "#wanted", "met");
        foreach (var row in rows)
            report.Cells(row);
    }

    /// <summary>A latency alone has no rate.</summary>
    private static string Rate(double perSecond) => perSecond > 0 ? Number(perSecond) : "–";

    private static string Number(double value) => value.ToString("#,0", CultureInfo.InvariantCulture);
}
