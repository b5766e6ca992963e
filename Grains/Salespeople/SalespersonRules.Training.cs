using System.Collections.Immutable;
using SalesGrid.Subjects;
using Decision = SalesGrid.Subjects.Decision<SalesGrid.Salespeople.SalespersonEvent>;

namespace SalesGrid.Salespeople;

public static partial class SalespersonRules
{
    private static Decision Require(Salesperson current, RequireQualification command, DecisionContext request)
    {
        var known = Find(current, command.Code);
        if (Refusal.All(
                Validation.Required("code", command.Code),
                Validation.Required("name", command.Name),
                CheckActs(command.Acts),
                request.HasAny(Duties.People) ? null : ControlPoints.TrainingMustBeKeptByPeople.Refuse(),
                known is null && current.Qualifications.Length >= Salesperson.MaxQualifications
                    ? ControlPoints.QualificationsMustBeFew.Refuse(Salesperson.MaxQualifications)
                    : null) is { } refusal)
            return refusal;
        ImmutableArray<string> acts = [.. Acts.All.Where(command.Acts.Contains)];
        return known is not null && known.Name == command.Name && known.Acts.SequenceEqual(acts)
            ? Decision.Nothing
            : Decision.Record(new QualificationRequired(command.Code, command.Name, acts, request.Actor));
    }

    private static Decision Pass(string id, Salesperson current, PassQualification command, DecisionContext request)
    {
        if (Refusal.All(
                Validation.Required("code", command.Code),
                PlausibleDays.Happened("on", command.On, request.Today, PlausibleDays.CareerYears),
                PlausibleDays.Until("validUntil", command.ValidUntil, request.Today, PlausibleDays.CareerYears),
                Validation.Required("evidence", command.Evidence),
                command.ValidUntil < command.On ? Validation.Invalid("validUntil", "不能早于通过日期", "it must not be before the day it was passed") : null,
                CheckKeeper(id, request),
                CheckRequired(id, current, command.Code)) is { } refusal)
            return refusal;
        var known = Find(current, command.Code)!;
        return known.PassedOn == command.On && known.ValidUntil == command.ValidUntil && known.Evidence == command.Evidence
            ? Decision.Nothing
            : Decision.Record(new QualificationPassed(command.Code, command.On, command.ValidUntil, command.Evidence, request.Actor));
    }

    private static Decision Drop(string id, Salesperson current, DropQualification command, DecisionContext request)
    {
        return Refusal.All(
                Validation.Required("code", command.Code),
                Validation.Required("reason", command.Reason, Validation.MaxTextLength),
                CheckKeeper(id, request),
                CheckRequired(id, current, command.Code)) is { } refusal
            ? refusal
            : Decision.Record(new QualificationDropped(command.Code, command.Reason, request.Actor));
    }

    private static Refusal? CheckKeeper(string id, DecisionContext request) => Refusal.All(
        request.HasAny(Duties.People) ? null : ControlPoints.TrainingMustBeKeptByPeople.Refuse(),
        SubjectId.Same(request.Actor, id) ? ControlPoints.TrainingMustBeConfirmedByAnother.Refuse() : null);

    private static Refusal? CheckRequired(string id, Salesperson current, string code) => string.IsNullOrWhiteSpace(code) || Find(current, code) is not null
        ? null
        : ControlPoints.QualificationMustBeRequired.RefuseField("code", id, code);

    private static Refusal? CheckActs(ImmutableArray<string> acts)
    {
        if (acts.IsDefaultOrEmpty)
            return Validation.Invalid("acts", "至少一项", "at least one");
        foreach (var act in acts)
        {
            if (!Acts.All.Contains(act))
                return Validation.Invalid("acts", $"可用:{string.Join(", ", Acts.All)}", $"each must be one of {string.Join(", ", Acts.All)}");
        }
        return null;
    }

    private static Qualification? Find(Salesperson current, string code)
    {
        foreach (var qualification in current.Qualifications)
        {
            if (qualification.Code == code)
                return qualification;
        }
        return null;
    }
}
