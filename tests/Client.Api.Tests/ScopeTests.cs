using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using SalesGrid.Gateway.Security;
using SalesGrid.Gateway.Subjects;
using SalesGrid.Kpis;
using SalesGrid.Testing;

namespace SalesGrid.Gateway.Tests;

/// <summary>
/// Two teams in one grid. Whoever reads within a scope is told nothing of what lies outside: no row, count, page, figure or error. All
/// that belongs to the other team is named UNSEEN, so that a single mention of it anywhere is found.
/// </summary>
public sealed partial class ScopeTests(ScopesWorld world) : IClassFixture<ScopesWorld>
{
    private const string Unseen = "UNSEEN";

    private static readonly (string Path, string Mine, string Hidden)[] Objects =
    [
        ("salespeople", "A1", "B-UNSEEN"),
        ("customers", "C-mine", "C-UNSEEN"),
        ("opportunities", "O-mine", "O-UNSEEN"),
        ("quotes", "Q-mine", "Q-UNSEEN"),
        ("contracts", "K-mine", "K-UNSEEN"),
        ("picks", "A1", "B-UNSEEN"),
    ];

    [Fact]
    public async Task What_lies_outside_is_answered_as_if_it_were_not_there_whatever_is_asked()
    {
        List<string> wrong = [];
        var asked = 0;
        foreach (var template in Templates("GET"))
        {
            foreach (var (path, mine, hidden) in Objects.Where(o => template.StartsWith($"/api/{o.Path}/{{id}}", StringComparison.Ordinal)))
            {
                foreach (var query in template.EndsWith("/can", StringComparison.Ordinal) ? CommandsOf(path).Select(c => $"?command={c.Name}")
                    : template.EndsWith("/migration", StringComparison.Ordinal) ? ["?version=1"]
                    : template.EndsWith("/appraisal", StringComparison.Ordinal) ? ["?period=2027"] : [""])
                {
                    asked++;
                    var outside = await Ask("A1", Path(template, hidden) + query);
                    var nowhere = await Ask("A1", Path(template, "NOWHERE") + query);
                    Compare(wrong, $"GET {template}{query}", outside, nowhere, hidden);
                    if (!template.EndsWith("/migration", StringComparison.Ordinal) && !template.EndsWith("/can", StringComparison.Ordinal) && !template.EndsWith("/reservations", StringComparison.Ordinal)
                        && await Ask("A1", Path(template, mine) + query) is { Status: not HttpStatusCode.OK } own)
                        wrong.Add($"GET {template}: not even their own: {own.Text}");
                }
            }
        }
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        Assert.True(asked > 60, $"Only {asked} questions were asked.");
    }

    [Fact]
    public async Task What_lies_outside_is_answered_as_if_it_were_not_there_whatever_is_sent()
    {
        // A grid of its own: what is refused here is a fact that the others would find.
        using var apart = await ScopesWorld.Start();
        List<string> wrong = [];
        var sent = 0;
        foreach (var (path, _, hidden) in Objects)
        {
            foreach (var route in CommandsOf(path))
            {
                sent++;
                var body = route.Example is null ? "{}" : JsonSerializer.Serialize(route.Example, JsonSerializerOptions.Web);
                Compare(wrong, $"{path} {route.Name}", await Send(apart, "A1", $"/api/{path}/{hidden}/{route.Name}", body), await Send(apart, "A1", $"/api/{path}/NOWHERE/{route.Name}", body), hidden);
                Compare(wrong, $"{path} can {route.Name}", await Send(apart, "A1", $"/api/{path}/{hidden}/can?command={route.Name}", body), await Send(apart, "A1", $"/api/{path}/NOWHERE/can?command={route.Name}", body), hidden);
                Compare(wrong, $"{path} {route.Name} in a batch", await InBatch(apart, "A1", path, hidden, route, body), await InBatch(apart, "A1", path, "NOWHERE", route, body), hidden);
            }
        }
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        Assert.True(sent > 50, $"Only {sent} commands were sent.");
    }

    [Fact]
    public async Task Nothing_that_is_answered_without_an_id_mentions_what_lies_outside()
    {
        List<string> wrong = [];
        foreach (var who in new[] { "A1", "MA", "D1" })
        {
            foreach (var template in Templates("GET").Where(t => !t.Contains('{') && !t.EndsWith("/stream", StringComparison.Ordinal)))
            {
                foreach (var query in Questions(template))
                {
                    var answer = await Ask(who, template + query);
                    if (answer.Text.Contains(Unseen, StringComparison.Ordinal))
                        wrong.Add($"{who} {template}{query}: {answer.Text}");
                    if (answer.Status != HttpStatusCode.OK && !(answer.Status == HttpStatusCode.BadRequest && query.Length > 0) && !answer.Text.Contains("whole-grid-only", StringComparison.Ordinal) && !answer.Text.Contains("key-may-not", StringComparison.Ordinal))
                        wrong.Add($"{who} {template}{query}: {answer.Status} {answer.Text}");
                }
            }
        }
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Fact]
    public async Task Tags_and_conditions_find_nothing_outside()
    {
        foreach (var path in new[]
        {
            "/api/opportunities?owner=B-UNSEEN", "/api/pipeline?owner=B-UNSEEN", "/api/pipeline?customer=C-UNSEEN", "/api/customers?owner=B-UNSEEN", "/api/quotes?owner=B-UNSEEN",
            "/api/contracts?owner=B-UNSEEN", "/api/quotes?tag=customer:C-UNSEEN", "/api/contracts?tag=customer:C-UNSEEN", "/api/refusals?actor=B-UNSEEN", "/api/warnings?owner=B-UNSEEN",
            "/api/pipeline?member=X1", "/api/opportunities?member=X1", "/api/pipeline?credited=B-UNSEEN",
        })
        {
            var answer = await Ask("A1", path);
            Assert.True(answer.Status == HttpStatusCode.OK && answer.Json.GetProperty("total").GetInt64() == 0, $"{path}: {answer.Text}");
            Assert.True(path.Contains("warnings", StringComparison.Ordinal) || (await Ask("whole", path)).Json.GetProperty("total").GetInt64() > 0, $"{path} finds nothing for anybody");
        }
    }

    [Theory]
    [InlineData("A1", "A1")]
    [InlineData("MA", "A1", "MA")]
    [InlineData("D1", "A1", "D1")]
    [InlineData("B-UNSEEN", "B-UNSEEN")]
    [InlineData("X1", "X1")]
    public async Task Lists_and_figures_are_those_of_the_scope(string who, params string[] owners)
    {
        foreach (var schema in FactSchemas.ByKind.Values)
        {
            var list = $"/api/{(schema.Kind == "opportunity" ? "pipeline" : KindApis.All.Single(k => k.Kind == schema.Kind).Path)}?limit=500";
            var all = (await Ask("whole", list)).Json.GetProperty("items").EnumerateArray().ToList();
            var mine = await Ask(who, list);
            var wanted = all.Where(item => OwnerOf(item) is not { } owner || owners.Contains(owner)).Select(item => item.GetProperty("id").GetString()).ToList();
            Assert.Equal(wanted, mine.Json.GetProperty("items").EnumerateArray().Select(i => i.GetProperty("id").GetString()));
            Assert.Equal(wanted.Count, mine.Json.GetProperty("total").GetInt64());
            // Page by page too.
            var paged = new List<string?>();
            for (string? after = null; ;)
            {
                var page = (await Ask(who, $"{list.Replace("500", "1", StringComparison.Ordinal)}{(after is null ? "" : $"&after={Uri.EscapeDataString(after)}")}")).Json;
                paged.AddRange(page.GetProperty("items").EnumerateArray().Select(i => i.GetProperty("id").GetString()));
                if ((after = page.GetProperty("nextAfter").GetString()) is null)
                    break;
            }
            Assert.Equal(wanted, paged);
            foreach (var dimension in schema.Dimensions.Prepend(null))
            {
                var question = $"/api/kpis?kind={schema.Kind}{(dimension is null ? "" : $"&groupBy={dimension}")}";
                // The same from the whole, asked by owner; what nobody owns is everybody's to read.
                var isOwned = schema.Dimensions.Contains("owner");
                var byOwner = await Ask("whole", !isOwned ? question : $"/api/kpis?kind={schema.Kind}&groupBy={(dimension is null or "owner" ? "owner" : $"owner,{dimension}")}");
                Assert.Equal(
                    Sums(schema, dimension, byOwner, row => !isOwned || row.GetProperty("owner").GetString() is not { } owner || owners.Contains(owner)),
                    Sums(schema, dimension, await Ask(who, question), _ => true));
            }
        }
    }

    [Fact]
    public async Task An_endpoint_that_does_not_keep_to_scopes_is_closed()
    {
        foreach (var path in new[] { "/api/ledger/verify", "/api/targets", $"/api/targets/{ScopesWorld.Year}", "/api/claims", "/api/claims/x" })
        {
            var closed = await Ask("A1", path);
            Assert.True(closed.Status == HttpStatusCode.Forbidden, $"{path}: {closed.Status} {closed.Text}");
            Assert.Equal("urn:sales-grid:problem:whole-grid-only", closed.Json.GetProperty("type").GetString());
            Assert.NotEqual(HttpStatusCode.Forbidden, (await Ask("whole", path)).Status);
        }
    }

    [Fact]
    public async Task Targets_are_those_of_the_people_of_the_scope()
    {
        var whole = (await Ask("whole", $"/api/targets/{ScopesWorld.Year}/attainment")).Json;
        Assert.Equal(["A1", "MA", "B-UNSEEN"], whole.GetProperty("people").EnumerateArray().Select(p => p.GetProperty("name").GetString()));
        Assert.Equal(900, whole.GetProperty("people")[0].GetProperty("won").GetDecimal());
        foreach (var (who, people) in new[] { ("A1", new[] { "A1" }), ("MA", ["A1", "MA"]), ("D1", ["A1"]), ("B-UNSEEN", ["B-UNSEEN"]) })
        {
            var mine = (await Ask(who, $"/api/targets/{ScopesWorld.Year}/attainment")).Json;
            // To the last figure what everybody's answer says of the same people, and nothing of teams and the company.
            Assert.Equal(
                whole.GetProperty("people").EnumerateArray().Where(p => people.Contains(p.GetProperty("name").GetString())).Select(p => p.GetRawText()),
                mine.GetProperty("people").EnumerateArray().Select(p => p.GetRawText()));
            Assert.Equal((JsonValueKind.Null, 0), (mine.GetProperty("company").ValueKind, mine.GetProperty("teams").GetArrayLength()));
            var plan = (await Ask(who, $"/api/targets/{ScopesWorld.Year}/plan")).Json;
            Assert.Equal(JsonValueKind.Null, plan.GetProperty("draft").ValueKind);
            Assert.Equal(JsonValueKind.Null, plan.GetProperty("inForce").GetProperty("company").ValueKind);
            var teams = plan.GetProperty("inForce").GetProperty("teams").EnumerateArray().ToList();
            Assert.All(teams, t => Assert.Equal(JsonValueKind.Null, t.GetProperty("amount").ValueKind));
            Assert.Equal(people, teams.SelectMany(t => t.GetProperty("people").EnumerateArray()).Select(p => p.GetProperty("person").GetString()));
        }
        Assert.Equal(JsonValueKind.Object, (await Ask("whole", $"/api/targets/{ScopesWorld.Year}/plan")).Json.GetProperty("draft").ValueKind);
        // Nobody of theirs is in it: as where there are none.
        foreach (var path in new[] { "plan", "attainment" })
            Compared(await Ask("X1", $"/api/targets/{ScopesWorld.Year}/{path}"), await Ask("X1", $"/api/targets/2031/{path}"));

        static void Compared(Answer outside, Answer nowhere) => Assert.Equal((nowhere.Status, Bare(nowhere.Text, "2031")), (outside.Status, Bare(outside.Text, $"{ScopesWorld.Year}")));
    }

    [Theory]
    [InlineData("A1", "A1")]
    [InlineData("MA", "A1", "MA")]
    [InlineData("D1", "A1", "D1")]
    [InlineData("X1", "X1")]
    public async Task Overrides_and_counts_of_refusals_are_those_of_the_scope(string who, params string[] owners)
    {
        var all = (await Ask("whole", "/api/overrides")).Json.GetProperty("items").EnumerateArray().ToList();
        Assert.Equal(["opportunity/O-UNSEEN", "opportunity/O-mine", "pricelist/PL1"], all.Select(o => o.GetProperty("subject").GetString()).Order(StringComparer.Ordinal));
        var mine = (await Ask(who, "/api/overrides")).Json;
        var wanted = all.Where(o => o.GetProperty("subject").GetString() == "opportunity/O-mine" && owners.Contains("A1")).Select(o => o.GetRawText()).ToList();
        Assert.Equal(wanted, mine.GetProperty("items").EnumerateArray().Select(o => o.GetRawText()));
        Assert.Equal(wanted.Count, mine.GetProperty("total").GetInt32());

        var counts = (await Ask("whole", "/api/refusals/counts?limit=500")).Json.GetProperty("items").EnumerateArray().Where(c => owners.Contains(c.GetProperty("actor").GetString())).ToList();
        Assert.Equal(owners.Contains("A1"), counts.Count > 0);
        var own = (await Ask(who, "/api/refusals/counts?limit=500")).Json;
        Assert.Equal(counts.Select(c => c.GetRawText()), own.GetProperty("items").EnumerateArray().Select(c => c.GetRawText()));
        Assert.Equal((counts.Count, counts.Sum(c => c.GetProperty("refused").GetInt64())), (own.GetProperty("total").GetInt32(), own.GetProperty("refused").GetInt64()));

        // The figures of the catalogue say the same once more, and nothing of what is not counted by people.
        var controls = (await Ask(who, "/api/controls")).Json.GetProperty("items").EnumerateArray().ToList();
        Assert.Equal(counts.Sum(c => c.GetProperty("refused").GetInt64()), controls.Sum(c => c.GetProperty("refused") is { ValueKind: JsonValueKind.Number } refused ? refused.GetInt64() : 0));
        Assert.All(controls, c => Assert.Equal(JsonValueKind.Null, c.GetProperty("checked").ValueKind));
        Assert.Equal(owners.Contains("A1") ? 1 : 0, controls.Sum(c => c.GetProperty("overridden").GetInt64()));
        Assert.Equal(2, (await Ask("whole", "/api/controls")).Json.GetProperty("items").EnumerateArray().Sum(c => c.GetProperty("overridden").GetInt64()));
    }

    [Fact]
    public async Task Nobody_owns_the_pool_and_everybody_reads_the_rules()
    {
        foreach (var path in new[] { "/api/customers/C-pool", "/api/price-lists/PL1", "/api/processes/key-account", "/api/pools/company", "/api/grades", "/api/delegation-acts", "/api/exchange-rates/company", "/api/products/CNC-5", "/api/catalogues/product" })
            Assert.Equal(HttpStatusCode.OK, (await Ask("A1", path)).Status);
    }

    [Fact]
    public async Task A_stream_follows_a_move_and_a_delegation_within_seconds()
    {
        using var world = await ScopesWorld.Start();
        using var manager = world.Client("MA");
        using var stream = await Sse.Open(manager, "/api/kpis/stream?groupBy=owner");
        Assert.Equal(["A1"], Owners(await stream.Next()));
        await world.Must($"salespeople/B-UNSEEN/move", new { team = "A", region = "R", manager = "MA" });
        await stream.Until(e => Owners(e).SequenceEqual(["A1", "B-UNSEEN"]));
        await world.Must($"salespeople/A1/move", new { team = "B", region = "R" });
        await stream.Until(e => Owners(e).SequenceEqual(["B-UNSEEN"]));
        using var delegated = world.Client("X1");
        using var other = await Sse.Open(delegated, "/api/kpis/stream?groupBy=owner");
        Assert.Empty(Owners(await other.Next()));
        await world.Must("salespeople/A1/delegate", new { to = "X1", from = CompanyDay.Today, until = CompanyDay.Today.AddDays(1), reason = "leave" });
        await other.Until(e => Owners(e).SequenceEqual(["A1"]));
        await world.Must("salespeople/A1/end-delegation", new { to = "X1" });
        await other.Until(e => !Owners(e).Any());

        static IEnumerable<string?> Owners(Sse.Message e) => e.Data.GetProperty("rows").EnumerateArray().Select(r => r.GetProperty("owner").GetString());
    }

    private static IEnumerable<string> Questions(string template)
    {
        if (template == "/api/kpis")
            return FactSchemas.ByKind.Values.SelectMany(s => s.Dimensions.Select(d => $"?kind={s.Kind}&groupBy={d}"));
        return template is "/api/pipeline" ? ["", "?sort=-changedAt", "?sort=customer", "?sort=-amount&currency=CNY"] : ["", "?limit=1"];
    }

    /// <summary>What adds up in the rows of an answer, by group; groups of nothing are left out.</summary>
    private static IEnumerable<string> Sums(FactSchema schema, string? dimension, Answer answer, Func<JsonElement, bool> counts) => answer.Json.GetProperty("rows").EnumerateArray().Where(counts)
        .GroupBy(row => dimension is null ? "" : row.GetProperty(dimension).GetString() ?? "")
        .Select(g => (g.Key, Sums: schema.Figures.Where(f => f.Unit == FigureUnit.Count).Select(f => (f.Name, Sum: g.Sum(r => r.GetProperty(f.Name).GetInt64()))).ToArray()))
        .Where(g => g.Sums.Any(s => s.Sum != 0))
        .Select(g => $"{g.Key}: {string.Join(' ', g.Sums)}")
        .Order(StringComparer.Ordinal);

    private static string? OwnerOf(JsonElement item) =>
        item.TryGetProperty("owner", out var owner) ? owner.GetString()
        : item.TryGetProperty("ownerId", out owner) ? owner.GetString()
        : item.TryGetProperty("place", out var place) && place.ValueKind == JsonValueKind.Object ? place.GetProperty("salespersonId").GetString()
        : item.TryGetProperty("terms", out var terms) ? terms.GetProperty("ownerId").GetString()
        : item.TryGetProperty("content", out var content) ? content.GetProperty("ownerId").GetString()
        : null;

    private static void Compare(List<string> wrong, string what, Answer outside, Answer nowhere, string hidden)
    {
        if (outside.Status != nowhere.Status || Bare(outside.Text, hidden) != Bare(nowhere.Text, "NOWHERE"))
            wrong.Add($"{what}: {(int)outside.Status} {outside.Text}\n    but of what is nowhere {(int)nowhere.Status} {nowhere.Text}");
        if (outside.Headers.ETag is not null)
            wrong.Add($"{what}: tells a version");
    }

    private static string Bare(string text, string id) => Traces().Replace(text.Replace(id, "ID", StringComparison.Ordinal), "");

    private Task<Answer> Ask(string who, string path) => world.Ask(who, path);

    private static async Task<Answer> Send(ScopesWorld world, string who, string path, string body)
    {
        using var client = world.Client(who);
        using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        return await Answer.Of(await client.PostAsync(new Uri(path, UriKind.Relative), content));
    }

    private static async Task<Answer> InBatch(ScopesWorld world, string who, string path, string id, CommandRoute route, string body)
    {
        var kind = KindApis.All.Single(k => k.Path == path).Kind;
        var command = new JsonObject { ["type"] = $"{kind}.{route.Name}", ["id"] = id, ["commandId"] = $"scope-{route.Name}-{id}", ["body"] = JsonNode.Parse(body) };
        return await Send(world, who, "/api/commands", new JsonObject { ["commands"] = new JsonArray(command) }.ToJsonString());
    }

    private static IEnumerable<CommandRoute> CommandsOf(string path) => KindApis.All.Single(k => k.Path == path).Commands.Concat(ControlRoutes.All).Where(c => !c.Creates);

    private IEnumerable<string> Templates(string method) => world.Gateway.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
        .Where(e => e.RoutePattern.RawText?.StartsWith("/api", StringComparison.Ordinal) == true && e.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods.Contains(method) == true)
        .Select(e => e.RoutePattern.RawText!.TrimEnd('/'));

    private static string Path(string template, string id) => template.Replace("{id}", id, StringComparison.Ordinal);

    [GeneratedRegex("\"traceId\":\"[^\"]*\"")]
    private static partial Regex Traces();
}

/// <summary>Two teams: A1 below MA, for whom D1 acts, and B-UNSEEN; X1 has nothing. Each with a customer, a deal, a quote and a contract.</summary>
public sealed class ScopesWorld : IAsyncLifetime, IDisposable
{
    private static readonly string[] People = ["A1", "MA", "D1", "B-UNSEEN", "X1"];

    /// <summary>The period that has targets.</summary>
    internal static int Year => CompanyDay.Today.Year;

    internal Gateway Gateway { get; private set; } = null!;

    internal static async Task<ScopesWorld> Start()
    {
        var world = new ScopesWorld();
        await world.InitializeAsync();
        return world;
    }

    internal HttpClient Client(string who) => Gateway.ClientFor(who == "admin" ? Gateway.AdminKey : $"key-of-{who}");

    internal async Task<Answer> Ask(string who, string path)
    {
        using var client = Client(who);
        return await Answer.Of(await client.GetAsync(new Uri(path, UriKind.Relative)));
    }

    internal async Task Must(string path, object body, string who = "admin")
    {
        using var client = Client(who);
        var answer = await Answer.Of(await client.PostAsJsonAsync($"/api/{path}", body));
        Assert.True((int)answer.Status is 200 or 201, $"{path}: {answer.Text}");
    }

    public async ValueTask InitializeAsync()
    {
        Gateway = await Gateway.Start(null,
        [
            .. People.SelectMany((p, i) => new[]
            {
                $"--Grid:Keys:{i + 1}:Name={p}", $"--Grid:Keys:{i + 1}:Role=Writer", $"--Grid:Keys:{i + 1}:Reads=Own", $"--Grid:Keys:{i + 1}:Sha256={ApiKeys.HashOf($"key-of-{p}")}",
            }),
            "--Grid:Keys:8:Name=whole", "--Grid:Keys:8:Role=Reader", $"--Grid:Keys:8:Sha256={ApiKeys.HashOf("key-of-whole")}",
            "--Grid:Keys:9:Name=finance", "--Grid:Keys:9:Role=Writer", "--Grid:Keys:9:Duties=Finance", $"--Grid:Keys:9:Sha256={ApiKeys.HashOf("key-of-finance")}",
            "--Grid:Keys:10:Name=planner", "--Grid:Keys:10:Role=Writer", "--Grid:Keys:10:Duties=Manager", $"--Grid:Keys:10:Sha256={ApiKeys.HashOf("key-of-planner")}",
        ]);
        var today = CompanyDay.Today;
        foreach (var (id, team, manager) in new[] { ("MA", "A", null), ("A1", "A", "MA"), ("D1", "D", null), ("B-UNSEEN", "B", null), ("X1", "X", (string?)null) })
            await Must("salespeople", new { id, name = id, team, region = "R", manager });
        await Must("salespeople/A1/delegate", new { to = "D1", from = today, until = today.AddDays(30), reason = "leave" });
        await Must("price-lists", new { id = "PL1", name = "2026", currency = "CNY", lines = new[] { new { product = "CNC-5", name = "车床", listPrice = 1_000, floorPrice = 700, unitCost = 500 } } });
        await Must("price-lists/PL1/approve", new { effectiveFrom = today }, "finance");
        await Must("customers", new { id = "C-pool", name = "公海客户" });
        await Must("products", new { id = "CNC-5", nameZh = "车床", nameEn = "Lathe", family = "CNC" });
        foreach (var (who, tail) in new[] { ("A1", "mine"), ("B-UNSEEN", "UNSEEN") })
        {
            await Must("customers", new { id = $"C-{tail}", name = $"C-{tail}" });
            await Must($"customers/C-{tail}/assign", new { salespersonId = who });
            await Must("opportunities", new { id = $"O-{tail}", ownerId = who, name = $"O-{tail}", customerId = $"C-{tail}", product = tail, amount = new { amount = 900, currency = "CNY" } }, who);
            await Must("quotes", new { id = $"Q-{tail}", opportunityId = $"O-{tail}", priceListId = "PL1", lines = new[] { new { product = "CNC-5", quantity = 1, discountBasisPoints = 0 } }, validUntil = today.AddDays(30) }, who);
            await Must($"quotes/Q-{tail}/submit", new { }, who);
            await Must("contracts", new { id = $"K-{tail}", quoteId = $"Q-{tail}", clauses = new { quantity = "一台" } }, who);
            // X1 works on what is hidden from the others, and no list or figure of theirs has it for that.
            if (tail == "UNSEEN")
                await Must("opportunities/O-UNSEEN/set-team", new { members = new[] { new { person = "X1", role = "presales" } } }, who);
            // A refusal of each, so that there is one to be found.
            using var client = Client(who);
            Assert.Equal(HttpStatusCode.UnprocessableEntity, (await client.PostAsJsonAsync($"/api/opportunities/O-{tail}/win", new { })).StatusCode);
            // An override of each, that let a command pass; and a deal that was won.
            await Must($"opportunities/O-{tail}/override", new { controlPoint = "CP-STAGE-03", reason = "客户要求先开工", until = DateTimeOffset.UtcNow.AddDays(1) });
            await Must($"opportunities/O-{tail}/advance", new { }, who);
            await Must($"opportunities/W-{tail}/import", new { ownerId = who, status = "won", stage = "negotiation", source = "crm", customerId = $"C-{tail}", openedOn = $"{Year}-01-01", closedOn = today, amount = new { amount = tail == "mine" ? 900 : 70, currency = "CNY" } });
            await Must($"opportunities/W-{tail}/admit-win", new { reason = "已核对" }, "finance");
        }
        // One of what nobody can own.
        await Must("price-lists/PL1/override", new { controlPoint = "CP-PRICE-10", reason = "促销", until = DateTimeOffset.UtcNow.AddDays(1) });
        await Must($"targets/{Year}/draft", Plan(150), "planner");
        await Must($"targets/{Year}/approve", new { draft = 1 });
        await Must($"targets/{Year}/draft", Plan(151), "planner");

        static object Plan(int first) => new
        {
            company = Amount(first + 150),
            teams = new object[]
            {
                new { team = "A", amount = Amount(first + 50), people = new object[] { new { person = "A1", amount = Amount(first) }, new { person = "MA", amount = Amount(50) } } },
                new { team = "B", amount = Amount(100), people = new object[] { new { person = "B-UNSEEN", amount = Amount(100) } } },
            },
        };

        static object Amount(int amount) => new { amount, currency = "CNY" };
    }

    public async ValueTask DisposeAsync() => await Gateway.DisposeAsync();

    public void Dispose() => Gateway.DisposeAsync().AsTask().GetAwaiter().GetResult();
}
