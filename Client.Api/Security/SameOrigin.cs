using SalesGrid.Gateway.Http;
using SalesGrid.Gateway.Web;

namespace SalesGrid.Gateway.Security;

/// <summary>
/// Lets nothing be changed with the page's cookie but from the page itself. Another page of the same host, on another port too, has the browser
/// send the cookie along; it cannot have it say that it is this one.
/// </summary>
public static class SameOrigin
{
    private const string SiteHeader = "Sec-Fetch-Site";
    private const string Own = "same-origin";

    /// <summary>Refuses what comes from elsewhere with a cookie. Call it before anything is done for the caller.</summary>
    public static void UseSameOrigin(this WebApplication app)
    {
        var address = app.Services.GetRequiredService<SignInWays>().PublicAddress;
        app.Use((http, next) => MayAct(http, address) ? next(http) : Problems.Answer(http, 403, "other-origin",
            new("此请求来自其他网页,不以登录状态执行。", "This request comes from another page; it is not carried out with your sign-in."),
            new("在本站页面上操作,或使用密钥(Authorization 请求头)。", "Do it on a page of this site, or use a key (header Authorization).")));
    }

    private static bool MayAct(HttpContext http, string? address)
    {
        var request = http.Request;
        var onlyReads = HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) || HttpMethods.IsOptions(request.Method);
        if ((onlyReads && !IsSocket(request)) || request.Headers.Authorization.Count > 0 || !request.Cookies.ContainsKey(WorkbenchServices.CookieName))
            return true;
        // Browsers say it themselves wherever the address is one they trust, and pages cannot set it.
        if (request.Headers[SiteHeader] is [{ } site])
            return site == Own;
        return request.Headers.Origin is [{ } origin] && (origin == $"{request.Scheme}://{request.Host}" || origin == address);
    }

    // Either form: HTTP/1.1 upgrades, HTTP/2 connects.
    private static bool IsSocket(HttpRequest request) => request.HttpContext.WebSockets.IsWebSocketRequest
        || string.Equals(request.Headers.Upgrade, "websocket", StringComparison.OrdinalIgnoreCase);
}
