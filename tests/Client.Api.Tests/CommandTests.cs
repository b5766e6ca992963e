using System.Net;

namespace SalesGrid.Gateway.Tests;

/// <summary>Commands over HTTP: receipts, retries, versions, refusals.</summary>
public sealed class CommandTests(SharedGateway shared) : IClassFixture<SharedGateway>
{
    private readonly Gateway gateway = shared.Gateway;

    private async Task<string> Opened()
    {
        var id = shared.NewId();
        var opened = await gateway.Post("/api/opportunities", new { id, ownerId = "S1", customerId = "C1", product = "CNC-5", amount = new { amount = 1250.5, currency = "CNY" }, expectedCloseOn = "2027-03-31" });
        Assert.Equal(HttpStatusCode.Created, opened.Status);
        Assert.Equal($"/api/opportunities/{id}", opened.Headers.Location!.OriginalString);
        Assert.Equal("\"1\"", opened.Headers.ETag!.Tag);
        return id;
    }

    [Fact]
    public async Task An_opportunity_runs_from_first_call_to_win_and_its_history_tells_it()
    {
        var id = await Opened();
        var refused = await gateway.Post($"/api/opportunities/{id}/advance");
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "CP-STAGE-03"), (refused.Status, refused.ControlPoint));
        foreach (var kinds in new[] { "project-information", "initiation-report", "solution-proposal relationship-map", "bid-result" })
        {
            foreach (var kind in kinds.Split(' '))
                Assert.Equal(HttpStatusCode.OK, (await gateway.Post($"/api/opportunities/{id}/evidence", new { kind, reference = "D-1" })).Status);
            Assert.Equal(HttpStatusCode.OK, (await gateway.Post($"/api/opportunities/{id}/advance", new { })).Status);
        }
        Assert.Equal("CP-STAGE-03", (await gateway.Post($"/api/opportunities/{id}/win")).ControlPoint);
        foreach (var kind in new[] { "contract-approval", "signed-contract" })
            await gateway.Post($"/api/opportunities/{id}/evidence", new { kind, reference = "D-2" });
        await gateway.Post($"/api/opportunities/{id}/activities", new { kind = "visit", summary = "签约" });
        var won = await gateway.Post($"/api/opportunities/{id}/win", new { amount = new { amount = 1300, currency = "CNY" } });
        Assert.Equal(HttpStatusCode.OK, won.Status);

        var view = (await gateway.Get($"/api/opportunities/{id}")).Json;
        Assert.Equal("won", view.GetProperty("status").GetString());
        Assert.Equal(1300m, view.GetProperty("amount").GetProperty("amount").GetDecimal());
        var history = (await gateway.Get($"/api/opportunities/{id}/history")).Json.GetProperty("items");
        Assert.Equal(view.GetProperty("version").GetInt32(), history.GetArrayLength());
        Assert.Equal("OpportunityWon", history[history.GetArrayLength() - 1].GetProperty("type").GetString());
        Assert.Equal("admin", history[0].GetProperty("actor").GetString());
        var page = (await gateway.Get($"/api/opportunities/{id}/history?limit=3")).Json;
        Assert.Equal(3, page.GetProperty("nextAfter").GetInt32());
    }

    [Fact]
    public async Task The_same_idempotency_key_gives_the_first_receipt_again()
    {
        var id = await Opened();
        var key = shared.NewId("key");
        var first = await gateway.Post($"/api/opportunities/{id}/activities", new { kind = "call", summary = "spoke" }, key);
        var again = await gateway.Post($"/api/opportunities/{id}/activities", new { kind = "call", summary = "spoke" }, key);
        Assert.Equal(first.Json.GetProperty("seq").GetInt64(), again.Json.GetProperty("seq").GetInt64());
        Assert.Equal("true", again.Headers.GetValues("Idempotency-Replayed").Single());
        var other = await gateway.Post($"/api/opportunities/{id}/activities", new { kind = "call", summary = "else" }, key);
        Assert.Equal((HttpStatusCode.Conflict, "CP-CMD-01"), (other.Status, other.ControlPoint));
        Assert.Equal(1, (await gateway.Get($"/api/opportunities/{id}")).Json.GetProperty("activityCount").GetInt32());
    }

    [Fact]
    public async Task A_create_without_an_id_that_is_sent_again_makes_one_object()
    {
        var key = shared.NewId("key");
        var body = new { ownerId = "S1", name = "no id" };
        var first = await gateway.Post("/api/opportunities", body, key);
        var again = await gateway.Post("/api/opportunities", body, key);
        Assert.StartsWith("OPP-", first.Json.GetProperty("id").GetString(), StringComparison.Ordinal);
        Assert.Equal(first.Json.GetProperty("id").GetString(), again.Json.GetProperty("id").GetString());
        Assert.True(again.Json.GetProperty("replayed").GetBoolean());
    }

    [Fact]
    public async Task If_match_protects_from_overwriting_what_was_not_seen()
    {
        var id = await Opened();
        var stale = await gateway.Post($"/api/opportunities/{id}/value", new { amount = new { amount = 2, currency = "CNY" } }, ifMatch: "\"7\"");
        Assert.Equal((HttpStatusCode.PreconditionFailed, "CP-CMD-02"), (stale.Status, stale.ControlPoint));
        Assert.Equal("\"1\"", stale.Headers.ETag!.Tag);
        Assert.Equal(HttpStatusCode.OK, (await gateway.Post($"/api/opportunities/{id}/value", new { amount = new { amount = 2, currency = "CNY" } }, ifMatch: "\"1\"")).Status);
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/opportunities/{id}");
        request.Headers.IfNoneMatch.ParseAdd("\"2\"");
        Assert.Equal(HttpStatusCode.NotModified, (await gateway.Http.SendAsync(request)).StatusCode);
    }

    [Fact]
    public async Task Refusals_speak_both_languages_and_the_title_follows_the_reader()
    {
        var id = await Opened();
        using var english = new HttpRequestMessage(HttpMethod.Post, $"/api/opportunities/{id}/advance");
        english.Headers.AcceptLanguage.ParseAdd("en-GB,en;q=0.9,zh;q=0.5");
        var en = await Answer.Of(await gateway.Http.SendAsync(english));
        var zh = await gateway.Post($"/api/opportunities/{id}/advance");
        Assert.Equal("application/problem+json", en.ContentType);
        Assert.Contains("Key node", en.Json.GetProperty("title").GetString(), StringComparison.Ordinal);
        Assert.Contains("关键节点", zh.Json.GetProperty("title").GetString(), StringComparison.Ordinal);
        Assert.Equal(en.Json.GetProperty("reason").ToString(), zh.Json.GetProperty("reason").ToString());
    }

    [Fact]
    public async Task Customers_and_salespeople_are_registered_changed_and_listed()
    {
        var customer = shared.NewId("C");
        Assert.Equal(HttpStatusCode.Created, (await gateway.Post("/api/customers", new { id = customer, name = "Acme", annualRevenue = new { amount = 1100.04, currency = "USD" } })).Status);
        Assert.Equal("CP-CUST-02", (await gateway.Post("/api/customers", new { id = customer, name = "Acme" })).ControlPoint);
        Assert.Equal(HttpStatusCode.OK, (await gateway.Post($"/api/customers/{customer}/amend", new { name = "Acme Ltd" })).Status);
        Assert.Equal("Acme Ltd", (await gateway.Get($"/api/customers/{customer}")).Json.GetProperty("name").GetString());

        var person = shared.NewId("S");
        await gateway.Post("/api/salespeople", new { id = person, name = "陈静", team = "South 2", region = "South" });
        await gateway.Post($"/api/salespeople/{person}/move", new { team = "North 1", region = "North" });
        await gateway.Post($"/api/salespeople/{person}/deactivate");
        var view = (await gateway.Get($"/api/salespeople/{person}")).Json;
        Assert.Equal(("North", false), (view.GetProperty("region").GetString(), view.GetProperty("active").GetBoolean()));
        Assert.Equal("CP-PERSON-03", (await gateway.Post("/api/opportunities", new { ownerId = person })).ControlPoint);

        var seen = new List<string>();
        for (string? after = null; ;)
        {
            var page = (await gateway.Get($"/api/customers?limit=2{(after is null ? "" : $"&after={Uri.EscapeDataString(after)}")}")).Json;
            seen.AddRange(page.GetProperty("items").EnumerateArray().Select(i => i.GetProperty("id").GetString()!));
            Assert.Equal(page.GetProperty("total").GetInt64() > 0, seen.Count > 0);
            if ((after = page.GetProperty("nextAfter").GetString()) is null)
                break;
        }
        Assert.Equal(seen.Distinct().Order(StringComparer.Ordinal), seen);
        Assert.Contains(customer, seen);
    }

    [Fact]
    public async Task A_batch_answers_for_each_command_and_one_refusal_leaves_the_others_alone()
    {
        var id = shared.NewId();
        var person = shared.NewId("S");
        var answer = await gateway.Post("/api/commands", new
        {
            commands = new object?[]
            {
                new { type = "salesperson.create", id = person, commandId = "b1", body = new { name = "赵敏", team = "T", region = "R" } },
                new { type = "opportunity.create", id, commandId = "b2", body = new { ownerId = "S1", amount = new { amount = 10, currency = "CNY" } } },
                new { type = "opportunity.evidence", id, commandId = "b3", body = new { kind = "project-information", reference = "D" } },
                new { type = "opportunity.create", id = shared.NewId(), commandId = "b4", body = new { ownerId = "nobody" } },
                new { type = "fly", id = shared.NewId(), commandId = "b5" },
                new { type = "opportunity.create", id = "bad/id", commandId = "b6", body = new { ownerId = "S1" } },
                new { type = "opportunity.import", id = shared.NewId(), commandId = "b7", body = new { ownerId = "S1", status = "won", stage = "negotiation", customerId = "C1", amount = new { amount = 5, currency = "CNY" }, openedOn = "2020-01-01", closedOn = "2020-02-01", source = "old" } },
                new { type = "opportunity.import", id = shared.NewId(), commandId = "b8", body = new { ownerId = "S1", status = "won", stage = "negotiation", customerId = "C1", amount = new { amount = 5, currency = "CNY" }, openedOn = "2020-01-01", closedOn = "2019-02-01", source = "old" } },
                null,
            },
        });
        Assert.Equal(HttpStatusCode.OK, answer.Status);
        var results = answer.Json.GetProperty("results").EnumerateArray().ToArray();
        Assert.Equal([true, true, true, false, false, false, true, false, false], results.Select(r => r.GetProperty("accepted").GetBoolean()));
        Assert.Equal(["CP-OPP-05", "CP-DATA-01", "CP-DATA-01", "CP-OPP-08"],
            new[] { 3, 4, 5, 7 }.Select(i => results[i].GetProperty("controlPoint").GetString()));
        Assert.Equal(2, results[2].GetProperty("version").GetInt32());
    }

    [Fact]
    public async Task Imported_history_is_marked_and_its_gates_are_not_claimed_to_be_met()
    {
        var id = shared.NewId();
        await gateway.Post("/api/commands", new
        {
            commands = new object[]
            {
                new { type = "opportunity.import", id, commandId = "i1", body = new { ownerId = "S1", status = "open", stage = "proposal", source = "old" } },
            },
        });
        var view = (await gateway.Get($"/api/opportunities/{id}")).Json;
        Assert.True(view.GetProperty("imported").GetBoolean());
        Assert.Equal(["development", "initiation"], view.GetProperty("unevidencedGates").EnumerateArray().Select(g => g.GetString()!));
        Assert.Equal("CP-STAGE-04", (await gateway.Post($"/api/opportunities/{id}/advance")).ControlPoint);
    }
}
