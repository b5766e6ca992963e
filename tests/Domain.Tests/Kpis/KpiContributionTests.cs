namespace SalesGrid.Domain.Tests;

/// <summary>Worked by hand.</summary>
public sealed class KpiContributionTests
{
    private static readonly Opportunity Open = World.In("bidding", new(Amount: new(125_000_00, "CNY"), ExpectedCloseOn: new(2026, 12, 1))) with
    {
        ProbabilityPercent = 60,
        OpenedOn = new(2026, 1, 31),
        // In Shanghai it is 3 June already.
        StageSince = new(2026, 6, 2, 20, 0, 0, TimeSpan.Zero),
        ActivityCount = 4,
        Trace = DealTrends.None with { Slips = 2 },
    };

    private static readonly KpiTotals Always = new() { Slips = 2, Activities = 4 };

    private static readonly Opportunity Won = Open with { Status = OpportunityStatus.Won, ClosedOn = new(2026, 3, 2) };

    [Fact]
    public void An_open_opportunity_counts_its_amount_whole_and_by_its_chance()
    {
        var totals = Of(Open);
        Assert.Equal(Always with { Open = 1, OpenMinor = 125_000_00, WeightedMinorPercent = 750_000_000, OpenStageDayNumbers = new DateOnly(2026, 6, 3).DayNumber }, totals);
        Assert.Equal(7, totals.StageDays(new(2026, 6, 10)));
    }

    [Fact]
    public void A_win_counts_its_amount_and_the_days_it_took() => Assert.Equal(
        // 31 January to 2 March 2026: 28 days of February and 2 of March.
        Always with { Won = 1, WonMinor = 125_000_00, WonCycleDays = 30, WonCycles = 1 }, Of(Won));

    [Fact]
    public void A_win_without_a_known_opening_has_no_cycle() => Assert.Equal(
        Always with { Won = 1, WonMinor = 125_000_00 }, Of(Won with { OpenedOn = null }));

    [Fact]
    public void A_loss_counts_no_money() =>
        Assert.Equal(Always with { Lost = 1 }, Of(Won with { Status = OpportunityStatus.Lost }));

    [Fact]
    public void An_opportunity_without_an_amount_is_counted_all_the_same() => Assert.Equal(
        (1, (Int128)0), Of(Open with { Facts = new() }) is var totals ? (totals.Open, totals.OpenMinor) : default);

    [Fact]
    public void Three_wins_and_one_loss_make_three_quarters()
    {
        var sum = Of(Won, Won with { OpenedOn = new(2026, 3, 1) }, Won with { OpenedOn = null }, Won with { Status = OpportunityStatus.Lost });
        Assert.Equal((0.75, 15.5, (Int128)375_000_00), (sum.WinRate, sum.MeanWonCycleDays, sum.WonMinor));
    }

    [Fact]
    public void A_refused_command_counts_at_its_object_whether_it_came_before_the_object_or_after()
    {
        var table = Tables.OfOpportunities();
        table.Refused("0");
        table.Refused("nobody");
        table.Put("0", new SubjectRecord<Opportunity> { Version = 1, State = Open });
        Assert.Equal(1, Totals(table, new([])).Refusals);
        table.Refused("0");
        table.Put("0", new SubjectRecord<Opportunity> { Version = 2, State = Won });
        Assert.Equal(2, Totals(table, new([])).Refusals);
        Assert.Equal(2, Assert.Single(table.Read(new()).Rows).Refusals);
    }

    [Theory]
    [InlineData(null, null, 1)]
    [InlineData("2026-03-02", null, 1)]
    [InlineData("2026-03-03", null, 0)]
    [InlineData(null, "2026-03-02", 1)]
    [InlineData(null, "2026-03-01", 0)]
    [InlineData("2026-03-02", "2026-03-02", 1)]
    public void A_period_includes_its_first_and_its_last_day(string? from, string? to, long won) =>
        Assert.Equal(won, Totals(TableOf(Won), new([], Day(from), Day(to))).Won);

    [Fact]
    public void An_open_opportunity_lies_in_the_month_it_is_expected_to_close_or_in_none()
    {
        var query = new KpiQuery([KpiDimension.Month, KpiDimension.Quarter, KpiDimension.Year]);
        Assert.Equal(("2026-12", "2026-Q4", "2026"), Key(Open));
        Assert.Equal(("2026-03", "2026-Q1", "2026"), Key(Won));
        var undated = Open with { Facts = Open.Facts with { ExpectedCloseOn = null } };
        Assert.Equal((null, null, null), Key(undated));
        Assert.Equal(0, Totals(TableOf(undated), new([], new DateOnly(1900, 1, 1))).Open);

        (string?, string?, string?) Key(Opportunity state) => Assert.Single(TableOf(state).Ask(query, Tables.Today)).Key is var key ? (key.A, key.B, key.C) : default;
    }

    [Fact]
    public void A_kind_has_no_other_dimensions_than_it_says() =>
        Assert.Throws<ArgumentException>(() => TableOf(Open).Ask(new(["shoeSize"]), Tables.Today));

    [Fact]
    public void Every_kind_that_contributes_facts_is_open_to_questions_and_answers_all_of_them() =>
        Assert.All(SubjectKinds.All.Where(k => k.Facts is not null), kind =>
        {
            Assert.Same(FactSchemas.Of(kind.Name), kind.Facts!.Schema);
            var table = kind.Facts.NewTable(new(Tables.DayOf));
            Assert.All(LedgerAudit.QuestionsOf(kind.Facts.Schema), q => Assert.Empty(table.Ask(q, Tables.Today)));
            Assert.All(kind.Facts.Schema.Sorts, sort => Assert.Empty(table.List(new() { Sort = sort }, Tables.Today, _ => null).Rows));
            Assert.All(kind.Facts.Schema.Days, day => Assert.Empty(table.List(new() { Within = [new(day, 1, 2)] }, Tables.Today, _ => null).Rows));
        });

    private static KpiTotals Of(params Opportunity[] states) => Totals(TableOf(states), new([]));

    private static KpiTotals Totals(IFactTable table, KpiQuery query) =>
        KpiCube.Cells(table.Ask(query, Tables.Today), 0).Aggregate(default(KpiTotals), (sum, cell) => sum + KpiTotals.Of(cell));

    private static IFactTable TableOf(params Opportunity[] states)
    {
        var table = Tables.OfOpportunities();
        for (var i = 0; i < states.Length; i++)
            table.Put($"{i}", new SubjectRecord<Opportunity> { Version = 1, State = states[i] });
        return table;
    }

    private static DateOnly? Day(string? text) => text is null ? null : DateOnly.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
