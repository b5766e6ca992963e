using System.Runtime.CompilerServices;
using SalesGrid.Ledger;

namespace SalesGrid.Storage.InMemory;

/// <summary>A ledger that lasts as long as this object: for tests and demonstrations. Safe for any number of callers.</summary>
/// <remarks>Bytes are copied on the way in, so a caller that reuses its buffers is found out elsewhere, not here.</remarks>
public sealed class InMemoryLedgerStore : ILedgerStore
{
    private readonly Medium medium;
    private readonly BucketRange range = new();

    /// <summary>A store with a new, empty ledger.</summary>
    public InMemoryLedgerStore() => medium = new();

    private InMemoryLedgerStore(Medium medium) => this.medium = medium;

    /// <summary>Another store over the same ledger, as another process would have; it wants to be initialized too.</summary>
    public InMemoryLedgerStore OpenAnother() => new(medium) { ReadLease = ReadLease };

    /// <inheritdoc/>
    /// <value>Default zero: whoever has this object is in one process.</value>
    public TimeSpan ReadLease { get; init; }

    /// <inheritdoc/>
    public int BucketCountByDefault => 4;

    /// <inheritdoc/>
    public Task<LedgerDescription> Initialize(LedgerDescription wanted, CancellationToken cancellationToken)
    {
        BucketRange.Check(wanted);
        lock (medium.Gate)
            return Task.FromResult(range.Open(medium.Description ??= wanted));
    }

    /// <inheritdoc/>
    public Task<BucketOpening> OpenBucket(int bucket, CancellationToken cancellationToken) =>
        In(bucket, b => b.Open() is var opening && ReadLease > TimeSpan.Zero ? opening : opening with { FormerMayAnswer = false });

    /// <inheritdoc/>
    public Task<bool> IsNewest(int bucket, long fence, CancellationToken cancellationToken) => In(bucket, b => b.Fence == fence);

    /// <inheritdoc/>
    public Task Release(int bucket, long fence, CancellationToken cancellationToken) => In(bucket, b => b.Release(fence));

    /// <inheritdoc/>
    public Task<AppendOutcome> Append(JournalRecord record, long fence, CancellationToken cancellationToken)
    {
        LedgerLimits.Check(record);
        var kept = record with
        {
            PreviousHash = record.PreviousHash.ToArray(),
            Hash = record.Hash.ToArray(),
            Packed = record.Packed.ToArray(),
        };
        return In(record.Bucket, b =>
        {
            if (fence < b.Fence || !b.Tail.Equals(new JournalTail(kept.FirstSeq - 1, kept.PreviousHash)))
                return AppendOutcome.Conflict;
            b.Journal.Add(kept);
            return AppendOutcome.Appended;
        });
    }

    /// <inheritdoc/>
    public Task<JournalTail> ReadTail(int bucket, CancellationToken cancellationToken) => In(bucket, b => b.Tail);

    /// <inheritdoc/>
    public async IAsyncEnumerable<JournalRecord> ReadJournal(
        int bucket, long fromSeq, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var records = await In(bucket, b => b.Journal.SkipWhile(r => r.LastSeq < fromSeq).ToArray());
        foreach (var record in records)
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return record;
        }
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<JournalRecord> ReadRecords(
        int bucket, IReadOnlyList<long> seqs, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var records = await In(bucket, b => seqs.Select(b.Find).OfType<JournalRecord>().Distinct().ToArray());
        foreach (var record in records)
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return record;
        }
    }

    /// <inheritdoc/>
    public Task<bool> WriteHeads(
        int bucket, long fence, long turn, IReadOnlyList<HeadPiece> pieces, IReadOnlyList<Head> heads, long checkpointSeq, CancellationToken cancellationToken)
    {
        LedgerLimits.Check(pieces);
        LedgerLimits.Check(heads);
        var keptPieces = pieces.Select(piece => piece with { Data = piece.Data.ToArray() }).ToArray();
        var kept = heads.Select(head => head with { State = head.State.ToArray() }).ToArray();
        return In(bucket, b =>
        {
            if (b.Fence != fence || b.Turn > turn)
                return false;
            b.Turn = turn;
            foreach (var piece in keptPieces)
                b.Put(piece);
            foreach (var head in kept)
            {
                if (!b.Heads.TryGetValue(head.Subject, out var present) || present.Seq <= head.Seq)
                    b.Heads[head.Subject] = head;
            }

            b.CheckpointSeq = Math.Max(b.CheckpointSeq, checkpointSeq);
            return true;
        });
    }

    /// <inheritdoc/>
    public Task<long> ReadCheckpoint(int bucket, CancellationToken cancellationToken) => In(bucket, b => b.CheckpointSeq);

    /// <inheritdoc/>
    public async IAsyncEnumerable<Head> ReadHeads(int bucket, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var head in await In(bucket, b => b.Heads.Values.ToArray()))
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return head;
        }
    }

    /// <inheritdoc/>
    public Task<Head?> ReadHead(int bucket, string subject, CancellationToken cancellationToken)
    {
        LedgerLimits.CheckSubject(subject);
        return In(bucket, b => b.Heads.GetValueOrDefault(subject));
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<HeadPiece>> ReadPieces(
        int bucket, string subject, PieceKind kind, long from, long to, int most, CancellationToken cancellationToken)
    {
        LedgerLimits.CheckSubject(subject);
        return In<IReadOnlyList<HeadPiece>>(bucket, b => [.. b.PiecesOf(subject, kind, from, to).Take(most)]);
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<HeadPiece> ReadPieces(int bucket, PieceKind kind, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var piece in await In(bucket, b => b.PiecesOf(kind).ToArray()))
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return piece;
        }
    }

    private Task<T> In<T>(int bucket, Func<Bucket, T> work)
    {
        range.Check(bucket);
        lock (medium.Gate)
        {
            if (!medium.Buckets.TryGetValue(bucket, out var found))
                medium.Buckets.Add(bucket, found = new Bucket());
            return Task.FromResult(work(found));
        }
    }

    private sealed class Medium
    {
        public Lock Gate { get; } = new();

        public Dictionary<int, Bucket> Buckets { get; } = [];

        public LedgerDescription? Description { get; set; }
    }

    private sealed class Bucket
    {
        private static readonly Comparer<HeadPiece> ByNumber = Comparer<HeadPiece>.Create((a, b) => a.Number.CompareTo(b.Number));

        private readonly Dictionary<(string Subject, PieceKind Kind), SortedSet<HeadPiece>> pieces = [];
        private bool released;

        public List<JournalRecord> Journal { get; } = [];

        public Dictionary<string, Head> Heads { get; } = new(SubjectId.Comparer);

        public long Fence { get; private set; }

        public long Turn { get; set; }

        public long CheckpointSeq { get; set; }

        public JournalTail Tail => Journal.Count == 0 ? JournalTail.Empty : Journal[^1].Tail;

        /// <summary>The record that holds an entry; null where the journal is shorter.</summary>
        public JournalRecord? Find(long seq)
        {
            var (from, to) = (0, Journal.Count);
            while (from < to)
            {
                var middle = (from + to) / 2;
                (from, to) = Journal[middle].LastSeq < seq ? (middle + 1, to) : (from, middle);
            }
            return from < Journal.Count ? Journal[from] : null;
        }

        public BucketOpening Open()
        {
            var formerMayAnswer = Fence > 0 && !released;
            (Turn, released) = (0, false);
            return new(++Fence, Tail, CheckpointSeq, formerMayAnswer);
        }

        public bool Release(long fence) => released |= fence == Fence;

        public void Put(HeadPiece piece)
        {
            if (!pieces.TryGetValue((piece.Subject, piece.Kind), out var ofSubject))
                pieces.Add((piece.Subject, piece.Kind), ofSubject = new(ByNumber));
            ofSubject.Remove(piece);
            if (!piece.Data.IsEmpty)
                ofSubject.Add(piece);
        }

        public SortedSet<HeadPiece> PiecesOf(string subject, PieceKind kind, long from, long to) =>
            from <= to && pieces.TryGetValue((subject, kind), out var ofSubject) ? ofSubject.GetViewBetween(At(from), At(to)) : [];

        public IEnumerable<HeadPiece> PiecesOf(PieceKind kind) => pieces.Where(p => p.Key.Kind == kind).SelectMany(p => p.Value);

        private static HeadPiece At(long number) => new("", default, number, default);
    }
}
