using System.Diagnostics;
using HdrHistogram;
using SalesGrid.Bench.Grids;
using SalesGrid.Bench.Load;
using SalesGrid.Bench.Reports;

namespace SalesGrid.Bench.Scenarios;

/// <summary>How long a dashboard's questions take, in a quiet grid and while it is written to.</summary>
public static class Dashboard
{
    /// <summary>What a dashboard asks.</summary>
    public static IReadOnlyList<string> Questions { get; } = ["/api/kpis?groupBy=region", "/api/pipeline?sort=-amount&currency=CNY&limit=50"];

    /// <summary>Asks each question and reports it.</summary>
    public static async Task Run(Session session, Report report, int writers, Settings settings, CancellationToken cancellationToken)
    {
        foreach (var question in Questions)
        {
            var quiet = await Quiet(session, question, settings, cancellationToken);
            report.Row($"`GET {question}`", "nothing else", quiet.PerSecond, quiet.Latency);
            var (busy, load) = await Busy(session, question, writers, cancellationToken);
            report.Row($"`GET {question}`", $"{writers} writers, {load.PerSecond:#,0} commands/s", busy.PerSecond, busy.Latency);
        }
    }

    /// <summary>Asks a question from one connection, the next time on the answer, while nothing else happens.</summary>
    public static Task<Asked> Quiet(Session session, string question, Settings settings, CancellationToken cancellationToken) =>
        Ask(session, question, settings.WarmUp, settings.Measured / 2, cancellationToken);

    /// <summary>The same beside so many writers.</summary>
    public static async Task<(Asked Asked, LoadResult Load)> Busy(Session session, string question, int writers, CancellationToken cancellationToken)
    {
        var plan = session.Plan(writers) with { Rate = null };
        var load = session.Load(plan, cancellationToken);
        var asked = await Ask(session, question, plan.WarmUp, plan.Measured, cancellationToken);
        return (asked, await load);
    }

    // On a thread of its own: the connection blocks it.
    private static Task<Asked> Ask(Session session, string question, TimeSpan warmUp, TimeSpan measured, CancellationToken cancellationToken) =>
        Task.Factory.StartNew(() =>
        {
            using var asked = ((HttpGrid)session.Grid).NewQuestion(question, cancellationToken);
            var latency = Latencies.New();
            var begin = Stopwatch.GetTimestamp();
            while (Stopwatch.GetElapsedTime(begin) < warmUp + measured)
            {
                var start = Stopwatch.GetTimestamp();
                asked.Ask();
                if (Stopwatch.GetElapsedTime(begin, start) >= warmUp)
                    latency.Add(start, Stopwatch.GetTimestamp());
            }
            return new Asked(latency.TotalCount / measured.TotalSeconds, latency);
        }, cancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);
}

/// <summary>How a question was answered.</summary>
/// <param name="PerSecond">Answers a second, one at a time.</param>
/// <param name="Latency">Microseconds of each.</param>
public sealed record Asked(double PerSecond, LongHistogram Latency);
