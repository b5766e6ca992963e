using SalesGrid.Gateway.Subjects;
using SalesGrid.Quotes;

namespace SalesGrid.Gateway.Quotes;

/// <summary>Quotes as they are reached from outside.</summary>
public static class QuoteApi
{
    private static readonly object[] Lines =
        [new { product = "CNC-5", quantity = 2, unitPrice = new { amount = 1_250_000.00m, currency = "CNY" }, discountBasisPoints = 500 }];

    /// <summary>Their commands.</summary>
    public static KindApi Api { get; } = new("quote", "quotes", "Q", "Quotes", KindView.Of<QuoteView>("quote", v => v.Version),
    [
        new("create", typeof(DraftQuote), "起草报价 · Draft a quote for an opportunity",
            new { opportunityId = "OPP-1", priceListId = "PL-1", lines = Lines, validUntil = "2026-12-31", paymentTerms = "验收后 30 日内付清" }, Creates: true),
        new("revise", typeof(ReviseQuote), "修改报价 · Revise it; an approval is void", new { lines = Lines, validUntil = "2027-01-31" }),
        new("submit", typeof(SubmitQuote), "提交报批 · Price it and ask for approval"),
        new("approve", typeof(ApproveQuote), "审批通过 · Approve the steps that wait for you", new { note = "同意" }),
        new("reject", typeof(RejectQuote), "审批否决 · Reject it; it is a draft again", new { reason = "毛利过低" }),
        new("withdraw", typeof(WithdrawQuote), "撤回 · Take it back for good", new { reason = "客户取消采购" }),
        new("accept", typeof(AcceptQuote), "客户接受 · The customer has accepted it", new { reference = "PO-2026-118" }),
    ])
    { ReadableBy = ReadableBy.Scope };
}
