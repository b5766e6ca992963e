using System.Globalization;
using SalesGrid.Bench.Grids;
using SalesGrid.Bench.Processes;
using SalesGrid.Bench.Reports;

namespace SalesGrid.Bench.Scenarios;

/// <summary>How long one reader of a large grid waits at worst, in a quiet grid and beside 16 writers, and how much memory the gateway takes.</summary>
public static class Stalls
{
    private const int Writers = 16;
    private const int AskedAnew = 200;

    private static readonly string[] Questions =
    [
        "/api/pipeline?limit=50",
        "/api/pipeline?sort=-amount&currency=CNY&limit=50",
        "/api/kpis?groupBy=region",
        "/api/opportunities/OPP-0000000",
        "/api/opportunities/OPP-0000000/can?command=advance",
    ];

    /// <summary>Asks each question and reports it.</summary>
    public static async Task Run(Settings settings, IReadOnlyList<string> command, CancellationToken cancellationToken)
    {
        var report = new Report("Sales Grid, one reader of a large grid", command, "-stalls");
        report.LatencyTable(string.Create(CultureInfo.InvariantCulture, $"One connection that asks again on the answer, {settings.Opportunities:#,0} opportunities"));
        var memory = new List<(string When, ResidentMemory Memory)>();
        await using (var session = await Session.Start(Door.Http, StoreKind.Sqlite, settings, cancellationToken))
            await Ask(session, report, memory, settings, cancellationToken);
        await StartAnew(memory, settings, cancellationToken);
        report.Table("Memory of the gateway's process", "when", "#resident MB", "#largest so far MB");
        foreach (var (when, at) in memory)
            report.Cells(when, Megabytes(at.Bytes), Megabytes(at.LargestBytes));
        report.Keep();
    }

    private static async Task Ask(
        Session session, Report report, List<(string When, ResidentMemory Memory)> memory, Settings settings, CancellationToken cancellationToken)
    {
        var server = ((HttpGrid)session.Grid).Server.Id;
        memory.Add(("set up by commands to each, and warm", ResidentMemory.Of(server)));
        foreach (var question in Questions)
        {
            var quiet = await Dashboard.Quiet(session, question, settings, cancellationToken);
            report.Row($"`GET {question}`", "nothing else", quiet.PerSecond, quiet.Latency);
        }
        memory.Add(("after quiet questions", ResidentMemory.Of(server)));
        foreach (var question in Questions)
        {
            var (busy, load) = await Dashboard.Busy(session, question, Writers, cancellationToken);
            var perSecond = load.AllAccepted(session.Grid.Door).PerSecond;
            report.Row($"`GET {question}`", string.Create(CultureInfo.InvariantCulture, $"{Writers} writers, {perSecond:#,0} commands/s"), busy.PerSecond, busy.Latency);
        }
        memory.Add(($"after {Writers} writers", ResidentMemory.Of(server)));
    }

    /// <summary>A gateway that was started on such a ledger and is only asked: what nobody has sent a command to since is no active grain.</summary>
    private static async Task StartAnew(List<(string When, ResidentMemory Memory)> memory, Settings settings, CancellationToken cancellationToken)
    {
        await using var medium = await Medium.Create(StoreKind.Sqlite, cancellationToken);
        await using (var filling = await Servers.Gateway(medium, settings.BucketsOn(medium.Kind), cancellationToken))
            await filling.Prepare(new(settings.Opportunities), cancellationToken);
        await using var grid = await Servers.Gateway(medium, settings.BucketsOn(medium.Kind), cancellationToken);
        memory.Add(("started anew on that ledger", ResidentMemory.Of(grid.Server.Id)));
        using var http = grid.NewClient();
        for (var i = 0; i < AskedAnew; i++)
        {
            foreach (var question in Questions)
                await http.GetByteArrayAsync(new Uri(question, UriKind.Relative), cancellationToken);
        }
        memory.Add(($"started anew, each question asked {AskedAnew} times", ResidentMemory.Of(grid.Server.Id)));
    }

    private static string Megabytes(long bytes) => (bytes / 1e6).ToString("#,0", CultureInfo.InvariantCulture);
}
