using System.Collections.Concurrent;
using Microsoft.Playwright;

namespace SalesGrid.Web.Tests;

/// <summary>One person's visit to a workbench: a page, and what the browser asked for and complained of meanwhile.</summary>
public sealed class Visit : IAsyncDisposable
{
    private readonly IBrowserContext context;

    private Visit(IBrowserContext context, IPage page, Uri address)
    {
        this.context = context;
        Page = page;
        Address = address;
        context.Request += (_, request) => Requests.Enqueue(request.Url);
        context.WebError += (_, error) => Complaints.Enqueue(error.Error);
        page.WebSocket += (_, socket) => Requests.Enqueue(socket.Url);
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
                Complaints.Enqueue($"{message.Type}: {message.Text}");
        };
    }

    public IPage Page { get; }

    public Uri Address { get; }

    /// <summary>Every address the browser asked for, sockets included.</summary>
    public ConcurrentQueue<string> Requests { get; } = [];

    /// <summary>Errors and warnings of the browser's console.</summary>
    public ConcurrentQueue<string> Complaints { get; } = [];

    /// <summary>The figure of a key-figure tile.</summary>
    public ILocator Figure(string name) => Page.Locator($"[data-figure='{name}'] [data-value]");

    /// <summary>What stands under a tile's figure.</summary>
    public ILocator Sub(string name) => Page.Locator($"[data-figure='{name}'] .sub");

    public ILocator Card(string name) => Page.Locator($"[data-card='{name}']");

    /// <summary>The row or column of a card that shows a group.</summary>
    public ILocator Row(string card, string key) => Card(card).Locator($"[data-key='{key}']");

    public static async Task<Visit> Begin(Chromium chromium, Uri address, int width = 1440, int height = 1000, ColorScheme scheme = ColorScheme.Light)
    {
        var context = await chromium.Visitor(width, height, scheme);
        return new(context, await context.NewPageAsync(), address);
    }

    /// <summary>Opens a path, signing in on the way.</summary>
    public static async Task<Visit> SignedIn(
        Chromium chromium, Uri address, string path = "/", string key = WorkbenchHost.WriterKey,
        int width = 1440, int height = 1000, ColorScheme scheme = ColorScheme.Light)
    {
        var visit = await Begin(chromium, address, width, height, scheme);
        await visit.Go(path);
        await visit.EnterKey(key);
        await visit.Page.WaitForURLAsync(url => !new Uri(url).AbsolutePath.StartsWith("/signin", StringComparison.Ordinal));
        return visit;
    }

    public Task Go(string path) => Page.GotoAsync(new Uri(Address, path).ToString());

    public async Task EnterKey(string key)
    {
        await Page.Locator("#key").FillAsync(key);
        await Page.Locator("button[type=submit]").ClickAsync();
    }

    public async ValueTask DisposeAsync() => await context.DisposeAsync();
}
