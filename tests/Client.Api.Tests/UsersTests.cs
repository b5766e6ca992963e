using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using SalesGrid.Gateway.Users;
using SalesGrid.Subjects;
using SalesGrid.Testing;
using SalesGrid.Users;

namespace SalesGrid.Gateway.Tests;

/// <summary>Users over HTTP: who makes them, what they may, and whom they act as.</summary>
public sealed class UsersTests(UserGateway users) : IClassFixture<UserGateway>
{
    private Gateway Grid => users.Gateway;

    [Fact]
    public async Task A_rep_acts_as_their_salesperson_and_for_nobody_else()
    {
        var (id, rep) = await users.Visitor(["rep"], "S1");
        var me = await UserGateway.Get(rep, "/api/me");
        Assert.Equal((id, "S1", "rep"), (me.Json.GetProperty("user").GetString(), me.Json.GetProperty("person").GetString(), me.Json.GetProperty("roles")[0].GetString()));
        var deal = users.NewId("O");
        Assert.Equal(HttpStatusCode.Created, (await UserGateway.Post(rep, "/api/opportunities", new { id = deal, ownerId = "S1" })).Status);
        Assert.Equal("CP-WHO-01", (await UserGateway.Post(rep, "/api/opportunities", new { id = users.NewId("O"), ownerId = "S2" })).ControlPoint);
        Assert.Equal("S1", (await Grid.Get($"/api/opportunities/{deal}/history")).Json.GetProperty("items")[0].GetProperty("actor").GetString());
        // A second key is the same person.
        using var other = Grid.ClientFor(await users.Key(id, "other"));
        Assert.Equal(HttpStatusCode.OK, (await UserGateway.Post(other, $"/api/opportunities/{deal}/activities", new { kind = "call", summary = "x" })).Status);
        Assert.Equal("S1", (await Grid.Get($"/api/opportunities/{deal}/history")).Json.GetProperty("items")[1].GetProperty("actor").GetString());
        Assert.Equal("CP-USER-03", (await Grid.Post("/api/users", new { id = users.NewId("user"), name = "x", kind = "person", roles = Rep, salespersonId = "S1" })).ControlPoint);
    }

    [Fact]
    public async Task What_is_refused_of_a_user_says_why_in_both_languages()
    {
        var toxic = await Grid.Post("/api/users", new { name = "x", kind = "person", roles = new[] { "controller", "finance" } });
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "CP-USER-07"), (toxic.Status, toxic.ControlPoint));
        Assert.Contains("who lifts and reviews controls is not under them", toxic.Json.GetProperty("reason").GetProperty("en").GetString(), StringComparison.Ordinal);
        Assert.Contains("不得受其约束", toxic.Json.GetProperty("reason").GetProperty("zh").GetString(), StringComparison.Ordinal);
        var id = await users.User(["rep"]);
        Assert.Equal("CP-USER-07", (await Grid.Post($"/api/users/{id}/set-roles", new { roles = new[] { "rep", "administrator" } })).ControlPoint);
        Assert.Equal("CP-USER-08", (await Grid.Post("/api/users", new { name = "x", kind = "machine", roles = new[] { "manager" } })).ControlPoint);
        Assert.Equal("CP-USER-06", (await Grid.Post("/api/users", new { name = "x", kind = "person", roles = Rep, salespersonId = "nobody" })).ControlPoint);
        Assert.Equal("CP-KEY-04", (await Grid.Post($"/api/users/{id}/issue-key", new { name = "k", roles = new[] { "finance" } })).ControlPoint);
        Assert.Equal(HttpStatusCode.BadRequest, (await Grid.Post("/api/users", new { name = "x", kind = "person", roles = new[] { "king" } })).Status);
    }

    [Theory]
    [InlineData("S2", "CP-USER-05")]
    [InlineData("s2", "CP-USER-05")]
    [InlineData("admin", "CP-USER-04")]
    [InlineData("GRID", "CP-USER-04")]
    [InlineData("reader", "CP-USER-04")]
    [InlineData("Reader", "CP-USER-04")]
    public async Task Nobody_is_made_a_user_under_somebody_elses_name(string id, string controlPoint)
    {
        var body = new { id, name = "x", kind = "person", roles = Rep };
        Assert.Equal(controlPoint, (await Grid.Post("/api/users", body)).ControlPoint);
        var batch = await Grid.Post("/api/commands", new { commands = new[] { new { type = "user.create", id, commandId = users.NewId("c"), body = new { name = "x", kind = "person", roles = Rep } } } });
        Assert.Equal(controlPoint, batch.Json.GetProperty("results")[0].GetProperty("controlPoint").GetString());
        var can = await Grid.Post("/api/users/can?command=create", body);
        Assert.Equal(controlPoint, can.Json.GetProperty("missing")[0].GetProperty("controlPoint").GetString());
    }

    [Fact]
    public async Task Of_two_who_are_made_at_once_under_one_name_one_is()
    {
        for (var round = 0; round < 5; round++)
        {
            var person = users.NewId("P");
            Assert.Equal(HttpStatusCode.Created, (await Grid.Post("/api/salespeople", new { id = person, name = "x", team = "t", region = "r" })).Status);
            var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(i => Grid.Post("/api/users", new { id = $"{person}-{i}", name = "x", kind = "person", roles = Rep, salespersonId = person })));
            Assert.Single(answers, a => a.Status == HttpStatusCode.Created);
            // In passing both may have been granted a part; nobody is left with a name that is not theirs.
            Assert.All(answers.Where(a => a.Status != HttpStatusCode.Created), a => Assert.Equal((HttpStatusCode.Conflict, "CP-USER-03"), (a.Status, a.ControlPoint)));
        }
    }

    [Fact]
    public async Task A_salesperson_is_not_registered_under_the_id_of_a_user_who_is_not_theirs()
    {
        var id = await users.User(["legal"]);
        var refused = await Grid.Post("/api/salespeople", new { id, name = "x", team = "t", region = "r" });
        Assert.Equal((HttpStatusCode.Conflict, "CP-USER-03"), (refused.Status, refused.ControlPoint));
    }

    [Fact]
    public async Task Administrators_keep_users_and_have_no_part_in_business()
    {
        var (id, administrator) = await users.Visitor(["administrator"]);
        var made = users.NewId("user");
        Assert.Equal(HttpStatusCode.Created, (await UserGateway.Post(administrator, "/api/users", new { id = made, name = "x", kind = "person", roles = Rep })).Status);
        Assert.Equal(HttpStatusCode.OK, (await UserGateway.Post(administrator, $"/api/users/{made}/issue-key", new { name = "k" })).Status);
        Assert.Equal(HttpStatusCode.OK, (await UserGateway.Get(administrator, $"/api/users/{made}/history")).Status);
        Assert.Equal(HttpStatusCode.OK, (await UserGateway.Get(administrator, "/api/users")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await UserGateway.Get(administrator, "/api/customers/C1")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await UserGateway.Post(administrator, "/api/customers", new { name = "x" })).Status);
        // Never for oneself.
        Assert.Equal("CP-WHO-01", (await UserGateway.Post(administrator, $"/api/users/{id}/set-roles", new { roles = Rep })).ControlPoint);
        Assert.Equal("CP-WHO-01", (await UserGateway.Post(administrator, $"/api/users/{id}/enable", new { })).ControlPoint);
        var permissions = (await UserGateway.Get(administrator, "/api/me")).Json.GetProperty("permissions").EnumerateArray().Select(p => p.GetString()!).ToArray();
        Assert.Equal(["user.create", "user.disable", "user.enable", "user.issue-key", "user.issue-reset", "user.link-subject", "user.read", "user.revoke-key", "user.set-roles", "user.unlink-subject", "user.unlock"], permissions);
    }

    [Fact]
    public async Task Each_reads_their_own_user_and_ends_their_own_keys_and_nobody_elses()
    {
        var (id, analyst) = await users.Visitor(["analyst"]);
        var (other, _) = await users.Visitor(["rep"]);
        Assert.Equal(HttpStatusCode.OK, (await UserGateway.Get(analyst, $"/api/users/{id}")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await UserGateway.Get(analyst, $"/api/users/{other}")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await UserGateway.Get(analyst, "/api/users")).Status);
        Assert.Equal("CP-USER-01", (await UserGateway.Post(analyst, $"/api/users/{other}/revoke-key", new { name = "key" })).ControlPoint);
        Assert.Equal(HttpStatusCode.OK, (await UserGateway.Get(analyst, $"/api/users/{id}/sign-ins")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await UserGateway.Get(analyst, $"/api/users/{other}/sign-ins")).Status);
        Assert.Equal("CP-WHO-01", (await UserGateway.Post(analyst, $"/api/users/{id}/issue-key", new { name = "more" })).ControlPoint);
        await users.Key(id, "spare");
        Assert.Equal(HttpStatusCode.OK, (await UserGateway.Post(analyst, $"/api/users/{id}/revoke-key", new { name = "spare" })).Status);
        var keys = (await Grid.Get($"/api/users/{id}")).Json.GetProperty("keys").EnumerateArray().ToArray();
        Assert.Equal(("key", JsonValueKind.Null, "spare", id), (keys[0].GetProperty("name").GetString(), keys[0].GetProperty("revokedAt").ValueKind,
            keys[1].GetProperty("name").GetString(), keys[1].GetProperty("revokedBy").GetString()));
    }

    [Fact]
    public async Task Whether_there_is_a_user_is_not_told_to_who_may_not_read_them()
    {
        var (other, _) = await users.Visitor(["rep"]);
        var (_, rep) = await users.Visitor(["rep"]);
        var none = users.NewId("none");
        foreach (var route in UserApi.Api.Commands.Where(c => !c.Creates).Select(c => c.Name).Append("set-password"))
        {
            foreach (var body in new object[] { new { }, new { name = "key", roles = Rep, issuer = "https://x", subject = "s" } })
            {
                Assert.Equal(await Told($"/api/users/{none}/{route}", none, body), await Told($"/api/users/{other}/{route}", other, body));
                Assert.Equal(await Told($"/api/users/{none}/can?command={route}", none, body), await Told($"/api/users/{other}/can?command={route}", other, body));
            }
            Assert.Equal(await Batch(none, route), await Batch(other, route));
            Assert.Equal(Without(none, (await UserGateway.Get(rep, $"/api/users/{none}/can?command={route}")).Text), Without(other, (await UserGateway.Get(rep, $"/api/users/{other}/can?command={route}")).Text));
        }
        Assert.Equal((HttpStatusCode.NotFound, "CP-USER-01"), (await UserGateway.Post(rep, $"/api/users/{other}/disable", new { }) is var a ? (a.Status, a.ControlPoint) : default));

        async Task<(HttpStatusCode, string)> Told(string path, string id, object body)
        {
            var answer = await UserGateway.Post(rep, path, body);
            return (answer.Status, Without(id, answer.Text));
        }

        async Task<string> Batch(string id, string route) =>
            Without(id, (await UserGateway.Post(rep, "/api/commands", new { commands = new[] { new { type = $"user.{route}", id, commandId = users.NewId("c") } } })).Text);

        static string Without(string id, string text) => System.Text.RegularExpressions.Regex.Replace(text.Replace(id, "ID", StringComparison.Ordinal), "\"traceId\":\"[^\"]*\"", "");
    }

    [Fact]
    public async Task Administrators_send_batches_of_what_is_theirs_and_nothing_else()
    {
        var (_, administrator) = await users.Visitor(["administrator"]);
        var (_, analyst) = await users.Visitor(["analyst"]);
        var (made, customer) = (users.NewId("user"), users.NewId("C"));
        var batch = new
        {
            commands = new object[]
            {
                new { type = "user.create", id = made, commandId = users.NewId("c"), body = new { name = "x", kind = "person", roles = Rep } },
                new { type = "customer.create", id = customer, commandId = users.NewId("c"), body = new { name = "x" } },
                new { type = "user.disable", id = made, commandId = users.NewId("c") },
            },
        };
        var mixed = (await UserGateway.Post(administrator, "/api/commands", batch)).Json.GetProperty("results");
        Assert.Equal([true, false, true], mixed.EnumerateArray().Select(r => r.GetProperty("accepted").GetBoolean()));
        Assert.Equal("CP-WHO-01", mixed[1].GetProperty("controlPoint").GetString());
        Assert.Equal(HttpStatusCode.NotFound, (await Grid.Get($"/api/customers/{customer}")).Status);
        // As many as are begun bucket by bucket.
        var many = await UserGateway.Post(administrator, "/api/commands", new { commands = Enumerable.Range(0, 20).Select(i => new { type = "customer.create", id = $"{customer}-{i}", commandId = users.NewId("c"), body = new { name = "x" } }) });
        Assert.All(many.Json.GetProperty("results").EnumerateArray(), r => Assert.Equal("CP-WHO-01", r.GetProperty("controlPoint").GetString()));
        var deals = await UserGateway.Post(analyst, "/api/commands", new { commands = Enumerable.Range(0, 20).Select(i => new { type = "opportunity.create", id = $"{customer}-O{i}", commandId = users.NewId("c"), body = new { ownerId = "S1" } }) });
        Assert.All(deals.Json.GetProperty("results").EnumerateArray(), r => Assert.Equal("CP-WHO-01", r.GetProperty("controlPoint").GetString()));
    }

    [Theory]
    [InlineData("sha256")]
    [InlineData("Sha256")]
    [InlineData("colour")]
    public async Task A_member_that_only_a_gateway_fills_in_is_refused_by_its_name(string member)
    {
        var id = await users.User(["rep"]);
        var refused = await Grid.Post($"/api/users/{id}/issue-key", new Dictionary<string, string> { ["name"] = "k", [member] = new('a', 64) });
        Assert.Equal((HttpStatusCode.BadRequest, member), (refused.Status, refused.Field));
        var reset = await Grid.Post($"/api/users/{id}/issue-reset", new Dictionary<string, string> { [member] = new('a', 64) });
        Assert.Equal((HttpStatusCode.BadRequest, member), (reset.Status, reset.Field));
        var batch = await Grid.Post("/api/commands", new { commands = new object[] { new { type = "user.issue-key", id, commandId = users.NewId("c"), body = new Dictionary<string, string> { ["name"] = "k", [member] = new('a', 64) } } } });
        Assert.Equal($"body.{member}", batch.Json.GetProperty("results")[0].GetProperty("field").GetString());
        Assert.Equal(HttpStatusCode.BadRequest, (await Grid.Get($"/api/users/{id}/can?command=issue-key&name=k&{member}={new string('a', 64)}")).Status);
    }

    [Theory]
    [InlineData("rep", HttpStatusCode.OK, HttpStatusCode.Created)]
    [InlineData("manager", HttpStatusCode.OK, HttpStatusCode.Created)]
    [InlineData("legal", HttpStatusCode.OK, HttpStatusCode.Created)]
    [InlineData("importer", HttpStatusCode.OK, HttpStatusCode.Created)]
    [InlineData("auditor", HttpStatusCode.OK, HttpStatusCode.Forbidden)]
    [InlineData("analyst", HttpStatusCode.OK, HttpStatusCode.Forbidden)]
    [InlineData("administrator", HttpStatusCode.Forbidden, HttpStatusCode.Forbidden)]
    public async Task A_role_reads_and_writes_what_was_written_down(string role, HttpStatusCode reads, HttpStatusCode writes)
    {
        var (_, visitor) = await users.Visitor([role]);
        Assert.Equal(reads, (await UserGateway.Get(visitor, "/api/customers")).Status);
        Assert.Equal(reads, (await UserGateway.Get(visitor, "/api/kpis")).Status);
        Assert.Equal(writes, (await UserGateway.Post(visitor, "/api/customers", new { name = "x" })).Status);
    }

    [Fact]
    public async Task A_duty_comes_with_its_role_and_goes_with_it()
    {
        var (id, manager) = await users.Visitor(["manager"]);
        Assert.Equal(HttpStatusCode.OK, (await UserGateway.Post(manager, "/api/customers/C1/assign", new { salespersonId = "S1" })).Status);
        using var lesser = Grid.ClientFor(await users.Key(await users.User(["manager", "legal"]), "lesser", new { name = "lesser", roles = new[] { "legal" } }));
        Assert.Equal("CP-POOL-01", (await UserGateway.Post(lesser, "/api/customers/C1/assign", new { salespersonId = "S2" })).ControlPoint);
        await users.Do(id, "set-roles", new { roles = new[] { "legal" } });
        Assert.Equal("CP-POOL-01", (await UserGateway.Post(manager, "/api/customers/C1/assign", new { salespersonId = "S2" })).ControlPoint);
        await users.Do(id, "set-roles", new { roles = new[] { "auditor" } });
        Assert.Equal(HttpStatusCode.Forbidden, (await UserGateway.Post(manager, "/api/customers", new { name = "x" })).Status);
        Assert.Equal(HttpStatusCode.OK, (await UserGateway.Get(manager, "/api/customers/C1")).Status);
    }

    [Fact]
    public async Task Who_one_is_is_told_to_every_sort_of_caller()
    {
        using var reader = Grid.ClientFor(Gateway.ReaderKey);
        var configured = (await UserGateway.Get(reader, "/api/me")).Json;
        Assert.Equal(("reader", "analyst"), (configured.GetProperty("user").GetString(), configured.GetProperty("roles")[0].GetString()));
        Assert.All(configured.GetProperty("permissions").EnumerateArray(), p => Assert.EndsWith(".read", p.GetString(), StringComparison.Ordinal));
        var admin = (await Grid.Get("/api/me")).Json;
        Assert.Equal(("admin", JsonValueKind.Null), (admin.GetProperty("user").GetString(), admin.GetProperty("person").ValueKind));
        Assert.Contains("salesperson.move", admin.GetProperty("permissions").EnumerateArray().Select(p => p.GetString()));
        var (_, rep) = await users.Visitor(["rep"]);
        var permissions = (await UserGateway.Get(rep, "/api/me")).Json.GetProperty("permissions").EnumerateArray().Select(p => p.GetString()!).ToArray();
        Assert.Superset(new HashSet<string> { "opportunity.advance", "customer.create", "user.revoke-key", "opportunity.read" }, permissions.ToHashSet());
        Assert.DoesNotContain(permissions, p => p is "opportunity.import" or "customer.grant-credit" or "user.create" or "user.read" or "salesperson.move");
    }

    [Fact]
    public async Task A_user_whose_name_a_configured_key_has_is_not_let_in()
    {
        // Made where the configuration of this gateway is not known.
        var user = Grid.Services.GetRequiredService<IGrainFactory>().GetGrain<ISubject>(GrainId.Create("user", "user/READER"));
        var text = UserKeyText.New("READER");
        var hash = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(text)));
        Assert.True((await user.Do(new CreateUser("x", UserType.Person, [UserRole.Rep]), new("1", "boss", Duties: Duties.Users))).Accepted);
        Assert.True((await user.Do(new IssueKey("k") { Sha256 = hash }, new("2", "boss", Duties: Duties.Users))).Accepted);
        using var client = Grid.ClientFor(text);
        Assert.Equal(HttpStatusCode.Unauthorized, (await UserGateway.Get(client, "/api/me")).Status);
    }

    [Fact]
    public async Task A_machine_counts_and_brings_in_and_is_one_actor()
    {
        var (id, machine) = await users.Visitor(["importer", "analyst"], kind: "machine");
        Assert.Equal(HttpStatusCode.Created, (await UserGateway.Post(machine, "/api/customers", new { id = users.NewId("C"), name = "x" })).Status);
        Assert.Equal(id, (await UserGateway.Get(machine, "/api/me")).Json.GetProperty("user").GetString());
    }

    private static readonly string[] Rep = ["rep"];
}
