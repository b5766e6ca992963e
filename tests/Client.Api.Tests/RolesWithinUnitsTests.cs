using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using SalesGrid.Testing;

namespace SalesGrid.Gateway.Tests;

/// <summary>People with accounts of their own in two regions: what a role reads and may do ends where the units it was given for end.</summary>
public sealed class RolesWithinUnitsTests : IAsyncLifetime
{
    private readonly Dictionary<string, HttpClient> clients = [];
    private Gateway gateway = null!;

    public async ValueTask InitializeAsync()
    {
        gateway = await Gateway.Start();
        foreach (var (id, kind, parent) in new[] { ("east", "region", "company"), ("west", "region", "company"), ("east-1", "team", "east"), ("west-1", "team", "west") })
            await Must("units", new { id, name = id, kind, parent });
        foreach (var (id, unit) in new[] { ("E-head", "east"), ("E-rep", "east-1"), ("W-rep", "west-1") })
            await Must("salespeople", new { id, name = id, unit });
        await Must("units/east/set-head", new { headId = "E-head" });
        foreach (var (id, person, roles, units) in new[]
        {
            ("e.rep", "E-rep", new[] { "rep" }, Array.Empty<string>()),
            ("w.rep", "W-rep", ["rep"], []),
            ("e.head", "E-head", ["rep"], []),
            ("e.manager", null, ["manager"], ["east"]),
            ("manager", null, ["manager"], ["company"]),
            ("e.finance", null, ["finance"], ["east"]),
            ("e.people", null, ["people"], ["east"]),
            ("auditor", null, ["auditor"], []),
            ("administrator", (string?)null, ["administrator"], []),
        })
        {
            await Must("users", new { id, name = id, kind = "person", salespersonId = person, roles, units });
            var issued = await gateway.Post($"/api/users/{id}/issue-key", new { name = "laptop" });
            Assert.True(issued.Status == HttpStatusCode.OK, issued.Text);
            clients[id] = gateway.ClientFor(issued.Json.GetProperty("key").GetString());
        }
        foreach (var rep in new[] { "E", "W" })
        {
            await Must("customers", new { id = $"C-{rep}", name = $"C-{rep}" });
            await Must($"customers/C-{rep}/assign", new { salespersonId = $"{rep}-rep" });
            await Must("opportunities", new { id = $"O-{rep}", ownerId = $"{rep}-rep", customerId = $"C-{rep}" }, $"{char.ToLowerInvariant(rep[0])}.rep");
        }
        await Must("customers", new { id = "C-pool", name = "C-pool" });
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var client in clients.Values)
            client.Dispose();
        await gateway.DisposeAsync();
    }

    [Fact]
    public async Task A_role_reads_what_lies_within_its_units()
    {
        foreach (var (who, seen) in new (string, string[])[]
        {
            ("e.rep", ["O-E"]), ("w.rep", ["O-W"]), ("e.head", ["O-E"]), ("e.manager", ["O-E"]), ("e.finance", ["O-E"]), ("manager", ["O-E", "O-W"]), ("auditor", ["O-E", "O-W"]),
        })
        {
            var list = await Get(who, "/api/pipeline");
            Assert.Equal(seen, list.Json.GetProperty("items").EnumerateArray().Select(i => i.GetProperty("id").GetString()).Order(StringComparer.Ordinal));
            var kpis = await Get(who, "/api/kpis?groupBy=owner");
            Assert.Equal(seen.Length, kpis.Json.GetProperty("rows").GetArrayLength());
            foreach (var id in new[] { "O-E", "O-W" })
                Assert.Equal((who, id, seen.Contains(id) ? HttpStatusCode.OK : HttpStatusCode.NotFound), (who, id, (await Get(who, $"/api/opportunities/{id}")).Status));
        }
    }

    [Fact]
    public async Task Who_keeps_users_reads_no_business()
    {
        foreach (var path in new[] { "/api/pipeline", "/api/kpis", "/api/opportunities/O-E", "/api/customers" })
            Assert.Equal(HttpStatusCode.Forbidden, (await Get("administrator", path)).Status);
        Assert.Equal(HttpStatusCode.OK, (await Get("administrator", "/api/users")).Status);
    }

    [Fact]
    public async Task A_duty_ends_where_its_units_end()
    {
        var today = CompanyDay.Today;
        // A manager of one region leads its deals and no others, whatever lies in the pool is nobody's region's.
        Assert.Equal(HttpStatusCode.OK, (await Send("e.manager", "opportunities/O-E/activities", new { kind = "call", summary = "x" })).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await Send("e.manager", "opportunities/O-W/activities", new { kind = "call", summary = "x" })).Status);
        Assert.Equal(HttpStatusCode.OK, (await Send("manager", "opportunities/O-W/activities", new { kind = "call", summary = "x" })).Status);
        object credit = new { grade = "b", limit = new { amount = 100, currency = "CNY" }, validUntil = today.AddYears(1), reason = "x" };
        Assert.Equal("CP-CREDIT-06", (await Send("e.finance", "customers/C-pool/grant-credit", credit)).ControlPoint);
        Assert.NotEqual("CP-CREDIT-06", Point(await Send("e.finance", "customers/C-E/grant-credit", credit)));
        // In a batch as well.
        var batch = await Send("e.manager", "commands", new
        {
            commands = new object[]
            {
                new { type = "opportunity.lose", id = "O-W", commandId = "b-1", body = new { reason = "price" } },
                new { type = "customer.assign", id = "C-pool", commandId = "b-2", body = new { salespersonId = "E-rep" } },
                new { type = "opportunity.lose", id = "O-E", commandId = "b-3", body = new { reason = "price" } },
            },
        });
        Assert.Equal(["CP-OPP-01", "CP-POOL-01", null], batch.Json.GetProperty("results").EnumerateArray().Select(r => r.GetProperty("controlPoint").GetString()));
    }

    [Fact]
    public async Task People_of_a_region_place_people_there_and_nowhere_else()
    {
        Assert.Equal(HttpStatusCode.Created, (await Send("e.people", "salespeople", new { id = "E-new", name = "新人", unit = "east-1" })).Status);
        Assert.Equal("CP-WHO-01", Point(await Send("e.people", "salespeople", new { id = "W-new", name = "新人", unit = "west-1" })));
        Assert.Equal("CP-WHO-01", Point(await Send("e.people", "salespeople/E-new/move", new { unit = "west-1" })));
        Assert.Equal(HttpStatusCode.NotFound, (await Send("e.people", "salespeople/W-rep/move", new { unit = "east-1" })).Status);
        Assert.Equal(HttpStatusCode.Created, (await Send("e.people", "units", new { id = "east-2", name = "华东二组", kind = "team", parent = "east" })).Status);
        Assert.Equal("CP-WHO-01", Point(await Send("e.people", "units", new { id = "west-2", name = "华西二组", kind = "team", parent = "west" })));
        Assert.Equal("CP-WHO-01", Point(await Send("e.people", "units/west-1/rename", new { name = "x" })));
        Assert.Equal("CP-WHO-01", Point(await Send("e.people", "units/east-2/move", new { parent = "west" })));
    }

    [Fact]
    public async Task Whoever_moves_takes_their_figures_along_and_a_former_head_reads_nothing_any_more()
    {
        using var stream = await Sse.Open(clients["e.head"], "/api/kpis/stream?groupBy=owner");
        Assert.Single(Rows(await stream.Next()));
        await Must("salespeople/W-rep/move", new { unit = "east-1" });
        await stream.Until(e => Rows(e).Count == 2);
        await Must("units/east/set-head", new { headId = (string?)null });
        await stream.Until(e => Rows(e).Count == 0);

        static List<JsonElement> Rows(Sse.Message e) => [.. e.Data.GetProperty("rows").EnumerateArray()];
    }

    private static string? Point(Answer answer) => answer.Status is HttpStatusCode.OK or HttpStatusCode.Created ? null : answer.ControlPoint;

    private async Task<Answer> Get(string who, string path) => await Answer.Of(await clients[who].GetAsync(new Uri(path, UriKind.Relative)));

    private async Task<Answer> Send(string who, string path, object body) => await Answer.Of(await clients[who].PostAsJsonAsync($"/api/{path}", body));

    private async Task Must(string path, object body, string? who = null)
    {
        var answer = await Answer.Of(await (who is null ? gateway.Http : clients[who]).PostAsJsonAsync($"/api/{path}", body));
        Assert.True((int)answer.Status is 200 or 201, $"{path}: {answer.Text}");
    }
}
