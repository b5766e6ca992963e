using SalesGrid.Ledger;
using SalesGrid.Projections;

namespace SalesGrid.Gateway.Grid;

/// <summary>
/// How far each bucket had come by the receipts this gateway was given. No answer may know less: a silo that was cut off, or stood
/// still, does not know yet that its buckets are written elsewhere, and answers what reached it from what it remembers.
/// </summary>
public sealed class Acknowledged
{
    private readonly long[] seqs = new long[LedgerDescription.MaxBucketCount];

    /// <summary>Sequence of the last entry of a bucket that is known to be committed; 0 when none is.</summary>
    public long Of(int bucket) => Volatile.Read(ref seqs[bucket]);

    /// <summary>A receipt was given. One that committed nothing says nothing.</summary>
    public void Note(Receipt receipt)
    {
        ref var last = ref seqs[receipt.Bucket];
        for (var known = Volatile.Read(ref last); receipt.Seq > known;)
        {
            var was = Interlocked.CompareExchange(ref last, receipt.Seq, known);
            if (was == known)
                return;
            known = was;
        }
    }

    /// <summary>The answer, unless it lacks something that was acknowledged before it was asked for.</summary>
    /// <param name="answer">What a projection answered.</param>
    /// <param name="known">What was acknowledged when it was asked; see <see cref="Of"/>.</param>
    /// <exception cref="LedgerUnavailableException">It comes from a silo that no longer writes the bucket: asked again, another answers.</exception>
    public static T Current<T>(T answer, long known) => answer is IBucketAnswer old && old.Watermark < known
        ? throw new LedgerUnavailableException($"Bucket {old.Bucket} was answered at {old.Watermark}, but {known} is acknowledged: a silo that no longer writes it answered.")
        : answer;
}
