using System.Buffers.Binary;
using System.IO.Hashing;
using SalesGrid.Ledger;

namespace SalesGrid.Storage.AzureStorage;

/// <summary>
/// A record as it lies in a blob, one block of the append blob for each: header, packed bytes, trailer. The trailer
/// makes the last frame of a blob findable from its end.
/// </summary>
/// <remarks>
/// All numbers little-endian.
/// <code>
///   0  magic "SGJ1", or "SGE1" for the seal that ends a segment, or "SGT1" for the mark of a takeover
///   4  bucket, 4 bytes
///   8  sequence of the first entry, 8; in a seal or mark that of the entry to come
///  16  number of entries, 4; 0 in a seal or mark
///  20  packed length, 4; 0 in a seal or mark
///  24  hash before, 32; in a seal or mark equal to the next
///  56  hash, 32
///  88  XXH3 of the packed bytes, 8
///  96  CRC-32 of the 96 bytes before, 4
/// 100  packed bytes
///   …  length of the whole frame, 4; magic "SGF1", 4
/// </code>
/// </remarks>
internal sealed record JournalFrame(
    FrameKind Kind, int Bucket, long FirstSeq, int EntryCount, int PackedLength, ReadOnlyMemory<byte> PreviousHash, ReadOnlyMemory<byte> Hash, ulong PackedSum)
{
    public const int HeaderLength = 100;
    public const int TrailerLength = 8;
    private const int SummedLength = HeaderLength - 4;

    private static ReadOnlySpan<byte> RecordMagic => "SGJ1"u8;

    private static ReadOnlySpan<byte> SealMagic => "SGE1"u8;

    private static ReadOnlySpan<byte> MarkMagic => "SGT1"u8;

    private static ReadOnlySpan<byte> TrailerMagic => "SGF1"u8;

    public int Length => HeaderLength + PackedLength + TrailerLength;

    public long LastSeq => FirstSeq + EntryCount - 1;

    /// <summary>Where the journal ends after this frame.</summary>
    public JournalTail Tail => new(LastSeq, Hash);

    public static byte[] Encode(JournalRecord record) =>
        Encode(new(FrameKind.Record, record.Bucket, record.FirstSeq, record.EntryCount, record.Packed.Length, record.PreviousHash, record.Hash, XxHash3.HashToUInt64(record.Packed.Span)), record.Packed.Span);

    public static byte[] EncodeSeal(int bucket, JournalTail tail) => EncodeEmpty(FrameKind.Seal, bucket, tail);

    public static byte[] EncodeMark(int bucket, JournalTail tail) => EncodeEmpty(FrameKind.Mark, bucket, tail);

    /// <summary>Reads a header; null when these bytes are not one.</summary>
    public static JournalFrame? TryDecode(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < HeaderLength || Crc32.HashToUInt32(bytes[..SummedLength]) != BinaryPrimitives.ReadUInt32LittleEndian(bytes[SummedLength..]))
            return null;
        if (TryKind(bytes) is not { } kind)
            return null;
        return new(
            kind,
            BinaryPrimitives.ReadInt32LittleEndian(bytes[4..]),
            BinaryPrimitives.ReadInt64LittleEndian(bytes[8..]),
            BinaryPrimitives.ReadInt32LittleEndian(bytes[16..]),
            BinaryPrimitives.ReadInt32LittleEndian(bytes[20..]),
            bytes.Slice(24, HashChain.HashLength).ToArray(),
            bytes.Slice(56, HashChain.HashLength).ToArray(),
            BinaryPrimitives.ReadUInt64LittleEndian(bytes[88..]));
    }

    /// <summary>Length of the frame that ends with these bytes; null when no frame ends here.</summary>
    public static int? TryLength(ReadOnlySpan<byte> ending) =>
        ending.Length >= TrailerLength && ending.EndsWith(TrailerMagic)
            ? BinaryPrimitives.ReadInt32LittleEndian(ending[^TrailerLength..])
            : null;

    /// <summary>The record of this frame, with a copy of its packed bytes; null when they or the trailer are damaged.</summary>
    /// <param name="frame">The whole frame.</param>
    public JournalRecord? TryRecord(ReadOnlySpan<byte> frame)
    {
        var packed = frame.Slice(HeaderLength, PackedLength);
        return XxHash3.HashToUInt64(packed) == PackedSum && TryLength(frame) == Length
            ? new(Bucket, FirstSeq, EntryCount, PreviousHash, Hash, packed.ToArray())
            : null;
    }

    private static byte[] EncodeEmpty(FrameKind kind, int bucket, JournalTail tail) =>
        Encode(new(kind, bucket, tail.LastSeq + 1, 0, 0, tail.Hash, tail.Hash, XxHash3.HashToUInt64([])), []);

    private static ReadOnlySpan<byte> Magic(FrameKind kind) =>
        kind == FrameKind.Record ? RecordMagic : kind == FrameKind.Seal ? SealMagic : MarkMagic;

    private static FrameKind? TryKind(ReadOnlySpan<byte> bytes)
    {
        foreach (var kind in (ReadOnlySpan<FrameKind>)[FrameKind.Record, FrameKind.Seal, FrameKind.Mark])
        {
            if (bytes.StartsWith(Magic(kind)))
                return kind;
        }

        return null;
    }

    private static byte[] Encode(JournalFrame frame, ReadOnlySpan<byte> packed)
    {
        var bytes = new byte[frame.Length];
        var span = bytes.AsSpan();
        Magic(frame.Kind).CopyTo(span);
        BinaryPrimitives.WriteInt32LittleEndian(span[4..], frame.Bucket);
        BinaryPrimitives.WriteInt64LittleEndian(span[8..], frame.FirstSeq);
        BinaryPrimitives.WriteInt32LittleEndian(span[16..], frame.EntryCount);
        BinaryPrimitives.WriteInt32LittleEndian(span[20..], frame.PackedLength);
        frame.PreviousHash.Span.CopyTo(span[24..]);
        frame.Hash.Span.CopyTo(span[56..]);
        BinaryPrimitives.WriteUInt64LittleEndian(span[88..], frame.PackedSum);
        BinaryPrimitives.WriteUInt32LittleEndian(span[SummedLength..], Crc32.HashToUInt32(span[..SummedLength]));
        packed.CopyTo(span[HeaderLength..]);
        BinaryPrimitives.WriteInt32LittleEndian(span[^TrailerLength..], frame.Length);
        TrailerMagic.CopyTo(span[^4..]);
        return bytes;
    }
}

/// <summary>What a frame is.</summary>
internal enum FrameKind
{
    /// <summary>A record of the journal.</summary>
    Record,

    /// <summary>The end of a segment: the journal goes on in the one named for the next sequence.</summary>
    Seal,

    /// <summary>Says nothing but makes the blob longer, so that whoever opened the bucket before no longer knows where it ends.</summary>
    Mark,
}
