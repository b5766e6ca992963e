using SalesGrid.Chaos.Broken;
using SalesGrid.Chaos.Faults;
using SalesGrid.Chaos.Processes;
using SalesGrid.Ledger;
using SalesGrid.Storage;
using SalesGrid.Testing;

namespace SalesGrid.Chaos.Topologies;

/// <summary>Silos on Azurite, each behind a proxy of its own, and a gateway as a pure client.</summary>
/// <remarks>Azurite itself is never killed: it acknowledges before it is durable, so what it lost would be no fault of the grid.</remarks>
internal sealed class ClusterTopology : ITopology
{
    /// <summary>How long a silo that woke up dead may take to find out and end.</summary>
    private static readonly TimeSpan WakeTimeout = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(60);

    private readonly Azurite azurite;
    private readonly string workplace;
    private readonly Settings settings;
    private readonly List<StoreProxy> proxies = [];
    private readonly List<Service> silos = [];
    private readonly List<Service> joined = [];
    private readonly Service gateway;

    private ClusterTopology(Azurite azurite, string workplace, Settings settings)
    {
        (this.azurite, this.workplace, this.settings) = (azurite, workplace, settings);
        Gateway = new($"http://127.0.0.1:{Workplace.FreePort()}");
        var environment = GatewaySettings.Environment(Path.Combine(workplace, "gateway"));
        environment["Grid__Mode"] = "Client";
        environment["Grid__Cluster__Membership"] = "Azure";
        environment["Grid__Cluster__Azure__ConnectionString"] = azurite.ConnectionString;
        gateway = new("gateway", ["dotnet", Programs.Gateway, "--urls", Gateway.GetLeftPart(UriPartial.Authority)], environment, Path.Combine(workplace, "gateway.log"));
    }

    public string Description => $"cluster: {silos.Count} silo processes on Azurite, each behind a proxy of its own, and a gateway as their client";

    public Uri Gateway { get; }

    public IReadOnlyList<FaultKind> Faults { get; } =
    [
        FaultKind.Kill, FaultKind.Terminate, FaultKind.Pause, FaultKind.Zombie, FaultKind.Join, FaultKind.StoreSlow,
        FaultKind.StoreRefuses, FaultKind.StoreAnswersLost, FaultKind.StoreSilent, FaultKind.StoreLate,
    ];

    public IReadOnlyList<string> Missing => [];

    public IReadOnlyList<Exit> Exits => [.. silos.Concat(joined).Append(gateway).SelectMany(s => s.Exits).OrderBy(e => e.At)];

    public IReadOnlyList<string> Logs => [.. silos.Concat(joined).Append(gateway).Select(s => s.Log)];

    /// <summary>Starts the store; nothing of the grid runs yet.</summary>
    public static async Task<ClusterTopology> Create(string workplace, Settings settings, CancellationToken cancellationToken)
    {
        var cluster = new ClusterTopology(await Azurite.Start(cancellationToken), workplace, settings);
        for (var i = 1; i <= settings.Silos; i++)
        {
            var proxy = await StoreProxy.Start(cluster.azurite.ConnectionString);
            cluster.proxies.Add(proxy);
            cluster.silos.Add(cluster.NewSilo($"silo-{i}", proxy.ConnectionString));
        }
        return cluster;
    }

    public async Task Start(CancellationToken cancellationToken)
    {
        foreach (var silo in silos)
            await silo.Up();
        // All of them first: the buckets go to those that are there when they are asked for.
        foreach (var silo in silos)
            await silo.UntilSaid("Joined", StartTimeout, cancellationToken);
        await gateway.Up();
    }

    public async Task Do(PlannedFault fault, Action<string> note, CancellationToken cancellationToken)
    {
        // One time in so many it is the gateway; its readers must not notice more than that it was away.
        var victim = fault.Target % (silos.Count + 1) is var index && index < silos.Count ? silos[index] : gateway;
        switch (fault.Kind)
        {
            case FaultKind.Kill:
                note($"{Signals.NameOf(Signal.Kill)} to {victim.Name}");
                victim.Send(Signal.Kill, endExpected: true);
                await victim.RunEnded().WaitAsync(cancellationToken);
                break;
            case FaultKind.Terminate:
                note($"{Signals.NameOf(Signal.Terminate)} to {victim.Name}");
                victim.Send(Signal.Terminate, endExpected: true);
                await victim.RunEnded().WaitAsync(cancellationToken);
                break;
            case FaultKind.Pause:
                note($"{Signals.NameOf(Signal.Stop)} to {victim.Name}");
                victim.Send(Signal.Stop, endExpected: false);
                await Hold(fault.For, cancellationToken);
                victim.Send(Signal.Continue, endExpected: false);
                break;
            case FaultKind.Zombie:
                await Bury(silos[fault.Target % silos.Count], fault.For, note, cancellationToken);
                break;
            case FaultKind.Join:
                await Join(fault.For, note, cancellationToken);
                break;
            case FaultKind.ClockJump or FaultKind.DiskFull:
                note($"{fault.Kind} is no fault of a cluster");
                break;
            default:
                await HurtStore(fault, note, cancellationToken);
                break;
        }
    }

    public async Task<(ILedgerStore Store, string? Complaint)> OpenLedger()
    {
        // What was broken on purpose need not end in order.
        if (settings.Broken != Breakage.None)
            await Task.WhenAll(silos.Append(gateway).Select(s => s.DisposeAsync().AsTask()));
        await gateway.Down();
        var took = await Task.WhenAll(silos.Select(s => s.Down()));
        var store = LedgerStoreServices.Open(new() { Kind = LedgerStoreKind.Azure, Azure = new() { ConnectionString = azurite.ConnectionString } });
        return (store, took.Contains(null) ? "a silo did not end on SIGTERM and had to be killed" : null);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var service in silos.Concat(joined).Append(gateway))
            await service.DisposeAsync();
        foreach (var proxy in proxies)
            await proxy.DisposeAsync();
        await azurite.DisposeAsync();
    }

    private Service NewSilo(string name, string store)
    {
        var environment = GatewaySettings.Environment(Path.Combine(workplace, name));
        environment["Grid__Storage__Kind"] = "Azure";
        environment["Grid__Storage__Azure__ConnectionString"] = store;
        environment["Grid__Cluster__Membership"] = "Azure";
        if (settings.QuickVerdicts)
            (environment["Grid__Cluster__ProbeTimeout"], environment["Grid__Cluster__MissedProbes"]) = ("00:00:01", "2");
        string[] program = settings.Broken == Breakage.None ? [Programs.Silo] : [Programs.Chaos, "silo", "--broken", $"{settings.Broken}"];
        return new(name, ["dotnet", .. program], environment, Path.Combine(workplace, $"{name}.log"));
    }

    /// <summary>Stops a silo until the others have declared it dead, and wakes it.</summary>
    private static async Task Bury(Service silo, TimeSpan time, Action<string> note, CancellationToken cancellationToken)
    {
        note($"{Signals.NameOf(Signal.Stop)} to {silo.Name}");
        silo.Send(Signal.Stop, endExpected: true);
        await Hold(time, cancellationToken);
        var ended = silo.RunEnded();
        silo.Send(Signal.Continue, endExpected: true);
        note($"{Signals.NameOf(Signal.Continue)} to {silo.Name}");
        var woke = TimeProvider.System.GetTimestamp();
        if (await Task.WhenAny(ended, Task.Delay(WakeTimeout, cancellationToken)) == ended)
            note(FormattableString.Invariant($"{silo.Name} found out that it was dead and ended {TimeProvider.System.GetElapsedTime(woke).TotalSeconds:0.0} s after it woke"));
        else
            note($"{silo.Name} lives on: the others did not declare it dead");
    }

    private async Task Join(TimeSpan time, Action<string> note, CancellationToken cancellationToken)
    {
        var silo = NewSilo($"joined-{joined.Count + 1}", azurite.ConnectionString);
        joined.Add(silo);
        note($"{silo.Name} starts");
        await silo.Up();
        await Hold(time, cancellationToken);
        note(await silo.Down() is { } took
            ? FormattableString.Invariant($"{silo.Name} left in {took.TotalSeconds:0.0} s")
            : $"{silo.Name} did not end on SIGTERM and was killed");
    }

    private async Task HurtStore(PlannedFault fault, Action<string> note, CancellationToken cancellationToken)
    {
        var mode = fault.Kind switch
        {
            FaultKind.StoreSlow => StoreMode.Slow,
            FaultKind.StoreRefuses => StoreMode.Refuse,
            FaultKind.StoreAnswersLost => StoreMode.LoseAnswer,
            FaultKind.StoreSilent => StoreMode.Silent,
            _ => StoreMode.Late,
        };
        // One silo is cut off, or the store is away for all.
        var victims = fault.Target % (proxies.Count + 1) is var index && index < proxies.Count ? [proxies[index]] : proxies.ToArray();
        var before = victims.Sum(v => v.Hit);
        foreach (var victim in victims)
            victim.Set(mode, fault.Everything);
        await Hold(fault.For, cancellationToken);
        foreach (var victim in victims)
            victim.Set(StoreMode.Open, everything: true);
        note($"{fault.Kind} was done to {victims.Sum(v => v.Hit) - before} requests of {(victims.Length == 1 ? $"silo-{index + 1}" : "all silos")}");
    }

    private static async Task Hold(TimeSpan time, CancellationToken cancellationToken) =>
        await Task.Delay(time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
}
