using SalesGrid.Catalogues;
using SalesGrid.Channels;
using SalesGrid.Products;
using static SalesGrid.Domain.Tests.OpportunityRow;

namespace SalesGrid.Domain.Tests;

/// <summary>What names products and channels: free text until there is a catalogue, entries of it from then on.</summary>
public sealed class CatalogueTests
{
    private static readonly Catalogue Begun = Catalogue.None.Evolve(new CatalogueBegun(), World.Now);
    private static readonly ProductView Mes = new() { Id = "MES", Version = 3, Status = ProductStatus.Released, NameZh = "制造执行系统", NameEn = "MES", Legality = Legality.Free };
    private static readonly ProductView Old = Mes with { Id = "OLD-1", Status = ProductStatus.Retired };
    private static readonly ProductView Eastern = Mes with { Id = "MED-1", Legality = Legality.WithLicence, Licences = [new("registration", "R-1", World.Today.AddDays(9), ["East"], "law-1")] };
    private static readonly ChannelView Direct = new("direct", 1, "直销", "Direct", ChannelSort.Direct, false, null, null);
    private static readonly ChannelView Ended = Direct with { Id = "agent", Closed = true };
    private static readonly Opportunity OnOld = World.In("proposal", World.Full with { Product = "old-1", Channel = "AGENT" });
    private static readonly Quote Draft = Deals.QuoteAfter((Deals.Draft(), Deals.Ask("S-1")));

    internal static StoredSamples Stored { get; } = new("catalogue/product", [new CatalogueBegun()], Samples.Mark(new SubjectRecord<Catalogue> { State = Begun }));

    internal static RuleRow[] Rows { get; } =
    [
        new("A catalogue begins with its first entry", () => Answer.Of(Catalogue.Decide(Catalogue.None, new BeginCatalogue())), nameof(CatalogueBegun)),
        new("It begins once", () => Answer.Of(Catalogue.Decide(Begun, new BeginCatalogue())), RuleRow.Nothing),
        Row("A deal may name a product of the catalogue", Opportunity.None, Opening("mes", "DIRECT"), nameof(OpportunityOpened), told: There),
        Row("A deal may name neither", Opportunity.None, Opening(null, null), nameof(OpportunityOpened), told: There),
        Row("A deal names no product there is not", Opportunity.None, Opening("MES-2", null), "CP-PROD-13", "product", There),
        Row("A deal names no channel there is not", Opportunity.None, Opening(null, "web"), "CP-CHAN-05", "channel", There),
        Row("A new deal names no product that is not sold", Opportunity.None, Opening("OLD-1", null), "CP-PROD-14", "product", There),
        Row("A new deal names no channel that is closed", Opportunity.None, Opening(null, "agent"), "CP-CHAN-03", "channel", There),
        Row("A deal of the region a licence covers is opened", Opportunity.None, Opening("MED-1", null), nameof(OpportunityOpened), told: There),
        Row("A deal of another region is not", Opportunity.None, Opening("MED-1", null, World.Li.Id), "CP-PROD-07", "product", There),
        Row("Valuing names what there is", World.In("proposal"), new ValueOpportunity(new(Product: "MES-2")), "CP-PROD-13", "product", There),
        Row("Valuing names what is sold", World.In("proposal"), new ValueOpportunity(new(Product: "OLD-1")), "CP-PROD-14", "product", There),
        Row("Valuing names an open channel", World.In("proposal"), new ValueOpportunity(new(Channel: "agent")), "CP-CHAN-03", "channel", There),
        Row("What is in hand stays, stated again or not", OnOld, new ValueOpportunity(new(Product: "OLD-1", Channel: "agent", Name: "续")), nameof(OpportunityValued), told: There),
        Row("What is in hand goes on without its product", OnOld, new ValueOpportunity(new(Name: "续")), nameof(OpportunityValued), told: There),
        Row("History names what was sold", Opportunity.None, Historic("OLD-1", "agent"), nameof(OpportunityImported), told: There),
        Row("History names no product there is not", Opportunity.None, Historic("MES-2", null), "CP-PROD-13", "product", There),
        Row("History names no channel there is not", Opportunity.None, Historic(null, "web"), "CP-CHAN-05", "channel", There),
        Row("Product lines name what is sold", World.In("proposal"), new SetProductLines([new("MES", 1), new("OLD-1", 1)]), "CP-PROD-14", "lines[1].product", There),
        Row("Product lines that are on the deal stay", OnOld with { File = new() { Lines = [new("old-1", 1)] } }, new SetProductLines([new("OLD-1", 2)]), nameof(ProductLinesSet), told: There),
        Row("A deal takes note that its product is no longer sold", OnOld, new NoteProduct(Old), nameof(ProductStandingNoted), told: ByGrid),
        Row("It takes note once", Noted(OnOld, Old), new NoteProduct(Old), RuleRow.Nothing, told: ByGrid),
        Row("It takes note that it is sold again", Noted(OnOld, Old), new NoteProduct(Old with { Status = ProductStatus.Released }), nameof(ProductStandingNoted), told: ByGrid),
        Row("What is sold is nothing to note", OnOld, new NoteProduct(Old with { Status = ProductStatus.Released }), RuleRow.Nothing, told: ByGrid),
        Row("Another product is nothing to the deal", OnOld, new NoteProduct(Mes with { Status = ProductStatus.Suspended }), RuleRow.Nothing, told: ByGrid),
        Row("A closed deal is told nothing", World.Won with { Facts = OnOld.Facts }, new NoteProduct(Old), RuleRow.Nothing, told: ByGrid),
        Row("Only the grid tells a deal of products", OnOld, new NoteProduct(Old), "CP-OPP-10", null, c => c with { Request = World.ByManager }),
        Quoted("A quote offers what is sold", Quote.None, Deals.Draft(), With("CNC-5", Mes), nameof(QuoteDrafted)),
        Quoted("A quote offers nothing there is not", Quote.None, Deals.Draft(), With("DRL-1", Mes), "CP-PROD-13"),
        Quoted("A quote offers nothing that is not sold", Quote.None, Deals.Draft(), With("CNC-5", Old), "CP-PROD-14"),
        Quoted("A revision offers nothing that is not sold", Draft, new ReviseQuote(Lines: [new("CNC-5", 1_000)]), With("CNC-5", Old), "CP-PROD-14"),
        Quoted("A revision of the terms alone does not ask", Draft, new ReviseQuote(PaymentTerms: "预付"), With("CNC-5", Old), nameof(QuoteRevised)),
        Quoted("What is no longer sold is not submitted", Draft, new SubmitQuote(), With("CNC-5", Old), "CP-PROD-14"),
        Quoted("What is not licensed where the deal is is not submitted", Draft, new SubmitQuote(),
            With("CNC-5", Eastern with { Licences = [new("registration", "R-1", World.Today, ["West"], "law-1")] }), "CP-PROD-07"),
        Priced("Prices are drafted for what there is, sold or not", new DraftPriceList("2026", "CNY", [new("OLD-1", "旧", 2, 1)]), nameof(PricesDrafted)),
        Priced("No prices are drafted for what there is not", new DraftPriceList("2026", "CNY", [new("MES", "系统", 2, 1), new("MES-2", "系统", 2, 1)]), "CP-PROD-13", "lines[1].product"),
        Priced("None are added either", new AddPrices([new("MES-2", "系统", 2, 1)]), "CP-PROD-13", "lines[0].product"),
    ];

    public static TheoryData<string> Sentences => RuleRow.Sentences(Rows);

    [Theory, MemberData(nameof(Sentences))]
    public void What_is_named_is_looked_up_as_the_table_says(string says) => RuleRow.Check(Rows, says);

    [Fact]
    public void A_deal_keeps_the_spelling_of_the_catalogue_and_without_one_its_own()
    {
        var opened = Assert.IsType<OpportunityOpened>(Assert.Single(Decide(Opportunity.None, Opening("ｍｅｓ", "Direct"), There).Events));
        Assert.Equal(("MES", "direct"), (opened.Facts.Product, opened.Facts.Channel));
        var free = Assert.IsType<OpportunityOpened>(Assert.Single(Decide(Opportunity.None, Opening("ｍｅｓ", "Direct")).Events));
        Assert.Equal(("ｍｅｓ", "Direct"), (free.Facts.Product, free.Facts.Channel));
        Assert.IsType<OpportunityImported>(Assert.Single(Decide(Opportunity.None, Historic("old-1", null), There).Events));
    }

    [Fact]
    public void The_owner_is_warned_until_the_product_is_sold_again_or_is_another()
    {
        var noted = Noted(OnOld, Old);
        var cause = Assert.Single(OpportunityWarnings.Of("OPP-1", new SubjectRecord<Opportunity> { State = noted }, ShippedWarnings.Policy), c => c.Code == "product-not-sold");
        Assert.Equal((World.Now, World.Wang.Id), (cause.At, cause.Owner));
        Assert.Contains("OLD-1", cause.Text.En, StringComparison.Ordinal);
        Assert.Null(noted.Evolve(new ProductStandingNoted("OLD-1", null), World.Now).NotSold);
        Assert.NotNull(noted.Evolve(new OpportunityValued(noted.Facts with { Name = "x", Product = "OLD-1" }, null), World.Now).NotSold);
        Assert.Null(noted.Evolve(new OpportunityValued(noted.Facts with { Product = "MES" }, null), World.Now).NotSold);
    }

    [Fact]
    public void What_a_command_names_is_looked_up_and_nothing_else_is()
    {
        Assert.Equal(["MES"], OpportunityRules.ProductsNamedIn(Opportunity.None, Opening("MES", null)));
        Assert.Equal(["a", "b"], OpportunityRules.ProductsNamedIn(Opportunity.None, new SetProductLines([new("a", 1), null!, new("b", 1)])));
        Assert.Empty(OpportunityRules.ProductsNamedIn(Opportunity.None, new AdvanceStage()));
        Assert.Empty(OpportunityRules.ProductsNamedIn(Opportunity.None, new ValueOpportunity(new(Name: "x"))));
        Assert.Equal("direct", OpportunityRules.ChannelNamedIn(Opening(null, "direct")));
        Assert.Null(OpportunityRules.ChannelNamedIn(new RecordActivity("call", "x")));
        Assert.Equal(["CNC-5"], QuoteRules.ProductsNamedIn(Draft, new SubmitQuote()));
        Assert.Empty(QuoteRules.ProductsNamedIn(Draft, new WithdrawQuote("x")));
        Assert.Empty(PriceListRules.ProductsNamedIn(new RejectPriceList("x")));
    }

    [Theory]
    [InlineData("MC 500", "mc500", true)]
    [InlineData("ＭＣ-５００", "mc-500", true)]
    [InlineData("MC\u200b500", "MC500", true)]
    [InlineData("MC500", "MC-500", false)]
    public void Codes_are_one_however_they_are_written(string one, string other, bool same) =>
        Assert.Equal(same, ClaimOf.CatalogueSubject("product", one) == ClaimOf.CatalogueSubject("product", other));

    [Fact]
    public void A_product_and_a_channel_may_have_one_code() => Assert.NotEqual(ClaimOf.CatalogueSubject("product", "X"), ClaimOf.CatalogueSubject("channel", "X"));

    private static OpportunityContext There(OpportunityContext context) => context with
    {
        Products = Named<ProductView>.Of(("MES", Mes), ("OLD-1", Old), ("MED-1", Eastern)),
        Channels = Named<ChannelView>.Of(("direct", Direct), ("agent", Ended)),
    };

    private static OpportunityContext ByGrid(OpportunityContext context) => context with { Request = World.By("grid", Duties.Grid) };

    private static Opportunity Noted(Opportunity current, ProductView product) =>
        Decide(current, new NoteProduct(product), ByGrid).Events.Aggregate(current, (o, e) => o.Evolve(e, World.Now));

    private static OpenOpportunity Opening(string? product, string? channel, string? owner = null) => new(World.Full with { Product = product, Channel = channel }, owner ?? World.Wang.Id);

    private static ImportOpportunity Historic(string? product, string? channel) =>
        new(World.Full with { Product = product, Channel = channel }, World.Wang.Id, OpportunityStatus.Open, "proposal", null, null, null, "crm");

    private static Named<ProductView> With(string code, ProductView product) => Named<ProductView>.Of((code, product with { Id = code }));

    private static RuleRow Quoted(string says, Quote current, QuoteCommand command, Named<ProductView> products, string expected) =>
        new(says, () => Answer.Of(QuoteRules.Decide("Q-1", current, command, Deals.Ask("S-1"), Deals.Context with { Products = products })), expected,
            expected.StartsWith("CP-", StringComparison.Ordinal) ? "lines[0].product" : null);

    private static RuleRow Priced(string says, PriceListCommand command, string expected, string? field = null)
    {
        var drafted = PriceList.None.Evolve(new PricesDrafted(1, 1, "2026", new("CNY", [], [], 48), "li"));
        return new(says, () => Answer.Of(PriceListRules.Decide("PL-1", command is AddPrices ? drafted : PriceList.None, command, Deals.Ask("li", Duties.Finance),
            Named<ProductView>.Of(("MES", Mes), ("OLD-1", Old)))), expected, field);
    }
}
