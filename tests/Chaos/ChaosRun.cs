using System.Globalization;
using SalesGrid.Chaos.Faults;
using SalesGrid.Chaos.Load;
using SalesGrid.Chaos.Oracle;
using SalesGrid.Chaos.Processes;
using SalesGrid.Chaos.Readers;
using SalesGrid.Chaos.Reports;
using SalesGrid.Chaos.Topologies;

namespace SalesGrid.Chaos;

/// <summary>One run from the start of the grid to the verdict.</summary>
internal sealed class ChaosRun(Settings settings, ITopology topology)
{
    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(90);

    private readonly RunLog log = new();
    private readonly ReaderCheck readers = new();
    private readonly Findings findings = new();
    private readonly List<FaultDone> faults = [];
    private readonly List<string> remarks = [];

    /// <summary>How long one command is tried when the sending has ended.</summary>
    private TimeSpan LastPatience => TimeSpan.FromTicks(Math.Min(settings.HealTimeout.Ticks, TimeSpan.FromSeconds(30).Ticks));

    /// <summary>Starts the grid, hurts it, and judges it.</summary>
    /// <exception cref="TimeoutException">The grid did not start. That is no verdict.</exception>
    public static async Task<RunResult> Execute(Settings settings, CancellationToken cancellationToken)
    {
        await using var workplace = await Workplace.Create();
        await using ITopology topology = settings.Topology switch
        {
            TopologyKind.Embedded => new EmbeddedTopology(workplace.Folder, settings.Broken),
            _ => await ClusterTopology.Create(workplace.Folder, settings, cancellationToken),
        };
        return await new ChaosRun(settings, topology).Execute(cancellationToken);
    }

    private async Task<RunResult> Execute(CancellationToken cancellationToken)
    {
        using var http = GatewayClient.New(topology.Gateway);
        await topology.Start(cancellationToken);
        if (!await GatewayClient.Ready(http, StartTimeout, cancellationToken))
            throw new TimeoutException($"The grid was not ready within {StartTimeout}. It said:\n{LastWords()}");

        var sender = new CommandSender(http, log);
        foreach (var command in Workload.SetUp())
        {
            log.Sending(command);
            await sender.Send(command, StartTimeout, hasty: false, cancellationToken);
        }

        var pulses = await BucketProbe.Start(GatewaySettings.BucketCount, sender, log, cancellationToken);
        var plan = settings.Plan ?? FaultPlan.Make(settings.Seed, settings.Length, [.. (settings.Faults ?? topology.Faults).Intersect(topology.Faults)]);
        var began = log.Now;
        Say($"load of {settings.Workers} workers begins; {plan.Count} faults planned");
        await Hurt(http, sender, pulses, plan, began, cancellationToken);
        var ended = log.Now;

        Say("waiting for the grid to heal");
        var healed = await GatewayClient.Ready(http, settings.HealTimeout, cancellationToken);
        if (!healed)
            findings.Add(Wrong.Unresolved, $"the grid was not ready within {settings.HealTimeout.TotalSeconds:0} s after the last fault");
        await Resolve(sender, cancellationToken);

        Say("judging");
        var answers = healed ? await AskKpis(http, cancellationToken) : [];
        if (healed)
            await AskOwnCheck(http, cancellationToken);
        var (store, complaint) = await topology.OpenLedger();
        if (complaint is not null)
            remarks.Add(complaint);
        KeepLogs();
        var ledger = await Read(store);
        var commands = new CommandCheck(log.Commands, ledger, findings);
        commands.Run();
        KpiCheck.Run(answers, ledger, findings);
        foreach (var finding in readers.Findings)
            findings.Add(Wrong.Reader, finding);
        return new()
        {
            Settings = settings,
            Topology = topology.Description,
            Plan = plan,
            Began = began,
            Ended = ended,
            Log = log,
            Faults = faults,
            Findings = findings,
            Entries = ledger.Lines.Count,
            CarriedOutUnseen = commands.CarriedOutUnseen,
            LookedAt = readers.Looked,
            KpiQuestions = answers.Count,
            Exits = topology.Exits,
            Remarks = [.. topology.Missing, .. remarks],
            LastWords = findings.Counts.Count > 0 || log.Answers.Keys.Any(a => a.StartsWith("500", StringComparison.Ordinal)) ? LastWords() : "",
        };
    }

    /// <summary>Runs load, readers and faults together, and returns when all have ended.</summary>
    private async Task Hurt(HttpClient http, CommandSender sender, IReadOnlyList<BucketProbe> pulses, IReadOnlyList<PlannedFault> plan, TimeSpan began, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var giveUp = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var deals = new Deals();
        var workers = Task.WhenAll(Enumerable.Range(1, settings.Workers).Select(i => Task.Run(() =>
            new Worker(new(settings.Seed, i, deals), sender, new(http, readers, log), deals, log).Run(stop.Token, giveUp.Token), cancellationToken)));
        var beating = Task.WhenAll(pulses.Select(pulse => Task.Run(() => pulse.Run(stop.Token, giveUp.Token), cancellationToken)));
        var watching = new Watchers(http, readers, log).Run(stop.Token);

        var doing = new List<Task>();
        foreach (var fault in plan)
        {
            await Until(began + fault.At, cancellationToken);
            doing.Add(Do(fault, cancellationToken));
        }
        await Task.WhenAll(doing);
        await Until(began + settings.Length, cancellationToken);
        await stop.CancelAsync();
        giveUp.CancelAfter(LastPatience);
        await Task.WhenAll(workers, beating, watching);
    }

    private async Task Do(PlannedFault fault, CancellationToken cancellationToken)
    {
        var begun = log.Now;
        Say($"{fault.Kind} begins ({fault})");
        await topology.Do(fault, Say, cancellationToken);
        Say($"{fault.Kind} ends");
        lock (faults)
            faults.Add(new(fault, begun, log.Now));
    }

    /// <summary>Sends every command of unknown outcome again until it is known: the same id must find out.</summary>
    private async Task Resolve(CommandSender sender, CancellationToken cancellationToken)
    {
        var open = log.Commands.Where(c => c.Outcome == Outcome.Unknown).ToList();
        Say($"{open.Count} commands of unknown outcome are sent again");
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(settings.HealTimeout);
        foreach (var command in open)
            await sender.Send(command, LastPatience, hasty: false, limit.Token);
    }

    private async Task<List<KpiAnswer>> AskKpis(HttpClient http, CancellationToken cancellationToken)
    {
        var answers = new List<KpiAnswer>();
        foreach (var (dimensions, from, to) in KpiCheck.Questions)
        {
            if (await Ask(http, KpiAnswer.PathOf(dimensions, from, to), cancellationToken) is { } text)
                answers.Add(new(dimensions, from, to, text));
        }
        return answers;
    }

    private async Task AskOwnCheck(HttpClient http, CancellationToken cancellationToken)
    {
        if (await Ask(http, "/api/ledger/verify", cancellationToken) is not { } text)
            return;
        using var json = System.Text.Json.JsonDocument.Parse(text);
        if (!json.RootElement.GetProperty("ok").GetBoolean())
            findings.Add(Wrong.OwnCheck, text[..Math.Min(text.Length, 2_000)]);
    }

    /// <summary>Asks a healed grid, which must answer.</summary>
    private async Task<string?> Ask(HttpClient http, string path, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(LastPatience);
        try
        {
            return await http.GetStringAsync(new Uri(path, UriKind.Relative), limit.Token);
        }
        catch (Exception e) when (e is HttpRequestException or IOException || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            findings.Add(Wrong.Unresolved, $"{path} was not answered by a grid that said it was ready: {e.Message}");
            return null;
        }
    }

    private async Task<LedgerImage> Read(Ledger.ILedgerStore store)
    {
        try
        {
            var ledger = await store.Initialize(new("none", GatewaySettings.BucketCount, DateTimeOffset.UnixEpoch), CancellationToken.None);
            return await LedgerImage.Read(store, ledger.BucketCount, findings);
        }
        finally
        {
            if (store is IAsyncDisposable closing)
                await closing.DisposeAsync();
        }
    }

    private async Task Until(TimeSpan time, CancellationToken cancellationToken)
    {
        if (time - log.Now is { Ticks: > 0 } wait)
            await Task.Delay(wait, cancellationToken);
    }

    private void Say(string what)
    {
        log.Note(what);
        settings.Progress?.Invoke(string.Create(CultureInfo.InvariantCulture, $"{log.Now.TotalSeconds,7:0.0} s  {what}"));
    }

    private void KeepLogs()
    {
        if (settings.Logs is not { } folder)
            return;
        Directory.CreateDirectory(folder);
        foreach (var path in topology.Logs.Where(File.Exists))
            File.Copy(path, Path.Combine(folder, Path.GetFileName(path)), overwrite: true);
    }

    private string LastWords() => string.Join('\n', topology.Logs.Where(File.Exists).Select(path =>
        $"--- {Path.GetFileName(path)}\n{string.Join('\n', File.ReadLines(path).TakeLast(60))}"));
}
