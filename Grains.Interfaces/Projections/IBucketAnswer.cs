namespace SalesGrid.Projections;

/// <summary>What the projection of one bucket answers.</summary>
public interface IBucketAnswer
{
    /// <summary>The bucket.</summary>
    int Bucket { get; }

    /// <summary>Sequence up to which the bucket's entries are in the answer.</summary>
    long Watermark { get; }
}
