using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace SalesGrid.Web.Tests;

/// <summary>What holds of the page as a whole, in every language and at every width.</summary>
public sealed class BrowserTests(Chromium chromium)
{
    private const string Overflowing = """
        () => [...document.querySelectorAll('h1, h2, h3, p, th, td, time, .figure, .sub, .rail a, .rail button, .notice')]
            .filter(e => getComputedStyle(e).display !== 'inline' && !e.closest('.visually-hidden') && !e.querySelector('.name'))
            .filter(e => e.scrollWidth > e.clientWidth + 1)
            .map(e => `${e.tagName} ${e.className}: ${e.textContent.trim()}`)
        """;

    public static TheoryData<string, int, ColorScheme> Screens()
    {
        var screens = new TheoryData<string, int, ColorScheme>();
        foreach (var language in new[] { "zh", "en" })
        {
            foreach (var width in new[] { 1440, 1024, 390 })
                screens.Add(language, width, width == 1024 ? ColorScheme.Dark : ColorScheme.Light);
        }
        return screens;
    }

    [Theory]
    [MemberData(nameof(Screens))]
    public async Task Nothing_is_asked_of_anybody_else_nothing_overflows_nobody_complains(string language, int width, ColorScheme scheme)
    {
        await using var host = await WorkbenchHost.Start();
        host.Feed.Push(SampleDeals.Many(3_000));
        await using var visit = await Visit.SignedIn(chromium, host.Address, $"/?lang={language}", width: width, height: 900, scheme: scheme);
        foreach (var card in new[] { "people", "regions", "products" })
            await Expect(visit.Card(card).Locator("tbody tr").First).ToBeVisibleAsync();
        await Expect(visit.Card("funnel").Locator("tfoot")).ToBeVisibleAsync();

        Assert.Empty(await visit.Page.EvaluateAsync<string[]>(Overflowing));
        Assert.Equal(width, await visit.Page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
        Assert.Contains(visit.Requests, url => url.StartsWith("ws:", StringComparison.Ordinal));
        Assert.All(visit.Requests, url => Assert.Equal(host.Address.Authority, new Uri(url).Authority));
        Assert.Empty(visit.Complaints);
    }

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task Every_text_stands_out_from_its_ground(ColorScheme scheme)
    {
        await using var host = await WorkbenchHost.Start();
        host.Feed.Push(SampleDeals.Many(500));
        await using var visit = await Visit.SignedIn(chromium, host.Address, scheme: scheme);
        await Expect(visit.Card("products").Locator("tbody tr").First).ToBeVisibleAsync();
        // WCAG 2.2, 1.4.3: at least 4.5 to 1 for text of ordinary size. A column's value stands above it, on the card.
        Assert.Empty(await visit.Page.EvaluateAsync<string[]>("""
            () => {
              const channel = c => (c /= 255) <= .04045 ? c / 12.92 : ((c + .055) / 1.055) ** 2.4;
              const colour = text => text.match(/[\d.]+/g).map(Number);
              const luminance = ([r, g, b]) => .2126 * channel(r) + .7152 * channel(g) + .0722 * channel(b);
              const ground = e => { for (; e; e = e.parentElement) { const c = colour(getComputedStyle(e).backgroundColor); if (c.length < 4 || c[3] === 1) return c; } return [255, 255, 255]; };
              const faint = [];
              for (const e of document.querySelectorAll('body *')) {
                const own = [...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim());
                if (!own || !e.checkVisibility() || e.closest('noscript, script, svg')) continue;
                const [a, b] = [luminance(colour(getComputedStyle(e).color)), luminance(ground(e.closest('.value') ? e.closest('.card') : e))].sort((x, y) => y - x);
                if ((a + .05) / (b + .05) < 4.5) faint.push(`${e.className} ${e.textContent.trim()}: ${((a + .05) / (b + .05)).toFixed(2)}`);
              }
              return faint;
            }
            """));
    }

    [Fact]
    public async Task The_page_can_be_walked_through_by_keyboard()
    {
        await using var host = await WorkbenchHost.Start();
        host.Feed.Push(SampleDeals.Many(50));
        await using var visit = await Visit.SignedIn(chromium, host.Address);
        await Expect(visit.Figure("open")).ToBeVisibleAsync();
        await visit.Page.Keyboard.PressAsync("Tab");
        await Expect(visit.Page.Locator(".skip")).ToBeFocusedAsync();
        await visit.Page.Keyboard.PressAsync("Enter");
        await Expect(visit.Page.Locator("main")).ToBeFocusedAsync();
        await visit.Page.Keyboard.PressAsync("Tab");
        await Expect(visit.Page.Locator("[data-figure='open'] .figure .tip")).ToBeFocusedAsync();
        await Expect(visit.Page.Locator("[data-figure='open'] .figure .tip-text")).ToBeVisibleAsync();
    }
}
