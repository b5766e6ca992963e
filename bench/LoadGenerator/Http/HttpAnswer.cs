using System.Buffers.Text;
using System.Text;

namespace SalesGrid.Bench.Http;

/// <summary>One HTTP/1.1 answer as it lies in the bytes that were received.</summary>
/// <param name="Status">Status code.</param>
/// <param name="BodyFrom">Where the body begins, framing included where it is chunked.</param>
/// <param name="Length">Bytes of the whole answer.</param>
/// <param name="Chunked">True when the body is in chunks.</param>
/// <param name="Closes">True when the server closes the connection after it.</param>
public readonly record struct HttpAnswer(int Status, int BodyFrom, int Length, bool Chunked, bool Closes)
{
    /// <summary>Reads an answer; false when there is more of it to come.</summary>
    /// <exception cref="FormatException">It is no HTTP/1.1 answer that says where it ends.</exception>
    public static bool TryRead(ReadOnlySpan<byte> received, out HttpAnswer answer)
    {
        answer = default;
        var head = received.IndexOf("\r\n\r\n"u8);
        if (head < 0)
            return false;
        if (!received.StartsWith("HTTP/1.1 "u8) || !Utf8Parser.TryParse(received[9..head], out int status, out var digits) || digits != 3)
            throw new FormatException($"No status line: {Encoding.Latin1.GetString(received[..head])}");
        long? length = null;
        var (chunked, closes) = (false, false);
        var lines = received[..head];
        for (var end = lines.IndexOf("\r\n"u8); end >= 0;)
        {
            lines = lines[(end + 2)..];
            end = lines.IndexOf("\r\n"u8);
            var line = end < 0 ? lines : lines[..end];
            if (Value(line, "content-length:"u8) is { Length: > 0 } bytes)
                length = Utf8Parser.TryParse(bytes, out long n, out var read) && read == bytes.Length ? n : throw new FormatException("Content-Length is no number.");
            else if (Value(line, "transfer-encoding:"u8) is { Length: > 0 } coding)
                chunked = Ascii.EqualsIgnoreCase(coding, "chunked"u8) ? true : throw new FormatException("An unknown transfer coding.");
            else if (Value(line, "connection:"u8) is { Length: > 0 } connection)
                closes = Ascii.EqualsIgnoreCase(connection, "close"u8);
        }
        var from = head + 4;
        if (chunked)
        {
            if (EndOfChunks(received, from) is not { } to)
                return false;
            answer = new(status, from, to, true, closes);
            return true;
        }
        if (length is null && status is not (204 or 304))
            throw new FormatException("The answer does not say where it ends.");
        answer = new(status, from, from + (int)(length ?? 0), false, closes);
        return received.Length >= answer.Length;
    }

    /// <summary>The body, without its framing.</summary>
    public byte[] Body(ReadOnlySpan<byte> received)
    {
        if (!Chunked)
            return received[BodyFrom..Length].ToArray();
        using var body = new MemoryStream();
        for (var at = BodyFrom; Chunk(received, at) is { Size: > 0 } chunk; at = chunk.Next)
            body.Write(received.Slice(chunk.From, chunk.Size));
        return body.ToArray();
    }

    private static int? EndOfChunks(ReadOnlySpan<byte> received, int at)
    {
        while (Chunk(received, at) is { } chunk)
        {
            if (chunk.Next > received.Length)
                return null;
            if (chunk.Size == 0)
                return chunk.Next;
            at = chunk.Next;
        }
        return null;
    }

    /// <summary>The chunk that begins there: where its data begins, how much it is, and where the next begins. Null when its size has not come yet.</summary>
    private static (int From, int Size, int Next)? Chunk(ReadOnlySpan<byte> received, int at)
    {
        if (at >= received.Length)
            return null;
        var line = received[at..].IndexOf("\r\n"u8);
        if (line < 0)
            return null;
        if (!Utf8Parser.TryParse(received.Slice(at, line), out int size, out var digits, 'x') || digits == 0 || size < 0)
            throw new FormatException("A chunk without a size.");
        var from = at + line + 2;
        // The last chunk is empty; we ask for no trailers, and no server here sends any.
        return (from, size, from + size + 2);
    }

    private static ReadOnlySpan<byte> Value(ReadOnlySpan<byte> line, ReadOnlySpan<byte> name) =>
        line.Length > name.Length && Ascii.EqualsIgnoreCase(line[..name.Length], name) ? line[name.Length..].Trim((byte)' ') : default;
}
