using System.Collections.Immutable;
using Decision = SalesGrid.Subjects.Decision<SalesGrid.Opportunities.OpportunityEvent>;

namespace SalesGrid.Opportunities;

// Who works on a deal beside its owner. Whoever does, or ever did, decides nothing of it.
public static partial class OpportunityRules
{
    /// <summary>The people a command puts into a team or credits, whom the rules have to know; empty for most commands.</summary>
    public static ImmutableArray<string> PeopleNamedIn(OpportunityCommand command) => command switch
    {
        SetDealTeam { Members.IsDefault: false } c => [.. c.Members.Select(m => m?.Person).OfType<string>()],
        ReplaceTeamMember { To: { } to } => [to],
        SplitCredit { Shares.IsDefault: false } c => [.. c.Shares.Select(s => s?.Person).OfType<string>()],
        CorrectCredit { Shares.IsDefault: false } c => [.. c.Shares.Select(s => s?.Person).OfType<string>()],
        _ => [],
    };

    private static Decision Set(Opportunity current, SetDealTeam command, OpportunityContext context)
    {
        if (Refusal.All(
                CheckList("members", command.Members, DealDetails.MaxMembers, member => member is not null
                    && SubjectId.IsValid(member.Person) && Validation.Required("role", member.Role) is null),
                CheckDistinct("members", command.Members, member => member?.Person)) is { } malformed)
            return malformed;
        Refusal? found = null;
        var members = new TeamMember[command.Members.Length];
        for (var i = 0; i < members.Length; i++)
        {
            var member = command.Members[i];
            found = Refusal.All(found, CheckMember($"members[{i}].person", current, member.Person, context));
            members[i] = context.People.TryGetValue(member.Person, out var person) ? member with { Person = person.Id } : member;
        }
        if (found is not null)
            return found;
        var file = current.File ?? DealDetails.None;
        if (file.EverInTeam.Union(members.Select(m => m.Person), SubjectId.Comparer).Count() > DealDetails.MaxEverInTeam)
            return ControlPoints.TeamsMustBeFew.RefuseField("members", DealDetails.MaxEverInTeam);
        return file.Team.SequenceEqual(members) ? Decision.Nothing : Decision.Record(new DealTeamSet(members));
    }

    private static Refusal? CheckMember(string field, Opportunity current, string id, OpportunityContext context)
    {
        if (SubjectId.Same(id, current.Attribution.OwnerId))
            return ControlPoints.MemberMustNotBeOwner.RefuseField(field, id);
        if (!context.People.TryGetValue(id, out var person) || !person.Active)
            return ControlPoints.MemberMustBeActive.RefuseField(field, id);
        if (current.File?.Member(id) is not null)
            return null;
        return Refusal.All(
            SubjectId.Same(id, context.Request.Actor) ? ControlPoints.MemberMustBeNamedByAnother.RefuseField(field, id) : null,
            context.Above.Contains(id, SubjectId.Comparer) ? ControlPoints.MemberMustNotLeadOwner.RefuseField(field, id) : null);
    }

    private static Decision Replace(Opportunity current, ReplaceTeamMember command, OpportunityContext context)
    {
        if (!context.Request.HasAny(Duties.Grid))
            return ControlPoints.OnlyGridMayNote.Refuse();
        if (Refusal.All(Validation.RequiredId("person", command.Person), Validation.OptionalId("to", command.To)) is { } malformed)
            return malformed;
        if (current.File is not { } file || file.Member(command.Person) is not { } leaves)
            return Decision.Nothing;
        var others = file.Team.Remove(leaves);
        var follows = command.To is { } to && file.Member(to) is null && CheckMember("to", current, to, context) is null
            && (file.WasInTeam(to) || file.EverInTeam.Length < DealDetails.MaxEverInTeam);
        return Decision.Record(new DealTeamSet(follows ? [.. file.Team.Replace(leaves, leaves with { Person = context.People[command.To!].Id })] : [.. others]));
    }

    /// <summary>A refusal of whoever works or worked on the deal and is to decide on it.</summary>
    private static Refusal? CheckNotOfTeam(Opportunity current, OpportunityContext context) =>
        current.File?.WasInTeam(context.Request.Actor) == true ? ControlPoints.TeamMustDecideNothing.Refuse(context.Request.Actor) : null;

    private static Refusal? CheckDistinct<T>(string field, ImmutableArray<T> items, Func<T, string?> personOf) =>
        !items.IsDefault && items.Select(personOf).OfType<string>().GroupBy(p => p, SubjectId.Comparer).FirstOrDefault(g => g.Skip(1).Any()) is { } twice
            ? Validation.Invalid(field, $"{twice.Key} 出现了不止一次", $"{twice.Key} is there more than once")
            : null;
}
