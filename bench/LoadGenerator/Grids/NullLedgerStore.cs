using SalesGrid.Ledger;

namespace SalesGrid.Bench.Grids;

/// <summary>
/// A store that says yes and keeps nothing: what a grid on it can do is the ceiling of any store. Nothing can be read
/// back, so it carries a load only while every grain stays active.
/// </summary>
public sealed class NullLedgerStore : ILedgerStore
{
    private static readonly Task<AppendOutcome> Appended = Task.FromResult(AppendOutcome.Appended);
    private static readonly Task<bool> Written = Task.FromResult(true);

    /// <inheritdoc/>
    public Task<LedgerDescription> Initialize(LedgerDescription wanted, CancellationToken cancellationToken) => Task.FromResult(wanted);

    /// <inheritdoc/>
    public Task<BucketOpening> OpenBucket(int bucket, CancellationToken cancellationToken) =>
        Task.FromResult(new BucketOpening(1, JournalTail.Empty, 0));

    /// <inheritdoc/>
    public Task<bool> IsNewest(int bucket, long fence, CancellationToken cancellationToken) => Written;

    /// <inheritdoc/>
    public Task Release(int bucket, long fence, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task<AppendOutcome> Append(JournalRecord record, long fence, CancellationToken cancellationToken) => Appended;

    /// <inheritdoc/>
    public Task<JournalTail> ReadTail(int bucket, CancellationToken cancellationToken) => Task.FromResult(JournalTail.Empty);

    /// <inheritdoc/>
    public IAsyncEnumerable<JournalRecord> ReadJournal(int bucket, long fromSeq, CancellationToken cancellationToken) =>
        AsyncEnumerable.Empty<JournalRecord>();

    /// <inheritdoc/>
    public IAsyncEnumerable<JournalRecord> ReadRecords(int bucket, IReadOnlyList<long> seqs, CancellationToken cancellationToken) =>
        AsyncEnumerable.Empty<JournalRecord>();

    /// <inheritdoc/>
    public Task<bool> WriteHeads(
        int bucket, long fence, long turn, IReadOnlyList<HeadPiece> pieces, IReadOnlyList<Head> heads, long checkpointSeq, CancellationToken cancellationToken) => Written;

    /// <inheritdoc/>
    public Task<long> ReadCheckpoint(int bucket, CancellationToken cancellationToken) => Task.FromResult(0L);

    /// <inheritdoc/>
    public IAsyncEnumerable<Head> ReadHeads(int bucket, CancellationToken cancellationToken) => AsyncEnumerable.Empty<Head>();

    /// <inheritdoc/>
    public Task<Head?> ReadHead(int bucket, string subject, CancellationToken cancellationToken) => Task.FromResult<Head?>(null);

    /// <inheritdoc/>
    public Task<IReadOnlyList<HeadPiece>> ReadPieces(
        int bucket, string subject, PieceKind kind, long from, long to, int most, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<HeadPiece>>([]);

    /// <inheritdoc/>
    public IAsyncEnumerable<HeadPiece> ReadPieces(int bucket, PieceKind kind, CancellationToken cancellationToken) => AsyncEnumerable.Empty<HeadPiece>();
}
