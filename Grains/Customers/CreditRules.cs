using System.Globalization;
using SalesGrid.Reservations;
using SalesGrid.Subjects;
using Decision = SalesGrid.Subjects.Decision<SalesGrid.Customers.CustomerEvent>;

namespace SalesGrid.Customers;

/// <summary>The rules of credit. Pure.</summary>
internal static class CreditRules
{
    public static Decision Decide(string id, Customer current, CustomerCommand command, DecisionContext request, CustomerContext context) => command switch
    {
        RequestCredit c => Request(current, c, request),
        GrantCredit c => Grant(current, c, request, context),
        SuspendCredit c => Suspend(id, current, c, request),
        _ => throw new ArgumentOutOfRangeException(nameof(command), command.GetType().Name, "No rule for this command."),
    };

    /// <summary>Whether a contract may reserve part of the credit. In order of precedence; see <see cref="AdmitReservation{TState}"/>.</summary>
    public static Refusal? Admit(string id, Customer state, TakeReservation wanted, GrantedReservations granted, DecisionContext request)
    {
        if (wanted.Account != CreditAccount.Name)
            return ControlPoints.ReservationMustHaveAccount.RefuseField("account", $"customer/{id}", wanted.Account);
        if (state.Profile is null)
            return ControlPoints.CustomerMustExist.Refuse(id);
        if (wanted.Amount is not { } amount)
            return Validation.Invalid("amount", "不能为空", "it must not be empty");
        if (state.File?.Credit is not { Line: { } line } credit)
            return ControlPoints.CreditMustBeGranted.Refuse(id);
        if (credit.Suspended is not null)
            return ControlPoints.CreditMustNotBeSuspended.Refuse(id);
        if (line.ValidUntil < request.Today)
            return ControlPoints.CreditMustBeInForce.Refuse(id, Text(line.ValidUntil));
        if (amount.Currency != line.Limit.Currency)
            return ControlPoints.CreditMustBeInItsCurrency.Refuse(line.Limit.Currency, amount.Currency);
        if (DiligenceRules.MustBeCurrent(state, request) is { } lapsed)
            return lapsed;
        var used = granted.SumOf(CreditAccount.Name);
        return used + amount.MinorUnits > line.Limit.MinorUnits && !request.Waives(ControlPoints.CreditMustSuffice)
            ? ControlPoints.CreditMustSuffice.Refuse(line.Limit, line.Limit with { MinorUnits = used }, amount)
            : null;
    }

    private static Decision Request(Customer current, RequestCredit command, DecisionContext request)
    {
        if (Validation.First(
                Validation.OptionalAmount("limit", command.Limit),
                Validation.Required("reason", command.Reason, Validation.MaxTextLength)) is { } malformed)
            return malformed;
        var credit = current.File?.Credit ?? CustomerCredit.None;
        var wanted = new CreditRequest(command.Limit, command.Reason, request.Actor, request.Today);
        var waiting = credit.Requests.FirstOrDefault(r => r.By == request.Actor);
        if (waiting is null && credit.Requests.Length >= RequestCredit.WaitingMax)
            return ControlPoints.CreditRequestsMustBeFew.Refuse(RequestCredit.WaitingMax);
        return wanted == waiting ? Decision.Nothing : Decision.Record(new CreditRequested(wanted));
    }

    private static Decision Grant(Customer current, GrantCredit command, DecisionContext request, CustomerContext context)
    {
        var reassessOn = command.ReassessOn ?? command.ValidUntil;
        if (Validation.First(
                Enum.IsDefined(command.Grade) ? null : Validation.Invalid("grade", "未知的等级", "there is no such grade"),
                Validation.OptionalAmount("limit", command.Limit),
                Validation.Required("reason", command.Reason, Validation.MaxTextLength),
                command.ValidUntil < request.Today || command.ValidUntil > request.Today.AddYears(GrantCredit.YearsMax)
                    ? Validation.Invalid("validUntil", $"须在今日起 {GrantCredit.YearsMax} 年内", $"it must lie within {GrantCredit.YearsMax} years from today")
                    : null,
                reassessOn < request.Today || reassessOn > command.ValidUntil
                    ? Validation.Invalid("reassessOn", "须在今日与到期日之间", "it must lie between today and the end")
                    : null) is { } malformed)
            return malformed;
        if (!request.HasAny(Duties.Finance))
            return ControlPoints.CreditMustHaveAuthority.Refuse();
        var credit = current.File?.Credit ?? CustomerCredit.None;
        if (credit.Requests.Any(r => r.By == request.Actor) || CustomerRules.IsHeldBy(current, request, context))
            return ControlPoints.GranterMustBeAnother.Refuse();
        // What is reserved stays in the currency it was reserved in: in another one it could not be summed with what comes.
        if (credit.Line is { } line && line.Limit.Currency != command.Limit.Currency && context.Granted.CountOf(CreditAccount.Name) > 0)
            return ControlPoints.CreditMustBeInItsCurrency.RefuseField("limit", line.Limit.Currency, command.Limit.Currency);
        if (DiligenceRules.MustBeCurrent(current, request) is { } lapsed)
            return lapsed;
        return Decision.Record(new CreditGranted(
            new(command.Grade, command.Limit, command.ValidUntil, reassessOn, command.Reason, request.Actor, request.Today)));
    }

    private static Decision Suspend(string id, Customer current, SuspendCredit command, DecisionContext request)
    {
        if (Validation.Required("reason", command.Reason, Validation.MaxTextLength) is { } malformed)
            return malformed;
        if (!request.HasAny(Duties.Finance | Duties.Controller))
            return ControlPoints.CreditMustHaveAuthority.Refuse();
        return current.File?.Credit switch
        {
            not { Line: not null } => ControlPoints.CreditMustBeGranted.Refuse(id),
            { Suspended: not null } => Decision.Nothing,
            _ => Decision.Record(new CreditSuspended(new(command.Reason, request.Actor, request.Today))),
        };
    }

    private static string Text(DateOnly day) => day.ToString("O", CultureInfo.InvariantCulture);
}
