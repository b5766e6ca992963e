using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using SalesGrid.Decisions;
using SalesGrid.Gateway.Security;
using SalesGrid.Gateway.Subjects;
using SalesGrid.Subjects;
using SalesGrid.Testing;

namespace SalesGrid.Gateway.Tests;

/// <summary>Receipts of decisions over HTTP: what they say, who may read them, and that the same rules answer the same again.</summary>
public sealed class DecisionTests(DecisionWorld world) : IClassFixture<DecisionWorld>
{
    [Fact]
    public async Task An_allowed_command_leaves_what_it_was_decided_on()
    {
        await world.Must("A1", "opportunities/O1/activities", new { kind = "call", summary = "spoke" });
        var version = (await world.Ask("A1", "/api/opportunities/O1")).Json.GetProperty("version").GetInt32();
        var receipt = (await world.Ask("A1", $"/api/decisions/opportunity/O1/{version}")).Json;
        Assert.True(receipt.GetProperty("kept").GetBoolean() && receipt.GetProperty("allowed").GetBoolean());
        Assert.Equal(("RecordActivity", "A1", version - 1, version),
            (Text(receipt, "command"), Text(receipt, "actor"), receipt.GetProperty("before").GetInt32(), receipt.GetProperty("after").GetInt32()));
        Assert.Equal("spoke", Text(receipt.GetProperty("content"), "summary"));
        Assert.Equal(["owner"], Texts(receipt, "standing"));
        Assert.Equal(8, Text(receipt, "rules").Length);
        Assert.Equal("ActivityRecorded", Text(receipt.GetProperty("events")[0], "type"));
        // To be begun, its owner was looked at: the version is that of the owner then.
        var owner = (await world.Ask("A1", "/api/decisions/opportunity/O1/1")).Json.GetProperty("inputs").EnumerateArray().Single(i => Text(i, "subject") == "salesperson/A1");
        Assert.Equal(2, owner.GetProperty("version").GetInt32());
        Assert.Equal("passed", Point(receipt, "CP-ACT-01"));
        Assert.Equal("passed", Point(receipt, "CP-WHO-01"));
        await Same("A1", $"opportunity/O1/{version}");
    }

    [Fact]
    public async Task A_refused_command_leaves_the_same_by_the_id_of_the_refusal()
    {
        await world.Post("A1", "opportunities/O2/win", new { });
        var id = await world.Refusal("opportunity/O2", "A1");
        var receipt = (await world.Ask("A1", $"/api/decisions/refusals/{id}")).Json;
        Assert.False(receipt.GetProperty("allowed").GetBoolean());
        var point = Text(receipt, "refusedBy");
        Assert.Equal("refused", Point(receipt, point));
        Assert.Equal(("WinOpportunity", "opportunity/O2", 1, 1), (Text(receipt, "command"), Text(receipt, "subject"), receipt.GetProperty("before").GetInt32(), receipt.GetProperty("after").GetInt32()));
        Assert.Empty(receipt.GetProperty("events").EnumerateArray());
        Assert.Equal("notReached", Point(receipt, "CP-CMD-07"));
        var again = await Same("A1", $"refusals/{id}");
        Assert.Equal(point, Text(again.GetProperty("now"), "refusedBy"));
        // What has happened since does not matter: the rules are shown what they were shown.
        await world.Must("A1", "opportunities/O2/lose", new { reason = "price" });
        await Same("A1", $"refusals/{id}");
        Assert.Equal(HttpStatusCode.NotFound, (await world.Ask("A1", "/api/decisions/refusals/none")).Status);
    }

    [Fact]
    public async Task A_lifted_control_point_says_who_lifted_it()
    {
        await world.Must("A1", "opportunities/O3/value", new { customerId = "C1", product = "CNC-5" });
        await world.Must("controller", "opportunities/O3/override", new { controlPoint = "CP-STAGE-03", reason = "客户要求先开工", until = DateTimeOffset.UtcNow.AddDays(1) });
        await world.Must("A1", "opportunities/O3/advance", new { });
        var receipt = (await world.Ask("A1", "/api/decisions/opportunity/O3/4")).Json;
        var point = receipt.GetProperty("controlPoints").EnumerateArray().Single(p => Text(p, "id") == "CP-STAGE-03");
        Assert.Equal(("lifted", "controller"), (Text(point, "outcome"), Text(point, "by")));
        // Of the two entries of one command both versions are of the same decision.
        Assert.Equal((3, 5), (receipt.GetProperty("before").GetInt32(), receipt.GetProperty("after").GetInt32()));
        Assert.Equal(receipt.GetRawText(), (await world.Ask("A1", "/api/decisions/opportunity/O3/5")).Text);
        await Same("A1", "opportunity/O3/4");
        await Same("A1", "opportunity/O3/3");
    }

    [Theory]
    [InlineData("D1", "delegate")]
    [InlineData("MA", "manager")]
    public async Task Who_stood_in_for_the_owner_is_told_with_the_people_it_was_told_from(string who, string standing)
    {
        await world.Must(who, "opportunities/O1/activities", new { kind = "call", summary = who });
        var version = (await world.Ask("A1", "/api/opportunities/O1")).Json.GetProperty("version").GetInt32();
        var receipt = (await world.Ask("A1", $"/api/decisions/opportunity/O1/{version}")).Json;
        Assert.Equal([standing], Texts(receipt, "standing"));
        Assert.Contains("salesperson/A1", receipt.GetProperty("inputs").EnumerateArray().Select(i => Text(i, "subject")));
        await Same("admin", $"opportunity/O1/{version}");
    }

    [Fact]
    public async Task Standing_by_units_rests_on_a_version_of_the_company()
    {
        await world.Must("HU", "opportunities/O-unit/activities", new { kind = "call", summary = "as head" });
        var receipt = (await world.Ask("admin", "/api/decisions/opportunity/O-unit/2")).Json;
        var company = receipt.GetProperty("inputs").EnumerateArray().Single(i => Text(i, "subject") == "unit/company").GetProperty("version").GetInt32();
        Assert.True(company > 0);
        // The head is another one now; then it was HU.
        await world.Must("admin", "units/U1/set-head", new { headId = "A1" });
        Assert.Equal("CP-WHO-01", (await world.Post("controller", "opportunities/O-unit/activities", new { kind = "call", summary = "a stranger" })).ControlPoint);
        await Same("admin", "opportunity/O-unit/2");
        await Same("admin", $"refusals/{await world.Refusal("opportunity/O-unit", "controller")}");
    }

    [Fact]
    public async Task A_retry_leaves_no_second_receipt_and_gets_the_first_answer()
    {
        var first = await world.Post("A1", "opportunities/O1/activities", new { kind = "call", summary = "once" }, "decide-once");
        var again = await world.Post("A1", "opportunities/O1/activities", new { kind = "call", summary = "once" }, "decide-once");
        Assert.Equal(first.Json.GetProperty("version").GetInt32(), again.Json.GetProperty("version").GetInt32());
        Assert.True(again.Headers.Contains("Idempotency-Replayed"));
        Assert.Equal("decide-once", Text((await world.Ask("A1", $"/api/decisions/opportunity/O1/{first.Json.GetProperty("version").GetInt32()}")).Json, "commandId"));
    }

    [Fact]
    public async Task A_batch_leaves_receipts_too_what_it_begins_included()
    {
        using var client = world.Client("A1");
        var answer = await Answer.Of(await client.PostAsJsonAsync("/api/commands", new
        {
            commands = new object[]
            {
                new { type = "opportunity.create", id = "O-batch", commandId = "b-1", body = new { ownerId = "A1", name = "x", customerId = "C1" } },
                new { type = "opportunity.create", id = "O-batch2", commandId = "b-2", body = new { ownerId = "A1", name = "y" } },
                new { type = "opportunity.activities", id = "O-batch", commandId = "b-3", body = new { kind = "call", summary = "spoke" } },
            },
        }));
        Assert.True(answer.Status == HttpStatusCode.OK, answer.Text);
        Assert.True((await world.Ask("A1", "/api/opportunities/O-batch")).Json.GetProperty("version").GetInt32() == 2, answer.Text);
        foreach (var path in new[] { "opportunity/O-batch/1", "opportunity/O-batch/2", "opportunity/O-batch2/1" })
            await Same("A1", path);
        Assert.Contains("process/", (await world.Ask("admin", "/api/decisions/opportunity/O-batch/1")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_one_may_not_read_is_answered_as_what_there_is_not_and_an_input_one_may_not_read_is_only_counted()
    {
        foreach (var tail in new[] { "", "/recompute" })
        {
            var hidden = await world.Ask("A1", $"/api/decisions/opportunity/O-UNSEEN/1{tail}");
            var nowhere = await world.Ask("A1", $"/api/decisions/opportunity/NOWHERE/1{tail}");
            Assert.Equal(HttpStatusCode.NotFound, hidden.Status);
            Assert.Equal(Told(nowhere, "NOWHERE"), Told(hidden, "O-UNSEEN"));
            var refusal = await world.Refusal("opportunity/O-UNSEEN", "B-UNSEEN");
            Assert.Equal(Told(await world.Ask("A1", $"/api/decisions/refusals/none{tail}"), "none"), Told(await world.Ask("A1", $"/api/decisions/refusals/{refusal}{tail}"), refusal));
        }
        // An opportunity of A1 that B-UNSEEN had: the receipt of its beginning rests on somebody A1 may not read.
        await world.Must("admin", "opportunities", new { id = "O-moved", ownerId = "B-UNSEEN", name = "moved" });
        await world.Must("admin", "opportunities/O-moved/reassign", new { ownerId = "A1" });
        var receipt = await world.Ask("A1", "/api/decisions/opportunity/O-moved/1");
        Assert.Equal(1, receipt.Json.GetProperty("hidden").GetInt32());
        Assert.DoesNotContain("salesperson/B-UNSEEN", receipt.Text, StringComparison.Ordinal);
        Assert.Equal(0, (await world.Ask("admin", "/api/decisions/opportunity/O-moved/1")).Json.GetProperty("hidden").GetInt32());
    }

    [Fact]
    public async Task A_program_and_what_the_grid_does_by_itself_leave_receipts_too()
    {
        await world.Must("admin", "users", new { id = "shop", name = "Shop", kind = "machine", roles = new[] { "importer" } });
        var key = (await world.Post("admin", "users/shop/issue-key", new { name = "k1" })).Json.GetProperty("key").GetString();
        await world.Must("controller", "import-windows/open", new { until = DateTimeOffset.UtcNow.AddDays(1), reason = "load" });
        using var shop = world.Gateway.ClientFor(key);
        var imported = await Answer.Of(await shop.PostAsJsonAsync("/api/opportunities/O-shop/import", new { ownerId = "A1", status = "open", stage = "development", source = "crm" }));
        Assert.True(imported.Status == HttpStatusCode.OK, imported.Text);
        var receipt = (await world.Ask("admin", "/api/decisions/opportunity/O-shop/1")).Json;
        Assert.True(receipt.GetProperty("byMachine").GetBoolean());
        Assert.Equal(["importer"], Texts(receipt, "duties"));
        // The window it came in by is one of its inputs. Closed meanwhile, it was open then.
        Assert.Contains("importwindow/company", receipt.GetProperty("inputs").EnumerateArray().Select(i => Text(i, "subject")));
        await world.Must("controller", "import-windows/close", new { reason = "done" });
        await Same("admin", "opportunity/O-shop/1");

        // A claim of the user's name was granted by the grid's own command, for the user.
        var user = (await world.Ask("admin", "/api/decisions/user/shop/1")).Json;
        var claim = user.GetProperty("granted").EnumerateArray().Select(g => Text(g, "subject")).First(s => s.StartsWith("claim/", StringComparison.Ordinal));
        var granted = (await world.Ask("admin", $"/api/decisions/claim/{Uri.EscapeDataString(claim[6..])}/1")).Json;
        Assert.Equal("TakeReservation", Text(granted, "command"));
        Assert.Equal(["grid"], Texts(granted, "duties"));
        await Same("admin", $"claim/{Uri.EscapeDataString(claim[6..])}/1");
        await Same("admin", "user/shop/1");
        // A secret is in no receipt, so this one cannot be made again; its hash is not invented.
        Assert.NotEqual("same", Text((await world.Ask("admin", "/api/decisions/user/shop/3/recompute")).Json, "outcome"));
        Assert.Equal(HttpStatusCode.Forbidden, (await world.Ask("A1", "/api/decisions/user/shop/1")).Status);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("1.5")]
    [InlineData("x")]
    [InlineData("99999999999")]
    public async Task A_version_that_is_none_is_told(string version)
    {
        var answer = await world.Ask("admin", $"/api/decisions/opportunity/O1/{version}");
        Assert.Equal((HttpStatusCode.BadRequest, "version"), (answer.Status, answer.Field));
    }

    [Fact]
    public async Task A_version_the_object_never_was_at_is_not_there()
    {
        Assert.Equal(HttpStatusCode.NotFound, (await world.Ask("admin", "/api/decisions/opportunity/O1/99999")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await world.Ask("admin", "/api/decisions/nothing/O1/1")).Status);
    }

    private async Task<JsonElement> Same(string who, string path)
    {
        var answer = await world.Ask(who, $"/api/decisions/{path}/recompute");
        Assert.True(answer.Status == HttpStatusCode.OK && Text(answer.Json, "outcome") == "same", $"{path}: {answer.Text}");
        Assert.False(answer.Json.GetProperty("rulesChanged").GetBoolean());
        return answer.Json;
    }

    private static string Told(Answer answer, string id) => System.Text.RegularExpressions.Regex.Replace(answer.Text, "\"traceId\":\"[^\"]*\"", "").Replace(id, "ID", StringComparison.Ordinal);

    private static string Point(JsonElement receipt, string id) => Text(receipt.GetProperty("controlPoints").EnumerateArray().Single(p => Text(p, "id") == id), "outcome");

    private static string Text(JsonElement of, string name) => of.GetProperty(name).GetString()!;

    private static string[] Texts(JsonElement of, string name) => [.. of.GetProperty(name).EnumerateArray().Select(e => e.GetString()!)];
}
