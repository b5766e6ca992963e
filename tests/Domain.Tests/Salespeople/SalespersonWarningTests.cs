using SalesGrid.Controls;
using SalesGrid.Reservations;
using SalesGrid.Warnings;
using static SalesGrid.Domain.Tests.People;

namespace SalesGrid.Domain.Tests;

/// <summary>What a salesperson is warned of, and what the grid sends them in time.</summary>
public sealed class SalespersonWarningTests
{
    private static readonly DateOnly Lapses = new(2026, 12, 31);
    private static readonly Salesperson Trained = Wang with { Qualifications = [new("safety", "产品安全", [Acts.Quote], Lapses)] };

    [Fact]
    public void Training_warns_thirty_days_before_it_lapses_and_at_once_where_it_was_never_passed()
    {
        var watch = Assert.Single(WarningCauses(Trained));
        Assert.Equal(("training-expiring", "safety:2026-12-31", "S-001", "S-009"), (watch.Code, watch.Occasion, watch.Owner, watch.Manager));
        Assert.Equal(new DateOnly(2026, 12, 1), DateOnly.FromDateTime(watch.At.UtcDateTime));
        var never = Assert.Single(WarningCauses(Wang with { Qualifications = [new("safety", "产品安全", [Acts.Quote], Salesperson.NeverPassed)] }));
        Assert.True(never.At < World.Now);
        Assert.Contains("尚未通过", never.Text.Zh, StringComparison.Ordinal);
    }

    [Fact]
    public void A_renewed_training_is_another_occasion()
    {
        var renewed = Trained.Evolve(new QualificationPassed("safety", Lapses, Lapses.AddYears(1), "C", "hr-1"), World.Now);
        Assert.NotEqual(Assert.Single(WarningCauses(Trained)).Id, Assert.Single(WarningCauses(renewed)).Id);
    }

    [Fact]
    public void A_delegation_warns_three_days_before_its_end_and_not_before_its_beginning()
    {
        Salesperson Away(int days) => Wang with { Delegations = [new("S-002", World.Today, World.Today.AddDays(days))] };
        Assert.Equal(World.Today.AddDays(11), DateOnly.FromDateTime(Assert.Single(WarningCauses(Away(14))).At.UtcDateTime));
        Assert.Equal(World.Today, DateOnly.FromDateTime(Assert.Single(WarningCauses(Away(1))).At.UtcDateTime));
    }

    [Theory]
    [InlineData(Accounts.Allowance, 44_999, 0)]
    [InlineData(Accounts.Allowance, 45_000, 1)]
    [InlineData(Accounts.Discount, 799, 0)]
    [InlineData(Accounts.Discount, 800, 1)]
    public void An_account_warns_from_its_share_on(string account, long yuan, int warnings)
    {
        var causes = WarningCauses(Trusted, Held((account, Yuan(yuan), World.Today)));
        Assert.Equal(warnings, causes.Length);
        Assert.All(causes, w =>
        {
            Assert.Equal($"{account}-nearly-used", w.Code);
            Assert.True(w.At <= World.Now);
        });
    }

    [Fact]
    public void Discount_of_an_earlier_quarter_warns_nobody()
    {
        var lastQuarter = (Accounts.Discount, Yuan(900), (DateOnly?)new DateOnly(2026, 6, 30));
        Assert.Empty(WarningCauses(Trusted, Held(lastQuarter)));
        // Nor does it once somebody has drawn in a quarter the grid has not begun yet.
        Assert.Empty(WarningCauses(Trusted, Held((Accounts.Discount, Yuan(900), World.Today), (Accounts.Discount, Yuan(1), new DateOnly(2026, 10, 1)))));
    }

    [Fact]
    public void A_pipeline_below_three_times_what_is_still_needed_warns_once_a_period()
    {
        Salesperson With(long open) => Wang with { Coverage = new("2026-Q3", open, 700_00, 1_000_00, "CNY", World.Today) };
        Assert.Empty(WarningCauses(With(900_00)));
        var watch = Assert.Single(WarningCauses(With(899_99)));
        Assert.Equal(("coverage-below-need:2026-Q3", "S-001"), (watch.Id, watch.Owner));
        Assert.True(watch.At <= World.Now);
    }

    [Fact]
    public void Nobody_who_left_is_warned_of_anything_or_counted()
    {
        var gone = Trained with { Active = false, NextCoverageOn = World.Today, Coverage = new("2026-Q3", 0, 0, 1_00, "CNY", World.Today) };
        Assert.Empty(WarningCauses(gone));
        Assert.Empty(SalespersonWarnings.Timers(gone));
    }

    [Fact]
    public void A_criterion_that_is_switched_off_watches_nothing()
    {
        var off = ShippedWarnings.Policy with { Criteria = [.. ShippedWarnings.Policy.Criteria.Select(c => c with { On = false })] };
        var all = Trusted with { Qualifications = Trained.Qualifications, Coverage = new("2026-Q3", 0, 0, 1_00, "CNY", World.Today) };
        var held = Held((Accounts.Discount, Yuan(1_000), World.Today));
        Assert.Equal(3, WarningCauses(all, held).Length);
        Assert.Empty(SalespersonWarnings.Of("S-001", new() { State = all, Granted = held }, off));
    }

    [Fact]
    public void The_grid_renews_a_budget_when_the_next_quarter_has_begun_everywhere()
    {
        var timed = Assert.Single(SalespersonWarnings.Timers(Trusted));
        Assert.Equal((new DateTimeOffset(2026, 10, 1, 12, 0, 0, TimeSpan.Zero), new RenewBudget()), (timed.At, timed.Command));
        // What it sends then is carried out in whatever zone days are counted, so that it is not sent again and again.
        foreach (var hours in new[] { -12, 0, 8, 14 })
        {
            var today = DateOnly.FromDateTime(timed.At.ToOffset(TimeSpan.FromHours(hours)).DateTime);
            var renewed = Assert.Single(SalespersonRules.Decide("S-001", Trusted, (SalespersonCommand)timed.Command, Grid with { Today = today }, SalespersonContext.Empty).Events);
            Assert.Equal(new BudgetRenewed(new(2026, 10, 1)), renewed);
        }
    }

    [Fact]
    public void A_look_raises_what_is_due_and_closes_it_once_its_cause_is_gone()
    {
        ControlRulesLook(Wang with { Coverage = new("2026-Q3", 0, 0, 1_00, "CNY", World.Today) }, ObjectControls.None, out var controls);
        Assert.Equal("S-001", Assert.Single(controls.Warnings).Owner);
        ControlRulesLook(Wang, controls, out controls);
        Assert.NotNull(Assert.Single(controls.Warnings).ClosedAt);
    }

    private static void ControlRulesLook(Salesperson state, ObjectControls before, out ObjectControls after) =>
        after = ControlRules.Decide("salesperson/S-001", 3, before, new LookForWarnings(), WarningCauses(state), ShippedWarnings.Policy, Grid).Events
            .Aggregate(before, (c, e) => c.Evolve((CommonEvent)e, World.Now));

    private static WarningCause[] WarningCauses(Salesperson state, GrantedReservations? held = null) =>
        [.. SalespersonWarnings.Of("S-001", new() { State = state, Granted = held }, ShippedWarnings.Policy)];
}
