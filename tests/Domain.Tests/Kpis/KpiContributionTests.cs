namespace SalesGrid.Domain.Tests;

/// <summary>Worked by hand.</summary>
public sealed class KpiContributionTests
{
    private static readonly PipelineRow Row = new()
    {
        Id = "OPP-1",
        Version = 1,
        Status = OpportunityStatus.Open,
        Process = "key-account",
        Stage = "bidding",
        ProbabilityPercent = 60,
        Owner = "S-001",
        Team = "East 1",
        Region = "East",
        AmountMinor = 125_000_00,
        Currency = "CNY",
        OpenedOn = new(2026, 1, 31),
        ExpectedCloseOn = new(2026, 12, 1),
    };

    private static readonly PipelineRow Won = Row with { Status = OpportunityStatus.Won, ClosedOn = new(2026, 3, 2) };

    [Fact]
    public void An_open_opportunity_counts_its_amount_whole_and_by_its_chance() => Assert.Equal(
        new KpiTotals { Open = 1, OpenMinor = 125_000_00, WeightedMinorPercent = 750_000_000 }, KpiContribution.Of(Row));

    [Fact]
    public void A_win_counts_its_amount_and_the_days_it_took() => Assert.Equal(
        // 31 January to 2 March 2026: 28 days of February and 2 of March.
        new KpiTotals { Won = 1, WonMinor = 125_000_00, WonCycleDays = 30, WonCycles = 1 }, KpiContribution.Of(Won));

    [Fact]
    public void A_win_without_a_known_opening_has_no_cycle() => Assert.Equal(
        new KpiTotals { Won = 1, WonMinor = 125_000_00 }, KpiContribution.Of(Won with { OpenedOn = null }));

    [Fact]
    public void A_loss_counts_no_money() =>
        Assert.Equal(new KpiTotals { Lost = 1 }, KpiContribution.Of(Won with { Status = OpportunityStatus.Lost }));

    [Fact]
    public void An_opportunity_without_an_amount_is_counted_all_the_same() => Assert.Equal(
        new KpiTotals { Open = 1 }, KpiContribution.Of(Row with { AmountMinor = null, Currency = null }));

    [Fact]
    public void Three_wins_and_one_loss_make_three_quarters()
    {
        var sum = KpiContribution.Of(Won) + KpiContribution.Of(Won with { OpenedOn = new(2026, 3, 1) })
            + KpiContribution.Of(Won with { OpenedOn = null }) + KpiContribution.Of(Won with { Status = OpportunityStatus.Lost });
        Assert.Equal((0.75, 15.5, (Int128)375_000_00), (sum.WinRate, sum.MeanWonCycleDays, sum.WonMinor));
    }

    [Theory]
    [InlineData(null, null, true)]
    [InlineData("2026-03-02", null, true)]
    [InlineData("2026-03-03", null, false)]
    [InlineData(null, "2026-03-02", true)]
    [InlineData(null, "2026-03-01", false)]
    [InlineData("2026-03-02", "2026-03-02", true)]
    public void A_period_includes_its_first_and_its_last_day(string? from, string? to, bool isIn) =>
        Assert.Equal(isIn, KpiContribution.IsIn(Won, new([], Day(from), Day(to))));

    [Fact]
    public void An_open_opportunity_lies_in_the_month_it_is_expected_to_close_or_in_none()
    {
        Assert.Equal("2026-12", KpiContribution.ValueOf(Row, KpiDimension.Month));
        Assert.Equal("2026-03", KpiContribution.ValueOf(Won, KpiDimension.Month));
        var undated = Row with { ExpectedCloseOn = null };
        Assert.Null(KpiContribution.ValueOf(undated, KpiDimension.Month));
        Assert.True(KpiContribution.IsIn(undated, new([])));
        Assert.False(KpiContribution.IsIn(undated, new([], new DateOnly(1900, 1, 1))));
    }

    private static DateOnly? Day(string? text) => text is null ? null : DateOnly.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
