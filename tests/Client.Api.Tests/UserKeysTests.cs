using System.Net;
using System.Net.WebSockets;
using System.Text;
using Microsoft.Data.Sqlite;
using SalesGrid.Gateway.Users;
using SalesGrid.Testing;

namespace SalesGrid.Gateway.Tests;

/// <summary>Keys of users: issued, used, ended; and what ends with them.</summary>
public sealed class UserKeysTests(UserGateway users) : IClassFixture<UserGateway>
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private Gateway Grid => users.Gateway;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_key_that_is_issued_again_under_the_same_command_id_is_the_same_and_is_not_shown_again()
    {
        var id = await users.User(["rep"]);
        var command = users.NewId("c");
        var first = await Grid.Post($"/api/users/{id}/issue-key", new { name = "k" }, command);
        var again = await Grid.Post($"/api/users/{id}/issue-key", new { name = "k" }, command);
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (first.Status, again.Status));
        Assert.Equal((false, true), (first.Json.GetProperty("replayed").GetBoolean(), again.Json.GetProperty("replayed").GetBoolean()));
        Assert.Equal(System.Text.Json.JsonValueKind.Null, again.Json.GetProperty("key").ValueKind);
        Assert.Contains("first answer", again.Json.GetProperty("note").GetProperty("en").GetString(), StringComparison.Ordinal);
        Assert.Equal(first.Json.GetProperty("version").GetInt32(), again.Json.GetProperty("version").GetInt32());
        Assert.Single((await Grid.Get($"/api/users/{id}")).Json.GetProperty("keys").EnumerateArray());
        using var client = Grid.ClientFor(first.Json.GetProperty("key").GetString());
        Assert.Equal(HttpStatusCode.OK, (await UserGateway.Get(client, "/api/me")).Status);
        Assert.Equal("CP-CMD-01", (await Grid.Post($"/api/users/{id}/issue-key", new { name = "other" }, command)).ControlPoint);
    }

    [Fact]
    public async Task A_key_is_not_issued_in_a_batch_and_whether_it_would_be_may_be_asked()
    {
        var id = await users.User(["rep"]);
        var batch = await Grid.Post("/api/commands", new { commands = new[] { new { type = "user.issue-key", id, commandId = users.NewId("c"), body = new { name = "k" } } } });
        Assert.Equal("CP-KEY-05", batch.Json.GetProperty("results")[0].GetProperty("controlPoint").GetString());
        Assert.True((await Grid.Get($"/api/users/{id}/can?command=issue-key&name=k")).Json.GetProperty("can").GetBoolean());
    }

    [Fact]
    public async Task A_key_opens_the_grid_from_its_first_moment_on()
    {
        var id = await users.User(["rep"]);
        for (var i = 0; i < 5; i++)
        {
            using var client = Grid.ClientFor(await users.Key(id, $"k{i}"));
            Assert.Equal(HttpStatusCode.OK, (await UserGateway.Get(client, "/api/me")).Status);
        }
    }

    [Fact]
    public async Task When_a_key_was_last_used_is_shown_and_no_fact()
    {
        var id = await users.User(["rep"]);
        using var used = Grid.ClientFor(await users.Key(id, "used"));
        await users.Key(id, "spare");
        var version = (await Grid.Get($"/api/users/{id}")).Json.GetProperty("version").GetInt32();
        Assert.Equal(HttpStatusCode.OK, (await UserGateway.Get(used, "/api/me")).Status);
        users.Time.Advance(KeyUse.Period);
        var keys = await Poll.Until(async () => (await Grid.Get($"/api/users/{id}")).Json.GetProperty("keys") is var found && found[0].GetProperty("lastUsedAt").ValueKind == System.Text.Json.JsonValueKind.String ? found.EnumerateArray().ToArray() : null, Patience, Cancel);
        Assert.Equal(System.Text.Json.JsonValueKind.Null, keys[1].GetProperty("lastUsedAt").ValueKind);
        var listed = (await Grid.Get("/api/users?limit=500")).Json.GetProperty("items").EnumerateArray().Single(u => u.GetProperty("id").GetString() == id);
        Assert.Equal(keys[0].GetRawText(), listed.GetProperty("keys")[0].GetRawText());
        Assert.Equal(version, (await Grid.Get($"/api/users/{id}")).Json.GetProperty("version").GetInt32());
    }

    [Fact]
    public async Task A_revoked_key_opens_nothing_and_the_others_go_on()
    {
        var id = await users.User(["rep"]);
        using var old = Grid.ClientFor(await users.Key(id, "old"));
        using var next = Grid.ClientFor(await users.Key(id, "next"));
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), ((await UserGateway.Get(old, "/api/me")).Status, (await UserGateway.Get(next, "/api/me")).Status));
        await users.Do(id, "revoke-key", new { name = "old" });
        var refused = await UserGateway.Get(old, "/api/me");
        Assert.Equal((HttpStatusCode.Unauthorized, "application/problem+json"), (refused.Status, refused.ContentType));
        Assert.Equal(HttpStatusCode.OK, (await UserGateway.Get(next, "/api/me")).Status);
    }

    [Fact]
    public async Task A_key_ends_with_its_last_day()
    {
        var id = await users.User(["rep"]);
        using var client = Grid.ClientFor(await users.Key(id, "k", new { name = "k", expiresOn = CompanyDay.Today }));
        using var cookie = await Grid.SignedIn(await users.Key(id, "k2", new { name = "k2", expiresOn = CompanyDay.Today }));
        Assert.Equal(HttpStatusCode.OK, (await UserGateway.Get(client, "/api/me")).Status);
        users.Time.Advance(TimeSpan.FromDays(1.1));
        Assert.Equal(HttpStatusCode.Unauthorized, (await UserGateway.Get(client, "/api/me")).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await UserGateway.Get(cookie, "/api/me")).Status);
    }

    [Fact]
    public async Task Who_is_shut_out_is_out_with_key_cookie_and_stream_and_comes_back_with_the_key()
    {
        var id = await users.User(["rep"]);
        var key = await users.Key(id);
        using var client = Grid.ClientFor(key);
        using var cookie = await Grid.SignedIn(key);
        Assert.Equal(HttpStatusCode.OK, (await UserGateway.Get(cookie, "/api/me")).Status);
        using var stream = await Sse.Open(client, "/api/kpis/stream");
        using var byCookie = await Sse.Open(cookie, "/api/kpis/stream");
        await stream.Next();
        await byCookie.Next();
        await users.Do(id, "disable");
        users.Time.Advance(Security.OpenSessions.Period);
        await Assert.ThrowsAsync<EndOfStreamException>(() => stream.Until(_ => false));
        await Assert.ThrowsAsync<EndOfStreamException>(() => byCookie.Until(_ => false));
        Assert.Equal(HttpStatusCode.Unauthorized, (await UserGateway.Get(client, "/api/me")).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await UserGateway.Get(cookie, "/api/me")).Status);
        Assert.Equal(HttpStatusCode.Found, (await UserGateway.Get(cookie, "/")).Status);
        await users.Do(id, "enable");
        Assert.Equal(HttpStatusCode.OK, (await UserGateway.Get(client, "/api/me")).Status);
    }

    [Fact]
    public async Task The_connection_of_an_open_page_ends_with_its_user()
    {
        var id = await users.User(["rep"]);
        var cookies = new CookieContainer();
        using var page = await Grid.SignedIn(await users.Key(id), cookies);
        using var socket = new ClientWebSocket();
        socket.Options.Cookies = cookies;
        socket.Options.SetRequestHeader("Origin", Grid.Address.GetLeftPart(UriPartial.Authority));
        await socket.ConnectAsync(new UriBuilder(new Uri(Grid.Address, "/_blazor")) { Scheme = "ws" }.Uri, Cancel);
        await socket.SendAsync("{\"protocol\":\"blazorpack\",\"version\":1}\u001e"u8.ToArray(), WebSocketMessageType.Text, true, Cancel);
        var answer = new byte[1_024];
        Assert.Equal("{}\u001e"u8.ToArray(), answer[..(await socket.ReceiveAsync(answer, Cancel)).Count]);
        await users.Do(id, "disable");
        users.Time.Advance(Security.OpenSessions.Period);
        await Assert.ThrowsAsync<WebSocketException>(async () =>
        {
            // The page says now and then that it is alive.
            while (true)
                await socket.ReceiveAsync(answer, Cancel).WaitAsync(Patience, Cancel);
        });
        using var again = new ClientWebSocket();
        again.Options.Cookies = cookies;
        again.Options.SetRequestHeader("Origin", Grid.Address.GetLeftPart(UriPartial.Authority));
        await Assert.ThrowsAsync<WebSocketException>(() => again.ConnectAsync(new UriBuilder(new Uri(Grid.Address, "/_blazor")) { Scheme = "ws" }.Uri, Cancel));
    }

    [Theory]
    [InlineData("same-site", null, false)]
    [InlineData("cross-site", null, false)]
    [InlineData("none", null, false)]
    [InlineData("same-site", "own", false)]
    [InlineData(null, null, false)]
    [InlineData(null, "http://127.0.0.1:1", false)]
    [InlineData(null, "null", false)]
    [InlineData(null, "own", true)]
    [InlineData("same-origin", null, true)]
    public async Task The_cookie_changes_nothing_for_a_page_from_elsewhere(string? site, string? origin, bool isOwn)
    {
        var cookies = new CookieContainer();
        var id = await users.User(["rep"]);
        using var page = await Grid.SignedIn(await users.Key(id), cookies);
        page.DefaultRequestHeaders.Remove("Sec-Fetch-Site");
        var own = Grid.Address.GetLeftPart(UriPartial.Authority);
        using var command = new HttpRequestMessage(HttpMethod.Post, new Uri("/api/customers", UriKind.Relative)) { Content = System.Net.Http.Json.JsonContent.Create(new { name = "x" }) };
        if (site is not null)
            command.Headers.Add("Sec-Fetch-Site", site);
        if (origin is not null)
            command.Headers.Add("Origin", origin == "own" ? own : origin);
        using var sent = await page.SendAsync(command, Cancel);
        Assert.Equal(isOwn ? HttpStatusCode.Created : HttpStatusCode.Forbidden, sent.StatusCode);
        if (!isOwn)
            Assert.Contains("urn:sales-grid:problem:other-origin", await sent.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);

        // Nor does it open the connection a page works by.
        using var socket = new ClientWebSocket();
        socket.Options.Cookies = cookies;
        if (site is not null)
            socket.Options.SetRequestHeader("Sec-Fetch-Site", site);
        if (origin is not null)
            socket.Options.SetRequestHeader("Origin", origin == "own" ? own : origin);
        var connecting = socket.ConnectAsync(new UriBuilder(new Uri(Grid.Address, "/_blazor")) { Scheme = "ws" }.Uri, Cancel);
        if (isOwn)
            await connecting;
        else
            await Assert.ThrowsAsync<WebSocketException>(() => connecting);

        // Reading is open to links from elsewhere; what is read goes to this page alone.
        Assert.Equal(HttpStatusCode.OK, (await UserGateway.Get(page, "/api/me")).Status);
    }

    [Fact]
    public async Task A_stream_ends_when_its_reader_may_do_something_else()
    {
        var (id, client) = await users.Visitor(["rep"]);
        using var stream = await Sse.Open(client, "/api/kpis/stream");
        await stream.Next();
        await users.Do(id, "set-roles", new { roles = new[] { "administrator" } });
        users.Time.Advance(Security.OpenSessions.Period);
        await Assert.ThrowsAsync<EndOfStreamException>(() => stream.Until(_ => false));
        Assert.Equal(HttpStatusCode.Forbidden, (await UserGateway.Get(client, "/api/kpis/stream")).Status);
    }

    [Fact]
    public async Task A_user_and_a_salesperson_made_under_one_id_at_the_same_moment_are_never_one_for_the_other()
    {
        var both = 0;
        for (var i = 0; i < 12; i++)
        {
            var id = users.NewId("twin");
            var (user, person) = (Grid.Post("/api/users", new { id, name = id, kind = "person", roles = new[] { "rep" } }), Grid.Post("/api/salespeople", new { id, name = id, team = "T", region = "R" }));
            Answer[] made = [await user, await person];
            Assert.True(made[0].Status == HttpStatusCode.Created || made[0].ControlPoint == "CP-USER-05", made[0].Text);
            Assert.True(made[1].Status == HttpStatusCode.Created || made[1].ControlPoint == "CP-USER-03", made[1].Text);
            if (made[0].Status != HttpStatusCode.Created)
                continue;
            var isTwin = made[1].Status == HttpStatusCode.Created;
            both += isTwin ? 1 : 0;
            using var client = Grid.ClientFor(await users.Key(id));
            Assert.Equal(isTwin ? HttpStatusCode.Unauthorized : HttpStatusCode.OK, (await UserGateway.Get(client, "/api/me")).Status);
        }
        TestContext.Current.TestOutputHelper?.WriteLine($"{both} of 12 were both made.");
    }

    [Fact]
    public async Task Who_was_deactivated_and_is_back_signs_in_again()
    {
        var person = users.NewId("leaver");
        Assert.Equal(HttpStatusCode.Created, (await Grid.Post("/api/salespeople", new { id = person, name = person, team = "T", region = "R" })).Status);
        var id = await users.User(["rep"], person);
        var key = await users.Key(id);
        using var direct = Grid.ClientFor(key);
        using var cookie = await Grid.SignedIn(key);
        using var stream = await Sse.Open(cookie, "/api/kpis/stream");
        await stream.Next();
        Assert.Equal(HttpStatusCode.OK, (await UserGateway.Get(cookie, "/api/me")).Status);
        foreach (var (command, opens) in new[] { ("deactivate", HttpStatusCode.Unauthorized), ("reactivate", HttpStatusCode.OK) })
        {
            Assert.Equal(HttpStatusCode.OK, (await Grid.Post($"/api/salespeople/{person}/{command}")).Status);
            users.Time.Advance(UserKeys.ReliedOn);
            Assert.Equal(opens, (await UserGateway.Get(direct, "/api/me")).Status);
            Assert.Equal(HttpStatusCode.Unauthorized, (await UserGateway.Get(cookie, "/api/me")).Status);
        }
        await Assert.ThrowsAsync<EndOfStreamException>(() => stream.Until(_ => false));
        using var anew = await Grid.SignedIn(key);
        Assert.Equal(HttpStatusCode.OK, (await UserGateway.Get(anew, "/api/me")).Status);
    }

    [Fact]
    public async Task A_cookie_goes_on_with_the_roles_of_now_and_never_opens_a_page_to_an_administrator()
    {
        var id = await users.User(["rep"]);
        using var cookie = await Grid.SignedIn(await users.Key(id));
        Assert.Equal(HttpStatusCode.Created, (await UserGateway.Post(cookie, "/api/customers", new { name = "x" })).Status);
        await users.Do(id, "set-roles", new { roles = new[] { "analyst" } });
        Assert.Equal(HttpStatusCode.Forbidden, (await UserGateway.Post(cookie, "/api/customers", new { name = "x" })).Status);
        Assert.Equal(HttpStatusCode.OK, (await UserGateway.Get(cookie, "/")).Status);
        await users.Do(id, "set-roles", new { roles = new[] { "administrator" } });
        Assert.Equal(HttpStatusCode.Found, (await UserGateway.Get(cookie, "/")).Status);
        Assert.Equal(HttpStatusCode.OK, (await UserGateway.Get(cookie, "/api/users")).Status);
    }

    [Fact]
    public async Task The_text_of_a_key_is_nowhere_but_in_its_answer()
    {
        var folder = Directory.CreateTempSubdirectory("sales-grid-keys-");
        try
        {
            string key, told;
            await using (var gateway = await users.Start(folder.FullName, "--Logging:LogLevel:Default=Debug", "--Logging:LogLevel:Microsoft.AspNetCore=Trace", "--Logging:LogLevel:SalesGrid=Trace"))
            {
                await gateway.Post("/api/users", new { id = "u1", name = "x", kind = "person", roles = new[] { "rep" } });
                key = (await gateway.Post("/api/users/u1/issue-key", new { name = "k" }, "issue")).Json.GetProperty("key").GetString()!;
                using (var client = gateway.ClientFor(key))
                    Assert.Equal(HttpStatusCode.OK, (await UserGateway.Get(client, "/api/me")).Status);
                using (await gateway.SignedIn(key))
                using (var wrong = gateway.ClientFor(key[..^1] + (key[^1] == 'A' ? 'B' : 'A')))
                    Assert.Equal(HttpStatusCode.Unauthorized, (await UserGateway.Get(wrong, "/api/me")).Status);
                told = string.Concat(await Task.WhenAll(new[] { "/api/users", "/api/users/u1", "/api/users/u1/history", "/api/refusals", "/api/me" }.Select(async p => (await gateway.Get(p)).Text)))
                    + (await gateway.Post("/api/users/u1/issue-key", new { name = "k" }, "issue")).Text;
            }
            // The last part is what nobody can guess; base64url and hexadecimal are the forms it could have been written in.
            var secret = key[^43..];
            var bytes = Convert.ToHexStringLower(System.Buffers.Text.Base64Url.DecodeFromChars(secret));
            Assert.DoesNotContain(secret, told, StringComparison.Ordinal);
            Assert.DoesNotContain(secret, users.Log.Text, StringComparison.Ordinal);
            Assert.Contains("u1", users.Log.Text, StringComparison.Ordinal);
            SqliteConnection.ClearAllPools();
            foreach (var file in folder.EnumerateFiles("*", SearchOption.AllDirectories))
            {
                var text = Encoding.Latin1.GetString(await File.ReadAllBytesAsync(file.FullName, Cancel));
                Assert.False(text.Contains(secret, StringComparison.Ordinal) || text.Contains(bytes, StringComparison.OrdinalIgnoreCase), file.Name);
            }
            // The ledger's records are packed: what is in them is told by their histories, above.
            await using var again = await users.Start(folder.FullName);
            using var kept = again.ClientFor(key);
            Assert.Equal("u1", (await UserGateway.Get(kept, "/api/me")).Json.GetProperty("user").GetString());
            Assert.True((await again.Get("/api/ledger/verify")).Json.GetProperty("ok").GetBoolean());
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Theory]
    [InlineData("sg_")]
    [InlineData("sg_dTE_short")]
    [InlineData("sg_!!!_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("sg_Li4vLi4_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("sg_bm9ib2R5_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public async Task What_is_no_key_is_answered_as_ever(string key)
    {
        using var client = Grid.ClientFor(key);
        var refused = await UserGateway.Get(client, "/api/me");
        Assert.Equal((HttpStatusCode.Unauthorized, "urn:sales-grid:problem:key-required"), (refused.Status, refused.Json.GetProperty("type").GetString()));
    }

    [Theory]
    [InlineData("wang.fang")]
    [InlineData("a")]
    [InlineData("王芳")]
    [InlineData("龍龍龍龍龍龍龍龍龍龍龍龍龍龍龍龍龍龍龍龍龍龍龍龍龍龍龍龍龍龍龍龍龍龍龍龍龍龍龍龍龍龍龍龍龍龍龍龍龍龍龍龍龍龍龍龍龍龍龍龍龍龍龍龍")]
    public void A_key_says_whose_it_is(string user)
    {
        for (var i = 0; i < 100; i++)
        {
            var text = UserKeyText.New(user);
            Assert.Equal(user, UserKeyText.UserOf(text));
            Assert.Null(UserKeyText.UserOf(text[..^1]));
            Assert.True(text.Length <= Security.KeyRing.MaxKeyLength);
        }
    }

    [Fact]
    public async Task Another_gateway_of_the_cluster_follows()
    {
        var (silo, door) = (GridProcess.FreePort(), GridProcess.FreePort());
        await using var first = await Gateway.Start(null, $"--Grid:Cluster:SiloPort={silo}", $"--Grid:Cluster:GatewayPort={door}");
        await using var second = await Gateway.Start(null, "--Grid:Mode=Client", $"--Grid:Cluster:Gateways:0=127.0.0.1:{door}");
        await first.Post("/api/users", new { id = "u1", name = "x", kind = "person", roles = new[] { "rep" } });
        var key = (await first.Post("/api/users/u1/issue-key", new { name = "k" })).Json.GetProperty("key").GetString();
        using var client = second.ClientFor(key);
        Assert.Equal(HttpStatusCode.OK, (await UserGateway.Get(client, "/api/me")).Status);
        using var stream = await Sse.Open(client, "/api/kpis/stream");
        await first.Post("/api/users/u1/revoke-key", new { name = "k" });
        var ended = TimeProvider.System.GetTimestamp();
        await Poll.Until(async () => (await UserGateway.Get(client, "/api/me")).Status == HttpStatusCode.Unauthorized ? client : null, Patience, Cancel);
        await Assert.ThrowsAsync<EndOfStreamException>(() => stream.Until(_ => false));
        Assert.InRange(TimeProvider.System.GetElapsedTime(ended), TimeSpan.Zero, TimeSpan.FromSeconds(5));
    }
}
