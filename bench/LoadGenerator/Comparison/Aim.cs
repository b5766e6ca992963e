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
/// <param name="Peer">The system below it.</param>
/// <param name="Wanted">Bound of the ratio.</param>
/// <param name="AtLeast">True when it is to be at least that, false when at most.</param>
/// <param name="Inverse">True to divide the peer's by the grid's: how many times faster.</param>
public sealed record Aim(string Measure, Quantity Quantity, string Grid, string Peer, double Wanted, bool AtLeast, bool Inverse = false)
{
    /// <summary>The row of a report; null when one of both was not measured.</summary>
    public IEnumerable<string>? Row(Rounds rounds)
    {
        if (rounds.Median(Measure, Grid) is not { } grid || rounds.Median(Measure, Peer) is not { } peer)
            return null;
        var (above, below) = Inverse ? (Part(peer), Part(grid)) : (Part(grid), Part(peer));
        var ratio = above / below;
        var met = AtLeast ? ratio >= Wanted : ratio <= Wanted;
        return
        [
            Measure, Quantity.ToString().ToLowerInvariant(), Inverse ? $"{Peer} / {Grid}" : $"{Grid} / {Peer}",
            string.Create(CultureInfo.InvariantCulture, $"**{ratio:0.##}**"),
            string.Create(CultureInfo.InvariantCulture, $"{(AtLeast ? "≥" : "≤")} {Wanted:0.##}"),
            met ? "yes" : "**no**",
        ];
    }

    private double Part(Figure figure) => Quantity switch
    {
        Quantity.PerSecond => figure.PerSecond,
        Quantity.P50 => figure.P50,
        _ => figure.P99,
    };
}
