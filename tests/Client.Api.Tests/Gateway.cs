using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using SalesGrid.Gateway.Hosting;
using SalesGrid.Gateway.Security;

namespace SalesGrid.Gateway.Tests;

/// <summary>A whole gateway with a silo inside, in this process, over real HTTP on a free loopback port.</summary>
public sealed class Gateway : IAsyncDisposable
{
    public const string AdminKey = "test-admin-key";
    public const string ReaderKey = "test-reader-key";

    private readonly WebApplication app;
    private readonly DirectoryInfo? ownFolder;

    private Gateway(WebApplication app, DirectoryInfo? ownFolder, string address)
    {
        (this.app, this.ownFolder) = (app, ownFolder);
        Address = new(address);
        Http = ClientFor(AdminKey);
    }

    public Uri Address { get; }

    /// <summary>An administrator's client.</summary>
    public HttpClient Http { get; }

    public IServiceProvider Services => app.Services;

    public static Task<Gateway> Start(string? folder = null, params string[] settings) => Start(folder, null, settings);

    /// <param name="folder">Where its data lies; null for a folder of its own.</param>
    /// <param name="adjust">Last word on the silo inside.</param>
    /// <param name="settings">Further settings.</param>
    public static async Task<Gateway> Start(string? folder, Action<ISiloBuilder>? adjust, params string[] settings)
    {
        var own = folder is null ? Directory.CreateTempSubdirectory("sales-grid-") : null;
        var app = GatewayHost.Build(
        [
            "--urls=http://127.0.0.1:0", $"--GRID_DATA={folder ?? own!.FullName}", $"--GRID_ADMIN_KEY={AdminKey}",
            "--Grid:Keys:0:Name=reader", "--Grid:Keys:0:Role=Reader", $"--Grid:Keys:0:Sha256={ApiKeys.HashOf(ReaderKey)}",
            "--Grid:BucketCount=4", "--Logging:LogLevel:Default=Error", "--Logging:LogLevel:Microsoft.Hosting.Lifetime=Error", .. settings,
        ], adjust);
        await app.StartAsync();
        return new(app, own, app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
    }

    /// <summary>Everything the page's cookie opens, by the cookie of whoever signs in with a key.</summary>
    public async Task<HttpClient> SignedIn(string key, CookieContainer? cookies = null)
    {
        var client = Browser(cookies);
        var answer = await Submit(client, "/signin", new() { ["key"] = key });
        Assert.True(answer.Status == HttpStatusCode.Found, $"{(int)answer.Status}: signing in failed.");
        return client;
    }

    /// <summary>A client that keeps cookies and goes nowhere by itself.</summary>
    public HttpClient Browser(CookieContainer? cookies = null)
    {
        var browser = new HttpClient(new HttpClientHandler { CookieContainer = cookies ?? new(), AllowAutoRedirect = false }) { BaseAddress = Address };
        // As browsers do: what is sent comes from the page itself.
        browser.DefaultRequestHeaders.Add("Sec-Fetch-Site", "same-origin");
        return browser;
    }

    /// <summary>Reads a form and sends it, filled in.</summary>
    public static async Task<Answer> Submit(HttpClient browser, string path, Dictionary<string, string> fields, string? to = null)
    {
        var form = await browser.GetStringAsync(new Uri(path, UriKind.Relative));
        const string Field = "name=\"__RequestVerificationToken\" value=\"";
        var from = form.IndexOf(Field, StringComparison.Ordinal) + Field.Length;
        fields["__RequestVerificationToken"] = form[from..form.IndexOf('"', from)];
        using var filled = new FormUrlEncodedContent(fields);
        return await Answer.Of(await browser.PostAsync(new Uri(to ?? path, UriKind.Relative), filled));
    }

    public HttpClient ClientFor(string? key)
    {
        var client = new HttpClient { BaseAddress = Address };
        if (key is not null)
            client.DefaultRequestHeaders.Authorization = new("Bearer", key);
        return client;
    }

    public async Task<Answer> Get(string path) => await Answer.Of(await Http.GetAsync(path));

    public Task<Answer> Post(string path, object? body = null, string? commandId = null, string? ifMatch = null) =>
        Send(HttpMethod.Post, path, body is null ? null : JsonContent.Create(body), commandId, ifMatch);

    public async Task<Answer> Send(HttpMethod method, string path, HttpContent? content, string? commandId = null, string? ifMatch = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        if (commandId is not null)
            request.Headers.TryAddWithoutValidation("Idempotency-Key", commandId);
        if (ifMatch is not null)
            request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        return await Answer.Of(await Http.SendAsync(request));
    }

    /// <summary>Salespeople S1 (East) and S2 (West), customers C1 and C2.</summary>
    public async Task Staff()
    {
        await Post("/api/salespeople", new { id = "S1", name = "王芳", team = "East 1", region = "East" });
        await Post("/api/salespeople", new { id = "S2", name = "Li Qiang", team = "West 1", region = "West" });
        await Post("/api/customers", new { id = "C1", name = "华东精密机械", sector = "machinery", city = "上海", country = "CN" });
        await Post("/api/customers", new { id = "C2", name = "Southern Foods", sector = "food" });
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await app.StopAsync();
        await app.DisposeAsync();
        ownFolder?.Delete(recursive: true);
    }
}

/// <summary>An answer, read to its end.</summary>
public sealed record Answer(HttpStatusCode Status, HttpResponseHeaders Headers, string? ContentType, string Text)
{
    public static async Task<Answer> Of(HttpResponseMessage response)
    {
        using (response)
            return new(response.StatusCode, response.Headers, response.Content.Headers.ContentType?.MediaType, await response.Content.ReadAsStringAsync());
    }

    public JsonElement Json => JsonElement.Parse(Encoding.UTF8.GetBytes(Text));

    public string? ControlPoint => Json.TryGetProperty("controlPoint", out var id) ? id.GetString() : null;

    public string? Field => Json.TryGetProperty("field", out var name) ? name.GetString() : null;
}

/// <summary>One gateway for the tests that do not mind sharing it.</summary>
public sealed class SharedGateway : IAsyncLifetime
{
    private int names;

    public Gateway Gateway { get; private set; } = null!;

    public string NewId(string prefix = "O") => $"{prefix}-{Interlocked.Increment(ref names)}";

    public async ValueTask InitializeAsync()
    {
        Gateway = await Gateway.Start();
        await Gateway.Staff();
    }

    public ValueTask DisposeAsync() => Gateway.DisposeAsync();
}
