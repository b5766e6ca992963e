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
    /// <summary>No row of a piece has a lower key, and no head one from here to <see cref="EndKey"/>: <c>h</c> to <c>r</c> are no hexadecimal digits.</summary>
    public const string FirstKey = "!h";

    /// <summary>Every row of a piece has a lower key.</summary>
    public const string EndKey = "!s";

    private const string Data = "Data";

    /// <summary>Bytes a row takes in a request beside its data, about: keys, names, the part of the multipart body.</summary>
    private const int Overhead = 2048;

    /// <summary>No row of a kind has a lower key.</summary>
    public static string FirstKeyOf(PieceKind kind) => kind switch
    {
        PieceKind.History => FirstKey,
        PieceKind.Reservation => "!r",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "No such kind of piece."),
    };

    /// <summary>Every row of a kind has a lower key.</summary>
    public static string EndKeyOf(PieceKind kind) => kind == PieceKind.History ? "!i" : EndKey;

    /// <summary>
    /// The <c>v</c>, which is no hexadecimal digit, ends the subject: no escaped subject goes on like that. The digits hold every
    /// number of the kind; a higher one stands for the highest.
    /// </summary>
    public static string Key(string subject, PieceKind kind, long number)
    {
        var within = Math.Min(number, LedgerLimits.NumberMax(kind));
        var digits = within.ToString(kind == PieceKind.History ? "D10" : "D19", CultureInfo.InvariantCulture);
        return $"{FirstKeyOf(kind)}{HeadRow.Escape(subject)}!v{digits}";
    }

    public static TableEntity Encode(int bucket, HeadPiece piece) =>
        new(HeadRow.Partition(bucket), Key(piece.Subject, piece.Kind, piece.Number)) { [Data] = piece.Data.ToArray() };

    public static HeadPiece Decode(TableEntity row)
    {
        var end = row.RowKey.LastIndexOf("!v", StringComparison.Ordinal);
        return new(
            HeadRow.Unescape(row.RowKey[FirstKey.Length..end]),
            row.RowKey.StartsWith(FirstKey, StringComparison.Ordinal) ? PieceKind.History : PieceKind.Reservation,
            long.Parse(row.RowKey.AsSpan(end + 2), NumberStyles.None, CultureInfo.InvariantCulture),
            row.GetBinary(Data));
    }

    /// <summary>Bytes of a piece in a request, about: JSON holds bytes as base64, four for three.</summary>
    public static long RequestBytes(HeadPiece piece) => (piece.Data.Length * 4L / 3) + Overhead;
}
