using System.Globalization;
using Azure.Data.Tables;
using SalesGrid.Ledger;

namespace SalesGrid.Storage.AzureStorage;

/// <summary>
/// How a block of the history index lies in a row: in the partition of its bucket, so that it is written under the same condition as
/// heads are, under keys of their own that ascend by version.
/// </summary>
internal static class BlockRow
{
    /// <summary>No row of a block has a lower key, and no head one from here to <see cref="EndKey"/>.</summary>
    public const string FirstKey = "!h";

    /// <summary>Every row of a block has a lower key.</summary>
    public const string EndKey = "!i";

    private const string Data = "Data";

    /// <summary>Bytes a row takes in a request beside its data, about: keys, names, the part of the multipart body.</summary>
    private const int Overhead = 2048;

    /// <summary>The <c>v</c>, which is no hexadecimal digit, ends the subject: no escaped subject goes on like that.</summary>
    public static string Key(string subject, int version) =>
        string.Create(CultureInfo.InvariantCulture, $"{FirstKey}{HeadRow.Escape(subject)}!v{version:D10}");

    public static TableEntity Encode(int bucket, HistoryBlock block) =>
        new(HeadRow.Partition(bucket), Key(block.Subject, block.Version)) { [Data] = block.Data.ToArray() };

    public static HistoryBlock Decode(TableEntity row)
    {
        var end = row.RowKey.LastIndexOf("!v", StringComparison.Ordinal);
        return new(HeadRow.Unescape(row.RowKey[FirstKey.Length..end]), int.Parse(row.RowKey.AsSpan(end + 2), NumberStyles.None, CultureInfo.InvariantCulture), row.GetBinary(Data));
    }

    /// <summary>Bytes of a block in a request, about: JSON holds bytes as base64, four for three.</summary>
    public static long RequestBytes(HistoryBlock block) => (block.Data.Length * 4L / 3) + Overhead;
}
