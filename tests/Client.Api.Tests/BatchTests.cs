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
}
