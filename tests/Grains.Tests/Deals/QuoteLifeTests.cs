using SalesGrid.Contracts;
using SalesGrid.Opportunities;
using SalesGrid.Quotes;
using SalesGrid.Reservations;
using SalesGrid.Salespeople;
using SalesGrid.Testing;

namespace SalesGrid.Grains.Tests.Deals;

/// <summary>Quotes from draft to end, with the objects around them.</summary>
public sealed class QuoteLifeTests
{
    [Fact]
    public async Task Within_authority_a_quote_is_approved_at_once_draws_its_discount_and_tells_its_opportunity()
    {
        await using var grid = await DealGrid.Start();
        await grid.Submit("Q1", 500);
        var quote = await grid.Quote("Q1");
        Assert.Equal((QuoteStatus.Approved, true, 950_00L), (quote.Status, quote.Stands, quote.Approval!.Totals.Net.MinorUnits));
        var drawn = Assert.Single(await grid.Reservations("salesperson", grid.Owner));
        Assert.Equal(("discount", 50_00L, "quote/Q1", null), (drawn.Account, drawn.Amount!.Value.MinorUnits, drawn.For, drawn.PendingUntil));
        Assert.Equal([new(DocumentKind.Quote, "Q1", true)], grid.Seam.Notes);
        await grid.Cluster.Verify();
    }

    [Fact]
    public async Task Beyond_it_the_quote_goes_up_the_tree_to_who_may()
    {
        await using var grid = await DealGrid.Start();
        await grid.Submit("Q1", 1_500);
        Assert.Equal([grid.Lead, grid.Director], (await grid.Quote("Q1")).Route!.Steps.Select(s => s.Approver.Person));
        await grid.Refused(ControlPoints.ApproverMustBeAsked, "quote", "Q1", new ApproveQuote(), grid.Director);
        await grid.Refused(ControlPoints.QuoteApproverMustBeAnother, "quote", "Q1", new ApproveQuote(), grid.Owner, (Duties)63);
        await grid.Accepted("quote", "Q1", new ApproveQuote("同意"), grid.Lead);
        Assert.Equal(0, await grid.Held("salesperson", grid.Owner, "discount"));
        await grid.Accepted("quote", "Q1", new ApproveQuote(), grid.Director);
        Assert.Equal((QuoteStatus.Approved, grid.Director), (await grid.Quote("Q1")) is var q ? (q.Status, q.Approval!.By) : default);
        Assert.Equal(150_00, await grid.Held("salesperson", grid.Owner, "discount"));
    }

    /// <summary>Whoever approved a discount does not come to sell by it, however they come by the deal.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_deal_takes_its_quotes_and_contracts_along_and_leaves_what_the_new_owner_approved(bool throughDelegate)
    {
        await using var grid = await DealGrid.Start();
        await grid.Submit("Q1", 1_000);
        if (throughDelegate)
        {
            await grid.Hire($"{grid.Prefix}S7", grid.Lead, 0);
            await grid.Accepted("salesperson", grid.Lead, new DelegateAuthority($"{grid.Prefix}S7", grid.Today, grid.Today, "休假"), grid.Lead);
        }
        await grid.Accepted("quote", "Q1", new ApproveQuote(), throughDelegate ? $"{grid.Prefix}S7" : grid.Lead);
        Assert.Equal(QuoteStatus.Approved, (await grid.Quote("Q1")).Status);
        await grid.Submit("Q2", 0);
        await grid.Accepted("contract", "K1", new DraftContract("Q2", DealGrid.Clauses));

        await grid.Accepted("opportunity", "O1", new ReassignOpportunity(grid.Lead, "我来谈"), grid.Director);
        await Settled(grid);
        var (first, second) = (await grid.Quote("Q1"), await grid.Quote("Q2"));
        Assert.Equal((grid.Lead, QuoteStatus.Draft, null), (first.Terms.OwnerId, first.Status, first.Approval));
        Assert.Equal((grid.Lead, QuoteStatus.Approved), (second.Terms.OwnerId, second.Status));
        Assert.Equal(grid.Lead, (await grid.Contract("K1")).Content.OwnerId);
        await grid.Refused(ControlPoints.QuoteMustBeInStatus, "quote", "Q1", new AcceptQuote("PO-1"), grid.Lead);
        Assert.Equal(0, await grid.Held("salesperson", grid.Owner, "discount"));
        await grid.Cluster.Verify();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Until_a_quote_has_followed_its_deal_nobody_has_it_accepted_by_an_approval_of_their_own(bool answerIsLost)
    {
        var broken = true;
        var seam = new DealFaultInjection { Breaks = (_, command, done) => broken && command is QuoteFollowsOpportunity && done == answerIsLost };
        await using var grid = await DealGrid.Start(seam: seam);
        await grid.Submit("Q1", 1_000);
        await grid.Accepted("quote", "Q1", new ApproveQuote(), grid.Lead);
        await grid.Accepted("opportunity", "O1", new ReassignOpportunity(grid.Lead, "我来谈"), grid.Director);
        if (answerIsLost)
            await Poll.Until(async () => (await grid.Quote("Q1")) is { Status: QuoteStatus.Draft } followed ? followed : null, TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
        await grid.Refused(answerIsLost ? ControlPoints.QuoteMustBeInStatus : ControlPoints.QuoteMustBeApprovedByAnother, "quote", "Q1", new AcceptQuote("PO-1"), grid.Lead);

        broken = false;
        await grid.Subject("opportunity", "O1").Wake();
        await Settled(grid);
        Assert.Equal((grid.Lead, QuoteStatus.Draft), (await grid.Quote("Q1")) is var quote ? (quote.Terms.OwnerId, quote.Status) : default);
        Assert.Single(await grid.Subject("quote", "Q1").Trail(0, 50), e => e.Type == nameof(QuoteReassigned));
        await grid.Wake("opportunity", "O1");
        Assert.Single(await grid.Subject("opportunity", "O1").Trail(0, 50), e => e.Type == nameof(PapersFollowed));

        // Once more after a minute, for what was drawn up in that very moment; then never again.
        grid.Time.Advance(TimeSpan.FromMinutes(1));
        await grid.Wake("opportunity", "O1");
        grid.Time.Advance(TimeSpan.FromMinutes(9));
        await grid.Wake("opportunity", "O1");
        Assert.Equal(2, (await grid.Subject("opportunity", "O1").Trail(0, 50)).Count(e => e.Type == nameof(PapersFollowed)));
    }

    private static async Task Settled(DealGrid grid) => await Poll.Until(
        async () => (await grid.Subject("opportunity", "O1").Trail(0, 50)).FirstOrDefault(e => e.Type == nameof(PapersFollowed)), TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);

    [Fact]
    public async Task Somebody_without_a_manager_and_one_who_is_nobody_end_the_way_up()
    {
        await using var grid = await DealGrid.Start();
        // Nobody comes to stand above themselves: a way up has an end.
        await GridCluster.Refused(grid.Send("salesperson", grid.Director, new MoveSalesperson(new("T", "R", grid.Owner)), "people", Duties.People), ControlPoints.ManagersMustNotCircle);
        await grid.Submit("Q1", 2_500);
        Assert.Equal([grid.Lead, grid.Director, null], (await grid.Quote("Q1")).Route!.Steps.Select(s => s.Approver.Person));
        await grid.Accepted("salesperson", grid.Owner, new MoveSalesperson(new("T", "R", "陈总 (external)")), "people", Duties.People);
        await grid.Submit("Q2", 2_500);
        Assert.Equal([Duties.Manager], (await grid.Quote("Q2")).Route!.Steps.Select(s => s.Approver.Duty!.Value));
        await grid.Accepted("quote", "Q2", new ApproveQuote(), "boss", Duties.Manager);
    }

    [Fact]
    public async Task An_approver_who_does_not_answer_is_passed_over_in_time_and_once()
    {
        await using var grid = await DealGrid.Start();
        await grid.Submit("Q1", 1_000);
        grid.Time.Advance(TimeSpan.FromHours(47));
        await grid.Wake("quote", "Q1");
        Assert.Null((await grid.Quote("Q1")).Route!.Steps[0].EscalatedTo);
        grid.Time.Advance(TimeSpan.FromHours(1));
        await grid.Wake("quote", "Q1");
        Assert.Equal(grid.Director, (await grid.Quote("Q1")).Route!.Steps[0].EscalatedTo?.Person);
        grid.Time.Advance(TimeSpan.FromHours(100));
        await grid.Wake("quote", "Q1");
        Assert.Single((await grid.Subject("quote", "Q1").Trail(0, 500)), e => e.Type == nameof(QuoteStepEscalated));
        await grid.Accepted("quote", "Q1", new ApproveQuote(), grid.Director);
        Assert.Equal(QuoteStatus.Approved, (await grid.Quote("Q1")).Status);
    }

    [Fact]
    public async Task Any_change_after_approval_voids_it_gives_the_discount_back_and_tells_the_opportunity()
    {
        await using var grid = await DealGrid.Start();
        await grid.Submit("Q1", 500);
        await grid.Accepted("quote", "Q1", new ReviseQuote(PaymentTerms: "预付三成"));
        var quote = await grid.Quote("Q1");
        Assert.Equal((QuoteStatus.Draft, false, null, 2), (quote.Status, quote.Stands, quote.Approval, quote.Revision));
        Assert.Equal(0, await grid.Held("salesperson", grid.Owner, "discount"));
        Assert.Equal([true, false], grid.Seam.Notes.Select(n => n.Stands));
        await grid.Accepted("quote", "Q1", new SubmitQuote());
        Assert.Equal(50_00, await grid.Held("salesperson", grid.Owner, "discount"));
    }

    [Fact]
    public async Task A_quote_nobody_accepted_expires_and_gives_its_discount_back()
    {
        await using var grid = await DealGrid.Start();
        await grid.Submit("Q1", 500);
        await grid.Submit("Q2", 400);
        await grid.Accepted("quote", "Q2", new AcceptQuote("PO-1"));
        grid.Time.Advance(TimeSpan.FromDays(32));
        await grid.Wake("quote", "Q1");
        await grid.Wake("quote", "Q2");
        Assert.Equal((QuoteStatus.Expired, QuoteStatus.Accepted), ((await grid.Quote("Q1")).Status, (await grid.Quote("Q2")).Status));
        Assert.Equal(40_00, await grid.Held("salesperson", grid.Owner, "discount"));
    }

    [Fact]
    public async Task A_discount_beyond_the_budget_is_refused_and_what_was_given_back_may_be_given_again()
    {
        await using var grid = await DealGrid.Start();
        DealFaultInjection.Limit($"salesperson/{grid.Owner}", "discount", 80_00);
        await grid.Submit("Q1", 500);
        await grid.Draft("Q2", 500);
        await grid.Refused(ControlPoints.ReservationsMustBeFew, "quote", "Q2", new SubmitQuote());
        Assert.Equal(QuoteStatus.Draft, (await grid.Quote("Q2")).Status);
        await grid.Accepted("quote", "Q1", new WithdrawQuote("客户取消"));
        await grid.Accepted("quote", "Q2", new SubmitQuote());
        Assert.Equal(50_00, await grid.Held("salesperson", grid.Owner, "discount"));
    }

    [Theory]
    [InlineData(typeof(TakeReservation), false), InlineData(typeof(TakeReservation), true), InlineData(typeof(ConfirmReservation), false), InlineData(typeof(ConfirmReservation), true)]
    public async Task Whatever_call_is_lost_on_approval_the_discount_is_held_once_or_not_at_all(Type lost, bool afterwards)
    {
        var armed = 1;
        var seam = new DealFaultInjection();
        await using var grid = await DealGrid.Start(seam: seam);
        seam.Breaks = (_, command, done) => command.GetType() == lost && done == afterwards && Interlocked.Exchange(ref armed, 0) == 1;
        await grid.Draft("Q1", 500);
        var sent = await Record.ExceptionAsync(() => grid.Send("quote", "Q1", new SubmitQuote(), commandId: "submit"));
        Assert.Equal((lost == typeof(TakeReservation), 0), (sent is not null, Volatile.Read(ref armed)));
        grid.Time.Advance(TimeSpan.FromMinutes(3));
        await grid.Wake("salesperson", grid.Owner);
        Assert.Equal((await grid.Quote("Q1")).Stands ? 50_00 : 0, await grid.Held("salesperson", grid.Owner, "discount"));
        await GridCluster.Accepted(grid.Send("quote", "Q1", new SubmitQuote(), commandId: "submit"));
        grid.Time.Advance(TimeSpan.FromMinutes(3));
        await grid.Wake("salesperson", grid.Owner);
        Assert.Null(Assert.Single(await grid.Reservations("salesperson", grid.Owner)).PendingUntil);
        await grid.Cluster.Verify();
    }

    [Theory]
    [InlineData(typeof(ReleaseReservation), false), InlineData(typeof(ReleaseReservation), true), InlineData(typeof(NoteDocument), false), InlineData(typeof(NoteDocument), true)]
    public async Task Whatever_call_is_lost_when_it_is_void_a_wake_up_completes_it(Type lost, bool afterwards)
    {
        var armed = 0;
        var seam = new DealFaultInjection();
        await using var grid = await DealGrid.Start(seam: seam);
        seam.Breaks = (_, command, done) => command.GetType() == lost && done == afterwards && Interlocked.Exchange(ref armed, 0) == 1;
        await grid.Submit("Q1", 500);
        Volatile.Write(ref armed, 1);
        await grid.Accepted("quote", "Q1", new WithdrawQuote("客户取消"));
        Assert.Equal(0, Volatile.Read(ref armed));
        await grid.Wake("quote", "Q1");
        Assert.Empty(await grid.Reservations("salesperson", grid.Owner));
        Assert.False(seam.Notes.Last().Stands);
        Assert.Equal(2, (await grid.Subject("quote", "Q1").Trail(0, 500)).Count(e => e.Type == nameof(TellingContinued)));
    }

    [Fact]
    public async Task Training_that_lapsed_stops_a_quote_until_control_lifts_it_once()
    {
        await using var grid = await DealGrid.Start();
        grid.Seam.Views[grid.Owner] = view => view with { Qualifications = [new("safety", "产品安全", [Acts.Quote], grid.Today.AddDays(-1))] };
        await grid.Draft("Q1", 0);
        await grid.Refused(ControlPoints.TrainingMustBeCurrent, "quote", "Q1", new SubmitQuote());
        await grid.Accepted("quote", "Q1", new Controls.OverrideControl("CP-TRAIN-01", "客户催促", grid.Time.GetUtcNow().AddDays(1)), "controller", Duties.Controller);
        await grid.Accepted("quote", "Q1", new SubmitQuote());
        Assert.Equal(QuoteStatus.Approved, (await grid.Quote("Q1")).Status);
        Assert.Contains(await grid.Subject("quote", "Q1").Trail(0, 500), e => e.Type == nameof(Controls.OverrideUsed));
    }

    [Fact]
    public async Task Prices_are_those_of_the_day_it_was_submitted()
    {
        await using var grid = await DealGrid.Start();
        await grid.Submit("Q1", 0);
        await grid.Accepted("pricelist", "PL1", new PriceLists.DraftPriceList("目录价", "CNY", [new("CNC-5", "车床", 1_100m, 700m)]), "finance", Duties.Finance);
        await grid.Accepted("pricelist", "PL1", new PriceLists.ApprovePriceList(grid.Today.AddDays(1)), "owner-of-prices", Duties.ProcessOwner);
        await grid.Submit("Q2", 0);
        grid.Time.Advance(TimeSpan.FromDays(1));
        await grid.Submit("Q3", 0);
        var quotes = new[] { await grid.Quote("Q1"), await grid.Quote("Q2"), await grid.Quote("Q3") };
        Assert.Equal([(1, 1_000_00L), (1, 1_000_00L), (2, 1_100_00L)], quotes.Select(q => (q.Priced!.PriceListVersion, q.Priced.Totals.Net.MinorUnits)));
        Assert.Equal([500_00L, 500_00L, null], quotes.Select(q => q.Priced!.Totals.Margin?.MinorUnits));
    }
}
