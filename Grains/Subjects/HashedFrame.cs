using System.Buffers.Binary;
using System.IO.Hashing;

namespace SalesGrid.Subjects;

/// <summary>What stored bytes begin with: one byte for the format, and XxHash3 of what follows (8 bytes, little-endian).</summary>
internal static class HashedFrame
{
    /// <summary>Where the body begins.</summary>
    public const int BodyAt = 1 + sizeof(ulong);

    /// <summary>Writes the beginning of bytes whose body is in its place.</summary>
    public static void Seal(Span<byte> framed, byte format)
    {
        framed[0] = format;
        BinaryPrimitives.WriteUInt64LittleEndian(framed[1..], XxHash3.HashToUInt64(framed[BodyAt..]));
    }

    /// <summary>Finds the body.</summary>
    /// <param name="framed">The bytes.</param>
    /// <param name="format">The format that is known.</param>
    /// <param name="body">What follows the beginning; empty where something is wrong.</param>
    /// <returns>What is wrong with the bytes, for a message; null when nothing is.</returns>
    public static string? Open(ReadOnlySpan<byte> framed, byte format, out ReadOnlySpan<byte> body)
    {
        body = default;
        if (framed.IsEmpty || framed[0] != format)
            return "it is written in a format that this version does not know";
        if (framed.Length < BodyAt || BinaryPrimitives.ReadUInt64LittleEndian(framed[1..]) != XxHash3.HashToUInt64(framed[BodyAt..]))
            return "it does not have the hash it claims";
        body = framed[BodyAt..];
        return null;
    }
}
