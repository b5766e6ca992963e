using System.Runtime.CompilerServices;

namespace SalesGrid.Domain.Tests;

/// <summary>A medium that holds whatever it is told to, right or wrong. It can only be read.</summary>
internal sealed class JournalInAList(IReadOnlyList<JournalRecord> journal, IReadOnlyList<Head>? heads = null, long checkpoint = 0, IReadOnlyList<HeadPiece>? pieces = null)
    : ILedgerStore
{
#pragma warning disable CS1998 // There is nothing to wait for.
    public async IAsyncEnumerable<JournalRecord> ReadJournal(int bucket, long fromSeq, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var record in journal.SkipWhile(r => r.LastSeq < fromSeq))
            yield return record;
    }

    public async IAsyncEnumerable<Head> ReadHeads(int bucket, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var head in heads ?? [])
            yield return head;
    }

    public async IAsyncEnumerable<HeadPiece> ReadPieces(int bucket, PieceKind kind, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var piece in (pieces ?? []).Where(p => p.Kind == kind))
            yield return piece;
    }
#pragma warning restore CS1998

    public Task<long> ReadCheckpoint(int bucket, CancellationToken cancellationToken) => Task.FromResult(checkpoint);

    public Task<LedgerDescription> Initialize(LedgerDescription wanted, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<BucketOpening> OpenBucket(int bucket, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<bool> IsNewest(int bucket, long fence, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task Release(int bucket, long fence, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<AppendOutcome> Append(JournalRecord record, long fence, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<JournalTail> ReadTail(int bucket, CancellationToken cancellationToken) => throw new NotSupportedException();

    public IAsyncEnumerable<JournalRecord> ReadRecords(int bucket, IReadOnlyList<long> seqs, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<bool> WriteHeads(
        int bucket, long fence, long turn, IReadOnlyList<HeadPiece> pieces, IReadOnlyList<Head> heads, long checkpointSeq, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<IReadOnlyList<HeadPiece>> ReadPieces(int bucket, string subject, PieceKind kind, long from, long to, int most, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<HeadPiece>>(
            [.. (pieces ?? []).Where(p => p.Subject == subject && p.Kind == kind && p.Number >= from && p.Number <= to).OrderBy(p => p.Number).Take(most)]);

    public Task<Head?> ReadHead(int bucket, string subject, CancellationToken cancellationToken) => throw new NotSupportedException();
}
