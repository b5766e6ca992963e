namespace SalesGrid.Control.Tests;

/// <summary>Days as the grid counts them by default, in Shanghai: for eight hours of each day in UTC they are one further.</summary>
internal static class CompanyDay
{
    public static DateOnly Today => Of(DateTimeOffset.UtcNow);

    public static DateOnly Of(DateTimeOffset at) => DateOnly.FromDateTime(at.UtcDateTime.AddHours(8));
}
