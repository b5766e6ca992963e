using System.Net;
using System.Net.Http.Json;
using System.Text;
using SalesGrid.Gateway.Security;
using SalesGrid.Testing;

namespace SalesGrid.Gateway.Tests;

/// <summary>A company's own processes over HTTP: drafted by one, approved by another, met by new opportunities.</summary>
public sealed class ProcessDefinitionTests : IAsyncLifetime
{
    private Gateway gateway = null!;
    private HttpClient wang = null!;
    private HttpClient seller = null!;

    public async ValueTask InitializeAsync()
    {
        gateway = await Gateway.Start(null,
            "--Grid:Keys:1:Name=wang", "--Grid:Keys:1:Role=Writer", $"--Grid:Keys:1:Sha256={ApiKeys.HashOf("wang-key")}", "--Grid:Keys:1:Duties=ProcessOwner, Manager",
            "--Grid:Keys:2:Name=S1", "--Grid:Keys:2:Role=Writer", $"--Grid:Keys:2:Sha256={ApiKeys.HashOf("seller-key")}");
        await gateway.Staff();
        (wang, seller) = (gateway.ClientFor("wang-key"), gateway.ClientFor("seller-key"));
    }

    public async ValueTask DisposeAsync()
    {
        wang.Dispose();
        seller.Dispose();
        await gateway.DisposeAsync();
    }

    [Fact]
    public async Task A_process_is_drafted_by_one_approved_by_another_and_met_by_what_begins_then()
    {
        var created = await Post(wang, "/api/processes", Definition());
        Assert.Equal((HttpStatusCode.Created, "/api/processes/tender"), (created.Status, created.Headers.Location!.ToString()));
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "CP-PROC-06"), Refusal(await Post(wang, "/api/processes/tender/approve", Approve(1))));
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "CP-PROC-02"), Refusal(await Post(seller, "/api/processes/tender/approve", Approve(1))));
        Assert.Equal("CP-OPP-07", (await gateway.Post("/api/opportunities", new { ownerId = "S1", processId = "never-heard-of" })).ControlPoint);

        var draft = (await gateway.Get("/api/processes/tender")).Json;
        Assert.Equal(("draft", 1, "wang"), draft.GetProperty("versions")[0] is var v
            ? (v.GetProperty("status").GetString(), v.GetProperty("revision").GetInt32(), v.GetProperty("authors")[0].GetString()) : default);
        Assert.Equal(HttpStatusCode.OK, (await gateway.Post("/api/processes/tender/approve", Approve(1), ifMatch: $"\"{draft.GetProperty("objectVersion")}\"")).Status);

        var opened = await gateway.Post("/api/opportunities", new { id = "T-1", ownerId = "S1", customerId = "C1", amount = new { amount = 10, currency = "CNY" }, processId = "tender" });
        Assert.Equal(HttpStatusCode.Created, opened.Status);
        var view = (await gateway.Get("/api/opportunities/T-1")).Json;
        Assert.Equal(("tender", 1, "lead"), (view.GetProperty("processId").GetString(), view.GetProperty("processVersion").GetInt32(), view.GetProperty("stage").GetString()));
        Assert.Equal("need-note", (await gateway.Get("/api/processes/tender/versions/1")).Json.GetProperty("stages")[0].GetProperty("evidence")[0].GetProperty("kind").GetString());
        Assert.True((await gateway.Get("/api/ledger/verify")).Json.GetProperty("ok").GetBoolean());
    }

    [Fact]
    public async Task An_administrator_who_wrote_a_version_does_not_approve_it()
    {
        await Post(gateway.Http, "/api/processes", Definition());
        Assert.Equal("CP-PROC-06", (await gateway.Post("/api/processes/tender/approve", Approve(1))).ControlPoint);
        await Post(wang, "/api/processes/tender/draft", Definition(name: "Tender, revised"));
        Assert.Equal("CP-PROC-06", (await gateway.Post("/api/processes/tender/approve", Approve(1))).ControlPoint);
        Assert.Equal(HttpStatusCode.OK, (await Post(wang, "/api/processes/tender/reject", new { version = 1, reason = "start again" })).Status);
        await Post(wang, "/api/processes/tender/draft", Definition());
        Assert.Equal(HttpStatusCode.OK, (await gateway.Post("/api/processes/tender/approve", Approve(1))).Status);
    }

    [Fact]
    public async Task The_list_holds_shipped_and_own_processes_with_what_is_in_force()
    {
        await Post(wang, "/api/processes", Definition());
        Assert.Equal("available", (await gateway.Get("/api/processes/key-account")).Json.GetProperty("versions")[1].GetProperty("status").GetString());
        await gateway.Post("/api/processes/key-account/adopt", new { version = 2, effectiveFrom = CompanyDay.NextYearText });
        await gateway.Post("/api/processes/channel/retire", new { from = CompanyDay.TodayText });
        var list = (await gateway.Get("/api/processes")).Json.GetProperty("items").EnumerateArray().ToArray();
        Assert.Equal(["channel", "key-account", "seven-steps", "tender"], list.Select(p => p.GetProperty("id").GetString()));
        Assert.Equal([null, 1, 1, null], list.Select(p => p.GetProperty("inForce") is { ValueKind: System.Text.Json.JsonValueKind.Number } n ? n.GetInt32() : (int?)null));
        Assert.Equal(["大客户六阶段", "销售七步法"], list[1..3].Select(p => p.GetProperty("name").GetProperty("zh").GetString()));
        Assert.Equal([("approved", null), ("approved", CompanyDay.NextYearText)], list[1].GetProperty("versions").EnumerateArray()
            .Select(v => (v.GetProperty("status").GetString(), v.GetProperty("effectiveFrom").GetString())));
        Assert.Equal("CP-PROC-11", (await gateway.Post("/api/opportunities", new { ownerId = "S1", processId = "channel" })).ControlPoint);
    }

    [Fact]
    public async Task A_check_tells_all_that_is_wrong_and_stores_nothing()
    {
        var broken = Definition().Replace("\"probabilityPercent\":20", "\"probabilityPercent\":120", StringComparison.Ordinal)
            .Replace("\"code\":\"unknown\"", "\"code\":\"price\"", StringComparison.Ordinal);
        var answer = await Post(seller, "/api/processes/tender/check", broken);
        Assert.False(answer.Json.GetProperty("ok").GetBoolean());
        Assert.Equal(["CP-PDEF-02", "CP-PDEF-12", "CP-PDEF-03"], answer.Json.GetProperty("problems").EnumerateArray().Select(p => p.GetProperty("controlPoint").GetString()));
        Assert.Equal("stages[0].probabilityPercent", answer.Json.GetProperty("problems")[2].GetProperty("field").GetString());
        Assert.True((await Post(seller, "/api/processes/tender/check", Definition())).Json.GetProperty("ok").GetBoolean());
        Assert.Equal("CP-PROC-01", (await gateway.Get("/api/processes/tender")).ControlPoint);
    }

    [Fact]
    public async Task Every_shipped_definition_as_answered_passes_the_check_it_would_be_drafted_by()
    {
        foreach (var (id, version) in new[] { ("key-account", 1), ("key-account", 2), ("seven-steps", 1), ("channel", 1) })
        {
            var text = (await gateway.Get($"/api/processes/{id}/versions/{version}")).Text;
            Assert.True((await Post(seller, $"/api/processes/{id}/check", text)).Json.GetProperty("ok").GetBoolean(), id);
        }
    }

    [Fact]
    public async Task A_running_opportunity_is_previewed_and_moved_to_an_adopted_version()
    {
        await gateway.Post("/api/opportunities", new { id = "K-1", ownerId = "S1", customerId = "C1", amount = new { amount = 10, currency = "CNY" } });
        Assert.Equal("CP-MOVE-03", (await gateway.Get("/api/opportunities/K-1/migration?version=2")).ControlPoint);
        // DecisionContext about when K-1 was opened, the process is asked about again some seconds later.
        await gateway.Post("/api/processes/key-account/adopt", new { version = 2, effectiveFrom = CompanyDay.TodayText });
        var preview = await Poll.Until(async () => await gateway.Get("/api/opportunities/K-1/migration?version=2") is { Status: HttpStatusCode.OK } a ? a : null,
            TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
        Assert.Equal(["project-information"], preview.Json.GetProperty("missingEvidence").EnumerateArray().Select(e => e.GetProperty("kind").GetString()));
        Assert.Equal("activities", preview.Json.GetProperty("addedChecks")[0].GetProperty("kind").GetString());
        var survey = (await gateway.Get("/api/processes/key-account/migration?from=1&to=2")).Json;
        Assert.Equal((1, false, "development", 1, 1, 0), (survey.GetProperty("opportunities").GetInt32(), survey.GetProperty("truncated").GetBoolean(),
            survey.GetProperty("stages")[0].GetProperty("stage").GetString(), survey.GetProperty("stages")[0].GetProperty("opportunities").GetInt32(),
            survey.GetProperty("stages")[0].GetProperty("lackEvidence").GetInt32(), survey.GetProperty("stages")[0].GetProperty("stageMustBeNamed").GetInt32()));
        Assert.Equal("CP-MOVE-01", (await Post(seller, "/api/opportunities/K-1/migrate", new { version = 2, reason = "new process" })).ControlPoint);
        Assert.Equal(HttpStatusCode.OK, (await Post(wang, "/api/opportunities/K-1/migrate", new { version = 2, reason = "new process" })).Status);
        Assert.Equal(2, (await gateway.Get("/api/opportunities/K-1")).Json.GetProperty("processVersion").GetInt32());
    }

    // path, body, status, field or control point that must be named
    public static TheoryData<string, string, int, string> BadRequests => new()
    {
        { "/api/processes", "[]", 400, "" },
        { "/api/processes", "null", 400, "" },
        { "/api/processes", """{"id":"x"}""", 400, "name" },
        { "/api/processes", """{"id":"x","name":null,"stages":[],"lossReasons":[]}""", 400, "name" },
        { "/api/processes", """{"id":"x","name":{"zh":"甲","en":"A"},"stages":null,"lossReasons":[]}""", 0, "" },
        { "/api/processes", """{"id":"x","name":{"zh":"甲","en":"A"},"stages":[null],"lossReasons":[{"code":"unknown","name":{"zh":"不详","en":"Unknown"}}]}""", 400, "stages[0]" },
        { "/api/processes", """{"id":"x","name":{"zh":"甲","en":"A"},"stages":[],"lossReasons":[]}""", 422, "CP-PDEF-01" },
        { "/api/processes", """{"id":7,"name":{"zh":"甲","en":"A"},"stages":[],"lossReasons":[]}""", 400, "id" },
        { "/api/processes", """{"id":"a/b","name":{"zh":"甲","en":"A"},"stages":[],"lossReasons":[]}""", 400, "id" },
        { "/api/processes", """{"id":"x","name":{"zh":"甲","en":"A"},"stages":[],"lossReasons":[],"color":"red"}""", 400, "color" },
        { "/api/processes/x/draft", """{"id":"y","name":{"zh":"甲","en":"A"},"stages":[],"lossReasons":[]}""", 400, "id" },
        { "/api/processes/x/draft", """{"version":7,"name":{"zh":"甲","en":"A"},"stages":[],"lossReasons":[]}""", 400, "version" },
        { "/api/processes/grid-x/draft", """{"name":{"zh":"甲","en":"A"},"stages":[],"lossReasons":[]}""", 422, "CP-PROC-03" },
        { "/api/processes/x/check", """{"name":{"zh":"甲"},"stages":[],"lossReasons":[]}""", 0, "" },
        { "/api/processes/a%2Fb/check", "{}", 400, "" },
        { "/api/processes/x/approve", """{"version":1,"effectiveFrom":"2027-01-01"}""", 404, "CP-PROC-01" },
        { "/api/processes/key-account/approve", """{"version":3,"effectiveFrom":"2027-01-01"}""", 422, "CP-PROC-04" },
        { "/api/processes/x/approve", """{"version":1}""", 400, "effectiveFrom" },
        { "/api/processes/x/approve", """{"version":"one","effectiveFrom":"2027-01-01"}""", 400, "version" },
        { "/api/processes/key-account/retire", "{}", 400, "from" },
        { "/api/processes/key-account/retire", """{"from":"0001-01-01"}""", 400, "from" },
        { "/api/processes/key-account/retire", """{"from":"2001-01-01"}""", 422, "CP-PROC-07" },
        { "/api/processes/key-account/adopt", """{"version":9,"effectiveFrom":"2029-01-01"}""", 422, "CP-PROC-08" },
        { "/api/opportunities/nobody/migrate", """{"version":2,"reason":"x"}""", 404, "CP-OPP-01" },
        { "/api/opportunities/nobody/migrate", """{"version":2}""", 400, "reason" },
    };

    [Fact]
    public async Task Whatever_is_sent_is_refused_and_named_and_never_a_failure_of_the_grid()
    {
        foreach (var (path, body, status, named) in BadRequests.Select(r => r.Data))
        {
            var answer = await Post(gateway.Http, path, body);
            Assert.True((int)answer.Status < 500, $"{path} {body}: {answer.Text}");
            Assert.True(status == 0 || status == (int)answer.Status, $"{path} {body}: {(int)answer.Status} {answer.Text}");
            Assert.True(named.Length == 0 || named == answer.ControlPoint || named == answer.Field, $"{path} {body}: {answer.Text}");
        }
        foreach (var (path, named) in new[]
        {
            ("/api/processes/x", "CP-PROC-01"), ("/api/processes/a%2Fb", "CP-PROC-01"),
            ("/api/processes/key-account/migration?from=1", "CP-DATA-01"), ("/api/processes/key-account/migration?from=1&to=9", "CP-PROC-01"), ("/api/processes/key-account/versions/9", "CP-PROC-01"),
            ("/api/opportunities/nobody/migration?version=2", "CP-OPP-01"), ("/api/opportunities/nobody/migration", "CP-DATA-01"),
        })
        {
            Assert.Equal(named, (await gateway.Get(path)).ControlPoint);
        }
        Assert.Equal(HttpStatusCode.BadRequest, (await gateway.Get("/api/processes/key-account/versions/one")).Status);
    }

    private static (HttpStatusCode, string?) Refusal(Answer answer) => (answer.Status, answer.ControlPoint);

    private static object Approve(int version) => new { version, effectiveFrom = CompanyDay.TodayText };

    private static async Task<Answer> Post(HttpClient client, string path, object body)
    {
        using HttpContent content = body is string text ? new StringContent(text, Encoding.UTF8, "application/json") : JsonContent.Create(body);
        return await Answer.Of(await client.PostAsync(path, content));
    }

    private static string Definition(string name = "Tender") => $$$"""
        {"id":"tender","name":{"zh":"招标流程","en":"{{{name}}}"},
         "stages":[
          {"id":"lead","name":{"zh":"线索","en":"Lead"},"probabilityPercent":20,"keyNode":{"zh":"需求确认","en":"Need confirmed"},
           "evidence":[{"kind":"need-note","name":{"zh":"需求纪要","en":"Note of the need"}}],"facts":["customer"],"mayReturnTo":[],"mayWin":false,
           "maxDays":30,"checks":[{"kind":"competitors","atLeast":1}],"approval":{"by":"manager","from":{"amount":1000,"currency":"CNY"} }},
          {"id":"bid","name":{"zh":"投标","en":"Bid"},"probabilityPercent":60,"keyNode":{"zh":"中标","en":"Bid won"},
           "evidence":[],"facts":["customer","amount"],"mayReturnTo":["lead"],"mayWin":true}],
         "lossReasons":[{"code":"price","name":{"zh":"价格","en":"Price"}},{"code":"unknown","name":{"zh":"不详","en":"Unknown"}}]}
        """;
}
