using System.Diagnostics;
using System.Globalization;
using SalesGrid.Bench.Grids;
using SalesGrid.Bench.Load;
using SalesGrid.Bench.Reports;

namespace SalesGrid.Bench.Scenarios;

/// <summary>How long people wait who may not read everybody's objects: a thousand salespeople and those above them ask in turn, each within a scope of their own.</summary>
public static class Scopes
{
    private const int Salespeople = 1_000;
    private const int Below = 10;
    private const int Writers = 16;

    private static readonly string[] Questions = ["/api/kpis?groupBy=region", "/api/kpis?groupBy=stage", "/api/pipeline?limit=50"];

    private static readonly PeopleAbove People = new([Salespeople, Salespeople / Below, Salespeople / Below / Below], Below);

    private static readonly (string Group, int Count)[] Levels = [("salespeople", Salespeople), ("managers of 10", Salespeople / Below), ("managers of 100", Salespeople / Below / Below)];

    /// <summary>Asks and reports.</summary>
    public static async Task Run(Settings settings, IReadOnlyList<string> command, CancellationToken cancellationToken)
    {
        settings = settings with { People = Salespeople };
        var report = new Report("Sales Grid, readers within scopes", command, "-scopes");
        report.LatencyTable(string.Create(CultureInfo.InvariantCulture, $"{Levels.Sum(l => l.Count):#,0} people in turn, {settings.Opportunities:#,0} opportunities of {Salespeople:#,0}"));
        await using var session = await Session.Start(StoreKind.Sqlite, settings, People.Keys("Reader", "Own"), cancellationToken);
        await People.Register((HttpGrid)session.Grid, cancellationToken);
        foreach (var question in Questions)
        {
            foreach (var level in Enumerable.Range(0, Levels.Length))
            {
                var quiet = await Ask(session, question, level, settings.WarmUp, settings.Measured / 2, cancellationToken);
                report.Row($"`GET {question}`, {Levels[level].Group}", "nothing else", quiet.PerSecond, quiet.Latency);
                var plan = session.Plan(Writers) with { Rate = null };
                var load = session.Load(plan, cancellationToken);
                var busy = await Ask(session, question, level, plan.WarmUp, plan.Measured, cancellationToken);
                var perSecond = (await load).AllAccepted(session.Grid.Door).PerSecond;
                report.Row($"`GET {question}`, {Levels[level].Group}", string.Create(CultureInfo.InvariantCulture, $"{Writers} writers, {perSecond:#,0} commands/s"), busy.PerSecond, busy.Latency);
            }
        }
        report.Keep();
    }

    // On a thread of its own: the connections block it.
    private static Task<Asked> Ask(Session session, string question, int level, TimeSpan warmUp, TimeSpan measured, CancellationToken cancellationToken) =>
        Task.Factory.StartNew(() =>
        {
            var grid = (HttpGrid)session.Grid;
            var askers = Enumerable.Range(0, Levels[level].Count).Select(i => grid.NewQuestion(question, cancellationToken, PeopleAbove.KeyOf(PeopleAbove.NameOf(level, i)))).ToArray();
            var latency = Latencies.New();
            var begin = Stopwatch.GetTimestamp();
            for (var i = 0; Stopwatch.GetElapsedTime(begin) < warmUp + measured; i = (i + 1) % askers.Length)
            {
                var start = Stopwatch.GetTimestamp();
                askers[i].Ask();
                if (Stopwatch.GetElapsedTime(begin, start) >= warmUp)
                    latency.Add(start, Stopwatch.GetTimestamp());
            }
            foreach (var asker in askers)
                asker.Dispose();
            return new Asked(latency.TotalCount / measured.TotalSeconds, latency);
        }, cancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);
}
