using System.Text.Json;
using SalesGrid.Opportunities;

namespace SalesGrid.Gateway.Tests;

/// <summary>Every row of KPIs is the sum of the list that it opens to.</summary>
public sealed class RowsAndListsTests(RowsAndListsTests.MovedPipeline moved) : IClassFixture<RowsAndListsTests.MovedPipeline>
{
    private readonly Gateway gateway = moved.Gateway;

    public static TheoryData<string> Dimensions => new(OpportunitySchema.Schema.Dimensions);

    [Theory, MemberData(nameof(Dimensions))]
    public async Task Every_row_opens_to_the_list_it_sums_up(string dimension)
    {
        foreach (var period in new[] { "", "&from=2026-02-01&to=2026-02-28" })
        {
            var answer = (await gateway.Get($"/api/kpis?groupBy={dimension}{period}")).Json;
            foreach (var row in answer.GetProperty("rows").EnumerateArray())
            {
                var value = Uri.EscapeDataString(row.GetProperty(dimension).GetString() ?? "");
                var list = (await gateway.Get($"/api/pipeline?{dimension}={value}{period}")).Json;
                Assert.Equal((answer.GetProperty("watermark").GetString(), answer.GetProperty("day").GetString()), (list.GetProperty("watermark").GetString(), list.GetProperty("day").GetString()));
                var items = list.GetProperty("items").EnumerateArray().ToArray();
                Assert.Equal(Count(row, "opportunities"), list.GetProperty("total").GetInt64());
                Assert.Equal(Count(row, "opportunities"), items.Length);
                foreach (var status in new[] { "open", "won", "lost" })
                    Assert.Equal(Count(row, status), items.Count(i => i.GetProperty("status").GetString() == status));
                foreach (var measure in new[] { "slips", "stageDays", "activities", "refusals" })
                    Assert.Equal(Count(row, measure), items.Sum(i => i.GetProperty(measure).GetInt64()));
                Assert.Equal(row.GetProperty("wonAmount").GetDecimal(), Amount(items, "won"));
                Assert.Equal(row.GetProperty("openAmount").GetDecimal(), Amount(items, "open"));
            }
        }
        var whole = (await gateway.Get("/api/kpis")).Json.GetProperty("rows")[0];
        Assert.Equal((1, 1, 1), (Count(whole, "slips"), Count(whole, "activities"), Count(whole, "refusals")));

        static decimal Amount(JsonElement[] items, string status) => items
            .Where(i => i.GetProperty("status").GetString() == status && i.GetProperty("amount").ValueKind == JsonValueKind.Object)
            .Sum(i => i.GetProperty("amount").GetProperty("amount").GetDecimal());
    }

    private static long Count(JsonElement row, string name) => row.GetProperty(name).GetInt64();

    /// <summary>The known opportunities, one of them talked about, put off and refused a step.</summary>
    public sealed class MovedPipeline : KnownPipeline
    {
        public override async ValueTask InitializeAsync()
        {
            await base.InitializeAsync();
            await Gateway.Post("/api/opportunities/P2/activities", new { kind = "visit", summary = "谈判" });
            await Gateway.Post("/api/opportunities/P2/value", new { expectedCloseOn = "2027-04-30" });
            await Gateway.Post("/api/opportunities/P2/advance", new { });
        }
    }
}
