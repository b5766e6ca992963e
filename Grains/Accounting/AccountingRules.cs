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
        var month = Read(command.Month);
        if (Refusal.All(
                month is null ? NoMonth() : null,
                request.HasAny(Duties.Finance) ? null : ControlPoints.MonthsMustHaveDuty.Refuse().Needing(by: Who.Finance),
                month?.AddMonths(1) > request.Today ? ControlPoints.MonthMustBeOver.RefuseField("month", command.Month) : null) is { } refusal)
            return refusal;
        var first = month!.Value;
        return current.Closed.Any(m => m.First == first) ? Decision.Nothing : Decision.Record(new MonthClosed(first, request.Actor));
    }

    private static Decision Reopen(AccountingPeriods current, ReopenMonth command, DecisionContext request)
    {
        var month = Read(command.Month);
        var closed = current.Closed.FirstOrDefault(m => m.First == month);
        return Refusal.All(
                month is null ? NoMonth() : null,
                Validation.Required("reason", command.Reason, Validation.MaxTextLength),
                request.HasAny(Duties.Finance | Duties.Controller) ? null : ControlPoints.MonthsMustHaveDuty.Refuse(),
                month is not null && closed is null ? ControlPoints.MonthMustBeClosed.RefuseField("month", command.Month) : null,
                SubjectId.Same(closed?.By, request.Actor) ? ControlPoints.MonthMustBeReopenedByAnother.RefuseField("month", command.Month) : null) is { } refusal
            ? refusal
            : Decision.Record(new MonthReopened(month!.Value, command.Reason, request.Actor));
    }

    private static DateOnly? Read(string? month) =>
        DateOnly.TryParseExact($"{month}-01", "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var first) && first >= PlausibleDays.FirstOfHistory && first.Year < 2200
            ? first
            : null;

    private static Refusal NoMonth() => Validation.Invalid("month", "须为月份,如 2026-09", "it must be a month, such as 2026-09");
}
