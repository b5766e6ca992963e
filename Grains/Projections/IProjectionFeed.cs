using System.Collections.Immutable;
using SalesGrid.Kpis;
using SalesGrid.Subjects;

namespace SalesGrid.Projections;

/// <summary>The side of a bucket's projection that faces the silo. Key: the bucket's number.</summary>
[Alias("sg.IProjectionFeed")]
public interface IProjectionFeed : IGrainWithIntegerKey
{
    /// <summary>Returns once the batch is in the projection. A repeat is ignored, a gap is filled from the store.</summary>
    [Alias("Apply")]
    Task Apply(CommittedBatch batch);

    /// <summary>Returns once the projection stands; from then on it keeps the bucket's agenda.</summary>
    [Alias("Live")]
    Task Live();

    /// <summary>Answers to several questions at one watermark, however many groups they have. For audits.</summary>
    [Alias("Audit")]
    Task<ImmutableArray<KpiPartial>> Audit(ImmutableArray<KpiQuery> queries);
}

/// <summary>What one or more journal records changed.</summary>
/// <param name="Bucket">The bucket.</param>
/// <param name="FirstSeq">First sequence in it.</param>
/// <param name="LastSeq">Last sequence in it; one less than the first when it only says where the journal ends.</param>
/// <param name="At">When the last entry was decided.</param>
/// <param name="Subjects">The objects that changed, in order; one that changed twice is in it twice.</param>
/// <param name="Records">Their records, each as it was after its change.</param>
[GenerateSerializer, Immutable, Alias("sg.CommittedBatch")]
public sealed record CommittedBatch(
    [property: Id(0)] int Bucket,
    [property: Id(1)] long FirstSeq,
    [property: Id(2)] long LastSeq,
    [property: Id(3)] DateTimeOffset At,
    [property: Id(4)] ImmutableArray<string> Subjects,
    [property: Id(5)] ImmutableArray<SubjectRecord> Records);
