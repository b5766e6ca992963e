namespace SalesGrid.Ledger;

/// <summary>What answers readers from memory of what a ledger has committed.</summary>
internal interface ICommittedMemory
{
    /// <summary>The object, <c>kind/id</c>.</summary>
    string Subject { get; }

    /// <summary>Its bucket.</summary>
    int Bucket { get; }

    /// <summary>The version in memory.</summary>
    int Version { get; }

    /// <summary>Fence of the ledger that last said that no later version is known; 0 for none.</summary>
    long ConfirmedUnder { get; set; }

    /// <summary>Reads again what is committed.</summary>
    Task Refresh();
}

/// <summary>
/// Lets no object answer from memory what its ledger may have gone beyond: neither on a silo that has lost the bucket without noticing, nor
/// where an earlier activation was left behind. For stores that several processes write; one process needs none of it.
/// </summary>
/// <param name="ledger">The ledger.</param>
/// <param name="grains">The grains.</param>
public sealed class ReadFence(GridLedger ledger, IGrainFactory grains) : IIncomingGrainCallFilter
{
    /// <inheritdoc/>
    public Task Invoke(IIncomingGrainCallContext context) => context.Grain is ICommittedMemory memory ? Fenced(context, memory) : context.Invoke();

    private async Task Fenced(IIncomingGrainCallContext context, ICommittedMemory memory)
    {
        await context.Invoke();
        // After the answer was made, before it is given: a pause in between is caught.
        if (ledger.Writers.Find(memory.Bucket) is { } here && here.Fence == memory.ConfirmedUnder)
        {
            await here.Lease.Confirm();
            return;
        }
        var known = await grains.GetGrain<ILedgerGrain>(memory.Bucket).Confirm(memory.Subject);
        if (known.Version > memory.Version)
        {
            await memory.Refresh();
            throw new LedgerUnavailableException($"{memory.Subject} was at version {memory.Version} here and is at {known.Version}; it has been read again.");
        }
        memory.ConfirmedUnder = known.Fence;
    }
}
