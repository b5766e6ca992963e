namespace SalesGrid.Bench.Load;

/// <summary>Chooses opportunities: all alike, a few far more often than the rest (Zipf), or each once. Safe for any number of workers.</summary>
public sealed class Keys
{
    private readonly int count;
    private readonly double[]? cumulative;
    private readonly int[]? order;
    private int chosen;

    /// <param name="count">Number of opportunities.</param>
    /// <param name="zipf">Exponent of the Zipf distribution, e.g. 0.99; null for uniform.</param>
    public Keys(int count, double? zipf)
    {
        this.count = count;
        if (zipf is not { } exponent)
            return;
        cumulative = new double[count];
        var sum = 0.0;
        for (var rank = 1; rank <= count; rank++)
            cumulative[rank - 1] = sum += Math.Pow(rank, -exponent);
        for (var i = 0; i < count; i++)
            cumulative[i] /= sum;
    }

    private Keys(int[] order) => (count, this.order) = (order.Length, order);

    /// <summary>Each opportunity once, in no order.</summary>
    public static Keys EachOnce(int count, int seed)
    {
        var order = Enumerable.Range(0, count).ToArray();
        new Random(seed).Shuffle(order);
        return new(order);
    }

    /// <summary>
    /// The next opportunity; null when each was chosen that is to be chosen once. Popular ones lie in all buckets alike: a bucket
    /// is a hash of the id.
    /// </summary>
    public int? Next(Random random)
    {
        if (order is not null)
            return Interlocked.Increment(ref chosen) is var next && next <= count ? order[next - 1] : null;
        if (cumulative is null)
            return random.Next(count);
        var found = Array.BinarySearch(cumulative, random.NextDouble());
        return Math.Min(found < 0 ? ~found : found, count - 1);
    }
}
