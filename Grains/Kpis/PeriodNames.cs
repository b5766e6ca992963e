using System.Collections.Concurrent;
using System.Globalization;

namespace SalesGrid.Kpis;

/// <summary>Names of months, quarters and years. They are few: one text each, not one a row.</summary>
internal static class PeriodNames
{
    private static readonly ConcurrentDictionary<int, string> Months = new();
    private static readonly ConcurrentDictionary<int, string> Quarters = new();
    private static readonly ConcurrentDictionary<int, string> Years = new();

    /// <summary><c>yyyy-MM</c>.</summary>
    public static string Month(DateOnly day) =>
        Months.GetOrAdd((day.Year * 12) + day.Month, static (_, day) => day.ToString("yyyy-MM", CultureInfo.InvariantCulture), day);

    /// <summary><c>yyyy-Qn</c>.</summary>
    public static string Quarter(DateOnly day) =>
        Quarters.GetOrAdd((day.Year * 4) + ((day.Month - 1) / 3), static (_, day) => $"{day.Year:D4}-Q{((day.Month - 1) / 3) + 1}", day);

    /// <summary><c>yyyy</c>.</summary>
    public static string Year(DateOnly day) => Years.GetOrAdd(day.Year, static year => year.ToString("D4", CultureInfo.InvariantCulture));
}
