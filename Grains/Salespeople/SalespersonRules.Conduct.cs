using SalesGrid.Subjects;
using Decision = SalesGrid.Subjects.Decision<SalesGrid.Salespeople.SalespersonEvent>;

namespace SalesGrid.Salespeople;

public static partial class SalespersonRules
{
    /// <summary>The target coverage is counted for on a day: the quarter's, else the month's, else the year's; null when there is none.</summary>
    public static (Period Period, Money Amount)? CurrentTarget(Salesperson current, DateOnly today)
    {
        (Period Period, Money Amount)? found = null;
        foreach (var target in current.Targets)
        {
            if (Period.Parse(target.Period) is { } period && period.Contains(today) && (found is null || Rank(period) < Rank(found.Value.Period)))
                found = (period, target.Amount);
        }
        return found;

        static int Rank(Period period) => period.Length switch
        {
            PeriodLength.Quarter => 1,
            PeriodLength.Month => 2,
            _ => 3,
        };
    }

    private static Decision Record(string id, RecordConduct command, DecisionContext request)
    {
        if (Refusal.All(
                Enum.IsDefined(command.Kind) ? null : Validation.Invalid("kind", "无此种类", "there is no such kind"),
                Validation.Required("code", command.Code),
                Validation.Required("text", command.Text, RecordConduct.TextMax),
                PlausibleDays.Happened("on", command.On, request.Today, PlausibleDays.DocumentYearsBack),
                request.HasAny(Duties.Controller | Duties.People | Duties.Manager) ? null : ControlPoints.ConductMustBeRecordedByDuty.Refuse(),
                SubjectId.Same(request.Actor, id) ? ControlPoints.ConductMustBeRecordedByAnother.Refuse() : null) is { } refusal)
            return refusal;
        return Decision.Record(new ConductRecorded(command.Kind, command.Code, command.Text, command.On ?? request.Today, request.Actor));
    }

    private static Decision Note(Salesperson current, NoteTarget command, DecisionContext request)
    {
        if (!request.HasAny(Duties.Grid))
            return ControlPoints.TimeMustComeFromGrid.Refuse();
        if (Period.Parse(command.Period) is not { } period)
            return ControlPoints.PeriodMustBeKnown.RefuseField("period", command.Period);
        if (Validation.OptionalAmount("amount", command.Amount) is { } malformed)
            return malformed;
        NotedTarget? known = null;
        foreach (var target in current.Targets)
        {
            if (target.Period == period.Id)
                known = target;
        }
        if (known?.Amount == command.Amount)
            return Decision.Nothing;
        // Counted at once, or on the period's first day; a period that is over is not counted any more.
        return Decision.Record(new TargetNoted(period.Id, command.Amount,
            request.Today > period.To ? null : request.Today > period.From ? request.Today : period.From));
    }

    private static Decision Cover(string id, Salesperson current, DecisionContext request, SalespersonContext context)
    {
        if (!SubjectId.Same(request.Actor, id) && !request.IsOnOwnersSide && !request.HasAny(Duties.Manager | Duties.People | Duties.Grid))
            return ControlPoints.CoverageMustBeAskedByDuty.Refuse();
        Coverage? counted = null;
        DateOnly? next = null;
        if (CurrentTarget(current, request.Today) is var (period, target))
        {
            var facts = context.Pipeline ?? new(0, 0);
            counted = new(period.Id, facts.OpenMinor, facts.WonMinor, target.MinorUnits, target.Currency, request.Today);
            next = request.Today.AddDays(CheckCoverage.EveryDays);
        }
        foreach (var noted in current.Targets)
        {
            if (Period.Parse(noted.Period) is { } coming && coming.From > request.Today && (next is null || coming.From < next))
                next = coming.From;
        }
        return counted == current.Coverage && next == current.NextCoverageOn ? Decision.Nothing : Decision.Record(new CoverageNoted(counted, next));
    }
}
