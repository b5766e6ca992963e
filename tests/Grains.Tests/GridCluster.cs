using System.Collections.Immutable;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orleans.TestingHost;
using SalesGrid.Catalogues;
using SalesGrid.Customers;
using SalesGrid.Hosting;
using SalesGrid.ImportWindows;
using SalesGrid.Kpis;
using SalesGrid.Ledger;
using SalesGrid.Opportunities;
using SalesGrid.Processes;
using SalesGrid.Projections;
using SalesGrid.Salespeople;
using SalesGrid.Silo;
using SalesGrid.Subjects;
using SalesGrid.Units;

namespace SalesGrid.Grains.Tests;

/// <summary>Silos in this process over one store: production's own composition, with only the medium replaced.</summary>
public sealed class GridCluster : IAsyncDisposable
{
    private int commands;

    private GridCluster(InProcessTestCluster cluster, ILedgerStore store) => (Cluster, Store) = (cluster, store);

    public InProcessTestCluster Cluster { get; }

    public ILedgerStore Store { get; }

    public IGrainFactory Grains => Cluster.Client;

    private static void GoBy<T>(IServiceCollection services, TimeProvider time) where T : class =>
        services.AddSingleton(sp => ActivatorUtilities.CreateInstance<T>(sp, time));

    public static async Task<GridCluster> Start(ILedgerStore store, short silos = 2, Action<GridOptions>? configure = null, TimeProvider? time = null, ProcessCatalog? processes = null,
        IIncomingGrainCallFilter? filter = null, bool fencesReads = true)
    {
        var builder = new InProcessTestClusterBuilder(silos);
        builder.ConfigureSilo((_, silo) =>
        {
            silo.Services.AddSingleton(store);
            if (filter is not null)
                silo.AddIncomingGrainCallFilter(filter);
            silo.UseSalesGrid();
            if (fencesReads && store.ReadLease > TimeSpan.Zero)
                silo.AddIncomingGrainCallFilter<ReadFence>();
            if (processes is not null)
                silo.Services.AddSingleton(processes);
            // The grid's clock alone: the runtime's own timers and timeouts go by the real one.
            if (time is not null)
            {
                GoBy<GridLedger>(silo.Services, time);
                GoBy<BusinessCalendar>(silo.Services, time);
                GoBy<SubjectServices>(silo.Services, time);
                GoBy<SiloProcessCache>(silo.Services, time);
                GoBy<RecentSalespeople>(silo.Services, time);
                GoBy<SiloUnits>(silo.Services, time);
                GoBy<ImportWindowGate>(silo.Services, time);
                GoBy<SiloCatalogue>(silo.Services, time);
            }
            silo.Services.Configure<GridOptions>(options =>
            {
                options.BucketCount = 4;
                options.StoreRetryPause = TimeSpan.FromMilliseconds(1);
                // Out of the way of tests that plan which call of a store fails.
                options.AgendaPeriod = TimeSpan.FromSeconds(10);
                configure?.Invoke(options);
            });
        });
        builder.ConfigureSiloHost((_, host) => host.Logging.SetMinimumLevel(LogLevel.Error));
        var cluster = builder.Build();
        await cluster.DeployAsync();
        return new(cluster, store);
    }

    public ValueTask DisposeAsync() => Cluster.DisposeAsync();

    public IOpportunityGrain Opportunity(string id) => Grains.GetGrain<IOpportunityGrain>($"opportunity/{id}");

    public ICustomerGrain Customer(string id) => Grains.GetGrain<ICustomerGrain>($"customer/{id}");

    public ISalespersonGrain Salesperson(string id) => Grains.GetGrain<ISalespersonGrain>($"salesperson/{id}");

    public IProcessGrain Process(string id) => Grains.GetGrain<IProcessGrain>($"process/{id}");

    /// <summary>The envelope of somebody with duties.</summary>
    public Envelope By(string actor, Duties duties) => Command() with { Actor = actor, Duties = duties };

    /// <summary>An object of any kind, by its subject.</summary>
    public ISubject Subject(string subject) => Grains.GetGrain<ISubject>(GrainId.Create(subject[..subject.IndexOf('/')], subject));

    public Envelope Command(int? expectedVersion = null, string actor = "tester", Duties duties = Duties.Administrator) =>
        new($"command-{Interlocked.Increment(ref commands)}", actor, expectedVersion, duties);

    /// <summary>A salesperson S1 in the east, S2 in the west, and a customer C1.</summary>
    public async Task Staff()
    {
        await Accepted(Salesperson("S1").Execute(new RegisterSalesperson("王芳", new("East 1", "East")), Command()));
        await Accepted(Salesperson("S2").Execute(new RegisterSalesperson("Li Qiang", new("West 1", "West")), Command()));
        await Accepted(Customer("C1").Execute(new RegisterCustomer(new("华东精密机械", Sector: "machinery")), Command()));
    }

    public Task<Receipt> Open(string id, string owner = "S1", long amountMinor = 100_00) => Accepted(Opportunity(id).Execute(
        new OpenOpportunity(new("Lathe", "C1", "CNC-5", "direct", new Money(amountMinor, "CNY"), new DateOnly(2027, 3, 31)), owner), Command()));

    /// <summary>Takes an open opportunity through every gate to negotiation, where it may be won.</summary>
    public async Task AdvanceToNegotiation(string id)
    {
        string[][] evidence = [["project-information"], ["initiation-report"], ["solution-proposal", "relationship-map"], ["bid-result"]];
        foreach (var kinds in evidence)
        {
            foreach (var kind in kinds)
                await Accepted(Opportunity(id).Execute(new AttachEvidence(kind, "DOC-1"), Command()));
            await Accepted(Opportunity(id).Execute(new AdvanceStage(), Command()));
        }
        foreach (var kind in new[] { "contract-approval", "signed-contract" })
            await Accepted(Opportunity(id).Execute(new AttachEvidence(kind, "DOC-2"), Command()));
    }

    public async Task<KpiTotals> Totals()
    {
        var sum = default(KpiTotals);
        foreach (var part in await Kpis(new([])))
            sum = part.Cells.Aggregate(sum, (s, cell) => s + cell.Totals);
        return sum;
    }

    public Task<KpiPartial[]> Kpis(KpiQuery query) =>
        Task.WhenAll(Enumerable.Range(0, 4).Select(b => Grains.GetGrain<IProjectionGrain>(b).Kpis(query, -1)));

    /// <summary>Checks every bucket: chain, gaps, and every KPI against the second fold.</summary>
    public async Task<ImmutableArray<BucketAudit>> Verify(int buckets = 4)
    {
        var audits = await Task.WhenAll(Enumerable.Range(0, buckets).Select(b => Grains.GetGrain<IAuditGrain>(b).Verify()));
        foreach (var audit in audits)
        {
            Assert.Empty(audit.Problems);
            Assert.Equal(0, audit.KpiDifferences);
        }
        return [.. audits];
    }

    public static async Task<Receipt> Accepted(Task<Receipt> sent)
    {
        var receipt = await sent;
        Assert.True(receipt.Accepted, receipt.Refusal?.Reason.En);
        return receipt;
    }

    public static async Task<Refusal> Refused(Task<Receipt> sent, ControlPoint by)
    {
        var refusal = (await sent).Refusal;
        Assert.NotNull(refusal);
        Assert.Equal(by.Id, refusal.ControlPoint);
        return refusal;
    }
}
