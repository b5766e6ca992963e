using System.Net.Http.Json;
using System.Text.Json;

namespace SalesGrid.Gateway.Tests;

/// <summary>Commands of long ago, sent again to a program that was killed in between.</summary>
public sealed class OldCommandTests : ProcessTestBase
{
    private const int Commands = 300;

    // Heads and history are written every so many entries: some commands lie behind the last checkpoint, most before it.
    private static readonly (string Name, string Value)[] FrequentCheckpoints = [("Grid__CheckpointEntries", "70"), ("Grid__BucketCount", "1")];

    [Fact]
    public async Task A_retry_of_an_old_command_after_a_kill_gets_the_first_receipt()
    {
        var receipts = new List<string>();
        await using (var gateway = await GridProcess.Gateway(Port, Folder.FullName, FrequentCheckpoints))
        {
            await Post("/api/salespeople", new { id = "S1", name = "x", team = "t", region = "r" }, "s1");
            await Post("/api/opportunities", new { id = "O1", ownerId = "S1" }, "open");
            for (var i = 0; i < Commands; i++)
                receipts.Add(Place(await Activity(i), replayed: false));
            await gateway.Kill();
        }

        await using var reborn = await GridProcess.Gateway(Port, Folder.FullName, FrequentCheckpoints);
        for (var i = 0; i < Commands; i += i < 100 ? 9 : 40)
            Assert.Equal(receipts[i], Place(await Activity(i), replayed: true));
        var found = JsonElement.Parse(await Http.GetStringAsync("/api/opportunities/O1"));
        Assert.Equal(Commands + 1, found.GetProperty("version").GetInt32());
        Assert.True(JsonElement.Parse(await Http.GetStringAsync("/api/ledger/verify")).GetProperty("ok").GetBoolean());
    }

    private Task<JsonElement> Activity(int i) => Post("/api/opportunities/O1/activities", new { kind = "call", summary = $"call {i}" }, $"activity-{i}");

    private static string Place(JsonElement receipt, bool replayed)
    {
        Assert.Equal(replayed, receipt.GetProperty("replayed").GetBoolean());
        return $"{receipt.GetProperty("version")} at {receipt.GetProperty("bucket")}:{receipt.GetProperty("seq")}";
    }

    private async Task<JsonElement> Post(string path, object body, string commandId)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body) };
        request.Headers.Add("Idempotency-Key", commandId);
        using var response = await Http.SendAsync(request);
        var answer = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, answer);
        return JsonElement.Parse(answer);
    }
}
