using System.Collections.Concurrent;
using SalesGrid.Hosting;
using SalesGrid.Subjects;

namespace SalesGrid.Ledger;

/// <summary>
/// The heads of one bucket: records that changed since they were last written, and their lazy, coalesced writing, together
/// with what has left them. A record that is not among them is in its head row as it stands.
/// </summary>
internal sealed class LedgerHeads(GridLedger ledger, int bucket, long fence, Action fenced)
{
    /// <summary>Heads read at the same time while recovering.</summary>
    private const int ReadsAtOnce = 16;

    /// <summary>From so many heads on, all of a bucket are read in one go: a neighbour costs less than a question.</summary>
    private const int ReadAllFrom = 5_000;

    /// <summary>Heads, and pieces beside them, handed to the store at once: what is serialized ahead of the medium, and how soon a fence is noticed.</summary>
    private const int WrittenAtOnce = 4_000;

    /// <summary>Heads serialized before the thread is given to whoever else wants it: less than a millisecond.</summary>
    private const int SerializedInOneGo = 64;

    // By what an object is, not by how it is written: another spelling finds the object there is.
    private readonly Dictionary<string, SubjectRecord> changed = new(SubjectId.Comparer);
    private long lastSeq;
    private long checkpointSeq;
    private long turn;
    private long writtenAt = ledger.Time.GetTimestamp();
    private Task writing = Task.CompletedTask;

    /// <summary>What has left these records.</summary>
    public HeadPieces Pieces { get; } = new(ledger.Store, bucket);

    /// <summary>
    /// Rebuilds what changed after the checkpoint from the tail of the journal. Bounded by how far checkpoints lag, not by
    /// how many objects there are.
    /// </summary>
    /// <exception cref="InvalidDataException">The journal is damaged.</exception>
    public async Task Recover(BucketOpening opening, LedgerVersions versions, CancellationToken cancellationToken)
    {
        ReadOnlyMemory<byte>? previous = null;
        lastSeq = checkpointSeq = opening.CheckpointSeq;
        await ReadContinued(cancellationToken);
        await foreach (var record in ledger.Store.ReadJournal(bucket, checkpointSeq + 1, cancellationToken))
        {
            if (previous is { } hash && !record.PreviousHash.Span.SequenceEqual(hash.Span))
                throw new InvalidDataException($"Record {bucket}:{record.FirstSeq} does not follow the one before it.");
            previous = record.Hash;
            foreach (var entry in JournalCodec.ReadVerified(record))
            {
                if (entry.Seq <= checkpointSeq)
                    continue;
                var current = changed.GetValueOrDefault(entry.Subject);
                // A head may be newer than the checkpoint: a writer that died between its steps.
                // What had left it by then is in the store: pieces are written before the head that lacks them.
                if (current is null || entry.Seq > current.Seq)
                {
                    var folded = SubjectKinds.Of(entry.Subject).Fold(current, entry);
                    Pieces.Changed(entry.Subject, current?.Commands ?? default, folded);
                    changed[entry.Subject] = folded;
                }
                lastSeq = entry.Seq;
            }
        }
        if (lastSeq != opening.Tail.LastSeq)
            throw new InvalidDataException($"The journal of bucket {bucket} ends at {opening.Tail.LastSeq}, but its entries after the checkpoint at {checkpointSeq} end at {lastSeq}.");
        foreach (var (subject, record) in changed)
            versions.Learn(subject, record.Version);
        // Heads are written with a checkpoint: without one, all there is lies in the journal just read.
        if (checkpointSeq == 0)
            versions.KnowAll();
    }

    /// <summary>
    /// Reads the heads that the entries after the checkpoint continue: several at a time, or all at once where they are
    /// many. One after the other, in the order of the entries, they would be most of a takeover.
    /// </summary>
    private async Task ReadContinued(CancellationToken cancellationToken)
    {
        var met = new HashSet<string>(StringComparer.Ordinal);
        var wanted = new HashSet<string>(StringComparer.Ordinal);
        await foreach (var record in ledger.Store.ReadJournal(bucket, checkpointSeq + 1, cancellationToken))
        {
            foreach (var entry in JournalCodec.ReadVerified(record))
            {
                // An object whose first entry lies here needs no head: all there is of it follows.
                if (entry.Seq > checkpointSeq && met.Add(entry.Subject) && entry.Version > 1)
                    wanted.Add(entry.Subject);
            }
        }
        if (wanted.Count >= ReadAllFrom)
        {
            await foreach (var head in ledger.Store.ReadHeads(bucket, cancellationToken))
            {
                if (wanted.Remove(head.Subject))
                    changed[head.Subject] = SubjectKinds.Of(head.Subject).Deserialize(head.State.Span);
            }
        }
        var found = new ConcurrentDictionary<string, SubjectRecord>(StringComparer.Ordinal);
        await Parallel.ForEachAsync(wanted, new ParallelOptions { MaxDegreeOfParallelism = ReadsAtOnce, CancellationToken = cancellationToken },
            async (subject, _) => found[subject] = (await Find(subject))?.Record
                ?? throw new InvalidDataException($"{subject} has entries in bucket {bucket}, but no head."));
        foreach (var (subject, record) in found)
            changed[subject] = record;
    }

    /// <summary>An object has a new record.</summary>
    /// <param name="subject">The object.</param>
    /// <param name="marks">The marks it had before.</param>
    /// <param name="record">The record.</param>
    public void Changed(string subject, CommandMarks marks, SubjectRecord record)
    {
        Pieces.Changed(subject, marks, record);
        changed[subject] = record;
        lastSeq = record.Seq;
    }

    /// <summary>An object as it is written and its record; null when nothing has happened to it.</summary>
    /// <param name="subject">The object, in any spelling.</param>
    public async ValueTask<StoredSubject?> Load(string subject)
    {
        if (Changed(subject) is { } record)
            return record;
        var found = await Find(subject);
        // It may have changed while its head was read.
        return Changed(subject) ?? found;
    }

    /// <summary>Writes when the period has passed.</summary>
    public async Task WriteWhenDue()
    {
        if (changed.Count > 0 && ledger.Time.GetElapsedTime(writtenAt) >= ledger.CheckpointPace.Period)
            await Write();
    }

    /// <summary>Starts writing when much has changed; does not wait for it.</summary>
    public void WriteIfDue()
    {
        if (writing.IsCompleted && (changed.Count >= ledger.CheckpointPace.Objects || lastSeq - checkpointSeq >= ledger.CheckpointPace.Entries))
            Write().Ignore();
    }

    /// <summary>Writes all that has changed, and returns when it is written.</summary>
    public async Task Write()
    {
        while (!writing.IsCompleted)
            await writing.WaitAsync(CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        if (changed.Count > 0)
            await (writing = WriteChanged());
    }

    private async Task WriteChanged()
    {
        writtenAt = ledger.Time.GetTimestamp();
        var upTo = lastSeq;
        var subjects = changed.Keys.ToArray();
        // In the order they lie in: heads that share a page of the medium are written together.
        await InTurn(() =>
        {
            SubjectOrder.Sort(subjects);
            return Task.FromResult(subjects);
        });
        // Where one object has a great many pieces, most go ahead of the heads; what leaves meanwhile goes with them.
        foreach (var some in Pieces.All().Chunk(WrittenAtOnce).SkipLast(1))
        {
            if (!await Write(some, [], checkpointSeq))
                return;
        }
        for (var from = 0; from < subjects.Length; from += WrittenAtOnce)
        {
            // As they are by now: a change that came in meanwhile is taken along.
            var part = Array.ConvertAll(subjects[from..Math.Min(from + WrittenAtOnce, subjects.Length)], s => (Subject: s, Record: changed[s]));
            var isLast = from + WrittenAtOnce >= subjects.Length;
            // Of the same moment: whatever has left one of these records is among them, or is written already.
            if (!await Write(Pieces.All(), part, isLast ? upTo : checkpointSeq))
                return;
            foreach (var (subject, record) in part)
            {
                if (changed.TryGetValue(subject, out var now) && ReferenceEquals(now, record))
                    changed.Remove(subject);
            }
        }
        checkpointSeq = upTo;
    }

    private async Task<bool> Write(IReadOnlyList<(string Subject, LeftPiece Piece)> left, (string Subject, SubjectRecord Record)[] part, long upTo)
    {
        // Records and pieces never change once made, so they can be serialized outside the turn, off the callers' path.
        var (rows, heads) = await InTurn(() => Serialize(left, part));
        if (!await ledger.Store.WriteHeads(bucket, fence, ++turn, rows, heads, upTo, CancellationToken.None))
        {
            fenced();
            return false;
        }
        Pieces.Written(left);
        return true;
    }

    private static async Task<(HeadPiece[] Rows, Head[] Heads)> Serialize(
        IReadOnlyList<(string Subject, LeftPiece Piece)> left, (string Subject, SubjectRecord Record)[] part)
    {
        var (rows, heads) = (new HeadPiece[left.Count], new Head[part.Length]);
        for (var i = 0; i < rows.Length + heads.Length; i++)
        {
            if (i % SerializedInOneGo == 0)
                await Task.Yield();
            if (i < rows.Length)
            {
                rows[i] = left[i].Piece.Write(left[i].Subject);
                continue;
            }
            var (subject, record) = part[i - rows.Length];
            heads[i - rows.Length] = new(subject, record.Version, record.Seq, SubjectKinds.Of(subject).Serialize(record));
        }
        return (rows, heads);
    }

    /// <summary>Off the grain's turn, and after what other buckets prepare.</summary>
    private async Task<T> InTurn<T>(Func<Task<T>> prepare)
    {
        await ledger.HeadsTurn.WaitAsync(CancellationToken.None);
        try
        {
            return await Task.Run(prepare);
        }
        finally
        {
            ledger.HeadsTurn.Release();
        }
    }

    private StoredSubject? Changed(string subject) =>
        changed.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(subject, out var written, out var record) ? new(written, record) : null;

    private async Task<StoredSubject?> Find(string subject) =>
        await ledger.Store.ReadHead(bucket, subject, CancellationToken.None) is { } head
            ? new(head.Subject, SubjectKinds.Of(subject).Deserialize(head.State.Span))
            : null;
}
