using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Hosting;
using Orleans.Runtime.Hosting;
using SalesGrid.Catalogues;
using SalesGrid.Contracts;
using SalesGrid.Controls;
using SalesGrid.Customers;
using SalesGrid.Hosting;
using SalesGrid.ImportWindows;
using SalesGrid.Ledger;
using SalesGrid.Opportunities;
using SalesGrid.Processes;
using SalesGrid.Products;
using SalesGrid.Quotes;
using SalesGrid.Salespeople;
using SalesGrid.Subjects;
using SalesGrid.Units;
using SalesGrid.Warnings;

namespace SalesGrid.Silo;

/// <summary>Puts a silo of the grid together. Production and tests do it here, and replace at most time and the store.</summary>
public static class SalesGridSilo
{
    /// <summary>How long a call waits for its answer, unless its method says otherwise. A gateway then calls again, so this is how long a lost message costs.</summary>
    public static readonly TimeSpan ResponseTimeout = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Adds everything but the store and the clustering: grains' surroundings, placement, limits.
    /// A store is added with <c>AddLedgerStore</c> or any <see cref="ILedgerStore"/> of one's own.
    /// </summary>
    public static ISiloBuilder UseSalesGrid(this ISiloBuilder silo, IConfiguration? grid = null)
    {
        var options = silo.Services.AddOptions<GridOptions>().ValidateDataAnnotations().ValidateOnStart();
        if (grid is not null)
            options.Bind(grid);
        silo.Services.TryAddSingleton(TimeProvider.System);
        silo.Services.TryAddSingleton(ProcessCatalog.Shipped);
        silo.Services.AddSingleton<SiloProcessCache>();
        silo.Services.AddSingleton<RecentSalespeople>();
        silo.Services.AddSingleton<SiloUnits>();
        silo.Services.AddSingleton<IUnitPeople, UnitPeople>();
        silo.Services.AddSingleton<ManagersAbove>();
        silo.Services.AddSingleton<IOrganisation, Organisation>();
        // What a person can have in hand, in the order in which it is handed over: customers first, since deals are with them.
        silo.Services.AddSingleton(CustomerPortfolio.Own);
        silo.Services.AddSingleton(OpportunityPortfolio.Own);
        silo.Services.AddSingleton(QuotePortfolio.Own);
        silo.Services.AddSingleton(ContractPortfolio.Own);
        silo.Services.AddSingleton(QuotePortfolio.Approvals);
        silo.Services.AddSingleton(OpportunityPortfolio.Teams);
        silo.Services.AddSingleton<PersonPortfolio>();
        // What follows a deal to a new owner.
        silo.Services.AddSingleton(QuotePortfolio.OfOpportunity);
        silo.Services.AddSingleton(ContractPortfolio.OfOpportunity);
        silo.Services.AddSingleton<OpportunityPapers>();
        silo.Services.AddSingleton(CustomerMerges.Subsidiaries);
        silo.Services.AddSingleton(OpportunityPortfolio.OfCustomer);
        silo.Services.AddSingleton(QuotePortfolio.OfCustomer);
        silo.Services.AddSingleton(QuotePortfolio.UnderWay);
        silo.Services.AddSingleton(ContractPortfolio.UnderWay);
        silo.Services.AddSingleton<CustomerBusiness>();
        silo.Services.AddSingleton<ImportWindowGate>();
        silo.Services.AddSingleton<IImportGate>(sp => sp.GetRequiredService<ImportWindowGate>());
        silo.Services.AddSingleton<IPersonPipeline, PersonPipeline>();
        silo.Services.AddSingleton<SiloCatalogue>();
        silo.Services.AddSingleton<IProductDeals, ProductDeals>();
        silo.Services.AddSingleton<GridLedger>();
        silo.Services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>>(sp => sp.GetRequiredService<GridLedger>());
        silo.Services.AddSingleton<BusinessCalendar>();
        silo.Services.AddSingleton<WarningPolicySource>();
        silo.Services.AddSingleton<DecisionCounts>();
        silo.Services.AddSingleton<SubjectServices>();
        silo.Services.AddSingleton<RefusalLog>();
        silo.Services.AddSingleton<IRefusalLog>(sp => sp.GetRequiredService<IOptions<GridOptions>>().Value.RefusalLog.On ? sp.GetRequiredService<RefusalLog>() : new NoRefusalLog());
        silo.Services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>>(sp => sp.GetRequiredService<RefusalLog>());
        silo.Services.AddSingleton<BucketHomes>();
        silo.Services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>>(sp => sp.GetRequiredService<BucketHomes>());
        silo.Services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>, BucketRounds>();
        silo.Services.AddPlacementDirector<BucketPlacement, BucketPlacementDirector>();
        // A hot object refuses rather than builds a queue that times out; senders are told to come back.
        silo.Configure<SiloMessagingOptions>(o =>
        {
            o.MaxEnqueuedRequestsHardLimit = 50_000;
            // Each look visits every object that was busy within the last minute: among a million every five seconds is part of what each command costs.
            o.GrainWorkloadAnalysisPeriod = TimeSpan.FromMinutes(1);
            o.ResponseTimeout = ResponseTimeout;
        });
        silo.Configure<GrainCollectionOptions>(o => o.CollectionAge = TimeSpan.FromMinutes(15));
        var cluster = grid?.GetSection("Cluster").Get<ClusterSettings>() ?? new();
        silo.Configure<ClusterMembershipOptions>(o => MembershipTuning.Apply(o, cluster));
        silo.Services.Configure<HostOptions>(o => o.ShutdownTimeout = TimeSpan.FromSeconds(60));
        return silo;
    }
}
