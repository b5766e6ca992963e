using SalesGrid.Ledger;

namespace SalesGrid.Testing;

/// <summary>Writes of tests that are about heads alone.</summary>
public static class HeadsAlone
{
    /// <summary>Writes heads that nothing has left since they were last written.</summary>
    public static Task<bool> WriteHeads(
        this ILedgerStore store, int bucket, long fence, IReadOnlyList<Head> heads, long checkpointSeq, CancellationToken cancellationToken) =>
        store.WriteHeads(bucket, fence, [], heads, checkpointSeq, cancellationToken);
}
