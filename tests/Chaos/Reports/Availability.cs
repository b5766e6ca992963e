using SalesGrid.Chaos.Load;

namespace SalesGrid.Chaos.Reports;

/// <summary>How long nobody got a receipt.</summary>
internal static class Availability
{
    /// <summary>
    /// The longest time from a moment to the first receipt, over all buckets; only attempts begun after the moment count,
    /// since an earlier one may have been as good as done.
    /// </summary>
    /// <returns>Null when a bucket had no receipt after the moment.</returns>
    public static TimeSpan? UntilEveryBucketAnswered(IReadOnlyCollection<Acknowledgement> receipts, TimeSpan moment, int bucketCount)
    {
        var first = new Dictionary<int, TimeSpan>();
        foreach (var receipt in receipts.Where(r => r.Begun >= moment))
        {
            if (!first.TryGetValue(receipt.Bucket, out var at) || receipt.At < at)
                first[receipt.Bucket] = receipt.At;
        }
        return first.Count < bucketCount ? null : first.Values.Max() - moment;
    }

    /// <summary>The longest time between two receipts, whatever their buckets, and when it began.</summary>
    public static (TimeSpan Length, TimeSpan From) LongestGap(IReadOnlyCollection<Acknowledgement> receipts, TimeSpan from, TimeSpan to)
    {
        var (last, longest) = (from, (TimeSpan.Zero, from));
        foreach (var at in receipts.Select(r => r.At).Where(at => at >= from && at <= to).Order().Append(to))
        {
            if (at - last > longest.Item1)
                longest = (at - last, last);
            last = at;
        }
        return longest;
    }
}
