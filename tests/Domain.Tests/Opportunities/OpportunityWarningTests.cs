using SalesGrid.Warnings;

namespace SalesGrid.Domain.Tests;

/// <summary>When an open opportunity gives cause to warn, and when it does not.</summary>
public sealed class OpportunityWarningTests
{
    private static readonly WarningPolicy Shipped = ShippedWarnings.Policy;

    [Fact]
    public void An_opportunity_stalls_after_the_days_of_its_stage_or_else_of_the_criterion()
    {
        Assert.Equal(World.Now.AddDays(20), Due(Steered.In("qualify", Steered.Ready), "stalled"));
        Assert.Equal(World.Now.AddDays(60), Due(Steered.In("offer", Steered.Ready), "stalled"));
        Assert.Equal(World.Now.AddDays(60), Due(World.In("proposal"), "stalled"));
        Assert.Equal(["stalled"], Codes(World.In("proposal", World.Full with { ExpectedCloseOn = null })));
    }

    [Fact]
    public void An_expected_close_that_passed_a_week_ago_is_warned_of_once_for_each_day_that_was_stated()
    {
        var open = World.In("proposal", World.Full with { ExpectedCloseOn = new(2026, 9, 1) });
        Assert.Equal(new(2026, 9, 9, 0, 0, 0, TimeSpan.Zero), Due(open, "close-passed"));
        Assert.Equal("close-passed:20260901", CauseOf(open, "close-passed").Id);
        Assert.DoesNotContain("close-passed", Codes(World.In("proposal", World.Full with { ExpectedCloseOn = null })));
        Assert.DoesNotContain("close-passed", Codes(World.Won));
    }

    [Fact]
    public void What_was_brought_in_long_past_its_expected_close_gets_a_week_from_then()
    {
        var broughtIn = World.In("proposal", World.Full with { ExpectedCloseOn = new(2020, 1, 1) }) with { Imported = true };
        Assert.Equal(World.Now.AddDays(7), Due(broughtIn, "close-passed"));
    }

    [Fact]
    public void A_closed_opportunity_and_a_criterion_that_is_off_warn_of_nothing()
    {
        Assert.Empty(Codes(World.Won));
        Assert.Empty(Codes(World.Lost));
        Assert.Empty(OpportunityWarnings.Of("OPP-1", Record(Steered.In("offer")), Shipped with { Criteria = [.. Shipped.Criteria.Select(c => c with { On = false })] }));
    }

    [Fact]
    public void The_same_stage_entered_again_is_another_occasion()
    {
        var first = CauseOf(World.In("proposal"), "stalled");
        var again = CauseOf(World.In("proposal").Evolve(new StageReturned("bidding", "proposal", 40), World.Now.AddDays(1)), "stalled");
        Assert.NotEqual(first.Id, again.Id);
        Assert.StartsWith("stalled:proposal@20260915", first.Id, StringComparison.Ordinal);
    }

    [Fact]
    public void From_the_third_stage_on_one_person_is_too_few()
    {
        var alone = new DealDetails { Persons = [Steered.Chief], Next = Steered.Tomorrow };
        Assert.Equal(World.Now.AddDays(14), Due(Steered.In("offer", alone), "single-threaded"));
        Assert.DoesNotContain("single-threaded", Codes(Steered.In("offer", Steered.Ready)));
        Assert.DoesNotContain("single-threaded", Codes(Steered.In("qualify", alone)));
        Assert.DoesNotContain("single-threaded", Codes(World.In("negotiation")));
    }

    [Fact]
    public void A_next_step_is_missed_where_the_process_asks_for_one_and_overdue_wherever_there_is_one()
    {
        Assert.Equal(World.Now.AddDays(14), Due(Steered.In("find"), "no-next-step"));
        Assert.DoesNotContain("no-next-step", Codes(World.In("proposal")));
        var planned = World.In("proposal") with { File = new() { Next = Steered.Tomorrow } };
        Assert.Equal(new DateTimeOffset(2026, 9, 20, 0, 0, 0, TimeSpan.Zero), Due(planned, "next-step-overdue"));
        Assert.DoesNotContain("no-next-step", Codes(Steered.In("find", new() { Next = Steered.Tomorrow })));
    }

    [Fact]
    public void A_close_that_slips_three_times_or_by_ninety_days_warns()
    {
        var often = Slip(World.In("proposal"), 1, 1);
        Assert.DoesNotContain("close-slipped", Codes(often));
        Assert.Contains("close-slipped", Codes(Slip(often, 1)));
        Assert.Contains("close-slipped", Codes(Slip(World.In("proposal"), 90)));
        Assert.DoesNotContain("close-slipped", Codes(Slip(World.In("proposal"), 89, -80)));
        Assert.Equal((2, 170), (Slip(World.In("proposal"), 89, -80, 81).Trace!.Slips, Slip(World.In("proposal"), 89, -80, 81).Trace!.SlipDays));
    }

    [Theory]
    [InlineData("2026-09-17", 150, true)]
    [InlineData("2026-09-30", 150, true)]
    [InlineData("2026-09-16", 150, false)]
    [InlineData("2026-10-01", 150, false)]
    [InlineData("2026-09-20", 149, false)]
    public void An_amount_that_rises_by_half_in_the_last_fortnight_of_a_quarter_warns(string day, long amount, bool warns)
    {
        var raised = World.In("proposal", World.Full with { Amount = new(100, "CNY") })
            .Evolve(new OpportunityValued(World.Full with { Amount = new(amount, "CNY") }, null, new(DateOnly.Parse(day, null), 100, "CNY")), World.Now);
        Assert.Equal(warns, Codes(raised).Contains("value-jump"));
    }

    [Fact]
    public void Small_rises_in_the_same_days_add_up_and_a_fall_takes_the_cause_away()
    {
        var state = World.In("proposal", World.Full with { Amount = new(100, "CNY") });
        foreach (var (from, to) in new[] { (100L, 120L), (120, 140), (140, 160) })
            state = state.Evolve(new OpportunityValued(World.Full with { Amount = new(to, "CNY") }, null, new(new(2026, 9, 25), from, "CNY")), World.Now);
        Assert.Equal("value-jump:2026Q3", CauseOf(state, "value-jump").Id);
        Assert.DoesNotContain("value-jump", Codes(state.Evolve(new OpportunityValued(World.Full with { Amount = new(110, "CNY") }, null), World.Now)));
    }

    [Fact]
    public void Five_activities_a_week_late_on_one_day_warn_and_later_ones_hide_nothing()
    {
        var state = World.In("proposal");
        for (var i = 0; i < 4; i++)
            state = state.Evolve(new ActivityRecorded("visit", "x", World.Today.AddDays(-7 - i), null, 7 + i), World.Now);
        state = state.Evolve(new ActivityRecorded("visit", "x", World.Today.AddDays(-6), null, 6), World.Now);
        Assert.DoesNotContain("backdated-activities", Codes(state));
        state = state.Evolve(new ActivityRecorded("visit", "x", World.Today.AddDays(-30), null, 30), World.Now);
        Assert.Equal("backdated-activities:20260915", CauseOf(state, "backdated-activities").Id);
        state = state.Evolve(new ActivityRecorded("visit", "x", World.Today.AddDays(-30), null, 31), World.Now);
        Assert.Equal("backdated-activities:20260915", CauseOf(state, "backdated-activities").Id);
    }

    [Fact]
    public void What_is_remembered_has_its_limits()
    {
        var state = World.In("proposal");
        for (var i = 1; i <= 60; i++)
        {
            state = state.Evolve(new ActivityRecorded($"kind {i}", "x", World.Today.AddDays(-i), null, i), World.Now)
                .Evolve(new ActivityRecorded($"kind {i}", "x", World.Today, null, i), World.Now)
                .Evolve(new OpportunityValued(World.Full, null, new(World.Today, i, "CNY")), World.Now);
        }
        var trace = state.Trace!;
        Assert.Equal((120, DealTrends.MaxKinds, DealTrends.MaxRises), (trace.StageActivities, trace.StageKinds.Length, trace.Rises.Length));
        Assert.Equal(DealTrends.MaxLateDays, trace.LateDays.Length);
        Assert.All(trace.LateDays, day => Assert.InRange(day.Days.Length, 1, DealTrends.MaxLateEntries));
    }

    [Fact]
    public void Every_watch_has_a_criterion_that_is_shipped_and_speaks_both_languages()
    {
        string[] codes =
        [
            OpportunityWarnings.Stalled, OpportunityWarnings.CloseSlipped, OpportunityWarnings.SingleThreaded, OpportunityWarnings.NoNextStep,
            OpportunityWarnings.NextStepOverdue, OpportunityWarnings.ValueJump, OpportunityWarnings.BackdatedActivities,
        ];
        Assert.All(codes, code => Assert.Matches(Texts.Chinese(), Shipped.Of(code)!.Name.Zh));
    }

    private static Opportunity Slip(Opportunity state, params int[] days)
    {
        foreach (var day in days)
        {
            state = state.Evolve(new OpportunityValued(state.Facts with { ExpectedCloseOn = state.Facts.ExpectedCloseOn!.Value.AddDays(day) }, null), World.Now);
        }
        return state;
    }

    private static SubjectRecord<Opportunity> Record(Opportunity state) => new() { State = state, Version = 1 };

    private static WarningCause[] WarningCauses(Opportunity state) => [.. OpportunityWarnings.Of("OPP-1", Record(state), Shipped)];

    private static WarningCause CauseOf(Opportunity state, string code) => Assert.Single(WarningCauses(state), w => w.Code == code);

    private static string[] Codes(Opportunity state) => [.. WarningCauses(state).Select(w => w.Code)];

    private static DateTimeOffset Due(Opportunity state, string code) => CauseOf(state, code).At;
}
