using System.Globalization;

namespace SalesGrid.Web.Tests;

/// <summary>Deals shaped like a company's: the same ones every time.</summary>
public static class SampleDeals
{
    private static readonly (string Id, int Probability)[] Stages =
        [("development", 10), ("initiation", 20), ("proposal", 40), ("bidding", 60), ("negotiation", 80), ("implementation", 95)];

    private static readonly string[] Regions = ["华东大区", "华北大区", "华南大区", "西南大区", "Central", "East"];
    private static readonly string[] Products = ["GTX Pro", "工业网关 X200", "GTX Plus Basic", "数据中台企业版", "MG Special", "MG Advanced", "边缘计算一体机(高可用双电源版)"];

    /// <summary>A list of deals: four in ten won, two in ten lost, the rest open.</summary>
    public static Deal[] Many(int count, string currency = "CNY")
    {
        var random = new Random(417);
        var newest = new DateOnly(2017, 12, 1);
        return [.. Enumerable.Range(0, count).Select(_ =>
        {
            var status = random.Next(10) switch { < 4 => "won", < 6 => "lost", _ => "open" };
            // Squared: few people and products carry much, as they do.
            var owner = (int)(Math.Pow(random.NextDouble(), 1.6) * 24);
            var stage = Stages[(int)(Math.Pow(random.NextDouble(), 1.5) * Stages.Length)];
            return new Deal(status, status == "open" ? stage.Id : "implementation", $"S-{owner:00}",
                Regions[owner % Regions.Length],
                Products[(int)(Math.Pow(random.NextDouble(), 1.4) * Products.Length)],
                random.Next(20) == 0 ? null : random.Next(3_000, 90_000) * 10m, currency,
                newest.AddMonths(-(int)(Math.Pow(random.NextDouble(), 1.3) * 14)).ToString("yyyy-MM", CultureInfo.InvariantCulture),
                random.Next(10, 130), stage.Probability);
        })];
    }
}
