namespace SalesGrid;

public static partial class ControlPoints
{
    // Price lists.
    public static readonly ControlPoint PricesMustBeSetByDuty = new("CP-PRICE-01", RefusalKind.Rule,
        new("您没有编制或批准价格表的职责。", "You do not have the duty to draw up or approve price lists."),
        new("请流程负责人或财务办理。", "Ask a process owner or finance."), "S1 S7")
    { By = [Who.ProcessOwner, Who.Finance] };

    public static readonly ControlPoint PriceDraftMustBeOpen = new("CP-PRICE-02", RefusalKind.Rule,
        new("价格表 {0} 没有待批的草稿。", "Price list {0} has no open draft."),
        new("先起草。", "Draft a version first."), "S1")
    { By = [Who.ProcessOwner, Who.Finance], Command = "pricelist.draft" };

    public static readonly ControlPoint PricesMustBeApprovedByAnother = new("CP-PRICE-03", RefusalKind.Rule,
        new("编制人不能批准自己的价格表。", "Whoever drew up prices does not approve them."),
        new("请另一位有职责的人批准。", "Have somebody else with the duty approve them."), "S1 S9")
    { By = [Who.ProcessOwner, Who.Finance] };

    public static readonly ControlPoint PriceDraftMustBeAsRead = new("CP-PRICE-04", RefusalKind.Stale,
        new("草稿已是第 {0} 次修订,您看到的是第 {1} 次。", "The draft is at revision {0}; you read revision {1}."),
        new("重新阅读后再批准。", "Read it again, then approve it."), "S1");

    public static readonly ControlPoint PricesMustNotBeBackdated = new("CP-PRICE-05", RefusalKind.Rule,
        new("生效日 {0} 早于今天({1})。", "The effective date {0} lies before today ({1})."),
        new("价格只能从今天或以后生效。", "Prices take effect today or later."), "S1 S11");

    public static readonly ControlPoint PriceListMustBeSmall = new("CP-PRICE-06", RefusalKind.TooLarge,
        new("价格表将占 {0} 字节,上限 {1} 字节。", "The price list would take {0} bytes; the limit is {1} bytes."),
        new("按产品线分成多张价格表,或等旧版本失效。", "Split it by product line, or wait until an earlier version is out of force."));

    public static readonly ControlPoint FloorMustNotExceedList = new("CP-PRICE-07", RefusalKind.Rule,
        new("产品 {0} 的底价高于目录价。", "The floor price of {0} is above its list price."),
        new("底价不得高于目录价。", "A floor price is at most the list price."), "S1");

    // What a quote asks of prices.
    public static readonly ControlPoint PricesMustBeInForce = new("CP-PRICE-08", RefusalKind.Rule,
        new("价格表 {0} 在 {1} 没有生效的版本。", "Price list {0} has no version in force on {1}."),
        new("使用已批准并生效的价格表。", "Use a price list that is approved and in force."), "S1 S7")
    { By = [Who.ProcessOwner, Who.Finance], Command = "pricelist.approve" };

    public static readonly ControlPoint ProductMustBePriced = new("CP-PRICE-09", RefusalKind.Rule,
        new("产品 {0} 不在价格表 {1} 上。", "Product {0} is not on price list {1}."),
        new("使用价格表上的产品。", "Use products of the price list."), "S1 S7")
    { By = [Who.ProcessOwner, Who.Finance], Command = "pricelist.add" };

    public static readonly ControlPoint PriceMustNotBeBelowFloor = new("CP-PRICE-10", RefusalKind.Rule,
        new("产品 {0} 折后价低于底价。", "Product {0} is quoted below its floor price."),
        new("提高价格,或由内控放行。", "Raise the price, or have internal control lift this once."), "S1 S11", MayBeOverridden: true)
    { Command = "quote.revise" };

    public static readonly ControlPoint QuoteMustBeInListCurrency = new("CP-PRICE-11", RefusalKind.Rule,
        new("价格表的货币是 {0},报价中有 {1}。", "The price list is in {0}; the quote has an amount in {1}."),
        new("使用价格表的货币。", "Use the currency of the price list."), "S1")
    { Command = "quote.revise" };
}
