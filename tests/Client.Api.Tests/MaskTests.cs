using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using SalesGrid.Gateway.Subjects;
using SalesGrid.Testing;

namespace SalesGrid.Gateway.Tests;

/// <summary>
/// Fields that are not for everybody hold values that cannot be mistaken. Everybody asks everything there is to ask: each value is found by those who see the
/// field, and by nobody else, in no answer, stream, receipt or error. Who sees what is written down here by hand, beside the declarations.
/// </summary>
public sealed class MaskTests(MasksWorld world) : IClassFixture<MasksWorld>
{
    private static readonly string[] OwnersSide = ["owner", "boss", "delegate"];
    private static readonly string[] Contacts = [.. OwnersSide, "manager", "unit-manager", "finance", "legal", "controller", "admin"];
    private static readonly string[] Prices = ["manager", "finance", "processOwner", "controller", "auditor", "admin"];

    /// <summary>What is planted, and who sees it.</summary>
    private static readonly (string What, string[] Planted, string[] SeenBy)[] Table =
    [
        ("phone", ["13877770001"], Contacts),
        ("e-mail", ["leak.mail@example.com"], Contacts),
        ("name of a contact", ["洩漏先生"], Contacts),
        ("evidence of consent", ["EVIDENCE-LEAK"], Contacts),
        ("follow-up", ["SPOKEN-LEAK"], Contacts),
        ("phone of a contact that was removed", ["13877770005"], Contacts),
        ("why a contact was removed", ["REMOVED-LEAK"], Contacts),
        ("name in a buying centre", ["采漏总监"], [.. OwnersSide, "manager", "unit-manager", "controller", "admin"]),
        ("motive in a buying centre", ["MOTIVE-LEAK"], [.. OwnersSide, "manager", "unit-manager", "controller", "admin"]),
        // In a quote, and in the price list: as written and in minor units.
        ("cost in a quote", ["50123.41", "5012341"], [.. Prices, "boss", "unit-manager"]),
        ("margin of a quote", ["49876.59", "4987659", "\"marginBasisPoints\":4987"], [.. Prices, "boss", "unit-manager"]),
        ("floor in a quote", ["71111.37", "7111137"], [.. Prices, .. OwnersSide, "unit-manager"]),
        ("cost that is in the list alone", ["30123.43", "3012343"], Prices),
        ("floor that is in the list alone", ["61111.39", "6111139"], Prices),
        // A refusal is read where its sender is.
        ("cost of a quote that asks legal", ["40123.45", "4012345"], [.. Prices, "boss", "unit-manager", "legal"]),
        // By trying costs a hash of them is found.
        ("hash of a quote or contract", ["\"hash\"", "\"quoteHash\""], [.. Prices, "boss", "unit-manager", "legal"]),
        ("phone of a refused command", ["13877770002"], ["manager", "finance", "legal", "controller", "admin"]),
        ("phone of a customer in the pool", ["13877770003"], []),
        // Accounts are masked nowhere: whoever does not read them is told of none. Their own they read.
        ("somebody's account", ["user/U-legal"], ["controller", "auditor", "administrator", "legal", "admin"]),
        ("phone of a customer nobody was given", ["13877770004"],
            [.. Contacts, "other", "other-writer", "other-unit-manager", "people", "processOwner", "importer"]),
    ];

    public static TheoryData<string> Visitors => [.. MasksWorld.Visitors.Select(v => v.Name), "admin", "reader", "other-writer"];

    [Theory]
    [MemberData(nameof(Visitors))]
    public async Task Everybody_finds_what_they_see_and_nothing_else_wherever_they_look(string who)
    {
        var answers = await world.AskEverything(who);
        Assert.True(answers.Count > 250, $"Only {answers.Count} questions were asked.");
        List<string> wrong = [];
        foreach (var (what, planted, seenBy) in Table)
        {
            var found = answers.Where(a => planted.Any(p => a.Text.Contains(p, StringComparison.Ordinal))).Select(a => a.Asked).ToList();
            if (seenBy.Contains(who) != found.Count > 0)
                wrong.Add($"{what}: {(found.Count > 0 ? string.Join(", ", found) : "nowhere")}");
        }
        Assert.True(wrong.Count == 0, $"{who} finds\n{string.Join('\n', wrong)}");
    }

    [Fact]
    public async Task What_is_masked_is_told_from_what_is_not_there()
    {
        var contact = (await world.Ask("other-writer", "/api/customers/C-owned")).Json.GetProperty("contacts")[0];
        Assert.Equal(("138****01", "***@example.com", "洩**"),
            (contact.GetProperty("phone").GetString(), contact.GetProperty("email").GetString(), contact.GetProperty("name").GetString()));
        Assert.False(contact.GetProperty("consent").TryGetProperty("evidence", out _));
        var person = (await world.Ask("other-writer", "/api/opportunities/O-owned")).Json.GetProperty("persons")[0];
        Assert.Equal("采**", person.GetProperty("name").GetString());
        Assert.Equal("economic-buyer", person.GetProperty("role").GetString());
        // The owner sees the floor and neither cost nor margin; what is kept back is left out, and the rest is there.
        var line = (await world.Ask("owner", "/api/quotes/Q-owned")).Json.GetProperty("priced").GetProperty("lines")[0];
        Assert.Equal((true, false, true), (line.TryGetProperty("floorPrice", out _), line.TryGetProperty("unitCost", out _), line.TryGetProperty("listPrice", out _)));
        // An event as it is stored stays so for whoever sees all of it, member by member.
        var stored = (await world.Ask("admin", "/api/quotes/Q-owned/history")).Json.GetProperty("items").EnumerateArray().Single(e => e.GetProperty("type").GetString() == "QuoteSubmitted");
        Assert.Equal(4987659, stored.GetProperty("data").GetProperty("priced").GetProperty("totals").GetProperty("margin").GetProperty("minorUnits").GetInt64());
    }

    [Fact]
    public void Every_answer_with_masked_members_says_whose_object_it_is()
    {
        var answers = world.Gateway.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .SelectMany(e => e.Metadata.GetOrderedMetadata<IProducesResponseTypeMetadata>().Select(m => (e.RoutePattern.RawText, m.Type)))
            .Where(a => a.Type is not null && MaskedTypes.In(a.Type) != Fields.None)
            .ToList();
        Assert.True(answers.Count > 30, $"Only {answers.Count} answers hold masked members.");
        Assert.Empty(answers.Where(a => Loose(a.Type!, [])).Select(a => $"{a.RawText}: {a.Type}"));
        // Whatever a kind keeps, its history shows: by the object as it is answered.
        foreach (var kind in KindApis.All)
        {
            var held = SalesGrid.Subjects.SubjectKinds.Of($"{kind.Kind}/x").EventTypes.Concat(kind.Commands.Select(c => c.Command)).Aggregate(Fields.None, (sum, type) => sum | MaskedTypes.In(type));
            Assert.True(held == Fields.None || kind.View.Shape.IsAssignableTo(typeof(IMaskedObject)), $"{kind.Kind} keeps {held}, and its answer says nothing of whose they are.");
        }

        // True where a masked member is reached without an object it belongs to.
        static bool Loose(Type type, HashSet<Type> seen) =>
            seen.Add(type) && !type.IsAssignableTo(typeof(IMaskedObject)) && type.Name != "KeptJson"
            && (MaskedTypes.Members(type).Any(p => p.IsDefined(typeof(MaskedAttribute), false) && type.Namespace!.StartsWith("SalesGrid", StringComparison.Ordinal))
                || MaskedTypes.PartsOf(type).Any(part => Loose(part, seen)));
    }
}

/// <summary>People and programs of every role, and objects whose masked fields hold what cannot be mistaken.</summary>
public sealed class MasksWorld : IAsyncLifetime
{
    private readonly Dictionary<string, string> keys = new() { ["admin"] = Gateway.AdminKey, ["reader"] = Gateway.ReaderKey, ["other-writer"] = "key-of-other-writer" };
    private List<string> refusals = [];

    internal static (string Name, string[] Roles, string? Person, string[] Units)[] Visitors { get; } =
    [
        ("owner", ["rep"], "OWNER", []), ("boss", ["rep"], "BOSS", []), ("delegate", ["rep"], "DELEGATE", []), ("other", ["rep"], "OTHER", []),
        ("manager", ["manager"], null, []), ("unit-manager", ["manager"], null, ["U1"]), ("other-unit-manager", ["manager"], null, ["U2"]),
        ("finance", ["finance"], null, []), ("legal", ["legal"], null, []), ("people", ["people"], null, []), ("processOwner", ["processOwner"], null, []),
        ("controller", ["controller"], null, []), ("auditor", ["auditor"], null, []), ("analyst", ["analyst"], null, []), ("importer", ["importer"], null, []),
        ("administrator", ["administrator"], null, []),
    ];

    internal Gateway Gateway { get; private set; } = null!;

    internal async Task<Answer> Ask(string who, string path)
    {
        using var client = Gateway.ClientFor(keys[who]);
        return await Answer.Of(await client.GetAsync(new Uri(path, UriKind.Relative)));
    }

    /// <summary>Every question there is, about every object that was made.</summary>
    internal async Task<List<(string Asked, string Text)>> AskEverything(string who)
    {
        using var client = Gateway.ClientFor(keys[who]);
        List<(string, string)> answers = [];
        foreach (var template in Gateway.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(e => e.RoutePattern.RawText?.StartsWith("/api", StringComparison.Ordinal) == true && e.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods.Contains("GET") == true)
            .Select(e => e.RoutePattern.RawText!.TrimEnd('/')).Where(t => t != "/api/ledger/verify"))
        {
            foreach (var path in Paths(template))
                answers.Add((path, await Read(client, path)));
        }
        return answers;
    }

    private IEnumerable<string> Paths(string template)
    {
        if (template.EndsWith("/stream", StringComparison.Ordinal))
            return [template];
        if (template.StartsWith("/api/decisions/refusals/", StringComparison.Ordinal))
            return refusals.Select(id => template.Replace("{id}", id, StringComparison.Ordinal));
        var kind = KindApis.All.SingleOrDefault(k => template.StartsWith($"/api/{k.Path}/", StringComparison.Ordinal) || template.StartsWith($"/api/decisions/{k.Kind}/", StringComparison.Ordinal));
        string[] ids = kind?.Kind switch
        {
            "customer" => ["C-owned", "C-pool", "C-nobody"],
            "opportunity" => ["O-owned"],
            "quote" => ["Q-owned", "Q-asked"],
            "contract" => ["K-owned"],
            "pricelist" => ["PL", "PL-asked"],
            "salesperson" => ["OWNER"],
            "user" => ["U-legal"],
            "claim" => [Claims.ClaimOf.ActorSubject("U-legal")["claim/".Length..]],
            _ => ["company"],
        };
        var of = ids.Select(id => template.Replace("{id}", id, StringComparison.Ordinal));
        if (template.Contains("{version}", StringComparison.Ordinal))
            return of.SelectMany(path => Enumerable.Range(1, kind!.Kind is "customer" or "opportunity" or "quote" ? 8 : 3).Select(v => path.Replace("{version}", $"{v}", StringComparison.Ordinal)));
        return template.EndsWith("/can", StringComparison.Ordinal) ? of.SelectMany(path => kind!.Commands.Where(c => !c.Creates).Select(c => $"{path}?command={c.Name}"))
            : template.EndsWith("/appraisal", StringComparison.Ordinal) ? of.Select(path => path + "?period=2026")
            : of;
    }

    /// <summary>The text of an answer; of a stream what it sends first.</summary>
    private static async Task<string> Read(HttpClient client, string path)
    {
        if (!path.EndsWith("/stream", StringComparison.Ordinal))
            return (await Answer.Of(await client.GetAsync(new Uri(path, UriKind.Relative)))).Text;
        using var response = await client.GetAsync(new Uri(path, UriKind.Relative), HttpCompletionOption.ResponseHeadersRead);
        if (response.StatusCode != HttpStatusCode.OK)
            return await response.Content.ReadAsStringAsync();
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
        var text = new StringBuilder();
        while (await reader.ReadLineAsync() is { Length: > 0 } line)
            text.AppendLine(line);
        return text.ToString();
    }

    private async Task<Answer> Send(string who, string path, object body)
    {
        using var client = Gateway.ClientFor(keys[who]);
        return await Answer.Of(await client.PostAsJsonAsync($"/api/{path}", body));
    }

    private async Task<Answer> Must(string who, string path, object body)
    {
        var answer = await Send(who, path, body);
        Assert.True((int)answer.Status is 200 or 201, $"{path}: {answer.Text}");
        return answer;
    }

    public async ValueTask InitializeAsync()
    {
        Gateway = await Gateway.Start(null,
        [
            "--Grid:Keys:1:Name=other-writer", "--Grid:Keys:1:Role=Writer", $"--Grid:Keys:1:Sha256={Security.ApiKeys.HashOf("key-of-other-writer")}",
        ]);
        var today = CompanyDay.Today;
        await Must("admin", "units", new { id = "U1", name = "一部", kind = "department" });
        await Must("admin", "units", new { id = "U2", name = "二部", kind = "department" });
        foreach (var (id, unit) in new[] { ("BOSS", "U1"), ("OWNER", "U1"), ("DELEGATE", "U2"), ("OTHER", "U2") })
            await Must("admin", "salespeople", new { id, name = id, unit });
        await Must("admin", "units/U1/set-head", new { headId = "BOSS" });
        await Must("admin", "salespeople/OWNER/delegate", new { to = "DELEGATE", from = today, until = today.AddDays(30), reason = "休假" });
        foreach (var (name, roles, salespersonId, units) in Visitors)
        {
            var kind = roles is ["analyst"] or ["importer"] ? "machine" : "person";
            await Must("admin", "users", new { id = $"U-{name}", name, kind, roles, salespersonId, units });
            keys[name] = (await Must("admin", $"users/U-{name}/issue-key", new { name = "key" })).Json.GetProperty("key").GetString()!;
        }
        await Must("processOwner", "price-lists", new
        {
            id = "PL",
            name = "目录价",
            currency = "CNY",
            lines = new object[]
            {
                new { product = "CNC-5", name = "车床", listPrice = 100_000.00m, floorPrice = 71_111.37m, unitCost = 50_123.41m },
                new { product = "CNC-3", name = "铣床", listPrice = 90_000.00m, floorPrice = 61_111.39m, unitCost = 30_123.43m },
            },
        });
        await Must("finance", "price-lists/PL/approve", new { effectiveFrom = today });
        await Must("processOwner", "price-lists", new
        {
            id = "PL-asked",
            name = "特价",
            currency = "CNY",
            lines = new[] { new { product = "CNC-7", name = "镗床", listPrice = 80_000.00m, floorPrice = 51_111.43m, unitCost = 40_123.45m } },
            approvalBands = new[] { new { fromBasisPoints = 100, mode = "all", approvers = new[] { new { duty = "legal" } } } },
        });
        await Must("finance", "price-lists/PL-asked/approve", new { effectiveFrom = today });
        foreach (var (id, phone) in new[] { ("C-owned", "13877770001"), ("C-pool", "13877770003"), ("C-nobody", "13877770004") })
        {
            await Must("admin", "customers", new { id, name = id });
            if (id == "C-owned")
                await Must("manager", "customers/C-owned/assign", new { salespersonId = "OWNER" });
            await Must("admin", $"customers/{id}/put-contact", Contact("P-1", phone));
        }
        await Must("manager", "customers/C-pool/return", new { reason = "暂无需求" });
        await Must("owner", "customers/C-owned/follow-up", new { kind = "visit", summary = "SPOKEN-LEAK" });
        await Must("owner", "customers/C-owned/put-contact", Contact("P-5", "13877770005"));
        await Must("legal", "customers/C-owned/remove-contact", new { contactId = "P-5", reason = "REMOVED-LEAK" });
        await Must("owner", "opportunities", new { id = "O-owned", ownerId = "OWNER", name = "更新", customerId = "C-owned", amount = new { amount = 100_000, currency = "CNY" } });
        await Must("owner", "opportunities/O-owned/map-person", new { person = new { id = "B-1", name = "采漏总监", role = "economic-buyer", motive = "MOTIVE-LEAK" } });
        await Must("owner", "quotes", new { id = "Q-owned", opportunityId = "O-owned", priceListId = "PL", lines = new[] { new { product = "CNC-5", quantity = 1 } }, validUntil = today.AddDays(30) });
        await Must("owner", "quotes/Q-owned/submit", new { });
        await Must("owner", "quotes", new { id = "Q-asked", opportunityId = "O-owned", priceListId = "PL-asked", lines = new[] { new { product = "CNC-7", quantity = 1, discountBasisPoints = 500 } }, validUntil = today.AddDays(30) });
        await Must("owner", "quotes/Q-asked/submit", new { });
        await Must("owner", "contracts", new { id = "K-owned", quoteId = "Q-owned", clauses = new { quantity = "一台" } });
        // Refused, and so a fact whose content can be asked for.
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await Send("other-writer", "customers/C-owned/put-contact", Contact("P-2", "13877770002"))).Status);
        // So does a refusal, and an override, that concern an account.
        Assert.Equal("CP-USER-07", (await Send("admin", "users/U-legal/set-roles", new { roles = new[] { "legal", "auditor" } })).ControlPoint);
        await Must("admin", "users/U-legal/override", new { controlPoint = "CP-STAGE-03", reason = "误设", until = DateTimeOffset.UtcNow.AddDays(1) });
        refusals = [.. (await Ask("admin", "/api/refusals")).Json.GetProperty("items").EnumerateArray().Select(r => r.GetProperty("id").GetString()!)];
        Assert.NotEmpty(refusals);
    }

    private static object Contact(string contactId, string phone) => new
    {
        contactId,
        name = contactId == "P-1" && phone == "13877770001" ? "洩漏先生" : "王先生",
        phone,
        email = phone == "13877770001" ? "leak.mail@example.com" : null,
        consent = phone == "13877770001" ? new { purposes = new[] { "sales" }, givenOn = CompanyDay.Today.AddDays(-9), evidence = "EVIDENCE-LEAK" } : null,
    };

    public async ValueTask DisposeAsync() => await Gateway.DisposeAsync();
}
