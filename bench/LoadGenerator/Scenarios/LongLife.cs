using System.Diagnostics;
using System.Globalization;
using HdrHistogram;
using SalesGrid.Bench.Grids;
using SalesGrid.Bench.Reports;
using SalesGrid.Ledger;
using SalesGrid.Opportunities;
using SalesGrid.Salespeople;
using SalesGrid.Subjects;

namespace SalesGrid.Bench.Scenarios;

/// <summary>
/// What it costs that one object has carried out a great many commands: its head, another command on it beside one on a fresh
/// object, its history from the first entry to the last, and a retry of its first command.
/// </summary>
/// <remarks>The silo is inside this process, on SQLite. Commands are sent one after the other; old and fresh take turns.</remarks>
public static class LongLife
{
    private const string Actor = "bench";
    private const string Old = "LONG-LIFE";

    /// <summary>Commands of one turn: fewer than a record keeps, so that a fresh object stays one.</summary>
    private const int CommandsPerTurn = 50;

    private const int Turns = 60;

    private const int PageLength = 500;

    /// <summary>Largest head that is wanted, bytes.</summary>
    private const int HeadBytesWanted = 4 * 1024;

    private static readonly RecordActivity Activity = new("call", "spoke");

    /// <summary>Runs and keeps the tables.</summary>
    /// <param name="commands">Commands of the old object.</param>
    /// <param name="settings">Settings.</param>
    /// <param name="command">Arguments of this program.</param>
    /// <param name="cancellationToken">Ends the run.</param>
    public static async Task Run(int commands, Settings settings, IReadOnlyList<string> command, CancellationToken cancellationToken)
    {
        var report = new Report("One object with a long life", command, "-long-life");
        await using var medium = await Medium.Create(StoreKind.Sqlite, cancellationToken);
        var buckets = settings.BucketsOn(medium.Kind);
        await using (var grid = await GrainGrid.Start(medium, buckets, cancellationToken))
        {
            await Accepted(grid.Grains.GetGrain<ISalespersonGrain>("salesperson/S-1").Execute(new RegisterSalesperson("王芳", new("East 1", "East")), Once("register")));
            await Open(grid, Old);
            var started = Stopwatch.GetTimestamp();
            for (var i = 1; i < commands; i++)
            {
                await Accepted(Grain(grid, Old).Execute(Activity, Once($"life-{i}")));
                if (i % 10_000 == 0)
                    await Console.Error.WriteLineAsync($"{i:#,0} commands after {Stopwatch.GetElapsedTime(started).TotalSeconds:0} s");
            }
            await Side.Compare(grid, report, commands, cancellationToken);
            await Head(grid, report, buckets, commands, cancellationToken);
        }
        await using (var again = await GrainGrid.Start(medium, buckets, cancellationToken))
            await AfterRestart(again, report, commands + (Turns * CommandsPerTurn));
        report.Keep();
    }

    private static async Task Head(GrainGrid grid, Report report, int buckets, int commands, CancellationToken cancellationToken)
    {
        var subject = $"opportunity/{Old}";
        var bucket = SubjectId.BucketOf(subject, buckets);
        await grid.Grains.GetGrain<ILedgerGrain>(bucket).Checkpoint();
        var head = await grid.Store.ReadHead(bucket, subject, cancellationToken) ?? throw new InvalidOperationException("The head was not written.");
        var blocks = await grid.Store.ReadPieces(bucket, subject, PieceKind.History, 0, long.MaxValue, int.MaxValue, cancellationToken);
        report.Table(string.Create(CultureInfo.InvariantCulture, $"What an object with {commands + (Turns * CommandsPerTurn):#,0} commands takes in the store"), "what", "#bytes", "#wanted", "met");
        report.Cells("head", Figures.Count(head.State.Length), $"≤ {Figures.Count(HeadBytesWanted)}", head.State.Length <= HeadBytesWanted ? "yes" : "**no**");
        report.Cells($"history index, {Figures.Count(blocks.Count)} blocks", Figures.Count(blocks.Sum(b => (long)b.Data.Length)), "", "");
    }

    private static async Task AfterRestart(GrainGrid grid, Report report, int commands)
    {
        var grain = Grain(grid, Old);
        report.Table("After a restart", "what", "#ms");
        report.Cells("the object's state is read", await Figures.Timed(grain.Get));
        report.Cells("retry of its first command: every id is read from the index once", await Figures.Timed(() => Replayed(grain.Execute(OpenDeal, Once("open")))));
        report.Cells("retry of its first command, again", await Figures.Timed(() => Replayed(grain.Execute(OpenDeal, Once("open")))));
        report.Cells("retry of its command in the middle", await Figures.Timed(() => Replayed(grain.Execute(Activity, Once($"life-{commands / 2}")))));
        report.Cells("a new command", await Figures.Timed(() => Accepted(grain.Execute(Activity, Once("new")))));

        var subject = grid.Grains.GetGrain<ISubject>(GrainId.Create("opportunity", $"opportunity/{Old}"));
        var started = Stopwatch.GetTimestamp();
        var (version, pages, slowest) = (0, 0, TimeSpan.Zero);
        while (true)
        {
            var asked = Stopwatch.GetTimestamp();
            var page = await subject.Trail(version, PageLength);
            if (page.IsEmpty)
                break;
            foreach (var entry in page)
            {
                if (entry.Version != ++version)
                    throw new InvalidOperationException($"Version {entry.Version} follows {version - 1}.");
            }
            pages++;
            slowest = TimeSpan.FromTicks(Math.Max(slowest.Ticks, Stopwatch.GetElapsedTime(asked).Ticks));
        }
        if (version != commands + 1)
            throw new InvalidOperationException($"The history has {version} entries where {commands + 1} commands were carried out.");
        var took = Stopwatch.GetElapsedTime(started);
        report.Cells($"its whole history, {Figures.Count(version)} entries in {Figures.Count(pages)} pages", Figures.Milliseconds(took));
        report.Cells("of these pages: on average", Figures.Milliseconds(took / pages));
        report.Cells("of these pages: the slowest", Figures.Milliseconds(slowest));
    }

    private static OpenOpportunity OpenDeal { get; } = new(new("Lathe"), "S-1");

    private static IOpportunityGrain Grain(GrainGrid grid, string id) => grid.Grains.GetGrain<IOpportunityGrain>($"opportunity/{id}");

    private static Task<Receipt> Open(GrainGrid grid, string id) => Accepted(Grain(grid, id).Execute(OpenDeal, Once("open")));

    private static Envelope Once(string commandId) => new(commandId, Actor, Duties: Duties.Administrator);

    private static async Task<Receipt> Accepted(Task<Receipt> sent) =>
        await sent is { Refusal: null, Replayed: false } receipt ? receipt : throw new InvalidOperationException("A command was not carried out.");

    private static async Task<Receipt> Replayed(Task<Receipt> sent) =>
        await sent is { Refusal: null, Replayed: true } receipt ? receipt : throw new InvalidOperationException("A retry was no replay.");

    /// <summary>Objects of one sort, and what commands on them cost.</summary>
    private sealed class Side(string name)
    {
        private readonly LongHistogram latency = new(TimeSpan.TicksPerMinute, 3);
        private double cpuMicroseconds;

        private string Name => name;

        private double Median => latency.GetValueAtPercentile(50) / (double)TimeSpan.TicksPerMicrosecond;

        private double Cpu => cpuMicroseconds / latency.TotalCount;

        /// <summary>Has the old object and fresh ones take turns.</summary>
        public static async Task Compare(GrainGrid grid, Report report, int commands, CancellationToken cancellationToken)
        {
            var (old, fresh) = (new Side($"the old one, {Figures.Count(commands)} commands before"), new Side("a fresh one, none before"));
            for (var turn = -2; turn < Turns; turn++)
            {
                // Commands that are not counted: the object is awake, and both sides begin alike.
                cancellationToken.ThrowIfCancellationRequested();
                var id = string.Create(CultureInfo.InvariantCulture, $"FRESH-{turn}");
                await Open(grid, id);
                if (turn < 0)
                {
                    await new Side("").Take(Grain(grid, id), turn);
                    continue;
                }
                foreach (var (side, grain) in turn % 2 == 0 ? ((Side, IOpportunityGrain)[])[(old, Grain(grid, Old)), (fresh, Grain(grid, id))] : [(fresh, Grain(grid, id)), (old, Grain(grid, Old))])
                    await side.Take(grain, turn);
            }
            report.Table(string.Create(CultureInfo.InvariantCulture, $"One command at a time, {Turns} turns of {CommandsPerTurn} each"), "object", "#median µs", "#99th percentile µs", "#µs of a core a command");
            foreach (var side in (Side[])[fresh, old])
                report.Cells(side.Name, Figures.Micros(side.Median), Figures.Micros(side.latency.GetValueAtPercentile(99) / (double)TimeSpan.TicksPerMicrosecond), Figures.Micros(side.Cpu));
            report.Cells("old to fresh", Figures.Ratio(old.Median / fresh.Median), "", Figures.Ratio(old.Cpu / fresh.Cpu));
        }

        private async Task Take(IOpportunityGrain grain, int turn)
        {
            var cpu = Environment.CpuUsage.TotalTime;
            for (var i = 0; i < CommandsPerTurn; i++)
            {
                var id = string.Create(CultureInfo.InvariantCulture, $"turn-{turn}-{i}");
                var started = Stopwatch.GetTimestamp();
                await Accepted(grain.Execute(Activity, Once(id)));
                latency.RecordValue(Stopwatch.GetElapsedTime(started).Ticks);
            }
            cpuMicroseconds += (Environment.CpuUsage.TotalTime - cpu).TotalMicroseconds;
        }
    }
}
