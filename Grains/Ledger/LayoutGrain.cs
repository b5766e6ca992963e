using Orleans.Concurrency;
using SalesGrid.Hosting;

namespace SalesGrid.Ledger;

/// <inheritdoc cref="ILayoutGrain"/>
[GrainType("layout"), StatelessWorker]
public sealed class LayoutGrain(GridLedger ledger) : Grain, ILayoutGrain
{
    /// <inheritdoc/>
    public Task<GridLayout> Get() => Task.FromResult(new GridLayout(ledger.Description.LedgerId, ledger.Description.BucketCount));
}
