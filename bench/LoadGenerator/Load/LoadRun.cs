using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using HdrHistogram;
using SalesGrid.Bench.Grids;
using SalesGrid.Bench.Reports;

namespace SalesGrid.Bench.Load;

/// <summary>Sends commands from many workers for a time and measures them.</summary>
public sealed class LoadRun
{
    /// <summary>How long answers may take after the last command.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Draws of an opportunity before the load is given up: nearly all of them have failed.</summary>
    private const int DrawsMax = 1_000;

    private readonly IGridUnderTest grid;
    private readonly Walks walks;
    private readonly Workload book;
    private readonly LoadPlan plan;
    private readonly Keys keys;
    private readonly string commandIds = Guid.CreateVersion7().ToString("N");
    private readonly ConcurrentDictionary<string, long> errors = new(StringComparer.Ordinal);
    private readonly long begin;
    private readonly long from;
    private readonly long end;

    private LoadRun(IGridUnderTest grid, Workload book, Walks walks, LoadPlan plan)
    {
        (this.grid, this.book, this.walks, this.plan) = (grid, book, walks, plan);
        keys = plan.EachOnce ? Keys.EachOnce(book.Deals.Length, plan.Seed) : new(book.Deals.Length, plan.Zipf);
        begin = Stopwatch.GetTimestamp();
        from = begin + Ticks(plan.WarmUp);
        end = from + Ticks(plan.Measured);
    }

    /// <summary>Runs one load.</summary>
    /// <exception cref="InvalidOperationException">The ledger did not grow by as many entries as commands were accepted.</exception>
    public static async Task<LoadResult> Run(
        IGridUnderTest grid, Workload book, Walks walks, LoadPlan plan, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(plan.WarmUp + plan.Measured + Patience);
        var entries = await grid.CommittedEntries(patience.Token);
        var run = new LoadRun(grid, book, walks, plan);
        var (result, accepted) = await run.Run(patience.Token);
        var grown = await grid.CommittedEntries(patience.Token) - entries;
        // One entry for each accepted step: whatever was measured was also done. A command without an answer may be either.
        return grown == accepted || result.Errors.Count > 0 || !plan.Alone
            ? result
            : throw new InvalidOperationException($"{accepted} commands were accepted, but the ledger grew by {grown} entries.");
    }

    private async Task<(LoadResult Result, long Accepted)> Run(CancellationToken cancellationToken)
    {
        using var pacer = plan.Rate is { } rate ? new Pacer(rate, begin, end, plan.Connections) : null;
        // Nobody knows before when each will have had its command.
        var spell = CpuMeter.Begin(grid.ServerProcessId);
        var cpu = plan.EachOnce ? null : CpuMeter.Measure(grid.ServerProcessId, Until(from), Until(end), cancellationToken);
        var tallies = await Task.WhenAll(Enumerable.Range(0, plan.Connections)
            .Select(worker => Task.Run(() => Work(worker, pacer, cancellationToken), cancellationToken)));
        var used = cpu is null ? spell.End() : await cpu;
        var seconds = cpu is null ? spell.Seconds : plan.Measured.TotalSeconds;
        var latency = Latencies.New();
        foreach (var tally in tallies)
            latency.Add(tally.Latency);
        var neverSent = 0L;
        foreach (var dueAt in pacer?.NeverSent() ?? [])
        {
            if (dueAt < from)
                continue;
            // It would have waited at least until now: left out, the slowest would be the ones that are missing.
            latency.Add(dueAt, end);
            neverSent++;
        }
        var result = new LoadResult
        {
            Accepted = tallies.Sum(t => t.AcceptedInTime),
            PerSecond = tallies.Sum(t => t.AcceptedInTime) / seconds,
            BySecond = Tally.Sum(tallies),
            Latency = latency,
            Errors = errors,
            NeverSent = neverSent,
            Cpu = used,
        };
        return (result, tallies.Sum(t => t.Accepted));
    }

    private async Task<Tally> Work(int worker, Pacer? pacer, CancellationToken cancellationToken)
    {
        var tally = new Tally((int)plan.Measured.TotalSeconds);
        var random = new Random(plan.Seed + worker);
        using var sender = grid.NewSender(cancellationToken);
        for (var number = 0; ; number++)
        {
            var intended = pacer is null ? Now() : await pacer.Next(cancellationToken);
            if (intended is not { } start)
                return tally;
            if (await Choose(random, cancellationToken) is not var (opportunity, step))
                return tally;
            string? error;
            try
            {
                var commandId = string.Create(CultureInfo.InvariantCulture, $"{commandIds}-{worker}-{number}");
                error = await sender.Advance(opportunity, step.Target(), commandId, cancellationToken);
            }
            catch (Exception e) when (e is HttpRequestException or TimeoutException or IOException or Orleans.Runtime.OrleansException)
            {
                error = e.GetType().Name;
            }
            var done = Stopwatch.GetTimestamp();
            walks.Leave(opportunity, step, error is null);
            if (error is not null)
                errors.AddOrUpdate(error, 1, (_, n) => n + 1);
            else
                tally.Count(done >= from && done < end ? Stopwatch.GetElapsedTime(from, done) : null);
            if (start >= from)
                tally.Latency.Add(start, done);
        }
    }

    /// <summary>Waits for an opportunity that can take a command; null when there is no further one.</summary>
    private async ValueTask<(int Opportunity, Step Step)?> Choose(Random random, CancellationToken cancellationToken)
    {
        for (var draw = 0; draw < DrawsMax; draw++)
        {
            if (keys.Next(random) is not { } opportunity)
                return null;
            if (await walks.Enter(opportunity, cancellationToken) is { } step)
                return (opportunity, step);
        }
        throw new InvalidOperationException($"Hardly an opportunity is left that has not failed: {string.Join(", ", errors)}");
    }

    private long? Now() => Stopwatch.GetTimestamp() is var now && now < end ? now : null;

    private static long Ticks(TimeSpan span) => (long)(span.TotalSeconds * Stopwatch.Frequency);

    private static TimeSpan Until(long timestamp) => Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp(), timestamp);

    private sealed class Tally(int seconds)
    {
        private readonly long[] bySecond = new long[seconds];

        public LongHistogram Latency { get; } = Latencies.New();

        public long Accepted { get; private set; }

        public long AcceptedInTime { get; private set; }

        /// <summary>The accepted commands of all, second by second.</summary>
        public static IReadOnlyList<long> Sum(IReadOnlyList<Tally> tallies) =>
            [.. Enumerable.Range(0, tallies[0].bySecond.Length).Select(second => tallies.Sum(t => t.bySecond[second]))];

        /// <summary>Counts an accepted command, answered so long into the measured time; null outside of it.</summary>
        public void Count(TimeSpan? after)
        {
            Accepted++;
            if (after is not { } measured)
                return;
            AcceptedInTime++;
            if ((int)measured.TotalSeconds is var second && second < bySecond.Length)
                bySecond[second]++;
        }
    }
}
