using SalesGrid.Subjects;

namespace SalesGrid.Warnings;

/// <summary>All the grid knows of the early-warning policy.</summary>
public static class WarningPolicyKind
{
    /// <summary>The kind. Its events are the types that derive from <see cref="EarlyWarningEvent"/>.</summary>
    public static SubjectKind<EarlyWarning, EarlyWarningEvent> Kind { get; } = new("policy", EarlyWarning.None, (state, e, at) => state.Evolve(e, at))
    {
        Shown = EarlyWarning.View,
    };
}
