using System.Collections.Immutable;
using System.Diagnostics;
using SalesGrid.Subjects;

namespace SalesGrid.Accounting;

/// <summary>The state of the accounting periods: the months that are closed, the earliest first.</summary>
[GenerateSerializer, Immutable, Alias("sg.AccountingPeriods")]
public sealed record AccountingPeriods([property: Id(0)] ImmutableArray<ClosedMonth> Closed)
{
    /// <summary>No month was ever closed.</summary>
    public static AccountingPeriods None { get; } = new(ImmutableArray<ClosedMonth>.Empty);

    /// <summary>The state after one more event, decided at <paramref name="at"/>.</summary>
    public AccountingPeriods Evolve(AccountingEvent happened, DateTimeOffset at) => happened switch
    {
        MonthClosed e => new([.. Closed.Add(new(e.First, e.By, at)).OrderBy(m => m.First)]),
        MonthReopened e => new(Closed.RemoveAll(m => m.First == e.First)),
        _ => throw new UnreachableException($"No fold for {happened.GetType().Name}."),
    };

    /// <summary>The periods as seen from outside; null while nothing was ever closed.</summary>
    public static AccountingView? View(string id, SubjectRecord<AccountingPeriods> record) =>
        record.Version > 0 ? new(id, record.Version, record.State.Closed) : null;
}

/// <summary>What the rules of other objects ask of the accounting periods. Pure.</summary>
public static class OpenMonths
{
    /// <summary>True where it has to be asked whether a day's month is closed: the present one never is.</summary>
    public static bool AskedFor(DateOnly? day, DateOnly today) => day is { } stated && First(stated) < First(today);

    /// <summary>A refusal where the day's month is closed.</summary>
    /// <param name="field">The field that states the day; null when none does.</param>
    /// <param name="day">The day; null for none.</param>
    /// <param name="closed">The closed months.</param>
    public static Refusal? Check(string? field, DateOnly? day, ImmutableArray<ClosedMonth> closed)
    {
        foreach (var month in closed)
        {
            if (day is { } stated && month.First == First(stated))
                return ControlPoints.DayMustLieInOpenMonth.RefuseField(field, $"{stated:yyyy-MM-dd}", $"{month.First:yyyy-MM}");
        }
        return null;
    }

    private static DateOnly First(DateOnly day) => new(day.Year, day.Month, 1);
}
