namespace SalesGrid.Gateway.Web;

/// <summary>What browsers are told about the workbench's pages.</summary>
public static class SecurityHeaders
{
    // Bars take their length from a style attribute; style elements and foreign style sheets stay forbidden.
    private const string ContentPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; style-src-attr 'unsafe-inline'; img-src 'self' data:; "
        + "font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'self'; frame-ancestors 'none'";

    /// <summary>Allows a page nothing but this server, and nobody to frame or cache it.</summary>
    public static void Set(HttpResponse response)
    {
        var headers = response.Headers;
        headers.ContentSecurityPolicy = ContentPolicy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "same-origin";
        headers.CacheControl = "no-store";
    }
}
