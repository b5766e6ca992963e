using SalesGrid.Kpis;

namespace SalesGrid.Opportunities;

/// <summary>KPI answers about opportunities, read as such.</summary>
public static class OpportunityKpis
{
    extension(KpiCell cell)
    {
        /// <summary>The sums of the cell by name.</summary>
        public KpiTotals Totals => KpiTotals.Of(cell.Sums);
    }
}
