using SalesGrid.Decisions;
using SalesGrid.Processes;

namespace SalesGrid.Opportunities;

/// <summary>What the rules of an opportunity have to know of processes, brought from the cache of the silo.</summary>
internal static class ProcessesOfOpportunity
{
    /// <summary>A catalog with every version a command is decided by.</summary>
    public static async ValueTask<ProcessCatalog> For(this SiloProcessCache cache, Opportunity current, OpportunityCommand command, DateOnly today, Inputs inputs)
    {
        if (current.ProcessVersion > 0)
            await cache.Pinned(current.ProcessId, current.ProcessVersion);
        return OpportunityRules.ProcessBegunIn(command) is { } begun ? await cache.InForce(begun, today, inputs)
            : command is MoveToProcessVersion move ? await cache.ForMove(current, move.Version, today, inputs)
            : cache.Known;
    }

    /// <summary>A catalog with the version an opportunity is to be moved to, where there is one.</summary>
    public static ValueTask<ProcessCatalog> ForMove(this SiloProcessCache cache, Opportunity current, int version, DateOnly today, Inputs? inputs) =>
        current.ProcessVersion == 0 ? new(cache.Known) : cache.Released(current.ProcessId, version, today, inputs);
}
