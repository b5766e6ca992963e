using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using SalesGrid.Gateway.Http;

namespace SalesGrid.Gateway.Security;

/// <summary>
/// Knows callers of the API by <c>Authorization: Bearer KEY</c>, or by the cookie of somebody signed in to the page.
/// </summary>
public sealed class ApiKeyHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, KeyRing keys, SignInWays ways)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    /// <summary>Name of the scheme.</summary>
    public const string Name = "key";

    /// <summary>Name of the page's cookie scheme.</summary>
    public const string CookieName = "grid";

    private bool isBusy;
    private bool isToken;
    private bool isSilent;
    private Refusal? notLetIn;

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
        if (holder is null && !busy && ways.Provider is { Audience: not null } && header.Length > Prefix.Length && ProviderTokens.IsToken(header.AsSpan(Prefix.Length).Trim()))
            return await ByToken();
        return holder?.Known ?? AuthenticateResult.Fail("No such key.");
    }

    /// <summary>A token of the identity provider: its handler says whether it is good, the grid whose it is and what they may.</summary>
    private async Task<AuthenticateResult> ByToken()
    {
        isToken = true;
        var token = await Context.AuthenticateAsync(ProviderTokens.Scheme);
        if (!token.Succeeded)
        {
            isSilent = !await IsProviderThere();
            return AuthenticateResult.Fail("The token is not good.");
        }
        if (ProviderTokens.SubjectOf(token.Principal) is not var (issuer, subject) || ProviderTokens.EndOf(token) is not { } ends)
            return AuthenticateResult.Fail("The token does not say whose it is.");
        var (visitor, refusal) = await keys.OfToken(issuer, subject, ends, Context.RequestAborted);
        notLetIn = refusal;
        return visitor is null ? AuthenticateResult.Fail("The token's subject opens nothing.") : AuthenticateResult.Success(new(visitor, Name));
    }

    /// <summary>Whether the provider's keys are known, without which no token is good.</summary>
    private async Task<bool> IsProviderThere()
    {
        try
        {
            await Context.RequestServices.GetRequiredService<IConfigurationManager<OpenIdConnectConfiguration>>().GetConfigurationAsync(Context.RequestAborted);
            return true;
        }
        catch (Exception e) when (e is InvalidOperationException or IOException or HttpRequestException)
        {
            Logger.LogWarning(e, "The identity provider did not answer");
            return false;
        }
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
        if (isSilent)
        {
            Response.Headers.RetryAfter = "5";
            await Answer(503, "provider-silent", new("身份提供方没有答复,暂不能核对令牌。", "The identity provider does not answer, so the token cannot be checked."),
                new("稍后重试,或改用密钥。", "Try again later, or use a key."));
            return;
        }
        if (notLetIn is { } refusal)
        {
            Response.StatusCode = StatusCodes.Status403Forbidden;
            await Problems.Of(Context, refusal with { Kind = RefusalKind.Forbidden }).ExecuteAsync(Context);
            return;
        }
        if (isToken)
        {
            Response.Headers.WWWAuthenticate = "Bearer error=\"invalid_token\"";
            await Answer(401, "token-not-good", new("令牌无效、已过期,或不是发给此处的。", "The token is not valid, has expired, or was not issued for here."),
                new("向身份提供方取得新的令牌。", "Get another one from the identity provider."));
            return;
        }
        Response.Headers.WWWAuthenticate = "Bearer";
        await Answer(401, "key-required", new("需要有效的密钥。", "A valid key is required."),
            new("在请求头中加入 Authorization: Bearer 密钥。", "Send the header Authorization: Bearer KEY."));
    }

    /// <inheritdoc/>
    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) =>
        Answer(403, "key-may-not", new("此密钥无权执行该操作。", "This key may not do that."),
            new("换用有此权限的密钥;GET /api/me 列出此密钥的权限。", "Use a key that may; GET /api/me tells what this one may."));

    private Task Answer(int status, string code, LocalText reason, LocalText remedy) => Problems.Answer(Context, status, code, reason, remedy);
}
