using System.Diagnostics;
using System.Globalization;
using HdrHistogram;
using SalesGrid.Bench.Grids;
using SalesGrid.Bench.Reports;
using SalesGrid.Ledger;
using SalesGrid.Reservations;
using SalesGrid.Salespeople;
using SalesGrid.Subjects;

namespace SalesGrid.Bench.Scenarios;

/// <summary>
/// What it costs that one object keeps a great many reservations for others: taking, confirming and releasing one on it beside the
/// same on a fresh object, its head, and its first commands after a restart.
/// </summary>
/// <remarks>The silo is inside this process, on SQLite. Commands are sent one after the other; full and fresh take turns.</remarks>
public static class ManyReservations
{
    private const string Actor = "bench";
    private const string Full = "FULL";

    /// <summary>Reservations of a fresh object, all of them in its record.</summary>
    private const int OpenOnFresh = 10;

    /// <summary>Reservations released, taken and confirmed in one turn: no more than a fresh object has.</summary>
    private const int PerTurn = 10;

    private const int Turns = 300;

    /// <summary>Turns before that are not counted: both sides begin warm.</summary>
    private const int TurnsBefore = 200;

    /// <summary>Largest head that is wanted, bytes.</summary>
    private const int HeadBytesWanted = 8 * 1024;

    private static readonly Money One = new(1_00, "CNY");

    private static int sent;

    /// <summary>Runs and keeps the tables.</summary>
    /// <param name="open">Open reservations of the full object.</param>
    /// <param name="settings">Settings.</param>
    /// <param name="command">Arguments of this program.</param>
    /// <param name="cancellationToken">Ends the run.</param>
    public static async Task Run(int open, Settings settings, IReadOnlyList<string> command, CancellationToken cancellationToken)
    {
        var report = new Report("One object with many open reservations", command, "-reservations");
        await using var medium = await Medium.Create(StoreKind.Sqlite, cancellationToken);
        var buckets = settings.BucketsOn(medium.Kind);
        // Found by the fresh objects as well as by the full one: a turn ends with as many open as it began with.
        var tokens = new Queue<string>();
        await using (var grid = await GrainGrid.Start(medium, buckets, cancellationToken))
        {
            await Register(grid, Full);
            var started = Stopwatch.GetTimestamp();
            for (var i = 0; i < open; i++)
            {
                tokens.Enqueue(await Taken(grid, Full, $"open-{i}"));
                if ((i + 1) % 10_000 == 0)
                    await Console.Error.WriteLineAsync($"{i + 1:#,0} reservations after {Stopwatch.GetElapsedTime(started).TotalSeconds:0} s");
            }
            // Released in no order: what the store finds next to each other is none that was taken together.
            var shuffled = tokens.ToArray();
            new Random(settings.Seed).Shuffle(shuffled);
            tokens = new(shuffled);
            await Checkpoint(grid, Full, buckets);
            await Compare(grid, report, open, tokens, cancellationToken);
            await Heads(grid, report, buckets, open, cancellationToken);
        }
        await using (var again = await GrainGrid.Start(medium, buckets, cancellationToken))
            await AfterRestart(again, report, open, tokens);
        report.Keep();
    }

    private static async Task Compare(GrainGrid grid, Report report, int open, Queue<string> tokens, CancellationToken cancellationToken)
    {
        var (full, fresh) = (new Side(), new Side());
        for (var turn = -TurnsBefore; turn < Turns; turn++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var id = string.Create(CultureInfo.InvariantCulture, $"FRESH-{turn}");
            var own = new Queue<string>();
            await Register(grid, id);
            for (var i = 0; i < OpenOnFresh; i++)
                own.Enqueue(await Taken(grid, id, $"open-{i}"));
            if (turn == 0)
                (full, fresh) = (new(), new());
            foreach (var (side, on, queue) in turn % 2 == 0 ? ((Side, string, Queue<string>)[])[(full, Full, tokens), (fresh, id, own)] : [(fresh, id, own), (full, Full, tokens)])
                await side.Take(grid, on, queue, turn);
        }
        report.Table(string.Create(CultureInfo.InvariantCulture, $"One command at a time, {Turns} turns of {PerTurn} each"),
            "command", "#fresh, median µs", "#full", "#full to fresh", "#fresh, 99th percentile µs", "#full", "#fresh, µs of a core", "#full", "#full to fresh");
        foreach (var (a, b) in fresh.Costs.Zip(full.Costs))
        {
            report.Cells(a.What, Figures.Micros(a.At(50)), Figures.Micros(b.At(50)), Figures.Ratio(b.At(50) / a.At(50)),
                Figures.Micros(a.At(99)), Figures.Micros(b.At(99)), Figures.Micros(a.Cpu), Figures.Micros(b.Cpu), Figures.Ratio(b.Cpu / a.Cpu));
        }
        report.Cells("all three", "", "", "", "", "", Figures.Micros(fresh.Costs.Average(c => c.Cpu)), Figures.Micros(full.Costs.Average(c => c.Cpu)),
            Figures.Ratio(full.Costs.Average(c => c.Cpu) / fresh.Costs.Average(c => c.Cpu)));
        report.Remark($"Fresh: {OpenOnFresh} open, all in the record. Full: {Figures.Count(open)} open; each release is of one that lies beside the head and has to be read.");
    }

    private static async Task Heads(GrainGrid grid, Report report, int buckets, int open, CancellationToken cancellationToken)
    {
        report.Table("What they take in the store", "what", "#bytes", "#wanted", "met");
        foreach (var (id, name) in ((string, string)[])[($"FRESH-{Turns - 1}", "head of a fresh object"), (Full, $"head of the one with {Figures.Count(open)} open")])
        {
            await Checkpoint(grid, id, buckets);
            var head = await grid.Store.ReadHead(BucketOf(id, buckets), SubjectOf(id), cancellationToken) ?? throw new InvalidOperationException("The head was not written.");
            report.Cells(name, Figures.Count(head.State.Length), $"≤ {Figures.Count(HeadBytesWanted)}", head.State.Length <= HeadBytesWanted ? "yes" : "**no**");
        }
        var pieces = await grid.Store.ReadPieces(BucketOf(Full, buckets), SubjectOf(Full), PieceKind.Reservation, 0, long.MaxValue, int.MaxValue, cancellationToken);
        report.Cells($"{Figures.Count(pieces.Count)} reservations beside it", Figures.Count(pieces.Sum(p => (long)p.Data.Length)), "", "");
    }

    private static async Task AfterRestart(GrainGrid grid, Report report, int open, Queue<string> tokens)
    {
        // The first of all warms the silo up and is not shown.
        await First(grid, "FRESH-0", TurnTokens(0));
        var fresh = await First(grid, "FRESH-1", TurnTokens(1));
        var full = await First(grid, Full, tokens);
        report.Table("After a restart: first commands on an object that has not been active, milliseconds", "what", "#fresh", "#full");
        for (var i = 0; i < fresh.Count; i++)
            report.Cells(fresh[i].What, fresh[i].Took, full[i].Took);

        var seen = 0;
        var started = Stopwatch.GetTimestamp();
        for (var after = (string?)null; ;)
        {
            var page = await Person(grid, Full).Reservations(after, 500);
            seen += page.Items.Length;
            if ((after = page.NextAfter) is null)
                break;
        }
        if (seen != open)
            throw new InvalidOperationException($"{seen} reservations are listed where {open} are open.");
        report.Cells($"all {Figures.Count(seen)} are listed, 500 a page", "", Figures.Milliseconds(Stopwatch.GetElapsedTime(started)));
    }

    private static async Task<List<(string What, string Took)>> First(GrainGrid grid, string id, Queue<string> tokens)
    {
        var took = new List<(string What, string Took)> { ("its state is read: it becomes active", await Figures.Timed(() => Person(grid, id).Controls())) };
        foreach (var which in (string[])["first", "second"])
        {
            var token = $"{which} after a restart";
            var old = tokens.Dequeue();
            took.Add(($"{which} release", await Figures.Timed(() => Send(grid, id, new ReleaseReservation(old)))));
            took.Add(($"{which} take", await Figures.Timed(() => Send(grid, id, new TakeReservation(Accounts.Allowance, token, "contract/K", One)))));
            took.Add(($"{which} confirm", await Figures.Timed(() => Send(grid, id, new ConfirmReservation(token)))));
        }
        return took;
    }

    private static async Task Register(GrainGrid grid, string id)
    {
        var person = grid.Grains.GetGrain<ISalespersonGrain>(SubjectOf(id));
        await Accepted(person.Execute(new RegisterSalesperson("王芳", new("East 1", "East")), new("register", Actor, Duties: Duties.People)));
        await Accepted(person.Execute(new GrantAuthority("any", 500, SalesAllowance: new(10_000_000_000_00, "CNY")), new("authority", Actor, Duties: Duties.People)));
    }

    private static async Task<string> Taken(GrainGrid grid, string id, string step)
    {
        var token = $"contract/K-{step}@3:allowance";
        await Send(grid, id, new TakeReservation(Accounts.Allowance, token, $"contract/K-{step}", One));
        await Send(grid, id, new ConfirmReservation(token));
        return token;
    }

    private static Queue<string> TurnTokens(int turn) =>
        new(Enumerable.Range(0, PerTurn).Select(i => string.Create(CultureInfo.InvariantCulture, $"contract/K-turn-{turn}-{i}@3:allowance")));

    private static ISubject Person(GrainGrid grid, string id) => grid.Grains.GetGrain<ISubject>(GrainId.Create("salesperson", SubjectOf(id)));

    private static string SubjectOf(string id) => $"salesperson/{id}";

    private static int BucketOf(string id, int buckets) => SubjectId.BucketOf(SubjectOf(id), buckets);

    private static Task Checkpoint(GrainGrid grid, string id, int buckets) => grid.Grains.GetGrain<ILedgerGrain>(BucketOf(id, buckets)).Checkpoint();

    private static Task<Receipt> Send(GrainGrid grid, string id, ReservationCommand command) =>
        Accepted(Person(grid, id).Do(command, Envelope.ByGrid(string.Create(CultureInfo.InvariantCulture, $"{Actor}-{++sent}"), Actor)));

    private static async Task<Receipt> Accepted(Task<Receipt> sent) =>
        await sent is { Refusal: null } receipt ? receipt : throw new InvalidOperationException("A command was not carried out.");

    /// <summary>Objects of one sort, and what commands on them cost.</summary>
    private sealed class Side
    {
        private readonly Cost[] costs = [new("release"), new("take"), new("confirm")];

        /// <summary>What releasing, taking and confirming cost.</summary>
        public IReadOnlyList<Cost> Costs => costs;

        public async Task Take(GrainGrid grid, string id, Queue<string> tokens, int turn)
        {
            var taken = TurnTokens(turn);
            var old = Enumerable.Range(0, PerTurn).Select(_ => tokens.Dequeue()).ToArray();
            await costs[0].Of(grid, id, old.Select(token => new ReleaseReservation(token)));
            await costs[1].Of(grid, id, taken.Select(token => new TakeReservation(Accounts.Allowance, token, "contract/K", One)));
            await costs[2].Of(grid, id, taken.Select(token => new ConfirmReservation(token)));
            foreach (var token in taken)
                tokens.Enqueue(token);
        }
    }

    /// <summary>What commands of one sort cost.</summary>
    private sealed class Cost(string what)
    {
        private readonly LongHistogram latency = new(TimeSpan.TicksPerMinute, 3);
        private double cpuMicroseconds;

        public string What => what;

        /// <summary>Microseconds at a percentile.</summary>
        public double At(double percentile) => latency.GetValueAtPercentile(percentile) / (double)TimeSpan.TicksPerMicrosecond;

        /// <summary>Microseconds of a core a command.</summary>
        public double Cpu => cpuMicroseconds / latency.TotalCount;

        public async Task Of(GrainGrid grid, string id, IEnumerable<ReservationCommand> commands)
        {
            var cpu = Environment.CpuUsage.TotalTime;
            foreach (var command in commands)
            {
                var started = Stopwatch.GetTimestamp();
                await Send(grid, id, command);
                latency.RecordValue(Stopwatch.GetElapsedTime(started).Ticks);
            }
            cpuMicroseconds += (Environment.CpuUsage.TotalTime - cpu).TotalMicroseconds;
        }
    }
}
