using System.Runtime.CompilerServices;
using SalesGrid.Ledger;

namespace SalesGrid.Storage.Tests;

/// <summary>A store that can be broken in one way at a time. Whole, it would pass every check.</summary>
internal sealed class BrokenStore : ILedgerStore
{
    private readonly Lock gate = new();
    private readonly Dictionary<int, List<JournalRecord>> journals = [];
    private readonly Dictionary<(int Bucket, string Subject), Head> heads = [];
    private readonly Dictionary<(int Bucket, string Subject, PieceKind Kind, long Number), HeadPiece> pieces = [];
    private readonly Dictionary<int, long> turns = [];
    private readonly Dictionary<int, long> fences = [];
    private readonly HashSet<int> released = [];
    private readonly Dictionary<int, long> checkpoints = [];

    public bool ReversesJournal { get; init; }

    public bool IgnoresPositions { get; init; }

    public bool IgnoresHashes { get; init; }

    public bool SkipsSplitRecords { get; init; }

    public bool MixesBuckets { get; init; }

    public bool CutsLongRecords { get; init; }

    public bool KeepsFence { get; init; }

    public bool IgnoresFences { get; init; }

    public bool ForgetsReleases { get; init; }

    public bool ReleasesForOthers { get; init; }

    public bool NeverTellsOfFormer { get; init; }

    public bool IgnoresTakeovers { get; init; }

    public bool RegressesHeads { get; init; }

    public int HeadsMax { get; init; } = int.MaxValue;

    public bool CutsStates { get; init; }

    public bool FoldsSubjects { get; init; }

    public bool TellsSpellingsApart { get; init; }

    public bool IgnoresFencesOfPieces { get; init; }

    public bool IgnoresTurns { get; init; }

    public bool PiecesLandLast { get; init; }

    public bool SortsNumbersAsText { get; init; }

    public bool MixesKinds { get; init; }

    public bool KeepsRemovedPieces { get; init; }

    public bool KeepsFirstPieces { get; init; }

    public bool RepeatsRecords { get; init; }

    public bool CheckpointMovesBack { get; init; }

    public bool CheckpointMovesFirst { get; init; }

    public Task<LedgerDescription> Initialize(LedgerDescription wanted, CancellationToken cancellationToken) => Task.FromResult(wanted);

    public Task<BucketOpening> OpenBucket(int bucket, CancellationToken cancellationToken)
    {
        lock (gate)
        {
            turns[bucket] = 0;
            var former = !NeverTellsOfFormer && fences.GetValueOrDefault(bucket) > 0 && !released.Contains(bucket);
            released.Remove(bucket);
            var fence = fences[bucket] = fences.GetValueOrDefault(bucket) + (KeepsFence ? 0 : 1);
            return Task.FromResult(new BucketOpening(fence, Tail(bucket), checkpoints.GetValueOrDefault(bucket), former));
        }
    }

    public TimeSpan ReadLease => TimeSpan.FromSeconds(1);

    public Task<bool> IsNewest(int bucket, long fence, CancellationToken cancellationToken)
    {
        lock (gate)
            return Task.FromResult(fences.GetValueOrDefault(bucket) == fence);
    }

    public Task Release(int bucket, long fence, CancellationToken cancellationToken)
    {
        lock (gate)
        {
            if (!ForgetsReleases && (ReleasesForOthers || fences.GetValueOrDefault(bucket) == fence))
                released.Add(bucket);
        }
        return Task.CompletedTask;
    }

    public Task<AppendOutcome> Append(JournalRecord record, long fence, CancellationToken cancellationToken)
    {
        LedgerLimits.Check(record);
        lock (gate)
        {
            if (!IgnoresTakeovers && fence < fences.GetValueOrDefault(record.Bucket))
                return Task.FromResult(AppendOutcome.Conflict);
            var tail = Tail(record.Bucket);
            var continues = tail.LastSeq == record.FirstSeq - 1 && (IgnoresHashes || tail.Hash.Span.SequenceEqual(record.PreviousHash.Span));
            if (!continues && !IgnoresPositions)
                return Task.FromResult(AppendOutcome.Conflict);
            Journal(record.Bucket).Add(CutsLongRecords && record.Packed.Length > 65_536 ? record with { Packed = record.Packed[..65_536] } : record);
            return Task.FromResult(AppendOutcome.Appended);
        }
    }

    public Task<JournalTail> ReadTail(int bucket, CancellationToken cancellationToken)
    {
        lock (gate)
            return Task.FromResult(Tail(bucket));
    }

    public async IAsyncEnumerable<JournalRecord> ReadJournal(int bucket, long fromSeq, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        JournalRecord[] read;
        lock (gate)
            read = [.. Journal(bucket).Where(r => (SkipsSplitRecords ? r.FirstSeq : r.LastSeq) >= fromSeq)];
        await Task.CompletedTask;
        foreach (var record in ReversesJournal ? read.Reverse() : read)
            yield return record;
    }

    public async IAsyncEnumerable<JournalRecord> ReadRecords(int bucket, IReadOnlyList<long> seqs, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        JournalRecord[] read;
        lock (gate)
            read = [.. seqs.SelectMany(seq => Journal(bucket).Where(r => r.FirstSeq <= seq && seq <= r.LastSeq))];
        await Task.CompletedTask;
        foreach (var record in RepeatsRecords ? read : read.Distinct())
            yield return record;
    }

    public async Task<bool> WriteHeads(
        int bucket, long fence, long turn, IReadOnlyList<HeadPiece> left, IReadOnlyList<Head> written, long checkpointSeq, CancellationToken cancellationToken)
    {
        LedgerLimits.Check(left);
        LedgerLimits.Check(written);
        if (CheckpointMovesFirst)
            checkpoints[bucket] = checkpointSeq;
        await Task.Yield();
        if (CheckpointMovesFirst)
        {
            // Until the reader has looked: it reads heads only once it has seen the checkpoint.
            while (!looked.Task.IsCompleted)
                await looked.Task.WaitAsync(cancellationToken);
        }

        lock (gate)
        {
            var isWriter = fences.GetValueOrDefault(bucket) == fence;
            if (!IgnoresTurns && isWriter && turn < turns.GetValueOrDefault(bucket))
                return false;
            if (isWriter)
                turns[bucket] = turn;
            if (!PiecesLandLast && (isWriter || IgnoresFences || IgnoresFencesOfPieces))
                Write(bucket, left);
            if (!IgnoresFences && !isWriter)
                return false;
            foreach (var head in written.Take(HeadsMax))
                Write(bucket, head);
            checkpoints[bucket] = CheckpointMovesBack ? checkpointSeq : Math.Max(checkpointSeq, checkpoints.GetValueOrDefault(bucket));
        }

        if (PiecesLandLast)
        {
            // Until the reader has looked: it reads pieces only once it has seen a head.
            await looked.Task.WaitAsync(cancellationToken);
            lock (gate)
                Write(bucket, left);
        }

        return true;
    }

    public Task<long> ReadCheckpoint(int bucket, CancellationToken cancellationToken)
    {
        lock (gate)
            return Task.FromResult(checkpoints.GetValueOrDefault(bucket));
    }

    public async IAsyncEnumerable<Head> ReadHeads(int bucket, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Head[] read;
        lock (gate)
            read = [.. heads.Where(h => h.Key.Bucket == bucket).Select(h => h.Value)];
        if (CheckpointMovesFirst && read.Length == 0)
            read = [new Head("s/0", 0, 0, default)];
        if (CheckpointMovesFirst)
            looked.TrySetResult();
        await Task.CompletedTask;
        foreach (var head in read)
            yield return head;
    }

    public Task<Head?> ReadHead(int bucket, string subject, CancellationToken cancellationToken)
    {
        lock (gate)
            return Task.FromResult(heads.GetValueOrDefault((bucket, Fold(subject))));
    }

    public Task<IReadOnlyList<HeadPiece>> ReadPieces(
        int bucket, string subject, PieceKind kind, long from, long to, int most, CancellationToken cancellationToken)
    {
        lock (gate)
        {
            var found = pieces.Where(p => p.Key.Bucket == bucket && p.Key.Subject == subject && (MixesKinds || p.Key.Kind == kind) && p.Key.Number >= from && p.Key.Number <= to).Select(p => p.Value);
            var ordered = SortsNumbersAsText ? found.OrderBy(p => $"{p.Number}", StringComparer.Ordinal) : found.OrderBy(p => p.Number);
            return Task.FromResult<IReadOnlyList<HeadPiece>>([.. ordered.Take(most)]);
        }
    }

    public async IAsyncEnumerable<HeadPiece> ReadPieces(int bucket, PieceKind kind, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        HeadPiece[] read;
        lock (gate)
            read = [.. pieces.Where(p => p.Key.Bucket == bucket && p.Key.Kind == kind).Select(p => p.Value)];
        looked.TrySetResult();
        await Task.CompletedTask;
        foreach (var piece in read)
            yield return piece;
    }

    private readonly TaskCompletionSource looked = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private void Write(int bucket, IReadOnlyList<HeadPiece> left)
    {
        foreach (var piece in left)
        {
            var key = (bucket, piece.Subject, piece.Kind, piece.Number);
            if (!piece.Data.IsEmpty && !(KeepsFirstPieces && pieces.ContainsKey(key)))
                pieces[key] = piece;
            else if (piece.Data.IsEmpty && !KeepsRemovedPieces)
                pieces.Remove(key);
        }
    }

    private void Write(int bucket, Head head)
    {
        var key = (bucket, Fold(head.Subject));
        if (RegressesHeads || !heads.TryGetValue(key, out var present) || present.Seq <= head.Seq)
            heads[key] = CutsStates && head.State.Length > 65_536 ? head with { State = head.State[..65_536] } : head;
    }

    private string Fold(string subject) => FoldsSubjects ? subject.Replace('/', '_').Replace('\\', '_')
        : TellsSpellingsApart ? subject
        : SubjectId.KeyOf(subject);

    private JournalTail Tail(int bucket) => Journal(bucket) is [.., var last] ? last.Tail : JournalTail.Empty;

    private List<JournalRecord> Journal(int bucket)
    {
        var key = MixesBuckets ? 0 : bucket;
        if (!journals.TryGetValue(key, out var journal))
            journals.Add(key, journal = []);
        return journal;
    }
}
