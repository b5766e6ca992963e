using System.Security.Cryptography;
using SalesGrid.Customers;
using SalesGrid.Demo;
using SalesGrid.Opportunities;
using SalesGrid.Processes;
using SalesGrid.Salespeople;
using SalesGrid.Tests.Fixtures;

namespace SalesGrid.Tests.Demo;

public sealed class DemoDataTests
{
    private static readonly DateOnly Today = new(2031, 5, 6);

    [Fact]
    public void The_same_seed_and_day_give_the_same_bytes()
    {
        using var place = new Workplace();
        string Hash(int seed, DateOnly today, string folder)
        {
            DemoFiles.Write(new(500, seed, today), place.At(folder));
            using var all = new MemoryStream();
            foreach (var file in Directory.EnumerateFiles(place.At(folder)).Order(StringComparer.Ordinal))
                all.Write(File.ReadAllBytes(file));
            return Convert.ToHexStringLower(SHA256.HashData(all.ToArray()));
        }
        var hash = Hash(7, Today, "a");
        Assert.Equal(hash, Hash(7, Today, "b"));
        Assert.NotEqual(hash, Hash(8, Today, "c"));
        Assert.NotEqual(hash, Hash(7, Today.AddDays(1), "d"));
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(37, 1)]
    [InlineData(20_000, 417)]
    public void Every_row_passes_the_rules_of_the_grid(int count, int seed)
    {
        var data = new DemoData(count, seed, Today);
        var people = data.Salespeople().ToDictionary(p => p.Id);
        var customers = data.Customers().ToDictionary(c => c.Id);
        foreach (var p in people.Values)
            Assert.Null(SalespersonRules.Decide(p.Id, Salesperson.None, new RegisterSalesperson(p.Name, new(p.Team, p.Region, p.Manager)), default, SalespersonContext.Empty).Refusal);
        foreach (var c in customers.Values)
            Assert.Null(CustomerRules.Decide(c.Id, Customer.None, new RegisterCustomer(Profile(c)), new(0, default, Today, "demo"), CustomerContext.None).Refusal);
        var rows = 0;
        foreach (var o in data.Opportunities())
        {
            var owner = people[o.OwnerId];
            var context = new OpportunityContext(Today, ProcessCatalog.Shipped,
                new SalespersonView(owner.Id, 1, owner.Name, new(owner.Team, owner.Region, owner.Manager), true, default),
                new CustomerView(o.CustomerId, 1, Profile(customers[o.CustomerId]), default));
            var refusal = OpportunityRules.Decide(o.Id, Opportunity.None, Command(o), context).Refusal;
            Assert.True(refusal is null, $"seed {seed}, {o}: {refusal?.Reason.En}");
            Assert.InRange(o.OpenedOn, Today.AddYears(-3).AddDays(-2), Today);
            Assert.True(o.ClosedOn is null || o.ClosedOn <= Today);
            Assert.True(SubjectId.IsValid(o.Id));
            rows++;
        }
        Assert.Equal((count, data.CustomerCount, data.SalespersonCount), (rows, customers.Count, people.Count));
    }

    [Fact]
    public void The_shares_are_those_of_a_real_pipeline()
    {
        var data = new DemoData(50_000, 11, Today);
        var rows = data.Opportunities().ToArray();
        var open = rows.Where(o => o.Status == "open").ToArray();
        var decided = rows.Where(o => o.Status != "open").ToArray();
        Assert.Equal(0.25, open.Length / (double)rows.Length, 0.01);
        Assert.Equal(0.60, decided.Count(o => o.Status == "won") / (double)decided.Length, 0.01);
        Assert.Equal(6, open.Select(o => o.Stage).Distinct().Count());
        Assert.Equal(3, rows.Select(o => o.Channel).Distinct().Count());
        Assert.Equal(8, rows.Select(o => o.LossReason).OfType<string>().Distinct().Count());
        Assert.Equal(7, data.Salespeople().Select(p => p.Region).Distinct().Count());
        Assert.Equal(500, data.SalespersonCount);

        var byCustomer = rows.GroupBy(o => o.CustomerId).Select(g => g.Count()).OrderDescending().ToArray();
        Assert.InRange(byCustomer[0] / (double)rows.Length, 0.01, 0.03);
        Assert.True(byCustomer[..(byCustomer.Length / 10)].Sum() > rows.Length * 0.4, "A tenth of the customers should have over four tenths of the opportunities.");

        var lastTenDays = decided.Count(o => o.ClosedOn!.Value.AddDays(10) is var later && (later.Month - 1) / 3 != (o.ClosedOn.Value.Month - 1) / 3);
        Assert.True(lastTenDays > decided.Length * 0.3, "Quarters should end with a rush.");
    }

    [Fact]
    public void A_million_is_the_most_and_starts_at_once()
    {
        var data = new DemoData(DemoData.MaxCount, 1, Today);
        Assert.Equal(10_000, data.SalespersonCount);
        Assert.Equal("D1-1000000", data.Opportunities().Last().Id);
        Assert.Throws<ArgumentOutOfRangeException>(() => new DemoData(DemoData.MaxCount + 1, 1, Today));
    }

    [Fact]
    public async Task Sent_or_written_and_imported_it_is_the_same()
    {
        using var place = new Workplace();
        await using var grid = await StubGrid.Start();
        string[] server = ["--server", grid.Url, "--key", "key-for-tests"];
        Assert.Equal(0, await place.Run(["demo", "--count", "300", "--seed", "5", "--today", "2031-05-06", .. server]));
        var sent = grid.Accepted.Count;
        Assert.Equal(0, await place.Run("demo", "--count", "300", "--seed", "5", "--today", "2031-05-06", "--out", place.At("demo")));
        Assert.Equal(0, await place.Run(["import", place.At("demo"), "--mapping", place.At("demo/mapping.json"), "--state", place.StatePath,
            "--rejects", place.RejectsPath, "--summary", place.At("summary.json"), .. server]));
        Assert.Equal(sent, grid.Accepted.Count);
        Assert.Equal(300, place.Counted("opportunities.csv", "alreadyThere"));
        Assert.Equal(0, place.Counted("opportunities.csv", "acceptedWithWarning"));
    }

    private static CustomerProfile Profile(DemoCustomer c) => new(c.Name, c.Sector, c.Country, null, c.Employees, c.YearEstablished,
        Currencies.FromMajor(c.AnnualRevenue, "CNY"));

    private static ImportOpportunity Command(DemoOpportunity o) => new(
        new(o.Name, o.CustomerId, o.Product, o.Channel, o.Amount is { } amount ? Currencies.FromMajor(amount, "CNY")!.Value : null, o.ExpectedCloseOn),
        o.OwnerId, Enum.Parse<OpportunityStatus>(o.Status, ignoreCase: true), o.Stage, o.OpenedOn, o.ClosedOn, o.LossReason, "demo");
}
