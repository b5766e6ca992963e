using Orleans.Placement;
using Orleans.Runtime.Placement;
using SalesGrid.Ledger;

namespace SalesGrid.Hosting;

/// <summary>
/// Puts everything of one bucket on one silo, its home: its ledger, its projection and its business objects, so that an
/// append and its feed cost no network.
/// </summary>
[GenerateSerializer, Immutable, Alias("sg.BucketPlacement")]
public sealed class BucketPlacement : PlacementStrategy;

/// <summary>Marks a grain that is placed with its bucket.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class BucketPlacementAttribute() : PlacementAttribute(new BucketPlacement());

/// <summary>Finds the home of a grain's bucket.</summary>
public sealed class BucketPlacementDirector(GridLedger ledger, BucketHomes homes) : IPlacementDirector
{
    public Task<SiloAddress> OnAddActivation(PlacementStrategy strategy, PlacementTarget target, IPlacementContext context)
    {
        var bucket = target.GrainIdentity.TryGetIntegerKey(out var number, out _)
            ? (int)number
            : ledger.BucketOf(target.GrainIdentity.Key.ToString()!);
        var compatible = context.GetCompatibleSilos(target);
        // A number that is no bucket's gets a silo, and there the answer that there is no such bucket.
        if (bucket < 0 || bucket >= ledger.Description.BucketCount)
            return Task.FromResult(compatible[0]);
        var home = homes.Of(bucket);
        // While programs of two versions run side by side the home may not know this kind of grain yet.
        return Task.FromResult(Array.IndexOf(compatible, home) >= 0
            ? home
            : BucketMap.Of(ledger.Description.BucketCount, homes.WithoutLeaving(compatible))[bucket]);
    }
}
