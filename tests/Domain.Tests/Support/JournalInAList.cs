using System.Runtime.CompilerServices;

namespace SalesGrid.Domain.Tests;

/// <summary>A medium that holds whatever it is told to, right or wrong. It can only be read.</summary>
internal sealed class JournalInAList(IReadOnlyList<JournalRecord> journal, IReadOnlyList<Head>? heads = null, long checkpoint = 0, IReadOnlyList<HistoryBlock>? history = null)
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

    public async IAsyncEnumerable<HistoryBlock> ReadHistory(int bucket, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var block in history ?? [])
            yield return block;
    }
#pragma warning restore CS1998

    public Task<long> ReadCheckpoint(int bucket, CancellationToken cancellationToken) => Task.FromResult(checkpoint);

    public Task<LedgerDescription> Initialize(LedgerDescription wanted, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<BucketOpening> OpenBucket(int bucket, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<AppendOutcome> Append(JournalRecord record, long fence, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<JournalTail> ReadTail(int bucket, CancellationToken cancellationToken) => throw new NotSupportedException();

    public IAsyncEnumerable<JournalRecord> ReadRecords(int bucket, IReadOnlyList<long> seqs, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<bool> WriteHeads(
        int bucket, long fence, IReadOnlyList<HistoryBlock> blocks, IReadOnlyList<Head> heads, long checkpointSeq, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<IReadOnlyList<HistoryBlock>> ReadHistory(int bucket, string subject, int afterVersion, int blocksMax, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<HistoryBlock>>(
            [.. (history ?? []).Where(b => b.Subject == subject && b.Version > afterVersion).DistinctBy(b => b.Version).OrderBy(b => b.Version).Take(blocksMax)]);

    public Task<Head?> ReadHead(int bucket, string subject, CancellationToken cancellationToken) => throw new NotSupportedException();
}
