using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using SalesGrid.Gateway.Security;
using SalesGrid.Testing;

namespace SalesGrid.Gateway.Tests;

/// <summary>What stands below a customer, added up: a head, two subsidiaries, one of them with a subsidiary of its own, and a stranger.</summary>
public sealed class CustomerGroupTests : IAsyncLifetime
{
    private readonly Dictionary<string, HttpClient> clients = [];
    private Gateway gateway = null!;

    public async ValueTask InitializeAsync()
    {
        string[] keys = ["A1", "B1", "finance", "finance2"];
        gateway = await Gateway.Start(null,
        [
            .. keys.SelectMany((k, i) => new[]
            {
                $"--Grid:Keys:{i + 1}:Name={k}", $"--Grid:Keys:{i + 1}:Role=Writer", $"--Grid:Keys:{i + 1}:Sha256={ApiKeys.HashOf($"key-of-{k}")}",
                $"--Grid:Keys:{i + 1}:Reads={(k.StartsWith("fin", StringComparison.Ordinal) ? "All" : "Own")}", $"--Grid:Keys:{i + 1}:Duties={(k.StartsWith("fin", StringComparison.Ordinal) ? "Finance" : "None")}",
            }),
        ]);
        foreach (var key in keys)
            clients[key] = gateway.ClientFor($"key-of-{key}");
        clients["admin"] = gateway.Http;
        foreach (var id in new[] { "A1", "B1" })
            await Must("salespeople", new { id, name = id, team = id, region = "R" });
        foreach (var (id, parent, owner) in new[] { ("HEAD", null, "A1"), ("EAST", "HEAD", "A1"), ("WEST", "HEAD", "B1"), ("WEST-1", "WEST", "A1"), ("OTHER", (string?)null, "A1") })
        {
            await Must("customers", new { id, name = id, parent });
            await Must($"customers/{id}/assign", new { salespersonId = owner });
        }
        // Of 100, 20, 3 and 4 the last is in another currency; 500 is nobody's of the group.
        foreach (var (customer, amount, currency, owner) in new[] { ("HEAD", 100, "CNY", "A1"), ("EAST", 20, "CNY", "A1"), ("WEST", 3, "CNY", "B1"), ("WEST-1", 4, "USD", "A1"), ("OTHER", 500, "CNY", "A1") })
            await Must("opportunities", new { id = $"O-{customer}", ownerId = owner, customerId = customer, amount = new { amount, currency }, expectedCloseOn = CompanyDay.NextYearText }, "admin");
        await Must("opportunities/W-EAST/import", new { ownerId = "A1", customerId = "EAST", status = "won", stage = "negotiation", openedOn = "2025-01-02", closedOn = "2025-05-05", amount = new { amount = 7.5m, currency = "CNY" }, source = "crm" });
        await Must("opportunities/L-EAST/import", new { ownerId = "A1", customerId = "EAST", status = "lost", stage = "negotiation", openedOn = "2025-01-02", closedOn = "2025-05-05", amount = new { amount = 9, currency = "CNY" }, source = "crm" });
        foreach (var (customer, limit) in new[] { ("HEAD", 1_000), ("WEST", 200), ("WEST-1", 30) })
        {
            await Must($"customers/{customer}/require-diligence", new { items = new[] { new { code = "business-licence", name = new { zh = "营业执照", en = "Business licence" } } } });
            await Must($"customers/{customer}/record-diligence", new { item = "business-licence", result = "pass", reference = "D-1", validUntil = CompanyDay.Today.AddDays(90) }, "finance2");
            await Must($"customers/{customer}/grant-credit", new { grade = "a", limit = new { amount = limit, currency = "CNY" }, validUntil = CompanyDay.Today.AddDays(30), reason = "x" }, "finance");
        }
        await Must("customers/WEST-1/suspend-credit", new { reason = "逾期" }, "finance");
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var client in clients.Values)
            client.Dispose();
        await gateway.DisposeAsync();
    }

    [Fact]
    public async Task A_group_is_the_customer_and_all_below_it_within_what_one_reads()
    {
        var whole = await Group("finance", "HEAD");
        Assert.Equal(["0 HEAD", "1 EAST", "1 WEST", "2 WEST-1"], Members(whole));
        Assert.Equal(["CNY 3 open 123 1 won 7.5", "USD 1 open 4 0 won 0"], Deals(whole));
        Assert.Equal(["limit 1200 held 0 available 1200"], Credit(whole));
        Assert.False(whole.GetProperty("truncated").GetBoolean());
        Assert.Equal(["CNY 1 open 20 1 won 7.5"], Deals(whole.GetProperty("customers")[1]));
        Assert.Equal(["2025: CNY 0 open 0 1 won 7.5"], Deals(await Group("finance", "HEAD", "?from=2025-01-01&to=2025-12-31")).Select(d => $"2025: {d}"));
        var west = await Group("finance", "WEST");
        Assert.Equal(["0 WEST", "1 WEST-1"], Members(west));
        Assert.Equal(["limit 200 held 0 available 200"], Credit(west));
        // WEST and its deal are another's: what stands below it is looked at all the same.
        var mine = await Group("A1", "HEAD");
        Assert.Equal(["0 HEAD", "1 EAST", "2 WEST-1"], Members(mine));
        Assert.Equal(["CNY 2 open 120 1 won 7.5", "USD 1 open 4 0 won 0"], Deals(mine));
        Assert.Equal(["limit 1000 held 0 available 1000"], Credit(mine));
        Assert.DoesNotContain("WEST\"", mine.GetProperty("customers").EnumerateArray().Select(c => c.GetProperty("id").GetString() + "\""));
        Assert.Equal(HttpStatusCode.NotFound, (await Answer.Of(await clients["A1"].GetAsync(new Uri("/api/customers/WEST/group", UriKind.Relative)))).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await Answer.Of(await clients["A1"].GetAsync(new Uri("/api/customers/HEAD/group?from=2026-02-02&to=2026-01-01", UriKind.Relative)))).Status);
        Assert.Equal(["EAST", "WEST"], (await gateway.Get("/api/customers?parent=HEAD")).Json.GetProperty("items").EnumerateArray().Select(i => i.GetProperty("id").GetString()));
        // Moved to another parent it is another's.
        await Must("customers/WEST-1/amend", new { parent = "OTHER" });
        Assert.Equal(["0 HEAD", "1 EAST", "1 WEST"], Members(await Group("finance", "HEAD")));
        Assert.Equal(["0 OTHER", "1 WEST-1"], Members(await Group("finance", "OTHER")));
    }

    [Fact]
    public async Task A_customer_that_is_merged_counts_with_the_one_that_stays()
    {
        await Must("opportunities/W-OTHER/import", new { ownerId = "A1", customerId = "OTHER", status = "won", stage = "negotiation", openedOn = "2025-01-02", closedOn = "2025-05-05", amount = new { amount = 2, currency = "CNY" }, source = "crm" });
        var preview = (await gateway.Get("/api/customers/OTHER/merge?into=EAST")).Json;
        Assert.Equal(JsonValueKind.Null, preview.GetProperty("refusal").ValueKind);
        Assert.Equal(["customer 0", "opportunity 1", "quote 0"], preview.GetProperty("parts").EnumerateArray().Select(p => $"{p.GetProperty("part").GetString()} {p.GetProperty("total").GetInt64()}"));
        Assert.Equal("CP-MERGE-04", (await gateway.Get("/api/customers/OTHER/merge?into=WEST")).Json.GetProperty("refusal").GetProperty("controlPoint").GetString());
        Assert.Equal("CP-MERGE-07", (await gateway.Get("/api/customers/HEAD/merge?into=OTHER")).Json.GetProperty("refusal").GetProperty("controlPoint").GetString());
        Assert.Equal(HttpStatusCode.NotFound, (await Answer.Of(await clients["A1"].GetAsync(new Uri("/api/customers/OTHER/merge?into=WEST", UriKind.Relative)))).Status);
        Assert.Empty((await Answer.Of(await clients["A1"].GetAsync(new Uri("/api/customers/OTHER/merge?into=EAST", UriKind.Relative)))).Json.GetProperty("parts").EnumerateArray());
        Assert.Equal(HttpStatusCode.Forbidden, (await Answer.Of(await clients["A1"].PostAsJsonAsync("/api/customers/OTHER/merge", new { into = "EAST", reason = "x" }))).Status);
        await Must("customers/OTHER/merge", new { into = "EAST", reason = "重复登记" });
        await Poll.Until(async () => (await gateway.Get("/api/customers/OTHER/merge")).Json.GetProperty("last").GetProperty("endedAt").ValueKind == JsonValueKind.String ? "" : (object?)null,
            TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        Assert.Equal("EAST", (await gateway.Get("/api/opportunities/O-OTHER")).Json.GetProperty("customerId").GetString());
        Assert.Equal("OTHER", (await gateway.Get("/api/opportunities/W-OTHER")).Json.GetProperty("customerId").GetString());
        Assert.Equal(["CNY 2 open 520 2 won 9.5"], Deals(await Group("finance", "EAST")));
        Assert.Equal("EAST", (await gateway.Get("/api/customers/OTHER")).Json.GetProperty("mergedInto").GetString());
        Assert.Equal(["OTHER"], (await gateway.Get("/api/customers?merged=true")).Json.GetProperty("items").EnumerateArray().Select(i => i.GetProperty("id").GetString()));
        var refused = await gateway.Post("/api/opportunities", new { id = "O-new", ownerId = "A1", customerId = "OTHER" });
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "CP-MERGE-01", "customerId"), (refused.Status, refused.ControlPoint, refused.Field));
        Assert.Contains("EAST", refused.Text, StringComparison.Ordinal);
        // What was nobody's before is not everybody's for that: who owned it reads it, and no other.
        Assert.Equal(HttpStatusCode.OK, (await Answer.Of(await clients["A1"].GetAsync(new Uri("/api/customers/OTHER", UriKind.Relative)))).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await Answer.Of(await clients["B1"].GetAsync(new Uri("/api/customers/OTHER", UriKind.Relative)))).Status);
        Assert.True((await gateway.Get("/api/ledger/verify")).Json.GetProperty("ok").GetBoolean());
    }

    private async Task<JsonElement> Group(string who, string id, string query = "")
    {
        var answer = await Answer.Of(await clients[who].GetAsync(new Uri($"/api/customers/{id}/group{query}", UriKind.Relative)));
        Assert.True(answer.Status == HttpStatusCode.OK, answer.Text);
        return answer.Json;
    }

    private static IEnumerable<string> Members(JsonElement group) => group.GetProperty("customers").EnumerateArray().Select(c => $"{c.GetProperty("level").GetInt32()} {c.GetProperty("id").GetString()}");

    private static IEnumerable<string> Deals(JsonElement of) => of.GetProperty("deals").EnumerateArray().Select(d => string.Create(System.Globalization.CultureInfo.InvariantCulture,
        $"{d.GetProperty("currency").GetString()} {d.GetProperty("open").GetInt64()} open {d.GetProperty("openAmount").GetDecimal():0.##} {d.GetProperty("won").GetInt64()} won {d.GetProperty("wonAmount").GetDecimal():0.##}"));

    private static IEnumerable<string> Credit(JsonElement group) => group.GetProperty("credit").EnumerateArray().Select(c =>
        $"limit {Amount(c, "limit")} held {Amount(c, "held")} available {Amount(c, "available")}");

    private static string Amount(JsonElement of, string name) => of.GetProperty(name).GetProperty("amount").GetDecimal().ToString("0.##", System.Globalization.CultureInfo.InvariantCulture);

    private async Task Must(string path, object body, string who = "admin")
    {
        var answer = await Answer.Of(await clients[who].PostAsJsonAsync($"/api/{path}", body));
        Assert.True((int)answer.Status is 200 or 201, $"{path}: {answer.Text}");
    }
}
