using System.Collections.Concurrent;
using SalesGrid.Hosting;
using SalesGrid.Subjects;

namespace SalesGrid.Ledger;

/// <summary>
/// The heads of one bucket: records that changed since they were last written, and their lazy, coalesced writing. A
/// record that is not among them is in its head row as it stands.
/// </summary>
internal sealed class LedgerHeads(LedgerHost host, int bucket, long fence, Action fenced)
{
    /// <summary>Heads read at the same time while recovering.</summary>
    private const int ReadsAtOnce = 16;

    private readonly Dictionary<string, SubjectRecord> changed = new(StringComparer.Ordinal);
    private long lastSeq;
    private long writtenAt = host.Time.GetTimestamp();
    private Task writing = Task.CompletedTask;

    /// <summary>
    /// Rebuilds what changed after the checkpoint from the tail of the journal. Bounded by how far checkpoints lag, not by
    /// how many objects there are.
    /// </summary>
    /// <exception cref="InvalidDataException">The journal is damaged.</exception>
    public async Task Recover(BucketOpening opening, LedgerVersions versions, CancellationToken cancellationToken)
    {
        ReadOnlyMemory<byte>? previous = null;
        lastSeq = opening.CheckpointSeq;
        await foreach (var record in host.Store.ReadJournal(bucket, opening.CheckpointSeq + 1, cancellationToken))
        {
            if (previous is { } hash && !record.PreviousHash.Span.SequenceEqual(hash.Span))
                throw new InvalidDataException($"Record {bucket}:{record.FirstSeq} does not follow the one before it.");
            previous = record.Hash;
            var entries = JournalCodec.ReadVerified(record);
            await ReadAhead(entries, opening.CheckpointSeq, cancellationToken);
            foreach (var entry in entries)
            {
                if (entry.Seq <= opening.CheckpointSeq)
                    continue;
                var current = changed.GetValueOrDefault(entry.Subject);
                // A head may be newer than the checkpoint: a writer that died between its steps.
                if (current is null || entry.Seq > current.Seq)
                    changed[entry.Subject] = SubjectKinds.Of(entry.Subject).Fold(current, entry);
                lastSeq = entry.Seq;
            }
        }
        if (lastSeq != opening.Tail.LastSeq)
            throw new InvalidDataException($"The journal of bucket {bucket} ends at {opening.Tail.LastSeq}, but its entries after the checkpoint at {opening.CheckpointSeq} end at {lastSeq}.");
        foreach (var (subject, record) in changed)
            versions.Learn(subject, record.Version);
        // Heads are written with a checkpoint: without one, all there is lies in the journal just read.
        if (opening.CheckpointSeq == 0)
            versions.KnowAll();
    }

    /// <summary>The heads these entries continue, several at a time: one after the other they would be most of a takeover.</summary>
    private async Task ReadAhead(List<LedgerEntry> entries, long checkpointSeq, CancellationToken cancellationToken)
    {
        // An object whose first entry lies here needs no head: all there is of it follows.
        var wanted = entries
            .Where(e => e.Seq > checkpointSeq && e.Version > 1 && !changed.ContainsKey(e.Subject))
            .DistinctBy(e => e.Subject, StringComparer.Ordinal)
            .Where(e => !entries.Exists(first => first.Version == 1 && first.Subject == e.Subject))
            .Select(e => e.Subject);
        var found = new ConcurrentDictionary<string, SubjectRecord>(StringComparer.Ordinal);
        await Parallel.ForEachAsync(wanted, new ParallelOptions { MaxDegreeOfParallelism = ReadsAtOnce, CancellationToken = cancellationToken },
            async (subject, _) => found[subject] = await Find(subject)
                ?? throw new InvalidDataException($"{subject} has entries in bucket {bucket}, but no head."));
        foreach (var (subject, record) in found)
            changed[subject] = record;
    }

    /// <summary>An object has a new record.</summary>
    public void Changed(string subject, SubjectRecord record)
    {
        changed[subject] = record;
        lastSeq = record.Seq;
    }

    /// <summary>The record of an object; null when nothing has happened to it.</summary>
    public async ValueTask<SubjectRecord?> Load(string subject)
    {
        if (changed.TryGetValue(subject, out var record))
            return record;
        var found = await Find(subject);
        // It may have changed while its head was read.
        return changed.TryGetValue(subject, out record) ? record : found;
    }

    /// <summary>Writes when the period has passed.</summary>
    public async Task WriteWhenDue()
    {
        if (changed.Count > 0 && host.Time.GetElapsedTime(writtenAt) >= host.Options.CheckpointPeriod)
            await Write();
    }

    /// <summary>Starts writing when much has changed; does not wait for it.</summary>
    public void WriteIfMany()
    {
        if (changed.Count >= host.Options.CheckpointObjects && writing.IsCompleted)
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
        writtenAt = host.Time.GetTimestamp();
        var upTo = lastSeq;
        var snapshot = changed.ToArray();
        // Records never change once made, so they can be serialized outside the turn, off the callers' path.
        var rows = await Task.Run(() => Array.ConvertAll(snapshot, s =>
            new Head(s.Key, s.Value.Version, s.Value.Seq, SubjectKinds.Of(s.Key).Serialize(s.Value))));
        if (!await host.Store.WriteHeads(bucket, fence, rows, upTo, CancellationToken.None))
        {
            fenced();
            return;
        }
        foreach (var (subject, record) in snapshot)
        {
            if (changed.TryGetValue(subject, out var now) && ReferenceEquals(now, record))
                changed.Remove(subject);
        }
    }

    private async Task<SubjectRecord?> Find(string subject) =>
        await host.Store.ReadHead(bucket, subject, CancellationToken.None) is { } head
            ? SubjectKinds.Of(subject).Deserialize(head.State.Span)
            : null;
}
