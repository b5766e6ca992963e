using SalesGrid.Contracts;
using SalesGrid.Gateway.Subjects;

namespace SalesGrid.Gateway.Contracts;

/// <summary>Contracts as they are reached from outside.</summary>
public static class ContractApi
{
    private static readonly object Clauses = new
    {
        quantity = "两台",
        quality = "按出厂标准,质保两年",
        price = "合计 2,375,000.00 元",
        paymentTerms = "预付 30%,验收后付清",
        delivery = "2027 年 3 月 31 日前送达",
        breach = "逾期每日按千分之一支付违约金",
    };

    /// <summary>Their commands.</summary>
    public static KindApi Api { get; } = new("contract", "contracts", "K", "Contracts", KindView.Of<ContractView>("contract", v => v.Version),
    [
        new("create", typeof(DraftContract), "起草合同 · Draft a contract from an approved quote",
            new { quoteId = "Q-1", clauses = Clauses, dueOn = "2027-06-30" }, Creates: true),
        new("amend", typeof(AmendContract), "变更合同 · Amend it; reviews are void", new { reason = "交付延期", clauses = new { delivery = "2027 年 4 月 30 日前送达" } }),
        new("submit", typeof(SubmitForReview), "提交评审 · Submit it for review"),
        new("review", typeof(ReviewContract), "评审 · Review it as legal or finance", new { side = "legal", verdict = "approved", note = "条款齐备" }),
        new("sign", typeof(SignContract), "签订 · Sign it", new { signedOn = "2026-11-20", reference = "HT-2026-041", counterparty = "王建国" }),
        new("receipts", typeof(RecordReceipt), "登记收款 · Record money that came in",
            new { amount = new { amount = 712_500.00m, currency = "CNY" }, on = "2026-11-30", reference = "ICBC-88213" }),
        new("complete", typeof(CompleteContract), "办结 · Complete it when everything is paid"),
        new("terminate", typeof(TerminateContract), "终止 · End it and give back what it holds", new { reason = "客户破产" }),
        new("archive", typeof(ArchiveContract), "归档 · Put it into the archive", new { location = "档案室 3-12" }),
    ])
    { ReadableBy = ReadableBy.Scope };
}
