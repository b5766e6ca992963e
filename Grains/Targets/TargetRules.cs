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
    /// <param name="isTelling">True while people are still being told of the plan in force.</param>
    public static Decision Decide(string id, Target current, TargetCommand command, DecisionContext request, string? stranger = null, bool isTelling = false) => command switch
    {
        _ when Period.Parse(id)?.Id != id => ControlPoints.PeriodMustBeKnown.Refuse(id),
        DraftTargets c => Draft(current, c, request, stranger),
        ApproveTargets c => Approve(id, current, c, request, isTelling),
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
        var malformed = CheckShape(command);
        if (Refusal.All(
                malformed,
                request.HasAny(Duties.Manager | Duties.People) ? null : ControlPoints.TargetsMustBeDrawnUpByDuty.Refuse(),
                malformed is null ? CheckRows(command) : null,
                stranger is null ? null : ControlPoints.TargetsMustNameSalespeople.RefuseField("teams", stranger)) is { } refusal)
            return refusal;
        TargetPlan plan = new(command.Company, command.Teams);
        return current.Draft is { } draft && SubjectId.Same(draft.By, request.Actor) && draft.Note == command.Note && IsSame(draft.Plan, plan)
            ? Decision.Nothing
            : Decision.Record(new TargetsDrafted(current.Drafts + 1, plan, request.Actor, command.Note));
    }

    private static Refusal? CheckShape(DraftTargets command)
    {
        if (Refusal.All(
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
        Refusal? found = null;
        foreach (var team in command.Teams)
        {
            found = Refusal.All(found, Validation.Required("teams", team.Team) ?? CheckRow(team.Team, team.Amount, teams, command.Company.Currency));
            foreach (var person in team.People)
                found = Refusal.All(found, Validation.RequiredId("teams", person.Person) ?? CheckRow(person.Person, person.Amount, people, command.Company.Currency));
        }
        return found;
    }

    private static Refusal? CheckRow(string name, Money amount, HashSet<string> seen, string currency) =>
        Refusal.All(
            Validation.OptionalAmount("teams", amount)
                ?? (amount.Currency == currency ? null : ControlPoints.TargetsMustBeInOneCurrency.RefuseField("teams", name, amount.Currency, currency).Needing(amount.Currency, currency)),
            seen.Add(name) ? null : ControlPoints.TargetsMustNameEachOnce.RefuseField("teams", name));

    private static Decision Approve(string id, Target current, ApproveTargets command, DecisionContext request, bool isTelling)
    {
        var noDuty = request.HasAny(Duties.Manager | Duties.People) ? null : ControlPoints.TargetsMustBeApprovedByDuty.Refuse();
        if (current.Draft is not { } draft)
            return Refusal.All(noDuty, ControlPoints.TargetDraftMustExist.Refuse(id))!;
        if (Refusal.All(
                noDuty,
                command.Draft == draft.Number ? null : ControlPoints.TargetDraftMustBeTheOneSeen.RefuseField("draft", draft.Number, command.Draft).Needing(command.Draft, draft.Number),
                SubjectId.Same(draft.By, request.Actor) ? ControlPoints.TargetsMustBeApprovedByAnother.Refuse() : null,
                Refusal.All([.. Differences(draft.Plan).Select(NotAddedUp)])) is { } refusal)
            return refusal;
        var named = draft.Plan.People.Select(p => p.Person).ToHashSet(StringComparer.Ordinal);
        // People the last plan dropped and nobody has told yet must not be forgotten because of this one.
        var before = (current.InForce?.Draft.Plan.People.Select(p => p.Person) ?? []).Concat(isTelling ? current.Dropped : []);
        return Decision.Record(new TargetsApproved(draft.Number, request.Actor, [.. before.Where(p => !named.Contains(p)).Distinct(StringComparer.Ordinal)]));
    }

    private static Refusal NotAddedUp(TargetDifference place) => ControlPoints.TargetsMustAddUp
        .Refuse(place.Team ?? "公司", place.Team ?? "the company", place.Sum, new Money(Math.Abs(place.Stated.MinorUnits - place.Sum.MinorUnits), place.Stated.Currency))
        .Needing(place.Sum, place.Stated);

    private static bool IsSame(TargetPlan a, TargetPlan b) => a.Company == b.Company && a.Teams.Length == b.Teams.Length
        && a.Teams.Zip(b.Teams).All(t => t.First.Team == t.Second.Team && t.First.Amount == t.Second.Amount && t.First.People.SequenceEqual(t.Second.People));
}
