using System.Runtime.CompilerServices;
using SalesGrid.Ledger;

namespace SalesGrid.Testing;

/// <summary>A store behind a bad line: calls fail, hang, land late or twice, as a plan says.</summary>
/// <remarks>Every fault is one the contract of <see cref="ILedgerStore"/> allows; a caller must live with all of them.</remarks>
public sealed class FaultyLedgerStore(ILedgerStore inner, FaultPlan plan) : ILedgerStore
{
    private readonly Lock gate = new();
    private readonly List<Task> late = [];
    private TaskCompletionSource released = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TaskCompletionSource holding = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when a call is held back: hanging, to be answered late, or to land late.</summary>
    public Task Holding
    {
        get
        {
            lock (gate)
                return holding.Task;
        }
    }

    /// <summary>Lets go of everything held back; completes when writes to land late have landed (or failed).</summary>
    public Task Release()
    {
        Task[] landing;
        TaskCompletionSource letGo;
        lock (gate)
        {
            letGo = released;
            released = new(TaskCreationOptions.RunContinuationsAsynchronously);
            holding = new(TaskCreationOptions.RunContinuationsAsynchronously);
            landing = [.. late];
            late.Clear();
        }

        letGo.SetResult();
        return Task.WhenAll(landing).ContinueWith(_ => { }, TaskScheduler.Default);
    }

    /// <inheritdoc/>
    public Task<LedgerDescription> Initialize(LedgerDescription wanted, CancellationToken cancellationToken) =>
        inner.Initialize(wanted, cancellationToken);

    /// <inheritdoc/>
    public Task<BucketOpening> OpenBucket(int bucket, CancellationToken cancellationToken) =>
        Through(LedgerCall.OpenBucket, () => inner.OpenBucket(bucket, cancellationToken));

    /// <inheritdoc/>
    public TimeSpan ReadLease => inner.ReadLease;

    /// <inheritdoc/>
    public Task<bool> IsNewest(int bucket, long fence, CancellationToken cancellationToken) =>
        Through(LedgerCall.Read, () => inner.IsNewest(bucket, fence, cancellationToken));

    /// <inheritdoc/>
    // A release that fails costs the next opening a moment: it is not worth planning for.
    public Task Release(int bucket, long fence, CancellationToken cancellationToken) => inner.Release(bucket, fence, cancellationToken);

    /// <inheritdoc/>
    public Task<AppendOutcome> Append(JournalRecord record, long fence, CancellationToken cancellationToken) =>
        Through(LedgerCall.Append, () => inner.Append(record, fence, cancellationToken));

    /// <inheritdoc/>
    public Task<JournalTail> ReadTail(int bucket, CancellationToken cancellationToken) =>
        Through(LedgerCall.Read, () => inner.ReadTail(bucket, cancellationToken));

    /// <inheritdoc/>
    public IAsyncEnumerable<JournalRecord> ReadJournal(int bucket, long fromSeq, CancellationToken cancellationToken) =>
        Through(inner.ReadJournal(bucket, fromSeq, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<JournalRecord> ReadRecords(int bucket, IReadOnlyList<long> seqs, CancellationToken cancellationToken) =>
        Through(inner.ReadRecords(bucket, seqs, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public Task<bool> WriteHeads(
        int bucket, long fence, long turn, IReadOnlyList<HeadPiece> pieces, IReadOnlyList<Head> heads, long checkpointSeq, CancellationToken cancellationToken) =>
        Through(LedgerCall.WriteHeads, () => inner.WriteHeads(bucket, fence, turn, pieces, heads, checkpointSeq, cancellationToken));

    /// <inheritdoc/>
    public Task<long> ReadCheckpoint(int bucket, CancellationToken cancellationToken) =>
        Through(LedgerCall.Read, () => inner.ReadCheckpoint(bucket, cancellationToken));

    /// <inheritdoc/>
    public IAsyncEnumerable<Head> ReadHeads(int bucket, CancellationToken cancellationToken) =>
        Through(inner.ReadHeads(bucket, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public Task<Head?> ReadHead(int bucket, string subject, CancellationToken cancellationToken) =>
        Through(LedgerCall.Read, () => inner.ReadHead(bucket, subject, cancellationToken));

    /// <inheritdoc/>
    public Task<IReadOnlyList<HeadPiece>> ReadPieces(
        int bucket, string subject, PieceKind kind, long from, long to, int most, CancellationToken cancellationToken) =>
        Through(LedgerCall.Read, () => inner.ReadPieces(bucket, subject, kind, from, to, most, cancellationToken));

    /// <inheritdoc/>
    public IAsyncEnumerable<HeadPiece> ReadPieces(int bucket, PieceKind kind, CancellationToken cancellationToken) =>
        Through(inner.ReadPieces(bucket, kind, cancellationToken), cancellationToken);

    private async Task<T> Through<T>(LedgerCall call, Func<Task<T>> act)
    {
        switch (plan(call))
        {
            case Fault.FailBefore:
                throw new IOException($"{call}: planned failure before it happened.");
            case Fault.FailAfter:
                await act();
                throw new IOException($"{call}: planned failure after it happened.");
            case Fault.LandLate:
                Hold(act);
                throw new IOException($"{call}: planned failure; it will happen later.");
            case Fault.Hang:
                await Hold();
                return await act();
            case Fault.AnswerLate:
                var answer = await act();
                await Hold();
                return answer;
            case Fault.DeliverTwice:
                var first = await act();
                await act();
                return first;
            default:
                return await act();
        }
    }

    private async IAsyncEnumerable<T> Through<T>(IAsyncEnumerable<T> items, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (plan(LedgerCall.Read) != Fault.None)
            throw new IOException("Read: planned failure.");
        await foreach (var item in items.WithCancellation(cancellationToken))
            yield return item;
    }

    private Task Hold()
    {
        lock (gate)
        {
            holding.TrySetResult();
            return released.Task;
        }
    }

    private void Hold<T>(Func<Task<T>> act)
    {
        lock (gate)
            late.Add(Land(Hold(), act));
    }

    private static async Task Land<T>(Task release, Func<Task<T>> act)
    {
        await release;
        await act();
    }
}
