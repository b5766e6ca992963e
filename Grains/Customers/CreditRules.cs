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
        if (state.File?.Merge is { } merge)
            return ControlPoints.CustomerMustNotBeMerged.Refuse(id, merge.Into);
        if (wanted.Amount is not { } amount)
            return Validation.Invalid("amount", "不能为空", "it must not be empty");
        if (state.File?.Credit is not { Line: { } line } credit)
            return Refusal.All(ControlPoints.CreditMustBeGranted.Refuse(id).Needing(need: amount), DiligenceRules.MustBeCurrent(state, request));
        var inItsCurrency = amount.Currency == line.Limit.Currency;
        var used = granted.SumOf(CreditAccount.Name);
        return Refusal.All(
            credit.Suspended is null ? null : ControlPoints.CreditMustNotBeSuspended.Refuse(id),
            line.ValidUntil < request.Today ? ControlPoints.CreditMustBeInForce.Refuse(id, Text(line.ValidUntil)).Needing(line.ValidUntil, request.Today) : null,
            inItsCurrency ? null : ControlPoints.CreditMustBeInItsCurrency.Refuse(line.Limit.Currency, amount.Currency).Needing(line.Limit.Currency, amount.Currency),
            DiligenceRules.MustBeCurrent(state, request),
            inItsCurrency && used + amount.MinorUnits > line.Limit.MinorUnits && !request.Waives(ControlPoints.CreditMustSuffice)
                ? ControlPoints.CreditMustSuffice.Refuse(line.Limit, line.Limit with { MinorUnits = used }, amount)
                    .Needing(line.Limit, line.Limit with { MinorUnits = used + amount.MinorUnits })
                : null);
    }

    private static Decision Request(Customer current, RequestCredit command, DecisionContext request)
    {
        var credit = current.File?.Credit ?? CustomerCredit.None;
        var wanted = new CreditRequest(command.Limit, command.Reason, request.Actor, request.Today);
        var waiting = credit.Requests.FirstOrDefault(r => SubjectId.Same(r.By, request.Actor));
        if (Refusal.All(
                Validation.OptionalAmount("limit", command.Limit),
                Validation.Required("reason", command.Reason, Validation.MaxTextLength),
                waiting is null && credit.Requests.Length >= RequestCredit.WaitingMax ? ControlPoints.CreditRequestsMustBeFew.Refuse(RequestCredit.WaitingMax) : null) is { } refusal)
            return refusal;
        return wanted == waiting ? Decision.Nothing : Decision.Record(new CreditRequested(wanted));
    }

    private static Decision Grant(Customer current, GrantCredit command, DecisionContext request, CustomerContext context)
    {
        var reassessOn = command.ReassessOn ?? command.ValidUntil;
        var credit = current.File?.Credit ?? CustomerCredit.None;
        if (Refusal.All(
                Enum.IsDefined(command.Grade) ? null : Validation.Invalid("grade", "未知的等级", "there is no such grade"),
                Validation.OptionalAmount("limit", command.Limit),
                Validation.Required("reason", command.Reason, Validation.MaxTextLength),
                command.ValidUntil < request.Today || command.ValidUntil > request.Today.AddYears(GrantCredit.YearsMax)
                    ? Validation.Invalid("validUntil", $"须在今日起 {GrantCredit.YearsMax} 年内", $"it must lie within {GrantCredit.YearsMax} years from today")
                    : null,
                reassessOn < request.Today || reassessOn > command.ValidUntil
                    ? Validation.Invalid("reassessOn", "须在今日与到期日之间", "it must lie between today and the end")
                    : null,
                request.HasAny(Duties.Finance) ? null : ControlPoints.CreditMustHaveAuthority.Refuse(),
                credit.Requests.Any(r => SubjectId.Same(r.By, request.Actor)) || CustomerRules.IsHeldBy(current, request, context) ? ControlPoints.GranterMustBeAnother.Refuse() : null,
                // What is reserved stays in the currency it was reserved in: in another one it could not be summed with what comes.
                credit.Line is { } line && line.Limit.Currency != command.Limit.Currency && context.Granted.CountOf(CreditAccount.Name) > 0
                    ? ControlPoints.CreditMustBeInItsCurrency.RefuseField("limit", line.Limit.Currency, command.Limit.Currency)
                        .Needing(command.Limit.Currency, line.Limit.Currency).InCommand()
                    : null,
                DiligenceRules.MustBeCurrent(current, request)) is { } refusal)
            return refusal;
        return Decision.Record(new CreditGranted(
            new(command.Grade, command.Limit, command.ValidUntil, reassessOn, command.Reason, request.Actor, request.Today)));
    }

    private static Decision Suspend(string id, Customer current, SuspendCredit command, DecisionContext request)
    {
        var credit = current.File?.Credit;
        if (Refusal.All(
                Validation.Required("reason", command.Reason, Validation.MaxTextLength),
                request.HasAny(Duties.Finance | Duties.Controller) ? null : ControlPoints.CreditMustHaveAuthority.Refuse(),
                credit is { Line: not null } ? null : ControlPoints.CreditMustBeGranted.Refuse(id)) is { } refusal)
            return refusal;
        return credit!.Suspended is not null
            ? Decision.Nothing
            : Decision.Record(new CreditSuspended(new(command.Reason, request.Actor, request.Today)));
    }

    private static string Text(DateOnly day) => day.ToString("O", CultureInfo.InvariantCulture);
}
