using System.Globalization;
using System.Text;
using Azure.Data.Tables;
using SalesGrid.Ledger;

namespace SalesGrid.Storage.AzureStorage;

/// <summary>How a head lies in a row: the subject escaped in the row key, the state in properties of 64 KiB.</summary>
internal static class HeadRow
{
    public const string Version = "Version";
    public const string Seq = "Seq";
    private const string Spelling = "Spelling";
    private const int ChunkLength = 64 * 1024;

    /// <summary>Bytes a row takes in a request beside its state, about: keys, names, the part of the multipart body.</summary>
    private const int Overhead = 2048;

    private static readonly string[] Chunks =
        [.. Enumerable.Range(0, 16).Select(i => string.Create(CultureInfo.InvariantCulture, $"State{i:D2}"))];

    public static string Partition(int bucket) => string.Create(CultureInfo.InvariantCulture, $"b{bucket:D4}");

    /// <summary>
    /// Escapes every ASCII character but letters, digits, <c>.</c>, <c>_</c> and <c>-</c> as <c>!</c> and two
    /// hexadecimal digits: row keys forbid some, and this needs no list of which. Two texts never share a key, and
    /// none is <c>!bucket</c>, the key of <see cref="BucketRow"/>, or begins as that of a <see cref="PieceRow"/>: <c>u</c> and <c>p</c> are no digits.
    /// </summary>
    public static string Escape(string text)
    {
        var key = new StringBuilder(text.Length + 8);
        foreach (var c in text)
        {
            if (!char.IsAscii(c) || char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-')
                key.Append(c);
            else
                key.Append('!').Append(((int)c).ToString("X2", CultureInfo.InvariantCulture));
        }

        return key.ToString();
    }

    /// <summary>The row key of an object, the same for all its spellings.</summary>
    public static string Key(string subject) => Escape(SubjectId.KeyOf(subject));

    public static string Unescape(string key)
    {
        var subject = new StringBuilder(key.Length);
        for (var i = 0; i < key.Length; i++)
        {
            if (key[i] == '!')
            {
                subject.Append((char)int.Parse(key.AsSpan(i + 1, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture));
                i += 2;
            }
            else
            {
                subject.Append(key[i]);
            }
        }

        return subject.ToString();
    }

    public static TableEntity Encode(int bucket, Head head)
    {
        var row = new TableEntity(Partition(bucket), Key(head.Subject)) { [Version] = head.Version, [Seq] = head.Seq };
        if (SubjectId.KeyOf(head.Subject) != head.Subject)
            row[Spelling] = head.Subject;
        for (var (chunk, at) = (0, 0); at < head.State.Length; chunk++, at += ChunkLength)
            row[Chunks[chunk]] = head.State.Slice(at, Math.Min(ChunkLength, head.State.Length - at)).ToArray();
        return row;
    }

    public static Head Decode(TableEntity row)
    {
        var chunks = Chunks.Select(row.GetBinary).TakeWhile(chunk => chunk is not null).ToArray();
        var state = chunks.Length == 1 ? chunks[0] : new byte[chunks.Sum(chunk => chunk.Length)];
        for (var (chunk, at) = (0, 0); chunks.Length > 1 && chunk < chunks.Length; at += chunks[chunk++].Length)
            chunks[chunk].CopyTo(state, at);
        return new(row.GetString(Spelling) ?? Unescape(row.RowKey), row.GetInt32(Version)!.Value, row.GetInt64(Seq)!.Value, state);
    }

    /// <summary>Bytes of a head in a request, about: JSON holds bytes as base64, four for three.</summary>
    public static long RequestBytes(Head head) => (head.State.Length * 4L / 3) + Overhead;
}
