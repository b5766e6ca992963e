using SalesGrid.Kpis;
using SalesGrid.Ledger;
using SalesGrid.Projections;
using SalesGrid.Salespeople;

namespace SalesGrid.Opportunities;

/// <summary>The pipeline of a salesperson: their open opportunities, and what is credited to them of those won, asked of every bucket.</summary>
public sealed class PersonPipeline(IGrainFactory grains, GridLedger ledger) : IPersonPipeline
{
    /// <inheritdoc/>
    public async Task<PipelineFacts> Of(string personId, Period period, string currency)
    {
        var query = new KpiQuery([KpiDimension.Owner, KpiDimension.WinOrigin], period.From, period.To) { ByCredit = true };
        var parts = await Task.WhenAll(Enumerable.Range(0, ledger.Description.BucketCount)
            .Select(bucket => grains.GetGrain<IProjectionGrain>(bucket).KpisOf(query, personId)));
        // A win that was brought in attains nothing until finance has had it count.
        var totals = parts.SelectMany(p => p.Cells).Where(c => c.Currency == currency && c.Key[1] != "imported").Aggregate(default(KpiTotals), (sum, cell) => sum + cell.Totals);
        return new((long)Int128.Min(totals.OpenMinor, long.MaxValue), (long)Int128.Min(totals.WonMinor, long.MaxValue));
    }
}
