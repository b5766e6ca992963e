using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using SalesGrid.Gateway.Http;

namespace SalesGrid.Gateway.Security;

/// <summary>
/// Knows callers of the API by <c>Authorization: Bearer KEY</c>, or by the cookie of somebody signed in to the page.
/// </summary>
public sealed class ApiKeyHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, KeyRing keys,
    IProblemDetailsService problems)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    /// <summary>Name of the scheme.</summary>
    public const string Name = "key";

    /// <summary>Name of the page's cookie scheme.</summary>
    public const string CookieName = "grid";

    private bool isBusy;

    /// <inheritdoc/>
    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var header = Request.Headers.Authorization.ToString();
        if (header.Length == 0)
        {
            var cookie = await Context.AuthenticateAsync(CookieName);
            return cookie.Succeeded ? AuthenticateResult.Success(new(cookie.Principal, Name)) : AuthenticateResult.NoResult();
        }
        const string Prefix = "Bearer ";
        var (holder, busy) = header.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase)
            ? await keys.Find(header.AsSpan(Prefix.Length).Trim(), Context.RequestAborted)
            : default;
        isBusy = busy;
        return holder?.Known ?? AuthenticateResult.Fail("No such key.");
    }

    /// <inheritdoc/>
    protected override async Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        if (isBusy)
        {
            Response.Headers.RetryAfter = "1";
            await Answer(429, "too-many-unknown-keys", new("未知密钥过多,暂不能核对此密钥。", "Too many unknown keys come in for this one to be looked up."),
                new("1 秒后重试。", "Try again in 1 s."));
            return;
        }
        Response.Headers.WWWAuthenticate = "Bearer";
        await Answer(401, "key-required", new("需要有效的密钥。", "A valid key is required."),
            new("在请求头中加入 Authorization: Bearer 密钥。", "Send the header Authorization: Bearer KEY."));
    }

    /// <inheritdoc/>
    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) =>
        Answer(403, "key-may-not", new("此密钥无权执行该操作。", "This key may not do that."),
            new("使用具有写入或管理权限的密钥。", "Use a key that may write, or an administrator's."));

    private async Task Answer(int status, string code, LocalText reason, LocalText remedy)
    {
        Response.StatusCode = status;
        await problems.TryWriteAsync(new() { HttpContext = Context, ProblemDetails = Problems.Details(Context, status, code, reason, remedy) });
    }
}
