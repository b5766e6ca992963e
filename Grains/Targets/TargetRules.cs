using System.Collections.Immutable;
using System.Text;
using SalesGrid.Subjects;
using Decision = SalesGrid.Subjects.Decision<SalesGrid.Targets.TargetEvent>;

namespace SalesGrid.Targets;

/// <summary>The rules of targets. Pure: the same arguments always give the same answer.</summary>
public static class TargetRules
{
    /// <summary>Most places where a plan does not add up that are listed.</summary>
    public const int DifferencesMax = 20;

    /// <summary>What a row takes beside its name, bytes, at most: braces, member names, amount and currency.</summary>
    private const int RowBytes = 80;

    /// <summary>Decides a command.</summary>
    /// <param name="id">The period.</param>
    /// <param name="current">The state.</param>
    /// <param name="command">The command.</param>
    /// <param name="request">The request.</param>
    /// <param name="stranger">The first person of the plan who is no registered salesperson; null when all are, or nobody has looked.</param>
    public static Decision Decide(string id, Target current, TargetCommand command, DecisionContext request, string? stranger = null) => command switch
    {
        _ when Period.Parse(id)?.Id != id => ControlPoints.PeriodMustBeKnown.Refuse(id),
        DraftTargets c => Draft(current, c, request, stranger),
        ApproveTargets c => Approve(id, current, c, request),
        NoteTargetsTold c => Tell(current, c, request),
        _ => throw new ArgumentOutOfRangeException(nameof(command), command.GetType().Name, "No rule for this command."),
    };

    /// <summary>Where a plan does not add up, the first <see cref="DifferencesMax"/> places, the company first.</summary>
    public static ImmutableArray<TargetDifference> Differences(TargetPlan plan)
    {
        var found = ImmutableArray.CreateBuilder<TargetDifference>();
        if (plan.TeamsSum != plan.Company)
            found.Add(new(null, plan.Company, plan.TeamsSum));
        foreach (var team in plan.Teams)
        {
            if (found.Count < DifferencesMax && team.PeopleSum != team.Amount)
                found.Add(new(team.Team, team.Amount, team.PeopleSum));
        }
        return found.ToImmutable();
    }

    private static Decision Draft(Target current, DraftTargets command, DecisionContext request, string? stranger)
    {
        if (CheckShape(command) is { } malformed)
            return malformed;
        if (!request.HasAny(Duties.Manager | Duties.People))
            return ControlPoints.TargetsMustBeDrawnUpByDuty.Refuse();
        if (CheckRows(command) is { } refusal)
            return refusal;
        if (stranger is not null)
            return ControlPoints.TargetsMustNameSalespeople.RefuseField("teams", stranger);
        TargetPlan plan = new(command.Company, command.Teams);
        return current.Draft is { } draft && draft.By == request.Actor && draft.Note == command.Note && IsSame(draft.Plan, plan)
            ? Decision.Nothing
            : Decision.Record(new TargetsDrafted(current.Drafts + 1, plan, request.Actor, command.Note));
    }

    private static Refusal? CheckShape(DraftTargets command)
    {
        if (Validation.First(
                Validation.OptionalAmount("company", command.Company),
                Validation.Optional("note", command.Note, Validation.MaxTextLength),
                command.Teams.IsDefault ? Validation.Invalid("teams", "不能为空", "it must not be empty") : null) is { } malformed)
            return malformed;
        var rows = command.Teams.Length;
        long bytes = rows * RowBytes;
        foreach (var team in command.Teams)
        {
            if (team is null || team.People.IsDefault || team.Team is null || team.People.Any(p => p?.Person is null))
                return Validation.Invalid("teams", "每行须有名称与金额", "each row needs a name and an amount");
            rows += team.People.Length;
            bytes += Encoding.UTF8.GetByteCount(team.Team) + ((long)team.People.Length * RowBytes) + team.People.Sum(p => (long)Encoding.UTF8.GetByteCount(p.Person));
        }
        return rows > TargetPlan.MaxRows || bytes > TargetPlan.MaxBytes
            ? ControlPoints.TargetsMustBeFew.RefuseField("teams", rows, bytes, TargetPlan.MaxRows, TargetPlan.MaxBytes)
            : null;
    }

    private static Refusal? CheckRows(DraftTargets command)
    {
        var teams = new HashSet<string>(IdentityText.Comparer);
        var people = new HashSet<string>(IdentityText.Comparer);
        foreach (var team in command.Teams)
        {
            if ((Validation.Required("teams", team.Team) ?? CheckRow(team.Team, team.Amount, teams, command.Company.Currency)) is { } refusal)
                return refusal;
            foreach (var person in team.People)
            {
                if ((Validation.RequiredId("teams", person.Person) ?? CheckRow(person.Person, person.Amount, people, command.Company.Currency)) is { } wrong)
                    return wrong;
            }
        }
        return null;
    }

    private static Refusal? CheckRow(string name, Money amount, HashSet<string> seen, string currency) =>
        Validation.OptionalAmount("teams", amount)
        ?? (amount.Currency != currency ? ControlPoints.TargetsMustBeInOneCurrency.RefuseField("teams", name, amount.Currency, currency)
            : !seen.Add(name) ? ControlPoints.TargetsMustNameEachOnce.RefuseField("teams", name)
            : null);

    private static Decision Approve(string id, Target current, ApproveTargets command, DecisionContext request)
    {
        if (!request.HasAny(Duties.Manager | Duties.People))
            return ControlPoints.TargetsMustBeApprovedByDuty.Refuse();
        if (current.Draft is not { } draft)
            return ControlPoints.TargetDraftMustExist.Refuse(id);
        if (command.Draft != draft.Number)
            return ControlPoints.TargetDraftMustBeTheOneSeen.RefuseField("draft", draft.Number, command.Draft);
        if (draft.By == request.Actor)
            return ControlPoints.TargetsMustBeApprovedByAnother.Refuse();
        if (Differences(draft.Plan) is [var first, ..])
        {
            Money difference = new(Math.Abs(first.Stated.MinorUnits - first.Sum.MinorUnits), first.Stated.Currency);
            return ControlPoints.TargetsMustAddUp.Refuse(first.Team ?? "公司", first.Team ?? "the company", first.Sum, difference);
        }
        var named = draft.Plan.People.Select(p => p.Person).ToHashSet(StringComparer.Ordinal);
        // People the last plan dropped and nobody has told yet must not be forgotten because of this one.
        var before = (current.InForce?.Draft.Plan.People.Select(p => p.Person) ?? []).Concat(current.TellingSince is null ? [] : current.Dropped);
        return Decision.Record(new TargetsApproved(draft.Number, request.Actor, [.. before.Where(p => !named.Contains(p)).Distinct(StringComparer.Ordinal)]));
    }

    private static Decision Tell(Target current, NoteTargetsTold command, DecisionContext request)
    {
        if (!request.HasAny(Duties.Grid))
            return ControlPoints.TimeMustComeFromGrid.Refuse();
        // A plan approved meanwhile begins anew: what is said of the one before is of no interest.
        return current.InForce is { } plan && plan.Draft.Number == command.Plan && command.Told > current.Told
            ? Decision.Record(new TargetsTold(command.Plan, Math.Min(command.Told, current.ToTell)))
            : Decision.Nothing;
    }

    private static bool IsSame(TargetPlan a, TargetPlan b) => a.Company == b.Company && a.Teams.Length == b.Teams.Length
        && a.Teams.Zip(b.Teams).All(t => t.First.Team == t.Second.Team && t.First.Amount == t.Second.Amount && t.First.People.SequenceEqual(t.Second.People));
}
