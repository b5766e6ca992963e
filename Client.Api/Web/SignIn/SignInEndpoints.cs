using System.Globalization;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using SalesGrid.Gateway.Security;

namespace SalesGrid.Gateway.Web.SignIn;

/// <summary>Signing in with a key, a password, a one-time link or at an identity provider, and out again.</summary>
public static class SignInEndpoints
{
    /// <summary>Where one signs in.</summary>
    public const string Path = "/signin";

    /// <summary>Where the one-time link of the first start leads.</summary>
    public const string LinkPath = Path + "/link";

    /// <summary>Where one sets a password with a code.</summary>
    public const string PasswordPath = Path + "/password";

    /// <summary>Where one is sent on to the identity provider.</summary>
    public const string ProviderPath = Path + "/provider";

    /// <summary>Most bytes of the form: a key, an antiforgery token, and room.</summary>
    private const int FormBytesMax = 16 * 1024;

    /// <summary>Longest code or user that is shown in a form again, UTF-16 units.</summary>
    private const int ShownMax = 128;

    public static void MapSignIn(this IEndpointRouteBuilder app)
    {
        app.MapGet(Path, (HttpContext http, string? returnUrl) => Page(http, returnUrl, null, StatusCodes.Status200OK)).AllowAnonymous().ExcludeFromDescription();
        Form(app, Path, Enter);
        Form(app, "/signout", Leave);
        app.MapGet(ProviderPath, ToProvider).AllowAnonymous().ExcludeFromDescription();
        // To look at a link uses nothing up: what previews links looks at them too.
        app.MapGet(LinkPath, (HttpContext http, string? code) => LinkForm(http, code, null, StatusCodes.Status200OK)).AllowAnonymous().ExcludeFromDescription();
        Form(app, LinkPath, EnterByLink);
        app.MapGet(PasswordPath, (HttpContext http, string? user, string? code) => PasswordForm(http, user, code, null, StatusCodes.Status200OK)).AllowAnonymous().ExcludeFromDescription();
        Form(app, PasswordPath, SetPassword);
    }

    /// <summary>The sign-in form with what is wrong.</summary>
    public static RazorComponentResult<SignInPage> Page(HttpContext http, string? returnUrl, LocalText? problem, int status) => Show<SignInPage>(http, status, new()
    {
        [nameof(SignInPage.Language)] = Languages.Of(http.Request),
        [nameof(SignInPage.ReturnUrl)] = Local(returnUrl),
        [nameof(SignInPage.Problem)] = problem,
        [nameof(SignInPage.Ways)] = http.RequestServices.GetRequiredService<SignInWays>(),
    });

    // Antiforgery is checked by hand: an expired token should bring the form back, not a bare 400.
    private static void Form(IEndpointRouteBuilder app, string path, Delegate handler) =>
        app.MapPost(path, handler).AllowAnonymous().ExcludeFromDescription().DisableAntiforgery().WithMetadata(new RequestSizeLimitAttribute(FormBytesMax));

    private static async Task<IResult> Enter(
        HttpContext http, string? returnUrl, IAntiforgery antiforgery, KeyRing keys, ISignIns signIns, SignInThrottle throttle)
    {
        var (form, problem, status) = await Read(http, antiforgery, throttle);
        if (form is null)
            return Page(http, returnUrl, problem, status);
        var isKey = form["user"].Count == 0;
        SignInAnswer answer;
        if (isKey)
        {
            var (holder, isBusy) = await keys.Find(form["key"].ToString().Trim(), http.RequestAborted);
            answer = holder is null ? new(null, IsBusy: isBusy) : await signIns.ByKey(holder, http.RequestAborted);
        }
        else
        {
            answer = await signIns.ByPassword(form["user"].ToString().Trim(), form["password"].ToString(), http.RequestAborted);
        }
        if (answer.IsBusy)
        {
            http.Response.Headers.RetryAfter = "1";
            return Page(http, returnUrl, Texts.KeyTooOften, StatusCodes.Status429TooManyRequests);
        }
        if (answer.Visitor is not { } visitor)
        {
            throttle.Failed(http.Connection.RemoteIpAddress);
            return Page(http, returnUrl, answer.Refusal is { } refusal ? Said(refusal) : isKey ? Texts.KeyWrong : Texts.PasswordWrong, StatusCodes.Status401Unauthorized);
        }
        if (!Policies.Reads(visitor))
            return Page(http, returnUrl, Texts.KeyNotForPages, StatusCodes.Status403Forbidden);
        await http.SignInAsync(WorkbenchServices.CookieScheme, visitor);
        return Results.LocalRedirect(Local(returnUrl) ?? "~/");
    }

    private static IResult ToProvider(HttpContext http, string? returnUrl, SignInWays ways) => ways.Provider is null
        ? Page(http, returnUrl, null, StatusCodes.Status404NotFound)
        : Results.Challenge(new AuthenticationProperties { RedirectUri = Local(returnUrl) ?? "/" }, [ProviderSignIn.Scheme]);

    private static async Task<IResult> EnterByLink(HttpContext http, IAntiforgery antiforgery, ApiKeys keys, SignInThrottle throttle, ILoggerFactory loggers)
    {
        var (form, problem, status) = await Read(http, antiforgery, throttle);
        if (form is null)
            return LinkForm(http, null, problem, status);
        if (keys.Administrator is not { } administrator || http.RequestServices.GetService<SignInLink>() is not { } link || !link.Use(form["code"].ToString()))
        {
            throttle.Failed(http.Connection.RemoteIpAddress);
            return Page(http, null, Texts.LinkOver, StatusCodes.Status401Unauthorized);
        }
        loggers.CreateLogger<SignInLink>().LogInformation("Somebody signed in by the one-time link of the first start");
        await http.SignInAsync(WorkbenchServices.CookieScheme, administrator.Principal);
        return Results.LocalRedirect("~/");
    }

    private static async Task<IResult> SetPassword(HttpContext http, IAntiforgery antiforgery, ISignIns signIns, SignInThrottle throttle)
    {
        var (form, problem, status) = await Read(http, antiforgery, throttle);
        if (form is null)
            return PasswordForm(http, null, null, problem, status);
        var (user, code, password) = (form["user"].ToString().Trim(), form["code"].ToString().Trim(), form["password"].ToString());
        if (password != form["again"].ToString())
            return PasswordForm(http, user, code, Texts.PasswordsDiffer, StatusCodes.Status400BadRequest);
        if (await signIns.Reset(user, code, password, http.RequestAborted) is { } refusal)
        {
            if (refusal.Kind != RefusalKind.Invalid)
                throttle.Failed(http.Connection.RemoteIpAddress);
            return PasswordForm(http, user, code, Said(refusal), Http.Problems.StatusOf(refusal.Kind));
        }
        return Page(http, null, null, StatusCodes.Status200OK, Texts.PasswordIsSet);
    }

    private static async Task<IResult> Leave(HttpContext http, IAntiforgery antiforgery)
    {
        // Antiforgery binds its token to whoever is signed in by the cookie.
        var visitor = await http.AuthenticateAsync(WorkbenchServices.CookieScheme);
        if (visitor.Succeeded)
        {
            http.User = visitor.Principal;
            if (!http.Request.HasFormContentType || !await antiforgery.IsRequestValidAsync(http))
                return Results.LocalRedirect("~/");
            await http.SignOutAsync(WorkbenchServices.CookieScheme);
        }
        return Results.LocalRedirect("~" + Path);
    }

    /// <summary>What was sent in a form; null with what is wrong where it is not even looked at.</summary>
    private static async ValueTask<(IFormCollection? Form, LocalText? Problem, int Status)> Read(HttpContext http, IAntiforgery antiforgery, SignInThrottle throttle)
    {
        if (throttle.MustWait(http.Connection.RemoteIpAddress))
        {
            http.Response.Headers.RetryAfter = ((int)SignInThrottle.Window.TotalSeconds).ToString(CultureInfo.InvariantCulture);
            return (null, Texts.KeyTooOften, StatusCodes.Status429TooManyRequests);
        }
        if (!http.Request.HasFormContentType || !await antiforgery.IsRequestValidAsync(http))
            return (null, Texts.FormTooOld, StatusCodes.Status400BadRequest);
        return (await http.Request.ReadFormAsync(http.RequestAborted), null, StatusCodes.Status200OK);
    }

    private static RazorComponentResult<SignInPage> Page(HttpContext http, string? returnUrl, LocalText? problem, int status, LocalText done)
    {
        var page = Page(http, returnUrl, problem, status);
        return Show<SignInPage>(http, status, new(page.Parameters!.ToDictionary(p => p.Key, p => p.Value)) { [nameof(SignInPage.Done)] = done });
    }

    private static RazorComponentResult<LinkPage> LinkForm(HttpContext http, string? code, LocalText? problem, int status) => Show<LinkPage>(http, status, new()
    {
        [nameof(LinkPage.Language)] = Languages.Of(http.Request),
        [nameof(LinkPage.Code)] = Shown(code),
        [nameof(LinkPage.Problem)] = problem,
    });

    private static RazorComponentResult<PasswordPage> PasswordForm(HttpContext http, string? user, string? code, LocalText? problem, int status) => Show<PasswordPage>(http, status, new()
    {
        [nameof(PasswordPage.Language)] = Languages.Of(http.Request),
        [nameof(PasswordPage.User)] = Shown(user),
        [nameof(PasswordPage.Code)] = Shown(code),
        [nameof(PasswordPage.Problem)] = problem,
    });

    private static RazorComponentResult<T> Show<T>(HttpContext http, int status, Dictionary<string, object?> parameters) where T : IComponent
    {
        Languages.Keep(http);
        SecurityHeaders.Set(http.Response);
        return new(parameters) { StatusCode = status, PreventStreamingRendering = true };
    }

    private static LocalText Said(Refusal refusal) => new($"{refusal.Reason.Zh}{refusal.Remedy.Zh}", $"{refusal.Reason.En} {refusal.Remedy.En}");

    private static string? Shown(string? text) => text is { Length: <= ShownMax } ? text : null;

    /// <summary>The address when it lies on this server; null when it leads, or could be read to lead, elsewhere.</summary>
    public static string? Local(string? url) =>
        url is ['/', ..] and not ['/', '/' or '\\', ..] && !url.Any(char.IsControl) ? url : null;
}
