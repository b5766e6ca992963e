using System.Net;
using System.Net.Http.Json;
using SalesGrid.Gateway.Security;

namespace SalesGrid.Gateway.Tests;

/// <summary>Early warning over HTTP.</summary>
public sealed class WarningTests : IAsyncLifetime
{
    private const string WriterKey = "test-writer-key";

    private Gateway gateway = null!;

    public async ValueTask InitializeAsync() => gateway = await Gateway.Start(null,
        "--Grid:Keys:1:Name=S1", "--Grid:Keys:1:Role=Writer", $"--Grid:Keys:1:Sha256={ApiKeys.HashOf(WriterKey)}", "--Grid:Keys:1:Duties=Manager");

    public ValueTask DisposeAsync() => gateway.DisposeAsync();

    [Fact]
    public async Task The_policy_is_as_shipped_until_it_is_set_and_then_as_set()
    {
        var shipped = await gateway.Get("/api/policies/early-warning");
        Assert.Equal((HttpStatusCode.OK, 0), (shipped.Status, shipped.Json.GetProperty("policy").GetInt32()));
        Assert.Contains(shipped.Json.GetProperty("criteria").EnumerateArray(), c => c.GetProperty("code").GetString() == "override-unreviewed");

        var set = await gateway.Post("/api/policies/early-warning/set", Policy(days: 7), commandId: "set-1");
        Assert.Equal(HttpStatusCode.OK, set.Status);
        Assert.Equal(HttpStatusCode.OK, (await gateway.Post("/api/policies/early-warning/set", Policy(days: 7), commandId: "set-1")).Status);
        var now = (await gateway.Get("/api/policies/early-warning")).Json;
        Assert.Equal((1, "admin"), (now.GetProperty("policy").GetInt32(), now.GetProperty("setBy").GetString()));
        Assert.Equal(7, now.GetProperty("criteria").EnumerateArray().Single(c => c.GetProperty("code").GetString() == "override-unreviewed").GetProperty("days").GetInt32());
        Assert.Single((await gateway.Get("/api/policies/early-warning/history")).Json.GetProperty("items").EnumerateArray());
    }

    [Fact]
    public async Task Only_internal_control_and_process_owners_set_it()
    {
        using var writer = gateway.ClientFor(WriterKey);
        var refused = await Answer.Of(await writer.PostAsJsonAsync("/api/policies/early-warning/set", Policy(days: 7), TestContext.Current.CancellationToken));
        Assert.Equal("CP-WARN-05", refused.ControlPoint);
        using var reader = gateway.ClientFor(Gateway.ReaderKey);
        Assert.Equal(HttpStatusCode.Forbidden, (await reader.PostAsJsonAsync("/api/policies/early-warning/set", Policy(days: 7), TestContext.Current.CancellationToken)).StatusCode);
    }

    [Fact]
    public async Task What_is_wrong_with_a_policy_is_named()
    {
        var negative = await gateway.Post("/api/policies/early-warning/set", Policy(days: -1));
        Assert.Equal((HttpStatusCode.BadRequest, "criteria[0].days"), (negative.Status, negative.Field));
        Assert.Equal("CP-WARN-04", (await gateway.Post("/api/policies/other/set", Policy(days: 7))).ControlPoint);
        Assert.Equal("CP-WARN-06", (await gateway.Post("/api/policies/early-warning/set", Policy(days: 7, code: "weather"))).ControlPoint);
        Assert.Equal(HttpStatusCode.BadRequest, (await gateway.Post("/api/policies/early-warning/set", new { criteria = new[] { new { code = "x" } } })).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await gateway.Post("/api/policies/early-warning/set", new { criteria = new object?[] { null } })).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await gateway.Post("/api/policies/early-warning/set", new { })).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await gateway.Get("/api/policies/other")).Status);
    }

    [Fact]
    public async Task Warnings_are_listed_and_a_question_that_cannot_be_read_is_named()
    {
        var none = await gateway.Get("/api/warnings?state=open&owner=S1&level=critical&code=stalled&kind=opportunity&limit=500");
        Assert.Equal((HttpStatusCode.OK, 0), (none.Status, none.Json.GetProperty("total").GetInt32()));
        Assert.Equal(HttpStatusCode.OK, (await gateway.Get("/api/warnings?state=closed&after=-5~opportunity/O-1~stalled:1~2")).Status);
        foreach (var (query, field) in new[]
        {
            ("state=half", "state"), ("level=3", "level"), ("level=grave", "level"), ("limit=0", "limit"), ("limit=501", "limit"), ("after=x", "after"), ("onwer=S1", "onwer"),
        })
        {
            var refused = await gateway.Get($"/api/warnings?{query}");
            Assert.Equal((HttpStatusCode.BadRequest, field), (refused.Status, refused.Field));
        }
    }

    private static object Policy(int days, string code = "override-unreviewed") => new
    {
        criteria = new[]
        {
            new
            {
                code,
                name = new { zh = "放行未复核", en = "Override not reviewed" },
                level = "critical",
                owner = "controller",
                response = new { zh = "复核该放行是否合理。", en = "Review whether the override was justified." },
                respondWithinDays = 5,
                days,
            },
        },
    };
}
