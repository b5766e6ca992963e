namespace SalesGrid;

/// <summary>How the grid is laid out: what a gateway needs to know of the ledger.</summary>
/// <param name="LedgerId">Name of the ledger.</param>
/// <param name="BucketCount">Number of buckets.</param>
[GenerateSerializer, Immutable, Alias("sg.GridLayout")]
public sealed record GridLayout([property: Id(0)] string LedgerId, [property: Id(1)] int BucketCount);

/// <summary>Tells a gateway how the grid is laid out. Key: 0.</summary>
[Alias("sg.ILayoutGrain")]
public interface ILayoutGrain : IGrainWithIntegerKey
{
    /// <summary>The layout; the same for the life of the ledger.</summary>
    [Alias("Get")]
    Task<GridLayout> Get();
}
