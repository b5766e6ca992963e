using SalesGrid.Hosting;
using SalesGrid.Subjects;

namespace SalesGrid.Ledger;

/// <summary>
/// The heads of one bucket: records that changed since they were last written, and their lazy, coalesced writing. A
/// record that is not among them is in its head row as it stands.
/// </summary>
internal sealed class LedgerHeads(LedgerHost host, int bucket, long fence, Action fenced)
{
    private readonly Dictionary<string, SubjectRecord> changed = new(StringComparer.Ordinal);
    private long lastSeq;
    private long writtenAt = host.Time.GetTimestamp();
    private Task writing = Task.CompletedTask;

    /// <summary>Rebuilds what changed after the checkpoint from the tail of the journal, and the version of every object.</summary>
    /// <exception cref="InvalidDataException">The journal is damaged.</exception>
    public async Task Recover(BucketOpening opening, Dictionary<string, int> versions, CancellationToken cancellationToken)
    {
        await foreach (var head in host.Store.ReadHeads(bucket, cancellationToken))
            versions[head.Subject] = head.Version;

        ReadOnlyMemory<byte>? previous = null;
        lastSeq = opening.CheckpointSeq;
        await foreach (var record in host.Store.ReadJournal(bucket, opening.CheckpointSeq + 1, cancellationToken))
        {
            if (previous is { } hash && !record.PreviousHash.Span.SequenceEqual(hash.Span))
                throw new InvalidDataException($"Record {bucket}:{record.FirstSeq} does not follow the one before it.");
            previous = record.Hash;
            foreach (var entry in JournalCodec.ReadVerified(record))
            {
                if (entry.Seq <= opening.CheckpointSeq)
                    continue;
                if (!changed.TryGetValue(entry.Subject, out var current) && versions.ContainsKey(entry.Subject))
                    current = await Read(entry.Subject);
                // A head may be newer than the checkpoint: a writer that died between its steps.
                if (current is null || entry.Seq > current.Seq)
                    current = SubjectKinds.Of(entry.Subject).Fold(current, entry);
                changed[entry.Subject] = current;
                versions[entry.Subject] = current.Version;
                lastSeq = entry.Seq;
            }
        }
        if (lastSeq != opening.Tail.LastSeq)
            throw new InvalidDataException($"The journal of bucket {bucket} ends at {opening.Tail.LastSeq}, but its entries after the checkpoint at {opening.CheckpointSeq} end at {lastSeq}.");
    }

    /// <summary>An object has a new record.</summary>
    public void Changed(string subject, SubjectRecord record)
    {
        changed[subject] = record;
        lastSeq = record.Seq;
    }

    /// <summary>The record of an object that is known to exist.</summary>
    public Task<SubjectRecord> Load(string subject) =>
        changed.TryGetValue(subject, out var record) ? Task.FromResult(record) : Read(subject);

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

    private async Task<SubjectRecord> Read(string subject) =>
        await host.Store.ReadHead(bucket, subject, CancellationToken.None) is { } head
            ? SubjectKinds.Of(subject).Deserialize(head.State.Span)
            : throw new InvalidDataException($"{subject} has entries in bucket {bucket}, but no head.");
}
