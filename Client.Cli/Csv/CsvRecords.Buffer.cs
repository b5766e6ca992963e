namespace SalesGrid.Csv;

// The text in hand: what is read and not yet taken, and how a line that cannot be a record is got rid of.
public sealed partial class CsvRecords
{
    /// <summary>Most characters kept of a line that is too long to be read.</summary>
    private const int KeptOfTooLong = 1_000;

    // What is read and not yet taken lies between the two.
    private char[] buffer = new char[64 * 1024];
    private int start;
    private int end;
    private bool readerIsDone;

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
}
