using SalesGrid.Ledger;

namespace SalesGrid.Chaos.Broken;

/// <summary>A store that hands everything on; what is broken overrides one thing.</summary>
internal abstract class StoreInBetween(ILedgerStore inner) : ILedgerStore
{
    protected ILedgerStore Inner => inner;

    public Task<LedgerDescription> Initialize(LedgerDescription wanted, CancellationToken cancellationToken) =>
        inner.Initialize(wanted, cancellationToken);

    public Task<BucketOpening> OpenBucket(int bucket, CancellationToken cancellationToken) =>
        inner.OpenBucket(bucket, cancellationToken);

    public virtual TimeSpan ReadLease => inner.ReadLease;

    public Task<bool> IsNewest(int bucket, long fence, CancellationToken cancellationToken) => inner.IsNewest(bucket, fence, cancellationToken);

    public Task Release(int bucket, long fence, CancellationToken cancellationToken) => inner.Release(bucket, fence, cancellationToken);

    public virtual Task<AppendOutcome> Append(JournalRecord record, long fence, CancellationToken cancellationToken) =>
        inner.Append(record, fence, cancellationToken);

    public Task<JournalTail> ReadTail(int bucket, CancellationToken cancellationToken) =>
        inner.ReadTail(bucket, cancellationToken);

    public IAsyncEnumerable<JournalRecord> ReadJournal(int bucket, long fromSeq, CancellationToken cancellationToken) =>
        inner.ReadJournal(bucket, fromSeq, cancellationToken);

    public IAsyncEnumerable<JournalRecord> ReadRecords(int bucket, IReadOnlyList<long> seqs, CancellationToken cancellationToken) =>
        inner.ReadRecords(bucket, seqs, cancellationToken);

    public Task<bool> WriteHeads(
        int bucket, long fence, long turn, IReadOnlyList<HeadPiece> pieces, IReadOnlyList<Head> heads, long checkpointSeq, CancellationToken cancellationToken) =>
        inner.WriteHeads(bucket, fence, turn, pieces, heads, checkpointSeq, cancellationToken);

    public Task<long> ReadCheckpoint(int bucket, CancellationToken cancellationToken) =>
        inner.ReadCheckpoint(bucket, cancellationToken);

    public IAsyncEnumerable<Head> ReadHeads(int bucket, CancellationToken cancellationToken) =>
        inner.ReadHeads(bucket, cancellationToken);

    public Task<Head?> ReadHead(int bucket, string subject, CancellationToken cancellationToken) =>
        inner.ReadHead(bucket, subject, cancellationToken);

    public Task<IReadOnlyList<HeadPiece>> ReadPieces(int bucket, string subject, PieceKind kind, long from, long to, int most, CancellationToken cancellationToken) =>
        inner.ReadPieces(bucket, subject, kind, from, to, most, cancellationToken);

    public IAsyncEnumerable<HeadPiece> ReadPieces(int bucket, PieceKind kind, CancellationToken cancellationToken) =>
        inner.ReadPieces(bucket, kind, cancellationToken);
}

/// <summary>Acknowledges a record now and then without writing it.</summary>
internal sealed class ForgetfulStore(ILedgerStore inner) : StoreInBetween(inner)
{
    private const int OneIn = 40;

    private int appends;

    public override Task<AppendOutcome> Append(JournalRecord record, long fence, CancellationToken cancellationToken) =>
        Interlocked.Increment(ref appends) % OneIn == 0
            ? Task.FromResult(AppendOutcome.Appended)
            : base.Append(record, fence, cancellationToken);
}

/// <summary>
/// Appends wherever the journal ends and whoever has opened the bucket: a record that comes too late is linked to
/// whatever is there. That is what a store without a condition does, and it is what the condition of the real ones is for.
/// </summary>
internal sealed class UnfencedStore(ILedgerStore inner) : StoreInBetween(inner)
{
    private const int AttemptsMax = 20;

    // Nor are readers: a silo that lost a bucket would learn it from them.
    public override TimeSpan ReadLease => TimeSpan.Zero;

    public override async Task<AppendOutcome> Append(JournalRecord record, long fence, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < AttemptsMax; attempt++)
        {
            if (await base.Append(record, long.MaxValue, cancellationToken) == AppendOutcome.Appended)
                return AppendOutcome.Appended;
            var tail = await ReadTail(record.Bucket, cancellationToken);
            record = record with
            {
                FirstSeq = tail.LastSeq + 1,
                PreviousHash = tail.Hash,
                Hash = HashChain.Link(tail.Hash.Span, JournalCodec.Unpack(record.Packed.Span)),
            };
        }
        return AppendOutcome.Conflict;
    }
}
