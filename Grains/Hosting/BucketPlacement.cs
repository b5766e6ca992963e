using System.IO.Hashing;
using System.Text;
using Orleans.Placement;
using Orleans.Runtime.Placement;

namespace SalesGrid.Hosting;

/// <summary>
/// Puts everything of one bucket on one silo: its ledger, its projection and its business objects, so that an append
/// and its feed cost no network. Buckets spread by rendezvous hashing: when a silo comes or goes, only its share moves.
/// </summary>
[GenerateSerializer, Immutable, Alias("sg.BucketPlacement")]
public sealed class BucketPlacement : PlacementStrategy;

/// <summary>Marks a grain that is placed with its bucket.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class BucketPlacementAttribute() : PlacementAttribute(new BucketPlacement());

/// <summary>Finds the silo of a bucket among those that can host the grain.</summary>
public sealed class BucketPlacementDirector(LedgerHost host) : IPlacementDirector
{
    public Task<SiloAddress> OnAddActivation(PlacementStrategy strategy, PlacementTarget target, IPlacementContext context)
    {
        var bucket = target.GrainIdentity.TryGetIntegerKey(out var number, out _)
            ? (int)number
            : host.BucketOf(target.GrainIdentity.Key.ToString()!);
        return Task.FromResult(Choose(bucket, context.GetCompatibleSilos(target)));
    }

    /// <summary>The silo with the highest hash of itself and the bucket.</summary>
    public static SiloAddress Choose(int bucket, IReadOnlyList<SiloAddress> silos)
    {
        var chosen = silos[0];
        var highest = 0UL;
        foreach (var silo in silos)
        {
            var weight = XxHash3.HashToUInt64(Encoding.UTF8.GetBytes(silo.ToParsableString()), bucket);
            if (weight >= highest)
                (chosen, highest) = (silo, weight);
        }
        return chosen;
    }
}
