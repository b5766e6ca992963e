using System.Net;

namespace SalesGrid.Gateway.Tests;

/// <summary>Orleans' dashboard, for administrators only.</summary>
public sealed class DashboardTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_administrator_sees_it_and_nobody_else()
    {
        await using var gateway = await Gateway.Start(null, "--Grid:Dashboard=true");
        using var page = await gateway.Http.GetAsync("/dashboard/", Cancel);
        Assert.Contains("Orleans Dashboard", await page.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
        var policy = Assert.Single(page.Headers.GetValues("Content-Security-Policy"));
        Assert.Contains("script-src 'self';", policy, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await gateway.Http.GetAsync("/dashboard/index.min.js", Cancel)).StatusCode);
        Assert.Contains("hosts", (await gateway.Get("/dashboard/DashboardCounters")).Text, StringComparison.Ordinal);

        using var reader = gateway.ClientFor(Gateway.ReaderKey);
        using var quiet = new HttpClientHandler { AllowAutoRedirect = false };
        using var nobody = new HttpClient(quiet) { BaseAddress = gateway.Address };
        foreach (var path in new[] { "/dashboard/", "/dashboard/index.min.js", "/dashboard/DashboardCounters" })
        {
            Assert.Equal(HttpStatusCode.Forbidden, (await reader.GetAsync(path, Cancel)).StatusCode);
            using var redirect = await nobody.GetAsync(path, Cancel);
            Assert.Equal((HttpStatusCode.Redirect, "/signin"), (redirect.StatusCode, redirect.Headers.Location?.AbsolutePath));
        }
    }

    [Fact]
    public async Task It_is_not_there_unless_it_is_switched_on()
    {
        await using var gateway = await Gateway.Start();
        Assert.Equal(HttpStatusCode.NotFound, (await gateway.Http.GetAsync("/dashboard/", Cancel)).StatusCode);
    }
}
