using Azure;
using Azure.Data.Tables;
using SalesGrid.Ledger;

namespace SalesGrid.Storage.AzureStorage;

/// <summary>
/// The row each transaction on a bucket's heads rewrites on the condition that it is unchanged: so transactions on a
/// bucket happen one after the other, and none under an old fence.
/// </summary>
/// <param name="Fence">The fence last handed out.</param>
/// <param name="Turn">The latest turn that has begun under it, see <see cref="ILedgerStore.WriteHeads"/>. 0.2.0 knew none.</param>
/// <param name="CheckpointSeq">Heads include everything up to here.</param>
/// <param name="HeadSeqMax">No head of the bucket has a higher sequence: a head at or above it replaces none that is newer.</param>
/// <param name="Released">True when the writer of the fence answers no readers any more. 0.2.0 never said so.</param>
/// <param name="Tag">The version of the row these values were read or written with.</param>
internal sealed record BucketRow(long Fence, long Turn, long CheckpointSeq, long HeadSeqMax, bool Released, ETag Tag)
{
    public const string Key = "!bucket";

    public TableEntity Encode(int bucket) => new(HeadRow.Partition(bucket), Key)
    {
        [nameof(Fence)] = Fence,
        [nameof(Turn)] = Turn,
        [nameof(CheckpointSeq)] = CheckpointSeq,
        [nameof(HeadSeqMax)] = HeadSeqMax,
        [nameof(Released)] = Released,
    };

    public static BucketRow Decode(TableEntity row) => new(
        row.GetInt64(nameof(Fence))!.Value, row.GetInt64(nameof(Turn)) ?? 0, row.GetInt64(nameof(CheckpointSeq))!.Value, row.GetInt64(nameof(HeadSeqMax))!.Value,
        row.GetBoolean(nameof(Released)) ?? false, row.ETag);
}
