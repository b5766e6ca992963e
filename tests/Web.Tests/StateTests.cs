using Microsoft.Playwright;
using SalesGrid.Gateway.Kpis;
using SalesGrid.Gateway.Web;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace SalesGrid.Web.Tests;

/// <summary>The page when there is nothing to show, when reading fails, and when the connection is lost.</summary>
public sealed class StateTests(Chromium chromium)
{
    private static readonly Deal Won = new("won", "implementation", "S-02", "East", "GTX Pro", 1_000_000m, Month: "2017-10", CycleDays: 40);

    [Fact]
    public async Task An_empty_grid_says_how_to_fill_it()
    {
        await using var host = await WorkbenchHost.Start();
        await using var visit = await Visit.SignedIn(chromium, host.Address);
        await Expect(visit.Card("empty")).ToContainTextAsync("网格里还没有商机");
        await Expect(visit.Card("empty").Locator("code")).ToContainTextAsync($"--server {host.Address.GetLeftPart(UriPartial.Authority)} ");
        await Expect(visit.Card("funnel")).ToHaveCountAsync(0);
        host.Feed.Push(Won);
        await Expect(visit.Figure("won")).ToHaveTextAsync("¥100.0万");
        await Expect(visit.Card("empty")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Who_may_write_loads_demo_data()
    {
        await using var host = await WorkbenchHost.Start();
        await using var visit = await Visit.SignedIn(chromium, host.Address);
        var button = visit.Page.GetByRole(AriaRole.Button, new() { Name = "载入演示数据" });
        await button.ClickAsync();
        await Expect(button).ToBeDisabledAsync();
        Assert.Equal(1, host.Demo.Starts);

        host.Demo.Progress = new(1_250, 5_000);
        host.Time.Advance(TimeSpan.FromSeconds(1));
        await Expect(visit.Page.Locator(".demo")).ToContainTextAsync("1,250 / 5,000");
        host.Feed.Push(Won);
        await Expect(visit.Figure("won")).ToHaveTextAsync("¥100.0万");
        await Expect(visit.Page.Locator(".demo")).ToBeVisibleAsync();
        host.Demo.Progress = new(5_000, 5_000);
        host.Time.Advance(TimeSpan.FromSeconds(1));
        await Expect(visit.Page.Locator(".demo")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Who_may_only_read_is_told_whom_to_ask()
    {
        await using var host = await WorkbenchHost.Start();
        await using var visit = await Visit.SignedIn(chromium, host.Address, "/?lang=en", WorkbenchHost.ReaderKey);
        await Expect(visit.Card("empty")).ToContainTextAsync("Your key may only read.");
        await Expect(visit.Page.GetByRole(AriaRole.Button, new() { Name = "Load demo data" })).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task A_feed_that_fails_is_said_and_tried_again()
    {
        await using var host = await WorkbenchHost.Start(realTime: true);
        host.Feed.Push(Won);
        host.Feed.Break(new InvalidOperationException("The store is away."));
        await using var visit = await Visit.SignedIn(chromium, host.Address);
        await Expect(visit.Page.Locator(".live")).ToHaveTextAsync("暂时读不到数据，将自动重试");
        await Expect(visit.Card("funnel")).ToContainTextAsync("暂时读不到数据");
        host.Feed.Break(null);
        await Expect(visit.Figure("won")).ToHaveTextAsync("¥100.0万");

        host.Feed.Break(new InvalidOperationException("The store is away again."));
        await Expect(visit.Page.Locator(".live")).ToContainTextAsync("更新中断");
        await Expect(visit.Card("funnel").Locator(".stale")).ToBeVisibleAsync();
        await Expect(visit.Figure("won")).ToHaveTextAsync("¥100.0万");
        host.Feed.Break(null);
        await Expect(visit.Page.Locator(".live")).ToHaveTextAsync("实时更新");
        await Expect(visit.Page.Locator(".stale")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Too_many_groups_are_said_to_be_too_many()
    {
        await using var host = await WorkbenchHost.Start();
        host.Feed.Break(new TooManyGroupsException());
        await using var visit = await Visit.SignedIn(chromium, host.Address, "/?lang=en");
        await Expect(visit.Card("people")).ToContainTextAsync("Too many groups to show");
    }

    [Fact]
    public async Task A_page_asks_each_question_once_and_stops_when_it_is_left()
    {
        await using var host = await WorkbenchHost.Start();
        host.Feed.Push(Won);
        await using var visit = await Visit.SignedIn(chromium, host.Address);
        await Expect(visit.Row("products", "GTX Pro")).ToBeVisibleAsync();
        Assert.Equal(6, host.Feed.WatchersMost);
        await visit.Go("/signin");
        await host.Feed.Idle.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task A_lost_connection_is_said_in_both_languages()
    {
        await using var host = await WorkbenchHost.Start();
        host.Feed.Push(Won);
        await using var visit = await Visit.SignedIn(chromium, host.Address);
        await Expect(visit.Figure("won")).ToHaveTextAsync("¥100.0万");
        await Expect(visit.Page.Locator("#components-reconnect-modal")).ToBeHiddenAsync();
        await host.Stop();
        await Expect(visit.Page.Locator("#components-reconnect-modal")).ToBeVisibleAsync();
        await Expect(visit.Page.Locator("#components-reconnect-modal")).ToContainTextAsync("与服务器的连接中断");
        await Expect(visit.Page.Locator("#components-reconnect-modal")).ToContainTextAsync("Connection to the server lost");
        await Expect(visit.Page.GetByText("正在重新连接")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Without_an_interactive_page_there_are_skeletons_in_its_place()
    {
        await using var host = await WorkbenchHost.Start();
        host.Feed.Push(Won);
        await using var visit = await Visit.Begin(chromium, host.Address);
        await visit.Page.RouteAsync("**/_framework/**", route => route.AbortAsync());
        await visit.Go("/");
        await visit.EnterKey(WorkbenchHost.WriterKey);
        await Expect(visit.Page.Locator(".live")).ToHaveTextAsync("正在载入…");
        await Expect(visit.Page.Locator(".tile.skeleton")).ToHaveCountAsync(6);
        await Expect(visit.Page.Locator(".card.skeleton")).ToHaveCountAsync(5);
        Assert.Equal(0, host.Feed.WatchersMost);
    }
}
