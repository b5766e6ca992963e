using System.Buffers;
using System.IO.Hashing;
using System.Text;
using System.Text.Unicode;

namespace SalesGrid.Csv;

/// <summary>A CSV file as it was found: what it holds is known before its first row is read.</summary>
/// <param name="Path">Where it lies.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Hash">XxHash128 of its bytes, hexadecimal: tells whether it is still the file a run was stopped in.</param>
/// <param name="Encoding">How its bytes are read as text.</param>
/// <param name="Lines">Physical lines, header included: how far there is to go.</param>
public sealed record SourceFile(string Path, long Size, string Hash, Encoding Encoding, long Lines)
{
    /// <summary>The encoding name that leaves the choice to the file's bytes.</summary>
    public const string AutoEncoding = "auto";

    static SourceFile() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    /// <summary>Reads a file once from end to end.</summary>
    /// <param name="path">Where it lies.</param>
    /// <param name="encodingName">A name .NET knows, or <see cref="AutoEncoding"/>: a byte order mark, else UTF-8 if every byte fits, else GB18030.</param>
    public static SourceFile Inspect(string path, string encodingName)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, FileOptions.SequentialScan);
        var chunk = ArrayPool<byte>.Shared.Rent(1 << 20);
        var hash = new XxHash128();
        var (size, lineEnds, carried, isUtf8) = (0L, 0L, 0, true);
        Encoding? marked = null;
        byte last = (byte)'\n';
        while (stream.Read(chunk.AsSpan(carried)) is > 0 and var read)
        {
            var fresh = chunk.AsSpan(carried, read);
            if (size == 0)
                marked = FromMark(fresh);
            hash.Append(fresh);
            size += read;
            lineEnds += fresh.Count((byte)'\n');
            last = fresh[^1];
            var text = chunk.AsSpan(0, carried + read);
            var whole = WholeCharacters(text);
            isUtf8 = isUtf8 && Utf8.IsValid(text[..whole]);
            carried = isUtf8 ? text.Length - whole : 0;
            text[whole..].CopyTo(chunk);
        }
        isUtf8 = isUtf8 && carried == 0;
        ArrayPool<byte>.Shared.Return(chunk);

        var encoding = encodingName != AutoEncoding ? Encoding.GetEncoding(encodingName)
            : marked ?? (isUtf8 ? Encoding.UTF8 : Encoding.GetEncoding("GB18030"));
        return new(path, size, Convert.ToHexStringLower(hash.GetCurrentHash()), encoding, lineEnds + (last == '\n' ? 0 : 1));
    }

    /// <summary>The file's text; a byte order mark is skipped.</summary>
    public TextReader OpenText() => new StreamReader(
        new FileStream(Path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, FileOptions.SequentialScan),
        Encoding, detectEncodingFromByteOrderMarks: true, bufferSize: 64 * 1024);

    /// <summary>The delimiter the header line uses most; a comma where it uses none.</summary>
    public char DetectDelimiter()
    {
        using var text = OpenText();
        var (commas, semicolons, tabs, quoted) = (0, 0, 0, false);
        for (var i = 0; i < CsvRecords.MaxRecordLength && text.Read() is >= 0 and var c; i++)
        {
            if (c == '"')
                quoted = !quoted;
            else if (quoted)
                continue;
            else if (c is '\n' or '\r')
                break;
            else if (c == ',')
                commas++;
            else if (c == ';')
                semicolons++;
            else if (c == '\t')
                tabs++;
        }
        return tabs > commas && tabs >= semicolons ? '\t' : semicolons > commas ? ';' : ',';
    }

    private static Encoding? FromMark(ReadOnlySpan<byte> bytes) =>
        bytes.StartsWith(Encoding.UTF8.Preamble) ? Encoding.UTF8
        : bytes.StartsWith(Encoding.Unicode.Preamble) ? Encoding.Unicode
        : bytes.StartsWith(Encoding.BigEndianUnicode.Preamble) ? Encoding.BigEndianUnicode
        : null;

    /// <summary>Length without the bytes of a character that goes on in the next chunk.</summary>
    private static int WholeCharacters(ReadOnlySpan<byte> bytes)
    {
        // A UTF-8 sequence has at most four bytes, so its first is among the last three when it is cut.
        for (var back = 1; back <= Math.Min(3, bytes.Length); back++)
        {
            var b = bytes[^back];
            if (b < 0x80)
                return bytes.Length;
            if (b >= 0xC0)
                return back < (b >= 0xF0 ? 4 : b >= 0xE0 ? 3 : 2) ? bytes.Length - back : bytes.Length;
        }
        return bytes.Length;
    }
}
