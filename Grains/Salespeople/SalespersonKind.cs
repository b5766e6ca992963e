using SalesGrid.Subjects;

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
        Timers = SalespersonWarnings.Timers,
        WarningCauses = SalespersonWarnings.Of,
        Unfinished = static person => person.ClosingBudgetSince,
    };
}
