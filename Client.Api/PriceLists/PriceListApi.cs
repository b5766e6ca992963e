using SalesGrid.Gateway.Subjects;
using SalesGrid.PriceLists;

namespace SalesGrid.Gateway.PriceLists;

/// <summary>Price lists as they are reached from outside.</summary>
public static class PriceListApi
{
    private static readonly object Draft = new
    {
        name = "2026 目录价",
        currency = "CNY",
        lines = new[] { new { product = "CNC-5", name = "五轴加工中心", listPrice = 1_250_000.00m, floorPrice = 1_000_000.00m, unitCost = 820_000.00m } },
        approvalBands = new object[]
        {
            new { fromBasisPoints = 3_000, mode = "all", approvers = new object[] { new { managerLevels = 2 }, new { duty = "finance" } } },
        },
        approvalHours = 48,
    };

    /// <summary>Their commands.</summary>
    public static KindApi Api { get; } = new("pricelist", "price-lists", "PL", "Price lists", KindView.Of<PriceListView>("pricelist", v => v.Version),
    [
        new("create", typeof(DraftPriceList), "起草价格表 · Draft a price list", Draft, Creates: true),
        new("draft", typeof(DraftPriceList), "起草新版本 · Draft its next version, or write the draft anew", Draft),
        new("add", typeof(AddPrices), "向草稿添加产品 · Add products to the draft",
            new { lines = new[] { new { product = "CNC-3", name = "三轴加工中心", listPrice = 480_000.00m, floorPrice = 400_000.00m } } }),
        new("approve", typeof(ApprovePriceList), "批准草稿 · Approve the draft; not for its authors", new { effectiveFrom = "2026-12-01", revision = 1 }),
        new("reject", typeof(RejectPriceList), "否决草稿 · Drop the draft", new { reason = "底价过低" }),
    ])
    { ReadableBy = ReadableBy.Everybody };
}
