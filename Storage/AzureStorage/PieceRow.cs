using System.Globalization;
using Azure.Data.Tables;
using SalesGrid.Ledger;

namespace SalesGrid.Storage.AzureStorage;

/// <summary>
/// How a piece lies in a row: in the partition of its bucket, so that it is written under the same condition as
/// heads are, under keys of their own that ascend by kind, subject and number.
/// </summary>
internal static class PieceRow
{
    /// <summary>No row of a piece has a lower key, and no head one from here to <see cref="EndKey"/>.</summary>
    public const string FirstKey = "!p";

    /// <summary>Every row of a piece has a lower key.</summary>
    public const string EndKey = "!q";

    private const string Data = "Data";

    /// <summary>Where the subject begins in a key: behind the kind, one digit.</summary>
    private const int SubjectAt = 3;

    /// <summary>Bytes a row takes in a request beside its data, about: keys, names, the part of the multipart body.</summary>
    private const int Overhead = 2048;

    /// <summary>No row of a kind has a lower key.</summary>
    public static string FirstKeyOf(PieceKind kind) => string.Create(CultureInfo.InvariantCulture, $"{FirstKey}{(int)kind}");

    /// <summary>Every row of a kind has a lower key.</summary>
    public static string EndKeyOf(PieceKind kind) => FirstKeyOf(kind + 1);

    /// <summary>The <c>v</c>, which is no hexadecimal digit, ends the subject: no escaped subject goes on like that.</summary>
    public static string Key(string subject, PieceKind kind, long number) =>
        string.Create(CultureInfo.InvariantCulture, $"{FirstKeyOf(kind)}{HeadRow.Key(subject)}!v{number:X16}");

    public static TableEntity Encode(int bucket, HeadPiece piece) =>
        new(HeadRow.Partition(bucket), Key(piece.Subject, piece.Kind, piece.Number)) { [Data] = piece.Data.ToArray() };

    public static HeadPiece Decode(TableEntity row)
    {
        var end = row.RowKey.LastIndexOf("!v", StringComparison.Ordinal);
        return new(
            HeadRow.Subject(row.RowKey[SubjectAt..end]),
            (PieceKind)(row.RowKey[SubjectAt - 1] - '0'),
            long.Parse(row.RowKey.AsSpan(end + 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture),
            row.GetBinary(Data));
    }

    /// <summary>Bytes of a piece in a request, about: JSON holds bytes as base64, four for three.</summary>
    public static long RequestBytes(HeadPiece piece) => (piece.Data.Length * 4L / 3) + Overhead;
}
