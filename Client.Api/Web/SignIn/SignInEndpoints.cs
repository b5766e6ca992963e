using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using SalesGrid.Gateway.Security;

namespace SalesGrid.Gateway.Web.SignIn;

/// <summary>Signing in with a key and out again.</summary>
public static class SignInEndpoints
{
    /// <summary>Where one signs in.</summary>
    public const string Path = "/signin";

    /// <summary>Most bytes of the form: a key, an antiforgery token, and room.</summary>
    private const int FormBytesMax = 16 * 1024;

    public static void MapSignIn(this IEndpointRouteBuilder app)
    {
        app.MapGet(Path, Show).AllowAnonymous().ExcludeFromDescription();
        // Checked by hand: an expired token should bring the form back, not a bare 400.
        app.MapPost(Path, Enter).AllowAnonymous().ExcludeFromDescription()
            .DisableAntiforgery().WithMetadata(new RequestSizeLimitAttribute(FormBytesMax));
        app.MapPost("/signout", Leave).AllowAnonymous().ExcludeFromDescription()
            .DisableAntiforgery().WithMetadata(new RequestSizeLimitAttribute(FormBytesMax));
    }

    private static RazorComponentResult<SignInPage> Show(HttpContext http, string? returnUrl) => Page(http, returnUrl, null, StatusCodes.Status200OK);

    private static async Task<IResult> Enter(
        HttpContext http, string? returnUrl, IAntiforgery antiforgery, KeyRing keys, SignInThrottle throttle)
    {
        var address = http.Connection.RemoteIpAddress;
        if (throttle.MustWait(address))
        {
            http.Response.Headers.RetryAfter = ((int)SignInThrottle.Window.TotalSeconds).ToString(System.Globalization.CultureInfo.InvariantCulture);
            return Page(http, returnUrl, Texts.KeyTooOften, StatusCodes.Status429TooManyRequests);
        }
        if (!http.Request.HasFormContentType || !await antiforgery.IsRequestValidAsync(http))
            return Page(http, returnUrl, Texts.FormTooOld, StatusCodes.Status400BadRequest);
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var (holder, isBusy) = await keys.Find(form["key"].ToString().Trim(), http.RequestAborted);
        if (isBusy)
        {
            http.Response.Headers.RetryAfter = "1";
            return Page(http, returnUrl, Texts.KeyTooOften, StatusCodes.Status429TooManyRequests);
        }
        if (holder is null)
        {
            throttle.Failed(address);
            return Page(http, returnUrl, Texts.KeyWrong, StatusCodes.Status401Unauthorized);
        }
        if (!Policies.Reads(holder.Principal))
            return Page(http, returnUrl, Texts.KeyNotForPages, StatusCodes.Status403Forbidden);
        await http.SignInAsync(WorkbenchServices.CookieScheme, holder.Principal);
        return Results.LocalRedirect(Local(returnUrl) ?? "~/");
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

    private static RazorComponentResult<SignInPage> Page(HttpContext http, string? returnUrl, LocalText? problem, int status)
    {
        Languages.Keep(http);
        SecurityHeaders.Set(http.Response);
        return new RazorComponentResult<SignInPage>(new Dictionary<string, object?>
        {
            [nameof(SignInPage.Language)] = Languages.Of(http.Request),
            [nameof(SignInPage.ReturnUrl)] = Local(returnUrl),
            [nameof(SignInPage.Problem)] = problem,
        })
        {
            StatusCode = status,
            PreventStreamingRendering = true,
        };
    }

    /// <summary>The address when it lies on this server; null when it leads, or could be read to lead, elsewhere.</summary>
    public static string? Local(string? url) =>
        url is ['/', ..] and not ['/', '/' or '\\', ..] && !url.Any(char.IsControl) ? url : null;
}
