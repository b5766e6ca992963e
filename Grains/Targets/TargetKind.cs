using System.Collections.Immutable;
using System.Globalization;
using SalesGrid.Reservations;
using SalesGrid.Salespeople;
using SalesGrid.Subjects;

namespace SalesGrid.Targets;

/// <summary>All the grid knows of the targets of a period.</summary>
public static class TargetKind
{
    /// <summary>The kind. Its events are the types that derive from <see cref="TargetEvent"/>.</summary>
    public static SubjectKind<Target, TargetEvent> Kind { get; } = new("target", Target.None, (state, e, at) => state.Evolve(e, at))
    {
        Shown = TargetGrain.View,
        Tells = Tellings,
    };

    /// <summary>Everybody the plan in force names knows their target, and everybody it names no more that they have none.</summary>
    private static ImmutableArray<Telling> Tellings(string period, Target target) => target.InForce is not { Draft: { } plan } ? [] :
    [
        new("targets", plan.Number.ToString(CultureInfo.InvariantCulture),
            plan.Plan.People.Select(p => new Note(SalespersonKind.Kind.SubjectOf(p.Person), new NoteTarget(period, p.Amount)))
                .Concat(target.Dropped.Select(p => new Note(SalespersonKind.Kind.SubjectOf(p), new NoteTarget(period, null))))),
    ];
}
