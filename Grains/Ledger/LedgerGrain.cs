using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Orleans.Concurrency;
using SalesGrid.Hosting;
using SalesGrid.Opportunities;
using SalesGrid.Pipeline;
using SalesGrid.Subjects;

namespace SalesGrid.Ledger;

/// <inheritdoc cref="ILedgerGrain"/>
/// <remarks>
/// <para>
/// Appends that arrive while a write is in flight wait and are written together as the next record: an idle bucket
/// answers in the time of one write, a busy one amortises it, and no timer is involved.
/// </para>
/// <para>
/// Reentrant, so that appends can arrive during a write. Everything between two awaits is one turn; the fields below are
/// only touched in turns of this activation.
/// </para>
/// </remarks>
[GrainType("ledger"), BucketPlacement, Reentrant, KeepAlive]
public sealed partial class LedgerGrain(LedgerHost host, BucketHomes homes, ILogger<LedgerGrain> logger) : Grain, ILedgerGrain, IDisposable
{
    private readonly Queue<Waiting> waiting = new();
    private readonly Dictionary<string, int> versions = new(StringComparer.Ordinal);
    private readonly JournalCodec.Writer writer = new();
    private LedgerHeads heads = null!;
    private LedgerFeed feed = null!;
    private BucketHomes.Stay? stay;
    private int bucket;
    private JournalTail tail = JournalTail.Empty;
    private bool writing;
    private bool stopped;

    /// <inheritdoc/>
    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        bucket = (int)this.GetPrimaryKeyLong();
        if (bucket < 0 || bucket >= host.Description.BucketCount)
            throw new InvalidOperationException($"There is no bucket {bucket}: the ledger has {host.Description.BucketCount}.");

        var opening = await host.Store.OpenBucket(bucket, cancellationToken);
        tail = opening.Tail;
        heads = new(host, bucket, opening.Fence, Stop);
        await heads.Recover(opening, versions, cancellationToken);
        feed = new(GrainFactory.GetGrain<IProjectionFeed>(bucket), bucket);
        // A writer that died between its commit and its feed left a gap: saying where the journal ends makes it seen.
        feed.Announce(tail.LastSeq);
        this.RegisterGrainTimer(heads.WriteWhenDue, new()
        {
            DueTime = host.Options.CheckpointPeriod / 2,
            Period = host.Options.CheckpointPeriod / 2,
            Interleave = true,
        });
        stay = homes.Settle(bucket);
        LeaveWithBucket(stay).Ignore();
    }

    /// <inheritdoc/>
    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        if (!stopped)
            await heads.Write();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        stay?.Dispose();
        writer.Dispose();
    }

    /// <inheritdoc/>
    public Task<AppendReply> Append(AppendRequest request)
    {
        if (stopped)
            return Task.FromResult(AppendReply.Fenced);
        GridMeter.AppendArrived(request.SiloHash == homes.Here);
        // Whoever comes when the queue is full loses: those who wait already were promised a place.
        if (waiting.Count >= host.Options.WaitingAppendsMax)
            return Task.FromResult(AppendReply.Full);
        var item = new Waiting(request);
        waiting.Enqueue(item);
        if (!writing)
        {
            writing = true;
            WriteAll().Ignore();
        }
        return item.Reply.Task;
    }

    /// <inheritdoc/>
    public async Task<SubjectRecord?> Load(string subject) =>
        versions.ContainsKey(subject) ? await heads.Load(subject) : null;

    /// <inheritdoc/>
    public Task<long> CommittedSeq() => Task.FromResult(tail.LastSeq);

    /// <inheritdoc/>
    public async Task<ImmutableArray<HistoryItem>> Entries(ImmutableArray<long> seqs)
    {
        var found = ImmutableArray.CreateBuilder<HistoryItem>(seqs.Length);
        List<LedgerEntry>? read = null;
        foreach (var seq in seqs.Order())
        {
            if (read is null || seq > read[^1].Seq)
            {
                read = null;
                await foreach (var record in host.Store.ReadJournal(bucket, seq, CancellationToken.None))
                {
                    read = JournalCodec.ReadVerified(record);
                    break;
                }
            }
            if (read is null)
                break;
            if (seq < read[0].Seq)
                continue;
            var e = read[(int)(seq - read[0].Seq)];
            found.Add(new(e.Subject, new HistoryEntry(e.Seq, e.Version, e.At, e.Actor, e.CommandId, e.Type,
                System.Text.Encoding.UTF8.GetString(e.Data.Span))));
        }
        return found.DrainToImmutable();
    }

    /// <inheritdoc/>
    public Task Checkpoint() => heads.Write();

    private async Task WriteAll()
    {
        try
        {
            while (waiting.Count > 0 && !stopped)
                await WriteOne();
        }
        catch (Exception e)
        {
            LogWriteFailed(e, bucket);
            Stop();
        }
        finally
        {
            writing = false;
            // Stopped: none of these were written. Their senders load the truth from the next activation and try again.
            while (waiting.TryDequeue(out var item))
                item.Reply.TrySetResult(AppendReply.Fenced);
        }
    }

    private async Task WriteOne()
    {
        var batch = Compose();
        if (batch.Count == 0)
            return;
        var canonical = writer.Canonical;
        var record = new JournalRecord(bucket, tail.LastSeq + 1, batch.Sum(b => b.Request.Events.Length), tail.Hash,
            HashChain.Link(tail.Hash.Span, canonical), JournalCodec.Pack(canonical));

        bool committed;
        try
        {
            committed = await new LedgerCommit(host, logger).Run(record);
        }
        catch (LedgerUnavailableException e)
        {
            foreach (var item in batch)
                item.Reply.TrySetException(e);
            throw;
        }
        if (!committed)
        {
            LogFenced(bucket, record.FirstSeq);
            foreach (var item in batch)
                item.Reply.TrySetResult(AppendReply.Fenced);
            Stop();
            return;
        }

        tail = record.Tail;
        var seq = record.FirstSeq;
        var records = ImmutableArray.CreateBuilder<SubjectRecord>(batch.Count);
        foreach (var item in batch)
        {
            var stamped = item.Request.Next.Committed(seq);
            heads.Changed(item.Request.Subject, stamped);
            records.Add(stamped);
            item.Reply.TrySetResult(AppendReply.Committed(seq));
            seq += item.Request.Events.Length;
        }
        feed.Committed(new(bucket, record.FirstSeq, record.LastSeq, batch[^1].Request.At,
            batch.ConvertAll(b => b.Request.Subject).ToImmutableArray(), records.MoveToImmutable()));
        heads.WriteIfMany();
    }

    /// <summary>Takes what waits, as far as one record holds it, and writes its canonical bytes.</summary>
    private List<Waiting> Compose()
    {
        writer.Clear();
        var batch = new List<Waiting>();
        var seq = tail.LastSeq;
        var entries = 0;
        while (entries < host.Options.RecordEntriesMax && writer.Canonical.Length < host.Options.RecordBytesMax
            && waiting.TryPeek(out var item)
            && (batch.Count == 0 || writer.Canonical.Length + item.Bytes <= host.Options.RecordBytesMax))
        {
            waiting.Dequeue();
            var request = item.Request;
            versions.TryGetValue(request.Subject, out var version);
            if (version != request.ExpectedVersion)
            {
                item.Reply.TrySetResult(AppendReply.VersionConflict);
                continue;
            }
            foreach (var happened in request.Events)
            {
                writer.Add(new(bucket, ++seq, request.Subject, ++version, request.At, request.Envelope.Actor,
                    request.Envelope.CommandId, request.Fingerprint, happened.Type, happened.Schema, happened.Data));
                entries++;
            }
            // Ahead of the commit: if it fails this activation is over, and the next one reads what is true.
            versions[request.Subject] = version;
            batch.Add(item);
        }
        return batch;
    }

    /// <summary>
    /// Moves when the bucket does. Most heads are written while appends still come in, so that the pause is short. From then
    /// on the runtime holds back what arrives, what waits is finished, and the activation at the bucket's new home gets the rest.
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

    /// <summary>Ends this activation: another one writes the bucket, or the store cannot be relied on. The next one starts from what is stored.</summary>
    private void Stop()
    {
        stopped = true;
        DeactivateOnIdle();
    }

    private sealed class Waiting(AppendRequest request)
    {
        public AppendRequest Request => request;

        /// <summary>About what its lines will take: data plus the rest of each line.</summary>
        public int Bytes { get; } = request.Events.Sum(e => e.Data.Length + 400);

        public TaskCompletionSource<AppendReply> Reply { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
