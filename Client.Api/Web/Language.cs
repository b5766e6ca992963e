namespace SalesGrid.Gateway.Web;

/// <summary>Languages of the workbench.</summary>
public enum Language
{
    /// <summary>Simplified Chinese, the product's first language.</summary>
    Chinese,

    /// <summary>English.</summary>
    English,
}

/// <summary>Which language a visitor gets.</summary>
public static class Languages
{
    /// <summary>Name of the cookie that keeps the choice.</summary>
    public const string Cookie = "grid-lang";

    /// <summary>Name of the query parameter that makes the choice.</summary>
    public const string Parameter = "lang";

    /// <summary>
    /// The language asked for in the query, else the one chosen before, else Chinese. The browser's own preference is not
    /// asked: the product is Chinese first, and two people looking at one screen should see the same.
    /// </summary>
    public static Language Of(HttpRequest request) =>
        Parse(request.Query[Parameter]) ?? Parse(request.Cookies[Cookie]) ?? Language.Chinese;

    /// <summary>Keeps a choice made in the query for a year.</summary>
    public static void Keep(HttpContext http)
    {
        if (Parse(http.Request.Query[Parameter]) is not { } chosen || http.Response.HasStarted)
            return;
        http.Response.Cookies.Append(Cookie, Code(chosen), new()
        {
            HttpOnly = true,
            SameSite = SameSiteMode.Lax,
            Secure = http.Request.IsHttps,
            IsEssential = true,
            MaxAge = TimeSpan.FromDays(365),
        });
    }

    /// <summary>The short code of a language: <c>zh</c> or <c>en</c>.</summary>
    public static string Code(Language language) => language == Language.Chinese ? "zh" : "en";

    private static Language? Parse(string? text) => text switch
    {
        "zh" or "zh-CN" => Language.Chinese,
        "en" or "en-US" => Language.English,
        _ => null,
    };
}
