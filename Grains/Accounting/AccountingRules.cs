using System.Globalization;
using SalesGrid.Subjects;
using Decision = SalesGrid.Subjects.Decision<SalesGrid.Accounting.AccountingEvent>;

namespace SalesGrid.Accounting;

/// <summary>The rules of closing months. Pure.</summary>
public static class AccountingRules
{
    /// <summary>Decides a command.</summary>
    public static Decision Decide(string id, AccountingPeriods current, AccountingCommand command, DecisionContext request)
    {
        if (id != AccountingCommand.Company)
            return Validation.Invalid("id", $"会计期间编号为 {AccountingCommand.Company}", $"the id of the accounting periods is {AccountingCommand.Company}");
        return command switch
        {
            CloseMonth c => Close(current, c, request),
            ReopenMonth c => Reopen(current, c, request),
            _ => throw new ArgumentOutOfRangeException(nameof(command), command.GetType().Name, "No rule for this command."),
        };
    }

    private static Decision Close(AccountingPeriods current, CloseMonth command, DecisionContext request)
    {
        if (Read(command.Month) is not { } first)
            return NoMonth();
        if (!request.HasAny(Duties.Finance))
            return ControlPoints.MonthsMustHaveDuty.Refuse();
        if (first.AddMonths(1) > request.Today)
            return ControlPoints.MonthMustBeOver.RefuseField("month", command.Month);
        return current.Closed.Any(m => m.First == first) ? Decision.Nothing : Decision.Record(new MonthClosed(first, request.Actor));
    }

    private static Decision Reopen(AccountingPeriods current, ReopenMonth command, DecisionContext request)
    {
        if (Read(command.Month) is not { } first)
            return NoMonth();
        if (Validation.Required("reason", command.Reason, Validation.MaxTextLength) is { } malformed)
            return malformed;
        if (!request.HasAny(Duties.Finance | Duties.Controller))
            return ControlPoints.MonthsMustHaveDuty.Refuse();
        if (current.Closed.FirstOrDefault(m => m.First == first) is not { } closed)
            return ControlPoints.MonthMustBeClosed.RefuseField("month", command.Month);
        return closed.By == request.Actor
            ? ControlPoints.MonthMustBeReopenedByAnother.RefuseField("month", command.Month)
            : Decision.Record(new MonthReopened(first, command.Reason, request.Actor));
    }

    private static DateOnly? Read(string? month) =>
        DateOnly.TryParseExact($"{month}-01", "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var first) && first >= PlausibleDays.FirstOfHistory && first.Year < 2200
            ? first
            : null;

    private static Refusal NoMonth() => Validation.Invalid("month", "须为月份,如 2026-09", "it must be a month, such as 2026-09");
}
