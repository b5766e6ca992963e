using SalesGrid.Subjects;

namespace SalesGrid.Processes;

/// <summary>All the grid knows of a sales process.</summary>
public static class ProcessKind
{
    /// <summary>The kind. Its events are the types that derive from <see cref="ProcessEvent"/>.</summary>
    public static SubjectKind<SalesProcess, ProcessEvent> Kind { get; } = new("process", SalesProcess.None, (state, e, at) => state.Evolve(e, at))
    {
        Shown = ProcessGrain.View,
    };
}
