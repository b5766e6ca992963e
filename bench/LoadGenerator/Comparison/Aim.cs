using System.Globalization;

namespace SalesGrid.Bench.Comparison;

/// <summary>What is compared of a figure.</summary>
public enum Quantity
{
    /// <summary>Commands or answers a second.</summary>
    PerSecond,

    /// <summary>Median time.</summary>
    P50,

    /// <summary>Time that 99 in 100 stay below.</summary>
    P99,
}

/// <summary>A ratio that is wanted: the grid's figure by the peer's, or for times where more is better the peer's by the grid's.</summary>
/// <param name="Measure">What is measured.</param>
/// <param name="Quantity">Which part of it.</param>
/// <param name="Grid">The system above the line.</param>
/// <param name="Peer">The system below it; null to bound the grid's own figure, times in milliseconds.</param>
/// <param name="Wanted">Bound of the ratio.</param>
/// <param name="AtLeast">True when it is to be at least that, false when at most.</param>
/// <param name="Inverse">True to divide the peer's by the grid's: how many times faster.</param>
public sealed record Aim(string Measure, Quantity Quantity, string Grid, string? Peer, double Wanted, bool AtLeast, bool Inverse = false)
{
    /// <summary>The row of a report; null when what it is about was not measured.</summary>
    public IEnumerable<string>? Row(Rounds rounds)
    {
        if (rounds.Median(Measure, Grid) is not { } grid)
            return null;
        if (Peer is null)
            return Row(Grid, Quantity == Quantity.PerSecond ? Part(grid) : Part(grid) / 1000, Quantity == Quantity.PerSecond ? "/s" : " ms");
        if (rounds.Median(Measure, Peer) is not { } peer)
            return null;
        return Inverse ? Row($"{Peer} / {Grid}", Part(peer) / Part(grid), "") : Row($"{Grid} / {Peer}", Part(grid) / Part(peer), "");
    }

    private IEnumerable<string> Row(string of, double value, string unit) =>
    [
        Measure, Quantity switch { Quantity.PerSecond => "a second", Quantity.P50 => "p50", _ => "p99" }, of,
        string.Create(CultureInfo.InvariantCulture, $"**{value:0.##}{unit}**"),
        string.Create(CultureInfo.InvariantCulture, $"{(AtLeast ? "≥" : "≤")} {Wanted:0.##}{unit}"),
        (AtLeast ? value >= Wanted : value <= Wanted) ? "yes" : "**no**",
    ];

    private double Part(Figure figure) => Quantity switch
    {
        Quantity.PerSecond => figure.PerSecond,
        Quantity.P50 => figure.P50,
        _ => figure.P99,
    };
}
