using System.Globalization;
using System.Text.Json;

namespace SalesGrid.Gateway.Tests;

/// <summary>Pipeline and KPIs over HTTP, on one known set of opportunities. What changes it has a gateway of its own.</summary>
public sealed class QueryTests(KnownPipeline known) : IClassFixture<KnownPipeline>
{
    private readonly Gateway gateway = known.Gateway;

    [Theory]
    [InlineData("", "L1 P1 P2 W1 W2 W3")]
    [InlineData("status=won", "W1 W2 W3")]
    [InlineData("status=won&status=lost&region=West", "L1 W3")]
    [InlineData("status=won&status=lost&owner=S1", "W1 W2")]
    [InlineData("customer=C2", "L1 P2")]
    [InlineData("customer=", "P1")]
    [InlineData("customer=&customer=C2", "L1 P1 P2")]
    [InlineData("product=A,B", "")]
    [InlineData("product=A&stage=implementation", "W1 W3")]
    [InlineData("sector=machinery", "W1 W2 W3")]
    [InlineData("team=East%201", "P2 W1 W2")]
    [InlineData("status=won,lost&region=West", "L1 W3")]
    [InlineData("lossReason=unknown", "L1")]
    [InlineData("city=%E4%B8%8A%E6%B5%B7", "W1 W2 W3")]
    [InlineData("country=CN&quarter=2026-Q1&month=2026-01", "W1")]
    [InlineData("from=2026-02-01&to=2026-02-28", "L1 W2 W3")]
    [InlineData("ageBand=0-30&ageBand=31-90&status=won", "W1 W2 W3")]
    [InlineData("imported=false", "")]
    [InlineData("amountMin=250&amountMax=400&currency=CNY", "W2 W3")]
    [InlineData("closedFrom=2026-02-01&closedTo=2026-02-05", "L1 W3")]
    [InlineData("openedTo=2026-01-01", "W1 W2")]
    [InlineData("expectedCloseFrom=2026-03-31", "P2")]
    [InlineData("sort=-amount&currency=CNY", "P2 W3 W2 W1")]
    [InlineData("sort=amount&currency=CNY", "W1 W2 W3 P2")]
    [InlineData("sort=closedOn", "W1 W3 L1 W2 P1 P2")]
    [InlineData("sort=-openedOn&status=won", "W3 W1 W2")]
    public async Task The_pipeline_is_filtered_and_sorted(string query, string expected)
    {
        var page = (await gateway.Get($"/api/pipeline?{query}")).Json;
        Assert.Equal(expected, string.Join(' ', page.GetProperty("items").EnumerateArray().Select(i => i.GetProperty("id").GetString())));
        Assert.Equal(expected.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length, page.GetProperty("total").GetInt64());
    }

    [Theory]
    [InlineData("id")]
    [InlineData("-amount&currency=CNY")]
    [InlineData("closedOn")]
    [InlineData("-changedAt")]
    [InlineData("stage")]
    [InlineData("-customer")]
    public async Task Pages_follow_one_another_without_gap_or_repeat(string sort)
    {
        var whole = await Ids($"/api/pipeline?sort={sort}");
        for (var limit = 1; limit <= 6; limit++)
        {
            var paged = new List<string>();
            string? cursor = null;
            do
            {
                var page = (await gateway.Get($"/api/pipeline?sort={sort}&limit={limit}{(cursor is null ? "" : $"&after={cursor}")}")).Json;
                paged.AddRange(page.GetProperty("items").EnumerateArray().Select(i => i.GetProperty("id").GetString()!));
                Assert.Equal(whole.Length, page.GetProperty("total").GetInt64());
                cursor = page.GetProperty("nextAfter").GetString();
            }
            while (cursor is not null);
            Assert.Equal(whole, paged);
        }
    }

    [Fact]
    public async Task A_kpi_row_is_flat_and_has_exactly_the_promised_fields()
    {
        var row = (await gateway.Get("/api/kpis?groupBy=region,product&from=2026-02-01&to=2026-02-28")).Json.GetProperty("rows")[0];
        Assert.Equal(
            ["region", "product", "opportunities", "open", "won", "lost", "wonAmount", "winRate", "wonCycleDays", "openAmount", "weightedAmount", "slips", "stageDays", "activities", "refusals", "currency"],
            row.EnumerateObject().Select(p => p.Name));
    }

    [Fact]
    public async Task Totals_are_exact()
    {
        var row = (await gateway.Get("/api/kpis")).Json.GetProperty("rows")[0];
        Assert.Equal((6, 2, 3, 1), (Count(row, "opportunities"), Count(row, "open"), Count(row, "won"), Count(row, "lost")));
        Assert.Equal(750m, row.GetProperty("wonAmount").GetDecimal());
        Assert.Equal(0.75, row.GetProperty("winRate").GetDouble());
        Assert.Equal((10 + 50 + 1) / 3.0, row.GetProperty("wonCycleDays").GetDouble());
        Assert.Equal(1000m, row.GetProperty("openAmount").GetDecimal());
        Assert.Equal(400m, row.GetProperty("weightedAmount").GetDecimal());
        Assert.Equal("CNY", row.GetProperty("currency").GetString());
    }

    [Theory]
    [InlineData("region", "East:2:350 West:1:400")]
    [InlineData("owner", "S1:2:350 S2:1:400")]
    [InlineData("product", "A:2:500 B:1:250 -:0:0")]
    [InlineData("month", "2026-01:1:100 2026-02:2:650 2026-03:0:0 -:0:0")]
    [InlineData("sector", "food:0:0 machinery:3:750 -:0:0")]
    [InlineData("status", "lost:0:0 open:0:0 won:3:750")]
    [InlineData("customer,month", "C1/2026-01:1:100 C1/2026-02:2:650 C2/2026-02:0:0 C2/2026-03:0:0 -/-:0:0")]
    public async Task Groups_add_up(string groupBy, string expected)
    {
        var names = groupBy.Split(',');
        var rows = (await gateway.Get($"/api/kpis?groupBy={groupBy}")).Json.GetProperty("rows").EnumerateArray().Select(row =>
            $"{string.Join('/', names.Select(n => row.GetProperty(n).GetString() ?? "-"))}:{Count(row, "won")}:{row.GetProperty("wonAmount").GetDecimal().ToString(CultureInfo.InvariantCulture)}");
        Assert.Equal(expected, string.Join(' ', rows));
    }

    [Fact]
    public async Task Other_kinds_have_figures_too()
    {
        var customers = (await gateway.Get("/api/kpis?kind=customer&groupBy=sector")).Json.GetProperty("rows").EnumerateArray().ToArray();
        Assert.Equal(["food:1", "machinery:1"], customers.Select(r => $"{r.GetProperty("sector").GetString()}:{Count(r, "customers")}"));
        foreach (var row in customers)
            Assert.Equal(Count(row, "customers"), (await gateway.Get($"/api/customers?sector={row.GetProperty("sector").GetString()}")).Json.GetProperty("items").GetArrayLength());
        foreach (var kind in new[] { "contract", "quote" })
            Assert.Empty((await gateway.Get($"/api/kpis?kind={kind}&groupBy=status,currency")).Json.GetProperty("rows").EnumerateArray());
        Assert.Equal(0, Count((await gateway.Get("/api/kpis?kind=contract")).Json.GetProperty("rows")[0], "signed"));
    }

    [Fact]
    public async Task A_period_counts_what_was_decided_or_is_expected_in_it()
    {
        var february = (await gateway.Get("/api/kpis?from=2026-02-01&to=2026-02-28")).Json.GetProperty("rows")[0];
        Assert.Equal((3, 2, 1, 0), (Count(february, "opportunities"), Count(february, "won"), Count(february, "lost"), Count(february, "open")));
        var nothing = (await gateway.Get("/api/kpis?from=2030-01-01")).Json.GetProperty("rows")[0];
        Assert.Equal(0, Count(nothing, "opportunities"));
        Assert.Equal(JsonValueKind.Null, nothing.GetProperty("winRate").ValueKind);
        Assert.Equal(JsonValueKind.Null, nothing.GetProperty("wonCycleDays").ValueKind);
    }

    [Fact]
    public async Task Amounts_of_several_currencies_are_never_added()
    {
        await using var own = new KnownPipeline();
        await own.InitializeAsync();
        var gateway = own.Gateway;
        await gateway.Post("/api/opportunities", new { id = "U1", ownerId = "S1", amount = new { amount = 70, currency = "USD" } });
        var whole = (await gateway.Get("/api/kpis")).Json.GetProperty("rows")[0];
        Assert.Equal((7, 3), (Count(whole, "opportunities"), Count(whole, "open")));
        Assert.Equal(JsonValueKind.Null, whole.GetProperty("openAmount").ValueKind);
        Assert.Equal(JsonValueKind.Null, whole.GetProperty("currency").ValueKind);
        var byCurrency = (await gateway.Get("/api/kpis?groupBy=currency")).Json.GetProperty("rows").EnumerateArray().ToArray();
        Assert.Equal(["CNY:1000", "USD:70", ":0"], byCurrency.Select(r =>
            $"{r.GetProperty("currency").GetString()}:{r.GetProperty("openAmount").GetDecimal().ToString(CultureInfo.InvariantCulture)}"));
    }

    private static long Count(JsonElement row, string name) => row.GetProperty(name).GetInt64();

    private async Task<string[]> Ids(string path) =>
        [.. (await gateway.Get(path)).Json.GetProperty("items").EnumerateArray().Select(i => i.GetProperty("id").GetString()!)];
}
