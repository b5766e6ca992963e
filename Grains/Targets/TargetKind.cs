using SalesGrid.Subjects;

namespace SalesGrid.Targets;

/// <summary>All the grid knows of the targets of a period.</summary>
public static class TargetKind
{
    /// <summary>The kind. Its events are the types that derive from <see cref="TargetEvent"/>.</summary>
    public static SubjectKind<Target, TargetEvent> Kind { get; } = new("target", Target.None, (state, e, at) => state.Evolve(e, at))
    {
        Shown = TargetGrain.View,
        Unfinished = static target => target.TellingSince,
    };
}
