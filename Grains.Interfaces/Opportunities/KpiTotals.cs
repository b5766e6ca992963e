using System.Collections.Immutable;
using SalesGrid.Kpis;

namespace SalesGrid.Opportunities;

/// <summary>Sums over a set of opportunities, in one currency. Everything here can be added; ratios are formed last.</summary>
/// <remarks>
/// Counts are 64 bits wide. Sums of money are 128: an amount is at most 10^14 minor units, so no sum of any number of
/// opportunities that fits a machine can overflow.
/// </remarks>
public readonly record struct KpiTotals
{
    /// <summary>The measures, in the order of <see cref="ToSums"/>.</summary>
    public static ImmutableArray<string> Measures { get; } =
    [
        "open", "won", "lost", "wonMinor", "openMinor", "weightedMinorPercent", "wonCycleDays", "wonCycles",
        "slips", "openStageDayNumbers", "activities", "refusals",
    ];

    /// <summary>Opportunities being worked on.</summary>
    public long Open { get; init; }

    /// <summary>Opportunities won.</summary>
    public long Won { get; init; }

    /// <summary>Opportunities lost.</summary>
    public long Lost { get; init; }

    /// <summary>Amount of those won, minor units.</summary>
    public Int128 WonMinor { get; init; }

    /// <summary>Amount of those open, minor units; those without an amount count nothing.</summary>
    public Int128 OpenMinor { get; init; }

    /// <summary>Sum over those open of amount times the stage's probability in percent: minor units times 100.</summary>
    public Int128 WeightedMinorPercent { get; init; }

    /// <summary>Days from opening to winning, summed over those won whose opening day is known.</summary>
    public long WonCycleDays { get; init; }

    /// <summary>Number of those won whose opening day is known.</summary>
    public long WonCycles { get; init; }

    /// <summary>How often an expected close was moved to a later day.</summary>
    public long Slips { get; init; }

    /// <summary>
    /// Day numbers of the days those open entered their stage: what a sum of ages is formed from on any day, so that no sum has to
    /// change because a day has passed.
    /// </summary>
    public long OpenStageDayNumbers { get; init; }

    /// <summary>Activities recorded.</summary>
    public long Activities { get; init; }

    /// <summary>Refused commands that were recorded one by one.</summary>
    public long Refusals { get; init; }

    /// <summary>Opportunities of any status.</summary>
    public long Opportunities => Open + Won + Lost;

    /// <summary>Share of decided opportunities that were won, 0 to 1; null while none is decided.</summary>
    public double? WinRate => Won + Lost is > 0 and var decided ? (double)Won / decided : null;

    /// <summary>Mean days from opening to winning; null where no win has a known opening day.</summary>
    public double? MeanWonCycleDays => WonCycles > 0 ? (double)WonCycleDays / WonCycles : null;

    /// <summary>True when nothing is in the set.</summary>
    public bool IsEmpty => Opportunities == 0;

    /// <summary>Days those open have been in their present stage by a day, all together.</summary>
    public long StageDays(DateOnly today) => (Open * today.DayNumber) - OpenStageDayNumbers;

    /// <summary>The totals in sums of <see cref="Measures"/>.</summary>
    public static KpiTotals Of(ImmutableArray<Int128> sums) => sums.IsDefaultOrEmpty ? default : new()
    {
        Open = (long)sums[0],
        Won = (long)sums[1],
        Lost = (long)sums[2],
        WonMinor = sums[3],
        OpenMinor = sums[4],
        WeightedMinorPercent = sums[5],
        WonCycleDays = (long)sums[6],
        WonCycles = (long)sums[7],
        Slips = (long)sums[8],
        OpenStageDayNumbers = (long)sums[9],
        Activities = (long)sums[10],
        Refusals = (long)sums[11],
    };

    /// <inheritdoc cref="Of(ImmutableArray{Int128})"/>
    public static KpiTotals Of(FactSums sums) => Of(sums.Values);

    /// <summary>The totals of a cell of an answer about opportunities.</summary>
    public static KpiTotals Of(KpiCell cell) => Of(cell.Sums);

    /// <summary>The sums, in the order of <see cref="Measures"/>.</summary>
    public ImmutableArray<Int128> ToSums() =>
        [Open, Won, Lost, WonMinor, OpenMinor, WeightedMinorPercent, WonCycleDays, WonCycles, Slips, OpenStageDayNumbers, Activities, Refusals];

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
        Slips = a.Slips + b.Slips,
        OpenStageDayNumbers = a.OpenStageDayNumbers + b.OpenStageDayNumbers,
        Activities = a.Activities + b.Activities,
        Refusals = a.Refusals + b.Refusals,
    };

    /// <summary>Same as <c>a + b</c>, for languages without operators.</summary>
    public static KpiTotals Add(KpiTotals left, KpiTotals right) => left + right;
}
