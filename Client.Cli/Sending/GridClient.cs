using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using SalesGrid.Texts;

namespace SalesGrid.Sending;

/// <summary>Talks to a grid over HTTP. What passes by itself is waited out, for as long as <c>patience</c> without any progress.</summary>
public sealed class GridClient : ICommandSender, IDisposable
{
    /// <summary>Longest a single request may take before it counts as unanswered.</summary>
    public static readonly TimeSpan RequestTimeout = TimeSpan.FromSeconds(60);

    /// <summary>Largest body sent; more commands go in several requests.</summary>
    public const int MaxBodyBytes = 512 * 1024;

    /// <summary>Longest part of a faulty answer that is shown.</summary>
    private const int MaxShown = 300;

    private readonly HttpClient http;
    private readonly TimeSpan patience;
    private readonly TimeProvider time;

    /// <param name="server">Address of the grid.</param>
    /// <param name="key">API key; null when none was given.</param>
    /// <param name="patience">How long to go on without any answer.</param>
    /// <param name="time">Clock of the waits.</param>
    public GridClient(Uri server, string? key, TimeSpan patience, TimeProvider time)
    {
        (this.patience, this.time) = (patience, time);
        http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) })
        {
            BaseAddress = server.AbsolutePath.EndsWith('/') ? server : new Uri(server.AbsoluteUri + "/"),
            Timeout = RequestTimeout,
        };
        http.DefaultRequestHeaders.Accept.Add(new("application/json"));
        if (key is not null)
            http.DefaultRequestHeaders.Authorization = new("Bearer", key);
    }

    /// <summary>Called when an answer is waited for, with what stands in the way.</summary>
    public Action<string>? Waiting { get; set; }

    /// <inheritdoc/>
    public void Dispose() => http.Dispose();

    /// <summary>A JSON document of the server; null when it has no such address.</summary>
    public async Task<JsonDocument?> Read(string path, CancellationToken cancellationToken)
    {
        var answer = await Exchange(() => new(HttpMethod.Get, path), new Patience(patience, time), cancellationToken);
        return answer.Status switch
        {
            HttpStatusCode.OK => Parse(answer.Body),
            HttpStatusCode.NotFound => null,
            _ => throw Unexpected(answer),
        };
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<CommandResult>> Send(IReadOnlyList<ReadOnlyMemory<byte>> commands, CancellationToken cancellationToken)
    {
        var results = new CommandResult[commands.Count];
        var waiting = new Patience(patience, time);
        int[] left = [.. Enumerable.Range(0, commands.Count)];
        while (left.Length > 0)
        {
            await SendOnce(commands, left, results, waiting, cancellationToken);
            var undecided = left.Where(i => results[i].IsUndecided).ToArray();
            // Any command decided is progress: only a server that decides none at all runs out of patience.
            if (undecided.Length < left.Length)
                waiting.Reset();
            if (undecided.Length > 0)
                await Wait(waiting, null, $"{undecided.Length} busy or unknown", null, cancellationToken);
            left = undecided;
        }
        return results;
    }

    private async Task SendOnce(
        IReadOnlyList<ReadOnlyMemory<byte>> commands, int[] chosen, CommandResult[] results, Patience waiting, CancellationToken cancellationToken)
    {
        var body = Body(commands, chosen);
        var answer = await Exchange(() => new(HttpMethod.Post, "api/commands")
        {
            Content = new ByteArrayContent(body) { Headers = { ContentType = new("application/json") } },
        }, waiting, cancellationToken);

        if (answer.Status == HttpStatusCode.OK)
        {
            CommandResults.Read(answer.Body, commands, chosen, results);
        }
        else if (answer.Status is not (HttpStatusCode.BadRequest or HttpStatusCode.RequestEntityTooLarge or HttpStatusCode.UnprocessableEntity))
        {
            throw Unexpected(answer);
        }
        else if (chosen.Length > 1)
        {
            // One command the door cannot read spoils the request for all: halve it until that one stands alone.
            var half = chosen.Length / 2;
            await SendOnce(commands, [.. chosen.Take(half)], results, waiting, cancellationToken);
            await SendOnce(commands, [.. chosen.Skip(half)], results, waiting, cancellationToken);
        }
        else
        {
            results[chosen[0]] = CommandResults.FromProblem(answer.Body, (int)answer.Status);
        }
    }

    private static byte[] Body(IReadOnlyList<ReadOnlyMemory<byte>> commands, int[] chosen)
    {
        var head = "{\"commands\":["u8;
        var tail = "]}"u8;
        var body = new byte[head.Length + chosen.Sum(i => commands[i].Length) + chosen.Length - 1 + tail.Length];
        head.CopyTo(body);
        var at = head.Length;
        foreach (var i in chosen)
        {
            if (at > head.Length)
                body[at++] = (byte)',';
            commands[i].Span.CopyTo(body.AsSpan(at));
            at += commands[i].Length;
        }
        tail.CopyTo(body.AsSpan(at));
        return body;
    }

    /// <summary>One request and its answer, sent again for as long as the server is away, overloaded or failing.</summary>
    private async Task<Answer> Exchange(Func<HttpRequestMessage> request, Patience waiting, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                using var message = request();
                using var response = await http.SendAsync(message, cancellationToken);
                var body = await response.Content.ReadAsByteArrayAsync(cancellationToken);
                if ((int)response.StatusCode < 500 && response.StatusCode is not (HttpStatusCode.TooManyRequests or HttpStatusCode.RequestTimeout))
                    return new(response.StatusCode, body);
                await Wait(waiting, response.Headers.RetryAfter, $"HTTP {(int)response.StatusCode}", null, cancellationToken);
            }
            catch (Exception fault) when (fault is HttpRequestException or IOException || (fault is OperationCanceledException && !cancellationToken.IsCancellationRequested))
            {
                // Refused, reset, cut off or timed out. Whether the commands were carried out is not known; their ids make resending safe.
                await Wait(waiting, null, fault.Message, fault, cancellationToken);
            }
        }
    }

    private async Task Wait(Patience waiting, RetryConditionHeaderValue? after, string why, Exception? fault, CancellationToken cancellationToken)
    {
        if (waiting.Next(after?.Delta) is not { } delay)
            throw new ServerOutOfReachException(why, fault);
        Waiting?.Invoke(why);
        await Task.Delay(delay, time, cancellationToken);
    }

    private UserErrorException Unexpected(Answer answer)
    {
        var at = http.BaseAddress;
        return answer.Status switch
        {
            HttpStatusCode.Unauthorized => new(new LocalText(
                $"{at} 不接受此密钥。请用 --key 或环境变量 GRID_KEY 给出密钥。", $"{at} does not take the key. Give one with --key or the environment variable GRID_KEY.")),
            HttpStatusCode.Forbidden => new(new LocalText($"此密钥无权在 {at} 写入。", $"The key may not do this at {at}.")),
            HttpStatusCode.NotFound => new(new LocalText($"{at} 不是 Sales Grid 服务器。", $"{at} is not a Sales Grid server.")),
            // What the grid refuses it explains, in both languages.
            _ when CommandResults.ReasonOf(answer.Body) is { } reason => new(reason),
            _ => new(new LocalText(
                string.Create(CultureInfo.InvariantCulture, $"{at} 的回答无法理解:HTTP {(int)answer.Status} {Shown(answer.Body)}"),
                string.Create(CultureInfo.InvariantCulture, $"{at} answered what is not understood: HTTP {(int)answer.Status} {Shown(answer.Body)}"))),
        };
    }

    private static JsonDocument Parse(byte[] body)
    {
        try
        {
            return JsonDocument.Parse(body);
        }
        catch (JsonException)
        {
            throw new UserErrorException(new LocalText($"服务器的回答不是 JSON:{Shown(body)}", $"The server's answer is no JSON: {Shown(body)}"));
        }
    }

    private static string Shown(byte[] body)
    {
        var text = Encoding.UTF8.GetString(body.AsSpan(0, Math.Min(body.Length, MaxShown)));
        return new([.. text.Select(c => char.IsControl(c) ? ' ' : c)]);
    }

    private sealed record Answer(HttpStatusCode Status, byte[] Body);
}
