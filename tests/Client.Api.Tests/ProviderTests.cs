using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.IdentityModel.Tokens;
using SalesGrid.Gateway.Security;
using SalesGrid.Gateway.Users;
using SalesGrid.Gateway.Web.SignIn;
using SalesGrid.Testing;

namespace SalesGrid.Gateway.Tests;

/// <summary>A gateway whose people sign in at an identity provider.</summary>
public sealed class ProviderGateway : IAsyncLifetime
{
    private readonly UserGateway users = new();
    private int names;

    public TestIssuer Issuer { get; private set; } = null!;

    public Gateway Gateway { get; private set; } = null!;

    public Microsoft.Extensions.Time.Testing.FakeTimeProvider Time => users.Time;

    public async ValueTask InitializeAsync()
    {
        Issuer = await TestIssuer.Start();
        Gateway = await users.Start(null, Issuer.Settings);
        await Gateway.Staff();
    }

    public async ValueTask DisposeAsync()
    {
        await Gateway.DisposeAsync();
        await Issuer.DisposeAsync();
    }

    /// <summary>What the gateway wrote down.</summary>
    public string Log => users.Log.Text;

    public string NewId(string prefix) => $"{prefix}-{Interlocked.Increment(ref names)}";

    /// <summary>A user, and a subject that is theirs.</summary>
    public async Task<(string Id, string Subject)> Linked(params string[] roles)
    {
        var (id, subject) = (NewId("user"), NewId("subject"));
        var made = await Gateway.Post("/api/users", new { id, name = id, kind = "person", roles });
        Assert.True(made.Status == HttpStatusCode.Created, made.Text);
        await Do(id, "link-subject", new { issuer = Issuer.Authority, subject });
        return (id, subject);
    }

    public async Task Do(string id, string command, object? body = null)
    {
        var done = await Gateway.Post($"/api/users/{id}/{command}", body ?? new { });
        Assert.True(done.Status == HttpStatusCode.OK, done.Text);
        Time.Advance(UserKeys.ReliedOn);
    }

    public async Task<Answer> Me(string token)
    {
        using var client = Gateway.ClientFor(token);
        return await UserGateway.Get(client, "/api/me");
    }

    /// <summary>A browser's way to the provider and back; the last answer.</summary>
    public async Task<(HttpClient Browser, Answer Last)> SignIn(string subject, string? returnUrl = null)
    {
        Issuer.Subject = subject;
        var browser = new HttpClient(new HttpClientHandler { CookieContainer = new(), AllowAutoRedirect = false }) { BaseAddress = Gateway.Address };
        using var begun = await browser.GetAsync(new Uri("/signin/provider" + (returnUrl is null ? "" : $"?returnUrl={Uri.EscapeDataString(returnUrl)}"), UriKind.Relative));
        Assert.Equal(HttpStatusCode.Found, begun.StatusCode);
        using var at = await browser.GetAsync(begun.Headers.Location);
        Assert.Equal(HttpStatusCode.Found, at.StatusCode);
        return (browser, await Answer.Of(await browser.GetAsync(at.Headers.Location)));
    }
}

/// <summary>People of an identity provider: which tokens open the grid, as whom, and what ends it.</summary>
public sealed class ProviderTests(ProviderGateway provider) : IClassFixture<ProviderGateway>
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private TestIssuer Issuer => provider.Issuer;

    private Gateway Grid => provider.Gateway;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>What is wrong with a token that is refused, by what is written of it.</summary>
    private static readonly Dictionary<string, Func<TestIssuer, string, string>> Bad = new(StringComparer.Ordinal)
    {
        ["of another issuer"] = (i, s) => i.TokenFor(s, d => d.Issuer = "https://elsewhere.example.com"),
        ["of an issuer written otherwise"] = (i, s) => i.TokenFor(s, d => d.Issuer += "/"),
        ["for another audience"] = (i, s) => i.TokenFor(s, d => d.Audience = "https://other.example.com"),
        ["for the page, not the API"] = (i, s) => i.TokenFor(s, d => d.Audience = TestIssuer.ClientId),
        ["for nobody"] = (i, s) => i.TokenFor(s, d => d.Audience = null),
        ["that has expired"] = (i, s) => i.TokenFor(s, d => (d.NotBefore, d.Expires) = (DateTime.UtcNow.AddHours(-2), DateTime.UtcNow.AddMinutes(-2))),
        ["that is not good yet"] = (i, s) => i.TokenFor(s, d => d.NotBefore = DateTime.UtcNow.AddMinutes(5)),
        ["that never expires"] = (i, s) => i.TokenFor(s, d => d.Expires = null),
        ["signed by nobody"] = (i, s) => i.TokenFor(s, d => d.SigningCredentials = null),
        ["signed by a key of its own"] = (i, s) => i.TokenFor(s, d => d.SigningCredentials = new(new RsaSecurityKey(RSA.Create(2048)) { KeyId = i.Key.KeyId }, SecurityAlgorithms.RsaSha256)),
        ["signed with the public key as a shared one"] = (i, s) => i.TokenFor(s, d =>
        {
            var pem = ((RsaSecurityKey)i.Key).Rsa.ExportSubjectPublicKeyInfoPem();
            d.SigningCredentials = new(new SymmetricSecurityKey(Encoding.ASCII.GetBytes(pem)) { KeyId = i.Key.KeyId }, SecurityAlgorithms.HmacSha256);
        }),
        ["whose signature was taken off"] = (i, s) => i.TokenFor(s) is var t ? t[..(t.LastIndexOf('.') + 1)] : t,
        ["whose subject was changed"] = (i, s) => i.TokenFor("another").Split('.') is [var head, var body, var signature]
            ? $"{head}.{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(Base64Url.DecodeFromChars(body)).Replace("another", s, StringComparison.Ordinal)))}.{signature}" : "",
        ["without a subject"] = (i, _) => i.TokenFor("x", d => d.Claims.Remove("sub")),
    };

    public static TheoryData<string> BadOnes => [.. Bad.Keys];

    [Fact]
    public async Task A_token_opens_the_grid_as_the_user_it_is_linked_to_with_the_roles_they_have_there()
    {
        var (id, subject) = await provider.Linked("rep");
        var me = await provider.Me(Issuer.TokenFor(subject));
        Assert.Equal((HttpStatusCode.OK, id), (me.Status, me.Json.GetProperty("user").GetString()));
        // The token says controller.
        Assert.Equal("rep", Assert.Single(me.Json.GetProperty("roles").EnumerateArray()).GetString());
        using var client = Grid.ClientFor(Issuer.TokenFor(subject));
        var customer = provider.NewId("C");
        Assert.Equal(HttpStatusCode.Created, (await UserGateway.Post(client, "/api/customers", new { id = customer, name = "x" })).Status);
        Assert.Equal(id, (await Grid.Get($"/api/customers/{customer}/history")).Json.GetProperty("items")[0].GetProperty("actor").GetString());
        await provider.Do(id, "set-roles", new { roles = new[] { "analyst" } });
        Assert.Equal("analyst", (await provider.Me(Issuer.TokenFor(subject))).Json.GetProperty("roles")[0].GetString());
    }

    [Theory, MemberData(nameof(BadOnes))]
    public async Task A_token_that_is_bad_opens_nothing(string says)
    {
        var (_, subject) = await provider.Linked("rep");
        Assert.Equal(HttpStatusCode.OK, (await provider.Me(Issuer.TokenFor(subject))).Status);
        var refused = await provider.Me(Bad[says](Issuer, subject));
        Assert.Equal((HttpStatusCode.Unauthorized, "application/problem+json"), (refused.Status, refused.ContentType));
        Assert.Contains("invalid_token", refused.Headers.WwwAuthenticate.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_new_key_of_the_provider_is_taken_up_and_the_old_one_is_good_for_nothing_more()
    {
        await using var issuer = await TestIssuer.Start();
        await using var gateway = await Gateway.Start(null, issuer.Settings);
        await gateway.Post("/api/users", new { id = "u1", name = "x", kind = "person", roles = new[] { "rep" } });
        await gateway.Post("/api/users/u1/link-subject", new { issuer = issuer.Authority, subject = "s" });
        var old = issuer.TokenFor("s");
        Assert.Equal(HttpStatusCode.OK, await Opens(old));
        issuer.Rotate();
        var next = issuer.TokenFor("s");
        await Poll.Until(async () => await Opens(next) == HttpStatusCode.OK ? issuer : null, Patience, Cancel);
        Assert.Equal(HttpStatusCode.Unauthorized, await Opens(old));

        async Task<HttpStatusCode> Opens(string token)
        {
            using var client = gateway.ClientFor(token);
            return (await UserGateway.Get(client, "/api/me")).Status;
        }
    }

    [Fact]
    public async Task A_subject_that_is_nobodys_is_told_what_is_missing_and_who_can_help()
    {
        var refused = await provider.Me(Issuer.TokenFor(provider.NewId("stranger")));
        Assert.Equal((HttpStatusCode.Forbidden, "CP-LOGIN-01"), (refused.Status, refused.ControlPoint));
        Assert.Equal("duty:users", refused.Json.GetProperty("missing")[0].GetProperty("by")[0].GetString());
        // The same subject at another provider is somebody else.
        var (id, subject) = (provider.NewId("user"), provider.NewId("subject"));
        await Grid.Post("/api/users", new { id, name = id, kind = "person", roles = new[] { "rep" } });
        await provider.Do(id, "link-subject", new { issuer = "https://elsewhere.example.com", subject });
        Assert.Equal("CP-LOGIN-01", (await provider.Me(Issuer.TokenFor(subject))).ControlPoint);
    }

    [Fact]
    public async Task Who_is_shut_out_or_unlinked_is_out_with_token_stream_and_session_and_comes_back_by_signing_in()
    {
        var (id, subject) = await provider.Linked("rep");
        var token = Issuer.TokenFor(subject);
        var (browser, _) = await provider.SignIn(subject);
        using var client = Grid.ClientFor(token);
        using var stream = await Sse.Open(client, "/api/kpis/stream");
        await stream.Next();
        await provider.Do(id, "disable");
        provider.Time.Advance(OpenSessions.Period);
        await Assert.ThrowsAsync<EndOfStreamException>(() => stream.Until(_ => false));
        var refused = await provider.Me(token);
        Assert.Equal((HttpStatusCode.Forbidden, "CP-USER-09"), (refused.Status, refused.ControlPoint));
        Assert.Equal(HttpStatusCode.Unauthorized, (await UserGateway.Get(browser, "/api/me")).Status);
        await provider.Do(id, "enable");
        Assert.Equal(HttpStatusCode.OK, (await provider.Me(token)).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await UserGateway.Get(browser, "/api/me")).Status);
        var (again, _) = await provider.SignIn(subject);
        Assert.Equal(HttpStatusCode.OK, (await UserGateway.Get(again, "/api/me")).Status);
        await provider.Do(id, "unlink-subject", new { issuer = Issuer.Authority, subject });
        Assert.Equal("CP-LOGIN-01", (await provider.Me(token)).ControlPoint);
        Assert.Equal(HttpStatusCode.Unauthorized, (await UserGateway.Get(again, "/api/me")).Status);
        // Another user may have it from now on.
        var other = provider.NewId("user");
        await Grid.Post("/api/users", new { id = other, name = other, kind = "person", roles = new[] { "rep" } });
        await provider.Do(other, "link-subject", new { issuer = Issuer.Authority, subject });
        Assert.Equal(other, (await provider.Me(token)).Json.GetProperty("user").GetString());
        browser.Dispose();
        again.Dispose();
    }

    [Fact]
    public async Task A_stream_ends_with_the_token_that_opened_it()
    {
        var (_, subject) = await provider.Linked("rep");
        using var client = Grid.ClientFor(Issuer.TokenFor(subject, token => token.Expires = provider.Time.GetUtcNow().UtcDateTime.AddMinutes(10)));
        using var stream = await Sse.Open(client, "/api/kpis/stream");
        await stream.Next();
        // The gateway's clock alone goes on: beyond the token's ten minutes.
        provider.Time.Advance(TimeSpan.FromMinutes(11));
        provider.Time.Advance(OpenSessions.Period);
        await Assert.ThrowsAsync<EndOfStreamException>(() => stream.Until(_ => false));
    }

    [Fact]
    public async Task Of_two_users_who_are_given_one_subject_at_once_one_has_it()
    {
        var subject = provider.NewId("subject");
        var ids = Enumerable.Range(0, 4).Select(_ => provider.NewId("user")).ToArray();
        foreach (var id in ids)
            Assert.Equal(HttpStatusCode.Created, (await Grid.Post("/api/users", new { id, name = id, kind = "person", roles = new[] { "rep" } })).Status);
        var answers = await Task.WhenAll(ids.Select(id => Grid.Post($"/api/users/{id}/link-subject", new { issuer = Issuer.Authority, subject })));
        Assert.True(answers.Count(a => a.Status == HttpStatusCode.OK) <= 1);
        // Where each had the other's way for a moment nobody may have it yet; then whoever asks again does, and nobody else.
        var again = new List<Answer>();
        foreach (var id in ids)
            again.Add(await Grid.Post($"/api/users/{id}/link-subject", new { issuer = Issuer.Authority, subject }));
        Assert.Single(again, a => a.Status == HttpStatusCode.OK);
        Assert.All(answers.Where(a => a.Status != HttpStatusCode.OK), a => Assert.Equal((HttpStatusCode.Conflict, "CP-LOGIN-02"), (a.Status, a.ControlPoint)));
    }

    [Fact]
    public async Task The_page_is_signed_in_to_by_code_and_pkce_and_leads_on_within_the_server()
    {
        var (id, subject) = await provider.Linked("rep");
        var (browser, last) = await provider.SignIn(subject, "/?lang=en");
        Assert.True(last.Status == HttpStatusCode.OK && Issuer.SawPkce, provider.Log);
        Assert.Contains("0;url=/?lang=en", last.Text, StringComparison.Ordinal);
        var cookie = last.Headers.GetValues("Set-Cookie").Single(c => c.StartsWith("grid-session=", StringComparison.Ordinal));
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=strict", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(id, (await UserGateway.Get(browser, "/api/me")).Json.GetProperty("user").GetString());
        Assert.Equal(HttpStatusCode.OK, (await UserGateway.Get(browser, "/")).Status);
        var signIns = (await UserGateway.Get(browser, $"/api/users/{id}/sign-ins")).Json.GetProperty("items");
        Assert.Equal(("provider", Issuer.Authority), (signIns[0].GetProperty("by").GetString(), signIns[0].GetProperty("with").GetString()));
        var (away, led) = await provider.SignIn(subject, "//elsewhere.example.com/");
        Assert.Contains("0;url=/\"", led.Text, StringComparison.Ordinal);
        browser.Dispose();
        away.Dispose();
    }

    [Theory]
    [InlineData("nonce")]
    [InlineData("audience")]
    [InlineData("issuer")]
    [InlineData("expired")]
    public async Task An_id_token_that_is_bad_begins_no_session(string what)
    {
        var (_, subject) = await provider.Linked("rep");
        var (good, first) = await provider.SignIn(subject);
        Assert.Equal(HttpStatusCode.OK, first.Status);
        good.Dispose();
        Issuer.Spoil = token =>
        {
            switch (what)
            {
                case "nonce": token.Claims["nonce"] = "another"; break;
                case "audience": token.Audience = TestIssuer.Audience; break;
                case "issuer": token.Issuer = "https://elsewhere.example.com"; break;
                default: (token.NotBefore, token.Expires) = (DateTime.UtcNow.AddHours(-2), DateTime.UtcNow.AddMinutes(-2)); break;
            }
        };
        try
        {
            var (browser, last) = await provider.SignIn(subject);
            Assert.True(Issuer.SawPkce);
            Assert.Equal(HttpStatusCode.Unauthorized, last.Status);
            Assert.Equal(HttpStatusCode.Unauthorized, (await UserGateway.Get(browser, "/api/me")).Status);
            browser.Dispose();
        }
        finally
        {
            Issuer.Spoil = null;
        }
    }

    [Fact]
    public async Task A_callback_that_nobody_began_begins_no_session()
    {
        using var browser = new HttpClient(new HttpClientHandler { CookieContainer = new(), AllowAutoRedirect = false }) { BaseAddress = Grid.Address };
        var answer = await UserGateway.Get(browser, $"{ProviderSignIn.CallbackPath}?code=x&state=y");
        Assert.Equal(HttpStatusCode.Unauthorized, answer.Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await UserGateway.Get(browser, "/api/me")).Status);
    }

    [Fact]
    public async Task A_subject_that_is_nobodys_is_told_so_at_the_page()
    {
        var (browser, last) = await provider.SignIn(provider.NewId("stranger"));
        Assert.Equal(HttpStatusCode.Forbidden, last.Status);
        Assert.Contains("belongs to no user", last.Text, StringComparison.Ordinal);
        browser.Dispose();
    }

    [Fact]
    public async Task Where_people_sign_in_at_a_provider_there_are_no_passwords()
    {
        var (id, _) = await provider.Linked("rep");
        Assert.Equal("CP-PASS-04", (await Grid.Post($"/api/users/{id}/issue-reset")).ControlPoint);
        var page = await Grid.Http.GetStringAsync(new Uri("/signin", UriKind.Relative), Cancel);
        Assert.DoesNotContain("name=\"password\"", page, StringComparison.Ordinal);
        Assert.Contains("Contoso", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_provider_that_does_not_answer_is_no_reason_to_call_a_token_bad()
    {
        var issuer = await TestIssuer.Start();
        var token = issuer.TokenFor("s");
        var settings = issuer.Settings;
        await issuer.DisposeAsync();
        await using var gateway = await Gateway.Start(null, settings);
        using var client = gateway.ClientFor(token);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await UserGateway.Get(client, "/api/me")).Status);
        Assert.Equal(HttpStatusCode.OK, (await gateway.Get("/api/me")).Status);
    }

    [Theory]
    [InlineData("Grid:Oidc:ClientId is missing", "--Grid:Oidc:Authority=https://login.example.com")]
    [InlineData("Grid:Oidc:Authority is missing", "--Grid:Oidc:ClientId=x")]
    [InlineData("https address", "--Grid:Oidc:ClientId=x", "--Grid:Oidc:Authority=http://login.example.com")]
    [InlineData("https address", "--Grid:Oidc:ClientId=x", "--Grid:Oidc:Authority=login")]
    [InlineData("openid must be among them", "--Grid:Oidc:ClientId=x", "--Grid:Oidc:Authority=https://login.example.com", "--Grid:Oidc:Scopes=profile")]
    [InlineData("Grid:Oidc:Secret is no setting", "--Grid:Oidc:ClientId=x", "--Grid:Oidc:Authority=https://login.example.com", "--Grid:Oidc:Secret=s")]
    [InlineData("Grid:Passwords:Enabled", "--Grid:Passwords:Enabled=perhaps")]
    [InlineData("Grid:Passwords:Iterations", "--Grid:Passwords:Iterations=1000")]
    [InlineData("Grid:PublicAddress", "--Grid:PublicAddress=grid.example.com/x")]
    public async Task Settings_that_cannot_be_right_end_the_start(string says, params string[] settings)
    {
        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => Gateway.Start(null, settings));
        Assert.Contains(says, refused.Message, StringComparison.Ordinal);
    }
}
