using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orleans.TestingHost;
using SalesGrid.Hosting;
using SalesGrid.Ledger;
using SalesGrid.Processes;
using SalesGrid.Silo;
using SalesGrid.Storage.InMemory;
using SalesGrid.Subjects;

namespace SalesGrid.Control.Tests;

/// <summary>One silo in this process, reached as any program inside would: by direct grain calls.</summary>
internal sealed class ControlGrid : IAsyncDisposable
{
    public const int Buckets = 4;

    private readonly InProcessTestCluster cluster;
    private int commands;

    private ControlGrid(InProcessTestCluster cluster, ILedgerStore store) => (this.cluster, Store) = (cluster, store);

    public ILedgerStore Store { get; }

    /// <summary>Starts it.</summary>
    /// <param name="processes">Other processes than those shipped: a broken variant.</param>
    public static async Task<ControlGrid> Start(ProcessCatalog? processes = null)
    {
        var store = new InMemoryLedgerStore();
        var builder = new InProcessTestClusterBuilder(1);
        builder.ConfigureSilo((_, silo) =>
        {
            silo.Services.AddSingleton<ILedgerStore>(store);
            silo.UseSalesGrid();
            silo.Services.Configure<GridOptions>(options => options.BucketCount = Buckets);
            if (processes is not null)
                silo.Services.AddSingleton(processes);
        });
        builder.ConfigureSiloHost((_, host) => host.Logging.SetMinimumLevel(LogLevel.Error));
        var cluster = builder.Build();
        await cluster.DeployAsync();
        return new(cluster, store);
    }

    /// <summary>Any object, by its subject.</summary>
    public ISubject Subject(string subject) =>
        cluster.Client.GetGrain<ISubject>(GrainId.Create(subject[..subject.IndexOf('/', StringComparison.Ordinal)], subject));

    /// <summary>Sends a command under an id of its own.</summary>
    public Task<Receipt> Send(string subject, Command command, string actor, Duties duties = Duties.None) =>
        Subject(subject).Do(command, new($"c-{Interlocked.Increment(ref commands)}", actor, Duties: duties));

    /// <summary>Sends a command that has to be accepted.</summary>
    public async Task<Receipt> Must(string subject, Command command, string actor = "admin", Duties duties = Duties.None)
    {
        var receipt = await Send(subject, command, actor, duties);
        Assert.True(receipt.Accepted, $"{subject}: {command.GetType().Name} was refused by {receipt.Refusal?.ControlPoint}: {receipt.Refusal?.Reason.En}");
        return receipt;
    }

    public ValueTask DisposeAsync() => cluster.DisposeAsync();
}
