using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using SalesGrid.Testing;

namespace SalesGrid.Gateway.Tests;

/// <summary>Colleagues with ordinary accounts who want more than they may have: each way round a separation of duties, by HTTP.</summary>
public sealed class ColleaguesTests(ColleaguesTests.Office office) : IClassFixture<ColleaguesTests.Office>
{
    private static readonly string Until = $"{CompanyDay.Today.AddDays(30):yyyy-MM-dd}";

    [Fact]
    public async Task Peoples_administration_has_nobody_delegate_to_itself()
    {
        var taken = await office.Post("people", "salespeople/E-rep/delegate", new { to = "HR", from = CompanyDay.TodayText, until = Until, reason = "休假" });
        Assert.Equal(("CP-DELEG-08", "to"), (taken.ControlPoint, taken.Field));
        Assert.Equal(HttpStatusCode.OK, (await office.Post("people", "salespeople/E-rep/delegate", new { to = "E-head", from = CompanyDay.TodayText, until = Until, reason = "休假" })).Status);
    }

    [Fact]
    public async Task What_is_hidden_is_not_opened_by_being_named()
    {
        foreach (var (hidden, nowhere) in new[] { ("C-E", "C-NOWHERE"), ("C-E2", "C-NOWHERE") })
        {
            var (named, unknown) = (await Open(hidden), await Open(nowhere));
            Assert.Equal(HttpStatusCode.NotFound, unknown.Status);
            Assert.Equal((unknown.Status, unknown.ControlPoint, unknown.Field), (named.Status, named.ControlPoint, named.Field));
            Assert.Equal(Said(unknown, nowhere), Said(named, hidden));
        }
        Assert.Equal(HttpStatusCode.NotFound, (await office.Get("w.rep", "customers/C-E")).Status);
        // Of a deal of somebody else's nothing is quoted either.
        var quoted = await office.Post("w.rep", "quotes", Quote("Q-hidden", "O-E"));
        var none = await office.Post("w.rep", "quotes", Quote("Q-hidden", "O-NOWHERE"));
        Assert.Equal((none.Status, Said(none, "O-NOWHERE")), (quoted.Status, Said(quoted, "O-E")));

        Task<Answer> Open(string customer) => office.Post("w.rep", "opportunities", new { id = office.NewId("O"), ownerId = "W-rep", customerId = customer });

        // All but what is another with every request.
        static string Said(Answer answer, string id) => Regex.Replace(answer.Text, "\"traceId\":\"[^\"]*\"", "").Replace(id, "*", StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_but_a_manager_quotes_on_somebody_elses_budget()
    {
        var given = await office.Post("e.rep", "quotes", Quote("Q-given", "O-E", "W-rep"));
        Assert.Equal(("CP-QUOTE-15", "ownerId"), (given.ControlPoint, given.Field));
        Assert.Equal(HttpStatusCode.Created, (await office.Post("e.rep", "quotes", Quote("Q-own", "O-E"))).Status);
        Assert.Equal("CP-QUOTE-15", (await office.Post("e.rep", "quotes/Q-own/revise", new { ownerId = "W-rep" })).ControlPoint);
        Assert.Equal(HttpStatusCode.OK, (await office.Post("manager", "quotes/Q-own/revise", new { ownerId = "E-other" })).Status);
    }

    [Fact]
    public async Task A_machine_is_no_manager_and_acts_for_nobody()
    {
        // It leads the region on paper, and somebody has it act for them.
        await office.Must("units/south/set-head", new { headId = "Bot" });
        await office.Must("salespeople/S-rep/delegate", new { to = "Bot", from = CompanyDay.TodayText, until = Until, reason = "休假" });
        foreach (var (path, body) in new (string, object)[]
        {
            ("opportunities/O-S/lose", new { reason = "price" }), ("opportunities/O-S/reassign", new { ownerId = "Bot", reason = "-" }), ("salespeople/S-rep/handover", new { to = "Bot", reason = "-" }),
        })
        {
            var refused = await office.Post("machine", path, body);
            Assert.Equal((HttpStatusCode.Forbidden, "CP-WHO-01"), (refused.Status, refused.ControlPoint));
        }
        await office.Must("opportunities", new { id = "O-bot", ownerId = "Bot", customerId = "C-S" }, "machine");
    }

    [Fact]
    public async Task Who_brings_in_for_one_region_brings_in_for_no_other()
    {
        await office.OpenWindow();
        var own = await office.Post("e.importer", "opportunities/I-E/import", Import("E-rep", "C-E"));
        Assert.True(own.Status == HttpStatusCode.OK, own.Text);
        Assert.Equal("CP-WHO-01", (await office.Post("e.importer", "opportunities/I-W/import", Import("W-rep", "C-W"))).ControlPoint);
        var batch = await office.Post("e.importer", "commands", new
        {
            commands = new object[]
            {
                new { type = "opportunity.import", id = "I-E2", commandId = "i-1", body = Import("E-rep", "C-E") },
                new { type = "opportunity.import", id = "I-W2", commandId = "i-2", body = Import("W-rep", "C-W") },
            },
        });
        Assert.Equal([null, "CP-WHO-01"], batch.Json.GetProperty("results").EnumerateArray().Select(r => r.GetProperty("controlPoint").GetString()));

        static object Import(string owner, string customer) => new { ownerId = owner, customerId = customer, product = "A", status = "open", stage = "initiation", openedOn = "2026-01-01", source = "old" };
    }

    [Fact]
    public async Task A_program_with_the_role_importer_brings_in_files()
    {
        var folder = Directory.CreateTempSubdirectory("sales-grid-importer-");
        try
        {
            await office.OpenWindow();
            var rejects = Path.Combine(folder.FullName, "rejects.csv");
            await File.WriteAllTextAsync(Path.Combine(folder.FullName, "mapping.json"), """
                {"source":"old","currency":"CNY","opportunities":{"file":"deals.csv","id":"F-{no}","status":{"template":"{state}","values":{"open":{"status":"open","stage":"initiation"}}},
                 "fields":{"ownerId":"owner","customerId":"customer","openedOn":"day"}}}
                """);
            await File.WriteAllTextAsync(Path.Combine(folder.FullName, "deals.csv"), "no,state,owner,customer,day\n1,open,E-rep,C-E,2026-01-05\n2,open,W-rep,C-W,2026-01-05\n");
            await using var import = GridProcess.Run("Client.Cli", ["import", folder.FullName, "--mapping", Path.Combine(folder.FullName, "mapping.json"),
                "--server", office.Address.ToString(), "--lang", "en", "--state", Path.Combine(folder.FullName, "state.json"), "--rejects", rejects], ("GRID_KEY", office.KeyOf("e.importer")));
            Assert.True(await import.Exit() == 2, import.Output);
            // What is of its own region came in, the other row did not.
            Assert.Equal(HttpStatusCode.OK, (await office.Get(null, "opportunities/F-1")).Status);
            var row = Assert.Single((await File.ReadAllLinesAsync(rejects)).Skip(1));
            Assert.Contains("F-2,CP-WHO-01", row, StringComparison.Ordinal);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task Each_is_told_what_they_may_do_and_no_more()
    {
        var rep = (await office.Get("e.rep", "me")).Json;
        Assert.Equal(("e.rep", "E-rep"), (rep.GetProperty("user").GetString(), rep.GetProperty("person").GetString()));
        Assert.Equal(["rep"], rep.GetProperty("roles").EnumerateArray().Select(r => r.GetString()));
        var may = rep.GetProperty("permissions").EnumerateArray().Select(p => p.GetString()).ToHashSet();
        Assert.Contains("opportunity.advance", may);
        foreach (var closed in new[] { "user.create", "customer.grant-credit", "import-window.open", "unit.create" })
            Assert.DoesNotContain(closed, may);
        var finance = (await office.Get("e.finance", "me")).Json;
        Assert.Equal(["east"], finance.GetProperty("units").EnumerateArray().Select(u => u.GetString()));
        Assert.Contains("customer.grant-credit", finance.GetProperty("permissions").EnumerateArray().Select(p => p.GetString()));
    }

    [Theory]
    [InlineData("""{"id":"u-1","name":"x","kind":"person","roles":["manager"],"units":["nowhere"]}""", "CP-USER-10", "units[0]")]
    [InlineData("""{"id":"u-2","name":"x","kind":"person","roles":["manager"],"units":["shut"]}""", "CP-USER-10", "units[0]")]
    [InlineData("""{"id":"u-3","name":"x","kind":"person","roles":["finance"],"salespersonId":"S-other"}""", "CP-USER-07", "roles")]
    [InlineData("""{"id":"u-4","name":"x","kind":"person","roles":["controller"],"salespersonId":"S-other"}""", "CP-USER-07", "roles")]
    [InlineData("""{"id":"u-5","name":"x","kind":"machine","roles":["manager"]}""", "CP-USER-08", "roles")]
    [InlineData("""{"id":"u-6","name":"x","kind":"person","roles":["auditor","finance"]}""", "CP-USER-07", "roles")]
    public async Task Nobody_is_made_a_user_who_could_both_do_and_approve(string body, string controlPoint, string field)
    {
        var refused = await office.Post(null, "users", JsonElement.Parse(body));
        Assert.Equal((HttpStatusCode.UnprocessableEntity, controlPoint, field), (refused.Status, refused.ControlPoint, refused.Field));
    }

    [Theory]
    [InlineData("admin")]
    [InlineData("Grid")]
    [InlineData("ADMIN")]
    public async Task No_salesperson_bears_a_name_the_grid_records_acts_under(string id)
    {
        var refused = await office.Post("people", "salespeople", new { id, name = "x", unit = "east" });
        Assert.Equal(("CP-USER-04", "id"), (refused.ControlPoint, refused.Field));
    }

    [Fact]
    public async Task People_of_one_region_take_nobody_out_of_their_units_by_stating_a_place()
    {
        var stated = await office.Post("e.people", "salespeople/E-other/move", new { team = "T", region = "R", manager = "HR" });
        Assert.Equal((HttpStatusCode.Forbidden, "CP-WHO-01"), (stated.Status, stated.ControlPoint));
        Assert.Equal("east-1", (await office.Get(null, "salespeople/E-other")).Json.GetProperty("unit").GetString());
    }

    [Fact]
    public async Task Whoever_left_opens_nothing()
    {
        Assert.Equal(HttpStatusCode.OK, (await office.Get("leaver", "pipeline")).Status);
        await office.Must("salespeople/Leaver/deactivate", new { }, "people");
        await Answered(HttpStatusCode.Unauthorized);
        Assert.Equal(HttpStatusCode.Unauthorized, (await office.Post("leaver", "opportunities", new { ownerId = "Leaver" })).Status);
        await office.Must("salespeople/Leaver/reactivate", new { }, "people");
        await Answered(HttpStatusCode.OK);

        Task<Answer> Answered(HttpStatusCode status) => Poll.Until(
            async () => await office.Get("leaver", "pipeline") is var answer && answer.Status == status ? answer : null, TimeSpan.FromSeconds(5), TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task No_history_holds_what_a_key_is_checked_against()
    {
        var history = await office.Get(null, "users/e.rep/history");
        Assert.Contains("KeyIssued", history.Text, StringComparison.Ordinal);
        Assert.DoesNotMatch("[0-9a-fA-F]{64}", history.Text);
        Assert.DoesNotMatch("[0-9a-fA-F]{64}", (await office.Get(null, "users/e.rep")).Text);
        Assert.DoesNotContain("sg_", history.Text, StringComparison.Ordinal);
    }

    private static object Quote(string id, string opportunity, string? owner = null) => new
    {
        id,
        opportunityId = opportunity,
        ownerId = owner,
        priceListId = "PL1",
        lines = new[] { new { product = "CNC-5", quantity = 2 } },
        validUntil = Until,
    };

    /// <summary>Three regions and fourteen accounts.</summary>
    public sealed class Office : IAsyncLifetime
    {
        private readonly Dictionary<string, HttpClient> clients = [];
        private readonly Dictionary<string, string> keys = [];
        private Gateway gateway = null!;
        private int names;

        public async ValueTask InitializeAsync()
        {
            gateway = await Gateway.Start();
            foreach (var (id, kind, parent) in new[]
            {
                ("east", "region", "company"), ("west", "region", "company"), ("south", "region", "company"), ("shut", "region", "company"), ("east-1", "team", "east"), ("west-1", "team", "west"),
            })
                await Must("units", new { id, name = id, kind, parent });
            await Must("units/shut/close", new { });
            foreach (var (id, unit) in new[]
            {
                ("E-head", "east"), ("E-rep", "east-1"), ("E-other", "east-1"), ("W-rep", "west-1"), ("S-rep", "south"), ("S-other", "south"), ("Bot", "south"), ("HR", "west"), ("Leaver", "west"),
            })
                await Must("salespeople", new { id, name = id, unit });
            await Must("units/east/set-head", new { headId = "E-head" });
            foreach (var (id, kind, person, role, units) in new (string, string, string?, string, string[])[]
            {
                ("e.rep", "person", "E-rep", "rep", []), ("w.rep", "person", "W-rep", "rep", []), ("leaver", "person", "Leaver", "rep", []), ("machine", "machine", "Bot", "rep", []),
                ("people", "person", "HR", "people", []), ("e.people", "person", null, "people", ["east"]), ("manager", "person", null, "manager", []),
                ("e.finance", "person", null, "finance", ["east"]), ("controller", "person", null, "controller", []), ("e.importer", "machine", null, "importer", ["east"]),
            })
            {
                await Must("users", new { id, name = id, kind, salespersonId = person, roles = new[] { role }, units });
                var issued = await Post(null, $"users/{id}/issue-key", new { name = "laptop" });
                Assert.True(issued.Status == HttpStatusCode.OK, issued.Text);
                keys[id] = issued.Json.GetProperty("key").GetString()!;
                clients[id] = gateway.ClientFor(keys[id]);
            }
            foreach (var (customer, owner) in new[] { ("C-E", "E-rep"), ("C-E2", "E-other"), ("C-W", "W-rep"), ("C-S", "S-rep") })
            {
                await Must("customers", new { id = customer, name = customer });
                await Must($"customers/{customer}/assign", new { salespersonId = owner });
            }
            foreach (var (deal, owner, customer) in new[] { ("O-E", "E-rep", "C-E"), ("O-W", "W-rep", "C-W"), ("O-S", "S-rep", "C-S") })
                await Must("opportunities", new { id = deal, ownerId = owner, customerId = customer });
            await Must("price-lists", new { id = "PL1", name = "目录价", currency = "CNY", lines = new[] { new { product = "CNC-5", name = "加工中心", listPrice = 1000, floorPrice = 800, unitCost = 600 } } });
        }

        public async ValueTask DisposeAsync()
        {
            foreach (var client in clients.Values)
                client.Dispose();
            await gateway.DisposeAsync();
        }

        internal Uri Address => gateway.Address;

        internal string KeyOf(string who) => keys[who];

        /// <summary>Has an import window open, opened by internal control.</summary>
        internal async Task OpenWindow()
        {
            var opened = await Post("controller", "import-windows/open", new { until = $"{DateTimeOffset.UtcNow.AddHours(2):O}", reason = "搬迁" });
            Assert.True(opened.Status == HttpStatusCode.OK || opened.ControlPoint == "CP-IMPORT-04", opened.Text);
        }

        internal string NewId(string prefix) => $"{prefix}-{Interlocked.Increment(ref names)}";

        internal async Task<Answer> Get(string? who, string path) => await Answer.Of(await Of(who).GetAsync(new Uri($"/api/{path}", UriKind.Relative)));

        internal async Task<Answer> Post(string? who, string path, object body) => await Answer.Of(await Of(who).PostAsJsonAsync($"/api/{path}", body));

        internal async Task Must(string path, object body, string? who = null)
        {
            var answer = await Post(who, path, body);
            Assert.True((int)answer.Status is 200 or 201, $"{path}: {answer.Text}");
        }

        private HttpClient Of(string? who) => who is null ? gateway.Http : clients[who];
    }
}
