using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using SalesGrid.Decisions;
using SalesGrid.Gateway.Security;
using SalesGrid.Gateway.Subjects;
using SalesGrid.Subjects;
using SalesGrid.Testing;

namespace SalesGrid.Gateway.Tests;

/// <summary>Decisions of releases and of whole stories.</summary>
public sealed class DecisionLawTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Every_decision_of_the_worked_example_and_of_every_kind_is_made_the_same_again()
    {
        var folder = Directory.CreateTempSubdirectory("sales-grid-");
        try
        {
            await using (var gateway = await WorkedExample.Start(folder.FullName))
            {
                Assert.Empty(await WorkedExample.Play(gateway, await WorkedExample.ReadFile("key-account.http")));
                await KeptStory.Play(gateway);
            }
            // From the store alone: receipts are in the appends of what they led to.
            await using var again = await Gateway.Start(folder.FullName);
            var (decisions, refusals, wrong) = await RecomputeAll(again);
            output.WriteLine($"{decisions} decisions of {KindApis.All.Count} kinds and {refusals} refusals made again");
            Assert.True(wrong.Count == 0, string.Join('\n', wrong));
            Assert.True(decisions > 130 && refusals > 30, $"Only {decisions} decisions and {refusals} refusals.");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void Every_command_is_read_again_as_it_was_written()
    {
        List<string> wrong = [];
        foreach (var (name, (_, route)) in KindApis.Commands)
        {
            if (route.Example is null)
                continue;
            var body = JsonSerializer.SerializeToNode(route.Example, CommandJson.Options)!.AsObject();
            body.Remove("id");
            var reader = new Utf8JsonReader(JsonSerializer.SerializeToUtf8Bytes(body));
            var command = route.Read(ref reader, "X-1");
            var content = JsonSerializer.Serialize(command, command.GetType(), GridJson.Options);
            var again = CommandTypes.Read(command.GetType().Name, content);
            if (JsonSerializer.Serialize(again, again.GetType(), GridJson.Options) != content)
                wrong.Add($"{name}: {content}");
        }
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    /// <summary>Has every decision of a grid made again; tells which were not made the same.</summary>
    internal static async Task<(int Decisions, int Refusals, List<string> Wrong)> RecomputeAll(Gateway gateway)
    {
        List<string> wrong = [];
        var (decisions, refusals) = (0, 0);
        foreach (var kind in KindApis.All)
        {
            string[] ids = kind.OnlyId is { } only ? [only]
                : [.. (await gateway.Get($"/api/{kind.Path}?limit=500")).Json.GetProperty("items").EnumerateArray().Select(i => i.GetProperty("id").GetString()!)];
            foreach (var id in ids)
            {
                for (var version = 1; await gateway.Get($"/api/decisions/{kind.Kind}/{Uri.EscapeDataString(id)}/{version}") is { Status: HttpStatusCode.OK } receipt; version++)
                {
                    decisions++;
                    // A key's text is in no ledger, and so is not its hash in the command.
                    if (receipt.Json.GetProperty("command").GetString() == "IssueKey")
                        continue;
                    Judge(wrong, $"{kind.Kind}/{id}/{version} {receipt.Json.GetProperty("command")} {receipt.Json.GetProperty("content")} {receipt.Json.GetProperty("inputs")}", await gateway.Get($"/api/decisions/{kind.Kind}/{Uri.EscapeDataString(id)}/{version}/recompute"));
                }
            }
        }
        foreach (var item in (await gateway.Get("/api/refusals?limit=500")).Json.GetProperty("items").EnumerateArray())
        {
            refusals++;
            Judge(wrong, $"{item.GetProperty("subject")} {item.GetProperty("command")} {item.GetProperty("controlPoint")}", await gateway.Get($"/api/decisions/refusals/{item.GetProperty("id").GetString()}/recompute"));
        }
        return (decisions, refusals, wrong);
    }

    private static void Judge(List<string> wrong, string what, Answer again)
    {
        if (again.Status != HttpStatusCode.OK || again.Json.GetProperty("outcome").GetString() != "same")
            wrong.Add($"{what}\n  {again.Text}");
    }
}
