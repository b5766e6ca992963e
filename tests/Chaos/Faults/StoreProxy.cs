using System.Diagnostics;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace SalesGrid.Chaos.Faults;

/// <summary>What becomes of a request to the store.</summary>
internal enum StoreMode
{
    /// <summary>It goes through.</summary>
    Open,

    /// <summary>It goes through a second late.</summary>
    Slow,

    /// <summary>It is refused with 503, as a store does that is told to rest.</summary>
    Refuse,

    /// <summary>It is done, and the connection breaks before the answer.</summary>
    LoseAnswer,

    /// <summary>Nothing is done and nothing is answered; when the fault ends the connection breaks.</summary>
    Silent,

    /// <summary>Nothing is answered; it is done when the fault ends and its sender has long given up.</summary>
    Late,
}

/// <summary>
/// Stands between one silo and the store, on loopback ports of its own, and does to requests what it is told. An
/// ordinary HTTP/1.1 proxy: the signature of a request covers its path and headers, not its host, so it stays valid.
/// </summary>
internal sealed class StoreProxy : IAsyncDisposable
{
    private static readonly TimeSpan SlowBy = TimeSpan.FromSeconds(1);

    /// <summary>Longest a held request is kept, whatever happens: the proxy must not collect them for ever.</summary>
    private static readonly TimeSpan HoldMax = TimeSpan.FromSeconds(60);

    private readonly Lock gate = new();
    private readonly HttpMessageInvoker onward = new(new SocketsHttpHandler
    {
        UseProxy = false,
        UseCookies = false,
        AllowAutoRedirect = false,
        ActivityHeadersPropagator = null,
        MaxConnectionsPerServer = 64,
    });

    private readonly List<WebApplication> doors = [];
    private (StoreMode Mode, bool Everything) present = (StoreMode.Open, true);
    private TaskCompletionSource changed = NewSignal();
    private int hit;

    /// <summary>The store as a client sees it through here.</summary>
    public string ConnectionString { get; private set; } = "";

    /// <summary>Requests the fault was done to so far.</summary>
    public int Hit => hit;

    /// <summary>Opens the doors.</summary>
    /// <param name="connectionString">Of the store, with a blob and a table endpoint over plain HTTP.</param>
    public static async Task<StoreProxy> Start(string connectionString)
    {
        var proxy = new StoreProxy();
        var parts = connectionString.Split(';', StringSplitOptions.RemoveEmptyEntries);
        for (var i = 0; i < parts.Length; i++)
        {
            var at = parts[i].IndexOf("Endpoint=", StringComparison.Ordinal);
            if (at > 0)
            {
                var endpoint = new Uri(parts[i][(at + 9)..]);
                parts[i] = $"{parts[i][..(at + 9)]}{await proxy.Open(endpoint)}{endpoint.AbsolutePath}";
            }
        }
        proxy.ConnectionString = string.Join(';', parts) + ";";
        return proxy;
    }

    /// <summary>From now on this becomes of requests. Those held back by the fault before are let go.</summary>
    /// <param name="mode">What becomes of them.</param>
    /// <param name="everything">All of them, or only appends to journals.</param>
    public void Set(StoreMode mode, bool everything)
    {
        TaskCompletionSource before;
        lock (gate)
        {
            present = (mode, everything);
            (before, changed) = (changed, NewSignal());
        }
        before.TrySetResult();
    }

    public async ValueTask DisposeAsync()
    {
        Set(StoreMode.Open, everything: true);
        foreach (var door in doors)
            await door.DisposeAsync();
        onward.Dispose();
    }

    private async Task<string> Open(Uri store)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.WebHost.ConfigureKestrel(o => o.Limits.MaxRequestBodySize = null);
        var door = builder.Build();
        door.Run(http => Pass(http, store));
        await door.StartAsync();
        doors.Add(door);
        return door.Urls.Single();
    }

    private async Task Pass(HttpContext http, Uri store)
    {
        StoreMode mode;
        Task ended;
        lock (gate)
        {
            mode = present.Everything || IsAppend(http.Request) ? present.Mode : StoreMode.Open;
            ended = changed.Task;
        }
        // Read before anything is held back: the sender gives up, and what it sent must be at hand when it is done late.
        var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body, http.RequestAborted);
        if (mode != StoreMode.Open)
            Interlocked.Increment(ref hit);
        switch (mode)
        {
            case StoreMode.Slow:
                await Task.Delay(SlowBy);
                break;
            case StoreMode.Refuse:
                http.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
                http.Response.Headers["x-ms-error-code"] = "ServerBusy";
                return;
            case StoreMode.LoseAnswer:
                (await Send(http.Request, body, store)).Dispose();
                http.Abort();
                return;
            case StoreMode.Silent:
                await Task.WhenAny(ended, Task.Delay(HoldMax));
                http.Abort();
                return;
            case StoreMode.Late:
                await Task.WhenAny(ended, Task.Delay(HoldMax));
                (await Send(http.Request, body, store)).Dispose();
                http.Abort();
                return;
        }
        using var answer = await Send(http.Request, body, store);
        await Answer(http.Response, answer);
    }

    private static bool IsAppend(HttpRequest request) =>
        HttpMethods.IsPut(request.Method) && request.Query["comp"] == "appendblock";

    private Task<HttpResponseMessage> Send(HttpRequest request, MemoryStream body, Uri store)
    {
        var path = $"{request.Path.ToUriComponent()}{request.QueryString.ToUriComponent()}";
        if (request.HttpContext.Features.Get<Microsoft.AspNetCore.Http.Features.IHttpRequestFeature>() is { RawTarget: { Length: > 0 } raw } && raw[0] == '/')
            path = raw;
        // As it came: an address that is read and written again may come out with other escapes, and the signature covers them.
        var target = new Uri($"{store.GetLeftPart(UriPartial.Authority)}{path}", new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
        var sent = new HttpRequestMessage(new HttpMethod(request.Method), target);
        if (body.Length > 0 || request.ContentLength is not null)
            sent.Content = new ByteArrayContent(body.ToArray());
        foreach (var (name, values) in request.Headers)
        {
            if (IsOfConnection(name))
                continue;
            if (!sent.Headers.TryAddWithoutValidation(name, values.AsEnumerable()))
                sent.Content?.Headers.TryAddWithoutValidation(name, values.AsEnumerable());
        }
        sent.Headers.Host = request.Host.Value;
        return onward.SendAsync(sent, CancellationToken.None);
    }

    private static async Task Answer(HttpResponse response, HttpResponseMessage answer)
    {
        response.StatusCode = (int)answer.StatusCode;
        foreach (var (name, values) in answer.Headers.Concat(answer.Content.Headers))
        {
            if (!IsOfConnection(name))
                response.Headers[name] = values.ToArray();
        }
        if (response.StatusCode is StatusCodes.Status304NotModified or StatusCodes.Status204NoContent || HttpMethods.IsHead(response.HttpContext.Request.Method))
            return;
        await answer.Content.CopyToAsync(response.Body);
    }

    private static bool IsOfConnection(string header) =>
        header.Equals("Connection", StringComparison.OrdinalIgnoreCase)
        || header.Equals("Transfer-Encoding", StringComparison.OrdinalIgnoreCase)
        || header.Equals("Keep-Alive", StringComparison.OrdinalIgnoreCase)
        || header.Equals("Host", StringComparison.OrdinalIgnoreCase);

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
