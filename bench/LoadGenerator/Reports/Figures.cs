using System.Diagnostics;
using System.Globalization;

namespace SalesGrid.Bench.Reports;

/// <summary>How figures are written in tables of one's own.</summary>
internal static class Figures
{
    /// <summary>A number of things.</summary>
    public static string Count(long count) => count.ToString("#,0", CultureInfo.InvariantCulture);

    /// <summary>Microseconds.</summary>
    public static string Micros(double value) => value.ToString("0.0", CultureInfo.InvariantCulture);

    /// <summary>Milliseconds.</summary>
    public static string Milliseconds(TimeSpan time) => Report.Milliseconds(time.TotalMicroseconds);

    /// <summary>How many times as much.</summary>
    public static string Ratio(double value) => string.Create(CultureInfo.InvariantCulture, $"**{value:0.00}x**");

    /// <summary>How long something takes, milliseconds.</summary>
    public static async Task<string> Timed(Func<Task> act)
    {
        var started = Stopwatch.GetTimestamp();
        await act();
        return Milliseconds(Stopwatch.GetElapsedTime(started));
    }
}
