using System.Collections.Immutable;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using SalesGrid.Gateway.Security;
using SalesGrid.Gateway.Subjects;
using SalesGrid.Testing;

namespace SalesGrid.Gateway.Tests;

/// <summary>
/// Every command of every kind, by everybody: the owner, who acts for them, the managers above, the team of the deal, each duty, and strangers with a key
/// that may write. Asked with a version the object never has: who may send a command is told that the object has moved on, and
/// nothing comes of it; who may not is told that first.
/// </summary>
public sealed class StrangersTests(StrangersWorld world) : IClassFixture<StrangersWorld>
{
    private const int NeverThere = 999_999;

    private static readonly string[] RefusedWhereThereIsNothing = ["pool/company", "unit/company", "policy/early-warning", "process/P-none", "claim/CL-none", "catalogue/product", "pricelist/PL-new", "process/PROC-new"];

    public static TheoryData<string> Everybody => [.. StrangersWorld.People.Select(p => p.Key)];

    [Fact]
    public void What_commands_declare_is_what_was_written_down_by_hand()
    {
        List<string> wrong = [];
        foreach (var (name, (_, route)) in KindApis.Commands)
        {
            var declared = string.Join(' ', StandingTable.Words(SentByAttribute.Of(route.Command)));
            var wanted = StandingTable.Of(name) is { } words ? string.Join(' ', words) : "nothing";
            if (declared != wanted)
                wrong.Add($"{name}: declared {declared}, written down {wanted}");
        }
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        Assert.Empty(StandingTable.OfKinds.Keys.Except(KindApis.Commands.Keys));
        // Whatever brings in history is named so, and takes a window.
        Assert.Equal(KindApis.Commands.Keys.Where(name => name.EndsWith(".import", StringComparison.Ordinal)),
            KindApis.Commands.Where(c => SentByAttribute.Of(c.Value.Route.Command).IsImport).Select(c => c.Key));
    }

    [Theory, MemberData(nameof(Everybody))]
    public async Task One_by_one_a_command_is_for_whom_it_is_written_down(string who)
    {
        var person = StrangersWorld.People.Single(p => p.Key == who);
        List<string> wrong = [];
        foreach (var act in world.Acts)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, act.Path) { Content = JsonContent.Create(act.Body(withId: true)) };
            request.Headers.TryAddWithoutValidation("If-Match", $"\"{NeverThere}\"");
            var answer = await Answer.Of(await world.Client(who).SendAsync(request));
            Judge(wrong, person, act, answer.Status, answer.ControlPoint, answer.Text);
            if (answer.ControlPoint == "CP-WHO-01")
                Assert.NotEmpty(answer.Json.GetProperty("missing")[0].GetProperty("by").EnumerateArray());
        }
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Theory, MemberData(nameof(Everybody))]
    public async Task In_a_batch_a_command_is_for_whom_it_is_written_down(string who)
    {
        var person = StrangersWorld.People.Single(p => p.Key == who);
        JsonNode?[] commands = [.. world.Acts.Select((act, i) => (JsonNode?)new JsonObject
        {
            ["type"] = act.Name,
            ["id"] = act.Id,
            ["commandId"] = $"{who}-{i}",
            ["expectedVersion"] = NeverThere,
            ["body"] = act.Body(withId: false),
        })];
        var answer = await Answer.Of(await world.Client(who).PostAsync("/api/commands", JsonContent.Create(new JsonObject { ["commands"] = new JsonArray(commands) })));
        var results = answer.Json.GetProperty("results").EnumerateArray().ToArray();
        List<string> wrong = [];
        for (var i = 0; i < results.Length; i++)
            Judge(wrong, person, world.Acts[i], null, results[i].GetProperty("controlPoint").GetString(), results[i].ToString());
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Theory]
    [InlineData("X1", "opportunities/O1/lose", """{"reason":"price"}""", "CP-WHO-01")]
    [InlineData("X1", "opportunities/O1/value", """{"customerId":"C-free"}""", "CP-WHO-01")]
    [InlineData("X1", "customers/C-own/amend", """{"name":"另一家"}""", "CP-WHO-01")]
    [InlineData("X1", "salespeople/S1/deactivate", "{}", "CP-WHO-01")]
    [InlineData("X1", "contracts/K1/amend", """{"reason":"改"}""", "CP-WHO-01")]
    [InlineData("S1-people", "salespeople/S1/move", """{"team":"T","region":"R","manager":"X1"}""", "CP-WHO-01")]
    [InlineData("S1", "opportunities/I1/import", """{"ownerId":"S1","status":"won","stage":"negotiation","closedOn":"2026-01-01","amount":{"amount":88000000,"currency":"CNY"},"source":"x"}""", "CP-WHO-01")]
    [InlineData("X1", "opportunities", """{"id":"O-for-another","ownerId":"S1"}""", "CP-WHO-01")]
    [InlineData("X1", "quotes", """{"id":"Q-on-another","opportunityId":"O1","ownerId":"X1","priceListId":"PL1","lines":[{"product":"CNC-5","quantity":1}],"validUntil":"TOMORROW"}""", "CP-WHO-01")]
    [InlineData("X1", "quotes/Q2/approve", "{}", "CP-QUOTE-12")]
    [InlineData("DD", "opportunities/O1/lose", """{"reason":"price"}""", "CP-WHO-01")]
    public async Task A_stranger_gets_nowhere_and_it_is_a_fact(string who, string path, string body, string controlPoint)
    {
        using var content = new StringContent(body.Replace("TOMORROW", $"{CompanyDay.Today.AddDays(1):yyyy-MM-dd}", StringComparison.Ordinal), Encoding.UTF8, "application/json");
        var refused = await Answer.Of(await world.Client(who).PostAsync($"/api/{path}", content));
        Assert.Equal(controlPoint, refused.ControlPoint);
        Assert.Equal(controlPoint == "CP-WHO-01" ? HttpStatusCode.Forbidden : HttpStatusCode.UnprocessableEntity, refused.Status);
        var actor = StrangersWorld.People.Single(p => p.Key == who).Name;
        var facts = (await world.Gateway.Get($"/api/refusals?controlPoint={controlPoint}&actor={actor}")).Json;
        Assert.True(facts.GetProperty("total").GetInt64() > 0);
        Assert.Equal("open", (await world.Gateway.Get("/api/opportunities/O1")).Json.GetProperty("status").GetString());
    }

    [Fact]
    public async Task Those_on_the_owners_side_get_their_work_done()
    {
        foreach (var who in new[] { "S1", "D1", "M1", "M2", "manager" })
        {
            var done = await Answer.Of(await world.Client(who).PostAsJsonAsync("/api/opportunities/O1/activities", new { kind = "call", summary = who }));
            Assert.True(done.Status == HttpStatusCode.OK, $"{who}: {done.Text}");
            var followed = await Answer.Of(await world.Client(who).PostAsJsonAsync("/api/customers/C-own/follow-up", new { kind = "call", summary = who }));
            Assert.True(followed.Status == HttpStatusCode.OK, $"{who}: {followed.Text}");
            var can = await Answer.Of(await world.Client(who).GetAsync(new Uri("/api/opportunities/O1/can?command=lose&reason=price", UriKind.Relative)));
            Assert.True(can.Json.GetProperty("can").GetBoolean(), $"{who}: {can.Text}");
        }
        var worked = await Answer.Of(await world.Client("T1").PostAsJsonAsync("/api/opportunities/O1/activities", new { kind = "call", summary = "T1" }));
        Assert.True(worked.Status == HttpStatusCode.OK, worked.Text);
        var stranger = await Answer.Of(await world.Client("X1").GetAsync(new Uri("/api/opportunities/O1/can?command=lose&reason=price", UriKind.Relative)));
        Assert.Equal(["person:S1", "delegate", "manager", "duty:manager"],
            stranger.Json.GetProperty("missing")[0].GetProperty("by").EnumerateArray().Select(by => by.GetString()));
    }

    [Fact]
    public async Task A_delegate_acts_as_long_as_the_delegation_lasts()
    {
        var id = "O-lent";
        Assert.Equal(HttpStatusCode.Created, (await world.Gateway.Post("/api/salespeople", new { id = "S5", name = "S5", team = "T", region = "R" })).Status);
        Assert.Equal(HttpStatusCode.Created, (await world.Gateway.Post("/api/opportunities", new { id, ownerId = "S5" })).Status);
        async Task<HttpStatusCode> Act() => (await world.Client("DD").PostAsJsonAsync($"/api/opportunities/{id}/activities", new { kind = "call", summary = "x" })).StatusCode;
        Assert.Equal(HttpStatusCode.Forbidden, await Act());
        var today = CompanyDay.Today;
        Assert.Equal(HttpStatusCode.OK, (await world.Gateway.Post("/api/salespeople/S5/delegate", new { to = "DD", from = today, until = today.AddDays(3), reason = "leave" })).Status);
        Assert.Equal(HttpStatusCode.OK, await Act());
        Assert.Equal(HttpStatusCode.OK, (await world.Gateway.Post("/api/salespeople/S5/end-delegation", new { to = "DD" })).Status);
        Assert.Equal(HttpStatusCode.Forbidden, await Act());
    }

    [Fact]
    public async Task A_delegate_for_named_acts_is_told_which_they_are_and_acts_in_no_others()
    {
        var lose = await Answer.Of(await world.Client("N1").PostAsJsonAsync("/api/opportunities/O1/lose", new { reason = "price" }));
        Assert.Equal((HttpStatusCode.Forbidden, "CP-WHO-01"), (lose.Status, lose.ControlPoint));
        var missing = lose.Json.GetProperty("missing")[0];
        Assert.Equal("quote, opportunity.activities, customer.follow-up", missing.GetProperty("now").GetString());
        Assert.Equal("opportunity.lose", missing.GetProperty("need").GetString());
        Assert.Equal(["person:S1", "delegate", "manager", "duty:manager"], missing.GetProperty("by").EnumerateArray().Select(by => by.GetString()));
        foreach (var (who, command, can) in new[] { ("N1", "lose&reason=price", false), ("N1", "activities&kind=call&summary=x", true), ("NM", "lose&reason=price", true), ("NM", "activities&kind=call&summary=x", false) })
        {
            var asked = await Answer.Of(await world.Client(who).GetAsync(new Uri($"/api/opportunities/O1/can?command={command}", UriKind.Relative)));
            Assert.True(asked.Json.GetProperty("can").GetBoolean() == can, $"{who}, {command}: {asked.Text}");
        }

        var done = await Answer.Of(await world.Client("N1").PostAsJsonAsync("/api/opportunities/O1/activities", new { kind = "call", summary = "in their name" }));
        Assert.Equal(HttpStatusCode.OK, done.Status);
        var receipt = (await world.Gateway.Get($"/api/decisions/opportunity/O1/{done.Json.GetProperty("version").GetInt32()}")).Json;
        Assert.Equal("delegate", receipt.GetProperty("standing")[0].GetString());
        Assert.Equal("S1", receipt.GetProperty("standsFor").GetString());
        Assert.Equal("same", (await Answer.Of(await world.Gateway.Http.GetAsync(new Uri($"/api/decisions/opportunity/O1/{done.Json.GetProperty("version").GetInt32()}/recompute", UriKind.Relative)))).Json.GetProperty("outcome").GetString());

        var me = (await Answer.Of(await world.Client("N1").GetAsync(new Uri("/api/me", UriKind.Relative)))).Json.GetProperty("actsFor");
        Assert.Equal("S1", Assert.Single(me.EnumerateArray()).GetProperty("person").GetString());
        Assert.Equal(["quote", "opportunity.activities", "customer.follow-up"], me[0].GetProperty("acts").EnumerateArray().Select(a => a.GetString()));
        Assert.Empty((await Answer.Of(await world.Client("X1").GetAsync(new Uri("/api/me", UriKind.Relative)))).Json.GetProperty("actsFor").EnumerateArray());
        var shown = (await world.Gateway.Get("/api/salespeople/S1")).Json.GetProperty("delegations").EnumerateArray().Single(d => d.GetProperty("to").GetString() == "N1");
        Assert.Equal(3, shown.GetProperty("acts").GetArrayLength());

        var names = (await Answer.Of(await world.Client("X1").GetAsync(new Uri("/api/delegation-acts", UriKind.Relative)))).Json;
        Assert.Contains("quote.approve", names.GetProperty("acts").EnumerateArray().Select(a => a.GetString()));
        Assert.Contains("approvals", names.GetProperty("groups").EnumerateArray().Select(g => g.GetProperty("code").GetString()));
        var unknown = await world.Gateway.Post("/api/salespeople/S1/delegate", new { to = "X1", from = CompanyDay.Today, until = CompanyDay.Today, reason = "x", acts = new[] { "quote.steal" } });
        Assert.Equal("CP-DELEG-09", unknown.ControlPoint);
    }

    [Fact]
    public async Task Two_who_have_each_other_act_at_the_same_moment_both_act_for_nobody()
    {
        var today = CompanyDay.Today;
        string[] two = ["X1", "DD"];
        foreach (var id in two)
            Assert.Equal(HttpStatusCode.Created, (await world.Gateway.Post("/api/opportunities", new { id = $"O-of-{id}", ownerId = id })).Status);
        var both = 0;
        for (var round = 0; round < 6; round++)
        {
            var let = (await Task.WhenAll(two.Select((id, i) => world.Gateway.Post($"/api/salespeople/{id}/delegate", new { to = two[1 - i], from = today, until = today, reason = "leave" }))))
                .Select(a => a.Status == HttpStatusCode.OK ? true : a.ControlPoint == "CP-DELEG-05" ? false : throw new InvalidOperationException(a.Text)).ToArray();
            both += let[0] && let[1] ? 1 : 0;
            for (var i = 0; i < 2; i++)
                Assert.Equal(let[i] && !let[1 - i], await Acts(two[1 - i], two[i]));
            // One taken back, the other is good.
            if (let[0] && let[1])
            {
                await End(1);
                Assert.True(await Acts(two[1], two[0]));
                Assert.False(await Acts(two[0], two[1]));
                await End(0);
            }
            else
                await End(let[0] ? 0 : 1);
        }
        TestContext.Current.TestOutputHelper?.WriteLine($"{both} of 6 pairs were both let through.");

        async Task<bool> Acts(string actor, string of) =>
            (await Answer.Of(await world.Client(actor).GetAsync(new Uri($"/api/opportunities/O-of-{of}/can?command=lose&reason=price", UriKind.Relative)))).Json.GetProperty("can").GetBoolean();
        async Task End(int i) => Assert.Equal(HttpStatusCode.OK, (await world.Gateway.Post($"/api/salespeople/{two[i]}/end-delegation", new { to = two[1 - i] })).Status);
    }

    private static void Judge(List<string> wrong, Stranger person, StandingAct act, HttpStatusCode? status, string? controlPoint, string text)
    {
        // Who may not read users is not told whether there is one: not by what they may not, and not by what they might.
        if (act.Kind.IsOfAdministration && !act.Route.Begins && (person.Duties & (Duties.Controller | Duties.Administrator | Duties.Users)) == 0)
        {
            if (controlPoint != ControlPoints.UserMustExist.Id || (status is { } seen && seen != HttpStatusCode.NotFound))
                wrong.Add($"{person.Key}, {act.Name} of {act.Subject}: may not know of it, but {controlPoint ?? "accepted"}");
            return;
        }
        var may = act.IsFor(person);
        var told = SentByAttribute.Of(act.Route.Command).ToldBy.Select(name => ((ControlPoint)typeof(ControlPoints).GetField(name)!.GetValue(null)!).Id);
        var isRefused = controlPoint == "CP-WHO-01" || told.Any(id => text.Contains($"\"{id}\"", StringComparison.Ordinal));
        // Of what is not there it is told that it is not there.
        var isNothing = RefusedWhereThereIsNothing.Contains(act.Subject) && controlPoint is not null && ControlPoints.All[controlPoint].Kind is RefusalKind.NotFound or RefusalKind.Invalid;
        if (may ? controlPoint != "CP-CMD-02" : !(isRefused || isNothing))
            wrong.Add($"{person.Key}, {act.Name} of {act.Subject}: {(may ? "may" : "may not")}, but {controlPoint ?? "accepted"}");
        if (controlPoint == "CP-WHO-01" && status is { } answered && answered != HttpStatusCode.Forbidden)
            wrong.Add($"{act.Name}: {answered}");
    }
}

/// <summary>Somebody who tries.</summary>
/// <param name="Key">Which key they hold.</param>
/// <param name="Name">Who they are.</param>
/// <param name="Standing">How they stand towards S1, in the words of the table; empty for a stranger.</param>
/// <param name="Duties">What they answer for.</param>
/// <param name="Only">Of a delegate for named acts: them, each a command or the beginning of several.</param>
public sealed record Stranger(string Key, string Name, string Standing, Duties Duties, params string[] Only);

/// <summary>A command to an object of the world.</summary>
/// <param name="Name"><c>kind.command</c>.</param>
/// <param name="Kind">The kind.</param>
/// <param name="Route">The command.</param>
/// <param name="Id">The object.</param>
/// <param name="IsOwned">True where the object is S1's, or would be.</param>
public sealed record StandingAct(string Name, KindApi Kind, CommandRoute Route, string Id, bool IsOwned)
{
    public string Subject => $"{Kind.Kind}/{Id}";

    public string Path => $"/api/{Kind.Path}{(Route.Creates ? "" : $"/{Id}/{Route.Name}")}";

    public JsonObject Body(bool withId)
    {
        var body = Route.Example is null ? [] : JsonSerializer.SerializeToNode(Route.Example, JsonSerializerOptions.Web)!.AsObject();
        body.Remove("id");
        foreach (var (member, value) in Name switch
        {
            "opportunity.create" => [("ownerId", "S1")],
            "quote.create" => [("opportunityId", "O1")],
            "contract.create" => [("quoteId", "Q1")],
            _ => Array.Empty<(string, string)>(),
        })
            body[member] = value;
        if (withId && Route.Creates)
            body["id"] = Id;
        return body;
    }

    /// <summary>Whether it is for somebody, by the table.</summary>
    public bool IsFor(Stranger person)
    {
        var words = StandingTable.Of(Name)!.Value;
        var isSelf = IsOwned && person.Standing == "owner";
        return !(isSelf && words.Contains("not-self"))
            && (words.Contains("anybody") || words.Contains("asked")
                || (words.Contains("unowned") && !IsOwned)
                || (IsOwned && words.Contains(person.Standing) && (person.Only.Length == 0 || person.Only.Any(act => Name.StartsWith(act, StringComparison.Ordinal))))
                || words.Any(word => Enum.TryParse<Duties>(word, out var duty) && person.Duties.HasFlag(duty))
                || person.Duties.HasFlag(Duties.Administrator));
    }
}

/// <summary>A company with one owner of everything, and many others.</summary>
public sealed class StrangersWorld : IAsyncLifetime
{
    private readonly Dictionary<string, HttpClient> clients = [];

    internal static ImmutableArray<Stranger> People { get; } =
    [
        new("S1", "S1", "owner", Duties.None),
        new("S1-people", "S1", "owner", Duties.People),
        new("D1", "D1", "delegate", Duties.None),
        new("DD", "DD", "", Duties.None),
        new("N1", "N1", "delegate", Duties.None, "quote.", "opportunity.activities", "customer.follow-up"),
        new("NM", "NM", "manager", Duties.None, "opportunity.lose"),
        new("M1", "M1", "manager", Duties.None),
        new("M2", "M2", "manager", Duties.None),
        new("T1", "T1", "team", Duties.None),
        new("X1", "X1", "", Duties.None),
        .. new[] { Duties.Manager, Duties.Finance, Duties.Legal, Duties.Controller, Duties.ProcessOwner, Duties.People, Duties.Importer }
            .Select(duty => new Stranger($"{char.ToLowerInvariant($"{duty}"[0])}{$"{duty}"[1..]}", $"the-{duty}", "", duty)),
        new("admin", "administrator", "", Duties.Administrator),
    ];

    internal Gateway Gateway { get; private set; } = null!;

    internal ImmutableArray<StandingAct> Acts { get; private set; }

    internal HttpClient Client(string key) => key == "admin" ? Gateway.Http : clients[key];

    public async ValueTask InitializeAsync()
    {
        Gateway = await Gateway.Start(null, [.. People.Where(p => p.Key != "admin").SelectMany((p, i) => new[]
        {
            $"--Grid:Keys:{i + 1}:Name={p.Name}", $"--Grid:Keys:{i + 1}:Role=Writer", $"--Grid:Keys:{i + 1}:Duties={p.Duties}",
            $"--Grid:Keys:{i + 1}:Sha256={ApiKeys.HashOf($"key-of-{p.Key}")}",
        })]);
        foreach (var person in People)
            clients[person.Key] = Gateway.ClientFor($"key-of-{person.Key}");
        await Set();
        Acts = [.. KindApis.Commands.SelectMany(c => SubjectsOf(c.Key, c.Value.Kind, c.Value.Route).Select(s => new StandingAct(c.Key, c.Value.Kind, c.Value.Route, s.Id, s.IsOwned)))];
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var client in clients.Values)
            client.Dispose();
        await Gateway.DisposeAsync();
    }

    private static (string Id, bool IsOwned)[] SubjectsOf(string name, KindApi kind, CommandRoute route) => (kind.Kind, route.Creates) switch
    {
        ("opportunity", true) => [("O-new", true)],
        ("quote", true) => [("Q-new", true)],
        ("contract", true) => [("K-new", true)],
        (_, true) => [($"{kind.Prefix}-new", false)],
        ("opportunity", _) => [("O1", true)],
        ("quote", _) => [("Q1", true)],
        ("contract", _) => [("K1", true)],
        ("salesperson", _) => [("S1", true)],
        ("unit", _) => [("U1", false)],
        ("customer", _) => [("C-own", true), ("C-free", false)],
        ("pick", _) => [("S1", false)],
        ("claim", _) => [("CL-none", false)],
        ("target", _) => [("2027", false)],
        ("pricelist", _) => [("PL1", false)],
        ("process", _) => [("P-none", false)],
        ("policy", _) => [("early-warning", false)],
        ("user", _) => [("clerk", false)],
        ("product", _) => [("P1", false)],
        ("channel", _) => [("CH1", false)],
        ("catalogue", _) => [("product", false)],
        _ => [("company", false)],
    };

    private async Task Set()
    {
        async Task Must(string path, object body, string who = "admin")
        {
            var answer = await Answer.Of(await Client(who).PostAsJsonAsync($"/api/{path}", body));
            Assert.True((int)answer.Status is 200 or 201, $"{path}: {answer.Text}");
        }

        var today = CompanyDay.Today;
        foreach (var (id, manager) in new[] { ("M2", null), ("M1", "M2"), ("S1", "M1"), ("D1", null), ("DD", null), ("T1", null), ("N1", null), ("NM", null), ("X1", (string?)null) })
            await Must("salespeople", new { id, name = id, team = "T", region = "R", manager });
        await Must("salespeople/S1/delegate", new { to = "D1", from = today, until = today.AddDays(30), reason = "leave" });
        await Must("salespeople/D1/delegate", new { to = "DD", from = today, until = today.AddDays(30), reason = "leave" });
        await Must("salespeople/S1/delegate", new { to = "N1", from = today, until = today.AddDays(30), reason = "leave", acts = new[] { "quote", "opportunity.activities", "customer.follow-up" } });
        await Must("salespeople/M1/delegate", new { to = "NM", from = today, until = today.AddDays(30), reason = "leave", acts = new[] { "opportunity.lose" } });
        await Must("units", new { id = "U1", name = "U1", kind = "team" });
        await Must("customers", new { id = "C-own", name = "C-own" });
        await Must("customers", new { id = "C-free", name = "C-free" });
        await Must("customers/C-own/assign", new { salespersonId = "S1" });
        await Must("opportunities", new { id = "O1", ownerId = "S1", customerId = "C-own" }, "S1");
        await Must("opportunities/O1/set-team", new { members = new[] { new { person = "T1", role = "presales" } } }, "S1");
        await Must("price-lists", new { id = "PL1", name = "2026", currency = "CNY", lines = new[] { new { product = "CNC-5", name = "车床", listPrice = 1_000, floorPrice = 700, unitCost = 500 } } });
        await Must("price-lists/PL1/approve", new { effectiveFrom = today }, "finance");
        foreach (var quote in new[] { "Q1", "Q2" })
            await Must("quotes", new { id = quote, opportunityId = "O1", priceListId = "PL1", lines = new[] { new { product = "CNC-5", quantity = 1, discountBasisPoints = quote == "Q2" ? 2_000 : 0 } }, validUntil = today.AddDays(30) }, "S1");
        await Must("quotes/Q1/submit", new { }, "S1");
        await Must("quotes/Q2/submit", new { }, "S1");
        await Must("contracts", new { id = "K1", quoteId = "Q1", clauses = new { quantity = "一台" } }, "S1");
        await Must("targets/2027/draft", new { company = Yuan(), teams = new[] { new { team = "T", amount = Yuan(), people = new[] { new { person = "S1", amount = Yuan() } } } } });
        await Must("products", new { id = "P1", nameZh = "产品", nameEn = "Product" });
        await Must("channels", new { id = "CH1", nameZh = "渠道", nameEn = "Channel", kind = "agent" });
        await Must("exchange-rates/company/state", new { validFrom = today, rates = new[] { new { from = "USD", to = "CNY", rate = 7.2 } }, source = "PBOC" });
        await Must("users", new { id = "clerk", name = "clerk", kind = "person", roles = new[] { "legal" } });
        await Must("accounting-periods/company/close", new { month = "2026-02" });
        await Must("import-windows/open", new { until = DateTimeOffset.UtcNow.AddDays(1), reason = "go-live" }, "controller");
        static object Yuan() => new { amount = 100, currency = "CNY" };
    }
}
