using System.Net;
using System.Text.Json;
using SalesGrid.Controls;

namespace SalesGrid.Gateway.Tests;

/// <summary>Refused commands, overrides and the control catalogue over HTTP.</summary>
public sealed class ControlCatalogueTests : IAsyncLifetime
{
    private const string WangKey = "wang-test-key";

    private Gateway gateway = null!;

    public async ValueTask InitializeAsync()
    {
        gateway = await Gateway.Start(null, "--Grid:Keys:1:Name=王芳", "--Grid:Keys:1:Role=Writer", "--Grid:Keys:1:Duties=Manager", $"--Grid:Keys:1:Sha256={Security.ApiKeys.HashOf(WangKey)}");
        await gateway.Staff();
        foreach (var id in new[] { "O1", "O2", "O3" })
            Assert.Equal(HttpStatusCode.Created, (await gateway.Post("/api/opportunities", new { id, ownerId = "S1", customerId = "C1" })).Status);
    }

    public ValueTask DisposeAsync() => gateway.DisposeAsync();

    [Fact]
    public async Task Refused_commands_are_listed_newest_first_and_narrowed()
    {
        await Leap("O1", "leap-1");
        await Leap("O1", "leap-1");
        await Leap("O2", "leap-2");
        Assert.Equal("CP-STAGE-03", (await gateway.Post("/api/opportunities/O3/advance", null, "gate-3")).ControlPoint);
        using var wang = gateway.ClientFor(WangKey);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await wang.PostAsync("/api/opportunities/O3/advance", Body(new { to = "implementation" }))).StatusCode);
        // The other door: refused items of a batch are refused by the object itself, once.
        var batch = await gateway.Post("/api/commands", new
        {
            commands = Enumerable.Range(0, 10).Select(i => new { type = "opportunity.create", id = $"B{i}", commandId = $"b-{i}", body = new { ownerId = "nobody" } }),
        });
        Assert.All(batch.Json.GetProperty("results").EnumerateArray(), r => Assert.Equal("CP-OPP-05", r.GetProperty("controlPoint").GetString()));

        var all = await Page("");
        Assert.Equal(14, all.GetProperty("total").GetInt64());
        var times = Items(all).Select(i => i.GetProperty("at").GetDateTimeOffset()).ToArray();
        Assert.Equal(times.OrderDescending(), times);
        Assert.Equal(10, (await Page("?controlPoint=CP-OPP-05")).GetProperty("total").GetInt64());
        Assert.Equal(2, (await Page("?subject=opportunity/O3")).GetProperty("total").GetInt64());
        var item = Assert.Single(Items(await Page($"?actor={Uri.EscapeDataString("王芳")}")));
        Assert.Equal(("opportunity/O3", "AdvanceStage", "CP-STAGE-02", "to"), (Text(item, "subject"), Text(item, "command"), Text(item, "controlPoint"), Text(item, "field")));
        Assert.Contains("implementation", item.GetProperty("reason").GetProperty("en").GetString(), StringComparison.OrdinalIgnoreCase);
        Assert.Equal(0, (await Page("?from=2190-01-01")).GetProperty("total").GetInt64());
        Assert.Equal(0, (await Page("?to=1990-01-01")).GetProperty("total").GetInt64());
        Assert.Equal(14, (await Page("?from=1900-01-01&to=2199-12-31")).GetProperty("total").GetInt64());

        for (var limit = 1; limit <= 15; limit++)
        {
            var read = new List<string>();
            for (string? after = ""; after is not null;)
            {
                var page = await Page($"?limit={limit}{(after.Length > 0 ? $"&after={after}" : "")}");
                read.AddRange(Items(page).Select(i => Text(i, "id")));
                after = page.GetProperty("nextAfter").GetString();
            }
            Assert.Equal(Items(all).Select(i => Text(i, "id")), read);
        }

        var counts = (await gateway.Get("/api/refusals/counts?limit=2")).Json;
        Assert.Equal((14L, 4L), (counts.GetProperty("refused").GetInt64(), counts.GetProperty("total").GetInt64()));
        Assert.Equal(["CP-OPP-05 admin 10", "CP-STAGE-02 admin 2"], Items(counts).Select(i => $"{Text(i, "controlPoint")} {Text(i, "actor")} {i.GetProperty("refused").GetInt64()}"));
        Assert.Equal(1, (await gateway.Get("/api/refusals/counts?controlPoint=CP-STAGE-03")).Json.GetProperty("refused").GetInt64());
    }

    [Fact]
    public async Task Refusals_are_there_after_a_restart()
    {
        var folder = Directory.CreateTempSubdirectory("sales-grid-");
        try
        {
            await using (var first = await Gateway.Start(folder.FullName))
            {
                await first.Post("/api/opportunities", new { id = "O1", ownerId = "nobody" });
                Assert.Equal(1, (await first.Get("/api/refusals")).Json.GetProperty("total").GetInt64());
            }
            await using var again = await Gateway.Start(folder.FullName);
            var item = Assert.Single(Items((await again.Get("/api/refusals")).Json));
            Assert.Equal(("CP-OPP-05", "opportunity/O1"), (Text(item, "controlPoint"), Text(item, "subject")));
            Assert.True((await again.Get("/api/ledger/verify")).Json.GetProperty("ok").GetBoolean());
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task Overrides_of_all_objects_are_listed()
    {
        foreach (var (id, point) in new[] { ("O1", "CP-STAGE-03"), ("O2", "CP-STAGE-04"), ("O3", "CP-STAGE-03") })
            Assert.Equal(HttpStatusCode.OK, (await gateway.Post($"/api/opportunities/{id}/override", new { controlPoint = point, reason = "客户催办", until = DateTimeOffset.UtcNow.AddDays(2) })).Status);
        var all = (await gateway.Get("/api/overrides")).Json;
        Assert.Equal(["opportunity/O3", "opportunity/O2", "opportunity/O1"], Items(all).Select(i => Text(i, "subject")));
        Assert.Equal(3, all.GetProperty("total").GetInt64());
        Assert.Equal(JsonValueKind.Null, all.GetProperty("nextAfter").ValueKind);
        Assert.Equal(2, (await gateway.Get("/api/overrides?controlPoint=CP-STAGE-03&state=open&grantedBy=admin")).Json.GetProperty("total").GetInt64());
        Assert.Equal(0, (await gateway.Get("/api/overrides?state=used")).Json.GetProperty("total").GetInt64());
        var first = (await gateway.Get("/api/overrides?limit=1")).Json;
        var rest = (await gateway.Get($"/api/overrides?after={first.GetProperty("nextAfter").GetString()}")).Json;
        Assert.Equal(["opportunity/O2", "opportunity/O1"], Items(rest).Select(i => Text(i, "subject")));
    }

    [Fact]
    public async Task The_catalogue_names_every_control_point_with_its_figures()
    {
        await Leap("O1", "leap-1");
        await Leap("O2", "leap-2");
        var all = (await gateway.Get("/api/controls")).Json;
        Assert.Equal(ControlPoints.All.Keys.Order(StringComparer.Ordinal), Items(all).Select(i => Text(i, "id")));
        var one = (await gateway.Get("/api/controls/CP-STAGE-02")).Json;
        var control = one.GetProperty("control");
        Assert.Equal("StageMustBeAllowed", Text(control, "name"));
        Assert.Equal(["S5", "S13"], control.GetProperty("sources").EnumerateArray().Select(s => s.GetString()!));
        Assert.Contains("OpportunityRules.NotAllowed", control.GetProperty("enforcedBy").EnumerateArray().Select(s => s.GetString()));
        Assert.NotEqual(0, control.GetProperty("tests").GetArrayLength());
        Assert.Equal((2L, 2L, 0L), (control.GetProperty("checked").GetInt64(), control.GetProperty("refused").GetInt64(), control.GetProperty("overridden").GetInt64()));
        Assert.Equal(["opportunity/O2", "opportunity/O1"], one.GetProperty("refusals").EnumerateArray().Select(r => Text(r, "subject")));

        var s14 = Items((await gateway.Get("/api/controls?source=S14")).Json).ToArray();
        Assert.NotEmpty(s14);
        Assert.All(s14, i => Assert.Contains("S14", i.GetProperty("sources").EnumerateArray().Select(s => s.GetString())));
        var liftable = Items((await gateway.Get("/api/controls?overridable=true")).Json).Select(i => Text(i, "id")).ToArray();
        Assert.Subset(liftable.ToHashSet(), new HashSet<string> { "CP-STAGE-03", "CP-STAGE-04" });
        Assert.Equal(ControlPoints.All.Count - liftable.Length, (await gateway.Get("/api/controls?overridable=false")).Json.GetProperty("total").GetInt32());
        // A kind of refusal that is never a fact has no figure, which is not the same as none.
        Assert.Equal(JsonValueKind.Null, (await gateway.Get("/api/controls/CP-DATA-01")).Json.GetProperty("control").GetProperty("refused").ValueKind);
    }

    [Fact]
    public async Task A_reason_that_repeats_a_long_text_is_kept_short()
    {
        var answer = await gateway.Post("/api/opportunities/O1/advance", new { to = new string('长', 50_000) });
        Assert.Equal("CP-STAGE-01", answer.ControlPoint);
        var item = Items(await Page("?controlPoint=CP-STAGE-01")).Single();
        Assert.Equal(RefusalNote.MaxReasonLength, item.GetProperty("reason").GetProperty("zh").GetString()!.Length);
    }

    [Theory]
    [InlineData("AtOnce=0")]
    [InlineData("Patience=01:00:00")]
    public async Task A_setting_of_the_log_that_cannot_be_right_ends_the_start(string setting) =>
        await Assert.ThrowsAsync<Microsoft.Extensions.Options.OptionsValidationException>(() => Gateway.Start(null, $"--Grid:RefusalLog:{setting}"));

    [Fact]
    public async Task An_unknown_control_point_is_not_found_and_any_key_reads()
    {
        Assert.Equal(HttpStatusCode.NotFound, (await gateway.Get("/api/controls/CP-NONE-01")).Status);
        using var reader = gateway.ClientFor(Gateway.ReaderKey);
        using var nobody = gateway.ClientFor(null);
        foreach (var path in new[] { "/api/controls", "/api/controls/CP-STAGE-02", "/api/refusals", "/api/refusals/counts", "/api/overrides" })
        {
            Assert.Equal(HttpStatusCode.OK, (await reader.GetAsync(path)).StatusCode);
            Assert.Equal(HttpStatusCode.Unauthorized, (await nobody.GetAsync(path)).StatusCode);
        }
    }

    private async Task Leap(string id, string commandId) =>
        Assert.Equal("CP-STAGE-02", (await gateway.Post($"/api/opportunities/{id}/advance", new { to = "implementation" }, commandId)).ControlPoint);

    private async Task<JsonElement> Page(string query)
    {
        var answer = await gateway.Get($"/api/refusals{query}");
        Assert.True(answer.Status == HttpStatusCode.OK, answer.Text);
        return answer.Json;
    }

    private static System.Net.Http.Json.JsonContent Body(object body) => System.Net.Http.Json.JsonContent.Create(body);

    private static JsonElement.ArrayEnumerator Items(JsonElement page) => page.GetProperty("items").EnumerateArray();

    private static string Text(JsonElement item, string name) => item.GetProperty(name).GetString()!;
}
