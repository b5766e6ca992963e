using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace SalesGrid.Gateway.Security;

/// <summary>What the gateway knows of its identity provider, and the tokens it takes of it. All checks are those of the framework's handlers.</summary>
public static class ProviderTokens
{
    /// <summary>Name of the scheme of tokens that are sent with each request.</summary>
    public const string Scheme = "token";

    /// <summary>How often the provider's keys are read again. A key that is gone there opens nothing any more after this.</summary>
    public static readonly TimeSpan KeysRead = TimeSpan.FromMinutes(10);

    /// <summary>How long they are not read again after a token with an unknown key had them read.</summary>
    public static readonly TimeSpan KeysReadForUnknown = TimeSpan.FromSeconds(30);

    /// <summary>By how much clocks may differ.</summary>
    public static readonly TimeSpan ClockSkew = TimeSpan.FromSeconds(30);

    // Signatures by a key of which only the provider has the private part.
    private static readonly string[] Algorithms =
    [
        SecurityAlgorithms.RsaSha256, SecurityAlgorithms.RsaSha384, SecurityAlgorithms.RsaSha512,
        SecurityAlgorithms.RsaSsaPssSha256, SecurityAlgorithms.RsaSsaPssSha384, SecurityAlgorithms.RsaSsaPssSha512,
        SecurityAlgorithms.EcdsaSha256, SecurityAlgorithms.EcdsaSha384, SecurityAlgorithms.EcdsaSha512,
    ];

    /// <summary>Adds the provider and, where the API takes its tokens, the scheme.</summary>
    public static void AddProviderTokens(this IServiceCollection services, OidcSettings provider)
    {
        services.AddSingleton<IConfigurationManager<OpenIdConnectConfiguration>>(new ConfigurationManager<OpenIdConnectConfiguration>(
            provider.Authority.TrimEnd('/') + "/.well-known/openid-configuration", new OpenIdConnectConfigurationRetriever(),
            new HttpDocumentRetriever { RequireHttps = !provider.IsPlain })
        {
            AutomaticRefreshInterval = KeysRead,
            RefreshInterval = KeysReadForUnknown,
            // Else a key would go on opening the grid for an hour after the provider has taken it out.
            UseLastKnownGoodConfiguration = false,
        });
        if (provider.Audience is null)
            return;
        services.AddAuthentication().AddJwtBearer(Scheme, static _ => { });
        services.AddOptions<JwtBearerOptions>(Scheme).Configure<IConfigurationManager<OpenIdConnectConfiguration>>((options, known) =>
        {
            options.ConfigurationManager = known;
            options.MapInboundClaims = false;
            options.IncludeErrorDetails = false;
            options.RequireHttpsMetadata = !provider.IsPlain;
            Check(options.TokenValidationParameters, provider);
            options.TokenValidationParameters.ValidAudience = provider.Audience;
        });
    }

    /// <summary>What is asked of every token.</summary>
    public static void Check(TokenValidationParameters parameters, OidcSettings provider)
    {
        parameters.ValidateIssuer = true;
        parameters.ValidateAudience = true;
        parameters.ValidateLifetime = true;
        parameters.ValidateIssuerSigningKey = true;
        parameters.RequireSignedTokens = true;
        parameters.RequireExpirationTime = true;
        parameters.RequireAudience = true;
        parameters.ValidAlgorithms = Algorithms;
        parameters.ClockSkew = ClockSkew;
        parameters.NameClaimType = provider.NameClaim;
    }

    /// <summary>True for a text that can be a token: three parts with dots between, the first of which begins an object.</summary>
    public static bool IsToken(ReadOnlySpan<char> text) => text.StartsWith("eyJ") && text.Count('.') == 2;

    /// <summary>Who a checked token says it is of; null where it says neither issuer nor subject.</summary>
    public static (string Issuer, string Subject)? SubjectOf(System.Security.Claims.ClaimsPrincipal principal) =>
        principal.FindFirst("iss")?.Value is { Length: > 0 } issuer && principal.FindFirst("sub")?.Value is { Length: > 0 } subject ? (issuer, subject) : null;

    /// <summary>Until when a checked token is good.</summary>
    public static DateTimeOffset? EndOf(AuthenticateResult token) => token.Properties?.ExpiresUtc;
}
