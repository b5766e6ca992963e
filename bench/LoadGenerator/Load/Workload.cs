using System.Collections.Immutable;
using System.Globalization;

namespace SalesGrid.Bench.Load;

/// <summary>
/// The business the load is about: people in four regions, customers, and opportunities that are valued and may pass
/// their first gate. The same for every run of the same size.
/// </summary>
public sealed class Workload
{
    /// <summary>Kind of evidence the first gate of the key-account process asks for.</summary>
    public const string Evidence = "project-information";

    private const int PeopleByDefault = 40;
    private const int CustomersCount = 500;
    private const int PeoplePerTeam = 5;

    private static readonly string[] Regions = ["华东", "华南", "华北", "西南"];
    private static readonly string[] Sectors = ["汽车", "电子", "能源", "医疗", "金融", "零售"];
    private static readonly string[] Products = ["CNC-5", "CNC-7", "MES", "服务合同", "备件", "改造", "培训", "机器人"];

    /// <summary>A book of so many opportunities, shared out among so many people.</summary>
    public Workload(int opportunities, int people = PeopleByDefault)
    {
        People = [.. Enumerable.Range(0, people).Select(i =>
            new Person($"S-{i:000}", $"销售 {i}", $"{RegionOf(i)}{i / PeoplePerTeam}组", RegionOf(i)))];
        Customers = [.. Enumerable.Range(0, CustomersCount).Select(i => new Customer($"C-{i:0000}", $"客户 {i}", Sectors[i % Sectors.Length]))];
        Deals = [.. Enumerable.Range(0, opportunities).Select(DealAt)];
    }

    public ImmutableArray<Person> People { get; }

    public ImmutableArray<Customer> Customers { get; }

    public ImmutableArray<Deal> Deals { get; }

    private static string RegionOf(int person) => Regions[person / PeoplePerTeam % Regions.Length];

    private Deal DealAt(int i) => new(
        $"OPP-{i.ToString("0000000", CultureInfo.InvariantCulture)}",
        $"商机 {i}",
        People[i % People.Length].Id,
        // Factors without a common divisor, so that every owner meets every customer and product.
        Customers[i * 7 % CustomersCount].Id,
        Products[i * 3 % Products.Length],
        10_000 + (i * 7919L % 990_000),
        new DateOnly(2030, 1, 1).AddDays(i % 365));
}

/// <summary>A salesperson.</summary>
public sealed record Person(string Id, string Name, string Team, string Region);

/// <summary>A customer.</summary>
public sealed record Customer(string Id, string Name, string Sector);

/// <summary>An opportunity.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Its title.</param>
/// <param name="OwnerId">Its salesperson.</param>
/// <param name="CustomerId">Its customer.</param>
/// <param name="Product">What is to be sold.</param>
/// <param name="Amount">Yuan.</param>
/// <param name="ExpectedCloseOn">Day the customer is expected to decide.</param>
public sealed record Deal(string Id, string Name, string OwnerId, string CustomerId, string Product, long Amount, DateOnly ExpectedCloseOn);
