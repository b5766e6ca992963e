using SalesGrid.Subjects;
using Decision = SalesGrid.Subjects.Decision<SalesGrid.Salespeople.SalespersonEvent>;

namespace SalesGrid.Salespeople;

public static partial class SalespersonRules
{
    private static Decision Delegate(string id, Salesperson current, DelegateAuthority command, DecisionContext request, SalespersonContext context)
    {
        if (Validation.First(
                Validation.RequiredId("to", command.To),
                PlausibleDays.Until("from", command.From, request.Today, PlausibleDays.PlanYearsAhead),
                PlausibleDays.Until("until", command.Until, request.Today, PlausibleDays.PlanYearsAhead),
                Validation.Required("reason", command.Reason, Validation.MaxTextLength)) is { } malformed)
            return malformed;
        if (!MayDelegateFor(id, request))
            return ControlPoints.DelegationMustBeByPersonOrPeople.Refuse();
        if (command.To == id)
            return ControlPoints.DelegateMustBeAnother.RefuseField("to");
        if (context.Named is not { Active: true } to)
            return ControlPoints.DelegateMustBeActive.RefuseField("to", command.To);
        if (command.From < request.Today || command.Until < command.From || command.Until.DayNumber - command.From.DayNumber > DelegateAuthority.DaysMax)
            return ControlPoints.DelegationMustEnd.RefuseField("until", DelegateAuthority.DaysMax);
        // No chains: who is away cannot stand in for another.
        if (to.Delegations.Any(d => d.From <= command.Until && command.From <= d.Until))
            return ControlPoints.DelegateMustBePresent.RefuseField("to", command.To);
        if (current.Delegations.Any(d => d.To == command.To && d.From == command.From && d.Until == command.Until))
            return Decision.Nothing;
        return current.Delegations.Count(d => d.Until >= request.Today) >= Salesperson.MaxDelegations
            ? ControlPoints.DelegationsMustBeFew.Refuse(Salesperson.MaxDelegations)
            : Decision.Record(new AuthorityDelegated(command.To, command.From, command.Until, command.Reason, request.Actor));
    }

    private static Decision End(string id, Salesperson current, EndDelegation command, DecisionContext request)
    {
        if (Validation.RequiredId("to", command.To) is { } malformed)
            return malformed;
        if (!MayDelegateFor(id, request))
            return ControlPoints.DelegationMustBeByPersonOrPeople.Refuse();
        return current.Delegations.Any(d => d.To == command.To && d.Until >= request.Today)
            ? Decision.Record(new DelegationEnded(command.To, request.Today, request.Actor))
            : ControlPoints.DelegationMustExist.RefuseField("to", command.To);
    }

    private static bool MayDelegateFor(string id, DecisionContext request) => request.Actor == id || request.HasAny(Duties.People);
}
