using Orleans.Concurrency;
using SalesGrid.Hosting;

namespace SalesGrid.Ledger;

/// <inheritdoc cref="ILayoutGrain"/>
[GrainType("layout"), StatelessWorker]
public sealed class LayoutGrain(LedgerHost host) : Grain, ILayoutGrain
{
    /// <inheritdoc/>
    public Task<GridLayout> Get() => Task.FromResult(new GridLayout(host.Description.LedgerId, host.Description.BucketCount));
}
