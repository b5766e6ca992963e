using System.Globalization;
using SalesGrid.Targets;

namespace SalesGrid.Domain.Tests;

public sealed class PeriodTests
{
    [Theory]
    [InlineData("2026", "2026-01-01", "2026-12-31", "2025")]
    [InlineData("2026-Q1", "2026-01-01", "2026-03-31", "2025-Q4")]
    [InlineData("2026-Q4", "2026-10-01", "2026-12-31", "2026-Q3")]
    [InlineData("2024-02", "2024-02-01", "2024-02-29", "2024-01")]
    [InlineData("2026-01", "2026-01-01", "2026-01-31", "2025-12")]
    [InlineData("2199", "2199-01-01", "2199-12-31", "2198")]
    public void A_period_is_the_days_its_name_says(string id, string from, string to, string before)
    {
        var period = Period.Parse(id)!;
        Assert.Equal((id, from, to, before), (period.Id, Text(period.From), Text(period.To), period.Previous.Id));
        Assert.Equal(period, Period.Of(period.Length, period.To));
        Assert.True(period.Contains(period.From) && period.Contains(period.To));
        Assert.False(period.Contains(period.From.AddDays(-1)) || period.Contains(period.To.AddDays(1)));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("26")]
    [InlineData("1899")]
    [InlineData("2200")]
    [InlineData("+026")]
    [InlineData("2026-Q0")]
    [InlineData("2026-Q5")]
    [InlineData("2026-q1")]
    [InlineData("2026-00")]
    [InlineData("2026-13")]
    [InlineData("2026 01")]
    [InlineData("2026-1")]
    [InlineData("2026-Q11")]
    public void Other_texts_are_no_periods(string? id) => Assert.Null(Period.Parse(id));

    [Fact]
    public void Every_day_lies_in_one_period_of_each_length() => Gen.Int[0, 109_000].Sample(days =>
    {
        var day = new DateOnly(1900, 1, 1).AddDays(days);
        foreach (var length in Enum.GetValues<PeriodLength>())
        {
            var period = Period.Of(length, day);
            Assert.True(period.Contains(day));
            Assert.Equal(period, Period.Parse(period.Id));
            Assert.Equal(period.From.AddDays(-1), period.From.Year > 1900 || period.From.Month > 1 ? period.Previous.To : period.From.AddDays(-1));
        }
    });

    private static string Text(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
