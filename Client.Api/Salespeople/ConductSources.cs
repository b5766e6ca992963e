using System.Collections.Immutable;
using SalesGrid.Controls;
using SalesGrid.Gateway.Hosting;

namespace SalesGrid.Gateway.Salespeople;

/// <summary>What other parts of the grid know of a person's conduct.</summary>
public interface IConductSources
{
    /// <summary>Warnings that are open and addressed to the person.</summary>
    Task<ImmutableArray<Warning>> Warnings(string personId, CancellationToken gone);

    /// <summary>How often the person was refused, by control point, on the days from and to; null where refusals are not kept.</summary>
    Task<ImmutableArray<RefusalCount>?> Refusals(string personId, DateOnly? from, DateOnly? to, CancellationToken gone);
}

/// <summary>How often a control point refused somebody.</summary>
public sealed record RefusalCount(string ControlPoint, long Count);

/// <summary>What the person's own object knows: its warnings.</summary>
public sealed class ConductSources(GridGateway grid) : IConductSources
{
    /// <inheritdoc/>
    public async Task<ImmutableArray<Warning>> Warnings(string personId, CancellationToken gone)
    {
        var controls = await grid.Ask(grid.Subject("salesperson", personId), static s => s.Controls(), gone);
        return [.. controls.Warnings.Where(w => w.ClosedAt is null && w.Owner == personId)];
    }

    /// <inheritdoc/>
    public Task<ImmutableArray<RefusalCount>?> Refusals(string personId, DateOnly? from, DateOnly? to, CancellationToken gone) =>
        Task.FromResult<ImmutableArray<RefusalCount>?>(null);
}
