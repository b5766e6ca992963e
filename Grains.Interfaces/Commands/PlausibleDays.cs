using System.Globalization;

namespace SalesGrid;

/// <summary>Between which days a stated day can lie. What is outside is a slip of the pen, or an empty field of another system.</summary>
public static class PlausibleDays
{
    /// <summary>
    /// First day of history that is brought in. Earlier ones are empty fields: spreadsheets export them as 1899-12-30, 1900-01-01
    /// or 1904-01-01, other programs as 1970-01-01.
    /// </summary>
    public static readonly DateOnly FirstOfHistory = new(1980, 1, 1);

    /// <summary>How far back something done with a customer may lie, years. What is older comes in as history.</summary>
    public const int ActivityYearsBack = 3;

    /// <summary>
    /// How far back the day of a document or payment may lie, years: as long as accounting documents have to be kept, which is ten
    /// years in China and Germany.
    /// </summary>
    public const int DocumentYearsBack = 10;

    /// <summary>How far back a qualification may have been passed, years: a working life.</summary>
    public const int CareerYears = 50;

    /// <summary>How long ago an expected close may lie when it is stated anew, days: what was decided last month may be entered late.</summary>
    public const int ExpectedCloseDaysBack = 31;

    /// <summary>How far ahead an expected close may lie, years.</summary>
    public const int ExpectedCloseYearsAhead = 10;

    /// <summary>How far ahead a contract may be due, years: the longest framework and operating contracts.</summary>
    public const int DueYearsAhead = 20;

    /// <summary>How far ahead something may be planned, years: a next step, the end of an offer, the first day of prices or a process.</summary>
    public const int PlanYearsAhead = 5;

    /// <summary>First year a customer may have been established in: the oldest firms that trade are a thousand years old.</summary>
    public const int FirstYearEstablished = 1000;

    /// <summary>A refusal if the day is there and lies ahead, or more than so many years back.</summary>
    public static Refusal? Happened(string field, DateOnly? day, DateOnly today, int yearsBack) =>
        Within(field, day, today.AddYears(-yearsBack), today);

    /// <summary>A refusal if the day is there and more than so many years ahead, or before all history.</summary>
    public static Refusal? Until(string field, DateOnly? day, DateOnly today, int yearsAhead) =>
        Within(field, day, FirstOfHistory, today.AddYears(yearsAhead));

    /// <summary>A refusal if an expected close that is stated anew lies long past, or too far ahead.</summary>
    public static Refusal? ExpectedClose(string field, DateOnly? day, DateOnly today) =>
        Within(field, day, today.AddDays(-ExpectedCloseDaysBack), today.AddYears(ExpectedCloseYearsAhead));

    /// <summary>A refusal if the day is there and not between these two, both included.</summary>
    public static Refusal? Within(string field, DateOnly? day, DateOnly first, DateOnly last) => day < first || day > last
        ? Validation.Invalid(field, $"须在 {Text(first)} 与 {Text(last)} 之间", $"it must lie between {Text(first)} and {Text(last)}")
        : null;

    private static string Text(DateOnly day) => day.ToString("O", CultureInfo.InvariantCulture);
}
