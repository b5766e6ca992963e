using System.Collections.Immutable;
using Orleans.Concurrency;
using SalesGrid.Hosting;
using SalesGrid.Kpis;
using SalesGrid.Projections;
using SalesGrid.Subjects;

namespace SalesGrid.Ledger;

/// <inheritdoc cref="IAuditGrain"/>
[GrainType("audit"), BucketPlacement, Reentrant]
public sealed class AuditGrain(GridLedger ledger, BusinessCalendar calendar) : Grain, IAuditGrain
{
    /// <summary>The questions whose answers are recomputed: of every kind that has a second fold every dimension, and all at once.</summary>
    private static readonly ImmutableArray<KpiQuery> Questions =
        [.. SubjectKinds.All.Select(k => k.Facts?.Schema).OfType<FactSchema>().Where(s => AuditFold.Kinds.Contains(s.Kind)).SelectMany(LedgerAudit.QuestionsOf)];

    /// <inheritdoc/>
    public async Task<BucketAudit> Verify()
    {
        var bucket = (int)this.GetPrimaryKeyLong();
        ImmutableArray<KpiPartial> answers = [];
        string? unreadable = null;
        try
        {
            answers = await GrainFactory.GetGrain<IProjectionFeed>(bucket).Audit(Questions);
        }
        catch (Exception e) when (e is not TimeoutException)
        {
            // A bucket whose journal and heads do not fit together serves nobody. That is what is to be reported.
            unreadable = e.Message;
        }
        var audit = await Task.Run(() => LedgerAudit.Run(ledger.Store, bucket, Questions, answers, calendar.Zone, CancellationToken.None));
        return unreadable is null ? audit : audit with { Problems = [unreadable, .. audit.Problems.Take(LedgerAudit.ProblemsMax - 1)] };
    }
}
