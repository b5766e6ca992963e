using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using SalesGrid.Gateway.Security;

namespace SalesGrid.Gateway.Tests;

/// <summary>
/// A command id answers whoever used it first, wherever it is remembered: in the head, beside it, by the intake. Others learn nothing by
/// it: whom the object does not concern that it is not for them, whom it does that the id is taken.
/// </summary>
public sealed class ReplayTests(ReplayWorld world) : IClassFixture<ReplayWorld>
{
    [Fact]
    public async Task An_id_in_the_head_answers_its_first_sender_alone()
    {
        var id = await world.Opened();
        var call = new { kind = "call", summary = "spoke" };
        var first = await world.Send("S1", $"opportunities/{id}/activities", call, "call-1");
        await OnlyTheFirst(id, "call-1", call, new { kind = "call", summary = "something else" }, first);
    }

    [Fact]
    public async Task Three_thousand_commands_later_it_still_does()
    {
        var id = await world.Opened();
        var first = await world.Send("S1", $"opportunities/{id}/activities", new { kind = "call", summary = "call 0" }, "long-0");
        for (var from = 1; from <= 3_000; from += 1_000)
        {
            var sent = await world.Batch("S1", [.. Enumerable.Range(from, 1_000).Select(i => Activity(id, $"long-{i}", $"call {i}"))]);
            Assert.All(sent, r => Assert.True(r.GetProperty("accepted").GetBoolean(), r.ToString()));
        }
        await OnlyTheFirst(id, "long-0", new { kind = "call", summary = "call 0" }, new { kind = "call", summary = "call 3" }, first);
        Assert.Equal(3_002, (await world.Gateway.Get($"/api/opportunities/{id}")).Json.GetProperty("version").GetInt32());
        var again = await world.Batch("X", [Activity(id, "long-7", "call 7"), Activity(id, "long-2999", "call 2999")]);
        Assert.All(again, r => Assert.Equal("CP-WHO-01", r.GetProperty("controlPoint").GetString()));
        again = await world.Batch("manager", [Activity(id, "long-7", "call 7"), Activity(id, "long-2999", "call 2999"), Activity(id, "long-8", "call 9")]);
        Assert.Equal(["CP-CMD-08", "CP-CMD-08", "CP-CMD-01"], again.Select(r => r.GetProperty("controlPoint").GetString()));
        again = await world.Batch("S1", [Activity(id, "long-7", "call 7"), Activity(id, "long-2999", "call 2999")]);
        Assert.All(again, r => Assert.True(r.GetProperty("replayed").GetBoolean(), r.ToString()));
    }

    [Theory]
    [InlineData("opportunity.create", "S1", "X", "CP-WHO-01")]
    [InlineData("opportunity.create", "S1", "lead", "CP-CMD-08")]
    [InlineData("opportunity.import", "admin", "S1", "CP-WHO-01")]
    [InlineData("opportunity.import", "admin", "chief", "CP-CMD-08")]
    public async Task What_is_begun_many_at_a_time_answers_its_first_sender_alone(string type, string who, string other, string controlPoint)
    {
        object body = type == "opportunity.create"
            ? new { ownerId = "S1" }
            : new { ownerId = "S1", status = "open", stage = "development", source = "crm" };
        var load = world.NewId("load");
        var commands = Enumerable.Range(0, 20).Select(i => (object)new { type, id = $"{load}-{i}", commandId = $"{load}:{i}", body }).ToArray();
        var first = await world.Batch(who, commands);
        Assert.All(first, r => Assert.True(r.GetProperty("accepted").GetBoolean(), r.ToString()));
        var others = await world.Batch(other, commands);
        Assert.All(others, r => Assert.Equal(controlPoint, r.GetProperty("controlPoint").GetString()));
        Assert.All(others, r => Assert.Equal(JsonValueKind.Null, r.GetProperty("seq").ValueKind));
        var again = await world.Batch(who, commands);
        Assert.All(again, r => Assert.True(r.GetProperty("replayed").GetBoolean(), r.ToString()));
        Assert.Equal(first.Select(r => r.GetProperty("seq").GetInt64()), again.Select(r => r.GetProperty("seq").GetInt64()));
        Assert.True((await world.Gateway.Get("/api/ledger/verify")).Json.GetProperty("ok").GetBoolean());
    }

    [Fact]
    public async Task Whoever_gave_the_object_away_by_it_is_told_that_it_is_done()
    {
        var id = await world.Opened();
        var away = new { ownerId = "S2", reason = "another region" };
        var given = await world.Send("M1", $"opportunities/{id}/reassign", away, "give");
        Assert.Equal(HttpStatusCode.OK, given.Status);
        // No longer above its owner, and so no longer one who may.
        Assert.Equal("CP-WHO-01", (await world.Send("M1", $"opportunities/{id}/activities", new { kind = "call", summary = "x" }, "late")).ControlPoint);
        var again = await world.Send("M1", $"opportunities/{id}/reassign", away, "give");
        Assert.Equal(HttpStatusCode.OK, again.Status);
        Assert.True(again.Json.GetProperty("replayed").GetBoolean());
        Assert.Equal(given.Json.GetProperty("seq").GetInt64(), again.Json.GetProperty("seq").GetInt64());
        // Other content under the id is another command: who may comes first, in the words of that command.
        Assert.Equal("CP-OWNER-01", (await world.Send("M1", $"opportunities/{id}/reassign", new { ownerId = "S1" }, "give")).ControlPoint);
        Assert.Equal("CP-WHO-01", (await world.Send("X", $"opportunities/{id}/reassign", away, "give")).ControlPoint);
    }

    [Fact]
    public async Task What_anybody_may_send_is_not_answered_to_anybody()
    {
        var body = new { name = "华东精密机械" };
        var made = await world.Send("S1", "customers", body, "customer-without-an-id");
        Assert.Equal(HttpStatusCode.Created, made.Status);
        // The id follows from the command id, so that this meets the same object.
        var other = await world.Send("X", "customers", body, "customer-without-an-id");
        Assert.Equal((HttpStatusCode.Conflict, "CP-CMD-08"), (other.Status, other.ControlPoint));
        Assert.DoesNotContain("S1", other.Text, StringComparison.Ordinal);
    }

    private static object Activity(string id, string commandId, string summary) =>
        new { type = "opportunity.activities", id, commandId, body = new { kind = "call", summary } };

    /// <summary>Everybody tries with this id, alone and as a question; nothing comes of it.</summary>
    private async Task OnlyTheFirst(string id, string commandId, object body, object another, Answer first)
    {
        Assert.Equal(HttpStatusCode.OK, first.Status);
        var version = (await world.Gateway.Get($"/api/opportunities/{id}")).Json.GetProperty("version").GetInt32();
        foreach (var content in new[] { body, another })
        {
            var stranger = await world.Send("X", $"opportunities/{id}/activities", content, commandId);
            Assert.Equal((HttpStatusCode.Forbidden, "CP-WHO-01"), (stranger.Status, stranger.ControlPoint));
            var (asked, ofIt) = await world.Can("X", id, content, commandId);
            Assert.Equal((false, "CP-WHO-01"), (asked, ofIt));
            var manager = await world.Send("manager", $"opportunities/{id}/activities", content, commandId);
            Assert.Equal((HttpStatusCode.Conflict, content == body ? "CP-CMD-08" : "CP-CMD-01"), (manager.Status, manager.ControlPoint));
            (asked, ofIt) = await world.Can("manager", id, content, commandId);
            Assert.Equal((false, manager.ControlPoint), (asked, ofIt));
        }
        var again = await world.Send("S1", $"opportunities/{id}/activities", body, commandId);
        Assert.True(again.Json.GetProperty("replayed").GetBoolean());
        Assert.Equal(first.Json.GetProperty("seq").GetInt64(), again.Json.GetProperty("seq").GetInt64());
        Assert.Equal((true, null), await world.Can("S1", id, body, commandId));
        Assert.Equal("CP-CMD-01", (await world.Send("S1", $"opportunities/{id}/activities", another, commandId)).ControlPoint);
        Assert.Equal((false, "CP-CMD-01"), await world.Can("S1", id, another, commandId));
        Assert.Equal(version, (await world.Gateway.Get($"/api/opportunities/{id}")).Json.GetProperty("version").GetInt32());
        var facts = (await world.Gateway.Get($"/api/refusals?controlPoint=CP-CMD-08&subject=opportunity/{id}")).Json;
        Assert.Equal(["manager"], facts.GetProperty("items").EnumerateArray().Select(f => f.GetProperty("actor").GetString()).Distinct());
    }
}

/// <summary>Salespeople S1 under M1 and S2 under nobody, a stranger X, and duties.</summary>
public sealed class ReplayWorld : IAsyncLifetime
{
    private static readonly (string Name, string Role, string Duties)[] Keys =
        [("S1", "Writer", "None"), ("M1", "Writer", "None"), ("X", "Writer", "None"), ("manager", "Writer", "Manager"),
            // Of so many refusals at once only the first are kept one by one: they are not to be the manager's.
            ("lead", "Writer", "Manager"), ("chief", "Admin", "None")];

    private readonly Dictionary<string, HttpClient> clients = [];
    private int names;

    public Gateway Gateway { get; private set; } = null!;

    public string NewId(string prefix) => $"{prefix}-{Interlocked.Increment(ref names)}";

    public async ValueTask InitializeAsync()
    {
        Gateway = await Gateway.Start(null, ["--Grid:CheckpointEntries=500", .. Keys.SelectMany((k, i) => new[]
        {
            $"--Grid:Keys:{i + 1}:Name={k.Name}", $"--Grid:Keys:{i + 1}:Role={k.Role}", $"--Grid:Keys:{i + 1}:Duties={k.Duties}",
            $"--Grid:Keys:{i + 1}:Sha256={ApiKeys.HashOf($"key-of-{k.Name}")}",
        })]);
        foreach (var (name, _, _) in Keys)
            clients[name] = Gateway.ClientFor($"key-of-{name}");
        clients["admin"] = Gateway.ClientFor(Gateway.AdminKey);
        foreach (var (id, manager) in new[] { ("M1", null), ("S1", "M1"), ("S2", null), ("X", (string?)null) })
            Assert.Equal(HttpStatusCode.Created, (await Gateway.Post("/api/salespeople", new { id, name = id, team = "T", region = "R", manager })).Status);
    }

    /// <summary>An opportunity of S1.</summary>
    public async Task<string> Opened()
    {
        var id = NewId("O");
        Assert.Equal(HttpStatusCode.Created, (await Send("S1", "opportunities", new { id, ownerId = "S1" }, $"open-{id}")).Status);
        return id;
    }

    public async Task<Answer> Send(string who, string path, object body, string commandId)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/{path}") { Content = JsonContent.Create(body) };
        request.Headers.Add("Idempotency-Key", commandId);
        return await Answer.Of(await clients[who].SendAsync(request));
    }

    /// <summary>Whether somebody could record an activity under an id, and what keeps them from it.</summary>
    public async Task<(bool Can, string? ControlPoint)> Can(string who, string id, object body, string commandId)
    {
        var answer = (await Send(who, $"opportunities/{id}/can?command=activities", body, commandId)).Json;
        return (answer.GetProperty("can").GetBoolean(), answer.GetProperty("missing").EnumerateArray().Select(m => m.GetProperty("controlPoint").GetString()).FirstOrDefault());
    }

    public async Task<JsonElement[]> Batch(string who, object[] commands) =>
        [.. (await Answer.Of(await clients[who].PostAsJsonAsync("/api/commands", new { commands }))).Json.GetProperty("results").EnumerateArray()];

    public async ValueTask DisposeAsync()
    {
        foreach (var client in clients.Values)
            client.Dispose();
        await Gateway.DisposeAsync();
    }
}
