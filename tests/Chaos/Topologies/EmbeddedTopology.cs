using SalesGrid.Chaos.Broken;
using SalesGrid.Chaos.Faults;
using SalesGrid.Chaos.Processes;
using SalesGrid.Ledger;
using SalesGrid.Storage;

namespace SalesGrid.Chaos.Topologies;

/// <summary>One gateway process with a silo inside, its ledger a SQLite file on a small disk, its clock to be moved.</summary>
internal sealed class EmbeddedTopology : ITopology
{
    private readonly SmallDisk disk;
    private readonly FakeClock clock;
    private readonly Service gateway;
    private readonly SemaphoreSlim oneAtATime = new(1);

    public EmbeddedTopology(string workplace, Breakage broken)
    {
        disk = SmallDisk.Create(Path.Combine(workplace, "data"));
        clock = new(Path.Combine(workplace, "clock"));
        var environment = GatewaySettings.Environment(disk.Folder);
        foreach (var (name, value) in clock.Environment())
            environment[name] = value;
        Gateway = new($"http://127.0.0.1:{Workplace.FreePort()}");
        string[] program = broken == Breakage.None ? [Programs.Gateway] : [Programs.Chaos, "gateway", "--broken", $"{broken}"];
        gateway = new("gateway", ["dotnet", .. program, "--urls", Gateway.GetLeftPart(UriPartial.Authority)], environment, Path.Combine(workplace, "gateway.log"));
    }

    public string Description => $"embedded: one gateway process with its silo inside, SQLite on {disk.Way}";

    public Uri Gateway { get; }

    public IReadOnlyList<FaultKind> Faults { get; } =
    [
        FaultKind.Kill, FaultKind.Terminate, FaultKind.Pause, FaultKind.DiskFull,
        .. FakeClock.Missing is null ? [FaultKind.ClockJump] : Array.Empty<FaultKind>(),
    ];

    public IReadOnlyList<string> Missing => FakeClock.Missing is { } missing ? [$"{FaultKind.ClockJump}: {missing}"] : [];

    public IReadOnlyList<Exit> Exits => gateway.Exits;

    public IReadOnlyList<string> Logs => [gateway.Log];

    public Task Start(CancellationToken cancellationToken) => gateway.Up();

    public async Task Do(PlannedFault fault, Action<string> note, CancellationToken cancellationToken)
    {
        // A process that is started under a moved clock spins in libfaketime's waits, the runtime's own timer thread too,
        // once the clock is put back; no clock of a kernel does that. So whoever starts, starts at the true time.
        switch (fault.Kind)
        {
            case FaultKind.Kill:
                clock.Set(TimeSpan.Zero);
                gateway.Send(Signal.Kill, endExpected: true);
                await gateway.RunEnded().WaitAsync(cancellationToken);
                break;
            case FaultKind.Terminate:
                clock.Set(TimeSpan.Zero);
                gateway.Send(Signal.Terminate, endExpected: true);
                await gateway.RunEnded().WaitAsync(cancellationToken);
                break;
            case FaultKind.Pause:
                gateway.Send(Signal.Stop, endExpected: false);
                await Hold(fault.For, cancellationToken);
                gateway.Send(Signal.Continue, endExpected: false);
                break;
            case FaultKind.DiskFull:
                // Two of them, one within the other, would make room for each other.
                await oneAtATime.WaitAsync(cancellationToken);
                disk.Fill(gateway.Id);
                await Hold(fault.For, cancellationToken);
                disk.Free(gateway.Id);
                oneAtATime.Release();
                break;
            case FaultKind.ClockJump:
                clock.Set(fault.ClockOffset);
                await Hold(fault.For, cancellationToken);
                clock.Set(TimeSpan.Zero);
                break;
            default:
                note($"{fault.Kind} is no fault of an embedded grid");
                break;
        }
    }

    public async Task<(ILedgerStore Store, string? Complaint)> OpenLedger()
    {
        var took = await gateway.Down();
        var store = LedgerStoreServices.Open(new() { Kind = LedgerStoreKind.Sqlite, Sqlite = new() { Folder = disk.Folder } });
        return (store, took is null ? "the gateway did not end on SIGTERM and had to be killed" : null);
    }

    public async ValueTask DisposeAsync()
    {
        await gateway.DisposeAsync();
        disk.Remove();
        oneAtATime.Dispose();
    }

    /// <summary>What was begun is ended whether the run goes on or not.</summary>
    private static async Task Hold(TimeSpan time, CancellationToken cancellationToken) =>
        await Task.Delay(time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
}
