using System.Diagnostics;
using SalesGrid.Bench.Grids;
using SalesGrid.Bench.Load;
using SalesGrid.Bench.Processes;
using SalesGrid.Bench.Reports;

namespace SalesGrid.Bench.Scenarios;

/// <summary>A fresh grid on a fresh medium with its business in it, for one or more loads.</summary>
public sealed class Session : IAsyncDisposable
{
    /// <summary>The set-up of a million opportunities fits; a grid that hangs does not hold up a run for ever.</summary>
    private static readonly TimeSpan SetUpTimeout = TimeSpan.FromMinutes(15);

    private readonly Medium medium;
    private readonly Settings settings;

    private Session(Medium medium, IGridUnderTest grid, Settings settings)
    {
        (this.medium, Grid, this.settings) = (medium, grid, settings);
        Workload = new(settings.Opportunities, settings.People);
        Walks = new(settings.Opportunities);
    }

    public IGridUnderTest Grid { get; }

    public Workload Workload { get; }

    public Walks Walks { get; }

    /// <summary>Starts a grid, sets it up and heats it: its code is compiled for the load before anything is measured.</summary>
    public static Task<Session> Start(Door door, StoreKind store, Settings settings, CancellationToken cancellationToken) =>
        Start(store, settings, async medium => door == Door.Grains
            ? await GrainGrid.Start(medium, settings.BucketsOn(store), cancellationToken)
            : await Servers.Gateway(medium, settings.BucketsOn(store), cancellationToken), cancellationToken);

    /// <summary>The same for a peer.</summary>
    public static Task<Session> Start(Peer peer, Settings settings, CancellationToken cancellationToken) =>
        Start(peer.Store, settings, async medium => await Servers.Peer(peer, medium, cancellationToken), cancellationToken);

    /// <summary>The same for a gateway with further configuration.</summary>
    public static Task<Session> Start(StoreKind store, Settings settings, IEnumerable<KeyValuePair<string, string>> configuration, CancellationToken cancellationToken) =>
        Start(store, settings, async medium => await Servers.Gateway(medium, settings.BucketsOn(store), Repository.Gateway, [], configuration, cancellationToken), cancellationToken);

    private static async Task<Session> Start(
        StoreKind store, Settings settings, Func<Medium, Task<IGridUnderTest>> open, CancellationToken cancellationToken)
    {
        var medium = await Medium.Create(store, cancellationToken);
        IGridUnderTest? grid = null;
        try
        {
            grid = await open(medium);
            var session = new Session(medium, grid, settings);
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            patience.CancelAfter(SetUpTimeout);
            var started = Stopwatch.GetTimestamp();
            await grid.Prepare(session.Workload, patience.Token);
            await Console.Error.WriteLineAsync(
                $"{grid.Door} on {store}: {settings.Opportunities:#,0} opportunities set up in {Stopwatch.GetElapsedTime(started).TotalSeconds:0.0} s");
            await session.Load(new() { Connections = 64, WarmUp = TimeSpan.Zero, Measured = settings.Heat }, cancellationToken);
            return session;
        }
        catch
        {
            if (grid is not null)
                await grid.DisposeAsync();
            await medium.DisposeAsync();
            throw;
        }
    }

    /// <summary>A load with the given connections as the settings have it otherwise.</summary>
    public LoadPlan Plan(int connections) => new()
    {
        Connections = connections,
        WarmUp = settings.WarmUp,
        Measured = settings.Measured,
        Rate = settings.Rate,
        Zipf = settings.Zipf,
        Seed = settings.Seed,
    };

    /// <summary>Runs a load.</summary>
    public Task<LoadResult> Load(LoadPlan plan, CancellationToken cancellationToken) =>
        LoadRun.Run(Grid, Workload, Walks, plan, cancellationToken);

    /// <summary>Runs a load and reports it.</summary>
    public async Task<LoadResult> Load(Report report, LoadPlan plan, CancellationToken cancellationToken)
    {
        var result = await Load(plan, cancellationToken);
        Report(report, plan, result);
        return result;
    }

    /// <summary>Reports a load.</summary>
    public void Report(Report report, LoadPlan plan, LoadResult result) =>
        report.Row(Grid.Door, medium.Kind.ToString(), Grid.Door is "HTTP" or "grains" ? settings.BucketsOn(medium.Kind) : null, plan, result);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Grid.DisposeAsync();
        await medium.DisposeAsync();
    }
}

/// <summary>Which way commands go in.</summary>
public enum Door
{
    /// <summary>Grain calls in the silo's own process.</summary>
    Grains,

    /// <summary>HTTP to a gateway in a process of its own.</summary>
    Http,
}
