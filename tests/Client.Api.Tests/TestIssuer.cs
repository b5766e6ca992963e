using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace SalesGrid.Gateway.Tests;

/// <summary>A small OpenID provider over real HTTP: discovery, keys, authorization code with PKCE, tokens.</summary>
public sealed class TestIssuer : IAsyncDisposable
{
    public const string ClientId = "grid-page";
    public const string ClientSecret = "grid-page-secret";
    public const string Audience = "https://grid.example.com";

    private readonly WebApplication app;
    private readonly ConcurrentDictionary<string, (string Challenge, string RedirectUri, string? Nonce)> codes = new();
    private RsaSecurityKey key = NewKey();

    private TestIssuer(WebApplication app) => this.app = app;

    /// <summary>The issuer its tokens name.</summary>
    public string Authority { get; private set; } = "";

    /// <summary>Whom it signs in.</summary>
    public string Subject { get; set; } = "subject-1";

    /// <summary>What it puts into the id token in place of what belongs there; null for nothing.</summary>
    public Action<SecurityTokenDescriptor>? Spoil { get; set; }

    /// <summary>Whether PKCE was looked at and found right, of the last code.</summary>
    public bool SawPkce { get; private set; }

    public SecurityKey Key => key;

    public string[] Settings =>
    [
        $"--Grid:Oidc:Authority={Authority}", $"--Grid:Oidc:ClientId={ClientId}", $"--Grid:Oidc:ClientSecret={ClientSecret}", $"--Grid:Oidc:Audience={Audience}", "--Grid:Oidc:DisplayName=Contoso",
    ];

    public static async Task<TestIssuer> Start()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var app = builder.Build();
        var issuer = new TestIssuer(app);
        app.MapGet("/.well-known/openid-configuration", issuer.Discovery);
        app.MapGet("/jwks", issuer.Keys);
        app.MapGet("/authorize", issuer.Authorize);
        // As a delegate of results: a method of a context that gives a task would be taken for one that answers itself.
        app.MapPost("/token", (Delegate)issuer.Token);
        await app.StartAsync();
        issuer.Authority = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        return issuer;
    }

    /// <summary>Signs with another key from now on, and shows the old one no more.</summary>
    public void Rotate() => key = NewKey();

    /// <summary>A token for the API.</summary>
    public string TokenFor(string subject, Action<SecurityTokenDescriptor>? spoil = null)
    {
        var descriptor = Descriptor(subject, Audience);
        spoil?.Invoke(descriptor);
        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(descriptor);
    }

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
    }

    private static RsaSecurityKey NewKey() => new(RSA.Create(2048)) { KeyId = Guid.NewGuid().ToString("N") };

    private SecurityTokenDescriptor Descriptor(string subject, string audience) => new()
    {
        Issuer = Authority,
        Audience = audience,
        IssuedAt = DateTime.UtcNow,
        NotBefore = DateTime.UtcNow,
        Expires = DateTime.UtcNow.AddHours(10),
        Claims = new Dictionary<string, object> { ["sub"] = subject, ["name"] = "王芳", ["roles"] = "controller" },
        SigningCredentials = new(key, SecurityAlgorithms.RsaSha256),
    };

    private object Discovery() => new
    {
        issuer = Authority,
        authorization_endpoint = $"{Authority}/authorize",
        token_endpoint = $"{Authority}/token",
        jwks_uri = $"{Authority}/jwks",
        response_types_supported = new[] { "code" },
        subject_types_supported = new[] { "public" },
        id_token_signing_alg_values_supported = new[] { "RS256" },
    };

    private object Keys()
    {
        var parameters = key.Rsa.ExportParameters(false);
        return new { keys = new[] { new { kty = "RSA", use = "sig", alg = "RS256", kid = key.KeyId, n = Base64Url.EncodeToString(parameters.Modulus), e = Base64Url.EncodeToString(parameters.Exponent) } } };
    }

    private IResult Authorize(HttpContext http)
    {
        var query = http.Request.Query;
        if (query["client_id"] != ClientId || query["response_type"] != "code" || query["code_challenge_method"] != "S256" || !query["scope"].ToString().Contains("openid", StringComparison.Ordinal))
            return Results.BadRequest();
        var code = Guid.NewGuid().ToString("N");
        codes[code] = (query["code_challenge"].ToString(), query["redirect_uri"].ToString(), query["nonce"]);
        return Results.Redirect($"{query["redirect_uri"]}?code={code}&state={Uri.EscapeDataString(query["state"].ToString())}");
    }

    private async Task<IResult> Token(HttpContext http)
    {
        var form = await http.Request.ReadFormAsync();
        if (!codes.TryRemove(form["code"].ToString(), out var code) || form["client_secret"] != ClientSecret || form["redirect_uri"] != code.RedirectUri
            || Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(form["code_verifier"].ToString()))) != code.Challenge)
            return Results.Json(new { error = "invalid_grant" }, statusCode: (int)HttpStatusCode.BadRequest);
        SawPkce = true;
        var descriptor = Descriptor(Subject, ClientId);
        if (code.Nonce is { } nonce)
            descriptor.Claims["nonce"] = nonce;
        Spoil?.Invoke(descriptor);
        var token = new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(descriptor);
        return Results.Json(new { access_token = "x", token_type = "Bearer", id_token = token, expires_in = 600 });
    }
}
