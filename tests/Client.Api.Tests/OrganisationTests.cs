using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using SalesGrid.Gateway.Security;
using SalesGrid.Testing;

namespace SalesGrid.Gateway.Tests;

/// <summary>Units, people in them and handovers over HTTP, by people with different duties.</summary>
public sealed class OrganisationTests : IAsyncLifetime
{
    private readonly Dictionary<string, HttpClient> clients = [];
    private Gateway gateway = null!;

    public async ValueTask InitializeAsync()
    {
        (string Name, string Duties)[] people = [("S1", "None"), ("S2", "None"), ("L1", "None"), ("M1", "None"), ("hr-1", "People"), ("m-1", "Manager"), ("hr-own", "People")];
        gateway = await Gateway.Start(null, [.. people.SelectMany((p, i) => new[]
        {
            $"--Grid:Keys:{i + 1}:Name={p.Name}", $"--Grid:Keys:{i + 1}:Role=Writer", $"--Grid:Keys:{i + 1}:Sha256={ApiKeys.HashOf($"key-{p.Name}")}", $"--Grid:Keys:{i + 1}:Duties={p.Duties}",
            $"--Grid:Keys:{i + 1}:Reads={(p.Name == "hr-own" ? "Own" : "All")}",
        })]);
        foreach (var (name, _) in people)
            clients.Add(name, gateway.ClientFor($"key-{name}"));
        foreach (var id in new[] { "M1", "L1", "S1", "S2" })
            await Ok("hr-1", "/api/salespeople", new { id, name = id, unit = "company" });
        await Ok("hr-1", "/api/units", new { id = "U-EAST", name = "华东", kind = "region", headId = "M1" });
        await Ok("hr-1", "/api/units", new { id = "U-T1", name = "一组", kind = "team", parent = "U-EAST", headId = "L1" });
        foreach (var id in new[] { "L1", "S1" })
            await Ok("hr-1", $"/api/salespeople/{id}/move", new { unit = "U-T1" });
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var client in clients.Values)
            client.Dispose();
        await gateway.DisposeAsync();
    }

    [Fact]
    public async Task The_organisation_is_read_as_a_tree_and_person_by_person()
    {
        var units = (await gateway.Get("/api/units?limit=2")).Json;
        Assert.Equal((3, "company", "U-EAST"), (units.GetProperty("total").GetInt32(), units.GetProperty("items")[0].GetProperty("id").GetString(), units.GetProperty("nextAfter").GetString()));
        var team = (await gateway.Get("/api/units/U-T1")).Json;
        Assert.Equal((2, "L1", "team"), (team.GetProperty("people").GetInt32(), team.GetProperty("headId").GetString(), team.GetProperty("kind").GetString()));
        Assert.Equal(["U-EAST", "company"], team.GetProperty("above").EnumerateArray().Select(a => a.GetString()));
        Assert.Equal(("一组", "华东", "L1", "U-T1"), Place((await gateway.Get("/api/salespeople/S1")).Json));
        Assert.Equal(("一组", "华东", "M1", "U-T1"), Place((await gateway.Get("/api/salespeople/L1")).Json));

        await Ok("hr-1", "/api/units/U-EAST/rename", new { name = "东区" });
        await Ok("hr-1", "/api/units/U-T1/set-head", new { headId = (string?)null });
        var listed = (await gateway.Get("/api/salespeople")).Json.GetProperty("items").EnumerateArray().Single(p => p.GetProperty("id").GetString() == "S1");
        Assert.Equal(("一组", "东区", "M1", "U-T1"), Place(listed));
        var from = CompanyDay.Today.AddDays(30);
        await Ok("hr-1", "/api/salespeople/S1/move", new { unit = "U-EAST", from });
        Assert.Equal(("U-EAST", $"{from:yyyy-MM-dd}"), Planned((await gateway.Get("/api/salespeople/S1")).Json, "unit"));
        await Ok("hr-1", "/api/units/U-T1/move", new { parent = "company", from });
        Assert.Equal(("company", $"{from:yyyy-MM-dd}"), Planned((await gateway.Get("/api/units/U-T1")).Json, "parent"));
        Assert.True((await gateway.Get("/api/ledger/verify")).Json.GetProperty("ok").GetBoolean());
    }

    [Fact]
    public async Task What_does_not_fit_the_tree_is_refused_by_name()
    {
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "CP-UNIT-03"), await Refused("hr-1", "/api/units", new { id = "U-2", name = "x", kind = "company" }));
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "CP-UNIT-04"), await Refused("hr-1", "/api/units", new { id = "U-2", name = "x", kind = "team", parent = "nobody" }));
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "CP-UNIT-05"), await Refused("hr-1", "/api/units", new { id = "U-2", name = "x", kind = "region", parent = "U-T1" }));
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "CP-UNIT-13"), await Refused("hr-1", "/api/units", new { id = "U-2", name = "x", kind = "team", headId = "nobody" }));
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "CP-UNIT-06"), await Refused("hr-1", "/api/units/U-EAST/move", new { parent = "U-EAST" }));
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "CP-UNIT-12"), await Refused("hr-1", "/api/units/U-T1/close", new { }));
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "CP-UNIT-16"), await Refused("hr-1", "/api/salespeople", new { name = "x", unit = "nobody" }));
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "CP-PERSON-04"), await Refused("hr-1", "/api/salespeople", new { name = "x", unit = "U-T1", team = "T" }));
        Assert.Equal((HttpStatusCode.NotFound, "CP-UNIT-01"), await Refused("hr-1", "/api/units/nobody/rename", new { name = "x" }));
        Assert.Equal((HttpStatusCode.BadRequest, null), await Refused("hr-1", "/api/units/U-T1/set-head", new { }));
        Assert.Equal((HttpStatusCode.Forbidden, "CP-WHO-01"), await Refused("m-1", "/api/units/U-T1/rename", new { name = "x" }));
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "CP-UNIT-14"), await Refused("hr-1", "/api/units/U-T1/set-head", new { headId = "hr-1" }));
        var asked = await gateway.Get("/api/units/U-T1/can?command=move&parent=U-T1");
        Assert.Equal("CP-UNIT-06", asked.Json.GetProperty("missing")[0].GetProperty("controlPoint").GetString());
        Assert.Equal("U-EAST", (await gateway.Get("/api/units/U-T1")).Json.GetProperty("parent").GetString());
    }

    [Fact]
    public async Task A_head_of_a_unit_above_acts_on_the_deals_in_it_as_long_as_they_are_its_head()
    {
        await Ok("S1", "/api/opportunities", new { id = "O1", ownerId = "S1" });
        foreach (var head in new[] { "L1", "M1" })
            await Ok(head, "/api/opportunities/O1/activities", new { kind = "call", summary = head });
        Assert.Equal((HttpStatusCode.Forbidden, "CP-WHO-01"), await Refused("S2", "/api/opportunities/O1/activities", new { kind = "call", summary = "x" }));
        await Ok("hr-1", "/api/units/U-EAST/set-head", new { headId = "S2" });
        await Ok("S2", "/api/opportunities/O1/activities", new { kind = "call", summary = "x" });
        Assert.Equal((HttpStatusCode.Forbidden, "CP-WHO-01"), await Refused("M1", "/api/opportunities/O1/activities", new { kind = "call", summary = "x" }));
    }

    [Fact]
    public async Task A_portfolio_is_looked_at_handed_over_and_the_outcome_read()
    {
        foreach (var id in new[] { "O1", "O2", "O3" })
            await Ok("S1", "/api/opportunities", new { id, ownerId = "S1" });
        await Ok("hr-1", "/api/customers", new { id = "C1", name = "C1" });
        await Ok("m-1", "/api/customers/C1/assign", new { salespersonId = "S1" });
        var preview = (await gateway.Get("/api/salespeople/S1/handover?to=S2&limit=2")).Json;
        Assert.Equal((4, JsonValueKind.Null), (preview.GetProperty("total").GetInt32(), preview.GetProperty("refusal").ValueKind));
        var deals = preview.GetProperty("parts").EnumerateArray().Single(p => p.GetProperty("part").GetString() == "opportunity");
        Assert.Equal(("O2", 3), (deals.GetProperty("nextAfter").GetString(), deals.GetProperty("total").GetInt32()));
        var rest = (await gateway.Get("/api/salespeople/S1/handover?part=opportunity&after=O2")).Json.GetProperty("parts")[0];
        Assert.Equal(["O3"], rest.GetProperty("ids").EnumerateArray().Select(i => i.GetString()));
        Assert.Equal("CP-HAND-01", (await gateway.Get("/api/salespeople/S1/handover?to=nobody")).Json.GetProperty("refusal").GetProperty("controlPoint").GetString());
        Assert.Equal(HttpStatusCode.BadRequest, (await gateway.Get("/api/salespeople/S1/handover?after=O2")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await gateway.Get("/api/salespeople/nobody/handover")).Status);

        Assert.Equal((HttpStatusCode.Forbidden, "CP-WHO-01"), await Refused("S1", "/api/salespeople/S1/handover", new { to = "S2", reason = "离职" }));
        await Ok("M1", "/api/salespeople/S1/handover", new { to = "S2", reason = "离职" });
        var last = await Poll.Until(async () =>
            (await gateway.Get("/api/salespeople/S1/handover")).Json.GetProperty("last") is var handover && handover.GetProperty("endedAt").ValueKind == JsonValueKind.String ? (object)handover : null,
            TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        Assert.Equal(["customer 1", "opportunity 3"], ((JsonElement)last).GetProperty("moved").EnumerateArray().Select(p => $"{p.GetProperty("part").GetString()} {p.GetProperty("count").GetInt32()}"));
        Assert.Equal("S2", (await gateway.Get("/api/opportunities/O3")).Json.GetProperty("ownerId").GetString());
        Assert.Equal("S2", (await gateway.Get("/api/customers/C1")).Json.GetProperty("ownerId").GetString());
        Assert.Equal(0, (await gateway.Get("/api/salespeople/S1/handover")).Json.GetProperty("total").GetInt32());
    }

    [Fact]
    public async Task A_reorganisation_is_looked_at_and_carried_out_as_one()
    {
        await Ok("S1", "/api/opportunities", new { id = "O1", name = "一号", ownerId = "S1" });
        await Ok("hr-1", "/api/units", new { id = "U-WEST", name = "华西", kind = "region" });
        var plan = new { moves = new object[] { new { unit = "U-T1", parent = "U-WEST" }, new { unit = "U-WEST", headId = "S2" }, new { person = "L1", unit = "U-EAST" } }, reason = "调整" };
        var preview = await Answer.Of(await clients["hr-1"].PostAsJsonAsync("/api/units/company/reorganise/preview", plan));
        Assert.True(preview.Status == HttpStatusCode.OK, preview.Text);
        Assert.Equal(JsonValueKind.Null, preview.Json.GetProperty("refusal").ValueKind);
        Assert.Equal(["U-T1", "U-WEST"], preview.Json.GetProperty("units").EnumerateArray().Select(u => u.GetProperty("id").GetString()));
        var people = preview.Json.GetProperty("people");
        Assert.Equal(["L1", "S1"], people.GetProperty("items").EnumerateArray().Select(p => p.GetProperty("id").GetString()));
        var s1 = people.GetProperty("items")[1];
        Assert.Equal(("华东", "华西"), (s1.GetProperty("before").GetProperty("region").GetString(), s1.GetProperty("after").GetProperty("region").GetString()));
        Assert.Equal(["L1", "S2"], s1.GetProperty("after").GetProperty("managers").EnumerateArray().Select(m => m.GetString()));
        Assert.Equal(["L1", "M1"], s1.GetProperty("before").GetProperty("managers").EnumerateArray().Select(m => m.GetString()));
        var deal = Assert.Single(preview.Json.GetProperty("openDeals").GetProperty("items").EnumerateArray());
        Assert.Equal(("O1", "一组", "华东", "L1"), (deal.GetProperty("id").GetString(), deal.GetProperty("creditedTo").GetProperty("team").GetString(), deal.GetProperty("creditedTo").GetProperty("region").GetString(), deal.GetProperty("ledBy")[0].GetString()));
        Assert.Equal(0, preview.Json.GetProperty("wonDeals").GetInt64());
        var page = (await Answer.Of(await clients["hr-1"].PostAsJsonAsync("/api/units/company/reorganise/preview?limit=1", plan))).Json.GetProperty("people");
        Assert.Equal((2, 1, "L1"), (page.GetProperty("total").GetInt32(), page.GetProperty("items").GetArrayLength(), page.GetProperty("nextAfter").GetString()));
        // Who may not read the deals is told of the people alone.
        var limited = (await Answer.Of(await clients["hr-own"].PostAsJsonAsync("/api/units/company/reorganise/preview", plan))).Json;
        Assert.Equal((2, 0, 0), (limited.GetProperty("people").GetProperty("total").GetInt32(), limited.GetProperty("openDeals").GetProperty("total").GetInt32(), limited.GetProperty("openDeals").GetProperty("items").GetArrayLength()));
        // Looked at, nothing has moved.
        Assert.Equal("U-EAST", (await gateway.Get("/api/units/U-T1")).Json.GetProperty("parent").GetString());

        Assert.Equal((HttpStatusCode.Forbidden, "CP-WHO-01"), await Refused("m-1", "/api/units/company/reorganise", plan));
        Assert.Equal((HttpStatusCode.Forbidden, "CP-WHO-01"), await Refused("m-1", "/api/units/company/reorganise/preview", plan));
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "CP-REORG-01"), await Refused("hr-1", "/api/units/U-T1/reorganise", plan));
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "CP-REORG-01"), await Refused("hr-1", "/api/units/U-T1/reorganise/preview", plan));
        var wrong = await Answer.Of(await clients["hr-1"].PostAsJsonAsync("/api/units/company/reorganise/preview", new { moves = new object[] { new { person = "nobody", unit = "U-T1" }, new { unit = "U-EAST", parent = "U-T1" } }, reason = "调整" }));
        Assert.Equal(["moves[0].person", "moves[1].parent"], wrong.Json.GetProperty("refusal").GetProperty("missing").EnumerateArray().Select(m => m.GetProperty("field").GetString()));

        await Ok("hr-1", "/api/units/company/reorganise", plan);
        Assert.Equal(("一组", "华西", "L1", "U-T1"), Place((await gateway.Get("/api/salespeople/S1")).Json));
        Assert.Equal(("华东", "华东", "M1", "U-EAST"), Place((await gateway.Get("/api/salespeople/L1")).Json));
        Assert.Equal("U-WEST", (await gateway.Get("/api/units/U-T1")).Json.GetProperty("parent").GetString());
        var listed = (await gateway.Get("/api/salespeople")).Json.GetProperty("items").EnumerateArray().Single(p => p.GetProperty("id").GetString() == "L1");
        Assert.Equal(("华东", "华东", "M1", "U-EAST"), Place(listed));
        await Ok("S2", "/api/opportunities/O1/activities", new { kind = "call", summary = "x" });
        Assert.Equal(("一组", "华东"), ((await gateway.Get("/api/opportunities/O1")).Json.GetProperty("team").GetString(), (await gateway.Get("/api/opportunities/O1")).Json.GetProperty("region").GetString()));
        Assert.True((await gateway.Get("/api/ledger/verify")).Json.GetProperty("ok").GetBoolean());
    }

    [Fact]
    public async Task A_portfolio_is_divided_among_several()
    {
        await Ok("hr-1", "/api/customers", new { id = "C1", name = "C1" });
        await Ok("m-1", "/api/customers/C1/assign", new { salespersonId = "S1" });
        foreach (var id in new[] { "O1", "O2", "O3" })
            await Ok("S1", "/api/opportunities", new { id, ownerId = "S1", customerId = id == "O3" ? null : "C1" });
        var plan = new { to = "S2", reason = "离职", parts = new[] { new { to = "L1", customers = new[] { "C1" }, opportunities = Array.Empty<string>() }, new { to = "M1", customers = Array.Empty<string>(), opportunities = new[] { "O2" } } } };
        var preview = await Answer.Of(await clients["hr-1"].PostAsJsonAsync("/api/salespeople/S1/handover/preview?part=opportunity", plan));
        Assert.True(preview.Status == HttpStatusCode.OK, preview.Text);
        Assert.Equal(["L1", "M1", "S2"], preview.Json.GetProperty("parts")[0].GetProperty("to").EnumerateArray().Select(t => t.GetString()));
        Assert.Equal((HttpStatusCode.Forbidden, "CP-WHO-01"), await Refused("S1", "/api/salespeople/S1/handover/preview", plan));
        Assert.Equal((HttpStatusCode.NotFound, "CP-PERSON-01"), await Refused("hr-1", "/api/salespeople/nobody/handover/preview", plan));
        var other = await Answer.Of(await clients["hr-1"].PostAsJsonAsync("/api/salespeople/S1/handover", new { to = "S2", reason = "离职", parts = new[] { new { to = "L1", customers = new[] { "C1", "C-none" } }, new { to = "nobody", customers = new[] { "C1" } } } }));
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "CP-HAND-06"), (other.Status, other.ControlPoint));
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "CP-HAND-01"), await Refused("hr-1", "/api/salespeople/S1/handover", new { to = "S2", reason = "离职", parts = new[] { new { to = "nobody", customers = new[] { "C1" } } } }));

        await Ok("hr-1", "/api/salespeople/S1/handover", plan);
        var last = (JsonElement)await Poll.Until(async () =>
            (await gateway.Get("/api/salespeople/S1/handover")).Json.GetProperty("last") is var handover && handover.GetProperty("endedAt").ValueKind == JsonValueKind.String ? (object)handover : null,
            TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        Assert.Equal(["L1 2", "M1 1", "S2 1"], last.GetProperty("movedTo").EnumerateArray().Select(p => $"{p.GetProperty("to").GetString()} {p.GetProperty("count").GetInt32()}").Order());
        foreach (var (id, owner) in new[] { ("O1", "L1"), ("O2", "M1"), ("O3", "S2") })
            Assert.Equal(owner, (await gateway.Get($"/api/opportunities/{id}")).Json.GetProperty("ownerId").GetString());
        Assert.Equal("L1", (await gateway.Get("/api/customers/C1")).Json.GetProperty("ownerId").GetString());
        Assert.Contains("L1", last.GetProperty("lastMoved").EnumerateArray().Select(m => m.GetProperty("to").GetString()));
    }

    private static (string?, string?, string?, string?) Place(JsonElement person) =>
        (person.GetProperty("team").GetString(), person.GetProperty("region").GetString(), person.GetProperty("manager").GetString(), person.GetProperty("unit").GetString());

    private static (string?, string?) Planned(JsonElement of, string where) =>
        (of.GetProperty("planned").GetProperty(where).GetString(), of.GetProperty("planned").GetProperty("from").GetString());

    private async Task<(HttpStatusCode, string?)> Refused(string who, string path, object body)
    {
        var answer = await Answer.Of(await clients[who].PostAsJsonAsync(path, body));
        return (answer.Status, answer.ControlPoint);
    }

    private async Task Ok(string who, string path, object body)
    {
        var answer = await Answer.Of(await clients[who].PostAsJsonAsync(path, body));
        Assert.True((int)answer.Status is 200 or 201, $"{path}: {answer.Text}");
    }
}
