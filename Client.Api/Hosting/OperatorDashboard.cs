using Orleans.Dashboard;
using SalesGrid.Gateway.Security;
using SalesGrid.Silo;

namespace SalesGrid.Gateway.Hosting;

/// <summary>Orleans' own dashboard, for administrators, at <c>/dashboard</c>.</summary>
public static class OperatorDashboard
{
    private const string Path = "/dashboard";

    // Its libraries write style attributes and style elements, and keep fonts and pictures in their style sheet.
    private const string ContentPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; "
        + "connect-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'";

    /// <summary>Maps it where it is switched on.</summary>
    public static void MapDashboard(this WebApplication app)
    {
        if (!Insight.HasDashboard(app.Configuration))
            return;
        IEndpointConventionBuilder pages = app.MapOrleansDashboard(Path).RequireAuthorization(Policies.Operate).ExcludeFromDescription();
        pages.Add(Harden);
    }

    private static void Harden(EndpointBuilder endpoint)
    {
        if (endpoint.RequestDelegate is not { } next)
            return;
        endpoint.RequestDelegate = http =>
        {
            var headers = http.Response.Headers;
            headers.ContentSecurityPolicy = ContentPolicy;
            headers.XContentTypeOptions = "nosniff";
            headers["Referrer-Policy"] = "same-origin";
            return next(http);
        };
    }
}
