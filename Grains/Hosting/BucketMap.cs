using System.Collections.Immutable;
using System.IO.Hashing;
using System.Text;

namespace SalesGrid.Hosting;

/// <summary>Which silo each bucket is at home on. A pure function of the number of buckets and the set of silos: no silo asks another.</summary>
/// <remarks>
/// <para>
/// Every silo has a weight for every bucket. The strongest pair of bucket and silo is taken first, then the next, and a
/// silo that has <see cref="Share"/> buckets takes no more: rendezvous hashing with a bound.
/// </para>
/// <para>
/// A bucket moves only if its strongest silo changed, or if it was not on its strongest silo before or after. So moves
/// are at most those of plain rendezvous hashing (about one silo's share) plus the buckets the bound displaced before
/// and after. Averaged over clusters that is at most one and a half shares with up to five silos, two and a half with up to twelve.
/// </para>
/// <para>Weights come from a silo's address and port, not from when it was started: one that is restarted gets its buckets back.</para>
/// </remarks>
public sealed class BucketMap
{
    private readonly int[] homes;

    private BucketMap(ImmutableArray<SiloAddress> silos, int[] homes) => (Silos, this.homes) = (silos, homes);

    /// <summary>The silos, in one order on every silo.</summary>
    public ImmutableArray<SiloAddress> Silos { get; }

    /// <summary>Number of buckets.</summary>
    public int Buckets => homes.Length;

    /// <summary>Most buckets on one silo: buckets divided by silos, rounded up.</summary>
    public int Share => ShareOf(homes.Length, Silos.Length);

    /// <summary>The home of a bucket.</summary>
    public SiloAddress this[int bucket] => Silos[homes[bucket]];

    /// <summary>The map of these buckets over these silos, in whatever order they are given.</summary>
    /// <param name="buckets">Number of buckets, from 1.</param>
    /// <param name="silos">The silos, 1 or more.</param>
    public static BucketMap Of(int buckets, IEnumerable<SiloAddress> silos)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(buckets);
        var ordered = silos.Distinct().OrderBy(s => s.ToParsableString(), StringComparer.Ordinal).ToImmutableArray();
        ArgumentOutOfRangeException.ThrowIfZero(ordered.Length, nameof(silos));

        var pairs = new (ulong Weight, int Bucket, int Silo)[buckets * ordered.Length];
        for (var silo = 0; silo < ordered.Length; silo++)
        {
            var name = Encoding.UTF8.GetBytes(ordered[silo].Endpoint.ToString());
            for (var bucket = 0; bucket < buckets; bucket++)
                pairs[(silo * buckets) + bucket] = (XxHash3.HashToUInt64(name, bucket), bucket, silo);
        }
        // The strongest first; where two weigh the same, the order of buckets and silos decides, the same on every silo.
        Array.Sort(pairs, static (a, b) => a.Weight != b.Weight ? b.Weight.CompareTo(a.Weight)
            : a.Bucket != b.Bucket ? a.Bucket.CompareTo(b.Bucket) : a.Silo.CompareTo(b.Silo));

        var share = ShareOf(buckets, ordered.Length);
        var taken = new int[ordered.Length];
        var homes = new int[buckets];
        Array.Fill(homes, -1);
        foreach (var (_, bucket, silo) in pairs)
        {
            if (homes[bucket] >= 0 || taken[silo] == share)
                continue;
            homes[bucket] = silo;
            taken[silo]++;
        }
        return new(ordered, homes);
    }

    /// <summary>True when these are the silos of this map.</summary>
    public bool IsOver(IReadOnlyCollection<SiloAddress> silos) => silos.Count == Silos.Length && silos.All(s => Silos.Contains(s));

    private static int ShareOf(int buckets, int silos) => (buckets + silos - 1) / silos;
}
