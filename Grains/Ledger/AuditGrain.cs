using System.Collections.Immutable;
using Orleans.Concurrency;
using SalesGrid.Hosting;
using SalesGrid.Kpis;
using SalesGrid.Pipeline;

namespace SalesGrid.Ledger;

/// <inheritdoc cref="IAuditGrain"/>
[GrainType("audit"), BucketPlacement, Reentrant]
public sealed class AuditGrain(LedgerHost host) : Grain, IAuditGrain
{
    /// <summary>The questions whose answers are recomputed: every dimension, and all at once.</summary>
    private static readonly ImmutableArray<KpiQuery> Questions =
        [new([]), .. Enum.GetValues<KpiDimension>().Select(d => new KpiQuery([d]))];

    /// <inheritdoc/>
    public async Task<BucketAudit> Verify()
    {
        var bucket = (int)this.GetPrimaryKeyLong();
        var answers = await GrainFactory.GetGrain<IProjectionFeed>(bucket).Audit(Questions);
        return await Task.Run(() => LedgerAudit.Run(host.Store, bucket, Questions, answers, CancellationToken.None));
    }
}
