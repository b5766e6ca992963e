using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orleans.TestingHost;
using SalesGrid.Control.Tests.Checker;
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
    /// <param name="services">Other services: a broken variant.</param>
    public static async Task<ControlGrid> Start(ProcessCatalog? processes = null, Action<IServiceCollection>? services = null)
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
            services?.Invoke(silo.Services);
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
    public async Task<Receipt> Must(string subject, Command command, string actor = "admin", Duties duties = Duties.Administrator)
    {
        var receipt = await Send(subject, command, actor, duties);
        Assert.True(receipt.Accepted, $"{subject}: {command.GetType().Name} was refused by {receipt.Refusal?.ControlPoint}: {receipt.Refusal?.Reason.En}");
        return receipt;
    }

    /// <summary>
    /// The whole ledger, once all that was begun between objects has come to its end. A step that somebody else was going on with
    /// is left to the next wake-up, seconds later; here nobody waits for the clock.
    /// </summary>
    public async Task<List<Turn>> ReadSettled()
    {
        const int rounds = 20;
        var turns = await LedgerReader.Read(Store, Buckets);
        for (var round = 1; round <= rounds; round++)
        {
            var concerned = turns
                .SelectMany(t => t.Lines.Where(l => l.Type == "ReservationGranted").Select(l => l.Needed("for")).Append(t.Subject))
                .Where(s => s.StartsWith("contract/", StringComparison.Ordinal) || s.StartsWith("quote/", StringComparison.Ordinal) || s.StartsWith("opportunity/", StringComparison.Ordinal))
                .Distinct();
            await Parallel.ForEachAsync(concerned, new ParallelOptions { MaxDegreeOfParallelism = 64 }, async (subject, _) => await Subject(subject).Wake());
            var before = turns.Sum(t => t.Lines.Count);
            turns = await LedgerReader.Read(Store, Buckets);
            if (turns.Sum(t => t.Lines.Count) == before)
                return turns;
        }
        throw new InvalidOperationException($"The grid was not at rest after {rounds} rounds.");
    }

    public ValueTask DisposeAsync() => cluster.DisposeAsync();
}
