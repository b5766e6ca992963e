using System.Net;
using System.Text.Json;
using SalesGrid.Gateway.Subjects;

namespace SalesGrid.Gateway.Tests;

/// <summary>Every kind of object is commanded and read in one form.</summary>
public sealed class EveryKindTests(SharedGateway shared) : IClassFixture<SharedGateway>
{
    private Gateway Grid => shared.Gateway;

    public static TheoryData<string> Paths => [.. KindApis.All.Select(k => k.Path)];

    public static TheoryData<string> Lists => [.. KindApis.All.Where(k => k.OnlyId is null).Select(k => k.Path)];

    [Fact]
    public async Task Every_command_of_every_kind_is_known_to_the_batch_by_its_kind_and_the_last_part_of_its_path()
    {
        var commands = KindApis.All.SelectMany(k => k.Commands.Select(c => new { type = $"{k.Kind}.{c.Name}", id = "nobody", commandId = $"{k.Kind}.{c.Name}", body = c.Example ?? new { } })).ToArray();
        Assert.True(commands.Length > 60, $"Only {commands.Length} commands were found.");
        // An id in the example of a create is the path's business, not the body's.
        var bodies = JsonSerializer.SerializeToNode(commands, JsonSerializerOptions.Web)!.AsArray();
        foreach (var command in bodies)
            command!["body"]!.AsObject().Remove("id");
        var results = (await Grid.Post("/api/commands", new { commands = bodies })).Json.GetProperty("results").EnumerateArray().ToArray();
        for (var i = 0; i < commands.Length; i++)
        {
            var field = results[i].GetProperty("field").GetString() ?? "";
            Assert.False(field == "type" || field.StartsWith("body", StringComparison.Ordinal), $"{commands[i].type}: {results[i]}");
        }
    }

    [Fact]
    public void A_control_point_names_commands_there_are()
    {
        // "*" names the refused command itself.
        Assert.Empty(ControlPoints.All.Values.Where(c => c.Command is not (null or "*") && !KindApis.Commands.ContainsKey(c.Command)).Select(c => $"{c.Id}: {c.Command}"));
        Assert.DoesNotContain("opportunity.no-such-command", KindApis.Commands.Keys);
    }

    [Fact]
    public void What_is_withheld_of_a_history_are_events_there_are()
    {
        foreach (var kind in KindApis.All.Where(k => k.View.Private is not null))
            Assert.Empty(kind.View.Private!.Types.Except(SalesGrid.Subjects.SubjectKinds.Of($"{kind.Kind}/1").EventTypes.Select(t => t.Name)));
        Assert.Equal(["salesperson", "user"], KindApis.All.Where(k => k.View.Private is not null).Select(k => k.Kind).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("pools/company", "policy")]
    [InlineData("exchange-rates/company", "tables")]
    [InlineData("accounting-periods/company", "closed")]
    [InlineData("policies/early-warning", "criteria")]
    [InlineData("units/company", "kind")]
    public async Task What_a_company_has_from_the_start_is_shown_before_anybody_set_it(string path, string member) =>
        Assert.True((await Grid.Get($"/api/{path}")).Json.TryGetProperty(member, out _));

    [Theory]
    [InlineData("import-windows", "open")]
    public async Task A_kind_of_one_object_shows_it_without_an_id(string path, string member)
    {
        var shown = await Grid.Get($"/api/{path}");
        Assert.True(shown.Json.TryGetProperty(member, out _), shown.Text);
        Assert.Equal(shown.Text, (await Grid.Get($"/api/{path}/{shown.Json.GetProperty("id").GetString()}")).Text);
        Assert.Equal(KindApis.All.Where(k => k.OnlyId is not null).Select(k => k.Path), [path]);
    }

    [Theory, MemberData(nameof(Lists))]
    public async Task Every_kind_is_listed_page_by_page(string path)
    {
        var page = await Grid.Get($"/api/{path}?limit=1");
        Assert.Equal(HttpStatusCode.OK, page.Status);
        Assert.Equal(["items", "total", "nextAfter", "watermark"], page.Json.EnumerateObject().Select(p => p.Name));
        Assert.Equal((HttpStatusCode.BadRequest, "limit"), Named(await Grid.Get($"/api/{path}?limit=501")));
        Assert.Equal((HttpStatusCode.BadRequest, "afterId"), Named(await Grid.Get($"/api/{path}?afterId=x")));
    }

    [Theory, MemberData(nameof(Paths))]
    public async Task Of_every_kind_an_object_there_is_not_has_neither_a_history_nor_controls(string path)
    {
        foreach (var question in new[] { "", "/history", "/controls", "/reservations" })
            Assert.Equal(HttpStatusCode.NotFound, (await Grid.Get($"/api/{path}/absent{question}")).Status);
        Assert.Equal((HttpStatusCode.BadRequest, "afterVersion"), Named(await Grid.Get($"/api/{path}/absent/history?afterVersion=1")));
    }

    [Theory]
    [InlineData("customers/C1")]
    [InlineData("salespeople/S1")]
    [InlineData("opportunities/H1")]
    public async Task A_history_is_read_page_by_page_in_the_same_form_for_every_kind(string path)
    {
        await Grid.Post("/api/opportunities", new { id = "H1", ownerId = "S1" });
        var whole = (await Grid.Get($"/api/{path}/history")).Json;
        Assert.Equal(["items", "total", "nextAfter"], whole.EnumerateObject().Select(p => p.Name));
        var first = whole.GetProperty("items")[0];
        Assert.Equal(["version", "seq", "at", "actor", "commandId", "type", "data"], first.EnumerateObject().Select(p => p.Name));
        Assert.Equal((1, JsonValueKind.Object), (first.GetProperty("version").GetInt32(), first.GetProperty("data").ValueKind));
        Assert.Equal(whole.GetProperty("total").GetInt32(), whole.GetProperty("items").GetArrayLength());
        Assert.Empty((await Grid.Get($"/api/{path}/history?after={whole.GetProperty("total")}")).Json.GetProperty("items").EnumerateArray());
    }

    [Theory]
    [InlineData("opportunities", "P1 P2 P3")]
    [InlineData("customers", "C1 C2")]
    [InlineData("customers?country=&country=CN", "C1 C2")]
    [InlineData("salespeople", "S1 S2")]
    [InlineData("processes", "channel key-account seven-steps")]
    public async Task Pages_of_every_sort_of_list_follow_one_another_by_id(string list, string ids)
    {
        foreach (var id in new[] { "P1", "P2", "P3" })
            await Grid.Post("/api/opportunities", new { id, ownerId = "S1" });
        var seen = new List<string>();
        for (string? after = null; ;)
        {
            var page = (await Grid.Get($"/api/{list}{(list.Contains('?') ? '&' : '?')}limit=1{(after is null ? "" : $"&after={after}")}")).Json;
            seen.AddRange(page.GetProperty("items").EnumerateArray().Select(i => i.GetProperty("id").GetString()!));
            if ((after = page.GetProperty("nextAfter").GetString()) is null)
            {
                Assert.Equal(seen.Count, page.GetProperty("total").GetInt32());
                break;
            }
        }
        Assert.Equal(seen.Distinct().Order(StringComparer.Ordinal), seen);
        var expected = ids.Split(' ');
        Assert.Equal(expected, seen.Where(expected.Contains));
    }

    [Fact]
    public async Task What_brings_in_history_has_a_path_of_its_own()
    {
        var answer = await Grid.Post("/api/opportunities/I1/import", new { ownerId = "S1", status = "open", stage = "proposal", source = "old" });
        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.True((await Grid.Get("/api/opportunities/I1")).Json.GetProperty("imported").GetBoolean());
    }

    [Fact]
    public async Task A_batch_refuses_names_and_members_of_other_forms()
    {
        var answer = await Grid.Post("/api/commands", new { commands = new[] { new { type = "openOpportunity", id = "X", commandId = "x", body = new { ownerId = "S1" } } } });
        Assert.Equal("type", answer.Json.GetProperty("results")[0].GetProperty("field").GetString());
        var flat = await Grid.Post("/api/commands", new { commands = new[] { new { type = "opportunity.create", id = "X", commandId = "x", ownerId = "S1" } } });
        Assert.Equal((HttpStatusCode.BadRequest, "commands[0].ownerId"), Named(flat));
    }

    [Fact]
    public async Task In_a_batch_a_customer_and_an_opportunity_of_one_id_are_two_objects()
    {
        object[] commands =
        [
            new { type = "customer.create", id = "TWIN", commandId = "t1", body = new { name = "x" } },
            new { type = "opportunity.create", id = "TWIN", commandId = "t2", body = new { ownerId = "S1" } },
        ];
        var results = (await Grid.Post("/api/commands", new { commands })).Json.GetProperty("results");
        Assert.All(results.EnumerateArray(), r => Assert.True(r.GetProperty("accepted").GetBoolean(), r.ToString()));
    }

    [Theory]
    [InlineData("""{"amount":{"amount":900}}""")]
    [InlineData("""{"amount":900}""")]
    [InlineData("""{"amount":{"amount":900,"currency":null}}""")]
    public async Task An_amount_without_a_currency_keeps_the_currency_of_the_deal(string body)
    {
        var id = shared.NewId("USD");
        await Grid.Post("/api/opportunities", new { id, ownerId = "S1", customerId = "C1", amount = new { amount = 1000, currency = "USD" } });
        Assert.Equal(HttpStatusCode.OK, (await Grid.Post($"/api/opportunities/{id}/value", JsonElement.Parse(body))).Status);
        Assert.Equal("""{"amount":900,"currency":"USD"}""", (await Grid.Get($"/api/opportunities/{id}")).Json.GetProperty("amount").GetRawText());
        var batch = await Grid.Post("/api/commands", new { commands = new[] { new { type = "opportunity.value", id, commandId = "v2", body = new { amount = 800 } } } });
        Assert.True(batch.Json.GetProperty("results")[0].GetProperty("accepted").GetBoolean());
        Assert.Equal("""{"amount":800,"currency":"USD"}""", (await Grid.Get($"/api/pipeline?owner=S1&limit=500")).Json.GetProperty("items").EnumerateArray()
            .Single(i => i.GetProperty("id").GetString() == id).GetProperty("amount").GetRawText());
    }

    [Fact]
    public async Task A_text_nobody_can_see_is_none()
    {
        var id = shared.NewId("BL");
        await Grid.Post("/api/customers", new { id, name = "Acme", sector = " ", city = "\u200b", country = "" });
        var blank = (await Grid.Get($"/api/customers/{id}")).Json;
        Assert.All(new[] { "sector", "city", "country" }, member => Assert.Equal(JsonValueKind.Null, blank.GetProperty(member).ValueKind));
        await Grid.Post($"/api/customers/{id}/amend", new { sector = "steel" });
        await Grid.Post($"/api/customers/{id}/amend", new { sector = "" });
        Assert.Equal(JsonValueKind.Null, (await Grid.Get($"/api/customers/{id}")).Json.GetProperty("sector").ValueKind);
        Assert.Equal((HttpStatusCode.BadRequest, "name"), Named(await Grid.Post($"/api/customers/{id}/amend", new { name = " " })));
    }

    [Fact]
    public async Task Where_there_is_no_currency_to_keep_one_is_asked_for()
    {
        Assert.Equal((HttpStatusCode.BadRequest, "amount.currency"), Named(await Grid.Post("/api/opportunities", new { ownerId = "S1", amount = 1000 })));
        Assert.Equal((HttpStatusCode.BadRequest, "annualRevenue.currency"), Named(await Grid.Post("/api/customers", new { name = "x", annualRevenue = new { amount = 1 } })));
        Assert.Equal((HttpStatusCode.BadRequest, "amount.amount"), Named(await Grid.Post("/api/opportunities", new { ownerId = "S1", amount = new { currency = "CNY" } })));
    }

    [Fact]
    public async Task An_amendment_changes_what_it_names_and_clears_what_it_names_null()
    {
        var id = shared.NewId("AM");
        var revenue = new { amount = 5, currency = "JPY" };
        await Grid.Post("/api/customers", new { id, name = "Acme", sector = "steel", country = "JP", employees = 7, annualRevenue = revenue, creditCode = "91110000600037341L" });
        Assert.Equal(HttpStatusCode.OK, (await Grid.Post($"/api/customers/{id}/amend", new { country = (string?)null, annualRevenue = new { amount = 6 } })).Status);
        var found = (await Grid.Get($"/api/customers/{id}")).Json;
        Assert.Equal(("Acme", "steel", 7, "91110000600037341L", """{"amount":6,"currency":"JPY"}"""), (
            found.GetProperty("name").GetString(), found.GetProperty("sector").GetString(), found.GetProperty("employees").GetInt32(),
            found.GetProperty("creditCode").GetString(), found.GetProperty("annualRevenue").GetRawText()));
        Assert.Equal(JsonValueKind.Null, found.GetProperty("country").ValueKind);
        // The code was not named, so nobody else can take it.
        Assert.Equal("CP-CLAIM-01", (await Grid.Post("/api/customers", new { name = "Other", creditCode = "91110000600037341L" })).ControlPoint);
    }

    [Fact]
    public async Task A_quantity_is_a_number_with_at_most_three_decimals()
    {
        static object Draft(object quantity) => new { opportunityId = "nobody", priceListId = "PL", lines = new[] { new { product = "CNC-5", quantity } }, validUntil = "2027-01-01" };
        Assert.Equal((HttpStatusCode.BadRequest, "lines[0].quantity"), Named(await Grid.Post("/api/quotes", Draft(2.5001))));
        Assert.Equal((HttpStatusCode.BadRequest, "lines[0].quantity"), Named(await Grid.Post("/api/quotes", Draft("2"))));
        Assert.NotEqual("lines[0].quantity", (await Grid.Post("/api/quotes", Draft(2.5))).Field);
    }

    [Fact]
    public async Task The_description_of_the_API_knows_money_parameters_and_every_command()
    {
        var document = (await Grid.Get("/openapi/v1.json")).Json;
        var paths = document.GetProperty("paths");
        foreach (var kind in KindApis.All)
        {
            foreach (var route in kind.Commands)
                Assert.True(paths.TryGetProperty(route.Creates ? $"/api/{kind.Path}" : $"/api/{kind.Path}/{{id}}/{route.Name}", out var path)
                    && path.TryGetProperty("post", out _), $"{kind.Kind}.{route.Name}");
        }
        Assert.Contains("after", paths.GetProperty("/api/customers").GetProperty("get").GetProperty("parameters").EnumerateArray().Select(p => p.GetProperty("name").GetString()));
        Assert.DoesNotContain("minorUnits", document.ToString(), StringComparison.Ordinal);
    }

    private static (HttpStatusCode, string?) Named(Answer answer) => (answer.Status, answer.Field);
}
