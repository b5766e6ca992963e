using SalesGrid.Customers;
using SalesGrid.PriceLists;
using SalesGrid.Salespeople;
using SalesGrid.Testing;
using SalesGrid.Units;

namespace SalesGrid.Control.Tests.Load;

/// <summary>Twenty people of six roles in a company of two regions and four teams.</summary>
internal static class Cast
{
    public const int Customers = 24;

    /// <summary>Units and what they lie in.</summary>
    public static readonly (string Id, UnitKind Kind, string Parent, string Head)[] Units =
    [
        ("east", UnitKind.Region, "company", "E"), ("west", UnitKind.Region, "company", "W"),
        ("e1", UnitKind.Team, "east", "E1"), ("e2", UnitKind.Team, "east", "E2"), ("w1", UnitKind.Team, "west", "W1"), ("w2", UnitKind.Team, "west", "W2"),
    ];

    /// <summary>Salespeople and where they begin. Those named as their unit lead it.</summary>
    public static readonly (string Id, string Unit)[] Sellers =
    [
        ("GM", "company"), ("E", "east"), ("W", "west"), ("E1", "e1"), ("E2", "e2"), ("W1", "w1"), ("W2", "w2"),
        ("S0", "e1"), ("S1", "e1"), ("S2", "e2"), ("S3", "e2"), ("S4", "w1"), ("S5", "w1"), ("S6", "w2"), ("S7", "w2"), ("S8", "w2"),
    ];

    /// <summary>What others answer for. Salespeople answer for nothing: what they may do for others follows from the tree.</summary>
    public static readonly (string Id, Duties Duties)[] Offices =
        [("manager", Duties.Manager), ("finance", Duties.Finance), ("legal", Duties.Legal), ("people", Duties.People)];

    /// <summary>Everybody.</summary>
    public static readonly string[] All = [.. Sellers.Select(s => s.Id), .. Offices.Select(o => o.Id)];

    /// <summary>What somebody answers for.</summary>
    public static Duties DutiesOf(string person) => Offices.FirstOrDefault(o => o.Id == person).Duties;

    /// <summary>Puts everybody in their place, and gives customers to some of them.</summary>
    public static async Task Place(ControlGrid grid)
    {
        foreach (var (id, kind, parent, _) in Units)
            await grid.Must($"unit/{id}", new CreateUnit(id, kind, parent));
        foreach (var (id, unit) in Sellers)
        {
            await grid.Must($"salesperson/{id}", RegisterSalesperson.Into(unit, id));
            await grid.Must($"salesperson/{id}", new GrantAuthority("senior", 500, Stage.Yuan(2_000_000), Stage.Yuan(900_000), Stage.Yuan(90_000_000)), "people", Duties.People);
        }
        await grid.Must("unit/company", new SetUnitHead("GM"));
        foreach (var (id, _, _, head) in Units)
            await grid.Must($"unit/{id}", new SetUnitHead(head));
        for (var i = 0; i < Customers; i++)
        {
            await grid.Must($"customer/C{i}", new RegisterCustomer(new($"客户{i}", Sector: "machinery")));
            if (i % 6 != 0)
                await grid.Must($"customer/C{i}", new AssignOwner(Sellers[i % Sellers.Length].Id), "admin", Duties.Manager);
        }
        await grid.Must("pricelist/P1", new DraftPriceList("2026", "CNY", [.. Stage.Products.Select(p => new PriceEntry(p, p, 10_000, 6_000, 5_000))]), "pricing", Duties.ProcessOwner);
        await grid.Must("pricelist/P1", new ApprovePriceList(CompanyDay.Today), "owner", Duties.ProcessOwner);
    }
}
