using System.Net;
using Microsoft.Playwright;
using SalesGrid.Gateway.Web.SignIn;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace SalesGrid.Web.Tests;

public sealed class SignInTests(Chromium chromium)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Nobody_sees_the_page_without_a_key()
    {
        await using var host = await WorkbenchHost.Start();
        await using var visit = await Visit.Begin(chromium, host.Address);
        await visit.Go("/");
        await Expect(visit.Page).ToHaveURLAsync(new Uri(host.Address, "/signin?returnUrl=%2F").ToString());
        await Expect(visit.Page.Locator("h1")).ToContainTextAsync("销售网格");

        await visit.EnterKey("not-the-key");
        await Expect(visit.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("密钥不正确");
        await Expect(visit.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("This key is not known");
        await Expect(visit.Page.Locator("#key")).ToHaveValueAsync("");

        await visit.EnterKey(WorkbenchHost.ReaderKey);
        await Expect(visit.Page).ToHaveURLAsync(host.Address.ToString());
        await Expect(visit.Page.Locator(".who-name")).ToHaveTextAsync("reader");
    }

    [Fact]
    public async Task Who_signs_out_is_out()
    {
        await using var host = await WorkbenchHost.Start();
        await using var visit = await Visit.SignedIn(chromium, host.Address);
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "退出登录" }).ClickAsync();
        await Expect(visit.Page).ToHaveURLAsync(new Uri(host.Address, "/signin").ToString());
        await visit.Go("/");
        await Expect(visit.Page.Locator("#key")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task The_sign_in_cookie_is_kept_from_scripts_and_other_sites()
    {
        await using var host = await WorkbenchHost.Start();
        await using var visit = await Visit.SignedIn(chromium, host.Address);
        var cookie = Assert.Single(await visit.Page.Context.CookiesAsync(), c => c.Name == "grid-session");
        Assert.True(cookie.HttpOnly);
        Assert.Equal(SameSiteAttribute.Strict, cookie.SameSite);
    }

    [Fact]
    public async Task A_sign_in_not_used_for_eight_hours_ends()
    {
        await using var host = await WorkbenchHost.Start();
        await using var visit = await Visit.SignedIn(chromium, host.Address);
        await Expect(visit.Card("empty")).ToBeVisibleAsync();
        await visit.Go("/signin");
        host.Time.Advance(TimeSpan.FromHours(8.1));
        await visit.Go("/");
        await Expect(visit.Page.Locator("#key")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_page_left_open_is_loaded_anew_so_that_an_ended_sign_in_is_noticed()
    {
        await using var host = await WorkbenchHost.Start();
        await using var visit = await Visit.SignedIn(chromium, host.Address);
        await Expect(visit.Card("empty")).ToBeVisibleAsync();
        await visit.Page.EvaluateAsync("window.old = true");
        var loaded = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        visit.Page.Load += (_, _) => loaded.TrySetResult();
        host.Time.Advance(TimeSpan.FromHours(5.1));
        await loaded.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        Assert.True(await visit.Page.EvaluateAsync<bool>("window.old === undefined"));
        await Expect(visit.Card("empty")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task The_eleventh_wrong_key_in_a_minute_has_to_wait()
    {
        await using var host = await WorkbenchHost.Start();
        using var client = new HttpClient { BaseAddress = host.Address };
        var form = await Form(client);
        for (var i = 0; i < SignInThrottle.FailuresMax; i++)
            Assert.Equal(HttpStatusCode.Unauthorized, await Try(client, form, $"wrong-{i}"));
        Assert.Equal(HttpStatusCode.TooManyRequests, await Try(client, form, WorkbenchHost.WriterKey));
        host.Time.Advance(SignInThrottle.Window);
        Assert.Equal(HttpStatusCode.Unauthorized, await Try(client, form, "wrong-again"));
    }

    [Fact]
    public async Task A_form_from_another_site_is_not_taken()
    {
        await using var host = await WorkbenchHost.Start();
        using var client = new HttpClient { BaseAddress = host.Address };
        Assert.Equal(HttpStatusCode.BadRequest, await Try(client, "forged", WorkbenchHost.WriterKey));
    }

    [Fact]
    public async Task Only_the_sign_in_and_the_static_files_are_open()
    {
        await using var host = await WorkbenchHost.Start();
        using var client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = host.Address };
        foreach (var (path, expected) in new[]
        {
            ("/", HttpStatusCode.Redirect),
            ("/nothing-here", HttpStatusCode.Redirect),
            ("/_blazor/negotiate", HttpStatusCode.Unauthorized),
            ("/_blazor", HttpStatusCode.Unauthorized),
            ("/signin", HttpStatusCode.OK),
            ("/workbench.css", HttpStatusCode.OK),
            ("/_framework/blazor.web.js", HttpStatusCode.OK),
        })
        {
            using var response = await client.GetAsync(path, Cancel);
            Assert.True(expected == response.StatusCode, $"{path} answered {response.StatusCode}");
        }
        using var negotiate = await client.PostAsync("/_blazor/negotiate?negotiateVersion=1", null, Cancel);
        Assert.Equal(HttpStatusCode.Unauthorized, negotiate.StatusCode);
    }

    [Theory]
    [InlineData("/", "/")]
    [InlineData("/?lang=en", "/?lang=en")]
    [InlineData("//elsewhere.example", null)]
    [InlineData("/\\elsewhere.example", null)]
    [InlineData("https://elsewhere.example/", null)]
    [InlineData("/\t/elsewhere.example", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void One_returns_only_to_this_server(string? asked, string? expected) => Assert.Equal(expected, SignInEndpoints.Local(asked));

    private static async Task<string> Form(HttpClient client)
    {
        var page = await client.GetStringAsync("/signin", Cancel);
        const string Before = "name=\"__RequestVerificationToken\" value=\"";
        var start = page.IndexOf(Before, StringComparison.Ordinal) + Before.Length;
        return page[start..page.IndexOf('"', start)];
    }

    private static async Task<HttpStatusCode> Try(HttpClient client, string token, string key)
    {
        using var body = new FormUrlEncodedContent(new Dictionary<string, string> { ["key"] = key, ["__RequestVerificationToken"] = token });
        using var response = await client.PostAsync("/signin", body, Cancel);
        return response.StatusCode;
    }
}
