using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Http.Json;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SalesGrid.Hosting;
using SalesGrid.Testing;

namespace SalesGrid.Gateway.Tests;

/// <summary>Traces, metrics and logs, as a collector gets them.</summary>
public sealed class TelemetryTests
{
    [Fact]
    public async Task One_trace_goes_from_the_request_through_the_grain_to_append_and_projection()
    {
        await using var collector = await Collector.Start();
        var trace = ActivityTraceId.CreateRandom();
        var spans = new ConcurrentDictionary<ActivitySpanId, Activity>();
        var projected = new TaskCompletionSource<Activity>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var listener = new ActivityListener
        {
            ShouldListenTo = _ => true,
            // Whoever listens beside the exporter changes nothing of what it records.
            Sample = (ref _) => ActivitySamplingResult.None,
            ActivityStarted = span => spans.TryAdd(span.SpanId, span),
            ActivityStopped = span =>
            {
                if (span.TraceId == trace && span.Source.Name == GridTrace.Name && span.OperationName == "project")
                    projected.TrySetResult(span);
            },
        };
        ActivitySource.AddActivityListener(listener);
        await using (var gateway = await Gateway.Start(null, $"--Grid:Telemetry:Otlp={collector.Address}", "--Grid:Telemetry:Protocol=HttpProtobuf",
            "--OTEL_METRIC_EXPORT_INTERVAL=500", "--Logging:LogLevel:Default=Information"))
        {
            await gateway.Staff();
            using var request = new HttpRequestMessage(HttpMethod.Post, "/api/opportunities") { Content = JsonContent.Create(new { id = "O1", ownerId = "S1" }) };
            request.Headers.Add("traceparent", $"00-{trace}-{ActivitySpanId.CreateRandom()}-01");
            Assert.True((await gateway.Http.SendAsync(request, TestContext.Current.CancellationToken)).IsSuccessStatusCode);
            var last = await projected.Task.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);

            var path = new List<string>();
            for (Activity? span = last; span is not null; span = spans.GetValueOrDefault(span.ParentSpanId))
            {
                Assert.Equal(trace, span.TraceId);
                path.Insert(0, $"{span.Source.Name}:{span.OperationName}");
            }
            Assert.Equal("Microsoft.AspNetCore", path[0].Split(':')[0]);
            Assert.Contains(path, step => step.StartsWith("Microsoft.Orleans.Application:", StringComparison.Ordinal));
            Assert.Equal(["append", "journal write", "feed", "project"],
                path.Where(step => step.StartsWith($"{GridTrace.Name}:", StringComparison.Ordinal)).Select(step => step[(GridTrace.Name.Length + 1)..]));
            Assert.Contains(spans.Values, span => span.TraceId == trace && span.OperationName == "decide");
            // For the metrics: a command that a control refuses.
            Assert.Equal("CP-OPP-01", (await gateway.Post("/api/opportunities/none/advance", new { })).ControlPoint);
            // Gauges are told of buckets that are open: before the grid is stopped.
            await Poll.Until(() => collector.Got("/v1/metrics", "salesgrid.projection.behind") && collector.Got("/v1/metrics", "salesgrid.reservations.open") ? "" : null,
                TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
        }
        foreach (var told in new[] { "journal write", "project", trace.ToHexString() })
            Assert.True(collector.Got("/v1/traces", told), told);
        foreach (var told in new[]
        {
            "salesgrid.commands", "salesgrid.commands.refused", "CP-OPP-01", "salesgrid.ledger.batch.size", "salesgrid.ledger.write.duration",
            "salesgrid.ledger.append.duration", "salesgrid.projection.behind", "salesgrid.reservations.open", "dotnet.gc", "http.server.request.duration",
        })
        {
            Assert.True(collector.Got("/v1/metrics", told), told);
        }
        Assert.True(collector.Got("/v1/logs", "sales-grid-gateway"));
    }

    [Theory]
    [InlineData("Otlp", "--Grid:Telemetry:Otlp=not an address")]
    [InlineData("SampleRatio", "--Grid:Telemetry:Otlp=http://127.0.0.1:4317", "--Grid:Telemetry:SampleRatio=2")]
    public async Task A_setting_that_cannot_be_is_refused_by_name(string told, params string[] settings) =>
        Assert.Contains(told, (await Assert.ThrowsAsync<InvalidOperationException>(() => Gateway.Start(null, settings))).Message, StringComparison.Ordinal);

    /// <summary>Takes OTLP over HTTP and keeps it.</summary>
    private sealed class Collector : IAsyncDisposable
    {
        private readonly WebApplication app;
        private readonly ConcurrentQueue<(string Path, byte[] Body)> got = new();

        private Collector(WebApplication app) => this.app = app;

        public string Address => app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();

        public static async Task<Collector> Start()
        {
            var builder = WebApplication.CreateSlimBuilder();
            builder.WebHost.UseUrls("http://127.0.0.1:0");
            builder.Logging.ClearProviders();
            var collector = new Collector(builder.Build());
            collector.app.MapPost("/v1/{signal}", async (HttpContext http) =>
            {
                using var body = new MemoryStream();
                await http.Request.Body.CopyToAsync(body);
                collector.got.Enqueue((http.Request.Path, body.ToArray()));
                return Results.Bytes([], "application/x-protobuf");
            });
            await collector.app.StartAsync();
            return collector;
        }

        /// <summary>Whether a text, or the bytes a hexadecimal text stands for, came in at a path.</summary>
        public bool Got(string path, string text)
        {
            var wanted = text.Length == 32 && text.All(char.IsAsciiHexDigit) ? Convert.FromHexString(text) : Encoding.UTF8.GetBytes(text);
            return got.Any(g => g.Path == path && g.Body.AsSpan().IndexOf(wanted) >= 0);
        }

        public ValueTask DisposeAsync() => app.DisposeAsync();
    }
}
