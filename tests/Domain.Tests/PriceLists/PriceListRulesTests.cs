using System.Collections.Immutable;
using System.Globalization;

namespace SalesGrid.Domain.Tests;

public sealed class PriceListRulesTests
{
    private static readonly PriceEntry Lathe = new("CNC-5", "五轴加工中心", 1000m, 800m, 600m);
    private static readonly PriceEntry Drill = new("DRL-1", "钻床", 50m, 40m);
    private static readonly DraftPriceList First = new("2026 目录价", "CNY", [Lathe]);
    private static readonly PriceList Drafted = After(PriceList.None, First, "wang");
    private static readonly PriceList Released = After(Drafted, new ApprovePriceList(World.Today), "li");

    internal static RuleRow[] Rows { get; } =
    [
        Row("A salesperson sets no prices", PriceList.None, First, "CP-PRICE-01", duties: Duties.Manager | Duties.Legal),
        Row("A process owner drafts prices", PriceList.None, First, nameof(PricesDrafted), duties: Duties.ProcessOwner),
        Row("Finance drafts prices", PriceList.None, First, nameof(PricesDrafted), duties: Duties.Finance),
        Row("A price list has a name", PriceList.None, First with { Name = " " }, "CP-DATA-01", "name"),
        Row("A price list has a currency", PriceList.None, First with { Currency = "yuan" }, "CP-DATA-01", "currency"),
        Row("An approver is given an hour at least", PriceList.None, First with { ApprovalHours = 0 }, "CP-DATA-01", "approvalHours"),
        Row("An approver is given a month at most", PriceList.None, First with { ApprovalHours = 721 }, "CP-DATA-01", "approvalHours"),
        Row("A line is given", PriceList.None, First with { Lines = [null!] }, "CP-DATA-01", "lines[0]"),
        Row("A product has a code", PriceList.None, First with { Lines = [Lathe with { Product = "" }] }, "CP-DATA-01", "lines[0].product"),
        Row("A product has a name", PriceList.None, First with { Lines = [Lathe with { Name = "" }] }, "CP-DATA-01", "lines[0].name"),
        Row("A product comes once", PriceList.None, First with { Lines = [Lathe, Lathe] }, "CP-DATA-01", "lines[1].product"),
        Row("A price is not negative", PriceList.None, First with { Lines = [Lathe with { ListPrice = -1m }] }, "CP-DATA-01", "lines[0].listPrice"),
        Row("A price has no tenth of a fen", PriceList.None, First with { Lines = [Lathe with { FloorPrice = 0.001m }] }, "CP-DATA-01", "lines[0].floorPrice"),
        Row("A cost is not beyond all bounds", PriceList.None, First with { Lines = [Lathe with { UnitCost = decimal.MaxValue }] }, "CP-DATA-01", "lines[0].unitCost"),
        Row("A floor above the list price is no floor", PriceList.None, First with { Lines = [Lathe with { FloorPrice = 1000.01m }] }, "CP-PRICE-07", "lines[0].floorPrice"),
        Row("A floor may be the list price", PriceList.None, First with { Lines = [Lathe with { FloorPrice = 1000m }] }, nameof(PricesDrafted)),
        Row("A version has not more than 5,000 products", PriceList.None, First with { Lines = Many(5_001) }, "CP-DATA-01", "lines"),
        Row("All versions together stay small", Released with { Draft = null }, First with { Lines = Many(5_000, nameLength: 60) }, "CP-PRICE-06"),
        Row("A band is given", PriceList.None, WithBand(null!), "CP-DATA-01", "approvalBands[0]"),
        Row("A band begins within the whole", PriceList.None, WithBand(new(10_001, ApprovalMode.All, [new(1)])), "CP-DATA-01", "approvalBands[0].fromBasisPoints"),
        Row("A band has a mode", PriceList.None, WithBand(new(0, (ApprovalMode)9, [new(1)])), "CP-DATA-01", "approvalBands[0].mode"),
        Row("A band has approvers", PriceList.None, WithBand(new(0, ApprovalMode.All, [])), "CP-DATA-01", "approvalBands[0].approvers"),
        Row("An approver is not both a level and a duty", PriceList.None, WithBand(new(0, ApprovalMode.All, [new(1, Duties.Finance)])), "CP-DATA-01", "approvalBands[0].approvers"),
        Row("An approver is one duty", PriceList.None, WithBand(new(0, ApprovalMode.All, [new(null, Duties.Finance | Duties.Legal)])), "CP-DATA-01", "approvalBands[0].approvers"),
        Row("The grid approves nothing", PriceList.None, WithBand(new(0, ApprovalMode.All, [new(null, Duties.Grid)])), "CP-DATA-01", "approvalBands[0].approvers"),
        Row("Bands are data", PriceList.None, WithBand(new(3_000, ApprovalMode.All, [new(2), new(null, Duties.Finance)])), nameof(PricesDrafted)),
        Row("Products are not added to nothing", Released, new AddPrices([Drill]), "CP-PRICE-02"),
        Row("Adding is adding something", Drafted, new AddPrices([]), "CP-DATA-01", "lines"),
        Row("Products are added to a draft", Drafted, new AddPrices([Drill]), nameof(PricesAdded)),
        Row("More than 5,000 products are not reached by adding either", After(PriceList.None, First with { Lines = Many(4_999) }, "wang"),
            new AddPrices([Lathe, Drill]), "CP-DATA-01", "lines"),
        Row("There is nothing to approve", PriceList.None, new ApprovePriceList(World.Today), "CP-PRICE-02"),
        Row("An author does not approve", Drafted, new ApprovePriceList(World.Today), "CP-PRICE-03", actor: "wang"),
        Row("An author who is an administrator does not approve either", Drafted, new ApprovePriceList(World.Today), "CP-PRICE-03", actor: "wang", duties: Deals.Everything),
        Row("Who only added products is an author too", After(Drafted, new AddPrices([Drill]), "li"), new ApprovePriceList(World.Today), "CP-PRICE-03"),
        Row("What was changed since it was read is not approved", After(Drafted, new AddPrices([Drill]), "wang"), new ApprovePriceList(World.Today, 1), "CP-PRICE-04", "revision"),
        Row("Prices do not take effect in the past", Drafted, new ApprovePriceList(World.Today.AddDays(-1)), "CP-PRICE-05", "effectiveFrom"),
        Row("A day lies in this age", Drafted, new ApprovePriceList(new(2200, 1, 1)), "CP-DATA-01", "effectiveFrom"),
        Row("An empty list is not approved", After(PriceList.None, First with { Lines = [] }, "wang"), new ApprovePriceList(World.Today), "CP-DATA-01", "lines"),
        Row("Another approves", Drafted, new ApprovePriceList(World.Today, 1), nameof(PricesApproved)),
        Row("A rejection has a reason", Drafted, new RejectPriceList(""), "CP-DATA-01", "reason"),
        Row("A draft is dropped", Drafted, new RejectPriceList("底价过低"), nameof(PricesRejected)),
    ];

    public static TheoryData<string> Sentences => RuleRow.Sentences(Rows);

    [Theory, MemberData(nameof(Sentences))]
    public void The_rules_of_a_price_list_answer_as_the_table_says(string says) => RuleRow.Check(Rows, says);

    [Fact]
    public void The_version_in_force_is_the_one_that_began_last()
    {
        var later = After(After(Released, First with { Lines = [Drill] }, "wang"), new ApprovePriceList(World.Today.AddDays(10)), "li");
        Assert.Null(later.InForceOn(World.Today.AddDays(-1)));
        Assert.Equal([1, 1, 2, 2], new[] { 0, 9, 10, 11 }.Select(d => later.InForceOn(World.Today.AddDays(d))!.Number));
    }

    [Fact]
    public void What_no_day_can_reach_any_more_makes_room()
    {
        var again = After(After(Released, First with { Lines = [Drill] }, "wang"), new ApprovePriceList(World.Today), "li");
        Assert.Equal([2], again.Versions.Select(v => v.Number));
    }

    [Fact]
    public void Added_products_replace_those_of_the_same_code_in_their_place()
    {
        var merged = After(After(Drafted, new AddPrices([Drill]), "wang"), new AddPrices([Lathe with { ListPrice = 1100m }]), "zhao");
        Assert.Equal([("CNC-5", 110_000L), ("DRL-1", 5_000L)], merged.Draft!.Content.Lines.Select(l => (l.Product, l.ListMinor)));
        Assert.Equal(["wang", "zhao"], merged.Draft.Authors);
    }

    [Fact]
    public void Prices_of_currencies_without_a_hundredth_are_whole()
    {
        Assert.Equal(1000, After(PriceList.None, First with { Currency = "JPY" }, "wang").Draft!.Content.Lines[0].ListMinor);
        Assert.Equal("CP-DATA-01", PriceListRules.Decide("PL-1", PriceList.None, First with { Currency = "JPY", Lines = [Lathe with { UnitCost = 0.5m }] },
            Deals.Ask("wang", Duties.Finance)).Refusal?.ControlPoint);
    }

    private static ImmutableArray<PriceEntry> Many(int count, int nameLength = 1) =>
        [.. Enumerable.Range(0, count).Select(i => new PriceEntry(i.ToString(CultureInfo.InvariantCulture), new('x', nameLength), 1m, 1m))];

    private static DraftPriceList WithBand(ApprovalBand band) => First with { ApprovalBands = [band] };

    private static PriceList After(PriceList current, PriceListCommand command, string actor)
    {
        var decision = PriceListRules.Decide("PL-1", current, command, Deals.Ask(actor, Duties.Finance));
        Assert.Null(decision.Refusal);
        return decision.Events.Aggregate(current, (list, e) => list.Evolve(e));
    }

    private static RuleRow Row(string says, PriceList current, PriceListCommand command, string expected, string? field = null,
        string actor = "li", Duties duties = Duties.Finance) =>
        new(says, () => Answer.Of(PriceListRules.Decide("PL-1", current, command, Deals.Ask(actor, duties))), expected, field);
}
