using SalesGrid.Opportunities;
using SalesGrid.Pipeline;

namespace SalesGrid.Kpis;

/// <summary>What one opportunity adds to the KPIs, and to which group.</summary>
public static class KpiContribution
{
    /// <summary>The sums of a set that holds this one row.</summary>
    public static KpiTotals Of(in PipelineRow row) => row.Status switch
    {
        OpportunityStatus.Open => new()
        {
            Open = 1,
            OpenMinor = row.AmountMinor ?? 0,
            WeightedMinorPercent = (Int128)(row.AmountMinor ?? 0) * row.ProbabilityPercent,
        },
        OpportunityStatus.Won => new()
        {
            Won = 1,
            WonMinor = row.AmountMinor ?? 0,
            WonCycleDays = row is { OpenedOn: { } opened, ClosedOn: { } closed } ? closed.DayNumber - opened.DayNumber : 0,
            WonCycles = row is { OpenedOn: not null, ClosedOn: not null } ? 1 : 0,
        },
        OpportunityStatus.Lost => new() { Lost = 1 },
        _ => default,
    };

    /// <summary>The row's value of a dimension; null where it has none.</summary>
    public static string? ValueOf(in PipelineRow row, KpiDimension dimension) => dimension switch
    {
        KpiDimension.Owner => row.Owner,
        KpiDimension.Team => row.Team,
        KpiDimension.Region => row.Region,
        KpiDimension.Product => row.Product,
        KpiDimension.Customer => row.Customer,
        KpiDimension.Sector => row.Sector,
        KpiDimension.Channel => row.Channel,
        KpiDimension.Process => row.Process,
        KpiDimension.Stage => row.Stage,
        KpiDimension.Status => StatusName(row.Status),
        KpiDimension.Month => row.PeriodOn is { } day ? MonthName(day) : null,
        KpiDimension.Currency => row.Currency,
        _ => throw new ArgumentOutOfRangeException(nameof(dimension), dimension, "No such dimension."),
    };

    /// <summary>True when the row's period day lies in the question's period.</summary>
    public static bool IsIn(in PipelineRow row, KpiQuery query) =>
        (query.From is null && query.To is null)
        || (row.PeriodOn is { } day && !(day < query.From) && !(day > query.To));

    private static string StatusName(OpportunityStatus status) => status switch
    {
        OpportunityStatus.Open => "open",
        OpportunityStatus.Won => "won",
        OpportunityStatus.Lost => "lost",
        _ => "none",
    };

    // Months are few: one text each, not one a row.
    private static readonly System.Collections.Concurrent.ConcurrentDictionary<int, string> Months = new();

    private static string MonthName(DateOnly day) =>
        Months.GetOrAdd((day.Year * 12) + day.Month - 1, _ => day.ToString("yyyy-MM", System.Globalization.CultureInfo.InvariantCulture));
}
