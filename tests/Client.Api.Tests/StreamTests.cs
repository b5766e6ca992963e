using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace SalesGrid.Gateway.Tests;

/// <summary>KPIs as server-sent events.</summary>
public sealed class StreamTests : IAsyncLifetime
{
    private Gateway gateway = null!;

    public async ValueTask InitializeAsync()
    {
        gateway = await Gateway.Start();
        await gateway.Staff();
    }

    public ValueTask DisposeAsync() => gateway.DisposeAsync();

    [Fact]
    public async Task A_late_joiner_gets_the_whole_and_then_every_change()
    {
        await gateway.Post("/api/opportunities", new { id = "O1", ownerId = "S1", amount = new { amount = 5, currency = "CNY" } });
        using var stream = await Sse.Open(gateway, "/api/kpis/stream?groupBy=region");
        var first = await stream.Next();
        Assert.Equal("snapshot", first.Event);
        Assert.Equal(1, Open(first));
        await gateway.Post("/api/opportunities", new { id = "O2", ownerId = "S1", amount = new { amount = 6, currency = "CNY" } });
        var second = await stream.Until(e => Open(e) == 2);
        Assert.NotEqual(first.Id, second.Id);
        Assert.Equal(second.Id, $"{second.Data.GetProperty("watermark").GetString()}@{second.Data.GetProperty("day").GetString()}");
    }

    [Fact]
    public async Task A_reader_that_resumes_where_nothing_happened_is_sent_nothing_twice()
    {
        await gateway.Post("/api/opportunities", new { id = "O1", ownerId = "S1" });
        string id;
        using (var stream = await Sse.Open(gateway, "/api/kpis/stream"))
            id = (await stream.Next()).Id!;
        using var resumed = await Sse.Open(gateway, "/api/kpis/stream", lastEventId: id);
        await gateway.Post("/api/opportunities", new { id = "O2", ownerId = "S1" });
        var next = await resumed.Next();
        Assert.NotEqual(id, next.Id);
        Assert.Equal(2, Open(next));
    }

    [Fact]
    public async Task A_reader_that_missed_something_gets_the_whole_at_once()
    {
        string id;
        using (var stream = await Sse.Open(gateway, "/api/kpis/stream"))
            id = (await stream.Next()).Id!;
        await gateway.Post("/api/opportunities", new { id = "O1", ownerId = "S1" });
        using var resumed = await Sse.Open(gateway, "/api/kpis/stream", lastEventId: id);
        Assert.Equal(1, Open(await resumed.Next()));
    }

    [Fact]
    public async Task A_busy_grid_sends_at_most_four_snapshots_a_second_and_the_last_is_right()
    {
        using var stream = await Sse.Open(gateway, "/api/kpis/stream");
        await stream.Next();
        var started = TimeProvider.System.GetTimestamp();
        var sending = Task.WhenAll(Enumerable.Range(0, 300).Select(i => gateway.Post("/api/opportunities", new { id = $"O{i}", ownerId = "S1" })));
        var events = 1;
        while (Open(await stream.Next()) != 300)
            events++;
        await sending;
        // Signals are at least a period apart, whatever the machine's speed.
        Assert.InRange(events, 1, 2 + (TimeProvider.System.GetElapsedTime(started) / Kpis.ChangeSignal.Period));
    }

    [Fact]
    public async Task A_stream_needs_a_key()
    {
        using var nobody = gateway.ClientFor(null);
        Assert.Equal(HttpStatusCode.Unauthorized, (await nobody.GetAsync("/api/kpis/stream")).StatusCode);
    }

    [Fact]
    public async Task A_reader_that_leaves_while_nothing_happens_leaves_no_error_behind()
    {
        using var errors = new ErrorLog();
        var own = await Gateway.Start();
        await using (own)
        {
            own.Services.GetRequiredService<ILoggerFactory>().AddProvider(errors);
            for (var i = 0; i < 20; i++)
            {
                using var stream = await Sse.Open(own, "/api/kpis/stream");
                await stream.Next();
            }
            // Stopping waits for every stream to end.
        }
        Assert.Empty(errors.Lines);
    }

    private static long Open(Sse.Message message) => message.Data.GetProperty("rows").EnumerateArray().Sum(r => r.GetProperty("open").GetInt64());
}

/// <summary>Keeps what is logged as an error.</summary>
public sealed class ErrorLog : ILoggerProvider, ILogger
{
    private readonly ConcurrentQueue<string> lines = new();

    public IReadOnlyCollection<string> Lines => lines;

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Error;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (IsEnabled(logLevel))
            lines.Enqueue($"{formatter(state, exception)} {exception}");
    }

    public void Dispose()
    {
    }
}

/// <summary>Reads server-sent events.</summary>
public sealed class Sse(HttpResponseMessage response, StreamReader reader) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public sealed record Message(string? Id, string? Event, JsonElement Data);

    public static Task<Sse> Open(Gateway gateway, string path, string? lastEventId = null) => Open(gateway.Http, path, lastEventId);

    public static async Task<Sse> Open(HttpClient http, string path, string? lastEventId = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (lastEventId is not null)
            request.Headers.TryAddWithoutValidation("Last-Event-ID", lastEventId);
        var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType!.MediaType);
        return new(response, new(await response.Content.ReadAsStreamAsync()));
    }

    /// <summary>The next event; comments are passed over.</summary>
    public async Task<Message> Next()
    {
        string? id = null, name = null, data = null;
        while (true)
        {
            var line = await reader.ReadLineAsync().WaitAsync(Patience) ?? throw new EndOfStreamException();
            if (line.Length == 0 && data is not null)
                return new(id, name, JsonElement.Parse(data));
            if (line.StartsWith("id: ", StringComparison.Ordinal))
                id = line[4..];
            else if (line.StartsWith("event: ", StringComparison.Ordinal))
                name = line[7..];
            else if (line.StartsWith("data: ", StringComparison.Ordinal))
                data = line[6..];
        }
    }

    public async Task<Message> Until(Predicate<Message> holds)
    {
        while (true)
        {
            var message = await Next();
            if (holds(message))
                return message;
        }
    }

    public void Dispose()
    {
        reader.Dispose();
        response.Dispose();
    }
}
