using System.IO.Hashing;
using System.Net;
using System.Text;
using SalesGrid.Hosting;

namespace SalesGrid.Domain.Tests;

/// <summary>Where buckets are at home: evenly spread, agreed upon without a word, and moved as little as can be.</summary>
public sealed class BucketMapLawTests
{
    private delegate SiloAddress[] Assignment(int buckets, SiloAddress[] silos);

    private static readonly Gen<SiloAddress> Silo = Gen.Select(Gen.Int[0, 9_999], Gen.Int[1, 1_000_000], At);
    private static readonly Gen<SiloAddress[]> Cluster = Silo.Array[1, 12].Select(silos => silos.DistinctBy(s => s.Endpoint).ToArray());
    private static readonly Gen<int> Buckets = Gen.Int[0, 5].Select(i => new[] { 1, 2, 7, 16, 64, 128 }[i]);

    [Fact]
    public void No_silo_has_more_than_its_share_and_every_bucket_has_a_home() => SpreadsEvenly(Homes);

    [Fact]
    public void Every_silo_computes_the_same_homes_in_whatever_order_it_lists_the_silos() => AgreesInAnyOrder(Homes);

    [Fact]
    public void A_join_or_a_leave_moves_no_more_than_the_bound() => Gen.Select(Buckets, Cluster, Silo).Sample((buckets, cluster, other) =>
    {
        if (cluster.Any(s => s.Endpoint.Equals(other.Endpoint)))
            return;
        SiloAddress[] larger = [.. cluster, other];
        var (before, after) = (Homes(buckets, cluster), Homes(buckets, larger));
        var (first, firstAfter) = (Strongest(buckets, cluster), Strongest(buckets, larger));
        // Plain rendezvous hashing's own moves, and the buckets the bound displaces on either side.
        var bound = Differences(first, firstAfter) + Differences(before, first) + Differences(after, firstAfter);
        Assert.InRange(Differences(before, after), 0, bound);
    }, iter: 1_000);

    [Theory, InlineData(16, 5, 1.5), InlineData(64, 5, 1.5), InlineData(16, 12, 2.5), InlineData(64, 12, 2.5)]
    public void On_average_a_join_moves_few_shares(int buckets, int silosMax, double sharesMax)
    {
        const int Samples = 300;
        // The average of one fixed series: what is asserted is a number, not luck.
        var random = new Random(417);
        for (var silos = 1; silos < silosMax; silos++)
        {
            var moves = 0;
            for (var i = 0; i < Samples; i++)
            {
                var cluster = Enumerable.Range(0, silos + 1).Select(s => At((s * 1_000) + random.Next(1_000), 1)).ToArray();
                moves += Differences(Homes(buckets, cluster[..^1]), Homes(buckets, cluster));
            }
            Assert.InRange((double)moves / Samples, 0, sharesMax * buckets / (silos + 1));
        }
    }

    [Fact]
    public void A_silo_that_was_restarted_gets_its_buckets_back() => Gen.Select(Buckets, Cluster, Gen.Int[0, 11]).Sample((buckets, cluster, which) =>
    {
        var restarted = cluster.ToArray();
        var old = restarted[which % cluster.Length];
        restarted[which % cluster.Length] = SiloAddress.New(old.Endpoint, old.Generation + 1);
        Assert.Equal(Homes(buckets, cluster).Select(s => s.Endpoint), Homes(buckets, restarted).Select(s => s.Endpoint));
    }, iter: 300);

    [Fact]
    public void Homes_without_the_bound_are_caught() => Assert.Throws<CsCheckException>(() => SpreadsEvenly(Strongest));

    [Fact]
    public void Homes_that_follow_the_order_of_the_list_are_caught() => Assert.Throws<CsCheckException>(() => AgreesInAnyOrder(
        (buckets, silos) => [.. Enumerable.Range(0, buckets).Select(b => silos[b % silos.Length])]));

    private static void SpreadsEvenly(Assignment assign) => Gen.Select(Buckets, Cluster).Sample((buckets, cluster) =>
    {
        var homes = assign(buckets, cluster);
        Assert.Equal(buckets, homes.Length);
        Assert.All(homes, home => Assert.Contains(home, cluster));
        Assert.All(homes.CountBy(h => h), silo => Assert.InRange(silo.Value, 1, (int)Math.Ceiling((double)buckets / cluster.Length)));
    }, iter: 500);

    private static void AgreesInAnyOrder(Assignment assign) => Gen.Select(Buckets, Cluster, Gen.Int).Sample((buckets, cluster, seed) =>
    {
        var shuffled = cluster.ToArray();
        new Random(seed).Shuffle(shuffled);
        Assert.Equal(assign(buckets, cluster), assign(buckets, shuffled));
    }, iter: 300);

    private static SiloAddress[] Homes(int buckets, SiloAddress[] silos)
    {
        var map = BucketMap.Of(buckets, silos);
        return [.. Enumerable.Range(0, buckets).Select(b => map[b])];
    }

    /// <summary>Plain rendezvous hashing: the silo of the greatest weight, however many buckets it has already.</summary>
    private static SiloAddress[] Strongest(int buckets, SiloAddress[] silos) => [.. Enumerable.Range(0, buckets).Select(bucket =>
        silos.MaxBy(s => XxHash3.HashToUInt64(Encoding.UTF8.GetBytes(s.Endpoint.ToString()), bucket))!)];

    private static int Differences(SiloAddress[] a, SiloAddress[] b) => a.Zip(b).Count(pair => !pair.First.Equals(pair.Second));

    private static SiloAddress At(int place, int generation) =>
        SiloAddress.New(new IPEndPoint(new IPAddress([10, 0, (byte)(place / 250), (byte)(place % 250)]), 11111), generation);
}
