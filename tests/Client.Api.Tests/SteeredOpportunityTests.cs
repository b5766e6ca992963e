using System.Net;
using System.Net.Http.Json;
using SalesGrid.Gateway.Security;
using SalesGrid.Testing;

namespace SalesGrid.Gateway.Tests;

/// <summary>What steers an opportunity, over HTTP: each with a key of their own.</summary>
public sealed class SteeredOpportunityTests : IAsyncLifetime
{
    private static readonly (string Name, string Duties)[] People = [("S1", "None"), ("S2", "None"), ("S8", "None"), ("S9", "Controller"), ("S7", "Manager")];

    private Gateway gateway = null!;

    public async ValueTask InitializeAsync()
    {
        gateway = await Gateway.Start(null, [.. People.SelectMany((p, i) => new[]
        {
            $"--Grid:Keys:{i + 1}:Name={p.Name}", $"--Grid:Keys:{i + 1}:Role=Writer", $"--Grid:Keys:{i + 1}:Duties={p.Duties}",
            $"--Grid:Keys:{i + 1}:Sha256={ApiKeys.HashOf($"key-of-{p.Name}")}",
        })]);
        await gateway.Staff();
        await gateway.Post("/api/salespeople", new { id = "S8", name = "陈总", team = "East 1", region = "East" });
        await gateway.Post("/api/salespeople/S1/move", new { team = "East 1", region = "East", manager = "S8" });
        await gateway.Post("/api/opportunities", new { id = "O1", ownerId = "S1", customerId = "C1", product = "CNC-5", amount = new { amount = 1250.5, currency = "CNY" }, expectedCloseOn = "2027-03-31", source = "exhibition" });
    }

    public ValueTask DisposeAsync() => gateway.DisposeAsync();

    [Fact]
    public async Task What_is_put_on_record_is_shown()
    {
        await Ok("S1", "map-person", new { person = new { id = "P-1", name = "王总", role = "economic-buyer", stance = "supporter", influence = 5 } });
        await Ok("S1", "map-person", new { person = new { id = "P-2", name = "Ms Li", role = "coach" } });
        await Ok("S1", "remove-person", new { personId = "P-2" });
        await Ok("S1", "activities", new { kind = "visit", summary = "面谈", on = "2026-01-05", personId = "P-1" });
        await Ok("S1", "plan-next-step", new { plan = "先交流", nextStep = "技术交流", nextStepOn = CompanyDay.NextYearText });
        await Ok("S1", "name-competitors", new { names = new[] { "甲公司" } });
        await Ok("S1", "set-product-lines", new { lines = new object[] { new { product = "CNC-5", quantity = 2.5, amount = new { amount = 1250.5, currency = "CNY" } }, new { product = "spare" } } });
        await Ok("S1", "forecast", new { category = "bestCase" });
        await Ok("S1", "value", new { expectedCloseOn = "2027-04-30" });
        var view = (await gateway.Get("/api/opportunities/O1")).Json;
        Assert.Equal("exhibition", view.GetProperty("source").GetString());
        var person = Assert.Single(view.GetProperty("persons").EnumerateArray());
        Assert.Equal(("supporter", "2026-01-05"), (person.GetProperty("stance").GetString(), person.GetProperty("lastContactOn").GetString()));
        Assert.Equal("技术交流", view.GetProperty("next").GetProperty("step").GetString());
        Assert.Equal(1250.5m, view.GetProperty("lines")[0].GetProperty("amount").GetProperty("amount").GetDecimal());
        Assert.Equal(1m, view.GetProperty("lines")[1].GetProperty("quantity").GetDecimal());
        Assert.Equal(("bestCase", 30), (view.GetProperty("forecast").GetString(), view.GetProperty("slipDays").GetInt32()));
        Assert.Equal(1, view.GetProperty("competitors").GetArrayLength());
        Assert.True((await gateway.Get("/api/ledger/verify")).Json.GetProperty("ok").GetBoolean());
    }

    [Fact]
    public async Task A_process_without_a_card_says_so() =>
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "CP-EVAL-01"), Short(await As("S1", "evaluate", new { scores = new[] { new { code = "need", score = 4 } } })));

    [Fact]
    public async Task An_approval_is_given_by_the_owners_manager_alone()
    {
        Assert.Equal("CP-APPR-01", (await As("S8", "approve-stage")).ControlPoint);
        await Ok("S1", "request-stage-approval", new { note = "立项材料已齐" });
        Assert.Equal("CP-APPR-02", (await As("S1", "approve-stage")).ControlPoint);
        Assert.Equal("CP-APPR-03", (await As("S2", "approve-stage")).ControlPoint);
        await Ok("S8", "reject-stage", new { reason = "预算依据不足" });
        await Ok("S1", "request-stage-approval");
        await Ok("S8", "approve-stage", new { note = "同意" });
        var approval = Assert.Single((await gateway.Get("/api/opportunities/O1")).Json.GetProperty("approvals").EnumerateArray());
        Assert.Equal(("ownersManager", "approved", "S8"),
            (approval.GetProperty("by").GetString(), approval.GetProperty("state").GetString(), approval.GetProperty("decidedBy").GetString()));
    }

    [Fact]
    public async Task An_opportunity_is_given_away_by_who_leads_its_owner_and_not_by_its_owner()
    {
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "CP-OWNER-01"), Short(await As("S1", "reassign", new { ownerId = "S2" })));
        await Ok("S8", "reassign", new { ownerId = "S2" });
        await Ok("S7", "reassign", new { ownerId = "S1" });
    }

    [Fact]
    public async Task Evidence_that_internal_control_lifted_lets_through_once_and_not_the_one_who_lifted_it()
    {
        // Internal control lifts and does not sell.
        var lift = new { controlPoint = "CP-STAGE-03", reason = "客户要求先开工", until = DateTimeOffset.UtcNow.AddDays(2) };
        Assert.Equal((HttpStatusCode.Forbidden, "CP-WHO-01"), Short(await As("S9", "advance")));
        // Whoever may do both does not use what they lifted.
        Assert.Equal(HttpStatusCode.OK, (await gateway.Post("/api/opportunities/O1/override", lift)).Status);
        Assert.Equal("CP-STAGE-03", (await gateway.Post("/api/opportunities/O1/advance")).ControlPoint);
        await Ok("S1", "advance");
        Assert.Equal("CP-STAGE-03", (await As("S1", "advance")).ControlPoint);
        Assert.Equal("S1", (await gateway.Get("/api/opportunities/O1/controls")).Json.GetProperty("overrides")[0].GetProperty("usedBy").GetString());
    }

    [Fact]
    public async Task The_batch_knows_the_same_commands()
    {
        var answer = await gateway.Post("/api/commands", new
        {
            commands = new object[]
            {
                new { type = "opportunity.forecast", id = "O1", commandId = "b1", body = new { category = "commit" } },
                new { type = "opportunity.name-competitors", id = "O1", commandId = "b2", body = new { names = new[] { "甲" } } },
                new { type = "opportunity.forecast", id = "O1", commandId = "b3", body = new { category = "sure" } },
                new { type = "opportunity.activities", id = "O1", commandId = "b4", body = new { kind = "visit", summary = "x", personId = "nobody" } },
            },
        });
        var results = answer.Json.GetProperty("results").EnumerateArray().ToArray();
        Assert.Equal([true, true, false, false], results.Select(r => r.GetProperty("accepted").GetBoolean()));
        Assert.Equal("CP-BUYC-02", results[3].GetProperty("controlPoint").GetString());
    }

    [Fact]
    public async Task A_claim_nobody_ever_took_has_no_controls() =>
        Assert.Equal(HttpStatusCode.NotFound, (await gateway.Get("/api/claims/deal-0/controls")).Status);

    private async Task<Answer> As(string person, string command, object? body = null)
    {
        using var client = gateway.ClientFor($"key-of-{person}");
        return await Answer.Of(await client.PostAsync($"/api/opportunities/O1/{command}", body is null ? null : JsonContent.Create(body)));
    }

    private async Task Ok(string person, string command, object? body = null)
    {
        var answer = await As(person, command, body);
        Assert.True(answer.Status == HttpStatusCode.OK, answer.Text);
    }

    private static (HttpStatusCode, string?) Short(Answer answer) => (answer.Status, answer.ControlPoint);
}
