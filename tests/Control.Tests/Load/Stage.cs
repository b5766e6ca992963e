using SalesGrid.Customers;
using SalesGrid.PriceLists;
using SalesGrid.Salespeople;
using SalesGrid.Testing;

namespace SalesGrid.Control.Tests.Load;

/// <summary>Sets the stage: people with authority, customers with credit, a price list in force.</summary>
internal static class Stage
{
    public static readonly string[] Products = ["CNC-5", "MES", "SVC"];

    private static readonly string[] DiligenceItems = ["business-licence", "credit-report", "background", "sanctions"];

    /// <summary>Credit of each customer, yuan: a few contracts' worth, so that it is met.</summary>
    private const int CreditYuan = 600_000;

    public static async Task Set(ControlGrid grid)
    {
        var today = CompanyDay.Today;
        await grid.Must("salesperson/M1", new RegisterSalesperson("陈经理", new("Managers", "HQ")));
        await grid.Must("salesperson/M1", new GrantAuthority("director", 4_000, Yuan(50_000_000), Yuan(50_000_000), Yuan(500_000_000)), "people", Duties.People);
        for (var i = 0; i < People.Reps; i++)
        {
            await grid.Must($"salesperson/S{i}", new RegisterSalesperson($"销售{i}", new($"Team {i % 3}", i % 2 == 0 ? "East" : "West", "M1")));
            await grid.Must($"salesperson/S{i}", new GrantAuthority("senior", 500, Yuan(2_000_000), Yuan(400_000), Yuan(3_000_000)), "people", Duties.People);
        }
        for (var i = 0; i < People.Customers; i++)
        {
            var customer = $"customer/C{i}";
            await grid.Must(customer, new RegisterCustomer(new($"客户{i}", Sector: "machinery")));
            if (i % 10 == 9)
                continue;
            foreach (var item in DiligenceItems)
                await grid.Must(customer, new RecordDiligence(item, DiligenceResult.Pass, "DD-1", today.AddYears(1)), "finance", Duties.Finance);
            await grid.Must(customer, new GrantCredit(CreditGrade.B, Yuan(CreditYuan), today.AddMonths(6), "年度授信"), "finance", Duties.Finance);
        }
        await grid.Must("pricelist/P1", new DraftPriceList("2026", "CNY", [.. Products.Select(p => new PriceEntry(p, p, 10_000, 6_000, 5_000))]), "pricing", Duties.ProcessOwner);
        await grid.Must("pricelist/P1", new ApprovePriceList(today), "owner", Duties.ProcessOwner);
    }

    public static Money Yuan(decimal major) => Currencies.FromMajor(major, "CNY")!.Value;
}
