using SalesGrid.Gateway.Kpis;
using SalesGrid.Opportunities;

namespace SalesGrid.Gateway.Opportunities;

/// <summary>Rows of KPI answers about opportunities, read as such.</summary>
public static class OpportunityFigures
{
    extension(KpiRow row)
    {
        /// <summary>The sums of the row by name.</summary>
        public KpiTotals Totals => KpiTotals.Of(row.Sums);

        /// <summary>Amount won, major units; null where amounts of several currencies meet.</summary>
        public decimal? WonAmount => row.Major(row.Totals.WonMinor);

        /// <summary>Amount of those open, major units; null where amounts of several currencies meet.</summary>
        public decimal? OpenAmount => row.Major(row.Totals.OpenMinor);

        /// <summary>Amount of those open weighted by the chance of winning, major units; null where amounts of several currencies meet.</summary>
        public decimal? WeightedAmount => row.Major(row.Totals.WeightedMinorPercent) / 100;
    }
}
