using SalesGrid.Chaos.Broken;
using SalesGrid.Chaos.Faults;

namespace SalesGrid.Chaos;

/// <summary>What grid is hurt.</summary>
public enum TopologyKind
{
    /// <summary>One gateway process with its silo inside, on SQLite.</summary>
    Embedded,

    /// <summary>Silos on Azurite, and a gateway as a pure client.</summary>
    Cluster,
}

/// <summary>One run.</summary>
public sealed record Settings
{
    /// <value>Fixes the plan of faults and the dice of every worker, not the schedule.</value>
    public required int Seed { get; init; }

    /// <value>How long the load runs.</value>
    public required TimeSpan Length { get; init; }

    /// <value>What grid is hurt.</value>
    public TopologyKind Topology { get; init; } = TopologyKind.Embedded;

    /// <value>Silos of a cluster, 1 to 8. Default 3.</value>
    public int Silos { get; init; } = 3;

    /// <value>Callers that send commands, one at a time each. Default 8.</value>
    public int Workers { get; init; } = 8;

    /// <value>Faults to choose from; null for all the topology knows, empty for none.</value>
    public IReadOnlyList<FaultKind>? Faults { get; init; }

    /// <value>Faults to do instead of a plan made from the seed; null for such a plan.</value>
    public IReadOnlyList<PlannedFault>? Plan { get; init; }

    /// <value>Silos take each other for dead after two seconds of silence instead of six: for short runs.</value>
    public bool QuickVerdicts { get; init; }

    /// <value>How long the grid may take to heal when the last fault is over, and then to say what became of open commands. Default 2 minutes.</value>
    public TimeSpan HealTimeout { get; init; } = TimeSpan.FromMinutes(2);

    /// <value>What is broken on purpose.</value>
    public Breakage Broken { get; init; } = Breakage.None;

    /// <value>Folder what the processes said is copied to; null for none.</value>
    public string? Logs { get; init; }

    /// <value>Told what happens, a line at a time; null for nobody.</value>
    public Action<string>? Progress { get; init; }
}
