using SalesGrid.Subjects;

namespace SalesGrid.Units;

/// <summary>What the tree must know of people for a change.</summary>
/// <param name="Head">Who is to lead a unit; null where there is no such salesperson, or nobody is named.</param>
/// <param name="SendersUnit">The unit the sender is in; null for none.</param>
public readonly record struct TreeFacts(UnitPerson? Head = null, string? SendersUnit = null);

/// <summary>The rules of the tree of units. Pure: what they let pass is a tree again, on every day from now on.</summary>
public static class TreeRules
{
    /// <summary>Decides a change of one unit.</summary>
    /// <param name="tree">The tree.</param>
    /// <param name="change">The change.</param>
    /// <param name="request">The request, in the name of who sent the command to the unit.</param>
    /// <param name="facts">What is known of people.</param>
    /// <returns>The unit as it is afterwards, the same as before where nothing changes; or why not.</returns>
    public static (UnitEntry? Unit, Refusal? Refusal) Decide(UnitTree tree, ChangeTree change, DecisionContext request, TreeFacts facts)
    {
        var present = tree.Find(change.Unit)?.On(request.Today);
        if (change.What == UnitChange.Created)
            return Create(tree, present, change, request, facts);
        if (present is null)
            return (null, ControlPoints.UnitMustExist.Refuse(change.Unit));
        if (present.Closed)
            return change.What == UnitChange.Closed ? (present, null) : (null, ControlPoints.UnitMustBeOpen.Refuse(change.Unit));
        return change.What switch
        {
            UnitChange.Renamed => Changed(present, present with { Name = change.Name ?? "" }, Validation.Required("name", change.Name)),
            UnitChange.HeadSet => SetHead(tree, present, change, request, facts),
            UnitChange.Moved => Move(tree, present, change, request, facts),
            UnitChange.Closed => Close(tree, present, request),
            _ => throw new ArgumentOutOfRangeException(nameof(change), change.What, "No rule for this change."),
        };
    }

    /// <summary>Why a tree is none, or too deep, on a day from today on; null when it is fine. Only a change of this unit can be at fault.</summary>
    /// <param name="tree">The tree with the unit changed.</param>
    /// <param name="unit">The unit.</param>
    /// <param name="today">The business day.</param>
    public static Refusal? WhyNoTree(UnitTree tree, UnitEntry unit, DateOnly today)
    {
        // Between two of these days nothing changes.
        foreach (var day in tree.Units.Select(u => u.Planned?.From).OfType<DateOnly>().Where(d => d > today).Append(today).Distinct().Order())
        {
            var (up, parent) = (1, unit.ParentOn(day));
            for (var at = tree.Find(parent); at is not null; at = tree.Find(at.ParentOn(day)), up++)
            {
                if (SubjectId.Same(at.Id, unit.Id))
                    return ControlPoints.UnitsMustNotCircle.RefuseField("parent", unit.Id, parent, $"{day:yyyy-MM-dd}");
                if (up >= UnitTree.LevelsMax)
                    return TooDeep();
            }
            if (up - 1 + Height(tree, unit, day) > UnitTree.LevelsMax)
                return TooDeep();
        }
        return null;

        static Refusal TooDeep() => ControlPoints.UnitsMustBeFlat.RefuseField("parent", UnitTree.LevelsMax);
    }

    private static (UnitEntry?, Refusal?) Create(UnitTree tree, UnitEntry? present, ChangeTree change, DecisionContext request, TreeFacts facts)
    {
        var parentId = change.Parent ?? UnitCommand.Company;
        if (present is not null)
        {
            // Asked for again after a crash, it is there already.
            return present.Revision == 1 && present.Id == change.Unit && (present.Name, present.Kind, present.Parent, present.HeadId) == (change.Name, change.Kind, tree.Find(parentId)?.Id, change.HeadId)
                ? (present, null)
                : (null, ControlPoints.UnitMustBeNew.Refuse(change.Unit));
        }
        var kind = change.Kind ?? default;
        var parent = tree.Find(parentId);
        var malformed = Refusal.All(
            Validation.Required("name", change.Name),
            Enum.IsDefined(kind) ? null : Validation.Invalid("kind", "须为 region、department 或 team", "it must be region, department or team"),
            Validation.OptionalId("parent", change.Parent),
            CheckHead(change, request, facts));
        if (Refusal.All(
                malformed,
                kind == UnitKind.Company ? ControlPoints.CompanyMustBeOne.RefuseField("kind") : null,
                CheckParent(change.Parent, kind, parent),
                tree.Units.Length >= UnitTree.UnitsMax ? ControlPoints.UnitsMustBeFew.Refuse(UnitTree.UnitsMax) : null) is { } refusal)
            return (null, refusal);
        var created = new UnitEntry(change.Unit, change.Name!, kind, parent!.Id, change.HeadId, 1);
        return WhyNoTree(tree.With(created), created, request.Today) is { } fault ? (null, fault) : (created, null);
    }

    private static (UnitEntry?, Refusal?) Move(UnitTree tree, UnitEntry present, ChangeTree change, DecisionContext request, TreeFacts facts)
    {
        if (present.Kind == UnitKind.Company)
            return (null, ControlPoints.CompanyMustStay.Refuse());
        var from = change.From ?? request.Today;
        var parent = tree.Find(change.Parent);
        if (Refusal.All(
                Validation.RequiredId("parent", change.Parent),
                PlausibleDays.Within("from", from, request.Today, request.Today.AddYears(PlausibleDays.PlanYearsAhead)),
                SubjectId.IsValid(change.Parent) ? CheckParent(change.Parent, present.Kind, parent) : null) is { } malformed)
            return (null, malformed);
        var moved = from > request.Today
            ? present with { Planned = new(parent!.Id, from) }
            : present with { Parent = parent!.Id, Planned = null };
        if (moved == present)
            return (present, null);
        if (Refusal.All(
                CheckOwnManagers(tree, present, request, facts),
                tree.PathOn(parent.Id, from).Any(u => SubjectId.Same(u.HeadOn(from), request.Actor))
                    && !tree.PathOn(present.Id, request.Today).Any(u => SubjectId.Same(u.HeadOn(request.Today), request.Actor))
                    ? ControlPoints.HeadMustNotBeSender.RefuseField("parent")
                    : null,
                moved.Planned is not null && tree.Units.Count(u => u.Planned is not null && u.Id != present.Id) >= UnitTree.PlannedMax
                    ? ControlPoints.PlannedMovesMustBeFew.RefuseField("from", UnitTree.PlannedMax)
                    : null,
                WhyNoTree(tree.With(moved), moved, request.Today)) is { } refusal)
            return (null, refusal);
        return Changed(present, moved, null);
    }

    private static (UnitEntry?, Refusal?) SetHead(UnitTree tree, UnitEntry present, ChangeTree change, DecisionContext request, TreeFacts facts)
    {
        var next = change.From is { } from && from > request.Today
            ? present with { PlannedHead = new(change.HeadId, from) }
            : present with { HeadId = change.HeadId, PlannedHead = null };
        return Changed(present, next, Refusal.All(
            CheckHead(change, request, facts),
            CheckOwnManagers(tree, present, request, facts),
            next.PlannedHead is not null && tree.Units.Count(u => u.PlannedHead is not null && u.Id != present.Id) >= UnitTree.PlannedHeadsMax
                ? ControlPoints.PlannedMovesMustBeFew.RefuseField("headId", UnitTree.PlannedHeadsMax)
                : null));
    }

    private static (UnitEntry?, Refusal?) Close(UnitTree tree, UnitEntry present, DecisionContext request)
    {
        if (present.Kind == UnitKind.Company)
            return (null, ControlPoints.CompanyMustStay.Refuse());
        var below = tree.Units.Count(u => !u.Closed && (SubjectId.Same(u.ParentOn(request.Today), present.Id) || SubjectId.Same(u.Planned?.Parent, present.Id)));
        if (below > 0)
            return (null, ControlPoints.UnitMustBeEmpty.Refuse(present.Id, 0, below).Needing(below, 0, command: "unit.move"));
        // Whom a reorganisation has put into it, and who has not yet taken a place in it.
        var coming = tree.Placed.Count(p => SubjectId.Same(p.Unit, present.Id));
        return coming > 0
            ? (null, ControlPoints.UnitMustBeEmpty.Refuse(present.Id, coming, 0).Needing(coming, 0))
            : Changed(present, present with { Closed = true, Planned = null, PlannedHead = null }, null);
    }

    private static (UnitEntry?, Refusal?) Changed(UnitEntry present, UnitEntry next, Refusal? refusal) =>
        refusal is not null ? (null, refusal) : next == present ? (present, null) : (next with { Revision = present.Revision + 1 }, null);

    private static Refusal? CheckParent(string? stated, UnitKind kind, UnitEntry? parent) =>
        stated is not null && !SubjectId.IsValid(stated) ? null
        : parent is null or { Closed: true } ? ControlPoints.ParentMustBeOpen.RefuseField("parent", stated)
        : parent.Kind > kind ? ControlPoints.UnitsMustNest.RefuseField("parent", GridJson.NameOf(kind), GridJson.NameOf(parent.Kind))
        : null;

    private static Refusal? CheckHead(ChangeTree change, DecisionContext request, TreeFacts facts) => change.HeadId is null ? null : Refusal.All(
        Validation.OptionalId("headId", change.HeadId),
        SubjectId.Same(change.HeadId, request.Actor) ? ControlPoints.HeadMustNotBeSender.RefuseField("headId") : null,
        SubjectId.IsValid(change.HeadId) && facts.Head is not { Active: true } ? ControlPoints.HeadMustBeActive.RefuseField("headId", change.HeadId) : null);

    private static Refusal? CheckOwnManagers(UnitTree tree, UnitEntry unit, DecisionContext request, TreeFacts facts) =>
        tree.PathOn(facts.SendersUnit, request.Today).Any(u => u.Id == unit.Id) ? ControlPoints.OwnManagersMustBeChosenByAnother.Refuse() : null;

    /// <summary>Levels from a unit down, itself included. Its ancestors are known to be none of them.</summary>
    private static int Height(UnitTree tree, UnitEntry unit, DateOnly day)
    {
        var below = tree.Units.Where(u => !u.Closed).ToLookup(u => u.ParentOn(day), SubjectId.Comparer);
        var height = 0;
        for (UnitEntry[] level = [unit]; level.Length > 0 && height <= UnitTree.LevelsMax; height++)
            level = [.. level.SelectMany(u => below[u.Id])];
        return height;
    }
}
