using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace SalesGrid.Web.Tests;

/// <summary>Takes the screenshots of the README from a running server. See CONTRIBUTING.md.</summary>
/// <remarks>Env GRID_SHOT_URL is its address, GRID_SHOT_KEY a key to it, GRID_SHOT_DIR where the pictures go.</remarks>
public sealed class ReadmeScreenshots(Chromium chromium)
{
    private const int BytesMax = 300 * 1024;

    [Theory]
    [InlineData("zh")]
    [InlineData("en")]
    public async Task Overview(string language)
    {
        var url = Environment.GetEnvironmentVariable("GRID_SHOT_URL");
        var key = Environment.GetEnvironmentVariable("GRID_SHOT_KEY");
        var folder = Environment.GetEnvironmentVariable("GRID_SHOT_DIR");
        Assert.SkipUnless(url is { Length: > 0 } && key is { Length: > 0 } && folder is { Length: > 0 },
            "Takes pictures only when GRID_SHOT_URL, GRID_SHOT_KEY and GRID_SHOT_DIR are set.");
        await using var visit = await Visit.SignedIn(chromium, new Uri(url!), $"/?lang={language}", key!);
        foreach (var card in new[] { "people", "regions", "products" })
            await Expect(visit.Card(card).Locator("tbody tr").First).ToBeVisibleAsync();
        await Expect(visit.Card("months").Locator(".column").First).ToBeVisibleAsync();
        await Expect(visit.Card("funnel").Locator("tfoot")).ToBeVisibleAsync();
        // As tall as the page is, so that no card is cut in half.
        var height = await visit.Page.EvaluateAsync<int>("document.querySelector('main').scrollHeight");
        await visit.Page.SetViewportSizeAsync(1440, Math.Clamp(height, 900, 1400));
        Directory.CreateDirectory(folder!);
        var picture = await visit.Page.ScreenshotAsync(new() { Path = Path.Combine(folder!, $"overview-{language}.png"), Caret = ScreenshotCaret.Hide });
        Assert.True(picture.Length < BytesMax, $"The picture has {picture.Length} bytes.");
    }
}
