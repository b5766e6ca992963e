using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using SalesGrid.Gateway.Security;

namespace SalesGrid.Gateway.Web.SignIn;

/// <summary>Signing in to the page at an identity provider: authorization code flow with PKCE, by the framework's handler. The grid says who somebody is, the provider only that it is them.</summary>
public static class ProviderSignIn
{
    /// <summary>Name of the scheme.</summary>
    public const string Scheme = "provider";

    /// <summary>Where the provider sends people back to.</summary>
    public const string CallbackPath = SignInEndpoints.Path + "/callback";

    /// <summary>How long somebody may take at the provider.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(15);

    private static readonly object NotLetIn = new();

    /// <summary>Adds the scheme.</summary>
    public static void AddProviderSignIn(this IServiceCollection services, SignInWays ways)
    {
        if (ways.Provider is not { } provider)
            return;
        services.AddAuthentication().AddOpenIdConnect(Scheme, null, options => Configure(options, provider, ways));
        services.AddOptions<OpenIdConnectOptions>(Scheme).Configure<IConfigurationManager<OpenIdConnectConfiguration>>((options, known) => options.ConfigurationManager = known);
    }

    private static void Configure(OpenIdConnectOptions options, OidcSettings provider, SignInWays ways)
    {
        options.SignInScheme = WorkbenchServices.CookieScheme;
        options.CallbackPath = CallbackPath;
        options.ClientId = provider.ClientId;
        options.ClientSecret = provider.ClientSecret;
        options.ResponseType = OpenIdConnectResponseType.Code;
        // Back by an address, not by a form from another site: so the handler's own cookies need not go along with foreign requests.
        options.ResponseMode = OpenIdConnectResponseMode.Query;
        options.UsePkce = true;
        options.SaveTokens = false;
        options.GetClaimsFromUserInfoEndpoint = false;
        options.MapInboundClaims = false;
        options.RequireHttpsMetadata = !provider.IsPlain;
        options.RemoteAuthenticationTimeout = Patience;
        options.ClaimActions.Clear();
        options.Scope.Clear();
        foreach (var scope in provider.Scopes)
            options.Scope.Add(scope);
        ProviderTokens.Check(options.TokenValidationParameters, provider);
        options.TokenValidationParameters.ValidAudience = provider.ClientId;
        options.NonceCookie.SameSite = options.CorrelationCookie.SameSite = SameSiteMode.Lax;
        options.NonceCookie.SecurePolicy = options.CorrelationCookie.SecurePolicy = ways.CookiesSecure;
        // Where somebody goes once signed in lies on this server, and is looked at here again.
        options.Events.OnRedirectToIdentityProvider = context =>
        {
            if (ways.PublicAddress is { } address)
                context.ProtocolMessage.RedirectUri = address + CallbackPath;
            return Task.CompletedTask;
        };
        options.Events.OnTokenValidated = Recognise;
        options.Events.OnTicketReceived = Begin;
        options.Events.OnRemoteFailure = Fail;
    }

    private static async Task Recognise(TokenValidatedContext context)
    {
        var http = context.HttpContext;
        if (context.Principal is null || ProviderTokens.SubjectOf(context.Principal) is not var (issuer, subject))
        {
            context.Fail("The token does not say whose it is.");
            return;
        }
        var answer = await http.RequestServices.GetRequiredService<ISignIns>().BySubject(issuer, subject, http.RequestAborted);
        if (answer.Visitor is not { } visitor || !Policies.Reads(visitor))
        {
            http.Items[NotLetIn] = answer.Refusal is { } refusal ? new($"{refusal.Reason.Zh}{refusal.Remedy.Zh}", $"{refusal.Reason.En} {refusal.Remedy.En}")
                : answer.Visitor is null ? ControlPoints.SignInMustBeCurrent.Refuse().Reason : Texts.KeyNotForPages;
            context.Fail("The subject is not let in.");
            return;
        }
        context.Principal = visitor;
    }

    /// <summary>
    /// The session begins on a page of this server, which leads on: a browser that comes from the provider's site would not send a cookie of this one with a redirect.
    /// </summary>
    private static async Task Begin(TicketReceivedContext context)
    {
        context.HandleResponse();
        var http = context.HttpContext;
        await http.SignInAsync(WorkbenchServices.CookieScheme, context.Principal!, new AuthenticationProperties());
        var to = HtmlEncoder.Default.Encode(http.Request.PathBase + (SignInEndpoints.Local(context.ReturnUri) ?? "/"));
        SecurityHeaders.Set(http.Response);
        http.Response.ContentType = "text/html; charset=utf-8";
        await http.Response.WriteAsync($"""<!DOCTYPE html><meta charset="utf-8"><meta http-equiv="refresh" content="0;url={to}"><title>Sales Grid</title><a href="{to}">Sales Grid</a>""", http.RequestAborted);
    }

    private static async Task Fail(RemoteFailureContext context)
    {
        context.HandleResponse();
        var http = context.HttpContext;
        var refused = http.Items.TryGetValue(NotLetIn, out var why) ? (LocalText?)why : null;
        if (refused is null)
            http.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(ProviderSignIn)).LogWarning(context.Failure, "Signing in at the identity provider failed");
        // The form belongs where it is sent to; nothing of this address is good a second time.
        (http.Request.Path, http.Request.QueryString) = (SignInEndpoints.Path, default);
        await SignInEndpoints.Page(http, null, refused ?? Texts.ProviderFailed, refused is null ? StatusCodes.Status401Unauthorized : StatusCodes.Status403Forbidden).ExecuteAsync(http);
    }
}
