using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components.Server;
using Microsoft.AspNetCore.Hosting.StaticWebAssets;
using Microsoft.Extensions.DependencyInjection.Extensions;
using SalesGrid.Gateway.Security;
using SalesGrid.Gateway.Web.Live;
using SalesGrid.Gateway.Web.Shell;
using SalesGrid.Gateway.Web.SignIn;

namespace SalesGrid.Gateway.Web;

/// <summary>Puts the workbench into a gateway.</summary>
/// <remarks>
/// It needs an <see cref="Kpis.IKpiFeed"/> and the <see cref="Security.ApiKeys"/>, and what the pages ask for; a <see cref="TimeProvider"/> is optional.
/// </remarks>
public static class WorkbenchServices
{
    /// <summary>The authentication scheme of people at the page: a cookie they get for their key.</summary>
    public const string CookieScheme = "grid";

    /// <summary>Name of the sign-in cookie.</summary>
    public const string CookieName = "grid-session";

    /// <summary>How long a sign-in lasts without being used.</summary>
    public static readonly TimeSpan SessionLength = TimeSpan.FromHours(8);

    /// <summary>
    /// Adds the pages, their circuits and the cookie people sign in with. Leaves the default authentication scheme and the
    /// storage of data protection keys to the host.
    /// </summary>
    public static IServiceCollection AddWorkbench(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<KeyRing>();
        services.TryAddSingleton(SignInWays.KeysOnly);
        services.TryAddSingleton<ISignIns, NoUsers>();
        services.TryAddSingleton(_ => new ApiKeys([]));
        services.TryAddSingleton<SignInThrottle>();
        services.AddScoped<Ticker>();
        services.AddAuthentication().AddCookie(CookieScheme, Configure);
        services.AddOptions<CookieAuthenticationOptions>(CookieScheme).Configure<SignInWays>((options, ways) => options.Cookie.SecurePolicy = ways.CookiesSecure);
        services.AddAuthorization();
        services.AddCascadingAuthenticationState();
        services.AddAntiforgery(o =>
        {
            o.Cookie.Name = "grid-form";
            o.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        });
        services.AddOptions<Microsoft.AspNetCore.Antiforgery.AntiforgeryOptions>().Configure<SignInWays>((options, ways) => options.Cookie.SecurePolicy = ways.CookiesSecure);
        services.AddRazorComponents().AddInteractiveServerComponents(Configure);
        return services;
    }

    /// <summary>Maps the pages, the sign-in and the static files. Call it after <c>UseAuthentication</c> and <c>UseAuthorization</c>.</summary>
    public static WebApplication MapWorkbench(this WebApplication app)
    {
        // Run from its build output outside Development, the host would not know where packages keep their files.
        // A published application has no such manifest, and this does nothing.
        StaticWebAssetsLoader.UseStaticWebAssets(app.Environment, app.Configuration);
        app.UseAntiforgery();
        app.MapStaticAssets().AllowAnonymous();
        app.MapSignIn();
        var visitor = new AuthorizationPolicyBuilder(CookieScheme).RequireAssertion(context => Policies.Reads(context.User)).Build();
        app.MapRazorComponents<App>()
            // The page's own policy says who may frame it.
            .AddInteractiveServerRenderMode(o => o.ContentSecurityFrameAncestorsPolicy = null)
            .RequireAuthorization(visitor)
            .Add(endpoint => Harden(endpoint));
        return app;
    }

    private static void Harden(EndpointBuilder endpoint)
    {
        var next = endpoint.RequestDelegate;
        if (next is null)
            return;
        endpoint.RequestDelegate = http =>
        {
            SecurityHeaders.Set(http.Response);
            return next(http);
        };
    }

    private static void Configure(CookieAuthenticationOptions options)
    {
        options.LoginPath = SignInEndpoints.Path;
        options.AccessDeniedPath = SignInEndpoints.Path;
        options.ReturnUrlParameter = "returnUrl";
        options.ExpireTimeSpan = SessionLength;
        options.SlidingExpiration = true;
        options.Cookie.Name = CookieName;
        options.Cookie.HttpOnly = true;
        options.Cookie.SameSite = SameSiteMode.Strict;
        options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        options.Cookie.IsEssential = true;
        // A session is as good as the key it began with: looked at with every request.
        options.Events.OnValidatePrincipal = async context =>
        {
            var keys = context.HttpContext.RequestServices.GetRequiredService<KeyRing>();
            if (context.Principal is { } visitor && await keys.Current(visitor, context.HttpContext.RequestAborted) is { } now)
                context.ReplacePrincipal(now);
            else
                context.RejectPrincipal();
        };
        options.Events.OnRedirectToLogin = context =>
        {
            // Only somebody looking at a page can be sent to a form; a script or a socket gets a plain answer.
            if (HttpMethods.IsGet(context.Request.Method) && !context.Request.Path.StartsWithSegments("/_blazor"))
                context.Response.Redirect(context.RedirectUri);
            else
                context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return Task.CompletedTask;
        };
    }

    private static void Configure(CircuitOptions options)
    {
        // Each retained circuit keeps its page's state and subscriptions: for a minute, as long as a network hiccup lasts.
        options.DisconnectedCircuitMaxRetained = 50;
        options.DisconnectedCircuitRetentionPeriod = TimeSpan.FromMinutes(1);
        options.MaxBufferedUnacknowledgedRenderBatches = 10;
        options.JSInteropDefaultCallTimeout = TimeSpan.FromSeconds(30);
        options.DetailedErrors = false;
    }
}
