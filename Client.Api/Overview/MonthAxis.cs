using System.Collections.Immutable;
using System.Globalization;

namespace SalesGrid.Gateway.Overview;

/// <summary>The months a chart of wins shows, and the lines behind its columns.</summary>
public static class MonthAxis
{
    /// <summary>Months shown at most.</summary>
    public const int MonthsMax = 12;

    private const int LinesMax = 4;

    /// <summary>
    /// The last twelve months up to the newest with a win, beginning no earlier than the first with one; months between
    /// without a win are there, empty.
    /// </summary>
    public static ImmutableArray<(DateOnly Month, GroupFigures Group)> Months(IEnumerable<GroupFigures> groups)
    {
        var won = groups
            .Where(g => g.Counts.Won > 0 && g.Key is not null)
            .ToDictionary(g => DateOnly.ParseExact(g.Key! + "-01", "yyyy-MM-dd", CultureInfo.InvariantCulture));
        if (won.Count == 0)
            return [];
        var last = won.Keys.Max();
        var first = won.Keys.Min() is var start && start > last.AddMonths(1 - MonthsMax) ? start : last.AddMonths(1 - MonthsMax);
        var months = ImmutableArray.CreateBuilder<(DateOnly, GroupFigures)>();
        for (var month = first; month <= last; month = month.AddMonths(1))
            months.Add((month, won.GetValueOrDefault(month) ?? new GroupFigures(null, default, [])));
        return months.ToImmutable();
    }

    /// <summary>Round values from zero to the first at or above the largest, at most five of them.</summary>
    public static ImmutableArray<decimal> Lines(decimal largest)
    {
        if (largest <= 0)
            return [0, 1];
        var step = Step(largest / LinesMax);
        var lines = ImmutableArray.CreateBuilder<decimal>();
        for (var value = 0m; value < largest + step; value += step)
            lines.Add(value);
        return lines.ToImmutable();
    }

    // The smallest of 1, 2, 2.5 and 5 times a power of ten that is large enough. Counts have no halves.
    private static decimal Step(decimal atLeast)
    {
        var power = 1m;
        while (power * 10 <= atLeast)
            power *= 10;
        foreach (var round in new[] { 1m, 2m, 2.5m, 5m })
        {
            if (round * power >= atLeast && decimal.Truncate(round * power) == round * power)
                return round * power;
        }
        return 10 * power;
    }
}
