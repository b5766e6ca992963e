using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
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

    private static readonly (string Group, int Count)[] Levels = [("salespeople", Salespeople), ("managers of 10", Salespeople / Below), ("managers of 100", Salespeople / Below / Below)];

    /// <summary>Asks and reports.</summary>
    public static async Task Run(Settings settings, IReadOnlyList<string> command, CancellationToken cancellationToken)
    {
        settings = settings with { People = Salespeople };
        var report = new Report("Sales Grid, readers within scopes", command, "-scopes");
        report.LatencyTable(string.Create(CultureInfo.InvariantCulture, $"{Levels.Sum(l => l.Count):#,0} people in turn, {settings.Opportunities:#,0} opportunities of {Salespeople:#,0}"));
        await using var session = await Session.Start(StoreKind.Sqlite, settings, Keys(), cancellationToken);
        await PutManagersAbove((HttpGrid)session.Grid, cancellationToken);
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

    private static string NameOf(int level, int i) => string.Create(CultureInfo.InvariantCulture, $"{(level == 0 ? "S" : $"M{level}")}-{i:000}");

    private static string KeyOf(string name) => $"bench-key-of-{name}";

    private static IEnumerable<KeyValuePair<string, string>> Keys() => Enumerable.Range(0, Levels.Length)
        .SelectMany(level => Enumerable.Range(0, Levels[level].Count).Select(i => NameOf(level, i)))
        .SelectMany((name, i) => new KeyValuePair<string, string>[]
        {
            new($"Grid__Keys__{i}__Name", name), new($"Grid__Keys__{i}__Role", "Reader"), new($"Grid__Keys__{i}__Reads", "Own"),
            new($"Grid__Keys__{i}__Sha256", Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(KeyOf(name))))),
        });

    private static async Task PutManagersAbove(HttpGrid grid, CancellationToken cancellationToken)
    {
        using var http = grid.NewClient();
        for (var level = Levels.Length - 1; level >= 0; level--)
        {
            var commands = Enumerable.Range(0, Levels[level].Count).Select(i => new
            {
                type = level == 0 ? "salesperson.move" : "salesperson.create",
                id = NameOf(level, i),
                commandId = "scopes",
                body = new { name = level == 0 ? null : NameOf(level, i), team = "T", region = "R", manager = level == Levels.Length - 1 ? null : NameOf(level + 1, i / Below) },
            });
            using var answer = await http.PostAsync(new Uri("/api/commands", UriKind.Relative), JsonContent.Create(new { commands }, options: new(System.Text.Json.JsonSerializerDefaults.Web)
            {
                DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull,
            }), cancellationToken);
            var text = await answer.Content.ReadAsStringAsync(cancellationToken);
            if (!answer.IsSuccessStatusCode || text.Contains("\"accepted\":false", StringComparison.Ordinal))
                throw new InvalidOperationException($"The managers could not be set up: {text[..Math.Min(text.Length, 1_000)]}");
        }
    }

    // On a thread of its own: the connections block it.
    private static Task<Asked> Ask(Session session, string question, int level, TimeSpan warmUp, TimeSpan measured, CancellationToken cancellationToken) =>
        Task.Factory.StartNew(() =>
        {
            var grid = (HttpGrid)session.Grid;
            var askers = Enumerable.Range(0, Levels[level].Count).Select(i => grid.NewQuestion(question, cancellationToken, KeyOf(NameOf(level, i)))).ToArray();
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
