using SalesGrid.Ledger;

namespace SalesGrid.Testing;

/// <summary>Writes of tests that are about something else than their turns: each takes the next one.</summary>
public static class HeadsAlone
{
    private static long turns;

    /// <summary>Writes pieces and heads.</summary>
    public static Task<bool> WriteHeads(
        this ILedgerStore store, int bucket, long fence, IReadOnlyList<HeadPiece> pieces, IReadOnlyList<Head> heads, long checkpointSeq, CancellationToken cancellationToken) =>
        store.WriteHeads(bucket, fence, Interlocked.Increment(ref turns), pieces, heads, checkpointSeq, cancellationToken);

    /// <summary>Writes heads that nothing has left since they were last written.</summary>
    public static Task<bool> WriteHeads(
        this ILedgerStore store, int bucket, long fence, IReadOnlyList<Head> heads, long checkpointSeq, CancellationToken cancellationToken) =>
        store.WriteHeads(bucket, fence, [], heads, checkpointSeq, cancellationToken);
}
