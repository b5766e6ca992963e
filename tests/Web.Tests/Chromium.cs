using Microsoft.Playwright;
using Xunit;

[assembly: AssemblyFixture(typeof(SalesGrid.Web.Tests.Chromium))]

namespace SalesGrid.Web.Tests;

/// <summary>One real Chromium for all tests: the one of the machine, never a downloaded one.</summary>
/// <remarks>Env CHROMIUM names it where it is not on the path. Without one the tests are skipped, but fail where env CI is true.</remarks>
public sealed class Chromium : IAsyncLifetime
{
    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

    private IPlaywright? playwright;
    private IBrowser? browser;

    public async ValueTask InitializeAsync()
    {
        if (Find() is not { } path)
            return;
        playwright = await Playwright.CreateAsync();
        browser = await playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = path,
            Headless = true,
            Args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
        });
        Assertions.SetDefaultExpectTimeout(15_000);
    }

    /// <summary>A fresh visitor: no cookies, a window of this size, this colour scheme.</summary>
    public async Task<IBrowserContext> Visitor(int width = 1440, int height = 1000, ColorScheme scheme = ColorScheme.Light)
    {
        if (browser is null)
        {
            const string Missing = "No Chromium on this machine: install it (Debian: apt-get install chromium) or name it in env CHROMIUM.";
            Assert.SkipUnless(Environment.GetEnvironmentVariable("CI") is "true" or "1", Missing);
            Assert.Fail(Missing);
        }
        return await browser.NewContextAsync(new()
        {
            ViewportSize = new() { Width = width, Height = height },
            ColorScheme = scheme,
            ReducedMotion = ReducedMotion.Reduce,
        });
    }

    public async ValueTask DisposeAsync()
    {
        if (browser is not null)
            await browser.DisposeAsync();
        playwright?.Dispose();
    }

    private static string? Find()
    {
        if (Environment.GetEnvironmentVariable("CHROMIUM") is { Length: > 0 } named)
            return named;
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Append("/usr/bin");
        return folders.SelectMany(folder => Names.Select(name => Path.Combine(folder, name))).FirstOrDefault(File.Exists);
    }
}
