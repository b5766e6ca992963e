using System.Collections.Immutable;

namespace SalesGrid.Domain.Tests;

/// <summary>Opens the groups of a KPI answer: each has a list behind it, and the list must sum to it.</summary>
internal static class Opened
{
    /// <summary>The first group whose list does not sum to it; null when all do.</summary>
    /// <param name="table">The table.</param>
    /// <param name="question">The question.</param>
    /// <param name="today">The day it is asked on.</param>
    /// <param name="altered">What is done to the conditions of the list; nothing when null.</param>
    public static string? Differs(IFactTable table, KpiQuery question, DateOnly today, Func<ImmutableArray<Condition>, ImmutableArray<Condition>>? altered = null)
    {
        var rowsInAll = 0L;
        foreach (var cell in KpiCube.Cells(table.Ask(question, today), question.GroupBy.Length))
        {
            ImmutableArray<Condition> conditions = [.. question.GroupBy.Select((d, i) => new Condition(d, [cell.Key[i]])), new(KpiDimension.Currency, [cell.Currency])];
            var query = new ListQuery { Where = altered?.Invoke(conditions) ?? conditions, From = question.From, To = question.To, Limit = ListQuery.MaxLimit };
            var (total, listed) = table.List(query, today, _ => null);
            var rows = listed.Select(r => (PipelineRow)r.Row).ToArray();
            var sum = rows.Aggregate(default(KpiTotals), (sum, r) => sum + Of(r));
            if ((total, cell.Count) != (rows.Length, rows.Length) || sum != KpiTotals.Of(cell.Sums))
                return $"{question}: the group {string.Join(" / ", cell.Key)} in {cell.Currency} has {cell.Count} and {KpiTotals.Of(cell.Sums)}; its list has {total} and {sum}.";
            if (sum.StageDays(today) != rows.Sum(r => (long)r.StageDays))
                return $"{question}: the group {string.Join(" / ", cell.Key)} has {sum.StageDays(today)} days in a stage.";
            rowsInAll += total;
        }
        var all = table.List(new() { From = question.From, To = question.To }, today, _ => null).Total;
        return rowsInAll == all ? null : $"{question}: the groups have {rowsInAll} rows, there are {all}.";
    }

    private static KpiTotals Of(PipelineRow r) => r.Status switch
    {
        OpportunityStatus.Open => Common(r) with
        {
            Open = 1,
            OpenMinor = r.AmountMinor ?? 0,
            WeightedMinorPercent = (Int128)(r.AmountMinor ?? 0) * r.ProbabilityPercent,
            OpenStageDayNumbers = r.StageSince.DayNumber,
        },
        OpportunityStatus.Won => Common(r) with
        {
            Won = 1,
            WonMinor = r.AmountMinor ?? 0,
            WonCycleDays = r is { OpenedOn: { } opened, ClosedOn: { } closed } ? closed.DayNumber - opened.DayNumber : 0,
            WonCycles = r is { OpenedOn: not null, ClosedOn: not null } ? 1 : 0,
        },
        _ => Common(r) with { Lost = 1 },
    };

    private static KpiTotals Common(PipelineRow r) => new() { Slips = r.Slips, Activities = r.Activities, Refusals = r.Refusals };
}
