using HdrHistogram;
using SalesGrid.Bench.Load;

namespace SalesGrid.Bench.Comparison;

/// <summary>One figure of one system in one round.</summary>
/// <param name="PerSecond">Commands or answers a second.</param>
/// <param name="P50">Microseconds.</param>
/// <param name="P99">Microseconds.</param>
/// <param name="MachineCores">Cores in use, everything included; null where it was not measured.</param>
public readonly record struct Figure(double PerSecond, double P50, double P99, double? MachineCores)
{
    /// <summary>Of a load.</summary>
    /// <exception cref="InvalidOperationException">A command was not accepted: such a figure says nothing.</exception>
    public static Figure Of(LoadResult load, string by) => Of(load.AllAccepted(by).PerSecond, load.Latency) with
    {
        MachineCores = load.Cpu.Machine,
    };

    /// <summary>Of questions, all answered.</summary>
    public static Figure Of(double perSecond, LongHistogram latency) =>
        new(perSecond, latency.GetValueAtPercentile(50), latency.GetValueAtPercentile(99), null);
}

/// <summary>The figures of all rounds, by what was measured and of which system.</summary>
public sealed class Rounds
{
    private readonly List<(string Measure, string System, Figure Figure)> figures = [];

    /// <summary>What was measured of which system, in the order it was first measured.</summary>
    public IEnumerable<(string Measure, string System)> All => figures.Select(f => (f.Measure, f.System)).Distinct().OrderBy(f => OrderOf(f.Measure));

    /// <summary>Adds a figure.</summary>
    public void Add(string measure, string system, Figure figure) => figures.Add((measure, system, figure));

    /// <summary>The figures of every round.</summary>
    public IReadOnlyList<Figure> Of(string measure, string system) =>
        [.. figures.Where(f => f.Measure == measure && f.System == system).Select(f => f.Figure)];

    /// <summary>The median of each part. Null when it was not measured.</summary>
    public Figure? Median(string measure, string system) => Of(measure, system) is { Count: > 0 } rounds
        ? new(Median(rounds.Select(r => r.PerSecond)), Median(rounds.Select(r => r.P50)), Median(rounds.Select(r => r.P99)),
            rounds.All(r => r.MachineCores is not null) ? Median(rounds.Select(r => r.MachineCores!.Value)) : null)
        : null;

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        var middle = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    private int OrderOf(string measure) => figures.FindIndex(f => f.Measure == measure);
}
