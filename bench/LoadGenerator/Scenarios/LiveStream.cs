using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using System.Threading.Channels;
using HdrHistogram;
using SalesGrid.Bench.Grids;
using SalesGrid.Bench.Load;
using SalesGrid.Bench.Reports;

namespace SalesGrid.Bench.Scenarios;

/// <summary>How long it takes until a subscriber of the KPI stream sees a command: until an event arrives whose watermark has reached its entry.</summary>
public static class LiveStream
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Measures and reports.</summary>
    public static async Task Run(Session session, Report report, int samples, double? backgroundRate, Settings settings, CancellationToken cancellationToken)
    {
        var (sent, answered) = await Measure(session, samples, backgroundRate, settings, cancellationToken);
        var during = backgroundRate is null ? "nothing else" : string.Create(CultureInfo.InvariantCulture, $"{backgroundRate:#,0} commands/s");
        report.Row($"command sent → in `/api/kpis/stream` ({samples} samples)", during, null, sent);
        report.Row("command answered → in the stream", during, null, answered);
    }

    /// <summary>Sends single commands at irregular times and waits for each in the stream, beside so many other commands a second.</summary>
    /// <returns>Microseconds from sending a command, and from its answer, until it was in the stream.</returns>
    public static async Task<(LongHistogram Sent, LongHistogram Answered)> Measure(
        Session session, int samples, double? backgroundRate, Settings settings, CancellationToken cancellationToken)
    {
        var grid = (HttpGrid)session.Grid;
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var events = Channel.CreateBounded<Snapshot>(new BoundedChannelOptions(1_000) { FullMode = BoundedChannelFullMode.DropOldest });
        var listening = Listen(grid, events.Writer, stop.Token);
        try
        {
            await events.Reader.ReadAsync(cancellationToken);
            // Longer than the samples take on average; whoever is done first is waited for.
            var background = backgroundRate is { } rate
                ? session.Load(session.Plan(64) with { Rate = rate, Alone = false, Measured = TimeSpan.FromSeconds(samples * 0.6) }, cancellationToken)
                : null;
            var found = await Sample(session, grid, events.Reader, samples, settings.Seed, cancellationToken);
            if (background is not null)
                await background;
            return found;
        }
        finally
        {
            // A gateway that is stopped waits for its open streams.
            await stop.CancelAsync();
            await listening.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static async Task<(LongHistogram Sent, LongHistogram Answered)> Sample(
        Session session, HttpGrid grid, ChannelReader<Snapshot> events, int samples, int seed, CancellationToken cancellationToken)
    {
        var (sent, answered) = (Latencies.New(), Latencies.New());
        var random = new Random(seed);
        using var http = grid.NewClient();
        for (var sample = 0; sample < samples; sample++)
        {
            // Irregular, so that no fixed relation to the stream's own quarter of a second hides its wait.
            await Task.Delay(random.Next(50, 950), cancellationToken);
            var opportunity = random.Next(session.Workload.Deals.Length);
            if (await session.Walks.Enter(opportunity, cancellationToken) is not { } step)
                continue;
            var start = Stopwatch.GetTimestamp();
            using var answer = await http.PostAsJsonAsync(
                new Uri(HttpGrid.AdvancePath(session.Workload.Deals[opportunity]), UriKind.Relative), new { to = step.Target() }, cancellationToken);
            var answeredAt = Stopwatch.GetTimestamp();
            session.Walks.Leave(opportunity, step, answer.IsSuccessStatusCode);
            using var receipt = await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonDocument>(cancellationToken);
            var seenAt = await Seen(events, receipt!.RootElement.GetProperty("bucket").GetInt32(), receipt.RootElement.GetProperty("seq").GetInt64(), cancellationToken);
            sent.Add(start, seenAt);
            answered.Add(answeredAt, Math.Max(answeredAt, seenAt));
        }
        return (sent, answered);
    }

    private static async Task<long> Seen(ChannelReader<Snapshot> events, int bucket, long seq, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        while (true)
        {
            var snapshot = await events.ReadAsync(patience.Token);
            if (snapshot.Watermark[bucket] >= seq)
                return snapshot.At;
        }
    }

    private static async Task Listen(HttpGrid grid, ChannelWriter<Snapshot> events, CancellationToken cancellationToken)
    {
        try
        {
            using var http = grid.NewClient();
            using var lines = new StreamReader(await http.GetStreamAsync(new Uri("/api/kpis/stream?groupBy=region", UriKind.Relative), cancellationToken));
            long[]? watermark = null;
            while (await lines.ReadLineAsync(cancellationToken) is { } line)
            {
                if (line.StartsWith("id: ", StringComparison.Ordinal))
                {
                    watermark = [.. line[4..].Split('.').Select(seq => long.Parse(seq, CultureInfo.InvariantCulture))];
                }
                else if (line.Length == 0 && watermark is not null)
                {
                    events.TryWrite(new(watermark, Stopwatch.GetTimestamp()));
                    watermark = null;
                }
            }
        }
        finally
        {
            // Whoever still waits for an event is told that none will come.
            events.TryComplete();
        }
    }

    private sealed record Snapshot(long[] Watermark, long At);
}
