using System.CommandLine;
using SalesGrid.Bench.Comparison;
using SalesGrid.Bench.Grids;
using SalesGrid.Bench.Reports;
using SalesGrid.Bench.Scenarios;

namespace SalesGrid.Bench;

// Inside the namespace: out here the name means a command to the grid.
using Command = System.CommandLine.Command;

/// <summary>The commands of this program.</summary>
public static class Cli
{
    private const int DefaultOpportunities = 10_000;

    private static readonly Option<StoreKind> Store = new("--store") { Description = "What the ledger lies on.", DefaultValueFactory = _ => StoreKind.Sqlite };
    private static readonly Option<int[]> Connections = new("--connections") { Description = "Workers with one command under way each; repeat for several rows.", DefaultValueFactory = _ => [64] };
    private static readonly Option<double?> Seconds = new("--seconds") { Description = "Time each row is measured. Default 10; 4 with --quick." };
    private static readonly Option<double?> WarmUp = new("--warm-up") { Description = "Seconds of load before each row. Default 1." };
    private static readonly Option<int> Opportunities = new("--opportunities") { Description = "Opportunities in the grid.", DefaultValueFactory = _ => DefaultOpportunities };
    private static readonly Option<int?> Buckets = new("--buckets") { Description = "Buckets of the ledger; as many as the product takes by itself without it." };
    private static readonly Option<double?> Rate = new("--rate") { Description = "Open loop: commands a second, each counted from when it was due. Closed loop without it." };
    private static readonly Option<double?> Zipf = new("--zipf") { Description = "Exponent of a Zipf choice of opportunities, e.g. 0.99. Uniform without it." };
    private static readonly Option<int> Seed = new("--seed") { Description = "Seed of every random choice.", DefaultValueFactory = _ => 417 };
    private static readonly Option<bool> Quick = new("--quick") { Description = "Short times: for a look, not for the record." };
    private static readonly Option<Door> Way = new("--door") { Description = "Which way commands go in.", DefaultValueFactory = _ => Door.Http };
    private static readonly Option<int> Samples = new("--samples") { Description = "Commands that are waited for in the stream.", DefaultValueFactory = _ => 100 };

    /// <summary>Puts the commands together; <paramref name="args"/> is what reports say they were made with.</summary>
    public static RootCommand Build(IReadOnlyList<string> args)
    {
        var root = new RootCommand("Measures the grid: commands through grains or HTTP, questions, the live stream.");
        foreach (var option in new Option[] { Seconds, WarmUp, Opportunities, Buckets, Rate, Zipf, Seed, Quick })
        {
            option.Recursive = true;
            root.Options.Add(option);
        }
        root.Subcommands.Add(Loads("grains", "Commands through grains, the silo inside this process.", Door.Grains, args));
        root.Subcommands.Add(Loads("http", "Commands over HTTP to a gateway in its own process.", Door.Http, args));
        root.Subcommands.Add(Overview(args));
        root.Subcommands.Add(Stream(args));
        root.Subcommands.Add(BucketTable(args));
        root.Subcommands.Add(Everything(args));
        root.Subcommands.Add(PeerLoads(args));
        root.Subcommands.Add(Beside(args));
        root.Subcommands.Add(Long("scale", "What a command costs among 10,000 opportunities and among a million; keeps a report.", 1_000_000, (settings, ct) => Scale.Run(settings, args, ct)));
        root.Subcommands.Add(Long("floor", "What a call of an empty grain costs among 10,000 and among a million: what Orleans alone adds to `scale`; keeps a report.", 1_000_000, (settings, ct) => Floor.Run(settings, args, ct)));
        root.Subcommands.Add(Long("restart", "From the start of a process to ready, a million opportunities in its ledger; keeps a report.", 1_000_000, (settings, ct) => Restart.Run(settings, args, ct)));
        root.Subcommands.Add(Long("memory", "Bytes of an active opportunity and of a row of the projections; keeps a report.", 100_000, (settings, ct) => Memory.Run(settings, args, ct)));
        root.Subcommands.Add(OldAge(args));
        root.Subcommands.Add(Reservations(args));
        root.Subcommands.Add(Long("startup", "Commands of each of the first 30 seconds after a start, by settings of the runtime; keeps a report.", DefaultOpportunities, (settings, ct) => Startup.Run(settings, args, ct)));
        root.Subcommands.Add(Long("scopes", "KPIs of 1,110 people who each read within a scope of their own, quiet and beside 16 writers; keeps a report.", 100_000, (settings, ct) => Scopes.Run(settings, args, ct)));
        root.Subcommands.Add(BySender(args));
        root.Subcommands.Add(Long("stalls", "One reader of a large grid, quiet and beside 16 writers, and the memory it takes; keeps a report.", 100_000, (settings, ct) => Stalls.Run(settings, args, ct)));
        root.Subcommands.Add(Import(args));
        root.Subcommands.Add(ServeNull());
        root.Subcommands.Add(ServeEmpty());
        return root;
    }

    private static Command Loads(string name, string description, Door door, IReadOnlyList<string> args)
    {
        var command = new Command(name, description) { Store, Connections };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var report = new Report("Commands", args);
            await using var session = await Session.Start(door, parsed.GetValue(Store), Read(parsed), cancellationToken);
            report.CommandTable("`advance` commands, all rules and projections on");
            foreach (var connections in parsed.GetValue(Connections)!)
                await session.Load(report, session.Plan(connections), cancellationToken);
        });
        return command;
    }

    private static Command BySender(IReadOnlyList<string> args)
    {
        var rounds = new Option<int>("--rounds") { Description = "How often each has its turn.", DefaultValueFactory = _ => 4 };
        var command = new Command("senders", "The same command by the administrator's key, the owner, and managers above, in turn; keeps a report.") { rounds };
        command.SetAction((parsed, cancellationToken) => Senders.Run(Read(parsed), parsed.GetValue(rounds), args, cancellationToken));
        return command;
    }

    private static Command Overview(IReadOnlyList<string> args)
    {
        var command = new Command("dashboard", "Questions of a dashboard, quiet and beside 64 writers.") { Store };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var settings = Read(parsed);
            var report = new Report("Questions", args);
            await using var session = await Session.Start(Door.Http, parsed.GetValue(Store), settings, cancellationToken);
            report.LatencyTable($"Questions over {settings.Opportunities:#,0} opportunities");
            await Dashboard.Run(session, report, writers: 64, settings, cancellationToken);
        });
        return command;
    }

    private static Command Stream(IReadOnlyList<string> args)
    {
        var command = new Command("stream", "From a command to a subscriber of the KPI stream; --rate sets what else is written meanwhile.") { Store, Samples };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var settings = Read(parsed);
            var report = new Report("Live stream", args);
            await using var session = await Session.Start(Door.Http, parsed.GetValue(Store), settings, cancellationToken);
            report.LatencyTable("From a command to a subscriber");
            await LiveStream.Run(session, report, parsed.GetValue(Samples), settings.Rate, settings, cancellationToken);
        });
        return command;
    }

    private static Command BucketTable(IReadOnlyList<string> args)
    {
        var command = new Command("buckets", "The same load on 1 to 32 buckets, SQLite and Azurite; keeps a report.") { Way };
        command.SetAction((parsed, cancellationToken) => BucketCounts.Run(Read(parsed), parsed.GetValue(Way), args, cancellationToken));
        return command;
    }

    private static Command Everything(IReadOnlyList<string> args)
    {
        var command = new Command("all", "The whole table; keeps a report.");
        command.SetAction((parsed, cancellationToken) => WholeTable.Run(Read(parsed), parsed.GetValue(Quick), args, cancellationToken));
        return command;
    }

    private static Command PeerLoads(IReadOnlyList<string> args)
    {
        var which = new Option<string>("--peer") { Description = "Which one.", Required = true };
        which.AcceptOnlyFromAmong([.. Peer.All.Select(p => p.Id)]);
        var index = new Option<bool>("--dashboard-index") { Description = "With the index that makes the dashboard fast and commands slower." };
        var command = new Command("peer", "The same commands to a peer alone.") { which, Connections, index };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var peer = Peer.All.Single(p => p.Id == parsed.GetValue(which)) with { DashboardIndex = parsed.GetValue(index) };
            var report = new Report("A peer", args);
            await using var session = await Session.Start(peer, Read(parsed), cancellationToken);
            report.CommandTable("`advance` commands");
            foreach (var connections in parsed.GetValue(Connections)!)
                await session.Load(report, session.Plan(connections), cancellationToken);
        });
        return command;
    }

    private static Command Beside(IReadOnlyList<string> args)
    {
        var rounds = new Option<int>("--rounds") { Description = "How often every system has its turn.", DefaultValueFactory = _ => 3 };
        var only = new Option<string[]>("--only") { Description = "Only these contests; repeat for several.", DefaultValueFactory = _ => [] };
        only.AcceptOnlyFromAmong([.. Contests.All.Select(c => c.Id)]);
        var heat = new Option<double?>("--heat") { Description = "Seconds of load on each fresh system before anything is measured. Default 20; 3 with --quick." };
        var command = new Command("compare", "The grid beside what one would build instead, in turn; keeps a report of the ratios.") { rounds, only, heat };
        command.SetAction((parsed, cancellationToken) =>
        {
            var wanted = parsed.GetValue(only)!;
            return Compare.Run([.. Contests.All.Where(c => wanted.Length == 0 || wanted.Contains(c.Id))],
                Math.Clamp(parsed.GetValue(rounds), 1, 99),
                Read(parsed) with { Heat = TimeSpan.FromSeconds(parsed.GetValue(heat) ?? (parsed.GetValue(Quick) ? 3 : 20)) }, args, cancellationToken);
        });
        return command;
    }

    private static Command Long(string name, string description, int opportunities, Func<Settings, CancellationToken, Task> run)
    {
        var command = new Command(name, $"{description} Default {opportunities:#,0} opportunities.");
        command.SetAction((parsed, cancellationToken) => run(ReadLarge(parsed, opportunities), cancellationToken));
        return command;
    }

    private static Command OldAge(IReadOnlyList<string> args)
    {
        var commands = new Option<int>("--commands") { Description = "Commands of the old object.", DefaultValueFactory = _ => 100_000 };
        var command = new Command("long-life", "What a command costs on an object with a great many behind it, and its history; keeps a report.") { commands };
        command.SetAction((parsed, cancellationToken) => LongLife.Run(Math.Clamp(parsed.GetValue(commands), 200, 10_000_000), Read(parsed), args, cancellationToken));
        return command;
    }

    private static Command Reservations(IReadOnlyList<string> args)
    {
        var open = new Option<int>("--open") { Description = "Open reservations of the full object.", DefaultValueFactory = _ => 100_000 };
        var command = new Command("reservations", "What taking and releasing a reservation costs on an object with a great many open ones; keeps a report.") { open };
        command.SetAction((parsed, cancellationToken) => ManyReservations.Run(Math.Clamp(parsed.GetValue(open), 200, SalesGrid.Reservations.GrantedReservations.MaxOpen), Read(parsed), args, cancellationToken));
        return command;
    }

    private static Command Import(IReadOnlyList<string> args)
    {
        var batch = new Option<int?>("--batch") { Description = "Commands in one request; the client's default without it." };
        var parallel = new Option<int?>("--parallel") { Description = "Requests on their way at once; the client's default without it." };
        var command = new Command("import", "Rows a second through the command line client; keeps a report. Default 200,000 opportunities.") { batch, parallel };
        command.SetAction((parsed, cancellationToken) =>
        {
            var options = new[] { ("--batch", parsed.GetValue(batch)), ("--parallel", parsed.GetValue(parallel)) };
            return BulkImport.Run(ReadLarge(parsed, 200_000),
                [.. options.Where(o => o.Item2 is not null).SelectMany(o => new[] { o.Item1, $"{o.Item2}" })], args, cancellationToken);
        });
        return command;
    }

    private static Settings ReadLarge(ParseResult parsed, int opportunities) =>
        parsed.GetResult(Opportunities) is null or { Implicit: true } ? Read(parsed) with { Opportunities = opportunities } : Read(parsed);

    private static Command ServeNull()
    {
        var command = new Command(NullServer.Command, "The gateway on a store that keeps nothing; what this program starts for --store null.") { Hidden = true, TreatUnmatchedTokensAsErrors = false };
        command.SetAction((parsed, cancellationToken) => NullServer.Serve([.. parsed.UnmatchedTokens], cancellationToken));
        return command;
    }

    private static Command ServeEmpty()
    {
        var (count, keeps) = (new Argument<int>("grains"), new Argument<int>("bytes"));
        var command = new Command(EmptyGrains.Command, "Empty grains; what this program starts for `floor`.") { count, keeps };
        command.Hidden = true;
        command.SetAction((parsed, cancellationToken) => EmptyGrains.Serve(parsed.GetValue(count), parsed.GetValue(keeps), cancellationToken));
        return command;
    }

    private static Settings Read(ParseResult parsed)
    {
        var quick = parsed.GetValue(Quick);
        return new()
        {
            Opportunities = Math.Clamp(parsed.GetValue(Opportunities), 1, 2_000_000),
            Buckets = parsed.GetValue(Buckets),
            Heat = TimeSpan.FromSeconds(quick ? 3 : 8),
            WarmUp = TimeSpan.FromSeconds(parsed.GetValue(WarmUp) ?? 1),
            Measured = TimeSpan.FromSeconds(Math.Clamp(parsed.GetValue(Seconds) ?? (quick ? 4 : 10), 1, 600)),
            Rate = parsed.GetValue(Rate),
            Zipf = parsed.GetValue(Zipf),
            Seed = parsed.GetValue(Seed),
        };
    }
}
