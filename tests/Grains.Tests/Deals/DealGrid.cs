using System.Collections.Immutable;
using SalesGrid.Contracts;
using SalesGrid.Customers;
using SalesGrid.Hosting;
using SalesGrid.Ledger;
using SalesGrid.Opportunities;
using SalesGrid.PriceLists;
using SalesGrid.Quotes;
using SalesGrid.Reservations;
using SalesGrid.Salespeople;
using SalesGrid.Storage.InMemory;
using SalesGrid.Subjects;
using SalesGrid.Testing;

namespace SalesGrid.Grains.Tests.Deals;

/// <summary>
/// A grid with an owner, their manager and the one above, a customer, an open opportunity and a price list: one lathe at
/// 1,000.00, floor 700.00. The owner may give 5 percent, the manager 10, the one above 20.
/// </summary>
internal sealed class DealGrid : IAsyncDisposable
{
    public static readonly ContractClauses Clauses = new("一台", "出厂标准", "合计", "验收后付清", "三月底前", "每日千分之一");

    private static int grids;
    private int commands;

    private DealGrid(GridCluster cluster, DealFaultInjection seam, SetTime time, string prefix) =>
        (Cluster, Seam, Time, Prefix) = (cluster, seam, time, prefix);

    public GridCluster Cluster { get; }
    public DealFaultInjection Seam { get; }
    public SetTime Time { get; }
    public string Prefix { get; }
    public string Owner => $"{Prefix}S1";
    public string Lead => $"{Prefix}M1";
    public string Director => $"{Prefix}M2";
    public string Customer => $"{Prefix}C1";
    public DateOnly Today => CompanyDay.Of(Time.GetUtcNow());

    public static async Task<DealGrid> Start(ILedgerStore? store = null, Action<GridOptions>? configure = null, DealFaultInjection? seam = null)
    {
        seam ??= new();
        var time = new SetTime(new(2026, 9, 15, 1, 30, 0, TimeSpan.Zero));
        var grid = new DealGrid(await GridCluster.Start(store ?? new InMemoryLedgerStore(), silos: 1, configure, time, filter: seam), seam, time, $"T-{Interlocked.Increment(ref grids)}-");
        await grid.Hire(grid.Director, null, 2_000);
        await grid.Hire(grid.Lead, grid.Director, 1_000);
        await grid.Hire(grid.Owner, grid.Lead, 500);
        await grid.Accepted("customer", grid.Customer, new RegisterCustomer(new("华东精密机械")));
        await grid.Accepted("opportunity", "O1", new OpenOpportunity(new("Lathe", grid.Customer), grid.Owner));
        await grid.Accepted("pricelist", "PL1", new DraftPriceList("目录价", "CNY", [new("CNC-5", "车床", 1_000m, 700m, 500m)]), "finance", Duties.Finance);
        await grid.Accepted("pricelist", "PL1", new ApprovePriceList(grid.Today), "owner-of-prices", Duties.ProcessOwner);
        return grid;
    }

    public ValueTask DisposeAsync() => Cluster.DisposeAsync();

    public async Task Hire(string id, string? manager, int discountBasisPoints)
    {
        Seam.Views[id] = view => view with { Authority = new("any", discountBasisPoints, null, null, null) };
        await Accepted("salesperson", id, new RegisterSalesperson(id, new("T", "R", manager)), "people", Duties.People);
    }

    public ISubject Subject(string kind, string id) => Cluster.Grains.GetGrain<ISubject>(GrainId.Create(kind, $"{kind}/{id}"));

    public Task<Receipt> Send(string kind, string id, Command command, string? actor = null, Duties duties = Duties.None, string? commandId = null) =>
        Subject(kind, id).Do(command, new(commandId ?? $"deal-{Interlocked.Increment(ref commands)}", actor ?? Owner, Duties: duties));

    public Task<Receipt> Accepted(string kind, string id, Command command, string? actor = null, Duties duties = Duties.None) =>
        GridCluster.Accepted(Send(kind, id, command, actor, duties));

    public Task<Refusal> Refused(ControlPoint by, string kind, string id, Command command, string? actor = null, Duties duties = Duties.None) =>
        GridCluster.Refused(Send(kind, id, command, actor, duties), by);

    public async Task<QuoteView> Quote(string id) => (QuoteView)(await Subject("quote", id).See())!;

    public async Task<ContractView> Contract(string id) => (ContractView)(await Subject("contract", id).See())!;

    /// <summary>What an object has granted of an account, minor units, confirmed or not.</summary>
    public async Task<long> Held(string kind, string id, string account) =>
        (await Subject(kind, id).Controls()).Reservations.Where(h => h.Account == account).Sum(h => h.Amount?.MinorUnits ?? 0);

    public async Task<ImmutableArray<Reservation>> Reservations(string kind, string id) => (await Subject(kind, id).Controls()).Reservations;

    /// <summary>Has an object do what is due, again and again until nothing changes any more.</summary>
    public async Task Wake(string kind, string id)
    {
        for (var i = 0; i < 5; i++)
            await Subject(kind, id).Wake();
    }

    public Task Draft(string id, int discountBasisPoints, string opportunity = "O1") => Accepted("quote", id,
        new DraftQuote(opportunity, "PL1", [new("CNC-5", 1_000, null, discountBasisPoints)], Today.AddDays(30)));

    public async Task Submit(string id, int discountBasisPoints)
    {
        await Draft(id, discountBasisPoints);
        await Accepted("quote", id, new SubmitQuote());
    }

    /// <summary>A quote at list price for so many lathes.</summary>
    public async Task Priced(string id, int lathes)
    {
        await Accepted("quote", id, new DraftQuote("O1", "PL1", [new("CNC-5", lathes)], Today.AddDays(30)));
        await Accepted("quote", id, new SubmitQuote());
    }

    /// <summary>A contract both sides have reviewed, from a quote of its own at list price.</summary>
    public async Task Reviewed(string id, string? quote = null)
    {
        if (quote is null)
            await Submit(quote = $"Q-{id}", 0);
        await Accepted("contract", id, new DraftContract(quote, Clauses));
        await Review(id);
    }

    public async Task Review(string id)
    {
        await Accepted("contract", id, new SubmitForReview());
        await Accepted("contract", id, new ReviewContract(ReviewSide.Legal, ReviewVerdict.Approved), "legal", Duties.Legal);
        await Accepted("contract", id, new ReviewContract(ReviewSide.Finance, ReviewVerdict.Approved), "finance", Duties.Finance);
    }

    public SignContract Signature => new(Today, "HT-1", "王建国");
}
