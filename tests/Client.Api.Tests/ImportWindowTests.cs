using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using SalesGrid.Gateway.Security;

namespace SalesGrid.Gateway.Tests;

/// <summary>Bringing in history over HTTP: by a role, in a window that somebody else opened.</summary>
public sealed class ImportWindowTests : IAsyncLifetime
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("sales-grid-windows-");
    private readonly Dictionary<string, HttpClient> clients = [];
    private Gateway gateway = null!;

    public ValueTask InitializeAsync() => Begin();

    public async ValueTask DisposeAsync()
    {
        await End();
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task History_comes_in_while_a_window_is_open_and_by_another_than_who_opened_it()
    {
        await gateway.Staff();
        var none = await Window();
        Assert.Equal((false, JsonValueKind.Null), (none.GetProperty("open").GetBoolean(), none.GetProperty("openedBy").ValueKind));
        var refused = await Import("importer", "A1");
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "CP-IMPORT-01"), (refused.Status, refused.ControlPoint));
        var missing = refused.Json.GetProperty("missing")[0];
        Assert.Equal(("duty:controller", "importwindow.open"), (missing.GetProperty("by")[0].GetString(), missing.GetProperty("command").GetString()));
        Assert.Equal("CP-IMPORT-01", await Can("importer"));
        // The key that sets up needs no window, and nobody else opens one.
        Assert.Equal(HttpStatusCode.OK, (await Import("admin", "A2")).Status);
        var until = DateTimeOffset.UtcNow.AddDays(2);
        foreach (var who in new[] { "importer", "rep" })
            Assert.Equal("CP-WHO-01", (await Send(who, "import-windows/open", new { until, reason = "mine" })).ControlPoint);
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "CP-IMPORT-03"), await Named("controller", "import-windows/open", new { until = until.AddDays(30), reason = "go-live" }));

        Assert.Equal(HttpStatusCode.OK, (await Send("controller", "import-windows/open", new { until, reason = "go-live" })).Status);
        Assert.Equal((HttpStatusCode.Conflict, "CP-IMPORT-04"), await Named("both", "import-windows/open", new { until, reason = "again" }));
        var open = await Window();
        Assert.Equal((true, "controller", "go-live", until), (open.GetProperty("open").GetBoolean(), open.GetProperty("openedBy").GetString(),
            open.GetProperty("reason").GetString(), open.GetProperty("until").GetDateTimeOffset()));
        Assert.Equal(HttpStatusCode.OK, (await Import("importer", "A1")).Status);
        Assert.Null(await Can("importer"));
        Assert.All(await Batch("importer", "B"), r => Assert.True(r.GetProperty("accepted").GetBoolean(), r.ToString()));
        foreach (var who in new[] { "rep", "controller" })
        {
            Assert.Equal("CP-WHO-01", (await Import(who, "A3")).ControlPoint);
            Assert.All(await Batch(who, "C"), r => Assert.Equal("CP-WHO-01", r.GetProperty("controlPoint").GetString()));
        }

        Assert.Equal(HttpStatusCode.OK, (await Send("both", "import-windows/close", new { reason = "checked" })).Status);
        var closed = await Window();
        Assert.Equal((false, "both", "checked"), (closed.GetProperty("open").GetBoolean(), closed.GetProperty("closedBy").GetString(), closed.GetProperty("closeReason").GetString()));
        // Here the window and what asks for it are on one silo: at once.
        Assert.Equal("CP-IMPORT-01", (await Import("importer", "A3")).ControlPoint);
        Assert.All(await Batch("importer", "D"), r => Assert.Equal("CP-IMPORT-01", r.GetProperty("controlPoint").GetString()));
        Assert.All(await Batch("importer", "B"), r => Assert.True(r.GetProperty("replayed").GetBoolean(), r.ToString()));
        Assert.Equal("CP-IMPORT-05", (await Send("controller", "import-windows/close", new { reason = "again" })).ControlPoint);

        var history = (await gateway.Get("/api/import-windows/company/history")).Json.GetProperty("items").EnumerateArray().ToArray();
        Assert.Equal([("controller", "ImportWindowOpened"), ("both", "ImportWindowClosed")],
            history.Select(e => (e.GetProperty("actor").GetString(), e.GetProperty("type").GetString())));
        Assert.True((await gateway.Get("/api/ledger/verify")).Json.GetProperty("ok").GetBoolean());
    }

    [Fact]
    public async Task A_window_is_still_open_after_a_restart_and_still_not_for_who_opened_it()
    {
        await gateway.Staff();
        Assert.Equal(HttpStatusCode.OK, (await Send("both", "import-windows/open", new { until = DateTimeOffset.UtcNow.AddDays(1), reason = "go-live" })).Status);
        Assert.Equal("CP-IMPORT-02", (await Import("both", "A1")).ControlPoint);
        await End();
        await Begin();
        var open = await Window();
        Assert.Equal((true, "both"), (open.GetProperty("open").GetBoolean(), open.GetProperty("openedBy").GetString()));
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "CP-IMPORT-02"), await Named("both", "opportunities/A1/import", Deal));
        Assert.All(await Batch("both", "B"), r => Assert.Equal("CP-IMPORT-02", r.GetProperty("controlPoint").GetString()));
        Assert.Equal(HttpStatusCode.OK, (await Import("importer", "A1")).Status);
        // In a batch the only object has its id.
        var closed = await Answer.Of(await clients["controller"].PostAsJsonAsync("/api/commands",
            new { commands = new[] { new { type = "importwindow.close", id = "company", commandId = "close", body = new { reason = "checked" } } } }));
        Assert.True(closed.Json.GetProperty("results")[0].GetProperty("accepted").GetBoolean(), closed.Text);
        Assert.False((await Window()).GetProperty("open").GetBoolean());
    }

    private async ValueTask Begin()
    {
        (string Name, string Duties)[] people = [("rep", "None"), ("controller", "Controller"), ("importer", "Importer"), ("both", "Controller, Importer")];
        gateway = await Gateway.Start(folder.FullName, [.. people.SelectMany((p, i) => new[]
        {
            $"--Grid:Keys:{i + 1}:Name={p.Name}", $"--Grid:Keys:{i + 1}:Role=Writer", $"--Grid:Keys:{i + 1}:Duties={p.Duties}",
            $"--Grid:Keys:{i + 1}:Sha256={ApiKeys.HashOf($"key-of-{p.Name}")}",
        })]);
        foreach (var (name, _) in people)
            clients[name] = gateway.ClientFor($"key-of-{name}");
        clients["admin"] = gateway.ClientFor(Gateway.AdminKey);
        clients["reader"] = gateway.ClientFor(Gateway.ReaderKey);
    }

    private async Task End()
    {
        foreach (var client in clients.Values)
            client.Dispose();
        await gateway.DisposeAsync();
    }

    private static object Deal => new { ownerId = "S1", status = "open", stage = "development", source = "crm" };

    private async Task<JsonElement> Window() => (await Answer.Of(await clients["reader"].GetAsync(new Uri("/api/import-windows", UriKind.Relative)))).Json;

    private Task<Answer> Import(string who, string id) => Send(who, $"opportunities/{id}/import", Deal);

    private async Task<string?> Can(string who) =>
        (await Send(who, "opportunities/A9/can?command=import", Deal)).Json.GetProperty("missing").EnumerateArray().Select(m => m.GetProperty("controlPoint").GetString()).FirstOrDefault();

    private async Task<Answer> Send(string who, string path, object body) => await Answer.Of(await clients[who].PostAsJsonAsync($"/api/{path}", body));

    private async Task<(HttpStatusCode, string?)> Named(string who, string path, object body)
    {
        var answer = await Send(who, path, body);
        return (answer.Status, answer.ControlPoint);
    }

    /// <summary>Enough for them to be begun beside their grains.</summary>
    private async Task<JsonElement[]> Batch(string who, string prefix)
    {
        var commands = Enumerable.Range(0, 20).Select(i => new { type = "opportunity.import", id = $"{prefix}-{i}", commandId = $"{prefix}:{i}", body = Deal });
        return [.. (await Send(who, "commands", new { commands })).Json.GetProperty("results").EnumerateArray()];
    }
}
