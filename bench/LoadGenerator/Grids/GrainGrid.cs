using System.Globalization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using SalesGrid.Bench.Load;
using SalesGrid.Customers;
using SalesGrid.Kpis;
using SalesGrid.Ledger;
using SalesGrid.Opportunities;
using SalesGrid.Projections;
using SalesGrid.Salespeople;
using SalesGrid.Silo;

namespace SalesGrid.Bench.Grids;

/// <summary>A silo in this process, commanded through its grains: the grid without HTTP.</summary>
public sealed class GrainGrid : IGridUnderTest
{
    private const string Actor = "bench";

    /// <summary>Objects set up at the same time: enough for fat batches, few enough to stay within every timeout.</summary>
    private const int SetUpAtOnce = 2_000;

    private readonly IHost host;
    private readonly IGrainFactory grains;
    private readonly int buckets;
    private IOpportunityGrain[] opportunities = [];
    private string[] owners = [];

    private GrainGrid(IHost host, int buckets)
    {
        (this.host, this.buckets) = (host, buckets);
        grains = host.Services.GetRequiredService<IGrainFactory>();
    }

    /// <summary>The grains of the silo.</summary>
    public IGrainFactory Grains => grains;

    /// <summary>What its ledger lies on.</summary>
    public ILedgerStore Store => host.Services.GetRequiredService<ILedgerStore>();

    /// <inheritdoc/>
    public string Door => "grains";

    /// <inheritdoc/>
    public int? ServerProcessId => null;

    /// <summary>Starts a silo on the medium.</summary>
    public static async Task<GrainGrid> Start(Medium medium, int buckets, CancellationToken cancellationToken)
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Configuration.AddInMemoryCollection([new("Grid:BucketCount", buckets.ToString(CultureInfo.InvariantCulture))]);
        // The silo warns of every slow turn, on a busy machine hundreds of times: that is what the latencies are for.
        builder.Logging.SetMinimumLevel(LogLevel.Warning).AddFilter("Orleans", LogLevel.Error);
        builder.UseOrleans(silo =>
        {
            new ClusterSettings { SiloPort = 0, GatewayPort = 0 }.Apply(silo);
            silo.Services.AddSingleton(_ => medium.Open());
            silo.UseSalesGrid(builder.Configuration.GetSection("Grid"));
        });
        var host = builder.Build();
        await host.StartAsync(cancellationToken);
        return new(host, buckets);
    }

    /// <inheritdoc/>
    public async Task Prepare(Workload book, CancellationToken cancellationToken)
    {
        Take(book);
        // Every grain that a load meets is active before it begins; the projections are too.
        await CommittedEntries(cancellationToken);
        var options = new ParallelOptions { MaxDegreeOfParallelism = SetUpAtOnce, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(book.People, options, async (p, _) =>
            Accepted(await grains.GetGrain<ISalespersonGrain>($"salesperson/{p.Id}")
                .Execute(new RegisterSalesperson(p.Name, new(p.Team, p.Region)), Once("register"))));
        await Parallel.ForEachAsync(book.Customers, options, async (c, _) =>
            Accepted(await grains.GetGrain<ICustomerGrain>($"customer/{c.Id}")
                .Execute(new RegisterCustomer(new(c.Name, c.Sector)), Once("register"))));
        await Parallel.ForEachAsync(Enumerable.Range(0, book.Deals.Length), options, async (i, _) =>
        {
            var deal = book.Deals[i];
            var amount = new Money(deal.Amount * 100, "CNY");
            Accepted(await opportunities[i].Execute(
                new OpenOpportunity(new(deal.Name, deal.CustomerId, deal.Product, "direct"), deal.OwnerId), Once("open")));
            Accepted(await opportunities[i].Execute(
                new ValueOpportunity(new(Amount: amount, ExpectedCloseOn: deal.ExpectedCloseOn)), Once("value")));
            Accepted(await opportunities[i].Execute(new AttachEvidence(Workload.Evidence, $"DOC-{deal.Id}"), Once("evidence")));
        });
    }

    /// <summary>Takes a book that is in the ledger already: names its opportunities, and asks for none.</summary>
    public void Take(Workload book)
    {
        opportunities = [.. book.Deals.Select(d => grains.GetGrain<IOpportunityGrain>($"opportunity/{d.Id}"))];
        owners = [.. book.Deals.Select(d => d.OwnerId)];
    }

    /// <summary>Activates every opportunity of the book.</summary>
    public Task Activate(CancellationToken cancellationToken) => Parallel.ForEachAsync(opportunities,
        new ParallelOptions { MaxDegreeOfParallelism = 256, CancellationToken = cancellationToken }, async (grain, _) => await grain.Get());

    /// <inheritdoc/>
    public ISender NewSender(CancellationToken cancellationToken) => new Sender(opportunities, owners);

    /// <inheritdoc/>
    public async Task<long> CommittedEntries(CancellationToken cancellationToken)
    {
        var parts = await Task.WhenAll(Enumerable.Range(0, buckets)
            .Select(bucket => grains.GetGrain<IProjectionGrain>(bucket).Kpis(new KpiQuery([]), -1)));
        return parts.Sum(p => p.Watermark);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        await host.StopAsync(patience.Token);
        if (host is IAsyncDisposable asyncHost)
            await asyncHost.DisposeAsync();
    }

    private static Envelope Once(string step) => new($"set-up-{step}", Actor, Duties: Duties.Administrator);

    private static void Accepted(Receipt receipt)
    {
        if (receipt.Refusal is { } refusal)
            throw new InvalidOperationException($"{receipt.Subject} could not be set up: {refusal.ControlPoint} {refusal.Reason.En}");
    }

    private sealed class Sender(IOpportunityGrain[] opportunities, string[] owners) : ISender
    {
        public async ValueTask<string?> Advance(int opportunity, string to, string commandId, CancellationToken cancellationToken)
        {
            var receipt = await opportunities[opportunity].Execute(new AdvanceStage(to), new Envelope(commandId, owners[opportunity]));
            return receipt.Refusal?.ControlPoint;
        }

        public void Dispose()
        {
        }
    }
}
