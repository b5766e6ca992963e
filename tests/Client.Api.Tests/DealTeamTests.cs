using System.Collections.Immutable;
using System.Net;
using System.Net.Http.Json;
using SalesGrid.Gateway.Security;
using SalesGrid.Testing;

namespace SalesGrid.Gateway.Tests;

/// <summary>
/// People of one team work on a deal of another's, and are credited with a part of it: what they read of it and send to it, and what of it
/// counts for whom. All keys but the administrator's, finance's and the manager's of everything read within a scope.
/// </summary>
public sealed class DealTeamTests(DealTeamWorld world) : IClassFixture<DealTeamWorld>
{
    [Fact]
    public async Task Whoever_works_on_a_deal_reads_it_and_so_does_who_leads_them_and_nobody_else()
    {
        var id = await world.Deal();
        await world.Must($"quotes", new { id = $"Q-{id}", opportunityId = id, priceListId = "PL1", lines = new[] { new { product = "CNC-5", quantity = 1 } }, validUntil = CompanyDay.Today.AddDays(30) }, "S1");
        await world.Must($"quotes/Q-{id}/submit", new { }, "S1");
        await world.Must($"contracts", new { id = $"K-{id}", quoteId = $"Q-{id}", clauses = new { quantity = "一台" } }, "S1");
        string[] paths =
        [
            $"/api/opportunities/{id}", $"/api/opportunities/{id}/history", $"/api/opportunities/{id}/activities", $"/api/opportunities/{id}/controls", $"/api/opportunities/{id}/can?command=lose&reason=price",
            $"/api/quotes/Q-{id}", $"/api/quotes/Q-{id}/history", $"/api/contracts/K-{id}", $"/api/decisions/opportunity/{id}/1",
        ];
        foreach (var who in new[] { "T1", "MT", "X1" })
        {
            foreach (var path in paths)
                Assert.Equal((who, path, HttpStatusCode.NotFound), (who, path, (await world.Ask(who, path)).Status));
            Assert.Empty(Ids(await world.Ask(who, $"/api/quotes?tag=opportunity:{id}")));
        }
        await world.Must($"opportunities/{id}/set-team", new { members = new[] { new { person = "T1", role = "presales" } } }, "S1");
        foreach (var who in new[] { "T1", "MT" })
        {
            foreach (var path in paths)
                Assert.Equal((who, path, HttpStatusCode.OK), (who, path, (await world.Ask(who, path)).Status));
            Assert.Equal([$"Q-{id}"], Ids(await world.Ask(who, $"/api/quotes?tag=opportunity:{id}")));
            Assert.Equal([$"K-{id}"], Ids(await world.Ask(who, $"/api/contracts?tag=opportunity:{id}")));
            Assert.Contains(id, Ids(await world.Ask(who, "/api/pipeline?member=T1")));
            Assert.Contains(id, Ids(await world.Ask(who, "/api/opportunities?member=T1")));
            // Lists and figures are of whose the deals are.
            Assert.DoesNotContain(id, Ids(await world.Ask(who, "/api/pipeline")));
            Assert.Equal(0, (await world.Ask(who, "/api/kpis")).Json.GetProperty("rows").EnumerateArray().Sum(r => r.GetProperty("opportunities").GetInt64()));
            Assert.Equal(HttpStatusCode.NotFound, (await world.Ask(who, "/api/customers/C1")).Status);
        }
        foreach (var path in paths)
            Assert.Equal((path, HttpStatusCode.NotFound), (path, (await world.Ask("X1", path)).Status));
        Assert.DoesNotContain(id, Ids(await world.Ask("X1", "/api/pipeline?member=T1")));
        Assert.Equal("presales", (await world.Ask("S1", $"/api/opportunities/{id}")).Json.GetProperty("dealTeam")[0].GetProperty("role").GetString());

        await world.Must($"opportunities/{id}/set-team", new { members = Array.Empty<object>() }, "S1");
        foreach (var path in paths)
            Assert.Equal((path, HttpStatusCode.NotFound), (path, (await world.Ask("T1", path)).Status));
        Assert.Equal(["T1"], (await world.Ask("S1", $"/api/opportunities/{id}")).Json.GetProperty("formerTeam").EnumerateArray().Select(p => p.GetString()));
    }

    [Fact]
    public async Task A_member_does_the_work_alone_and_in_a_batch_and_decides_nothing()
    {
        var id = await world.Deal();
        await world.Must($"opportunities/{id}/set-team", new { members = new[] { new { person = "T1", role = "presales" } } }, "S1");
        await world.Must($"opportunities/{id}/activities", new { kind = "visit", summary = "技术交流" }, "T1");
        await world.Must($"opportunities/{id}/map-person", new { person = new { id = "P-1", name = "王总", role = "economic-buyer", stance = "supporter", influence = 5 } }, "T1");
        await world.Must("quotes", new { id = $"Q-{id}", opportunityId = id, priceListId = "PL1", lines = new[] { new { product = "CNC-5", quantity = 1 } }, validUntil = CompanyDay.Today.AddDays(30) }, "T1");
        await world.Must($"quotes/Q-{id}/revise", new { paymentTerms = "预付" }, "T1");
        Assert.Equal("S1", (await world.Ask("T1", $"/api/quotes/Q-{id}")).Json.GetProperty("terms").GetProperty("ownerId").GetString());
        var batch = await world.Send("T1", "commands", new
        {
            commands = new object[]
            {
                new { type = "opportunity.evidence", id, commandId = $"e-{id}", body = new { kind = "project-information", reference = "D-1" } },
                new { type = "opportunity.lose", id, commandId = $"l-{id}", body = new { reason = "price" } },
                new { type = "opportunity.set-team", id, commandId = $"t-{id}", body = new { members = Array.Empty<object>() } },
            },
        });
        Assert.Equal([null, "CP-WHO-01", "CP-WHO-01"], batch.Json.GetProperty("results").EnumerateArray().Select(r => r.GetProperty("controlPoint").GetString()));
        var asked = (await world.Ask("T1", $"/api/opportunities/{id}/can?command=advance")).Json;
        Assert.Equal(["person:S1", "delegate", "manager", "duty:manager"], asked.GetProperty("missing")[0].GetProperty("by").EnumerateArray().Select(by => by.GetString()));
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "CP-TEAM-03"), await Refused("MT", $"opportunities/{id}/set-team", new { members = new[] { new { person = "MT", role = "sponsor" } } }, "manager"));
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "CP-TEAM-04"), await Refused("S1", $"opportunities/{id}/set-team", new { members = new[] { new { person = "MS", role = "sponsor" } } }));
        // The receipt says how they stood, and is made again.
        var version = (await world.Ask("T1", $"/api/opportunities/{id}")).Json.GetProperty("version").GetInt32();
        Assert.Equal("dealTeam", (await world.Ask("whole", $"/api/decisions/opportunity/{id}/{version}")).Json.GetProperty("standing")[0].GetString());
        Assert.Equal("same", (await world.Ask("whole", $"/api/decisions/opportunity/{id}/{version}/recompute")).Json.GetProperty("outcome").GetString());
    }

    [Fact]
    public async Task A_win_is_credited_in_parts_that_add_up_and_each_reads_their_own()
    {
        var id = await world.Deal(1_000.01m);
        Assert.Equal((HttpStatusCode.Forbidden, "CP-WHO-01"), await Refused("S1", $"opportunities/{id}/split-credit", Shares(("S1", 9_999), ("T1", 1))));
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "CP-SPLIT-01"), await Refused("MS", $"opportunities/{id}/split-credit", Shares(("S1", 6_000), ("T1", 3_000))));
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "CP-SPLIT-03"), await Refused("MS", $"opportunities/{id}/split-credit", Shares(("S1", 6_000), ("MS", 4_000))));
        await world.Must($"opportunities/{id}/split-credit", Shares(("S1", 3_333), ("T1", 3_333), ("MT", 3_334)), "MS");
        await world.Win(id);
        Assert.Equal(["MT MT-team 3334 333.41", "S1 S 3333 333.30", "T1 T 3333 333.30"], Credit(await world.Ask("S1", $"/api/opportunities/{id}")));
        // In parts and whole it is the same; each person, and who leads them, reads their part.
        Assert.Equal(1_000.01m, Won(await world.Ask("whole", "/api/kpis?groupBy=product&credit=split"), id));
        Assert.Equal(1_000.01m, Won(await world.Ask("whole", "/api/kpis?groupBy=product"), id));
        Assert.Equal(333.30m, Won(await world.Ask("S1", "/api/kpis?groupBy=product&credit=split"), id));
        Assert.Equal(333.30m, Won(await world.Ask("T1", "/api/kpis?groupBy=product&credit=split"), id));
        Assert.Equal(666.71m, Won(await world.Ask("MT", "/api/kpis?groupBy=product&credit=split"), id));
        Assert.Null(Won(await world.Ask("X1", "/api/kpis?groupBy=product&credit=split"), id));
        Assert.Null(Won(await world.Ask("T1", "/api/kpis?groupBy=product"), id));
        Assert.Contains(id, Ids(await world.Ask("T1", "/api/pipeline?credited=T1&status=won")));
        Assert.Equal(HttpStatusCode.OK, (await world.Ask("T1", $"/api/opportunities/{id}")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await world.Ask("X1", $"/api/opportunities/{id}")).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await world.Ask("whole", "/api/kpis?credit=thirds")).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await world.Ask("whole", "/api/kpis?kind=quote&credit=split")).Status);

        // Won, it is finance's to correct, for a reason, and nobody else's.
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "CP-OPP-03"), await Refused("MS", $"opportunities/{id}/split-credit", Shares(("S1", 10_000))));
        Assert.Equal((HttpStatusCode.Forbidden, "CP-WHO-01"), await Refused("MS", $"opportunities/{id}/correct-credit", Shares(("S1", 10_000), reason: "更正")));
        Assert.Equal((HttpStatusCode.BadRequest, "CP-DATA-01"), await Refused("finance", $"opportunities/{id}/correct-credit", new { shares = new[] { new { person = "S1", basisPoints = 10_000 } }, reason = "" }));
        await world.Must($"opportunities/{id}/correct-credit", Shares(("S1", 5_000), ("T1", 5_000)) with { Reason = "复核" }, "finance");
        Assert.Equal(["S1 S 5000 500.01", "T1 T 5000 500.00"], Credit(await world.Ask("S1", $"/api/opportunities/{id}")));
        Assert.True((await world.Gateway.Get("/api/ledger/verify")).Json.GetProperty("ok").GetBoolean());
    }

    [Fact]
    public async Task Attainment_counts_what_people_are_credited_with_and_the_company_what_was_won()
    {
        using var apart = new DealTeamWorld();
        await apart.InitializeAsync();
        var id = await apart.Deal(900m);
        await apart.Must($"opportunities/{id}/split-credit", Shares(("S1", 5_000), ("T1", 5_000)), "MS");
        await apart.Win(id);
        var period = $"{CompanyDay.Today:yyyy}";
        await apart.Must($"targets/{period}/draft", new
        {
            company = Yuan(1_000),
            teams = new[]
            {
                new { team = "S", amount = Yuan(600), people = new[] { new { person = "S1", amount = Yuan(600) } } },
                new { team = "T", amount = Yuan(400), people = new[] { new { person = "T1", amount = Yuan(400) } } },
            },
        });
        await apart.Must($"targets/{period}/approve", new { draft = 1 }, "whole-manager");
        var attainment = (await apart.Ask("whole", $"/api/targets/{period}/attainment")).Json;
        Assert.Equal(900m, attainment.GetProperty("company").GetProperty("won").GetDecimal());
        Assert.Equal([450m, 450m], attainment.GetProperty("teams").EnumerateArray().Select(t => t.GetProperty("won").GetDecimal()));
        Assert.Equal([75m, 112.5m], attainment.GetProperty("people").EnumerateArray().Select(p => p.GetProperty("attainmentPercent").GetDecimal()));
        var appraisal = (await apart.Ask("T1", $"/api/salespeople/T1/appraisal?period={period}")).Json;
        Assert.Equal((450m, 0), (appraisal.GetProperty("won").GetProperty("amount").GetDecimal(), appraisal.GetProperty("wonCount").GetInt32()));
        var owners = (await apart.Ask("S1", $"/api/salespeople/S1/appraisal?period={period}")).Json;
        Assert.Equal((450m, 1), (owners.GetProperty("won").GetProperty("amount").GetDecimal(), owners.GetProperty("wonCount").GetInt32()));

        static object Yuan(int amount) => new { amount, currency = "CNY" };
    }

    private static SplitBody Shares(params (string Person, int Points)[] shares) => new([.. shares.Select(s => new ShareBody(s.Person, s.Points))], null);

    private static SplitBody Shares((string Person, int Points) only, string reason) => Shares(only) with { Reason = reason };

    private static IEnumerable<string?> Ids(Answer answer) => answer.Json.GetProperty("items").EnumerateArray().Select(i => i.GetProperty("id").GetString());

    private static IEnumerable<string> Credit(Answer answer) => answer.Json.GetProperty("credit").EnumerateArray()
        .Select(c => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{c.GetProperty("person").GetString()} {c.GetProperty("team").GetString()} {c.GetProperty("basisPoints").GetInt32()} {c.GetProperty("amount").GetProperty("amount").GetDecimal():0.00}"))
        .Order(StringComparer.Ordinal);

    /// <summary>What was won of a product; null where it is not mentioned.</summary>
    private static decimal? Won(Answer answer, string product) => answer.Json.GetProperty("rows").EnumerateArray()
        .Where(r => r.GetProperty("product").GetString() == product).Select(r => (decimal?)r.GetProperty("wonAmount").GetDecimal()).SingleOrDefault();

    private Task<(HttpStatusCode, string?)> Refused(string who, string path, object body) => Refused(who, path, body, who);

    private async Task<(HttpStatusCode, string?)> Refused(string _, string path, object body, string by) =>
        await world.Send(by, path, body) is var answer ? (answer.Status, answer.ControlPoint) : default;

    private sealed record SplitBody(ImmutableArray<ShareBody> Shares, string? Reason);

    private sealed record ShareBody(string Person, int BasisPoints);
}

/// <summary>S1 below MS, T1 below MT, and X1 alone. MT has a duty as well by the key "manager".</summary>
public sealed class DealTeamWorld : IAsyncLifetime, IDisposable
{
    private static readonly (string Key, string Name, string Settings)[] Keys =
    [
        ("S1", "S1", "Own"), ("MS", "MS", "Own"), ("T1", "T1", "Own"), ("MT", "MT", "Own"), ("X1", "X1", "Own"),
        ("manager", "MT", "All Manager"), ("finance", "finance", "All Finance"), ("whole", "whole", "All"), ("whole-manager", "whole-manager", "All Manager"),
    ];

    private int deals;

    internal Gateway Gateway { get; private set; } = null!;

    internal async Task<Answer> Ask(string who, string path)
    {
        using var client = Client(who);
        return await Answer.Of(await client.GetAsync(new Uri(path, UriKind.Relative)));
    }

    internal async Task<Answer> Send(string who, string path, object body)
    {
        using var client = Client(who);
        return await Answer.Of(await client.PostAsJsonAsync($"/api/{path}", body));
    }

    internal async Task Must(string path, object body, string who = "admin")
    {
        var answer = await Send(who, path, body);
        Assert.True((int)answer.Status is 200 or 201, $"{path}: {answer.Text}");
    }

    /// <summary>A deal of S1's with a product of its own name.</summary>
    internal async Task<string> Deal(decimal amount = 900)
    {
        var id = $"O{Interlocked.Increment(ref deals)}";
        await Must("opportunities", new { id, ownerId = "S1", name = id, customerId = "C1", product = id, amount = new { amount, currency = "CNY" }, expectedCloseOn = CompanyDay.NextYearText }, "S1");
        return id;
    }

    /// <summary>Takes a deal all the way.</summary>
    internal async Task Win(string id)
    {
        foreach (var kinds in new[] { ["project-information"], ["initiation-report"], ["solution-proposal", "relationship-map"], ["bid-result"], new[] { "contract-approval", "signed-contract" } })
        {
            foreach (var kind in kinds)
                await Must($"opportunities/{id}/evidence", new { kind, reference = "D-1" }, "S1");
            if (kinds[0] != "contract-approval")
                await Must($"opportunities/{id}/advance", new { }, "S1");
        }
        await Must($"opportunities/{id}/win", new { }, "S1");
    }

    public async ValueTask InitializeAsync()
    {
        Gateway = await Gateway.Start(null,
        [
            .. Keys.SelectMany((k, i) => new[]
            {
                $"--Grid:Keys:{i + 1}:Name={k.Name}", $"--Grid:Keys:{i + 1}:Role=Writer", $"--Grid:Keys:{i + 1}:Sha256={ApiKeys.HashOf($"key-of-{k.Key}")}",
                $"--Grid:Keys:{i + 1}:Reads={k.Settings.Split(' ')[0]}", $"--Grid:Keys:{i + 1}:Duties={(k.Settings.Split(' ') is [_, var duty] ? duty : "None")}",
            }),
        ]);
        foreach (var (id, team, manager) in new[] { ("MS", "S", null), ("S1", "S", "MS"), ("MT", "MT-team", null), ("T1", "T", "MT"), ("X1", "X", (string?)null) })
            await Must("salespeople", new { id, name = id, team, region = "R", manager });
        await Must("customers", new { id = "C1", name = "C1" });
        await Must("customers/C1/assign", new { salespersonId = "S1" });
        await Must("price-lists", new { id = "PL1", name = "2026", currency = "CNY", lines = new[] { new { product = "CNC-5", name = "车床", listPrice = 1_000, floorPrice = 700, unitCost = 500 } } });
        await Must("price-lists/PL1/approve", new { effectiveFrom = CompanyDay.Today }, "finance");
    }

    public async ValueTask DisposeAsync() => await Gateway.DisposeAsync();

    public void Dispose() => Gateway.DisposeAsync().AsTask().GetAwaiter().GetResult();

    private HttpClient Client(string who) => Gateway.ClientFor(who == "admin" ? Gateway.AdminKey : $"key-of-{who}");
}
