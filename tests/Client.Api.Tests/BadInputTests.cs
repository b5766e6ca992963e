using System.Net;
using System.Text;

namespace SalesGrid.Gateway.Tests;

/// <summary>Whatever is sent, the answer names what is wrong, and it is never a 500.</summary>
public sealed class BadInputTests(SharedGateway shared) : IClassFixture<SharedGateway>
{
    // method, path, body, status, field or control point that must be named
    public static TheoryData<string, string, string?, int, string> Requests => new()
    {
        { "POST", "/api/customers", "", 400, "name" },
        { "POST", "/api/customers", "{", 400, "body" },
        { "POST", "/api/customers", "[]", 400, "body" },
        { "POST", "/api/customers", "null", 400, "body" },
        { "POST", "/api/opportunities/nobody/advance", "null", 400, "body" },
        { "POST", "/api/commands", "null", 400, "body" },
        { "POST", "/api/customers", """{"id":"X"}""", 400, "name" },
        { "POST", "/api/customers", """{"name":""}""", 400, "name" },
        { "POST", "/api/customers", """{"name":7}""", 400, "name" },
        { "POST", "/api/customers", """{"name":"x","nickname":"y"}""", 400, "nickname" },
        { "POST", "/api/customers", """{"name":"x","id":"a/b"}""", 400, "id" },
        { "POST", "/api/customers", """{"name":"x","employees":-1}""", 400, "employees" },
        { "POST", "/api/customers", """{"name":"x","employees":1e99}""", 400, "employees" },
        { "POST", "/api/customers", """{"name":"x","annualRevenue":{"amount":1,"currency":"yuan"}}""", 400, "annualRevenue.currency" },
        { "POST", "/api/customers", """{"name":"x","annualRevenue":{"amount":1}}""", 400, "annualRevenue.currency" },
        { "POST", "/api/customers", """{"name":"x","annualRevenue":1}""", 400, "annualRevenue.currency" },
        { "POST", "/api/customers", """{"name":"x","annualRevenue":{"currency":"CNY"}}""", 400, "annualRevenue.amount" },
        { "POST", "/api/customers", """{"name":"x","annualRevenue":{"amount":1,"currency":"CNY","unit":1}}""", 400, "annualRevenue.unit" },
        { "PUT", "/api/customers/nobody", """{"name":"x"}""", 405, "" },
        { "POST", "/api/customers/nobody/amend", """{"name":"x"}""", 404, "CP-CUST-01" },
        { "POST", "/api/customers/C1/amend", """{"name":"x","id":"C2"}""", 400, "id" },
        { "POST", "/api/customers/C1/amend", """{"name":null}""", 400, "name" },
        { "POST", "/api/customers/C1/amend", """{"employees":"many"}""", 400, "employees" },
        { "POST", "/api/customers/C1/amend", """{"annualRevenue":{"amount":1}}""", 400, "annualRevenue.currency" },
        { "POST", "/api/salespeople", """{"name":"x","team":"t"}""", 400, "region" },
        { "POST", "/api/salespeople/nobody/move", """{"team":"t","region":"r"}""", 404, "CP-PERSON-01" },
        { "POST", "/api/salespeople/nobody/deactivate", null, 404, "CP-PERSON-01" },
        { "POST", "/api/opportunities", """{"name":"x"}""", 400, "ownerId" },
        { "POST", "/api/opportunities", """{"ownerId":"nobody"}""", 422, "CP-OPP-05" },
        { "POST", "/api/opportunities", """{"ownerId":"S1","customerId":"nobody"}""", 422, "CP-OPP-06" },
        { "POST", "/api/opportunities", """{"ownerId":"S1","processId":"none"}""", 422, "CP-OPP-07" },
        { "POST", "/api/opportunities", """{"ownerId":"S1","amount":{"amount":-5,"currency":"CNY"}}""", 400, "amount" },
        { "POST", "/api/opportunities", """{"ownerId":"S1","amount":{"amount":0.001,"currency":"CNY"}}""", 400, "amount" },
        { "POST", "/api/opportunities", """{"ownerId":"S1","amount":{"amount":1e28,"currency":"CNY"}}""", 400, "amount" },
        { "POST", "/api/opportunities", """{"ownerId":"S1","amount":{"amount":"5","currency":"CNY"}}""", 400, "amount.amount" },
        { "POST", "/api/opportunities", """{"ownerId":"S1","expectedCloseOn":"31.12.2026"}""", 400, "expectedCloseOn" },
        { "POST", "/api/opportunities", """{"ownerId":"S1","expectedCloseOn":"0001-01-01"}""", 400, "expectedCloseOn" },
        { "POST", "/api/opportunities/nobody/advance", null, 404, "CP-OPP-01" },
        { "POST", "/api/opportunities/a%2Fb/advance", null, 400, "id" },
        { "POST", "/api/opportunities/nobody/evidence", """{"kind":"x","reference":"y"}""", 404, "CP-OPP-01" },
        { "POST", "/api/opportunities/nobody/evidence", """{"kind":"x"}""", 400, "reference" },
        { "POST", "/api/opportunities/nobody/win", """{"closedOn":5}""", 400, "closedOn" },
        { "POST", "/api/opportunities/nobody/lose", "{}", 400, "reason" },
        { "POST", "/api/opportunities/nobody/reopen", """{"reason":null}""", 400, "reason" },
        { "POST", "/api/opportunities/nobody/reassign", """{"ownerId":""}""", 404, "CP-OPP-01" },
        { "POST", "/api/commands", """{"commands":[]}""", 400, "commands" },
        { "POST", "/api/commands", """{"commands":null}""", 400, "commands" },
        { "POST", "/api/commands", """{"commands":[{"type":"opportunity.win"}]}""", 400, "commands[0].id" },
        { "POST", "/api/commands", """{"commands":[{"type":"opportunity.win","id":"x","commandId":"y","amount":1}]}""", 400, "commands[0].amount" },
        { "GET", "/api/opportunities/nobody", null, 404, "CP-OPP-01" },
        { "GET", "/api/opportunities/nobody/history", null, 404, "CP-OPP-01" },
        { "GET", "/api/opportunities/nobody/history?limit=0", null, 400, "limit" },
        { "GET", "/api/opportunities/nobody/history?limit=x", null, 400, "limit" },
        { "GET", "/api/customers/nobody", null, 404, "CP-CUST-01" },
        { "GET", "/api/customers?limit=501", null, 400, "limit" },
        { "GET", "/api/customers?afterVersion=1", null, 400, "afterVersion" },
        { "GET", "/api/customers/C1?expand=all", null, 400, "expand" },
        { "GET", "/api/ledger?x=1", null, 400, "x" },
        { "GET", "/api/opportunities?tag=x", null, 400, "tag" },
        { "POST", "/api/opportunities/nobody/advance?to=initiation", null, 400, "to" },
        { "GET", "/api/processes/key-account/versions/one", null, 400, "version" },
        { "GET", "/api/salespeople/nobody", null, 404, "CP-PERSON-01" },
        { "GET", "/api/pipeline?limit=0", null, 400, "limit" },
        { "GET", "/api/pipeline?limit=501", null, 400, "limit" },
        { "GET", "/api/pipeline?limit=1&limit=2", null, 400, "limit" },
        { "GET", "/api/pipeline?status=flying", null, 400, "status" },
        { "GET", "/api/pipeline?status=1", null, 400, "status" },
        { "GET", "/api/pipeline?sort=shoe", null, 400, "sort" },
        { "GET", "/api/pipeline?sort=--id", null, 400, "sort" },
        { "GET", "/api/pipeline?month=2026-1", null, 400, "month" },
        { "GET", "/api/pipeline?month=2026-13", null, 400, "month" },
        { "GET", "/api/pipeline?quarter=2026-Q5", null, 400, "quarter" },
        { "GET", "/api/contracts?quarter=Q1", null, 400, "quarter" },
        { "GET", "/api/pipeline?year=26", null, 400, "year" },
        { "GET", "/api/pipeline?amountMin=much", null, 400, "amountMin" },
        { "GET", "/api/pipeline?closedFrom=yesterday", null, 400, "closedFrom" },
        { "GET", "/api/pipeline?after=!!!", null, 400, "after" },
        { "GET", "/api/pipeline?after=bnVsbA", null, 400, "after" },
        { "GET", "/api/pipeline?cursor=bnVsbA", null, 400, "cursor" },
        { "GET", "/api/pipeline?sort=amount", null, 400, "currency" },
        { "GET", "/api/pipeline?amountMax=5", null, 400, "currency" },
        { "GET", "/api/pipeline?sort=-amount&currency=CNY&currency=USD", null, 400, "currency" },
        { "GET", "/api/pipeline?from=2026-02-01&to=2026-01-31", null, 400, "to" },
        { "GET", "/api/pipeline?ageBand=old", null, 400, "ageBand" },
        { "GET", "/api/kpis?kind=shoe", null, 400, "kind" },
        { "GET", "/api/kpis?kind=contract&groupBy=stage", null, 400, "groupBy" },
        { "GET", "/api/pipeline?regoin=East", null, 400, "regoin" },
        { "GET", "/api/kpis?groupBy=mood", null, 400, "groupBy" },
        { "GET", "/api/kpis?groupBy=0", null, 400, "groupBy" },
        { "GET", "/api/kpis?groupBy=owner,team,region,product,customer", null, 400, "groupBy" },
        { "GET", "/api/kpis?from=2026-13-01", null, 400, "from" },
        { "GET", "/api/kpis?from=2026-02-01&to=2026-01-01", null, 400, "to" },
        { "GET", "/api/kpis?group=region", null, 400, "group" },
        { "GET", "/api/kpis/stream?groupBy=mood", null, 400, "groupBy" },
        { "DELETE", "/api/opportunities/x", null, 405, "" },
        { "GET", "/api/nothing/here", null, 404, "" },
    };

    [Theory]
    [MemberData(nameof(Requests))]
    public async Task It_is_refused_and_named(string method, string path, string? body, int status, string named)
    {
        using var content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json");
        var answer = await shared.Gateway.Send(new(method), path, content);
        Assert.True(status == (int)answer.Status, $"{(int)answer.Status}: {answer.Text}");
        Assert.Equal("application/problem+json", answer.ContentType);
        foreach (var member in new[] { "reason", "remedy" })
            Assert.NotEqual(answer.Json.GetProperty(member).GetProperty("zh").GetString(), answer.Json.GetProperty(member).GetProperty("en").GetString());
        if (named.Length > 0)
            Assert.True(named == answer.ControlPoint || named == answer.Field, answer.Text);
    }

    [Theory]
    [InlineData("/api/users", """{"id":"u","name":"u","kind":"robot","roles":[]}""", "kind", "person, machine")]
    [InlineData("/api/units", """{"id":"u","name":"u","kind":"shop"}""", "kind", "company, region, department, team")]
    [InlineData("/api/opportunities/x/forecast", """{"category":"maybe"}""", "category", "pipeline, bestCase, commit, omitted")]
    public async Task A_value_that_is_none_of_those_there_are_is_refused_with_those(string path, string body, string field, string choices)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        var answer = await shared.Gateway.Send(HttpMethod.Post, path, content);
        Assert.Equal((HttpStatusCode.BadRequest, field), (answer.Status, answer.Field));
        Assert.Contains(choices, answer.Json.GetProperty("remedy").GetProperty("en").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_content_type_is_refused()
    {
        using var content = new StringContent("name=x", Encoding.UTF8, "text/plain");
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, (await shared.Gateway.Send(HttpMethod.Post, "/api/customers", content)).Status);
    }

    [Fact]
    public async Task A_body_that_is_too_large_is_refused()
    {
        using var content = new StringContent($$"""{"name":"{{new string('x', 1100 * 1024)}}"}""", Encoding.UTF8, "application/json");
        // The answer comes before the body is sent: it would race with a connection that is closed under it.
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/customers") { Content = content, Headers = { ExpectContinue = true } };
        using var answer = await shared.Gateway.Http.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
    }

    [Fact]
    public async Task More_commands_than_a_batch_holds_are_refused()
    {
        var commands = Enumerable.Range(0, 1001).Select(i => new { type = "opportunity.advance", id = "x", commandId = $"{i}" });
        var answer = await shared.Gateway.Post("/api/commands", new { commands });
        Assert.Equal((HttpStatusCode.BadRequest, "commands"), (answer.Status, answer.Field));
    }

    [Fact]
    public async Task A_command_id_of_the_grid_is_refused()
    {
        var answer = await shared.Gateway.Post("/api/opportunities", new { ownerId = "S1" }, commandId: "grid:timer:1:ExpireQuote");
        Assert.Equal((HttpStatusCode.BadRequest, "commandId"), (answer.Status, answer.Field));
    }

    [Theory]
    [InlineData("Idempotency-Key", 129)]
    [InlineData("If-Match", 5)]
    public async Task A_header_that_cannot_be_used_is_named(string header, int length)
    {
        var text = new string('x', length);
        var answer = await shared.Gateway.Post("/api/opportunities/x/advance", null,
            commandId: header == "Idempotency-Key" ? text : null, ifMatch: header == "If-Match" ? text : null);
        Assert.Equal((HttpStatusCode.BadRequest, header), (answer.Status, answer.Field));
    }
}
