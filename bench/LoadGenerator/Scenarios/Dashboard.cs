using System.Diagnostics;
using HdrHistogram;
using SalesGrid.Bench.Grids;
using SalesGrid.Bench.Load;
using SalesGrid.Bench.Reports;

namespace SalesGrid.Bench.Scenarios;

/// <summary>How long a dashboard's questions take, in a quiet grid and while it is written to.</summary>
public static class Dashboard
{
    private static readonly string[] Questions = ["/api/kpis?groupBy=region", "/api/pipeline?sort=-amount&limit=50"];

    /// <summary>Asks each question from one connection, the next on the answer: alone, then beside so many writers.</summary>
    public static async Task Run(Session session, Report report, int writers, Settings settings, CancellationToken cancellationToken)
    {
        var grid = (HttpGrid)session.Grid;
        var plan = session.Plan(writers) with { Rate = null };
        foreach (var question in Questions)
        {
            var quiet = await Ask(grid, question, settings.WarmUp, settings.Measured / 2, cancellationToken);
            report.Row($"`GET {question}`", "nothing else", quiet.TotalCount / (settings.Measured / 2).TotalSeconds, quiet);
            var load = session.Load(plan, cancellationToken);
            var busy = await Ask(grid, question, plan.WarmUp, plan.Measured, cancellationToken);
            report.Row($"`GET {question}`", $"{writers} writers, {(await load).PerSecond:#,0} commands/s", busy.TotalCount / plan.Measured.TotalSeconds, busy);
        }
    }

    private static async Task<LongHistogram> Ask(
        HttpGrid grid, string question, TimeSpan warmUp, TimeSpan measured, CancellationToken cancellationToken)
    {
        using var asked = grid.NewQuestion(question, cancellationToken);
        var latency = Latencies.New();
        var begin = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(begin) < warmUp + measured)
        {
            var start = Stopwatch.GetTimestamp();
            asked.Ask();
            if (Stopwatch.GetElapsedTime(begin, start) >= warmUp)
                latency.Add(start, Stopwatch.GetTimestamp());
        }
        return latency;
    }
}
