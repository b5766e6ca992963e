using System.Net;
using System.Text;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using SalesGrid.Gateway.Users;
using SalesGrid.Gateway.Web.SignIn;
using SalesGrid.Users;

namespace SalesGrid.Gateway.Tests;

/// <summary>Passwords of an embedded grid: set, shown, tried too often; and what ends with them.</summary>
public sealed class PasswordTests(UserGateway users) : IClassFixture<UserGateway>
{
    private const string Good = "eleven quiet lanterns";
    private const string Better = "twelve loud umbrellas";

    private Gateway Grid => users.Gateway;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_password_is_set_with_a_code_once_and_opens_the_page_as_the_user()
    {
        var id = await users.User(["rep"]);
        var issued = await Grid.Post($"/api/users/{id}/issue-reset");
        Assert.Equal(HttpStatusCode.OK, issued.Status);
        var code = issued.Json.GetProperty("code").GetString()!;
        Assert.Contains("/signin/password?user=", issued.Json.GetProperty("link").GetString(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Forbidden, (await Reset(Grid, id, code[..^1] + (code[^1] == 'A' ? 'B' : 'A'), Good)).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await Reset(Grid, id, code, "short")).Status);
        Assert.Equal(HttpStatusCode.OK, (await Reset(Grid, id, code, Good)).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await Reset(Grid, id, code, Better)).Status);
        var (browser, status) = await SignIn(Grid, id, Good);
        Assert.Equal(HttpStatusCode.Found, status);
        var me = (await UserGateway.Get(browser, "/api/me")).Json;
        Assert.Equal((id, "rep"), (me.GetProperty("user").GetString(), me.GetProperty("roles")[0].GetString()));
        Assert.Equal(HttpStatusCode.OK, (await UserGateway.Get(browser, "/")).Status);
        var (_, wrong) = await SignIn(Grid, id, Better);
        Assert.Equal(HttpStatusCode.Unauthorized, wrong);
        var signIns = (await UserGateway.Get(browser, $"/api/users/{id}/sign-ins")).Json.GetProperty("items");
        Assert.Equal("password", Assert.Single(signIns.EnumerateArray()).GetProperty("by").GetString());
        Assert.EndsWith($":{Grid.Address.Port}", signIns[0].GetProperty("gateway").GetString(), StringComparison.Ordinal);
        browser.Dispose();
    }

    [Fact]
    public async Task Another_password_is_set_with_the_present_one_by_oneself_and_ends_the_sessions()
    {
        var id = await WithPassword();
        var (browser, _) = await SignIn(Grid, id, Good);
        var key = await users.Key(id);
        using var client = Grid.ClientFor(key);
        using var session = await Grid.SignedIn(key);
        using var other = Grid.ClientFor(await users.Key(await users.User(["rep"])));
        object body = new { current = Good, password = Better };
        Assert.Equal("CP-USER-01", (await UserGateway.Post(other, $"/api/users/{id}/set-password", body)).ControlPoint);
        Assert.Equal("CP-PASS-01", (await Grid.Post($"/api/users/{id}/set-password", body)).ControlPoint);
        Assert.Equal("CP-PASS-01", (await UserGateway.Post(client, $"/api/users/{id}/set-password", new { current = "not that", password = Better })).ControlPoint);
        Assert.Equal("CP-PASS-02", (await UserGateway.Post(client, $"/api/users/{id}/set-password", new { current = Good, password = "x" })).ControlPoint);
        var first = await Send(client, id, body, "change");
        Assert.True(first.Status == HttpStatusCode.OK, first.Text);
        // Sent again it is the same, and with another password it is not.
        var again = await Send(client, id, body, "change");
        Assert.Equal((HttpStatusCode.OK, true), (again.Status, again.Json.GetProperty("replayed").GetBoolean()));
        Assert.Equal("CP-CMD-01", (await Send(client, id, new { current = Better, password = "thirteen plain saucers" }, "change")).ControlPoint);
        users.Time.Advance(UserKeys.ReliedOn);
        Assert.Equal(HttpStatusCode.Unauthorized, (await UserGateway.Get(browser, "/api/me")).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await UserGateway.Get(session, "/api/me")).Status);
        Assert.Equal(HttpStatusCode.OK, (await UserGateway.Get(client, "/api/me")).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await SignIn(Grid, id, Good)).Status);
        Assert.Equal(HttpStatusCode.Found, (await SignIn(Grid, id, Better)).Status);
        browser.Dispose();
    }

    [Fact]
    public async Task A_session_from_before_a_disable_stays_ended_after_the_enable_and_the_key_does_not()
    {
        var id = await WithPassword();
        var key = await users.Key(id);
        using var byKey = await Grid.SignedIn(key);
        var (byPassword, _) = await SignIn(Grid, id, Good);
        await users.Do(id, "disable");
        Assert.Equal(HttpStatusCode.Unauthorized, (await SignIn(Grid, id, Good)).Status);
        await users.Do(id, "enable");
        Assert.Equal(HttpStatusCode.Unauthorized, (await UserGateway.Get(byKey, "/api/me")).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await UserGateway.Get(byPassword, "/api/me")).Status);
        using var client = Grid.ClientFor(key);
        Assert.Equal(HttpStatusCode.OK, (await UserGateway.Get(client, "/api/me")).Status);
        using var anew = await Grid.SignedIn(key);
        Assert.Equal(HttpStatusCode.OK, (await UserGateway.Get(anew, "/api/me")).Status);
        byPassword.Dispose();
    }

    [Fact]
    public async Task Ten_wrong_ones_at_two_gateways_shut_both_and_an_administrator_or_time_opens_them()
    {
        var (silo, door) = (GridProcess.FreePort(), GridProcess.FreePort());
        await using var first = await Gateway.Start(null, $"--Grid:Cluster:SiloPort={silo}", $"--Grid:Cluster:GatewayPort={door}");
        await using var second = await Gateway.Start(null, "--Grid:Mode=Client", "--Grid:Passwords:Enabled=true", $"--Grid:Cluster:Gateways:0=127.0.0.1:{door}");
        await first.Post("/api/users", new { id = "u1", name = "x", kind = "person", roles = new[] { "rep" } });
        await Set(first, "u1", Good);
        Assert.Equal(HttpStatusCode.Found, (await SignIn(second, "u1", Good)).Status);
        var version = await Version();
        // At once, so that none knows of the others.
        var wrong = await Task.WhenAll(Enumerable.Range(0, SignInRules.WrongMax).Select(i => SignIn(i % 2 == 0 ? first : second, "u1", $"not the password {i}")));
        Assert.All(wrong, w => Assert.Equal(HttpStatusCode.Unauthorized, w.Status));
        Assert.Equal(HttpStatusCode.Unauthorized, (await SignIn(first, "u1", Good)).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await SignIn(second, "u1", Good)).Status);
        var history = (await first.Get("/api/users/u1/history")).Json.GetProperty("items").EnumerateArray().Select(e => e.GetProperty("type").GetString()).ToList();
        Assert.Single(history, "UserLocked");
        // One wrong password is no entry of its own.
        Assert.InRange(await Version() - version, 1, 3);
        var seen = (await first.Get("/api/users/u1/sign-ins")).Json;
        Assert.True(seen.GetProperty("lockedUntil").GetDateTimeOffset() > TimeProvider.System.GetUtcNow());
        Assert.Equal(HttpStatusCode.OK, (await first.Post("/api/users/u1/unlock")).Status);
        Assert.Equal(HttpStatusCode.Found, (await SignIn(second, "u1", Good)).Status);

        async Task<int> Version() => (await first.Get("/api/users/u1")).Json.GetProperty("version").GetInt32();
    }

    [Fact]
    public async Task The_answer_is_the_same_whether_there_is_such_a_user_or_not()
    {
        var id = await WithPassword();
        var pages = new List<string>();
        foreach (var user in new[] { id, "nobody.at.all", "../x", await users.User(["rep"]) })
        {
            var (status, page) = await Try(Grid, user, "not the password");
            Assert.Equal(HttpStatusCode.Unauthorized, status);
            pages.Add(System.Text.RegularExpressions.Regex.Replace(page, "value=\"[^\"]*\"", ""));
        }
        Assert.Single(pages.Distinct());
    }

    [Fact]
    public async Task An_unknown_user_costs_as_much_as_a_wrong_password()
    {
        using var passwords = new Passwords();
        var kept = await passwords.Hash(Good, Cancel);
        Assert.Equal(Microsoft.AspNetCore.Identity.PasswordVerificationResult.Failed, await passwords.Compare(null, Good, Cancel));
        // The least of several by turns: other tests take the processor now and then.
        var (known, unknown) = (double.MaxValue, double.MaxValue);
        for (var turn = 0; turn < 8; turn++)
            (known, unknown) = (Math.Min(known, await Time(kept)), Math.Min(unknown, await Time(null)));
        Assert.InRange(unknown / known, 0.5, 2);

        async Task<double> Time(string? hash)
        {
            var began = TimeProvider.System.GetTimestamp();
            await passwords.Compare(hash, "not the password", Cancel);
            return TimeProvider.System.GetElapsedTime(began).TotalMilliseconds;
        }
    }

    [Fact]
    public async Task What_is_kept_is_what_was_decided_and_becomes_more_when_that_rises()
    {
        using var passwords = new Passwords();
        var kept = Convert.FromBase64String((await passwords.Hash(Good, Cancel))!);
        // Version 3: PBKDF2 by HMAC-SHA512, and how many iterations.
        Assert.Equal((1, 2, Passwords.IterationsMin), (kept[0], (kept[1] << 24) | (kept[2] << 16) | (kept[3] << 8) | kept[4], (kept[5] << 24) | (kept[6] << 16) | (kept[7] << 8) | kept[8]));
        var folder = Directory.CreateTempSubdirectory("sales-grid-rehash-");
        try
        {
            await using (var gateway = await Gateway.Start(folder.FullName))
            {
                await gateway.Post("/api/users", new { id = "u1", name = "x", kind = "person", roles = new[] { "rep" } });
                await Set(gateway, "u1", Good);
                Assert.Equal(HttpStatusCode.Found, (await SignIn(gateway, "u1", Good)).Status);
                Assert.DoesNotContain("PasswordRehashed", (await gateway.Get("/api/users/u1/history")).Text, StringComparison.Ordinal);
            }
            await using var stronger = await Gateway.Start(folder.FullName, "--Grid:Passwords:Iterations=220000");
            Assert.Equal(HttpStatusCode.Found, (await SignIn(stronger, "u1", Good)).Status);
            Assert.Equal(HttpStatusCode.Found, (await SignIn(stronger, "u1", Good)).Status);
            Assert.Single((await stronger.Get("/api/users/u1/history")).Json.GetProperty("items").EnumerateArray(), e => e.GetProperty("type").GetString() == "PasswordRehashed");
        }
        finally
        {
            SqliteConnection.ClearAllPools();
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task What_is_kept_of_a_password_or_code_is_in_no_answer_and_no_log()
    {
        var id = await WithPassword();
        var code = (await Grid.Post($"/api/users/{id}/issue-reset")).Json.GetProperty("code").GetString()!;
        Assert.Equal(HttpStatusCode.Found, (await SignIn(Grid, id, Good)).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await SignIn(Grid, id, "not the password")).Status);
        var kept = await Grid.Services.GetRequiredService<IGrainFactory>().GetGrain<IUserGrain>($"user/{id}").TryPassword("test");
        var hash = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(code)));
        var told = string.Concat(await Task.WhenAll(new[] { $"/api/users/{id}", "/api/users", $"/api/users/{id}/history", $"/api/users/{id}/sign-ins", "/api/refusals", $"/api/users/{id}/controls" }.Select(async p => (await Grid.Get(p)).Text)));
        Assert.Contains("PasswordSet", told, StringComparison.Ordinal);
        foreach (var secret in new[] { kept!.Hash, code, hash, Good, "not the password" })
        {
            Assert.DoesNotContain(secret, told, StringComparison.Ordinal);
            Assert.DoesNotContain(secret, users.Log.Text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_code_is_not_issued_in_a_batch_nor_to_a_machine_nor_for_oneself()
    {
        var id = await users.User(["rep"]);
        var batch = await Grid.Post("/api/commands", new { commands = new[] { new { type = "user.issue-reset", id, commandId = users.NewId("c") } } });
        Assert.Equal("CP-PASS-05", batch.Json.GetProperty("results")[0].GetProperty("controlPoint").GetString());
        Assert.Equal("CP-PASS-03", (await Grid.Post($"/api/users/{await users.User(["importer"], kind: "machine")}/issue-reset")).ControlPoint);
        var (administrator, client) = await users.Visitor(["administrator"]);
        Assert.Equal("CP-WHO-01", (await UserGateway.Post(client, $"/api/users/{administrator}/issue-reset", new { })).ControlPoint);
        Assert.Equal(HttpStatusCode.OK, (await UserGateway.Post(client, $"/api/users/{id}/issue-reset", new { })).Status);
    }

    [Theory]
    [InlineData("eleven quiet lanterns", true)]
    [InlineData("十二个字符的中文密码也很好", true)]
    [InlineData("12 chars!ok?", true)]
    [InlineData("elevenchars", false)]
    [InlineData("Password1234", false)]
    [InlineData("ｐａｓｓｗｏｒｄ１２３４", false)]
    [InlineData("aaaaaaaaaaaaaaaa", false)]
    [InlineData("abababababababab", false)]
    [InlineData("WANG.FANG.EAST", false)]
    [InlineData("Wang Fang of East", false)]
    [InlineData("a bell\u0007 in the night", false)]
    public void A_password_is_taken_as_the_table_says(string password, bool isTaken) =>
        Assert.Equal(isTaken, PasswordPolicy.Check(password, "wang.fang.east", "Wang Fang of East") is null);

    [Fact]
    public void A_password_has_128_characters_at_most()
    {
        var longest = string.Concat(Enumerable.Range(0, 32).Select(i => $"{i:00}ab"));
        Assert.Null(PasswordPolicy.Check(longest));
        Assert.Equal("CP-PASS-02", PasswordPolicy.Check(longest + "x")!.ControlPoint);
    }

    private async Task<string> WithPassword()
    {
        var id = await users.User(["rep"]);
        await Set(Grid, id, Good);
        return id;
    }

    private async Task Set(Gateway gateway, string id, string password)
    {
        var code = (await gateway.Post($"/api/users/{id}/issue-reset")).Json.GetProperty("code").GetString()!;
        Assert.Equal(HttpStatusCode.OK, (await Reset(gateway, id, code, password)).Status);
    }

    private static async Task<Answer> Send(HttpClient client, string id, object body, string commandId)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/users/{id}/set-password") { Content = System.Net.Http.Json.JsonContent.Create(body) };
        request.Headers.Add("Idempotency-Key", commandId);
        return await Answer.Of(await client.SendAsync(request));
    }

    private async Task<(HttpStatusCode Status, string Page)> Try(Gateway gateway, string user, string password)
    {
        using var browser = gateway.Browser();
        // Not what is looked at here: how often one address may be wrong.
        users.Time.Advance(SignInThrottle.Window);
        var answer = await Gateway.Submit(browser, "/signin", new() { ["user"] = user, ["password"] = password });
        return (answer.Status, answer.Text);
    }

    private async Task<(HttpClient Browser, HttpStatusCode Status)> SignIn(Gateway gateway, string user, string password)
    {
        var browser = gateway.Browser();
        // Not what is looked at here: how often one address may be wrong.
        users.Time.Advance(SignInThrottle.Window);
        return (browser, (await Gateway.Submit(browser, "/signin", new() { ["user"] = user, ["password"] = password })).Status);
    }

    private async Task<Answer> Reset(Gateway gateway, string user, string code, string password)
    {
        using var browser = gateway.Browser();
        // Not what is looked at here: how often one address may be wrong.
        users.Time.Advance(SignInThrottle.Window);
        return await Gateway.Submit(browser, "/signin/password", new() { ["user"] = user, ["code"] = code, ["password"] = password, ["again"] = password });
    }
}
