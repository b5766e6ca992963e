using Microsoft.Extensions.Options;

namespace SalesGrid.Hosting;

/// <summary>The company's days: those of <see cref="GridOptions.TimeZone"/>.</summary>
public sealed class BusinessCalendar(IOptions<GridOptions> options, TimeProvider time)
{
    /// <summary>The time zone its days are those of.</summary>
    public TimeZoneInfo Zone { get; } = TimeZoneInfo.FindSystemTimeZoneById(options.Value.TimeZone);

    /// <summary>The business day now.</summary>
    public DateOnly Today => DayOf(time.GetUtcNow());

    /// <summary>The business day of a moment.</summary>
    public DateOnly DayOf(DateTimeOffset at) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(at, Zone).DateTime);

    /// <summary>The first moment of a business day.</summary>
    public DateTimeOffset StartOf(DateOnly day)
    {
        var midnight = day.ToDateTime(TimeOnly.MinValue);
        // In a zone whose clocks jump at midnight the day begins at the offset the zone names for it.
        return new(midnight, Zone.GetUtcOffset(midnight));
    }
}
