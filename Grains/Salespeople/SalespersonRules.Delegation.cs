using System.Collections.Immutable;
using SalesGrid.Subjects;
using Decision = SalesGrid.Subjects.Decision<SalesGrid.Salespeople.SalespersonEvent>;

namespace SalesGrid.Salespeople;

public static partial class SalespersonRules
{
    private static Decision Delegate(string id, Salesperson current, DelegateAuthority command, DecisionContext request, SalespersonContext context)
    {
        if (Refusal.All(
                Validation.RequiredId("to", command.To),
                PlausibleDays.Until("from", command.From, request.Today, PlausibleDays.PlanYearsAhead),
                PlausibleDays.Until("until", command.Until, request.Today, PlausibleDays.PlanYearsAhead),
                Validation.Required("reason", command.Reason, Validation.MaxTextLength),
                MayDelegateFor(id, request) ? null : ControlPoints.DelegationMustBeByPersonOrPeople.Refuse(),
                !SubjectId.Same(request.Actor, id) && SubjectId.Same(request.Actor, command.To) ? ControlPoints.DelegateMustNotBeSender.RefuseField("to") : null,
                command.To == id ? ControlPoints.DelegateMustBeAnother.RefuseField("to") : null,
                SubjectId.IsValid(command.To) && context.Named is not { Active: true } ? ControlPoints.DelegateMustBeActive.RefuseField("to", command.To) : null,
                command.From < request.Today || command.Until < command.From || command.Until.DayNumber - command.From.DayNumber > DelegateAuthority.DaysMax
                    ? ControlPoints.DelegationMustEnd.RefuseField("until", DelegateAuthority.DaysMax)
                    : null,
                CheckNames(command.Acts),
                // No chains: who is away cannot stand in for another, in what others do for them meanwhile.
                context.Named is { Active: true } to && to.Delegations.Any(d => d.From <= command.Until && command.From <= d.Until && DelegatedActs.Overlap(d.Acts, command.Acts))
                    ? ControlPoints.DelegateMustBePresent.RefuseField("to", command.To)
                    : null) is { } refusal)
            return refusal;
        if (current.Delegations.Any(d => d.To == command.To && d.From == command.From && d.Until == command.Until
            && (d.Acts is { } known ? command.Acts is { } named && known.SequenceEqual(named) : command.Acts is null)))
            return Decision.Nothing;
        return current.Delegations.Count(d => d.Until >= request.Today) >= Salesperson.MaxDelegations
            ? ControlPoints.DelegationsMustBeFew.Refuse(Salesperson.MaxDelegations)
            : Decision.Record(new AuthorityDelegated(command.To, command.From, command.Until, command.Reason, request.Actor, command.Acts));
    }

    private static Refusal? CheckNames(ImmutableArray<string>? acts)
    {
        if (acts is not { } named)
            return null;
        if (named.IsDefaultOrEmpty || named.Length > DelegatedActs.NamesMax)
            return Validation.Invalid("acts", $"须为 1 到 {DelegatedActs.NamesMax} 项;不填即全部事项", $"it takes 1 to {DelegatedActs.NamesMax} names; left out, it is everything");
        for (var i = 0; i < named.Length; i++)
        {
            if (!DelegatedActs.IsKnown(named[i]))
                return ControlPoints.ActMustBeKnown.RefuseField($"acts[{i}]", QuotedText.Of(named[i] ?? "null", 100));
            if (named.IndexOf(named[i]) != i)
                return Validation.Invalid($"acts[{i}]", "重复", "it comes twice");
        }
        return null;
    }

    private static Decision End(string id, Salesperson current, EndDelegation command, DecisionContext request)
    {
        return Refusal.All(
                Validation.RequiredId("to", command.To),
                MayDelegateFor(id, request) ? null : ControlPoints.DelegationMustBeByPersonOrPeople.Refuse(),
                !SubjectId.IsValid(command.To) || current.Delegations.Any(d => d.To == command.To && d.Until >= request.Today)
                    ? null
                    : ControlPoints.DelegationMustExist.RefuseField("to", command.To)) is { } refusal
            ? refusal
            : Decision.Record(new DelegationEnded(command.To, request.Today, request.Actor));
    }

    private static bool MayDelegateFor(string id, DecisionContext request) => SubjectId.Same(request.Actor, id) || request.HasAny(Duties.People);
}
