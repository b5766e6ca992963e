using System.Globalization;

namespace SalesGrid.Demo;

/// <summary>
/// A company's sales as they might be: people, customers and opportunities, all made up. The same count, seed and day give the same
/// rows for ever. Nothing is held in memory, whatever the size.
/// </summary>
public sealed class DemoData
{
    /// <summary>Most opportunities.</summary>
    public const int MaxCount = 1_000_000;

    private const int OpportunitiesPerCustomer = 12;
    private const int FewestCustomers = 5;

    // Zipf and Mandelbrot's law: the k-th largest customer has a share proportional to 1 / (k + flattening), so that the largest of
    // many has about one hundredth of all and half of them have a handful.
    private const int Flattening = 10;

    private readonly int seed;
    private readonly int customers;
    private readonly DemoStaff staff;
    private readonly DemoDeals deals;

    /// <param name="count">Number of opportunities, 1 to <see cref="MaxCount"/>.</param>
    /// <param name="seed">0 or more; part of every id, so that the rows of two seeds can live in one grid.</param>
    /// <param name="today">The day the story ends; it begins three years before.</param>
    public DemoData(int count, int seed, DateOnly today)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, MaxCount);
        ArgumentOutOfRangeException.ThrowIfNegative(seed);
        ArgumentOutOfRangeException.ThrowIfLessThan(today.Year, 1910);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(today.Year, 2190);
        (this.seed, Count) = (seed, count);
        customers = FewestCustomers + count / OpportunitiesPerCustomer;
        staff = new(seed, count);
        deals = new(today);
    }

    /// <summary>Every status and stage an opportunity can be left in.</summary>
    public static IEnumerable<(string Status, string Stage)> Standings => DemoDeals.Standings;

    /// <summary>Number of opportunities.</summary>
    public int Count { get; }

    /// <summary>Number of customers.</summary>
    public int CustomerCount => customers;

    /// <summary>Number of salespeople.</summary>
    public int SalespersonCount => staff.Count;

    /// <summary>Name of the source, as imported opportunities carry it.</summary>
    public string Source => string.Create(CultureInfo.InvariantCulture, $"demo-{seed}");

    /// <summary>The salespeople; register them before the opportunities.</summary>
    public IEnumerable<DemoSalesperson> Salespeople() => Enumerable.Range(0, staff.Count).Select(staff.Person);

    /// <summary>The customers; register them before the opportunities.</summary>
    public IEnumerable<DemoCustomer> Customers() => Enumerable.Range(0, customers).Select(Customer);

    /// <summary>The opportunities.</summary>
    public IEnumerable<DemoOpportunity> Opportunities() => Enumerable.Range(0, Count).Select(Opportunity);

    private DemoCustomer Customer(int number)
    {
        var random = new DemoRandom(seed, DemoKinds.Customer, number);
        var region = RegionOf(ref random);
        var city = random.Pick(region.Cities);
        var sector = DemoWords.Sectors[random.Weighted(DemoWords.SectorShares)];
        var (first, last) = (random.Pick(DemoWords.CompanyFirst), random.Pick(DemoWords.CompanyLast));
        var employees = (int)Math.Clamp(random.LogNormal(350, 1.2), 8, 200_000);
        var revenuePerHead = random.LogNormal(600_000, 0.5);
        var revenue = Math.Round((decimal)(employees * Math.Clamp(revenuePerHead, 50_000, 5_000_000)) / 10_000) * 10_000;
        return new(CustomerId(number),
            $"{city.Zh}{first.Zh}{last.Zh}{sector.CompanyZh}有限公司 {city.En} {first.En}{last.En} {sector.CompanyEn}",
            sector.Name, "中国 China", employees, 1978 + random.Next(45), revenue);
    }

    private DemoOpportunity Opportunity(int number)
    {
        var random = new DemoRandom(seed, DemoKinds.Opportunity, number);
        var customer = (int)(Flattening * Math.Pow((customers + Flattening) / (double)Flattening, random.NextDouble())) - Flattening;
        customer = Math.Clamp(customer, 0, customers - 1);
        // A customer is looked after by people of its region, which its own sequence tells.
        var ofCustomer = new DemoRandom(seed, DemoKinds.Customer, customer);
        var region = Array.IndexOf(DemoWords.Regions, RegionOf(ref ofCustomer));
        var owner = staff.Owner(region, ref random);
        var product = DemoWords.Products[random.Weighted(DemoWords.ProductShares)];
        var channel = DemoWords.Channels[random.Weighted(DemoWords.ChannelShares)].Code;
        var purpose = random.Pick(DemoWords.Purposes);
        var amount = Math.Round((decimal)Math.Clamp(random.LogNormal(180_000 * product.Price, 0.9), 1_000, 80_000_000) / 100) * 100;
        var deal = deals.Make(ref random);
        return new(
            string.Create(CultureInfo.InvariantCulture, $"D{seed}-{number + 1:D7}"),
            $"{product.Zh}{purpose.Zh} {product.En}, {purpose.En}",
            owner, CustomerId(customer), $"{product.Zh} {product.En}", channel,
            deal.Status, deal.Stage, deal.OpenedOn, deal.ClosedOn, deal.ExpectedCloseOn,
            deal.AmountKnown ? amount : null, deal.LossReason);
    }

    private static DemoWords.Region RegionOf(ref DemoRandom random) =>
        DemoWords.Regions[random.Weighted(DemoWords.RegionShares)];

    private string CustomerId(int number) => string.Create(CultureInfo.InvariantCulture, $"D{seed}-C{number + 1:D5}");
}
