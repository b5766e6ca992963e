namespace SalesGrid.Kpis;

/// <summary>Sums over a set of opportunities, in one currency. Everything here can be added; ratios are formed last.</summary>
/// <remarks>
/// Counts are 64 bits wide. Sums of money are 128: an amount is at most 10^14 minor units, so no sum of any number of
/// opportunities that fits a machine can overflow.
/// </remarks>
[GenerateSerializer, Immutable, Alias("sg.KpiTotals")]
public readonly record struct KpiTotals
{
    /// <summary>Opportunities being worked on.</summary>
    [Id(0)] public long Open { get; init; }

    /// <summary>Opportunities won.</summary>
    [Id(1)] public long Won { get; init; }

    /// <summary>Opportunities lost.</summary>
    [Id(2)] public long Lost { get; init; }

    /// <summary>Amount of those won, minor units.</summary>
    [Id(3)] public Int128 WonMinor { get; init; }

    /// <summary>Amount of those open, minor units; those without an amount count nothing.</summary>
    [Id(4)] public Int128 OpenMinor { get; init; }

    /// <summary>Sum over those open of amount times the stage's probability in percent: minor units times 100.</summary>
    [Id(5)] public Int128 WeightedMinorPercent { get; init; }

    /// <summary>Days from opening to winning, summed over those won whose opening day is known.</summary>
    [Id(6)] public long WonCycleDays { get; init; }

    /// <summary>Number of those won whose opening day is known.</summary>
    [Id(7)] public long WonCycles { get; init; }

    /// <summary>Opportunities of any status.</summary>
    public long Opportunities => Open + Won + Lost;

    /// <summary>Share of decided opportunities that were won, 0 to 1; null while none is decided.</summary>
    public double? WinRate => Won + Lost is > 0 and var decided ? (double)Won / decided : null;

    /// <summary>Mean days from opening to winning; null where no win has a known opening day.</summary>
    public double? MeanWonCycleDays => WonCycles > 0 ? (double)WonCycleDays / WonCycles : null;

    /// <summary>True when nothing is in the set.</summary>
    public bool IsEmpty => Opportunities == 0;

    public static KpiTotals operator +(KpiTotals a, KpiTotals b) => new()
    {
        Open = a.Open + b.Open,
        Won = a.Won + b.Won,
        Lost = a.Lost + b.Lost,
        WonMinor = a.WonMinor + b.WonMinor,
        OpenMinor = a.OpenMinor + b.OpenMinor,
        WeightedMinorPercent = a.WeightedMinorPercent + b.WeightedMinorPercent,
        WonCycleDays = a.WonCycleDays + b.WonCycleDays,
        WonCycles = a.WonCycles + b.WonCycles,
    };

    public static KpiTotals operator -(KpiTotals a, KpiTotals b) => new()
    {
        Open = a.Open - b.Open,
        Won = a.Won - b.Won,
        Lost = a.Lost - b.Lost,
        WonMinor = a.WonMinor - b.WonMinor,
        OpenMinor = a.OpenMinor - b.OpenMinor,
        WeightedMinorPercent = a.WeightedMinorPercent - b.WeightedMinorPercent,
        WonCycleDays = a.WonCycleDays - b.WonCycleDays,
        WonCycles = a.WonCycles - b.WonCycles,
    };

    /// <summary>Same as <c>a + b</c>, for languages without operators.</summary>
    public static KpiTotals Add(KpiTotals left, KpiTotals right) => left + right;

    /// <summary>Same as <c>a - b</c>, for languages without operators.</summary>
    public static KpiTotals Subtract(KpiTotals left, KpiTotals right) => left - right;
}
