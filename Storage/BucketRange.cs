using SalesGrid.Ledger;

namespace SalesGrid.Storage;

/// <summary>Keeps a store from being used before it knows how many buckets its ledger has, and from inventing more.</summary>
internal sealed class BucketRange
{
    private volatile LedgerDescription? ledger;

    public LedgerDescription Open(LedgerDescription description) => ledger = description;

    public static void Check(LedgerDescription wanted)
    {
        if (wanted.BucketCount is < 1 or > LedgerDescription.MaxBucketCount)
            throw new ArgumentException($"A ledger has 1 to {LedgerDescription.MaxBucketCount} buckets, not {wanted.BucketCount}.", nameof(wanted));
    }

    /// <exception cref="InvalidOperationException">The store was not initialized.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The ledger has no such bucket.</exception>
    public void Check(int bucket)
    {
        var known = ledger ?? throw new InvalidOperationException("Initialize the store first: only then it knows its buckets.");
        ArgumentOutOfRangeException.ThrowIfNegative(bucket);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(bucket, known.BucketCount);
    }
}
