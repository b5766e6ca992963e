using SalesGrid.Catalogues;
using SalesGrid.Channels;
using SalesGrid.Opportunities;
using SalesGrid.PriceLists;
using SalesGrid.Products;
using SalesGrid.Quotes;
using SalesGrid.Storage.InMemory;
using SalesGrid.Testing;
using static SalesGrid.Grains.Tests.GridCluster;

namespace SalesGrid.Grains.Tests;

/// <summary>Products and channels as deals, quotes and prices name them, on two silos that know of them at different times.</summary>
public sealed class CatalogueTests
{
    private const int Bucket = 1;

    [Fact]
    public async Task Names_are_free_text_until_the_first_product_is_released_and_entries_from_then_on()
    {
        var time = new MovableTime();
        await using var grid = await Start(new InMemoryLedgerStore(), time: time);
        await grid.Staff();
        for (var i = 0; i < 8; i++)
            await Accepted(Open(grid, $"A{i}", "anything"));
        // A draft is no reason for a catalogue.
        await Create(grid, "CNC 5");
        time.Forward(SiloCatalogue.KeptFor);
        await Accepted(Open(grid, "A8", "anything else"));
        await Release(grid, "CNC 5");
        time.Forward(SiloCatalogue.KeptFor);
        for (var i = 0; i < 8; i++)
        {
            var refusal = await Refused(Open(grid, $"B{i}", "CNC-6"), ControlPoints.ProductMustBeInCatalogue);
            Assert.Equal(("product", Who.ProcessOwner, "product.create"), (refusal.Field, refusal.Missing[0].By[0], refusal.Missing[0].Command));
            await Accepted(Open(grid, $"C{i}", "ｃｎｃ５"));
        }
        Assert.Equal("CNC 5", (await grid.Opportunity("C3").Get())!.Facts.Product);
        // What was in hand goes on, whatever it names; what it is to name from now on is in the catalogue.
        await Accepted(grid.Opportunity("A1").Execute(new ValueOpportunity(new(Name: "x", Product: "anything")), grid.Command()));
        await Refused(grid.Opportunity("A1").Execute(new ValueOpportunity(new(Product: "something")), grid.Command()), ControlPoints.ProductMustBeInCatalogue);
        await Accepted(grid.Opportunity("A1").Execute(new AttachEvidence("project-information", "DOC-1"), grid.Command()));
        await Accepted(grid.Opportunity("A1").Execute(new AdvanceStage(), grid.Command()));
        await grid.Verify();
    }

    [Fact]
    public async Task A_new_product_is_good_everywhere_at_once_and_a_stopped_one_nowhere_after_two_seconds()
    {
        var time = new MovableTime();
        await using var grid = await Start(new InMemoryLedgerStore(), time: time);
        await grid.Staff();
        await Sell(grid, "OLD");
        time.Forward(SiloCatalogue.KeptFor);
        for (var i = 0; i < 8; i++)
            await Refused(Open(grid, $"A{i}", "NEW"), ControlPoints.ProductMustBeInCatalogue);
        // Both silos have just learned that there is none: nobody is refused on that.
        await Sell(grid, "NEW");
        for (var i = 0; i < 8; i++)
            await Accepted(Open(grid, $"B{i}", "NEW"));
        await Accepted(grid.Subject("product/NEW").Do(new SuspendProduct("quality"), grid.By("cat-1", Duties.ProcessOwner)));
        time.Forward(SiloCatalogue.KeptFor);
        for (var i = 0; i < 8; i++)
            await Refused(Open(grid, $"C{i}", "NEW"), ControlPoints.ProductMustBeReleased);
        // Released again it is good at once, though both have just learned that it is not.
        await Accepted(grid.Subject("product/NEW").Do(new ReleaseProduct(), grid.By("cat-2", Duties.ProcessOwner)));
        for (var i = 0; i < 8; i++)
            await Accepted(Open(grid, $"C{i}", "NEW"));
        await grid.Verify();
    }

    [Fact]
    public async Task One_code_is_one_product_however_it_is_written_and_whoever_is_first()
    {
        await using var grid = await Start(new InMemoryLedgerStore());
        await grid.Staff();
        string[] spellings = ["MC 500", "mc500", "MC500", "Mc 500"];
        var receipts = await Task.WhenAll(spellings.Select(code => grid.Subject($"product/{code}").Do(new CreateProduct("机器", "Machine"), grid.By("cat-1", Duties.ProcessOwner))));
        Assert.Single(receipts, r => r.Accepted);
        Assert.All(receipts.Where(r => !r.Accepted), r => Assert.Contains(r.Refusal!.ControlPoint, (string[])["CP-CLAIM-05", "CP-CMD-07", "CP-RSV-01"]));
        await grid.Verify();
    }

    [Fact]
    public async Task Many_at_once_name_what_there_is()
    {
        var time = new MovableTime();
        await using var grid = await Start(new InMemoryLedgerStore(), time: time);
        await grid.Staff();
        var ids = Enumerable.Range(0, 10_000).Select(i => $"N{i}").Where(id => SubjectId.BucketOf($"opportunity/{id}", 4) == Bucket).Take(40).ToArray();
        var intake = grid.Grains.GetGrain<IIntakeGrain>(Bucket);
        IntakeItem[] Items(int from, string product, string? channel) => [.. ids[from..(from + 10)].Select(id => new IntakeItem(id,
            new ImportOpportunity(new("Lathe", "C1", product, channel), "S1", OpportunityStatus.Open, "development", new DateOnly(2025, 3, 1), null, null, "crm"),
            new($"load:{id}", "admin", Duties: Duties.Administrator)))];

        Assert.All(await intake.Begin([.. Items(0, "free", "any")]), Assert.NotNull);
        await Sell(grid, "CNC-5");
        await Accepted(grid.Subject("channel/direct").Do(new CreateChannel("直销", "Direct", ChannelSort.Direct), grid.By("cat-1", Duties.ProcessOwner)));
        time.Forward(SiloCatalogue.KeptFor);
        Assert.All(await intake.Begin([.. Items(10, "CNC-6", "direct")]), Assert.Null);
        Assert.All(await intake.Begin([.. Items(10, "CNC-5", "web")]), Assert.Null);
        Assert.All(await intake.Begin([.. Items(10, "cnc-5", "DIRECT")]), Assert.NotNull);
        Assert.Equal(("CNC-5", "direct"), await grid.Opportunity(ids[10]).Get() is { } deal ? (deal.Facts.Product, deal.Facts.Channel) : default);
        // The object's own grain says why.
        await Refused(grid.Opportunity(ids[20]).Execute(Items(20, "CNC-6", null)[0].Command, Items(20, "CNC-6", null)[0].Envelope), ControlPoints.ProductMustBeInCatalogue);
        Assert.Equal(20, (await grid.Totals()).Opportunities);
        await grid.Verify();
    }

    [Fact]
    public async Task Quotes_offer_what_is_sold_where_the_deal_is_and_prices_are_of_what_there_is()
    {
        var time = new MovableTime();
        await using var grid = await Start(new InMemoryLedgerStore(), time: time);
        await grid.Staff();
        var today = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        await Create(grid, "MED-1");
        var product = grid.Subject("product/MED-1");
        await Accepted(product.Do(new AssessLegality(Legality.WithLicence, "law"), grid.By("law-1", Duties.Legal)));
        await Accepted(product.Do(new RecordLicence("registration", "R-1", today.AddDays(30), ["East"]), grid.By("law-1", Duties.Legal)));
        await Accepted(product.Do(new ReleaseProduct(), grid.By("cat-1", Duties.ProcessOwner)));
        await Sell(grid, "CNC-5");
        await Refused(Open(grid, "W1", "MED-1", "S2"), ControlPoints.ProductMustBeLicensedThere);
        await Accepted(Open(grid, "E1", "MED-1"));

        var prices = grid.Subject("pricelist/PL-1");
        await Refused(prices.Do(Prices("MED-1", "CNC-6"), grid.By("fin-1", Duties.Finance)), ControlPoints.ProductMustBeInCatalogue);
        await Accepted(prices.Do(Prices("MED-1", "CNC-5"), grid.By("fin-1", Duties.Finance)));
        await Accepted(prices.Do(new ApprovePriceList(today), grid.By("fin-2", Duties.Finance)));
        var quote = grid.Subject("quote/Q-1");
        await Refused(quote.Do(new DraftQuote("E1", "PL-1", [new("CNC-6", 1_000)], today.AddDays(9)), grid.Command()), ControlPoints.ProductMustBeInCatalogue);
        await Accepted(quote.Do(new DraftQuote("E1", "PL-1", [new("MED-1", 1_000)], today.AddDays(9)), grid.Command()));
        await Accepted(product.Do(new WithdrawLicence("registration", "R-1", "revoked"), grid.By("law-1", Duties.Legal)));
        time.Forward(SiloCatalogue.KeptFor);
        var refusal = await Refused(quote.Do(new SubmitQuote(), grid.By("m-1", Duties.Manager)), ControlPoints.ProductMustBeLicensed);
        Assert.Equal(("lines[0].product", "product.record-licence"), (refusal.Field, refusal.Missing[0].Command));
        await Accepted(quote.Do(new ReviseQuote(Lines: [new("CNC-5", 1_000)]), grid.By("m-1", Duties.Manager)));
        await Accepted(quote.Do(new SubmitQuote(), grid.By("m-1", Duties.Manager)));
        await grid.Verify();
    }

    [Fact]
    public async Task Owners_of_open_deals_are_warned_when_their_product_is_stopped_and_no_longer_once_it_is_sold_again()
    {
        var time = new MovableTime();
        await using var grid = await Start(new InMemoryLedgerStore(), time: time, configure: o => o.AgendaPeriod = TimeSpan.FromMilliseconds(50));
        await grid.Staff();
        // From before the catalogue, written in another way.
        await Accepted(Open(grid, "FREE", "cnc 5"));
        await Sell(grid, "CNC-5");
        await Sell(grid, "CNC5");
        time.Forward(SiloCatalogue.KeptFor);
        for (var i = 0; i < 5; i++)
            await Accepted(Open(grid, $"D{i}", "CNC5"));
        await Accepted(Open(grid, "OTHER", "CNC-5"));
        await Accepted(grid.Opportunity("D4").Execute(new LoseOpportunity("price"), grid.Command()));
        await Accepted(grid.Subject("product/CNC5").Do(new SuspendProduct("quality"), grid.By("cat-1", Duties.ProcessOwner)));
        time.Forward(ProductKind.TellsAfter);
        string[] open = ["FREE", "D0", "D1", "D2", "D3"];
        foreach (var id in open)
        {
            await Until(async () => (await grid.Opportunity(id).Get())!.ProductNotSold is not null);
            await Until(async () => (await grid.Subject($"opportunity/{id}").Controls()).Warnings.Any(w => w is { Code: "product-not-sold", Owner: "S1", ClosedAt: null }));
            // It goes on.
            await Accepted(grid.Opportunity(id).Execute(new RecordActivity("call", "told the customer"), grid.Command()));
        }
        foreach (var id in new[] { "OTHER", "D4" })
            Assert.Null((await grid.Opportunity(id).Get())!.ProductNotSold);
        await Accepted(grid.Subject("product/CNC5").Do(new ReleaseProduct(), grid.By("cat-2", Duties.ProcessOwner)));
        time.Forward(ProductKind.TellsAfter);
        foreach (var id in open)
        {
            await Until(async () => (await grid.Opportunity(id).Get())!.ProductNotSold is null);
            await Until(async () => (await grid.Subject($"opportunity/{id}").Controls()).Warnings.All(w => w.Code != "product-not-sold" || w.ClosedAt is not null));
        }
        await grid.Verify();
    }

    private static async Task Until(Func<Task<bool>> holds) =>
        await Poll.Until(async () => await holds() ? "yes" : null, TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);

    private static DraftPriceList Prices(params string[] products) => new("2026", "CNY", [.. products.Select(p => new PriceEntry(p, p, 2_000, 1_000))]);

    private static Task<Receipt> Open(GridCluster grid, string id, string product, string owner = "S1") =>
        grid.Opportunity(id).Execute(new OpenOpportunity(new("Lathe", "C1", product), owner), grid.Command());

    private static Task<Receipt> Create(GridCluster grid, string code) =>
        Accepted(grid.Subject($"product/{code}").Do(new CreateProduct("产品", "Product"), grid.By("cat-1", Duties.ProcessOwner)));

    private static async Task Release(GridCluster grid, string code)
    {
        await Accepted(grid.Subject($"product/{code}").Do(new AssessLegality(Legality.Free, "unregulated"), grid.By("law-1", Duties.Legal)));
        await Accepted(grid.Subject($"product/{code}").Do(new ReleaseProduct(), grid.By("cat-1", Duties.ProcessOwner)));
    }

    private static async Task Sell(GridCluster grid, string code)
    {
        await Create(grid, code);
        await Release(grid, code);
    }
}
