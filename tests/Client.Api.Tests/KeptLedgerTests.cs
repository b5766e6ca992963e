using System.Net;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using SalesGrid.Gateway.Subjects;

namespace SalesGrid.Gateway.Tests;

/// <summary>Ledgers that releases wrote are opened by every later version, and say what they said.</summary>
/// <remarks>
/// Each lies in <c>KeptLedgers/VERSION</c>: the database, and what its objects answered. A release writes its own once, with
/// <c>SALESGRID_KEEP_LEDGER=VERSION</c>; none is ever written again.
/// </remarks>
public sealed class KeptLedgerTests(ITestOutputHelper output)
{
    private const string Answers = "answers.json";
    private const string LedgerFile = "ledger.db";

    /// <summary>Members that say the same on any day.</summary>
    private static readonly string[] Lasting =
        ["id", "version", "name", "status", "stage", "amount", "ownerId", "customerId", "opportunityId", "team", "region", "creditCode", "definition", "versions", "closed", "tables", "plan"];

    private static readonly JsonSerializerOptions Written = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static string Kept => Path.Combine(GridProcess.FindRoot(), "tests", "Client.Api.Tests", "KeptLedgers");

    public static TheoryData<string> Versions => [.. Directory.GetDirectories(Kept).Select(d => Path.GetFileName(d)).Order(StringComparer.Ordinal)];

    [Fact]
    public async Task A_release_keeps_a_ledger()
    {
        var version = Environment.GetEnvironmentVariable("SALESGRID_KEEP_LEDGER") ?? "";
        if (version.Length == 0)
            Assert.Skip("Set SALESGRID_KEEP_LEDGER=VERSION to write the ledger of a release.");
        var folder = Directory.CreateTempSubdirectory("sales-grid-kept-");
        var kept = Directory.CreateDirectory(Path.Combine(Kept, version));
        string answers;
        await using (var gateway = await WorkedExample.Start(folder.FullName))
        {
            Assert.Empty(await WorkedExample.Play(gateway, await WorkedExample.ReadFile("key-account.http")));
            await KeptStory.Play(gateway);
            answers = (await Ask(gateway, everyKind: true)).ToJsonString(Written);
        }
        Assert.False(File.Exists(Path.Combine(folder.FullName, LedgerFile + "-wal")), "The database was not closed in order.");
        File.Copy(Path.Combine(folder.FullName, LedgerFile), Path.Combine(kept.FullName, LedgerFile), overwrite: false);
        await File.WriteAllTextAsync(Path.Combine(kept.FullName, Answers), answers, Cancel);
        folder.Delete(recursive: true);
    }

    [Theory, MemberData(nameof(Versions))]
    public async Task A_ledger_of_an_earlier_release_says_what_it_said(string version)
    {
        using var folder = new Copy(version);
        var expected = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(Kept, version, Answers), Cancel))!.AsObject();
        await using var gateway = await Gateway.Start(folder.Path);
        var actual = await Ask(gateway);
        Assert.Empty(Differences(expected, actual));
        output.WriteLine($"{version}: {expected.Count} answers are the same.");
    }

    [Theory, MemberData(nameof(Versions))]
    public async Task A_ledger_of_an_earlier_release_goes_on(string version)
    {
        using var folder = new Copy(version);
        string first;
        await using (var gateway = await Gateway.Start(folder.Path))
        {
            var entry = (await gateway.Get($"/api/opportunities/{KeptStory.Opportunity}/history?limit=1")).Json.GetProperty("items")[0];
            first = entry.GetProperty("commandId").GetString()!;
            // What was decided before receipts were kept says so, and cannot be made again.
            var old = await gateway.Get($"/api/decisions/opportunity/{KeptStory.Opportunity}/1");
            Assert.True(old.Status == HttpStatusCode.OK && old.Json.GetProperty("commandId").GetString() == first, old.Text);
            if (!old.Json.GetProperty("kept").GetBoolean())
                Assert.Equal("cannot", (await gateway.Get($"/api/decisions/opportunity/{KeptStory.Opportunity}/1/recompute")).Json.GetProperty("outcome").GetString());
            Assert.Equal(version == "0.2.0", !old.Json.GetProperty("kept").GetBoolean());
            // A retry of what that release carried out is a replay: fingerprints are kept too.
            var again = await KeptStory.Begin(gateway, first);
            Assert.True(again.Status == HttpStatusCode.Created && again.Headers.Contains("Idempotency-Replayed"), again.Text);
            Assert.Equal(HttpStatusCode.OK, (await gateway.Post($"/api/opportunities/{KeptStory.Opportunity}/activities", new { kind = "call", summary = "years later" }, "later")).Status);
        }
        await using var reopened = await Gateway.Start(folder.Path);
        Assert.True((await reopened.Get("/api/ledger/verify")).Json.GetProperty("ok").GetBoolean());
        var later = (await reopened.Get($"/api/opportunities/{KeptStory.Opportunity}")).Json.GetProperty("version").GetInt32();
        Assert.Equal("same", (await reopened.Get($"/api/decisions/opportunity/{KeptStory.Opportunity}/{later}/recompute")).Json.GetProperty("outcome").GetString());
        Assert.Contains("years later", (await reopened.Get($"/api/opportunities/{KeptStory.Opportunity}/history")).Text, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Versions))]
    public async Task A_change_of_what_was_written_is_found(string version)
    {
        // The broken variant: an entry's text is another one now.
        using var folder = new Copy(version);
        await using var gateway = await Gateway.Start(folder.Path);
        var actual = await Ask(gateway);
        var expected = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(Kept, version, Answers), Cancel))!.AsObject();
        var changed = expected.First(e => e.Key.EndsWith("/history", StringComparison.Ordinal)).Value!.AsArray()[0]!.AsObject();
        changed["type"] = $"{changed["type"]} of another name";
        Assert.Single(Differences(expected, actual));
    }

    /// <summary>
    /// What is not as it was. Time has passed: what was due since then may have happened, so a history may go on, and what an object
    /// says of itself is compared where its version is the same.
    /// </summary>
    private static IEnumerable<string> Differences(JsonObject expected, JsonObject actual)
    {
        foreach (var (question, answer) in expected)
        {
            var now = actual[question];
            var same = (answer, now) switch
            {
                (JsonArray was, JsonArray @is) => was.Count <= @is.Count && was.Zip(@is).All(pair => JsonNode.DeepEquals(pair.First, pair.Second)),
                (JsonObject was, JsonObject @is) when was["version"] is { } version && !JsonNode.DeepEquals(version, @is["version"]) => true,
                (JsonObject was, JsonObject @is) when was["entries"] is { } entries => entries.GetValue<long>() <= @is["entries"]!.GetValue<long>() && @is["ok"]!.GetValue<bool>(),
                _ => JsonNode.DeepEquals(answer, now),
            };
            if (!same)
                yield return $"{question} was\n{answer?.ToJsonString(Written)}\nand is\n{now?.ToJsonString(Written)}";
        }
    }

    /// <summary>What every object of every kind answers about itself and its history, and what the check of the ledger does.</summary>
    /// <param name="gateway">The gateway.</param>
    /// <param name="everyKind">True where there must be an object of every kind; a release has none of the kinds that came after it.</param>
    private static async Task<JsonObject> Ask(Gateway gateway, bool everyKind = false)
    {
        var answers = new JsonObject();
        foreach (var kind in KindApis.All.OrderBy(k => k.Path, StringComparer.Ordinal))
        {
            var ids = new List<string>();
            if (kind.OnlyId is { } only && (await gateway.Get($"/api/{kind.Path}")).Json.GetProperty("version").GetInt32() > 0)
                ids.Add(only);
            for (string? after = null; kind.OnlyId is null;)
            {
                var page = (await gateway.Get($"/api/{kind.Path}?limit=500{(after is null ? "" : $"&after={Uri.EscapeDataString(after)}")}")).Json;
                ids.AddRange(page.GetProperty("items").EnumerateArray().Select(i => i.GetProperty("id").GetString()!));
                if ((after = page.GetProperty("nextAfter").GetString()) is null)
                    break;
            }
            Assert.True(ids.Count > 0 || !everyKind, $"There is no object of the kind {kind.Kind}: the story has to make one.");
            foreach (var path in ids.Order(StringComparer.Ordinal).Select(id => $"/api/{kind.Path}/{Uri.EscapeDataString(id)}"))
            {
                var history = await gateway.Get($"{path}/history?limit=500");
                // What is shipped, or there from the first start, is shown and has no history until somebody changes it.
                if (history.Status == HttpStatusCode.NotFound && kind.Kind is "process" or "unit")
                    continue;
                var view = JsonNode.Parse((await gateway.Get(path)).Text)!.AsObject();
                answers[path] = new JsonObject(Lasting.Where(view.ContainsKey).Select(m => KeyValuePair.Create(m, view[m]?.DeepClone())));
                Assert.True(history.Status == HttpStatusCode.OK, history.Text);
                answers[$"{path}/history"] = JsonNode.Parse(history.Text)!["items"]!.DeepClone();
            }
        }
        var check = (await gateway.Get("/api/ledger/verify")).Json;
        answers["/api/ledger/verify"] = new JsonObject { ["ok"] = check.GetProperty("ok").GetBoolean(), ["entries"] = check.GetProperty("entries").GetInt64() };
        return answers;
    }

    /// <summary>A copy: what is kept is never written to.</summary>
    private sealed class Copy : IDisposable
    {
        private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("sales-grid-kept-");

        public Copy(string version) => File.Copy(System.IO.Path.Combine(Kept, version, LedgerFile), System.IO.Path.Combine(folder.FullName, LedgerFile));

        public string Path => folder.FullName;

        public void Dispose() => folder.Delete(recursive: true);
    }
}
