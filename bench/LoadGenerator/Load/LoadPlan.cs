using HdrHistogram;
using SalesGrid.Bench.Reports;

namespace SalesGrid.Bench.Load;

/// <summary>How a load is driven.</summary>
public sealed record LoadPlan
{
    /// <summary>Workers, each with a connection of its own and one command under way.</summary>
    public required int Connections { get; init; }

    /// <summary>Load before anything counts.</summary>
    public TimeSpan WarmUp { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Load that counts.</summary>
    public required TimeSpan Measured { get; init; }

    /// <summary>Commands a second, due whether or not the last were answered (open loop); null to send the next on the answer (closed loop).</summary>
    public double? Rate { get; init; }

    /// <summary>Zipf exponent of the choice of opportunities; null for uniform.</summary>
    public double? Zipf { get; init; }

    /// <summary>True sends one command to each opportunity and ends with the last of them, or when the time is over.</summary>
    public bool EachOnce { get; init; }

    /// <summary>False when others write to the grid meanwhile: then the growth of its ledger says nothing about this load.</summary>
    public bool Alone { get; init; } = true;

    /// <summary>Seed of every random choice.</summary>
    public int Seed { get; init; } = 417;
}

/// <summary>What a load showed.</summary>
public sealed record LoadResult
{
    /// <summary>Accepted commands answered in the measured time.</summary>
    public required long Accepted { get; init; }

    /// <summary>The same, a second.</summary>
    public required double PerSecond { get; init; }

    /// <summary>Accepted commands of each whole second of the measured time, by when they were answered.</summary>
    public required IReadOnlyList<long> BySecond { get; init; }

    /// <summary>Microseconds of every command begun (open loop: due) in the measured time.</summary>
    public required LongHistogram Latency { get; init; }

    /// <summary>Commands that were not accepted, warm-up included, by what was answered.</summary>
    public required IReadOnlyDictionary<string, long> Errors { get; init; }

    /// <summary>Open loop: commands due that no worker was free to send. They count in the latency as far as they waited.</summary>
    public required long NeverSent { get; init; }

    /// <summary>Processor time in the measured time.</summary>
    public required CpuUse Cpu { get; init; }

    /// <summary>This result, of which every command was accepted.</summary>
    /// <param name="by">Who was to accept them, for the message.</param>
    /// <exception cref="InvalidOperationException">Some were not; it says what was answered instead.</exception>
    public LoadResult AllAccepted(string by) => Errors.Count == 0 ? this
        : throw new InvalidOperationException($"{by}: not every command was accepted: {string.Join(", ", Errors.Select(e => $"{e.Value} x {e.Key}"))}.");
}

/// <summary>Histograms of microseconds.</summary>
public static class Latencies
{
    private const long MicrosecondsMax = 120_000_000;

    /// <summary>From 1 µs to two minutes, three digits.</summary>
    public static LongHistogram New() => new(1, MicrosecondsMax, 3);

    /// <summary>Records a span of <see cref="System.Diagnostics.Stopwatch"/> ticks.</summary>
    public static void Add(this LongHistogram histogram, long from, long to) =>
        histogram.RecordValue(Math.Clamp((long)System.Diagnostics.Stopwatch.GetElapsedTime(from, to).TotalMicroseconds, 1, MicrosecondsMax));
}
