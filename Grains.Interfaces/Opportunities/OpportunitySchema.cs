using System.Collections.Immutable;
using SalesGrid.Kpis;

namespace SalesGrid.Opportunities;

/// <summary>What opportunities can be grouped and filtered by.</summary>
public static class KpiDimension
{
    /// <summary>Salesperson the opportunity is credited to.</summary>
    public const string Owner = "owner";

    /// <summary>Team it was credited to when its owner took it on.</summary>
    public const string Team = "team";

    /// <summary>Region of that team.</summary>
    public const string Region = "region";

    /// <summary>Product or product line.</summary>
    public const string Product = "product";

    /// <summary>Customer.</summary>
    public const string Customer = "customer";

    /// <summary>Sector of the customer when the opportunity was opened or given to it.</summary>
    public const string Sector = "sector";

    /// <summary>City of the customer, as known then.</summary>
    public const string City = "city";

    /// <summary>Country of the customer, as known then.</summary>
    public const string Country = "country";

    /// <summary>Sales channel.</summary>
    public const string Channel = "channel";

    /// <summary>Where it came from.</summary>
    public const string Source = "source";

    /// <summary>Sales process.</summary>
    public const string Process = "process";

    /// <summary>Stage of the process.</summary>
    public const string Stage = "stage";

    /// <summary>Open, won or lost.</summary>
    public const string Status = "status";

    /// <summary>How sure its owner is.</summary>
    public const string Forecast = "forecast";

    /// <summary>Why it was lost.</summary>
    public const string LossReason = "lossReason";

    /// <summary>Why it was won.</summary>
    public const string WinReason = "winReason";

    /// <summary><c>true</c> for one that was brought in from another system.</summary>
    public const string Imported = "imported";

    /// <summary>Where a win comes from, <c>own</c>, <c>imported</c> or <c>admitted</c>; none while it is not won. An imported one counts towards no target.</summary>
    public const string WinOrigin = "winOrigin";

    /// <summary>Days from its opening until it was decided, or until today; see <see cref="OpportunitySchema.AgeBands"/>.</summary>
    public const string AgeBand = "ageBand";

    /// <summary>Days an open one has been in its stage; none for one that is decided.</summary>
    public const string StageAgeBand = "stageAgeBand";

    /// <inheritdoc cref="FactSchema.Month"/>
    public const string Month = FactSchema.Month;

    /// <inheritdoc cref="FactSchema.Quarter"/>
    public const string Quarter = FactSchema.Quarter;

    /// <inheritdoc cref="FactSchema.Year"/>
    public const string Year = FactSchema.Year;

    /// <inheritdoc cref="FactSchema.Currency"/>
    public const string Currency = FactSchema.Currency;
}

/// <summary>The facts opportunities contribute.</summary>
public static class OpportunitySchema
{
    /// <summary>Bands of days: a band ends with its last number, both included.</summary>
    public static ImmutableArray<string> AgeBands { get; } = ["0-30", "31-90", "91-180", "181-365", "366+"];

    /// <summary>People in the deal team.</summary>
    public const string Member = "member";

    /// <summary>People a win is credited to.</summary>
    public const string Credited = "credited";

    /// <summary>The schema.</summary>
    public static FactSchema Schema { get; } = new("opportunity",
        [
            KpiDimension.Owner, KpiDimension.Team, KpiDimension.Region, KpiDimension.Product, KpiDimension.Customer, KpiDimension.Sector,
            KpiDimension.City, KpiDimension.Country, KpiDimension.Channel, KpiDimension.Source, KpiDimension.Process, KpiDimension.Stage,
            KpiDimension.Status, KpiDimension.Forecast, KpiDimension.LossReason, KpiDimension.WinReason, KpiDimension.Imported, KpiDimension.WinOrigin,
            KpiDimension.AgeBand, KpiDimension.StageAgeBand, KpiDimension.Month, KpiDimension.Quarter, KpiDimension.Year, KpiDimension.Currency,
        ],
        KpiTotals.Measures,
        [
            Count("opportunities", t => t.Opportunities),
            Count("open", t => t.Open),
            Count("won", t => t.Won),
            Count("lost", t => t.Lost),
            new("wonAmount", FigureUnit.Money, s => KpiTotals.Of(s).WonMinor),
            new("winRate", FigureUnit.Ratio, s => KpiTotals.Of(s).Won, s => KpiTotals.Of(s) is var t ? t.Won + t.Lost : 0),
            new("wonCycleDays", FigureUnit.Ratio, s => KpiTotals.Of(s).WonCycleDays, s => KpiTotals.Of(s).WonCycles),
            new("openAmount", FigureUnit.Money, s => KpiTotals.Of(s).OpenMinor),
            new("weightedAmount", FigureUnit.Money, s => KpiTotals.Of(s).WeightedMinorPercent, _ => 100),
            Count("slips", t => t.Slips),
            new("stageDays", FigureUnit.Count, s => KpiTotals.Of(s).StageDays(s.Today)),
            Count("activities", t => t.Activities),
            Count("refusals", t => t.Refusals),
        ])
    {
        Choices = ImmutableDictionary<string, ImmutableArray<string>>.Empty
            .Add(KpiDimension.Status, ["open", "won", "lost"])
            .Add(KpiDimension.Forecast, ["pipeline", "bestCase", "commit", "omitted"])
            .Add(KpiDimension.Imported, ["true", "false"])
            .Add(KpiDimension.WinOrigin, ["own", "imported", "admitted"])
            .Add(KpiDimension.AgeBand, AgeBands)
            .Add(KpiDimension.StageAgeBand, AgeBands),
        People = [Member, Credited],
        CreditedBy = [KpiDimension.Owner, KpiDimension.Team, KpiDimension.Region],
        Sorts = ["amount", "openedOn", "closedOn", "expectedCloseOn", "changedAt", KpiDimension.Stage, KpiDimension.Owner, KpiDimension.Customer],
        Days = ["openedOn", "closedOn", "expectedCloseOn"],
        Amount = "amount",
    };

    private static Figure Count(string name, Func<KpiTotals, long> of) => new(name, FigureUnit.Count, s => of(KpiTotals.Of(s)));
}
