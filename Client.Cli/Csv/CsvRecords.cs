using System.Buffers;

namespace SalesGrid.Csv;

/// <summary>Reads the records of a CSV text one after the other, with the physical line each began on.</summary>
/// <remarks>
/// RFC 4180 with any of three line ends. Written here rather than taken from a library for one reason: no row may vanish. Where a
/// quote is never closed, a general reader takes the rest of the file for one field; this one gives up on the first line only and
/// goes on with the second, so that a single slip costs a single row.
/// Memory is bounded by <see cref="MaxRecordLength"/>, whatever the file holds.
/// </remarks>
public sealed class CsvRecords : IDisposable
{
    /// <summary>Longest record, characters.</summary>
    public const int MaxRecordLength = 256 * 1024;

    /// <summary>Most physical lines one record may span.</summary>
    public const int MaxRecordLines = 200;

    /// <summary>Most columns.</summary>
    public const int MaxColumns = 512;

    /// <summary>Most characters kept of a line that is too long to be read.</summary>
    private const int KeptOfTooLong = 1_000;

    private readonly TextReader reader;
    private readonly char delimiter;
    private readonly SearchValues<char> endsOfPlainField;
    private readonly Slice[] fields = new Slice[MaxColumns];
    private readonly ArrayBufferWriter<char> unescaped = new();

    private char[] buffer = new char[64 * 1024];
    private int start;
    private int end;
    private bool readerIsDone;
    private int nextLine = 1;
    private int rawLength;

    public CsvRecords(TextReader reader, char delimiter)
    {
        this.reader = reader;
        this.delimiter = delimiter;
        endsOfPlainField = SearchValues.Create([delimiter, '\n', '\r', '"']);
    }

    /// <summary>Physical line the record began on, from 1.</summary>
    public int Line { get; private set; }

    /// <summary>Number of fields; 0 for a record that cannot be read.</summary>
    public int FieldCount { get; private set; }

    /// <summary>What is wrong with the record's form; <see cref="CsvFault.None"/> when its fields can be had.</summary>
    public CsvFault Fault { get; private set; }

    /// <summary>The record as it stands in the file, without its line end.</summary>
    public ReadOnlySpan<char> Raw => buffer.AsSpan(recordStart, rawLength);

    private int recordStart;

    /// <summary>A field without its quotes; valid until the next <see cref="Read"/>.</summary>
    public ReadOnlySpan<char> this[int column]
    {
        get
        {
            var slice = fields[column];
            return slice.Unescaped
                ? unescaped.WrittenSpan.Slice(slice.Start, slice.Length)
                : buffer.AsSpan(recordStart + slice.Start, slice.Length);
        }
    }

    /// <summary>Goes to the next record that is not an empty line; false at the end of the text.</summary>
    public bool Read()
    {
        while (true)
        {
            if (start == end && !Fill())
                return false;
            Line = nextLine;
            recordStart = start;
            var step = Parse();
            while (step == Step.NeedsMore)
            {
                // The whole record is parsed again with more text behind it: at most once for each time the buffer is filled.
                Fill();
                step = Parse();
            }
            if (step == Step.Faulty)
                TakeFirstLineOnly();
            if (rawLength > 0)
                return true;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => reader.Dispose();

    private Step Parse()
    {
        recordStart = start;
        unescaped.ResetWrittenCount();
        var text = buffer.AsSpan(start, end - start);
        var at = 0;
        var count = 0;
        var lines = 1;
        while (true)
        {
            if (count == MaxColumns)
                return Failed(CsvFault.TooManyColumns);
            var step = at < text.Length && text[at] == '"'
                ? Quoted(text, ref at, ref lines, out fields[count])
                : Plain(text, ref at, out fields[count]);
            count++;
            if (step != Step.Done)
                return step;
            if (at == text.Length)
                return readerIsDone ? Finish(at, at, count, lines) : More(text.Length);
            if (text[at] == delimiter)
            {
                at++;
                continue;
            }
            var lineEnd = LineEndLength(text, at);
            return lineEnd == 0 ? More(text.Length) : Finish(at, at + lineEnd, count, lines);
        }
    }

    private Step Finish(int length, int consumed, int count, int lines)
    {
        FieldCount = count;
        Fault = CsvFault.None;
        rawLength = length;
        // A character that could not be decoded is a fault of the row, not something to carry into the ledger.
        if (Raw.Contains('\uFFFD'))
            (Fault, FieldCount) = (CsvFault.BadCharacters, 0);
        start += consumed;
        nextLine += lines;
        return Step.Done;
    }

    private Step Plain(ReadOnlySpan<char> text, ref int at, out Slice field)
    {
        var length = text[at..].IndexOfAny(endsOfPlainField);
        field = default;
        if (length < 0 && !readerIsDone)
            return More(text.Length);
        if (length < 0)
            length = text.Length - at;
        else if (text[at + length] == '"')
            return Failed(CsvFault.BadQuotes);
        field = new(at, length, Unescaped: false);
        at += length;
        return Step.Done;
    }

    private Step Quoted(ReadOnlySpan<char> text, ref int at, ref int lines, out Slice field)
    {
        var from = at + 1;
        var pieces = unescaped.WrittenCount;
        var hadDoubled = false;
        field = default;
        at = from;
        while (true)
        {
            var length = text[at..].IndexOf('"');
            lines += CountLineEnds(length < 0 ? text[at..] : text.Slice(at, length));
            if (lines > MaxRecordLines)
                return Failed(CsvFault.UnclosedQuote);
            if (length < 0)
                return readerIsDone || text.Length >= MaxRecordLength ? Failed(CsvFault.UnclosedQuote) : More(text.Length);
            var quote = at + length;
            if (quote + 1 == text.Length && !readerIsDone)
                return More(text.Length);
            if (quote + 1 < text.Length && text[quote + 1] == '"')
            {
                unescaped.Write(text[at..(quote + 1)]);
                hadDoubled = true;
                at = quote + 2;
                continue;
            }
            if (hadDoubled)
            {
                unescaped.Write(text[at..quote]);
                field = new(pieces, unescaped.WrittenCount - pieces, Unescaped: true);
            }
            else
            {
                field = new(from, quote - from, Unescaped: false);
            }
            at = quote + 1;
            return at == text.Length || text[at] == delimiter || text[at] is '\n' or '\r' ? Step.Done : Failed(CsvFault.BadQuotes);
        }
    }

    private Step More(int have) => have < MaxRecordLength ? Step.NeedsMore : Failed(CsvFault.TooLong);

    private Step Failed(CsvFault fault)
    {
        Fault = fault;
        FieldCount = 0;
        return Step.Faulty;
    }

    /// <summary>Makes the record one physical line, whatever it seemed to be, so that the next line gets its own chance.</summary>
    private void TakeFirstLineOnly()
    {
        while (true)
        {
            var text = buffer.AsSpan(start, end - start);
            var length = text.IndexOfAny('\n', '\r');
            var lineEnd = length < 0 ? 0 : LineEndLength(text, length);
            if (lineEnd == 0 && !readerIsDone && text.Length < MaxRecordLength)
            {
                Fill();
                continue;
            }
            recordStart = start;
            rawLength = length < 0 ? text.Length : length;
            if (length >= 0)
                start += length + Math.Max(lineEnd, 1);
            else
                SkipRestOfLine();
            nextLine++;
            return;
        }
    }

    private void SkipRestOfLine()
    {
        var kept = buffer.AsSpan(start, Math.Min(rawLength, KeptOfTooLong)).ToArray();
        start = end;
        while (Fill())
        {
            var text = buffer.AsSpan(start, end - start);
            var length = text.IndexOfAny('\n', '\r');
            if (length < 0)
            {
                start = end;
                continue;
            }
            start += length;
            if (LineEndLength(text, length) == 0 && !readerIsDone)
                Fill();
            start += Math.Max(LineEndLength(buffer.AsSpan(start, end - start), 0), 1);
            break;
        }
        // The kept beginning goes in front of what is still to be read, where nothing overwrites it before the next record.
        MakeRoomBefore(kept.Length);
        recordStart = start - kept.Length;
        kept.CopyTo(buffer, recordStart);
        rawLength = kept.Length;
    }

    private void MakeRoomBefore(int length)
    {
        if (start >= length)
            return;
        var grown = new char[Math.Max(buffer.Length, end - start + length)];
        buffer.AsSpan(start, end - start).CopyTo(grown.AsSpan(length));
        (buffer, end, start) = (grown, length + end - start, length);
    }

    /// <summary>Reads more text behind what is there; false when there is none.</summary>
    private bool Fill()
    {
        if (readerIsDone)
            return false;
        if (start > 0)
        {
            buffer.AsSpan(start, end - start).CopyTo(buffer);
            (start, end) = (0, end - start);
        }
        if (end == buffer.Length)
            Array.Resize(ref buffer, buffer.Length * 2);
        var read = reader.Read(buffer, end, buffer.Length - end);
        end += read;
        readerIsDone = read == 0;
        return read > 0;
    }

    /// <summary>1 or 2 for a line end at <paramref name="at"/>; 0 when the text ends with a CR whose LF may still come.</summary>
    private int LineEndLength(ReadOnlySpan<char> text, int at)
    {
        if (text[at] == '\n')
            return 1;
        if (at + 1 == text.Length)
            return readerIsDone ? 1 : 0;
        return text[at + 1] == '\n' ? 2 : 1;
    }

    private static int CountLineEnds(ReadOnlySpan<char> text) =>
        text.Count('\n') + text.Count('\r') - text.Count("\r\n");

    private enum Step
    {
        Done,
        NeedsMore,
        Faulty,
    }

    private readonly record struct Slice(int Start, int Length, bool Unescaped);
}

/// <summary>What can be wrong with the form of a record.</summary>
public enum CsvFault
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>A quote inside an unquoted field, or text after the closing quote.</summary>
    BadQuotes,

    /// <summary>A quote that is never closed.</summary>
    UnclosedQuote,

    /// <summary>Longer than <see cref="CsvRecords.MaxRecordLength"/>.</summary>
    TooLong,

    /// <summary>More columns than <see cref="CsvRecords.MaxColumns"/>.</summary>
    TooManyColumns,

    /// <summary>Bytes that are no characters in the file's encoding.</summary>
    BadCharacters,
}
