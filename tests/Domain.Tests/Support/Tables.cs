namespace SalesGrid.Domain.Tests;

/// <summary>Tables of facts, and the day they are asked on.</summary>
internal static class Tables
{
    /// <summary>A zone whose day begins before that of UTC: 23:30 UTC is tomorrow.</summary>
    public static TimeZoneInfo Zone { get; } = TimeZoneInfo.FindSystemTimeZoneById("Asia/Shanghai");

    /// <summary>In the middle of the days the generators draw, so that ages lie on both sides of every band.</summary>
    public static DateOnly Today { get; } = Generators.Begin.AddDays(250);

    /// <summary>The business day of a moment.</summary>
    public static DateOnly DayOf(DateTimeOffset at) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(at, Zone).DateTime);

    /// <summary>A table of opportunities without a row.</summary>
    public static IFactTable OfOpportunities() => OpportunityFactSource.Facts.NewTable(new(DayOf));

    /// <summary>The rows of a page of opportunities.</summary>
    public static (long Total, IReadOnlyList<PipelineRow> Rows, IReadOnlyList<ListCursor> Places) Read(this IFactTable table, ListQuery query)
    {
        var (total, rows) = table.List(query, Today, _ => null);
        return (total, [.. rows.Select(r => (PipelineRow)r.Row)], [.. rows.Select(r => r.Place)]);
    }
}
