using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Orleans.Concurrency;
using SalesGrid.Hosting;
using SalesGrid.Projections;
using SalesGrid.Reservations;
using SalesGrid.Subjects;

namespace SalesGrid.Ledger;

/// <inheritdoc cref="ILedgerGrain"/>
/// <remarks>
/// <para>
/// Appends that arrive while a write is in flight wait and are written together as the next record: an idle bucket
/// answers in the time of one write, a busy one amortises it, and no timer is involved.
/// </para>
/// <para>
/// Reentrant, so that appends can arrive during a write. Everything between two awaits is one turn; what is not said to
/// be shared is only touched in turns of this activation.
/// </para>
/// <para>
/// Objects of the same silo, which is all of them once placement has settled, hand their appends over without a message
/// (<see cref="LocalLedgers"/>): only the queue, and what has left their records, is shared between them and the turns.
/// </para>
/// </remarks>
[GrainType("ledger"), BucketPlacement, Reentrant, KeepAlive]
public sealed partial class LedgerGrain(GridLedger ledger, BucketHomes homes, ILogger<LedgerGrain> logger) : Grain, ILedgerGrain, IDisposable
{
    private readonly AppendQueue queue = new(ledger.Options.WaitingAppendsMax);
    private readonly LedgerVersions versions = new();
    private readonly JournalCodec.Writer writer = new();
    private LedgerHeads heads = null!;
    private LedgerFeed feed = null!;
    private BucketHomes.Stay? stay;
    private TaskScheduler turns = TaskScheduler.Default;
    private int bucket;
    private JournalTail tail = JournalTail.Empty;
    private long committedSeq;
    private bool stopped;

    /// <inheritdoc/>
    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        bucket = (int)this.GetPrimaryKeyLong();
        turns = TaskScheduler.Current;
        if (bucket < 0 || bucket >= ledger.Description.BucketCount)
            throw new InvalidOperationException($"There is no bucket {bucket}: the ledger has {ledger.Description.BucketCount}.");

        try
        {
            var asked = ReadLease.Now(ledger.Time);
            var opening = await ledger.Store.OpenBucket(bucket, cancellationToken);
            Fence = opening.Fence;
            // An earlier writer that was lost without a word may answer readers a moment longer: nothing is told or acknowledged before that is over.
            var silence = opening.FormerMayAnswer ? Task.Delay(ledger.Store.ReadLease, ledger.Time, cancellationToken) : Task.CompletedTask;
            Lease = new(ledger.Store, bucket, Fence, ledger.Time, asked, Lost);
            Ends(opening.Tail);
            heads = new(ledger, bucket, Fence, Stop);
            await heads.Recover(opening, versions, cancellationToken);
            await silence;
        }
        catch (Exception e) when (LedgerUnavailableException.IsReason(e))
        {
            // To a caller it is all the same where the store was away: the same command again finds out.
            throw new LedgerUnavailableException($"The store did not let bucket {bucket} be opened: {e.Message}", e);
        }
        feed = new(GrainFactory.GetGrain<IProjectionFeed>(bucket), bucket);
        // A writer that died between its commit and its feed left a gap: saying where the journal ends makes it seen.
        feed.Announce(tail.LastSeq);
        this.RegisterGrainTimer(heads.WriteWhenDue, new()
        {
            DueTime = ledger.CheckpointPace.Period / 2,
            Period = ledger.CheckpointPace.Period / 2,
            Interleave = true,
        });
        ledger.Writers.Open(bucket, this);
        stay = homes.Settle(bucket);
        LeaveWithBucket(stay).Ignore();
    }

    /// <inheritdoc/>
    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        ledger.Writers.Close(bucket, this);
        // In order: what waits is written, and the next activation begins with heads that hold everything.
        await queue.Close().WaitAsync(cancellationToken);
        if (!stopped)
            await heads.Write();
        Lease.End();
        try
        {
            await ledger.Store.Release(bucket, Fence, cancellationToken);
        }
        catch (Exception e)
        {
            // The next activation waits a moment.
            LogNotReleased(e, bucket);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        stay?.Dispose();
        writer.Dispose();
    }

    /// <inheritdoc/>
    /// <remarks>May be called from any thread of the silo.</remarks>
    public Task<AppendReply> Append(AppendRequest request)
    {
        var append = new WaitingAppend(request);
        switch (queue.Add(append))
        {
            case Queued.First:
                Task.Factory.StartNew(WriteAll, CancellationToken.None, TaskCreationOptions.None, turns).Ignore();
                return append.Reply.Task;
            case Queued.Behind:
                return append.Reply.Task;
            case Queued.Full:
                // Whoever comes when the queue is full loses: those who wait already were promised a place.
                return Task.FromResult(AppendReply.Full);
            default:
                return Task.FromResult(AppendReply.Fenced);
        }
    }

    /// <summary>What <see cref="ILedgerStore.OpenBucket"/> gave this activation.</summary>
    internal long Fence { get; private set; }

    /// <summary>Whether readers may be answered from memory.</summary>
    internal ReadLease Lease { get; private set; } = null!;

    /// <summary>Sequence of the last committed entry. May be asked from any thread of the silo.</summary>
    public long LastSeq => Volatile.Read(ref committedSeq);

    /// <inheritdoc/>
    public async Task<StoredSubject?> Load(string subject)
    {
        if (versions.Find(subject) == 0)
            return null;
        var stored = await FromStore(subject, () => heads.Load(subject).AsTask());
        versions.Learn(subject, stored?.Record.Version ?? 0);
        return stored;
    }

    /// <inheritdoc/>
    public Task<long> CommittedSeq() => Committed().AsTask();

    /// <summary>Sequence of the last committed entry, once it is certain that nobody has committed a later one elsewhere. May be asked from any thread of the silo.</summary>
    public ValueTask<long> Committed()
    {
        var seq = LastSeq;
        var confirmed = Lease.Confirm();
        return confirmed.IsCompletedSuccessfully ? new(seq) : Later();

        async ValueTask<long> Later()
        {
            await confirmed;
            return seq;
        }
    }

    /// <inheritdoc/>
    public async Task<ConfirmedVersion> Confirm(string subject)
    {
        if (versions.Find(subject) is null)
            await Load(subject);
        await Lease.Confirm();
        return new(Fence, versions.Find(subject) ?? 0);
    }

    /// <inheritdoc/>
    public Task<ImmutableArray<CommandMark>> Marks(string subject, int afterVersion, int limit) =>
        FromStore($"the history index of {subject}", () => heads.Pieces.Marks(subject, afterVersion, limit));

    /// <inheritdoc/>
    /// <remarks>May be called from any thread of the silo.</remarks>
    public Task<ReservationRange> Reservations(string subject, long from, long to, int most) =>
        FromStore($"reservations of {subject}", () => heads.Pieces.Reservations(subject, from, to, most));

    /// <inheritdoc/>
    public Task<ImmutableArray<HistoryEntry>> Entries(ImmutableArray<long> seqs) => Read(seqs, EntryOf);

    /// <inheritdoc/>
    public Task<ImmutableArray<LedgerLine>> Lines(ImmutableArray<long> seqs) =>
        Read(seqs, static e => new LedgerLine(EntryOf(e), e.Fingerprint, e.Decision.IsEmpty ? null : System.Text.Encoding.UTF8.GetString(e.Decision.Span)));

    /// <inheritdoc/>
    public Task Checkpoint() => heads.Write();

    private static HistoryEntry EntryOf(LedgerEntry e) => new(e.Seq, e.Version, e.At, e.Actor, e.CommandId, e.Type, System.Text.Encoding.UTF8.GetString(e.Data.Span));

    private Task<ImmutableArray<T>> Read<T>(ImmutableArray<long> seqs, Func<LedgerEntry, T> shape) => FromStore($"entries of bucket {bucket}", () => ReadEntries(seqs, shape));

    private async Task<ImmutableArray<T>> ReadEntries<T>(ImmutableArray<long> seqs, Func<LedgerEntry, T> shape)
    {
        var found = ImmutableArray.CreateBuilder<T>(seqs.Length);
        var next = 0;
        await foreach (var record in ledger.Store.ReadRecords(bucket, seqs, CancellationToken.None))
        {
            var first = next;
            while (next < seqs.Length && seqs[next] <= record.LastSeq)
                next++;
            foreach (var e in JournalCodec.ReadVerified(record, seqs.AsSpan()[first..next]))
                found.Add(shape(e));
        }
        return found.Count == seqs.Length
            ? found.MoveToImmutable()
            : throw new InvalidDataException($"The journal of bucket {bucket} lacks {seqs.Length - found.Count} of {seqs.Length} entries that its objects have.");
    }

    private static async Task<T> FromStore<T>(string what, Func<Task<T>> read)
    {
        try
        {
            return await read();
        }
        catch (Exception e) when (LedgerUnavailableException.IsReason(e))
        {
            throw new LedgerUnavailableException($"The store did not hand out {what}: {e.Message}", e);
        }
    }

    private async Task WriteAll()
    {
        List<WaitingAppend> taken = [];
        GridTrace.Leave();
        try
        {
            while (queue.TryContinue())
            {
                // First a place, then what waits: a record that has to wait for the store grows meanwhile.
                using var place = await ledger.AppendGate.Enter();
                await Write(taken = Take(), place);
            }
        }
        catch (Exception e)
        {
            LogWriteFailed(e, bucket);
            // Nobody waits for ever: whoever was told nothing yet is told that nothing is known.
            var unknown = e as LedgerUnavailableException ?? new LedgerUnavailableException($"Bucket {bucket} could not be written.", e);
            foreach (var append in taken)
                append.Reply.TrySetException(unknown);
            Stop();
            queue.TryContinue();
        }
    }

    private async Task Write(List<WaitingAppend> taken, AppendGate.Place place)
    {
        foreach (var append in taken)
        {
            // Its sender loaded it from an earlier activation of this ledger.
            if (versions.Find(append.Request.Subject) is null)
                await Load(append.Request.Subject);
        }
        var batch = Compose(taken);
        if (batch.Count == 0)
            return;
        var canonical = writer.Canonical;
        var record = new JournalRecord(bucket, tail.LastSeq + 1, batch.Sum(b => b.Request.Events.Length), tail.Hash,
            HashChain.Link(tail.Hash.Span, canonical), JournalCodec.Pack(canonical));

        using var span = GridTrace.JournalWrite(bucket, batch);
        var begun = GridMeter.TimesWrites ? ledger.Time.GetTimestamp() : 0;
        var isCommitted = await place.Use(() => new LedgerCommit(ledger, Fence, logger).Run(record));
        if (begun != 0)
            GridMeter.Written(batch.Count, ledger.Time.GetElapsedTime(begun));
        // What follows is not the store's business.
        place.Dispose();
        if (!isCommitted)
        {
            LogFenced(bucket, record.FirstSeq);
            foreach (var item in batch)
                item.Reply.TrySetResult(AppendReply.Fenced);
            Stop();
            return;
        }

        Ends(record.Tail);
        var seq = record.FirstSeq;
        var records = ImmutableArray.CreateBuilder<SubjectRecord>(batch.Count);
        foreach (var item in batch)
        {
            var stamped = item.Request.CommittedAt(seq);
            heads.Changed(item.Request.Subject, item.Request.Next.Commands, stamped);
            records.Add(stamped);
            item.Reply.TrySetResult(AppendReply.Committed(seq));
            seq += item.Request.Events.Length;
        }
        feed.Committed(new(bucket, record.FirstSeq, record.LastSeq, batch[^1].Request.At,
            batch.ConvertAll(b => b.Request.Subject).ToImmutableArray(), records.MoveToImmutable()));
        heads.WriteIfDue();
    }

    /// <summary>Takes what waits, as far as one record holds it.</summary>
    private List<WaitingAppend> Take()
    {
        var taken = new List<WaitingAppend>();
        long bytes = 0;
        var entries = 0;
        while (entries < ledger.Options.RecordEntriesMax
            && queue.TryTake(taken.Count == 0 ? long.MaxValue : ledger.Options.RecordBytesMax - bytes, out var append))
        {
            taken.Add(append);
            bytes += append.Bytes;
            entries += append.Request.Events.Length;
        }
        return taken;
    }

    /// <summary>Writes the canonical bytes of those that build on the version their object has; the others are told.</summary>
    private List<WaitingAppend> Compose(List<WaitingAppend> taken)
    {
        writer.Clear();
        var batch = new List<WaitingAppend>(taken.Count);
        var seq = tail.LastSeq;
        foreach (var append in taken)
        {
            var request = append.Request;
            var version = request.ExpectedVersion;
            if (versions.Find(request.Subject) != version)
            {
                append.Reply.TrySetResult(AppendReply.VersionConflict);
                continue;
            }
            ReadOnlyMemory<byte> decision = request.Decision;
            foreach (var happened in request.Events)
            {
                writer.Add(new(bucket, ++seq, request.Subject, ++version, request.At, request.Envelope.Actor,
                    request.Envelope.CommandId, request.Fingerprint, happened.Type, happened.Schema, happened.Data, decision));
                decision = default;
            }
            // Ahead of the commit: if it fails this activation is over, and the next one reads what is true.
            versions.Set(request.Subject, version);
            batch.Add(append);
        }
        return batch;
    }

    private void Ends(JournalTail at)
    {
        tail = at;
        Volatile.Write(ref committedSeq, at.LastSeq);
    }

    /// <summary>
    /// Ends here when the bucket's home is elsewhere. Most heads are written while appends still come in, so that the pause
    /// is short; then what waits is finished, the rest of the heads is written, and the next activation begins at home.
    /// </summary>
    private async Task LeaveWithBucket(BucketHomes.Stay here)
    {
        if (!await here.Over || stopped)
            return;
        try
        {
            await heads.Write();
        }
        catch (Exception e)
        {
            // The next activation folds them from the journal.
            LogHeadsNotWritten(e, bucket);
        }
        // Not MigrateOnIdle: objects on their way to the same silo would wait for this ledger, and it in the line behind them.
        DeactivateOnIdle();
    }

    /// <summary>Another silo writes the bucket: learnt when a reader asked, on whatever thread.</summary>
    private void Lost()
    {
        LogLost(bucket);
        homes.LookAround();
        Task.Factory.StartNew(Stop, CancellationToken.None, TaskCreationOptions.None, turns).Ignore();
    }

    /// <summary>Ends this activation: another one writes the bucket, or the store cannot be relied on. The next one starts from what is stored.</summary>
    private void Stop()
    {
        stopped = true;
        ledger.Writers.Close(bucket, this);
        // None of these were written. Their senders load the truth from the next activation and try again.
        foreach (var append in queue.Abandon())
            append.Reply.TrySetResult(AppendReply.Fenced);
        DeactivateOnIdle();
    }
}
