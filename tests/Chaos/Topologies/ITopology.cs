using SalesGrid.Chaos.Faults;
using SalesGrid.Chaos.Processes;
using SalesGrid.Ledger;

namespace SalesGrid.Chaos.Topologies;

/// <summary>A grid of real processes that can be hurt.</summary>
internal interface ITopology : IAsyncDisposable
{
    /// <summary>What it is, for reports.</summary>
    string Description { get; }

    /// <summary>Where its gateway serves; the same after every restart.</summary>
    Uri Gateway { get; }

    /// <summary>Faults it can be done to here.</summary>
    IReadOnlyList<FaultKind> Faults { get; }

    /// <summary>Faults it knows but that cannot be done on this machine, and why.</summary>
    IReadOnlyList<string> Missing { get; }

    /// <summary>Starts everything; returns once the processes run, not once they serve.</summary>
    Task Start(CancellationToken cancellationToken);

    /// <summary>Does a fault: returns when it has ended.</summary>
    Task Do(PlannedFault fault, Action<string> note, CancellationToken cancellationToken);

    /// <summary>Every end of a process so far.</summary>
    IReadOnlyList<Exit> Exits { get; }

    /// <summary>Files with what the processes said, for the report of a failure.</summary>
    IReadOnlyList<string> Logs { get; }

    /// <summary>Stops what must not run while the ledger is read, and opens the ledger.</summary>
    /// <returns>The store, and a line for the report if the stop did not go as it should.</returns>
    Task<(ILedgerStore Store, string? Complaint)> OpenLedger();
}

/// <summary>What all topologies share.</summary>
internal static class GatewaySettings
{
    /// <summary>Key of the administrator in every run; nothing outside this machine can use it.</summary>
    public const string AdminKey = "chaos-administrator";

    /// <summary>Buckets of the ledger: few, so that each is written to many times a second.</summary>
    public const int BucketCount = 8;

    /// <summary>Environment of a gateway.</summary>
    public static Dictionary<string, string> Environment(string dataFolder) => new()
    {
        ["GRID_DATA"] = dataFolder,
        ["GRID_ADMIN_KEY"] = AdminKey,
        ["Grid__BucketCount"] = $"{BucketCount}",
        ["ASPNETCORE_ENVIRONMENT"] = "Production",
        ["DOTNET_ENVIRONMENT"] = "Production",
        // Several servers share this machine: a heap for each core in each of them would only cost memory.
        ["DOTNET_gcServer"] = "0",
        // What goes wrong, not every request.
        ["Logging__LogLevel__Default"] = "Warning",
        ["Logging__LogLevel__SalesGrid"] = "Information",
    };
}
