using SalesGrid.Subjects;

namespace SalesGrid.Pools;

/// <summary>All the grid knows of the places of a salesperson in the public pool.</summary>
public static class PickKind
{
    /// <summary>The kind. Its events are the types that derive from <see cref="PickEvent"/>.</summary>
    public static SubjectKind<Pick, PickEvent> Kind { get; } = new("pick", Pick.None, (_, e, _) => Pick.Evolve(e))
    {
        OwnedBy = static (id, _) => id,
        Shown = Pick.View,
        AdmitReservation = Pick.Admit,
    };
}
