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
    private const int OpenOnFresh = 20;

    /// <summary>Reservations taken, confirmed and released in one turn.</summary>
    private const int PerTurn = 25;

    private const int Turns = 120;

    /// <summary>Turns before that are not counted: both sides begin warm.</summary>
    private const int TurnsBefore = 80;

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
        var (full, fresh) = (new Side($"with {Figures.Count(open)} open"), new Side($"fresh, {OpenOnFresh} open"));
        for (var turn = -TurnsBefore; turn < Turns; turn++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var id = string.Create(CultureInfo.InvariantCulture, $"FRESH-{turn}");
            var own = new Queue<string>();
            await Register(grid, id);
            for (var i = 0; i < OpenOnFresh; i++)
                own.Enqueue(await Taken(grid, id, $"open-{i}"));
            if (turn == 0)
                (full, fresh) = (new(full.Name), new(fresh.Name));
            foreach (var (side, on, queue) in turn % 2 == 0 ? ((Side, string, Queue<string>)[])[(full, Full, tokens), (fresh, id, own)] : [(fresh, id, own), (full, Full, tokens)])
                await side.Take(grid, on, queue, turn);
        }
        report.Table(string.Create(CultureInfo.InvariantCulture, $"One command at a time, {Turns} turns of {PerTurn} each"),
            "object", "#take, median µs", "#confirm", "#release", "#take, 99th percentile µs", "#confirm", "#release", "#µs of a core a command");
        foreach (var side in (Side[])[fresh, full])
            report.Cells([side.Name, .. side.At(50).Select(Figures.Micros), .. side.At(99).Select(Figures.Micros), Figures.Micros(side.Cpu)]);
        report.Cells(["full to fresh", .. full.At(50).Zip(fresh.At(50), (a, b) => Figures.Ratio(a / b)), "", "", "", Figures.Ratio(full.Cpu / fresh.Cpu)]);
        report.Remark("On the full object each release is of a reservation that lies beside the head and has to be read.");
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
        await First(grid, "FRESH-0", new());
        var fresh = await First(grid, "FRESH-1", new());
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
            took.Add(($"{which} take", await Figures.Timed(() => Send(grid, id, new TakeReservation(Accounts.Allowance, token, "contract/K", One)))));
            took.Add(($"{which} confirm", await Figures.Timed(() => Send(grid, id, new ConfirmReservation(token)))));
            took.Add(($"{which} release", await Figures.Timed(() => Send(grid, id, new ReleaseReservation(tokens.TryDequeue(out var old) ? old : token)))));
        }
        return took;
    }

    private static async Task Register(GrainGrid grid, string id)
    {
        var person = grid.Grains.GetGrain<ISalespersonGrain>(SubjectOf(id));
        await Accepted(person.Execute(new RegisterSalesperson("王芳", new("East 1", "East")), new("register", Actor)));
        await Accepted(person.Execute(new GrantAuthority("any", 500, SalesAllowance: new(10_000_000_000_00, "CNY")), new("authority", Actor, Duties: Duties.People)));
    }

    private static async Task<string> Taken(GrainGrid grid, string id, string step)
    {
        var token = $"contract/K-{step}@3:allowance";
        await Send(grid, id, new TakeReservation(Accounts.Allowance, token, $"contract/K-{step}", One));
        await Send(grid, id, new ConfirmReservation(token));
        return token;
    }

    private static ISubject Person(GrainGrid grid, string id) => grid.Grains.GetGrain<ISubject>(GrainId.Create("salesperson", SubjectOf(id)));

    private static string SubjectOf(string id) => $"salesperson/{id}";

    private static int BucketOf(string id, int buckets) => SubjectId.BucketOf(SubjectOf(id), buckets);

    private static Task Checkpoint(GrainGrid grid, string id, int buckets) => grid.Grains.GetGrain<ILedgerGrain>(BucketOf(id, buckets)).Checkpoint();

    private static Task<Receipt> Send(GrainGrid grid, string id, ReservationCommand command) =>
        Accepted(Person(grid, id).Do(command, Envelope.ByGrid(string.Create(CultureInfo.InvariantCulture, $"{Actor}-{++sent}"), Actor)));

    private static async Task<Receipt> Accepted(Task<Receipt> sent) =>
        await sent is { Refusal: null } receipt ? receipt : throw new InvalidOperationException("A command was not carried out.");

    /// <summary>Objects of one sort, and what commands on them cost.</summary>
    private sealed class Side(string name)
    {
        private readonly LongHistogram[] latencies = [new(TimeSpan.TicksPerMinute, 3), new(TimeSpan.TicksPerMinute, 3), new(TimeSpan.TicksPerMinute, 3)];
        private double cpuMicroseconds;

        public string Name => name;

        /// <summary>Microseconds of a core a command, all three sorts together.</summary>
        public double Cpu => cpuMicroseconds / latencies.Sum(l => l.TotalCount);

        /// <summary>Microseconds of taking, confirming and releasing at a percentile.</summary>
        public IEnumerable<double> At(double percentile) => latencies.Select(l => l.GetValueAtPercentile(percentile) / (double)TimeSpan.TicksPerMicrosecond);

        public async Task Take(GrainGrid grid, string id, Queue<string> tokens, int turn)
        {
            var cpu = Environment.CpuUsage.TotalTime;
            for (var i = 0; i < PerTurn; i++)
            {
                var token = string.Create(CultureInfo.InvariantCulture, $"contract/K-turn-{turn}-{i}@3:allowance");
                var old = tokens.Dequeue();
                tokens.Enqueue(token);
                foreach (var (latency, command) in latencies.Zip((ReservationCommand[])
                    [new TakeReservation(Accounts.Allowance, token, "contract/K", One), new ConfirmReservation(token), new ReleaseReservation(old)]))
                {
                    var started = Stopwatch.GetTimestamp();
                    await Send(grid, id, command);
                    latency.RecordValue(Stopwatch.GetElapsedTime(started).Ticks);
                }
            }
            cpuMicroseconds += (Environment.CpuUsage.TotalTime - cpu).TotalMicroseconds;
        }
    }
}
