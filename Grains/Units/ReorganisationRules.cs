using System.Collections.Immutable;
using SalesGrid.Subjects;

namespace SalesGrid.Units;

/// <summary>What a reorganisation must know of people.</summary>
public sealed record ReorganisationFacts
{
    /// <summary>Those it names who are registered, by id, as they are today.</summary>
    public ImmutableDictionary<string, UnitPerson> People { get; init; } = ImmutableDictionary.Create<string, UnitPerson>(SubjectId.Comparer);

    /// <summary>The unit the sender is in today; null for none.</summary>
    public string? SendersUnit { get; init; }

    /// <summary>The unit the sender is to be in on its first day; null for none.</summary>
    public string? SendersUnitThen { get; init; }
}

/// <summary>What follows from a reorganisation.</summary>
/// <param name="After">The tree afterwards, with all moves that are not refused.</param>
/// <param name="Changes">The changes of units, in the order of the moves.</param>
/// <param name="People">Those who are put somewhere else.</param>
/// <param name="From">Their first day there; null for at once.</param>
/// <param name="Refusal">Everything that stands in its way; null for nothing.</param>
public sealed record ReorganisationOutcome(
    UnitTree After, ImmutableArray<TreeChanged> Changes, ImmutableArray<PersonPlaced> People, DateOnly? From, Refusal? Refusal);

/// <summary>
/// The rules of several moves as one. Pure. Each is decided as it would be alone, on the tree that the moves before it leave; what stands in
/// the way of several is told at once.
/// </summary>
public static class ReorganisationRules
{
    /// <summary>Decides it.</summary>
    /// <param name="tree">The tree.</param>
    /// <param name="command">The moves.</param>
    /// <param name="request">The request.</param>
    /// <param name="facts">What is known of people.</param>
    public static ReorganisationOutcome Decide(UnitTree tree, Reorganise command, DecisionContext request, ReorganisationFacts facts)
    {
        if (CheckShape(command, request.Today) is { } malformed)
            return new(tree, [], [], null, malformed);
        var on = command.EffectiveOn ?? request.Today;
        var from = on > request.Today ? on : (DateOnly?)null;
        var (after, found) = (tree, (Refusal?)null);
        var changes = ImmutableArray.CreateBuilder<TreeChanged>();
        var people = ImmutableArray.CreateBuilder<PersonPlaced>();
        for (var i = 0; i < command.Moves.Length; i++)
        {
            var (move, field) = (command.Moves[i], $"moves[{i}]");
            if (move.Person is not null)
            {
                if (WhyNotPlaced(tree, after, move, on, request, facts) is { } notPlaced)
                    found = Refusal.All(found, Within(notPlaced, field));
                else if (facts.People[move.Person] is var person && (from is not null || person.HasPlan || !SubjectId.Same(person.Unit, move.Unit)))
                    people.Add(new(person.Id, after.Find(move.Unit)!.Id));
                continue;
            }
            foreach (var change in ChangesOf(move, from))
            {
                var (unit, refusal) = WhyNotTheirs(tree, after, change, on, facts) is { } notTheirs ? (null, notTheirs)
                    : TreeRules.Decide(after, change, request, new(change.HeadId is { } head ? facts.People.GetValueOrDefault(head) : null, facts.SendersUnit));
                if (refusal is not null)
                {
                    found = Refusal.All(found, Within(refusal.Kind == RefusalKind.NotFound ? ControlPoints.MovedMustBeKnown.RefuseField("unit", $"unit/{change.Unit}") : refusal, field));
                }
                else if (unit != after.Find(change.Unit))
                {
                    after = after.With(unit!);
                    changes.Add(new(unit!, change.What, request.Actor, AtOnce: true));
                }
            }
        }
        if (people.Count > 0)
        {
            if (tree.Placed.Length + people.Count > UnitTree.PlacedMax)
                found = Refusal.All(found, ControlPoints.PlacingsMustBeKnown.Refuse(tree.Placed.Length));
            after = after with { Placed = Placed(after.Placed, people, from, int.MaxValue, request.Actor, request.At) };
        }
        return new(after, changes.ToImmutable(), people.ToImmutable(), from, found);
    }

    /// <summary>Placings with those of one more reorganisation, which take the place of earlier ones of the same people.</summary>
    public static ImmutableArray<PlacedPerson> Placed(ImmutableArray<PlacedPerson> known, IReadOnlyCollection<PersonPlaced> people, DateOnly? from, int number, string by, DateTimeOffset at)
    {
        var moved = people.Select(p => p.Person).ToHashSet(SubjectId.Comparer);
        return [.. known.Where(p => !moved.Contains(p.Person)), .. people.Select(p => new PlacedPerson(p.Person, p.Unit, from, number, by, at))];
    }

    /// <summary>What is wrong with a reorganisation by itself; null for nothing.</summary>
    public static Refusal? CheckShape(Reorganise command, DateOnly today)
    {
        var found = Refusal.All(
            Validation.Required("reason", command.Reason, Validation.MaxTextLength),
            PlausibleDays.Within("effectiveOn", command.EffectiveOn ?? today, today, today.AddYears(PlausibleDays.PlanYearsAhead)));
        if (command.Moves.IsDefaultOrEmpty || command.Moves.Length > Reorganise.MovesMax)
            return Refusal.All(found, Validation.Invalid("moves", $"须为 1 到 {Reorganise.MovesMax} 项", $"it takes 1 to {Reorganise.MovesMax} moves"));
        if (command.Moves.Count(m => m?.Parent is not null) > Reorganise.ParentsMax)
            return Refusal.All(found, Validation.Invalid("moves", $"最多 {Reorganise.ParentsMax} 个单元调整上级", $"at most {Reorganise.ParentsMax} units get another parent"));
        var seen = new HashSet<string>(SubjectId.Comparer);
        for (var i = 0; i < command.Moves.Length; i++)
        {
            var (move, field) = (command.Moves[i], $"moves[{i}]");
            found = Refusal.All(found, move is null ? Validation.Invalid(field, "不能为 null", "it must not be null") : Refusal.All(
                Validation.RequiredId($"{field}.unit", move.Unit),
                Validation.OptionalId($"{field}.person", move.Person),
                Validation.OptionalId($"{field}.parent", move.Parent),
                Validation.OptionalId($"{field}.headId", move.HeadId),
                SaysWhatMoves(move) ? null
                    : Validation.Invalid(field, "须为 {person, unit}、{unit, parent}、{unit, headId} 或 {unit, vacant: true}", "it is {person, unit}, {unit, parent}, {unit, headId} or {unit, vacant: true}"),
                move.Person is not null && !seen.Add($"person/{move.Person}") ? ControlPoints.MoveMustBeNamedOnce.RefuseField($"{field}.person", $"person/{move.Person}") : null,
                move.Parent is not null && !seen.Add($"parent/{move.Unit}") ? ControlPoints.MoveMustBeNamedOnce.RefuseField($"{field}.parent", $"unit/{move.Unit}") : null,
                (move.HeadId is not null || move.Vacant) && !seen.Add($"head/{move.Unit}") ? ControlPoints.MoveMustBeNamedOnce.RefuseField($"{field}.headId", $"unit/{move.Unit}") : null));
        }
        return found;
    }

    private static bool SaysWhatMoves(ReorganisationMove move) => move.Person is not null
        ? move is { Parent: null, HeadId: null, Vacant: false }
        : move is { Parent: not null } or { HeadId: not null } or { Vacant: true } && move is not { HeadId: not null, Vacant: true };

    private static IEnumerable<ChangeTree> ChangesOf(ReorganisationMove move, DateOnly? from)
    {
        if (move.Parent is not null)
            yield return new(move.Unit, UnitChange.Moved, Parent: move.Parent, From: from);
        if (move.HeadId is not null || move.Vacant)
            yield return new(move.Unit, UnitChange.HeadSet, From: from, HeadId: move.HeadId);
    }

    /// <summary>Nobody chooses their own managers, as they are by the day it takes effect. Of today the rules of the tree ask.</summary>
    private static Refusal? WhyNotTheirs(UnitTree tree, UnitTree after, ChangeTree change, DateOnly on, ReorganisationFacts facts) =>
        tree.PathOn(facts.SendersUnitThen, on).Concat(after.PathOn(facts.SendersUnitThen, on)).Concat(tree.PathOn(facts.SendersUnit, on)).Any(u => SubjectId.Same(u.Id, change.Unit))
            ? ControlPoints.OwnManagersMustBeChosenByAnother.Refuse()
            : null;

    private static Refusal? WhyNotPlaced(UnitTree tree, UnitTree after, ReorganisationMove move, DateOnly on, DecisionContext request, ReorganisationFacts facts)
    {
        var person = facts.People.GetValueOrDefault(move.Person!);
        return Refusal.All(
            SubjectId.Same(move.Person, request.Actor) ? ControlPoints.MoverMustBeAnother.RefuseField("person") : null,
            person is null ? ControlPoints.MovedMustBeKnown.RefuseField("person", $"salesperson/{move.Person}") : null,
            person is { Active: false } ? ControlPoints.SalespersonMustBeActive.RefuseField("person", move.Person) : null,
            after.Find(move.Unit) is not { Closed: false } ? ControlPoints.PersonsUnitMustBeOpen.RefuseField("unit", move.Unit) : null,
            after.HeadsAbove(move.Unit, move.Person!, on).Contains(request.Actor, SubjectId.Comparer)
                && !tree.HeadsAbove(person?.Unit, move.Person!, request.Today).Contains(request.Actor, SubjectId.Comparer)
                ? ControlPoints.ManagerMustNotBeSender.RefuseField("unit")
                : null);
    }

    /// <summary>A refusal of one move, of whose members it tells.</summary>
    private static Refusal Within(Refusal refusal, string field) => refusal with
    {
        Field = refusal.Field is null ? field : $"{field}.{refusal.Field}",
        Missing = [.. refusal.Missing.Select(item => item with { Field = item.Field is null ? field : $"{field}.{item.Field}" })],
    };
}
