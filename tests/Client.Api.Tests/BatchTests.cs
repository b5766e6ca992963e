using System.Net;

namespace SalesGrid.Gateway.Tests;

/// <summary>Many commands in one request: each is answered as it would be in a request of its own.</summary>
public sealed class BatchTests(SharedGateway shared) : IClassFixture<SharedGateway>
{
    private Gateway Grid => shared.Gateway;

    [Fact]
    public async Task Opportunities_begun_in_a_batch_take_the_commands_after_them_in_order()
    {
        var ids = Enumerable.Range(0, 30).Select(_ => shared.NewId("B")).ToArray();
        var commands = ids.SelectMany(id => new object[]
        {
            new { type = "opportunity.import", id, commandId = $"{id}-1", body = new { ownerId = "S1", customerId = "C1", status = "open", stage = "development", source = "crm", amount = new { amount = 10, currency = "CNY" } } },
            new { type = "opportunity.evidence", id, commandId = $"{id}-2", body = new { kind = "project-information", reference = "DOC-1" } },
            new { type = "opportunity.advance", id, commandId = $"{id}-3" },
        }).ToArray();
        var first = await Grid.Post("/api/commands", new { commands });
        Assert.All(first.Json.GetProperty("results").EnumerateArray(), r => Assert.True(r.GetProperty("accepted").GetBoolean(), r.ToString()));
        foreach (var id in ids)
        {
            var found = (await Grid.Get($"/api/opportunities/{id}")).Json;
            Assert.Equal((3, "initiation"), (found.GetProperty("version").GetInt32(), found.GetProperty("stage").GetString()));
        }
        // Sent again, every command is a success with its first receipt.
        var again = await Grid.Post("/api/commands", new { commands });
        Assert.All(again.Json.GetProperty("results").EnumerateArray(), r => Assert.True(r.GetProperty("replayed").GetBoolean(), r.ToString()));
        Assert.True((await Grid.Get("/api/ledger/verify")).Json.GetProperty("ok").GetBoolean());
    }

    [Fact]
    public async Task What_is_refused_in_a_batch_names_its_rule_and_leaves_the_others_alone()
    {
        var ids = Enumerable.Range(0, 12).Select(_ => shared.NewId("B")).ToArray();
        Assert.Equal(HttpStatusCode.Created, (await Grid.Post("/api/opportunities", new { id = ids[0], ownerId = "S1" })).Status);
        // Once looked for and not found: its grain remembers that there is none.
        Assert.Equal(HttpStatusCode.NotFound, (await Grid.Get($"/api/opportunities/{ids[5]}")).Status);
        var answer = await Grid.Post("/api/commands", new
        {
            commands = ids.Select((id, i) => new
            {
                type = "opportunity.import",
                id,
                commandId = $"{id}-1",
                expectedVersion = i == 4 ? 9 : (int?)null,
                body = new
                {
                    ownerId = i == 1 ? "nobody" : "S1",
                    stage = i == 2 ? "no-such-stage" : "development",
                    status = "open",
                    source = i == 3 ? "" : "crm",
                },
            }),
        });
        var results = answer.Json.GetProperty("results").EnumerateArray().ToArray();
        string?[] expected = ["CP-OPP-02", "CP-OPP-05", "CP-STAGE-01", "CP-DATA-01", "CP-CMD-02"];
        for (var i = 0; i < ids.Length; i++)
        {
            Assert.Equal(ids[i], results[i].GetProperty("id").GetString());
            Assert.Equal(i >= expected.Length, results[i].GetProperty("accepted").GetBoolean());
            if (i < expected.Length)
                Assert.Equal(expected[i], results[i].GetProperty("controlPoint").GetString());
            else
                Assert.Equal(HttpStatusCode.OK, (await Grid.Get($"/api/opportunities/{ids[i]}")).Status);
        }
    }

    [Fact]
    public async Task An_object_named_twice_is_begun_once_and_its_second_beginning_refused()
    {
        var ids = Enumerable.Range(0, 10).Select(_ => shared.NewId("B")).ToArray();
        var answer = await Grid.Post("/api/commands", new
        {
            commands = ids.Concat(ids).Select((id, i) => new { type = "opportunity.create", id, commandId = $"{id}-{i}", body = new { ownerId = "S1" } }),
        });
        var accepted = answer.Json.GetProperty("results").EnumerateArray().Select(r => r.GetProperty("accepted").GetBoolean()).ToArray();
        Assert.Equal([.. Enumerable.Repeat(true, 10), .. Enumerable.Repeat(false, 10)], accepted);
    }

    [Theory]
    [InlineData("""{"type":"TYPE","id":"ID","commandId":"C","body":BODY}""")]
    [InlineData("""{"body":BODY,"type":"TYPE","id":"ID","commandId":"C"}""")]
    [InlineData("""{"type":"TYPE","body":BODY,"commandId":"C","id":"ID"}""")]
    [InlineData("""{"id":"ID","body":BODY,"type":"TYPE","commandId":"C"}""")]
    // What is given twice counts as given last, wherever the body stands.
    [InlineData("""{"type":"TYPE","id":"OTHER","commandId":"C","body":BODY,"id":"ID"}""")]
    [InlineData("""{"type":"customer.create","id":"ID","commandId":"C","body":BODY,"type":"TYPE"}""")]
    [InlineData("""{"type":"customer.no-such","id":"ID","commandId":"C","body":BODY,"type":"TYPE"}""")]
    [InlineData("""{"type":"TYPE","id":"ID","commandId":"C","body":{"ownerId":7},"body":BODY}""")]
    [InlineData("""{"type":"TYPE","id":"ID","commandId":"C","body":{"ownerId":"nobody"},"body":BODY}""")]
    public async Task The_members_of_a_command_may_stand_in_any_order(string command)
    {
        var (id, other) = (shared.NewId("B"), shared.NewId("B"));
        var result = Assert.Single(await Results($$"""{"commands":[{{Filled(command, id, other)}}]}"""));
        Assert.True(result.GetProperty("accepted").GetBoolean(), result.ToString());
        Assert.Equal(id, result.GetProperty("id").GetString());
        Assert.Contains("\"S1\"", (await Grid.Get($"/api/opportunities/{id}")).Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await Grid.Get($"/api/opportunities/{other}")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await Grid.Get($"/api/customers/{id}")).Status);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("7")]
    [InlineData("[]")]
    [InlineData("\"text\"")]
    [InlineData("{\"ownerId\":[1,{\"a\":2}]}")]
    [InlineData("{\"ownerId\":\"S1\",\"noSuchField\":{\"deep\":[[[]]]}}")]
    [InlineData("{\"ownerId\":\"\\ud800\"}")]
    public async Task A_body_that_is_no_such_command_leaves_the_others_alone(string body)
    {
        var ids = new[] { shared.NewId("B"), shared.NewId("B"), shared.NewId("B") };
        string Command(string id, string members, bool bodyFirst) => bodyFirst
            ? $$"""{"body":{{members}},"type":"opportunity.create","id":"{{id}}","commandId":"{{id}}"}"""
            : $$"""{"type":"opportunity.create","id":"{{id}}","commandId":"{{id}}","body":{{members}}}""";
        foreach (var bodyFirst in new[] { false, true })
        {
            var commands = new[] { Command(ids[0], """{"ownerId":"S1"}""", bodyFirst), Command(ids[1], body, bodyFirst), Command(ids[2], """{"ownerId":"S1"}""", bodyFirst) };
            var results = await Results($$"""{"commands":[{{string.Join(',', commands)}}]}""");
            Assert.Equal([true, false, true], results.Select(r => r.GetProperty("accepted").GetBoolean()));
            Assert.StartsWith("body", results[1].GetProperty("field").GetString(), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("""{"type":"opportunity.create","id":"ID","commandId":"C","body":{"LONG":1}}""")]
    [InlineData("""{"type":"opportunity.create","id":"ID","commandId":"C","body":{"ownerId":"LONG"}}""")]
    [InlineData("""{"type":"LONG","id":"ID","commandId":"C","body":BODY}""")]
    [InlineData("""{"type":"opportunity.create","id":"LONG","commandId":"C","body":BODY}""")]
    [InlineData("""{"type":"opportunity.create","id":"ID","commandId":"LONG","body":BODY}""")]
    [InlineData("""{"LONG":1}""")]
    public async Task An_answer_does_not_grow_with_what_was_sent(string command)
    {
        var (id, longText) = (shared.NewId("B"), new string('x', 1_000_000));
        var json = $$"""{"commands":[{{Filled(command, id, id).Replace("LONG", longText, StringComparison.Ordinal)}}]}""";
        using var content = new StringContent(json, System.Text.Encoding.UTF8, "application/json");
        var answer = await Grid.Send(HttpMethod.Post, "/api/commands", content);
        Assert.InRange(answer.Text.Length, 1, 20_000);
        Assert.Equal(HttpStatusCode.NotFound, (await Grid.Get($"/api/opportunities/{id}")).Status);
    }

    private static string Filled(string command, string id, string other) => command
        .Replace("BODY", """{"ownerId":"S1"}""", StringComparison.Ordinal).Replace("TYPE", "opportunity.create", StringComparison.Ordinal)
        .Replace("OTHER", other, StringComparison.Ordinal).Replace("\"ID\"", $"\"{id}\"", StringComparison.Ordinal).Replace("\"C\"", $"\"{id}-1\"", StringComparison.Ordinal);

    private async Task<System.Text.Json.JsonElement[]> Results(string json)
    {
        using var content = new StringContent(json, System.Text.Encoding.UTF8, "application/json");
        var answer = await Grid.Send(HttpMethod.Post, "/api/commands", content);
        Assert.Equal((HttpStatusCode.OK, answer.Text), (answer.Status, answer.Text));
        return [.. answer.Json.GetProperty("results").EnumerateArray()];
    }
}
