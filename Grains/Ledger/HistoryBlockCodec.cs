using System.Buffers;
using System.Buffers.Binary;
using System.Collections.Immutable;
using SalesGrid.Subjects;

namespace SalesGrid.Ledger;

/// <summary>
/// How a block of the history index is written: a <see cref="HashedFrame"/>, the version before the
/// first command and the sequence of its first entry, and for each command the hash of its id (8), its fingerprint (8), its number
/// of events and how many entries of the bucket lie between the end of the command before and its own first. Numbers without a
/// length are in 7-bit groups, the lowest first; all others little-endian.
/// </summary>
/// <remarks>About 19 bytes a command: a block of 32 and its key fit beside others on a page of 4 KB.</remarks>
public static class HistoryBlockCodec
{
    private const byte Format = 1;

    /// <summary>Longest a number in 7-bit groups gets, bytes.</summary>
    private const int NumberMax = 10;

    /// <summary>Writes marks of commands that followed one another, one or more.</summary>
    public static HeadPiece Write(string subject, ReadOnlySpan<CommandMark> marks)
    {
        var length = HashedFrame.BodyAt + (2 * NumberMax) + (marks.Length * ((2 * sizeof(ulong)) + (2 * NumberMax)));
        var rented = ArrayPool<byte>.Shared.Rent(length);
        try
        {
            var at = HashedFrame.BodyAt;
            var next = marks[0].FirstSeq;
            WriteNumber(rented, ref at, (ulong)(marks[0].Version - marks[0].Events));
            WriteNumber(rented, ref at, (ulong)next);
            foreach (var mark in marks)
            {
                BinaryPrimitives.WriteUInt64LittleEndian(rented.AsSpan(at), mark.CommandHash);
                BinaryPrimitives.WriteUInt64LittleEndian(rented.AsSpan(at + sizeof(ulong)), mark.Fingerprint);
                at += 2 * sizeof(ulong);
                WriteNumber(rented, ref at, (ulong)mark.Events);
                WriteNumber(rented, ref at, (ulong)(mark.FirstSeq - next));
                next = mark.FirstSeq + mark.Events;
            }
            HashedFrame.Seal(rented.AsSpan(0, at), Format);
            return new(subject, PieceKind.History, marks[^1].Version, rented.AsSpan(0, at).ToArray());
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    /// <summary>The marks in a block.</summary>
    /// <exception cref="InvalidDataException">The block is damaged, or was written by a later version.</exception>
    public static ImmutableArray<CommandMark> Read(HeadPiece block)
    {
        if (HashedFrame.Open(block.Data.Span, Format, out var body) is { } wrong)
            throw Damaged(block, wrong);
        var marks = ImmutableArray.CreateBuilder<CommandMark>(CommandMarks.BlockLength);
        var version = (int)ReadNumber(block, ref body);
        var next = (long)ReadNumber(block, ref body);
        while (!body.IsEmpty)
        {
            if (body.Length < 2 * sizeof(ulong))
                throw Damaged(block, "it ends within a command");
            var (hash, print) = (BinaryPrimitives.ReadUInt64LittleEndian(body), BinaryPrimitives.ReadUInt64LittleEndian(body[sizeof(ulong)..]));
            body = body[(2 * sizeof(ulong))..];
            var events = (int)ReadNumber(block, ref body);
            var firstSeq = next + (long)ReadNumber(block, ref body);
            marks.Add(new(hash, print, version += events, events, firstSeq));
            next = firstSeq + events;
        }
        return version == block.Number && marks.Count > 0 ? marks.ToImmutable() : throw Damaged(block, $"it ends at version {version}");
    }

    private static void WriteNumber(Span<byte> bytes, ref int at, ulong number)
    {
        for (; number >= 0x80; number >>= 7)
            bytes[at++] = (byte)((number & 0x7F) | 0x80);
        bytes[at++] = (byte)number;
    }

    private static ulong ReadNumber(HeadPiece block, ref ReadOnlySpan<byte> bytes)
    {
        var number = 0UL;
        for (var i = 0; i < Math.Min(bytes.Length, NumberMax); i++)
        {
            number |= (ulong)(bytes[i] & 0x7F) << (7 * i);
            if (bytes[i] < 0x80)
            {
                bytes = bytes[(i + 1)..];
                return number;
            }
        }
        throw Damaged(block, "it ends within a number");
    }

    private static InvalidDataException Damaged(HeadPiece block, string how) =>
        new($"The block of {block.Subject} that ends at version {block.Number} in the history index is damaged: {how}.");
}
