using SalesGrid.Subjects;

namespace SalesGrid.ImportWindows;

/// <summary>All the grid knows of the import windows.</summary>
public static class ImportWindowKind
{
    /// <summary>The kind. Its events are the types that derive from <see cref="ImportWindowEvent"/>.</summary>
    public static SubjectKind<ImportWindow, ImportWindowEvent> Kind { get; } =
        new("importwindow", ImportWindow.None, (state, e, at) => state.Evolve(e, at)) { Shown = ImportWindow.View };
}
