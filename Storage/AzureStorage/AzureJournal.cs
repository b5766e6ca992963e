using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;
using SalesGrid.Ledger;

namespace SalesGrid.Storage.AzureStorage;

/// <summary>The journals of a ledger in append blobs, one chain of segments for each bucket.</summary>
/// <remarks>
/// <para>
/// What keeps writers apart is the length of the blob: every block is appended on the condition that the blob is exactly as long as
/// the writer believes (<c>x-ms-blob-condition-appendpos</c>). Where a blob has that length, what is in it is what the
/// writer saw, because nothing in an append blob ever changes.
/// </para>
/// <para>
/// A full segment is closed by a seal, appended under the same condition, <em>before</em> the next is created. So a
/// writer that missed the change finds the old segment longer than it believes and gets a conflict. Whoever finds a
/// seal and no segment after it creates that.
/// </para>
/// <para>
/// Whoever takes a bucket over appends a mark, likewise under that condition. It changes nothing but the length: what
/// earlier writers believe of it is wrong from then on. Looking the end up again does not help them, as the fence is
/// looked up after it. That fence lies with the heads alone: were they lost, the journal would still be written.
/// </para>
/// </remarks>
/// <param name="clients">Where the blobs are.</param>
/// <param name="options">How large segments get.</param>
/// <param name="readFence">The newest fence of a bucket, read afresh.</param>
internal sealed class AzureJournal(AzureClients clients, AzureLedgerOptions options, Func<int, Task<long>> readFence)
{
    /// <summary>Times a seal may be lost to another writer that yet appended nothing, before that is given up.</summary>
    private const int AttemptsMax = 5;

    /// <summary>
    /// Appends after which a writer looks whether its fence is still the newest. One that never pauses would otherwise
    /// get in between the reading of the end and the mark of whoever takes over, again and again.
    /// </summary>
    private const int UncheckedMax = 64;

    /// <summary>Times an earlier writer may get in between: it is faster, but not by far, and has to stop after so many.</summary>
    private const int TakeOverAttemptsMax = 3 * UncheckedMax;

    /// <summary>
    /// Marks in a segment that no record follows; it has room for a record and a seal then. A bucket opened more often
    /// without a single append is taken over without a mark.
    /// </summary>
    private const int MarksMax = AzureLedgerOptions.BlocksPerBlob - 2;

    private readonly JournalSegments segments = new(clients.ReadJournal);
    private readonly ConcurrentDictionary<int, JournalPosition> positions = [];
    private readonly ConcurrentDictionary<int, long> lastSegments = [];

    public async Task<AppendOutcome> Append(JournalRecord record, long fence)
    {
        var bucket = record.Bucket;
        var continued = new JournalTail(record.FirstSeq - 1, record.PreviousHash);
        for (var attempt = 0; attempt < AttemptsMax; attempt++)
        {
            // What is remembered may serve to write, never to refuse.
            if (!positions.TryGetValue(bucket, out var position) || position.Tail != continued || !(position.Fence <= fence))
                position = await FindFencedEnd(bucket);
            else if (position.Unchecked >= UncheckedMax)
                position = position with { Fence = await readFence(bucket), Unchecked = 0 };
            if (position.Tail != continued || position.Fence > fence)
                return AppendOutcome.Conflict;
            if (await TryWrite(bucket, position, JournalFrame.Encode(record), record.Tail))
                return AppendOutcome.Appended;
        }

        throw new IOException($"Other writers kept closing segments of bucket {bucket} or opening it; nothing was written.");
    }

    /// <summary>Marks the end of a journal, so that nobody who opened the bucket before can append to it.</summary>
    /// <param name="bucket">The bucket.</param>
    /// <param name="fence">The fence this opening has already got, so that an earlier writer who looks it up is refused.</param>
    /// <returns>The end of the journal. Where a higher fence was handed out meanwhile there is no mark: this opening is an earlier one.</returns>
    public async Task<JournalTail> TakeOver(int bucket, long fence)
    {
        for (var attempt = 0; attempt < TakeOverAttemptsMax; attempt++)
        {
            var end = await FindFencedEnd(bucket);
            if (end.Fence > fence || !options.MarkTakeovers || (!HoldsRecords(end) && end.Records >= MarksMax))
                return end.Tail;
            if (await TryWrite(bucket, end, JournalFrame.EncodeMark(bucket, end.Tail), end.Tail))
                return end.Tail;
        }

        throw new IOException($"An earlier writer of bucket {bucket} kept appending before it could be taken over.");
    }

    public async Task<JournalTail> ReadTail(int bucket) => (await FindEnd(bucket)).Tail;

    public async IAsyncEnumerable<JournalRecord> Read(int bucket, long fromSeq, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var tail = await ReadTail(bucket);
        if (fromSeq > tail.LastSeq)
            yield break;

        var segment = (await segments.List(bucket)).LastOrDefault(first => first <= Math.Max(1, fromSeq), 1);
        var (next, offset, previous) = (segment, 0L, default(ReadOnlyMemory<byte>?));
        while (next <= tail.LastSeq)
        {
            var started = segment;
            var name = JournalSegments.Name(bucket, segment);
            await foreach (var (frame, bytes) in segments.Frames(bucket, segment))
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (frame.Bucket != bucket || frame.FirstSeq != next || (previous is { } hash && !frame.PreviousHash.Span.SequenceEqual(hash.Span)))
                    throw JournalSegments.Damaged(name, offset, $"the frame of bucket {frame.Bucket}, sequence {frame.FirstSeq}, does not continue sequence {next - 1} of bucket {bucket}");
                if (frame.Kind == FrameKind.Seal)
                {
                    (segment, offset) = (frame.FirstSeq, 0);
                    break;
                }

                if (frame.Kind == FrameKind.Record && frame.LastSeq >= fromSeq)
                    yield return frame.TryRecord(bytes.Span) ?? throw JournalSegments.Damaged(name, offset, "the packed bytes do not match their checksum");
                (next, offset, previous) = (frame.LastSeq + 1, offset + frame.Length, frame.Hash);
                if (next > tail.LastSeq)
                    yield break;
            }

            if (segment == started)
                throw JournalSegments.Damaged(name, offset, $"it ends before sequence {tail.LastSeq}, the end of the journal");
        }
    }

    /// <summary>
    /// The records that hold these entries: each segment that holds one is read through once, up to the last of them, and the
    /// others not at all.
    /// </summary>
    public async IAsyncEnumerable<JournalRecord> Read(int bucket, IReadOnlyList<long> seqs, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (seqs.Count == 0)
            yield break;
        var starts = await segments.List(bucket);
        for (var (next, segment) = (0, 0); segment < starts.Count && next < seqs.Count; segment++)
        {
            var end = segment + 1 < starts.Count ? starts[segment + 1] : long.MaxValue;
            var offset = 0L;
            if (seqs[next] >= end)
                continue;
            await foreach (var (frame, bytes) in segments.Frames(bucket, starts[segment]))
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (frame.Kind == FrameKind.Record && frame.LastSeq >= seqs[next])
                {
                    yield return frame.TryRecord(bytes.Span)
                        ?? throw JournalSegments.Damaged(JournalSegments.Name(bucket, starts[segment]), offset, "the packed bytes do not match their checksum");
                    while (next < seqs.Count && seqs[next] <= frame.LastSeq)
                        next++;
                    if (next == seqs.Count || seqs[next] >= end)
                        break;
                }

                offset += frame.Length;
            }
        }
    }

    private async Task<JournalPosition> FindEnd(int bucket)
    {
        var end = await segments.FindEnd(bucket, lastSegments.TryGetValue(bucket, out var known) ? known : null);
        Remember(bucket, end);
        return end;
    }

    /// <summary>
    /// The end, with the fence as it is after the end was read: whoever gets a higher one has yet to leave a mark behind
    /// this end, and once it has, the position no longer holds.
    /// </summary>
    private async Task<JournalPosition> FindFencedEnd(int bucket)
    {
        var end = await FindEnd(bucket);
        return end with { Fence = await readFence(bucket) };
    }

    /// <summary>Only a segment with something in it is a place to start from next time.</summary>
    private void Remember(int bucket, JournalPosition position)
    {
        // A reader who finds the end where it was does not take from it what a writer knew of its fence.
        positions.AddOrUpdate(bucket, position, (_, known) =>
            position.Fence is null && known.Segment == position.Segment && known.Offset == position.Offset ? position with { Fence = known.Fence, Unchecked = known.Unchecked } : position);
        if (position.Offset > 0)
            lastSegments[bucket] = position.Segment;
    }

    /// <summary>Appends a frame where the journal ends, in a new segment if the one before is full.</summary>
    /// <returns>False when the journal no longer ends at the position: the frame was not written.</returns>
    private async Task<bool> TryWrite(int bucket, JournalPosition position, byte[] frame, JournalTail tail)
    {
        try
        {
            if (IsFull(position))
            {
                if (await Close(bucket, position) is not { } next)
                    return false;
                position = next;
            }

            if (!position.Exists)
                position = await Create(bucket, position);
            if (await TryAppend(bucket, position, frame) is not { } blocks)
            {
                positions.TryRemove(bucket, out _);
                return false;
            }

            Remember(bucket, position with { Offset = position.Offset + frame.Length, Records = blocks, Tail = tail, Unchecked = position.Unchecked + 1 });
            return true;
        }
        catch
        {
            positions.TryRemove(bucket, out _);
            throw;
        }
    }

    /// <summary>A segment is named for its first sequence: one without a record stays open, or the next would have its name.</summary>
    private bool IsFull(JournalPosition position) =>
        HoldsRecords(position) && (position.Records >= options.SegmentRecordsMax || position.Offset >= options.SegmentBytesMax);

    private static bool HoldsRecords(JournalPosition position) => position.Segment <= position.Tail.LastSeq;

    /// <returns>Null when the segment had changed: another writer appended to it or closed it.</returns>
    private async Task<JournalPosition?> Close(int bucket, JournalPosition position)
    {
        if (options.SealSegments && await TryAppend(bucket, position, JournalFrame.EncodeSeal(bucket, position.Tail)) is null)
        {
            positions.TryRemove(bucket, out _);
            return null;
        }

        return new(position.Tail.LastSeq + 1, Exists: false, 0, 0, position.Tail, position.Fence, position.Unchecked);
    }

    private async Task<JournalPosition> Create(int bucket, JournalPosition position)
    {
        try
        {
            var condition = new AppendBlobRequestConditions { IfNoneMatch = ETag.All };
            await Blob(bucket, position).CreateAsync(new AppendBlobCreateOptions { Conditions = condition });
        }
        catch (RequestFailedException exists) when (exists.ErrorCode == BlobErrorCode.BlobAlreadyExists || exists.Status == 412)
        {
            // Another writer created it. Whether it also wrote to it the append will find out.
        }

        return position with { Exists = true };
    }

    /// <returns>The number of blocks, or null when the blob does not end where the position says.</returns>
    private async Task<int?> TryAppend(int bucket, JournalPosition position, byte[] frame)
    {
        try
        {
            using var content = new MemoryStream(frame, writable: false);
            var condition = new AppendBlobRequestConditions { IfAppendPositionEqual = position.Offset };
            var answer = await Blob(bucket, position).AppendBlockAsync(content, new AppendBlobAppendBlockOptions { Conditions = condition });
            return answer.Value.BlobCommittedBlockCount;
        }
        catch (RequestFailedException elsewhere) when (elsewhere.Status == 412)
        {
            return null;
        }
    }

    private AppendBlobClient Blob(int bucket, JournalPosition position) =>
        clients.WriteJournal.GetAppendBlobClient(JournalSegments.Name(bucket, position.Segment));
}
