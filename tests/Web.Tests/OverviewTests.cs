using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace SalesGrid.Web.Tests;

public sealed class OverviewTests(Chromium chromium)
{
    private static readonly Deal[] Few =
    [
        new("open", "proposal", "S-02", "East", "GTX Pro", 12_000_000m, ProbabilityPercent: 40),
        new("open", "development", "S-02", "East", "GTX Pro", 345_678.90m, ProbabilityPercent: 10),
        new("open", "development", "S-04", "West"),
        new("won", "implementation", "S-02", "East", "GTX Pro", 1_000_000m, Month: "2017-10", CycleDays: 40),
        new("won", "implementation", "S-04", "West", "MG Special", 234_567.89m, Month: "2017-12", CycleDays: 61),
        new("lost", "bidding", "S-04", "West", "MG Special", 50_000m, Month: "2017-12"),
    ];

    [Fact]
    public async Task Tiles_show_the_figures_and_their_tips_the_last_digit()
    {
        await using var host = await WorkbenchHost.Start();
        host.Feed.Push(Few);
        await using var visit = await Visit.SignedIn(chromium, host.Address);
        foreach (var (name, figure, exact, sub) in new[]
        {
            ("open", "¥1,235万", "12,345,678.90 CNY", "3 个商机"),
            ("weighted", "¥483.5万", "4,834,567.89 CNY", "占进行中金额 39.2%"),
            ("won", "¥123.5万", "1,234,567.89 CNY", "2 单"),
            ("winRate", "66.7%", "66.6667%", "已结 3 中赢 2"),
            ("wonCycle", "50.5 天", "50.5000 天", "商机开启至赢单"),
            ("lost", "1", "1", "共 6 个商机"),
        })
        {
            await Expect(visit.Figure(name)).ToHaveTextAsync(figure);
            await Expect(visit.Sub(name)).ToHaveTextAsync(sub);
            await visit.Figure(name).HoverAsync();
            await Expect(visit.Page.Locator($"[data-figure='{name}'] .figure .tip-text")).ToBeVisibleAsync();
            await Expect(visit.Page.Locator($"[data-figure='{name}'] .figure .tip-text")).ToHaveTextAsync(exact);
        }
    }

    [Fact]
    public async Task Every_card_shows_its_groups()
    {
        await using var host = await WorkbenchHost.Start();
        host.Feed.Push(Few);
        await using var visit = await Visit.SignedIn(chromium, host.Address);
        await Expect(visit.Card("funnel").Locator("tbody th")).ToHaveTextAsync(
            [new Regex("^客户开发"), new Regex("^售前立项"), new Regex("^提案"), new Regex("^招投标"), new Regex("^商务谈判"), new Regex("^工程实施")]);
        await Expect(visit.Row("funnel", "development").Locator(".number")).ToHaveTextAsync(["2", "¥34.57万"]);
        await Expect(visit.Row("funnel", "proposal").Locator(".number")).ToHaveTextAsync(["1", "¥1,200万"]);
        await Expect(visit.Row("funnel", "bidding").Locator(".number")).ToHaveTextAsync(["0", "—"]);
        await Expect(visit.Card("funnel").Locator("tfoot .number")).ToHaveTextAsync(["3", "¥1,235万"]);
        // November without a win has its place, empty.
        await Expect(visit.Card("months").Locator(".names span")).ToHaveTextAsync(["10月", "11月", "12月"]);
        await Expect(visit.Card("months").Locator(".value")).ToHaveTextAsync(["100.0万", "", "23.46万"]);
        await Expect(visit.Card("people").Locator("tbody .name")).ToHaveTextAsync(["Darcel Schlecht", "Vicki Laflamme"]);
        await Expect(visit.Row("regions", "West").Locator(".number")).ToHaveTextAsync(["¥23.46万", "1", "50.0%"]);
        await Expect(visit.Row("products", "GTX Pro").Locator(".number")).ToHaveTextAsync(["¥100.0万", "1", "100.0%"]);
    }

    [Fact]
    public async Task Figures_move_when_commands_land()
    {
        await using var host = await WorkbenchHost.Start();
        host.Feed.Push(Few);
        await using var visit = await Visit.SignedIn(chromium, host.Address);
        await Expect(visit.Figure("won")).ToHaveTextAsync("¥123.5万");
        host.Feed.Push(new Deal("won", "implementation", "S-05", "North", "GTX Pro", 100_000_000m, Month: "2018-01", CycleDays: 9));
        await Expect(visit.Figure("won")).ToHaveTextAsync("¥1.01亿");
        await Expect(visit.Figure("winRate")).ToHaveTextAsync("75.0%");
        await Expect(visit.Card("months").Locator(".names span").Last).ToHaveTextAsync("1月");
        await Expect(visit.Card("people").Locator("tbody .name").First).ToHaveTextAsync("赵磊");
        await Expect(visit.Row("regions", "North").Locator(".number").First).ToHaveTextAsync("¥1.00亿");
    }

    [Fact]
    public async Task Ratios_without_a_meaning_are_a_dash()
    {
        await using var host = await WorkbenchHost.Start();
        host.Feed.Push(new Deal("open", "development", "S-01", Amount: 5_000m));
        await using var visit = await Visit.SignedIn(chromium, host.Address);
        await Expect(visit.Figure("open")).ToHaveTextAsync("¥5,000");
        await Expect(visit.Figure("winRate")).ToHaveTextAsync("—");
        await Expect(visit.Figure("wonCycle")).ToHaveTextAsync("—");
        await Expect(visit.Figure("won")).ToHaveTextAsync("0");
        await Expect(visit.Card("months")).ToContainTextAsync("还没有赢单");
        await Expect(visit.Card("people")).ToContainTextAsync("还没有赢单");
    }

    [Fact]
    public async Task Several_currencies_are_listed_and_never_added()
    {
        await using var host = await WorkbenchHost.Start();
        host.Feed.Push(Few);
        host.Feed.Push(
            new Deal("won", "implementation", "S-04", "West", "GTX Pro", 9_900m, "USD", "2017-12", 20),
            new Deal("won", "implementation", "S-04", "West", "GTX Pro", 5_000_000m, "JPY", "2017-12", 20));
        await using var visit = await Visit.SignedIn(chromium, host.Address);
        await Expect(visit.Figure("won")).ToHaveTextAsync("多币种");
        await Expect(visit.Sub("won").Locator("span")).ToHaveTextAsync(["¥123.5万", "JP¥500.0万", "US$9,900", "4 单"]);
        // Every open amount is in yuan, so that one has a sum.
        await Expect(visit.Figure("open")).ToHaveTextAsync("¥1,235万");
        // Compared by count: West won three, East one, though of more yuan.
        await Expect(visit.Card("regions").Locator("tbody .name")).ToHaveTextAsync(["West", "East"]);
        await Expect(visit.Row("regions", "West").Locator(".number")).ToHaveTextAsync(["多币种", "3", "75.0%"]);
        await Expect(visit.Row("regions", "West").Locator(".number").First)
            .ToHaveAttributeAsync("title", "234,567.89 CNY · 5,000,000 JPY · 9,900.00 USD");
        await Expect(visit.Card("months").Locator(".value")).ToHaveTextAsync(["1", "", "3"]);
    }

    [Fact]
    public async Task The_language_is_switched_and_kept()
    {
        await using var host = await WorkbenchHost.Start();
        host.Feed.Push(Few);
        await using var visit = await Visit.SignedIn(chromium, host.Address);
        await Expect(visit.Page.Locator("html")).ToHaveAttributeAsync("lang", "zh-CN");
        await Expect(visit.Page.Locator("h1")).ToHaveTextAsync("实时商机管道");
        await visit.Page.GetByText("English").ClickAsync();
        await Expect(visit.Page.Locator("html")).ToHaveAttributeAsync("lang", "en-US");
        await Expect(visit.Page.Locator("h1")).ToHaveTextAsync("Live pipeline");
        await Expect(visit.Figure("open")).ToHaveTextAsync("CN¥12.35M");
        await Expect(visit.Figure("wonCycle")).ToHaveTextAsync("50.5 days");
        await Expect(visit.Row("funnel", "bidding").Locator("th")).ToContainTextAsync("Bidding");

        await visit.Go("/");
        await Expect(visit.Page.Locator("h1")).ToHaveTextAsync("Live pipeline");
        await visit.Page.GetByText("中文").ClickAsync();
        await Expect(visit.Page.Locator("h1")).ToHaveTextAsync("实时商机管道");
        await visit.Go("/");
        await Expect(visit.Figure("open")).ToHaveTextAsync("¥1,235万");
    }

    [Fact]
    public async Task Every_figure_says_how_old_it_is()
    {
        await using var host = await WorkbenchHost.Start();
        host.Feed.Push(Few);
        await using var visit = await Visit.SignedIn(chromium, host.Address);
        var ages = visit.Page.Locator("main time");
        await Expect(ages).ToHaveCountAsync(11);
        await Expect(ages.First).ToHaveTextAsync("刚刚");
        host.Time.Advance(TimeSpan.FromSeconds(3));
        foreach (var age in await ages.AllAsync())
            await Expect(age).ToHaveTextAsync("3 秒前");
        host.Time.Advance(TimeSpan.FromMinutes(2));
        await Expect(ages.Last).ToHaveTextAsync("2 分钟前");
        await Expect(ages.Last).ToHaveAttributeAsync("aria-live", "off");

        await visit.Card("funnel").Locator(".age").FocusAsync();
        await visit.Card("funnel").Locator(".age").HoverAsync();
        await Expect(visit.Card("funnel").Locator(".age .tip-text")).ToContainTextAsync("水位 6");

        host.Feed.Push(Few[0]);
        await Expect(ages.First).ToHaveTextAsync("刚刚");
    }
}
