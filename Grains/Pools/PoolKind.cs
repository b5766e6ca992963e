using SalesGrid.Subjects;

namespace SalesGrid.Pools;

/// <summary>All the grid knows of the public pool.</summary>
public static class PoolKind
{
    /// <summary>The kind. Its events are the types that derive from <see cref="PoolEvent"/>.</summary>
    public static SubjectKind<Pool, PoolEvent> Kind { get; } = new("pool", Pool.None, (_, e, _) => Pool.Evolve(e))
    {
        Shown = Pool.View,
    };
}
