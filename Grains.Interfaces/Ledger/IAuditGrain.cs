using System.Collections.Immutable;
using Orleans.Concurrency;

namespace SalesGrid.Ledger;

/// <summary>Checks one bucket of the ledger from its first entry. Key: the bucket's number.</summary>
[Alias("sg.IAuditGrain")]
public interface IAuditGrain : IGrainWithIntegerKey
{
    /// <summary>
    /// Reads the whole journal, recomputes every hash, checks that sequences and versions have no gap, and recomputes
    /// every KPI from the entries alone to compare it with the cube at the same watermark.
    /// </summary>
    [Alias("Verify"), ResponseTimeout("00:10:00")]
    Task<BucketAudit> Verify();
}

/// <summary>What was found in one bucket.</summary>
/// <param name="Bucket">The bucket.</param>
/// <param name="Entries">Entries read; also the sequence of the last.</param>
/// <param name="Records">Journal records read.</param>
/// <param name="HeadHash">Hash of the last record, lower-case hexadecimal: it pins everything before it.</param>
/// <param name="KpiDifferences">KPI groups whose sums differ from the cube's; 0 is the only good answer.</param>
/// <param name="Problems">What is wrong, at most 20, in the order found; empty when nothing is.</param>
[GenerateSerializer, Immutable, Alias("sg.BucketAudit")]
public sealed record BucketAudit(
    [property: Id(0)] int Bucket,
    [property: Id(1)] long Entries,
    [property: Id(2)] long Records,
    [property: Id(3)] string HeadHash,
    [property: Id(4)] int KpiDifferences,
    [property: Id(5)] ImmutableArray<string> Problems)
{
    /// <summary>True when nothing is wrong.</summary>
    public bool Ok => Problems.IsEmpty && KpiDifferences == 0;
}
