using System.Buffers;

namespace SalesGrid.Csv;

/// <summary>Writes CSV fields as RFC 4180 asks: quoted only where they must be.</summary>
public static class CsvText
{
    private static readonly SearchValues<char> MustBeQuoted = SearchValues.Create(",;\t\"\r\n");

    /// <summary>Writes one record and its line end, LF.</summary>
    public static void WriteRecord(TextWriter writer, params ReadOnlySpan<string?> fields)
    {
        for (var i = 0; i < fields.Length; i++)
        {
            if (i > 0)
                writer.Write(',');
            WriteField(writer, fields[i]);
        }
        writer.Write('\n');
    }

    private static void WriteField(TextWriter writer, string? field)
    {
        if (field.AsSpan().IndexOfAny(MustBeQuoted) < 0)
        {
            writer.Write(field);
            return;
        }
        writer.Write('"');
        writer.Write(field!.Replace("\"", "\"\"", StringComparison.Ordinal));
        writer.Write('"');
    }
}
