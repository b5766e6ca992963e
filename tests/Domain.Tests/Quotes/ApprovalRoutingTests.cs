using System.Collections.Immutable;

namespace SalesGrid.Domain.Tests;

public sealed class ApprovalRoutingTests
{
    private static readonly DecisionContext Wang = Deals.Ask("S-1");
    private static readonly ImmutableHashSet<string> Nobody = ["S-1"];

    [Theory]
    [InlineData(600, "M-1")]
    [InlineData(1_500, "M-1 M-2")]
    [InlineData(2_500, "M-1 M-2 M-3")]
    [InlineData(3_001, "M-1 M-2 M-3 Manager")]
    public void Every_manager_up_to_the_one_whose_authority_covers_it_approves(int discount, string expected) =>
        Assert.Equal(expected, Names(Route(discount)));

    [Fact]
    public void A_deal_that_is_too_large_goes_up_as_a_discount_does()
    {
        var totals = Totals(0) with { Net = new(10_000_01, "CNY") };
        Assert.Equal("M-1 M-2", Names(ApprovalRouting.Of(totals, Deals.Book, Deals.Above, Nobody)));
        Assert.Equal("M-1 M-2", Names(ApprovalRouting.Of(Totals(0) with { Net = new(1, "USD") }, Deals.Book, Deals.Above, Nobody)));
    }

    [Fact]
    public void Who_left_or_wrote_the_quote_is_passed_over() => Assert.Equal("M-3", Names(ApprovalRouting.Of(Totals(600), Deals.Book,
        [Deals.TeamLead, Deals.Director with { Active = false }, Deals.President], Nobody.Add("M-1"))));

    [Fact]
    public void Where_nobody_is_above_whoever_has_the_duty_approves() =>
        Assert.Equal("Manager", Names(ApprovalRouting.Of(Totals(600), Deals.Book, [], Nobody)));

    [Fact]
    public void A_band_that_is_reached_says_who_approves_and_how()
    {
        var book = Deals.Book with
        {
            ApprovalBands =
            [
                new(3_000, ApprovalMode.All, [new(2), new(null, Duties.Finance)]),
                new(1_000, ApprovalMode.Any, [new(1), new(null, Duties.Finance)]),
            ],
            ApprovalHours = 12,
        };
        Assert.Equal("M-1", Names(ApprovalRouting.Of(Totals(999), book, Deals.Above, Nobody)));
        var any = ApprovalRouting.Of(Totals(1_000), book, Deals.Above, Nobody);
        Assert.Equal(("M-1 Finance", ApprovalMode.Any, 12), (Names(any), any.Mode, any.AnswerWithinHours));
        var all = ApprovalRouting.Of(Totals(4_000), book, Deals.Above, Nobody);
        Assert.Equal(("M-1 M-2 Finance", ApprovalMode.All), (Names(all), all.Mode));
        Assert.Equal("M-3 Manager Finance", Names(ApprovalRouting.Of(Totals(4_000), book, [Deals.President], Nobody)));
    }

    [Fact]
    public void All_approve_in_any_order_and_the_last_one_counts()
    {
        var context = Banded(new(0, ApprovalMode.All, [new(2), new(null, Duties.Finance)]));
        var waiting = Waiting(context);
        var two = Approve(Approve(waiting, context, "M-2"), context, "F-1", Duties.Finance);
        Assert.Equal(QuoteStatus.Submitted, two.Status);
        Assert.Equal(QuoteStatus.Approved, Approve(two, context, "M-1").Status);
    }

    [Fact]
    public void Any_one_approves()
    {
        var context = Banded(new(0, ApprovalMode.Any, [new(2), new(null, Duties.Finance)]));
        Assert.Equal(QuoteStatus.Approved, Approve(Waiting(context), context, "M-2").Status);
        Assert.Equal(QuoteStatus.Approved, Approve(Waiting(context), context, "F-1", Duties.Finance).Status);
    }

    [Fact]
    public void A_duty_beside_persons_is_another_pair_of_eyes()
    {
        var context = Banded(new(0, ApprovalMode.Sequence, [new(1), new(null, Duties.Manager)]));
        var one = Approve(Waiting(context), context, "M-1", Duties.Manager);
        Assert.Equal(QuoteStatus.Submitted, one.Status);
        Assert.Equal("CP-QUOTE-12", QuoteRules.Decide("Q-1", one, new ApproveQuote(), Deals.Ask("M-1", Duties.Manager), context).Refusal?.ControlPoint);
        Assert.Equal(QuoteStatus.Approved, Approve(one, context, "admin", Deals.Everything).Status);
    }

    [Fact]
    public void One_who_is_escalated_to_answers_both_steps_that_wait_for_them()
    {
        var waiting = Waiting(Deals.Context);
        var escalated = QuoteRulesTests.After(waiting, new EscalateApproval(0), Deals.Ask("grid", Duties.Grid, at: World.Now.AddHours(48)),
            Deals.Context with { Above = [Deals.Director, Deals.President] });
        Assert.Equal("M-2", escalated.Route!.Steps[0].EscalatedTo?.Person);
        var approved = Approve(escalated, Deals.Context, "M-2");
        Assert.Equal((QuoteStatus.Approved, "M-2 M-2"), (approved.Status, string.Join(' ', approved.Route!.Steps.Select(s => s.ApprovedBy))));
        // The one who was late may still answer for themself.
        Assert.Equal(QuoteStatus.Submitted, Approve(escalated, Deals.Context, "M-1").Status);
    }

    [Fact]
    public void The_next_in_a_sequence_has_the_whole_time_from_their_turn_on()
    {
        var one = QuoteRulesTests.After(Waiting(Deals.Context), new ApproveQuote(), Deals.Ask("M-1", at: World.Now.AddHours(40)));
        Assert.Equal([World.Now, World.Now.AddHours(40)], one.Route!.Steps.Select(s => s.AskedAt!.Value));
        Assert.Equal([(World.Now.AddHours(88), 1)],
            QuoteProjection.Timers(one).Where(t => t.Command is EscalateApproval).Select(t => (t.At, ((EscalateApproval)t.Command).Step)));
    }

    [Fact]
    public void Above_a_duty_there_is_internal_control_and_above_the_last_person_the_duty()
    {
        Assert.Equal(new(null, Duties.Controller), ApprovalRouting.NextUp(new(new(null, Duties.Finance)), [], Nobody));
        Assert.Equal(new(null, Duties.Manager), ApprovalRouting.NextUp(new(new("M-3")), [], Nobody));
        Assert.Equal(new("M-2"), ApprovalRouting.NextUp(new(new("M-1")), [Deals.Director, Deals.President], Nobody));
        Assert.Equal(new("M-3"), ApprovalRouting.NextUp(new(new("M-1")), [Deals.Director, Deals.President], Nobody.Add("M-2")));
    }

    private static QuoteContext Banded(ApprovalBand band) => Deals.Context with { Prices = Deals.Book with { ApprovalBands = [band] } };

    private static Quote Waiting(QuoteContext context) =>
        Deals.QuoteAfter(context, (Deals.Draft(Deals.LatheAt(1_500)), Wang), (new SubmitQuote(), Wang));

    private static Quote Approve(Quote quote, QuoteContext context, string by, Duties duties = Duties.None) =>
        QuoteRulesTests.After(quote, new ApproveQuote(), Deals.Ask(by, duties), context);

    private static ApprovalRoute Route(int discount) => ApprovalRouting.Of(Totals(discount), Deals.Book, Deals.Above, Nobody);

    private static QuoteTotals Totals(int discount) => new(new(1, "CNY"), new(1, "CNY"), new(1, "CNY"), discount, null, null);

    private static string Names(ApprovalRoute route) => string.Join(' ', route.Steps.Select(s => s.Approver.Person ?? s.Approver.Duty.ToString()));
}
