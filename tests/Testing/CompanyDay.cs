using SalesGrid.Hosting;

namespace SalesGrid.Testing;

/// <summary>
/// Days as a grid counts them by default: for eight hours of each day in UTC they are one further. A test that takes today from
/// UTC fails in the evening, in Greenwich.
/// </summary>
public static class CompanyDay
{
    private static readonly TimeZoneInfo Zone = TimeZoneInfo.FindSystemTimeZoneById(new GridOptions().TimeZone);

    /// <summary>Today.</summary>
    public static DateOnly Today => Of(DateTimeOffset.UtcNow);

    /// <summary>Today, as it is written in requests.</summary>
    public static string TodayText => $"{Today:yyyy-MM-dd}";

    /// <summary>This day in a year, as it is written in requests.</summary>
    public static string NextYearText => $"{Today.AddYears(1):yyyy-MM-dd}";

    /// <summary>The day of a moment.</summary>
    public static DateOnly Of(DateTimeOffset at) => DateOnly.FromDateTime(At(at).DateTime);

    /// <summary>A moment by the clocks there.</summary>
    public static DateTimeOffset At(DateTimeOffset at) => TimeZoneInfo.ConvertTime(at, Zone);
}
