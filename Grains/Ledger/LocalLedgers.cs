using System.Collections.Concurrent;

namespace SalesGrid.Ledger;

/// <summary>
/// The ledgers that are active on this silo. An object whose ledger is among them hands its appends over directly: two
/// messages less for each command.
/// </summary>
/// <remarks>Only a shortcut. Which activation writes a bucket is decided by the store's fence, however an append came in.</remarks>
public sealed class LocalLedgers
{
    private readonly ConcurrentDictionary<int, LedgerGrain> open = new();

    /// <summary>The ledger of a bucket; null where it is on another silo, or nowhere yet.</summary>
    public LedgerGrain? Find(int bucket) => open.GetValueOrDefault(bucket);

    /// <summary>A ledger takes appends from now on.</summary>
    internal void Open(int bucket, LedgerGrain ledger) => open[bucket] = ledger;

    /// <summary>A ledger takes no more appends.</summary>
    internal void Close(int bucket, LedgerGrain ledger) => open.TryRemove(new(bucket, ledger));
}
