using SalesGrid.Subjects;
using SalesGrid.Warnings;

namespace SalesGrid.Units;

/// <summary>All the grid knows of a unit.</summary>
public static class UnitSubjects
{
    /// <summary>The kind. Its events are the types that derive from <see cref="UnitEvent"/>.</summary>
    public static SubjectKind<Unit, UnitEvent> Kind { get; } = new("unit", Unit.None, (state, e, at) => state.Evolve(e, at))
    {
        AdmitReservation = UnitRules.Admit,
        Shown = static (id, record) => UnitGrain.View(id, record, null),
        Timers = Timers,
        Unfinished = static unit => unit.UnfinishedSince(),
    };

    /// <summary>What the grid sends the company, and when: moves are as planned from their day on, and recorded once it has begun everywhere.</summary>
    private static IEnumerable<Timed> Timers(Unit unit) => unit.Units
        .SelectMany(u => new[] { u.Planned?.From, u.PlannedHead?.From }).OfType<DateOnly>().Distinct()
        .Select(day => new Timed(new(day, new(12, 0), TimeSpan.Zero), new SettleMoves()));
}
