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
/// The fence is the length of the blob: every block is appended on the condition that the blob is exactly as long as
/// the writer believes (<c>x-ms-blob-condition-appendpos</c>). Where a blob has that length, what is in it is what the
/// writer saw, because nothing in an append blob ever changes.
/// </para>
/// <para>
/// A full segment is closed by a seal, appended under the same condition, <em>before</em> the next is created. So a
/// writer that missed the change finds the old segment longer than it believes and gets a conflict. Whoever finds a
/// seal and no segment after it creates that.
/// </para>
/// </remarks>
internal sealed class AzureJournal(AzureClients clients, AzureLedgerOptions options)
{
    /// <summary>Times a seal may be lost to another writer that yet appended nothing, before that is given up.</summary>
    private const int AttemptsMax = 5;

    private readonly JournalSegments segments = new(clients.ReadJournal);
    private readonly ConcurrentDictionary<int, JournalPosition> positions = [];
    private readonly ConcurrentDictionary<int, long> lastSegments = [];

    public async Task<AppendOutcome> Append(JournalRecord record)
    {
        var bucket = record.Bucket;
        var continued = new JournalTail(record.FirstSeq - 1, record.PreviousHash);
        for (var attempt = 0; attempt < AttemptsMax; attempt++)
        {
            // What is remembered may serve to write, never to refuse.
            if (!positions.TryGetValue(bucket, out var position) || position.Tail != continued)
                position = await FindEnd(bucket);
            if (position.Tail != continued)
                return AppendOutcome.Conflict;

            try
            {
                if (position.Records >= options.SegmentRecordsMax || position.Offset >= options.SegmentBytesMax)
                {
                    if (await Close(bucket, position) is not { } next)
                        continue;
                    position = next;
                }

                if (!position.Exists)
                    position = await Create(bucket, position);
                return await Append(position, record);
            }
            catch
            {
                positions.TryRemove(bucket, out _);
                throw;
            }
        }

        throw new IOException($"Other writers kept closing segments of bucket {bucket}; nothing was written.");
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
                if (frame.IsSeal)
                {
                    (segment, offset) = (frame.FirstSeq, 0);
                    break;
                }

                if (frame.LastSeq >= fromSeq)
                    yield return frame.TryRecord(bytes.Span) ?? throw JournalSegments.Damaged(name, offset, "the packed bytes do not match their checksum");
                (next, offset, previous) = (frame.LastSeq + 1, offset + frame.Length, frame.Hash);
                if (next > tail.LastSeq)
                    yield break;
            }

            if (segment == started)
                throw JournalSegments.Damaged(name, offset, $"it ends before sequence {tail.LastSeq}, the end of the journal");
        }
    }

    private async Task<JournalPosition> FindEnd(int bucket)
    {
        var end = await segments.FindEnd(bucket, lastSegments.TryGetValue(bucket, out var known) ? known : null);
        Remember(bucket, end);
        return end;
    }

    /// <summary>Only a segment with something in it is a place to start from next time.</summary>
    private void Remember(int bucket, JournalPosition position)
    {
        positions[bucket] = position;
        if (position.Offset > 0)
            lastSegments[bucket] = position.Segment;
    }

    /// <returns>Null when the segment had changed: another writer appended to it or closed it.</returns>
    private async Task<JournalPosition?> Close(int bucket, JournalPosition position)
    {
        if (options.SealSegments && await TryAppend(bucket, position, JournalFrame.EncodeSeal(bucket, position.Tail)) is null)
        {
            positions.TryRemove(bucket, out _);
            return null;
        }

        return new(position.Tail.LastSeq + 1, Exists: false, 0, 0, position.Tail);
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

    private async Task<AppendOutcome> Append(JournalPosition position, JournalRecord record)
    {
        var frame = JournalFrame.Encode(record);
        if (await TryAppend(record.Bucket, position, frame) is not { } blocks)
        {
            positions.TryRemove(record.Bucket, out _);
            return AppendOutcome.Conflict;
        }

        Remember(record.Bucket, position with { Offset = position.Offset + frame.Length, Records = blocks, Tail = record.Tail });
        return AppendOutcome.Appended;
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
