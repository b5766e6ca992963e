using SalesGrid.Subjects;

namespace SalesGrid.Controls;

/// <summary>All the grid knows of a refused command: it has no grain and is shown by the register of refusals of its bucket.</summary>
public static class RefusedCommandKind
{
    /// <summary>The kind. Its events are the types that derive from <see cref="RefusalEvent"/>.</summary>
    public static SubjectKind<RefusedCommand, RefusalEvent> Kind { get; } = new("refusal", RefusedCommand.None, (_, e, _) => RefusalFold.Evolve(e));
}
