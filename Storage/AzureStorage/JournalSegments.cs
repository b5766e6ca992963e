using System.Globalization;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using SalesGrid.Ledger;

namespace SalesGrid.Storage.AzureStorage;

/// <summary>Where the next record of a bucket goes, and what it continues.</summary>
/// <param name="Segment">First sequence of the segment, which is its name.</param>
/// <param name="Exists">False when the segment is yet to be created: the one before it is sealed, or it is the first.</param>
/// <param name="Offset">Length of the segment, bytes.</param>
/// <param name="Records">Blocks in the segment: records and marks.</param>
/// <param name="Tail">The end of the journal.</param>
/// <param name="Fence">Who opened the bucket under a higher fence did so behind this position. Null where that was not looked up.</param>
/// <param name="Unchecked">Blocks appended since the fence was looked up.</param>
internal sealed record JournalPosition(long Segment, bool Exists, long Offset, int Records, JournalTail Tail, long? Fence = null, int Unchecked = 0);

/// <summary>Reads the chain of blobs a bucket's journal consists of: from each seal to the segment named in it.</summary>
internal sealed class JournalSegments(BlobContainerClient container)
{
    /// <summary>Enough for the last frame of a busy bucket in most cases; a longer one costs a second request.</summary>
    private const int EndingLength = 64 * 1024;

    /// <summary>Read at once when streaming: twice the largest frame, so there is always a whole one in it.</summary>
    private const int RangeLength = 8 * 1024 * 1024;

    public static string Prefix(int bucket) => string.Create(CultureInfo.InvariantCulture, $"b{bucket:D4}/");

    public static string Name(int bucket, long segment) => string.Create(CultureInfo.InvariantCulture, $"b{bucket:D4}/{segment:D20}.journal");

    /// <summary>First sequences of the segments, ascending.</summary>
    public async Task<List<long>> List(int bucket)
    {
        var prefix = Prefix(bucket);
        var found = new List<long>();
        await foreach (var blob in container.GetBlobsAsync(new GetBlobsOptions { Prefix = prefix }))
            found.Add(long.Parse(blob.Name.AsSpan(prefix.Length, 20), NumberStyles.None, CultureInfo.InvariantCulture));
        found.Sort();
        return found;
    }

    /// <summary>Follows the chain to its end.</summary>
    /// <param name="bucket">The bucket.</param>
    /// <param name="known">A segment that holds a frame, so the chain need not be listed; or null.</param>
    public async Task<JournalPosition> FindEnd(int bucket, long? known)
    {
        if (known is { } start && await Follow(bucket, start, JournalTail.Empty) is { } end)
            return end;

        // The last segment may be empty, made just before its maker died; then the seal before it tells the end.
        var segments = await List(bucket);
        for (var i = segments.Count - 1; i >= Math.Max(0, segments.Count - 2); i--)
        {
            if (await Follow(bucket, segments[i], JournalTail.Empty) is { } found)
                return found;
        }

        return segments.Count <= 1
            ? new JournalPosition(1, Exists: segments.Count == 1, 0, 0, JournalTail.Empty)
            : throw new InvalidDataException($"The journal of bucket {bucket} has two empty segments at its end, {segments[^2]} and {segments[^1]}.");
    }

    /// <summary>All whole frames of a segment in order, each with its bytes, from the start of the blob to its end.</summary>
    public async IAsyncEnumerable<(JournalFrame Frame, ReadOnlyMemory<byte> Bytes)> Frames(int bucket, long segment)
    {
        var name = Name(bucket, segment);
        for (long offset = 0, length = long.MaxValue; offset < length;)
        {
            var (range, total) = await Download(name, offset, RangeLength);
            length = total;
            var at = 0;
            while (range.Length - at >= JournalFrame.HeaderLength)
            {
                var frame = JournalFrame.TryDecode(range.Span[at..]) ?? throw Damaged(name, offset + at, "no frame starts here");
                if (frame.Length > range.Length - at)
                    break;
                yield return (frame, range.Slice(at, frame.Length));
                at += frame.Length;
            }

            if (at == 0 && offset < length)
                throw Damaged(name, offset, "the blob ends within a frame");
            offset += at;
        }
    }

    public static InvalidDataException Damaged(string blob, long offset, string how) =>
        new($"The journal blob {blob} is damaged at offset {offset}: {how}.");

    /// <returns>Null when there is no such segment, or it is empty so that nothing tells what came before it.</returns>
    private async Task<JournalPosition?> Follow(int bucket, long segment, JournalTail before)
    {
        for (JournalPosition? found = null; ; found = new(segment, Exists: false, 0, 0, before))
        {
            var name = Name(bucket, segment);
            BlobProperties properties;
            try
            {
                properties = await container.GetBlobClient(name).GetPropertiesAsync();
            }
            catch (RequestFailedException missing) when (missing.ErrorCode == BlobErrorCode.BlobNotFound || missing.Status == 404)
            {
                return found;
            }

            if (properties.ContentLength == 0)
                return found is null ? null : found with { Exists = true };
            var last = await Last(bucket, name, properties.ContentLength);
            if (last.Kind != FrameKind.Seal)
                return new(segment, Exists: true, properties.ContentLength, properties.BlobCommittedBlockCount, last.Tail);
            (segment, before) = (last.FirstSeq, last.Tail);
        }
    }

    private async Task<JournalFrame> Last(int bucket, string name, long length)
    {
        var start = Math.Max(0, length - EndingLength);
        var (ending, _) = await Download(name, start, EndingLength);
        ending = ending[..(int)(length - start)];
        if (JournalFrame.TryLength(ending.Span) is not { } frameLength || frameLength > length)
            throw Damaged(name, length, "no frame ends here");

        var offset = length - frameLength;
        var header = offset >= start ? ending[(int)(offset - start)..] : (await Download(name, offset, JournalFrame.HeaderLength)).Bytes;
        var frame = JournalFrame.TryDecode(header.Span);
        return frame is not null && frame.Bucket == bucket && frame.Length == frameLength
            ? frame
            : throw Damaged(name, offset, "the last frame has no valid header");
    }

    private async Task<(ReadOnlyMemory<byte> Bytes, long Total)> Download(string name, long offset, int length)
    {
        var answer = await container.GetBlobClient(name).DownloadContentAsync(new BlobDownloadOptions { Range = new HttpRange(offset, length) });

        // "bytes first-last/total"
        var range = answer.Value.Details.ContentRange;
        var total = range is null ? answer.Value.Details.ContentLength : long.Parse(range.AsSpan(range.IndexOf('/', StringComparison.Ordinal) + 1), CultureInfo.InvariantCulture);
        return (answer.Value.Content.ToMemory(), total);
    }
}
