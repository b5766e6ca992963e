using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using SalesGrid.Gateway.Security;
using SalesGrid.Testing;

namespace SalesGrid.Gateway.Tests;

/// <summary>The catalogue over HTTP: how a product comes to be sold, and what becomes of those that name it.</summary>
public sealed class CatalogueTests : IAsyncLifetime
{
    private static readonly (string Name, string Duties)[] People =
        [("rep", "None"), ("keeper", "ProcessOwner"), ("keeper2", "ProcessOwner"), ("legal", "Legal"), ("both", "ProcessOwner, Legal"), ("controller", "Controller"), ("importer", "Importer")];

    private readonly Dictionary<string, HttpClient> clients = [];
    private Gateway gateway = null!;

    public async ValueTask InitializeAsync()
    {
        gateway = await Gateway.Start(null, [.. People.SelectMany((p, i) => new[]
        {
            $"--Grid:Keys:{i + 1}:Name={p.Name}", $"--Grid:Keys:{i + 1}:Role=Writer", $"--Grid:Keys:{i + 1}:Duties={p.Duties}",
            $"--Grid:Keys:{i + 1}:Sha256={ApiKeys.HashOf($"key-of-{p.Name}")}",
        })]);
        foreach (var (name, _) in People)
            clients[name] = gateway.ClientFor($"key-of-{name}");
        clients["admin"] = gateway.ClientFor(Gateway.AdminKey);
        await gateway.Staff();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var client in clients.Values)
            client.Dispose();
        await gateway.DisposeAsync();
    }

    [Fact]
    public async Task A_product_is_sold_once_legal_has_judged_it_and_another_has_released_it()
    {
        Assert.Equal(JsonValueKind.Null, (await Get("catalogues/product")).GetProperty("since").ValueKind);
        await Ok("admin", "opportunities", new { id = "FREE", ownerId = "S1", product = "whatever" });
        await Ok("keeper", "products", new { id = "MED-1", nameZh = "监护仪", nameEn = "Monitor", family = "MED", unitOfMeasure = "台" });
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "CP-PROD-04"), await Refused("keeper", "products/MED-1/release", new { }));
        Assert.Equal((HttpStatusCode.Forbidden, "CP-WHO-01"), await Refused("keeper", "products/MED-1/assess-legality", new { legality = "free", basis = "x" }));
        await Ok("legal", "products/MED-1/assess-legality", new { legality = "withLicence", basis = "条例第 13 条" });
        var unlicensed = await Send("keeper", "products/MED-1/release", new { });
        Assert.Equal("CP-PROD-06", unlicensed.ControlPoint);
        Assert.Equal(("duty:legal", "product.record-licence"), (unlicensed.Json.GetProperty("missing")[0].GetProperty("by")[0].GetString(), unlicensed.Json.GetProperty("missing")[0].GetProperty("command").GetString()));
        var until = CompanyDay.Today.AddYears(1);
        await Ok("both", "products/MED-1/record-licence", new { licence = "registration", number = "R-1", validUntil = until, regions = new[] { "East" } });
        Assert.Equal("CP-PROD-08", (await Refused("both", "products/MED-1/release", new { })).ControlPoint);
        await Ok("keeper", "products/MED-1/release", new { });
        Assert.NotEqual(JsonValueKind.Null, (await Get("catalogues/product")).GetProperty("since").ValueKind);

        var shown = await Get("products/MED-1");
        Assert.Equal(("MED-1", "released", "withLicence", "keeper"), (shown.GetProperty("id").GetString(), shown.GetProperty("status").GetString(), shown.GetProperty("legality").GetString(), shown.GetProperty("releasedBy").GetString()));
        Assert.Equal("East", shown.GetProperty("licences")[0].GetProperty("regions")[0].GetString());
        // From now on deals name what is in the catalogue, and is sold where they are.
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "CP-PROD-13"), await Refused("admin", "opportunities", new { id = "O1", ownerId = "S1", product = "MED-2" }));
        Assert.Equal("CP-PROD-07", (await Refused("admin", "opportunities", new { id = "O1", ownerId = "S2", product = "MED-1" })).ControlPoint);
        await Ok("admin", "opportunities", new { id = "O1", ownerId = "S1", product = "ｍｅｄ-1" });
        Assert.Equal("MED-1", (await Get("opportunities/O1")).GetProperty("product").GetString());
        await Ok("admin", "opportunities/FREE/activities", new { kind = "call", summary = "x" });
        var can = await Answer.Of(await clients["admin"].GetAsync(new Uri("/api/opportunities/O1/can?command=value&product=MED-2", UriKind.Relative)));
        Assert.Equal("CP-PROD-13", can.Json.GetProperty("missing")[0].GetProperty("controlPoint").GetString());
        Assert.Equal("CP-PROD-13", (await Batch("admin", "opportunity.create", "O2", new { ownerId = "S1", product = "MED-2" })).GetProperty("controlPoint").GetString());

        await Ok("controller", "products/MED-1/suspend", new { reason = "召回" });
        Assert.Equal("CP-PROD-14", (await Refused("admin", "opportunities", new { id = "O3", ownerId = "S1", product = "MED-1" })).ControlPoint);
        await Poll.Until(async () => (await Get("warnings?code=product-not-sold")).GetProperty("total").GetInt64() == 1 ? "yes" : null, TimeSpan.FromSeconds(40), TestContext.Current.CancellationToken);
        Assert.Contains("MED-1", (await Get("opportunities/O1")).GetProperty("productNotSold").GetProperty("en").GetString(), StringComparison.Ordinal);
        Assert.Equal("opportunity/O1", (await Get("warnings?owner=S1&code=product-not-sold")).GetProperty("items")[0].GetProperty("subject").GetString());
        await Ok("keeper2", "products/MED-1/release", new { });
        await Ok("keeper", "products/MED-1/retire", new { reason = "换代" });
        Assert.Equal("CP-PROD-03", (await Refused("keeper", "products/MED-1/release", new { })).ControlPoint);
        Assert.True((await Get("ledger/verify")).GetProperty("ok").GetBoolean());
        await MadeTheSameAgain();
    }

    [Fact]
    public async Task Products_are_listed_by_family_and_by_what_is_sold_today_and_counted()
    {
        foreach (var (id, family) in new[] { ("A-1", "A"), ("A-2", "A"), ("B-1", "B") })
            await Ok("keeper", "products", new { id, nameZh = id, nameEn = id, family });
        foreach (var id in new[] { "A-1", "B-1" })
        {
            await Ok("legal", $"products/{id}/assess-legality", new { legality = "free", basis = "x" });
            await Ok("keeper", $"products/{id}/release", new { });
        }
        Assert.Equal("A-1 A-2", await Ids("products?family=A"));
        Assert.Equal("A-1 B-1", await Ids("products?saleable=true"));
        Assert.Equal("A-2", await Ids("products?family=A&saleable=false"));
        Assert.Equal("A-2", await Ids("products?status=draft"));
        Assert.Equal((HttpStatusCode.BadRequest, "saleable"), await Named("products?saleable=perhaps"));
        var rows = (await Get("kpis?kind=product&groupBy=saleable")).GetProperty("rows").EnumerateArray().ToDictionary(r => r.GetProperty("saleable").GetString()!, r => r.GetProperty("products").GetInt64());
        Assert.Equal((2, 1), (rows["true"], rows["false"]));
        Assert.Equal((HttpStatusCode.Conflict, "CP-PROD-02"), await Refused("keeper", "products", new { id = "A-1", nameZh = "x", nameEn = "x" }));
        Assert.Equal((HttpStatusCode.Conflict, "CP-CLAIM-05"), await Refused("keeper", "products", new { id = "A -1", nameZh = "x", nameEn = "x" }));
        Assert.Equal((HttpStatusCode.BadRequest, "nameEn"), await NamedOf("keeper", "products", new { id = "C-1", nameZh = "x" }));
        Assert.Equal((HttpStatusCode.BadRequest, "legality"), await NamedOf("legal", "products/A-1/assess-legality", new { legality = "maybe", basis = "x" }));
        Assert.Equal((HttpStatusCode.BadRequest, "validUntil"), await NamedOf("legal", "products/A-1/record-licence", new { licence = "x", number = "x", validUntil = "2001-01-01" }));
    }

    [Fact]
    public async Task Channels_are_named_by_deals_from_the_first_on()
    {
        await Ok("admin", "opportunities", new { id = "C0", ownerId = "S1", channel = "anything" });
        await Ok("keeper", "channels", new { id = "direct", nameZh = "直销", nameEn = "Direct", kind = "direct" });
        await Ok("keeper", "channels", new { id = "agent-east", nameZh = "华东代理", nameEn = "Agents East", kind = "agent" });
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "CP-CHAN-05"), await Refused("admin", "opportunities", new { id = "C1", ownerId = "S1", channel = "web" }));
        await Ok("admin", "opportunities", new { id = "C1", ownerId = "S1", channel = "Agent-East", amount = new { amount = 10, currency = "CNY" } });
        await Ok("keeper", "channels/agent-east/close", new { reason = "协议终止" });
        Assert.Equal("CP-CHAN-03", (await Refused("admin", "opportunities/C0/value", new { channel = "agent-east" })).ControlPoint);
        await Ok("admin", "opportunities/C1/value", new { channel = "AGENT-EAST", name = "续" });
        Assert.Equal("agent-east", await Ids("channels?tag=closed"));
        Assert.Equal("agent-east", await Ids("channels?tag=kind:agent"));
        Assert.Equal("C1", await Ids("pipeline?channel=agent-east"));
        Assert.Contains((await Get("kpis?groupBy=channel")).GetProperty("rows").EnumerateArray(), r => r.GetProperty("channel").GetString() == "agent-east");
        await Ok("keeper", "channels/agent-east/reopen", new { reason = "续签" });
        await Ok("admin", "opportunities/C0/value", new { channel = "agent-east" });
        Assert.Equal((HttpStatusCode.BadRequest, "kind"), await NamedOf("keeper", "channels", new { id = "x", nameZh = "x", nameEn = "x", kind = "pigeon" }));
        await MadeTheSameAgain();
    }

    /// <summary>Every decision so far is made again on the catalogue as it was then.</summary>
    private async Task MadeTheSameAgain()
    {
        var (decisions, refusals, wrong) = await DecisionLawTests.RecomputeAll(gateway);
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        Assert.True(decisions > 10 && refusals > 1, $"{decisions} decisions, {refusals} refusals");
    }

    [Fact]
    public async Task What_is_brought_in_comes_in_a_window_and_waits_for_legal()
    {
        object product = new { nameZh = "旧产品", nameEn = "Old", source = "crm" };
        Assert.Equal("CP-IMPORT-01", (await Refused("importer", "products/OLD-1/import", product)).ControlPoint);
        Assert.Equal("CP-WHO-01", (await Refused("keeper", "products/OLD-1/import", product)).ControlPoint);
        await Ok("controller", "import-windows/open", new { until = DateTimeOffset.UtcNow.AddDays(1), reason = "go-live" });
        await Ok("importer", "products/OLD-1/import", product);
        await Ok("importer", "channels/agent/import", new { nameZh = "代理", nameEn = "Agents", source = "crm", kind = "agent" });
        var shown = await Get("products/OLD-1");
        Assert.Equal(("released", "unassessed", "crm"), (shown.GetProperty("status").GetString(), shown.GetProperty("legality").GetString(), shown.GetProperty("source").GetString()));
        await Ok("importer", "opportunities/I1/import", new { ownerId = "S1", status = "open", stage = "development", source = "crm", product = "old-1", channel = "agent" });
        Assert.Equal("CP-PROD-13", (await Refused("importer", "opportunities/I2/import", new { ownerId = "S1", status = "open", stage = "development", source = "crm", product = "OLD-2" })).ControlPoint);
        await Poll.Until(async () => (await Get("warnings?code=legality-unassessed&owner=Legal")).GetProperty("total").GetInt64() == 1 ? "yes" : null, TimeSpan.FromSeconds(40), TestContext.Current.CancellationToken);
        var warning = (await Get("warnings?code=legality-unassessed")).GetProperty("items")[0].GetProperty("warning").GetProperty("id").GetString();
        await Ok("legal", "products/OLD-1/answer-warning", new { warningId = warning, response = "本周判断" });
        await Ok("legal", "products/OLD-1/assess-legality", new { legality = "forbidden", basis = "禁令" });
        Assert.Equal("CP-PROD-05", (await Refused("admin", "opportunities", new { id = "N1", ownerId = "S1", product = "OLD-1" })).ControlPoint);
    }

    [Fact]
    public async Task A_file_names_what_there_is_or_has_it_made_where_its_mapping_says_so()
    {
        const string Mapping = """
            { "source": "old", "currency": "CNY", "dates": ["yyyy-MM-dd"], "opportunities": { "file": "deals.csv", "id": "id", CREATE
              "status": { "constant": "n", "values": { "n": { "status": "open", "stage": "development" } } },
              "fields": { "ownerId": "owner", "product": "product", "channel": "channel" } } }
            """;
        await Ok("keeper", "products", new { id = "CNC-5", nameZh = "车床", nameEn = "Lathe" });
        await Ok("legal", "products/CNC-5/assess-legality", new { legality = "free", basis = "x" });
        await Ok("keeper", "products/CNC-5/release", new { });
        var folder = Directory.CreateTempSubdirectory("sales-grid-catalogue-");
        try
        {
            string At(string name) => Path.Combine(folder.FullName, name);
            await File.WriteAllTextAsync(At("deals.csv"), "id,owner,product,channel\nF1,S1,cnc5,Direct\nF2,S1,GTX Pro,Direct\nF3,S1,gtxpro,Web Shop\n");
            async Task Import(string create, int expected)
            {
                await File.WriteAllTextAsync(At("mapping.json"), Mapping.Replace("CREATE", create, StringComparison.Ordinal));
                await using var import = GridProcess.Run("Client.Cli", ["import", folder.FullName, "--mapping", At("mapping.json"), "--server", gateway.Address.ToString(),
                    "--lang", "en", "--state", At("state.json"), "--rejects", At("rejects.csv")], ("GRID_ADMIN_KEY", Gateway.AdminKey));
                Assert.True(await import.Exit() == expected, import.Output);
            }

            // CNC-5 is not cnc5.
            await Import("", 2);
            var rejects = (await File.ReadAllLinesAsync(At("rejects.csv")))[1..];
            Assert.Equal(["deals.csv,2,F1,CP-PROD-13", "deals.csv,3,F2,CP-PROD-13", "deals.csv,4,F3,CP-PROD-13"], rejects.Select(r => string.Join(',', r.Split(',')[..4])));
            Assert.Contains("GTX Pro", rejects[1], StringComparison.Ordinal);
            await Import("\"create\": [\"product\", \"channel\"],", 0);
            Assert.Equal("CNC-5 GTX Pro cnc5", await Ids("products"));
            Assert.Equal("Direct Web Shop", await Ids("channels"));
            Assert.Equal(("released", "old"), await Get("products/GTX%20Pro") is var made ? (made.GetProperty("status").GetString(), made.GetProperty("source").GetString()) : default);
            Assert.Equal("GTX Pro", (await Get("opportunities/F3")).GetProperty("product").GetString());
            await Import("\"create\": [\"product\", \"channel\"],", 0);
            Assert.Equal(3, (await Get("products")).GetProperty("total").GetInt64());
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private async Task<JsonElement> Get(string path)
    {
        var answer = await gateway.Get($"/api/{path}");
        Assert.True(answer.Status == HttpStatusCode.OK, $"{path}: {answer.Text}");
        return answer.Json;
    }

    private async Task<string> Ids(string path) => string.Join(' ', (await Get(path)).GetProperty("items").EnumerateArray().Select(i => i.GetProperty("id").GetString()));

    private async Task<Answer> Send(string who, string path, object body) => await Answer.Of(await clients[who].PostAsJsonAsync($"/api/{path}", body));

    private async Task Ok(string who, string path, object body)
    {
        var answer = await Send(who, path, body);
        Assert.True((int)answer.Status is 200 or 201, $"{who} {path}: {answer.Text}");
    }

    private async Task<(HttpStatusCode Status, string? ControlPoint)> Refused(string who, string path, object body) =>
        await Send(who, path, body) is var answer ? (answer.Status, answer.ControlPoint) : default;

    private async Task<(HttpStatusCode, string?)> NamedOf(string who, string path, object body) => await Send(who, path, body) is var answer ? (answer.Status, answer.Field) : default;

    private async Task<(HttpStatusCode, string?)> Named(string path) => await gateway.Get($"/api/{path}") is var answer ? (answer.Status, answer.Field) : default;

    private async Task<JsonElement> Batch(string who, string type, string id, object body) =>
        (await Send(who, "commands", new { commands = new[] { new { type, id, commandId = $"b-{id}", body } } })).Json.GetProperty("results")[0];
}
