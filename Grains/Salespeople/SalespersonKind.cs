using System.Collections.Immutable;
using SalesGrid.Reservations;
using SalesGrid.Subjects;
using SalesGrid.Units;

namespace SalesGrid.Salespeople;

/// <summary>All the grid knows of a salesperson.</summary>
public static class SalespersonKind
{
    /// <summary>The kind. Its events are the types that derive from <see cref="SalespersonEvent"/>.</summary>
    public static SubjectKind<Salesperson, SalespersonEvent> Kind { get; } = new("salesperson", Salesperson.None, (state, e, at) => state.Evolve(e, at))
    {
        OwnedBy = static (id, _) => id,
        AdmitReservation = Balances.Admit,
        Shown = static (id, record) => SalespersonGrain.View(id, record),
        TaggedBy = static person => person.Delegations.Select(d => TagOfDelegate(d.To)),
        Timers = SalespersonWarnings.Timers,
        WarningCauses = SalespersonWarnings.Of,
        Needs = Needs,
        Unfinished = static person => person.UnfinishedSince,
    };

    /// <summary>By which whoever has somebody act for them is found, also where the delegation is over or yet to begin.</summary>
    public static string TagOfDelegate(string person) => $"delegate:{person}";

    /// <summary>A place in the unit a person is in, and in the one they are to be in: a unit with people in it is not closed.</summary>
    private static ImmutableArray<Need> Needs(string id, Salesperson person) => person is not { Active: true } || (person.Unit ?? person.Planned?.Unit) is null ? [] :
    [
        .. new[] { person.Unit, person.Planned?.Unit }.OfType<string>().Distinct(SubjectId.Comparer)
            .Select(unit => new Need(UnitSubjects.Kind.SubjectOf(unit), UnitAccounts.Member, Field: "unit")),
    ];
}
