using static SalesGrid.Domain.Tests.OpportunityRow;

namespace SalesGrid.Domain.Tests;

public sealed class CloseOpportunityTests
{
    private static readonly DateOnly Tomorrow = World.Today.AddDays(1);
    private static readonly DateOnly BeforeOpening = new(2026, 2, 28);
    private static readonly OpportunityFacts Nothing = new();
    private static readonly string[] Signed = ["contract-approval", "signed-contract"];
    private static readonly string LongNote = new('n', 4001);

    internal static RuleRow[] Rows { get; } =
    [
        Row("An unknown opportunity cannot be won", Opportunity.None, new WinOpportunity(new Money(-1, "CNY")), "CP-OPP-01"),
        Row("A won opportunity cannot be won again", World.Won, new WinOpportunity(new Money(-1, "CNY")), "CP-OPP-03"),
        Row("A lost opportunity cannot be won", World.Lost, new WinOpportunity(new Money(-1, "CNY")), "CP-OPP-03"),
        Row("A win is not negative", World.In("development", Nothing), new WinOpportunity(new Money(-1, "CNY"), Tomorrow), "CP-DATA-01", "amount"),
        Row("Nothing is won in a closed month", World.In("negotiation", null, "contract-approval", "signed-contract"), new WinOpportunity(null, new(2026, 8, 31)), "CP-PERIOD-01", "closedOn", InAugustClosed),
        Row("Something is won in an open month", World.In("negotiation", null, "contract-approval", "signed-contract"), new WinOpportunity(null, new(2026, 9, 1)), nameof(OpportunityWon), null, InAugustClosed),
        Row("Nothing is lost in a closed month", World.In("proposal"), new LoseOpportunity("price", null, new(2026, 8, 1)), "CP-PERIOD-01", "closedOn", InAugustClosed),
        Row("What was won in a closed month is not opened again", World.Won, new ReopenOpportunity("x"), "CP-PERIOD-01", null, InAugustClosed),
        Row("A win's day lies in this age", World.In("development", Nothing), new WinOpportunity(null, new(1899, 1, 1)), "CP-DATA-01", "closedOn"),
        Row("A win does not lie in the future", World.In("development", Nothing), new WinOpportunity(null, Tomorrow), "CP-OPP-09", "closedOn"),
        Row("A win does not lie before the opening", World.In("development", Nothing), new WinOpportunity(null, BeforeOpening), "CP-OPP-08", "closedOn"),
        Row("Nothing is won in development", World.In("development", Nothing), new WinOpportunity(), "CP-WIN-01"),
        Row("Nothing is won in bidding, its gate met or not", World.In("bidding", null, "bid-result"), new WinOpportunity(), "CP-WIN-01"),
        Row("A win has an amount", World.In("negotiation", Nothing), new WinOpportunity(), "CP-WIN-02", "amount"),
        Row("A win has a customer", World.In("negotiation", Nothing), new WinOpportunity(new Money(1, "CNY")), "CP-WIN-03", "customerId"),
        Row("A win needs the facts of its gate", World.In("negotiation", World.Full with { Product = null }), new WinOpportunity(), "CP-STAGE-04"),
        Row("A win needs the evidence of its gate", World.In("negotiation", null, "contract-approval"), new WinOpportunity(), "CP-STAGE-03"),
        Row("Negotiation may win", World.In("negotiation", null, Signed), new WinOpportunity(), nameof(OpportunityWon)),
        Row("Implementation may win", World.In("implementation", null, "acceptance-report"), new WinOpportunity(), nameof(OpportunityWon)),
        Row("A win may be of the day it opened", World.In("negotiation", null, Signed), new WinOpportunity(null, new(2026, 3, 1)), nameof(OpportunityWon)),

        Row("An unknown opportunity cannot be lost", Opportunity.None, new LoseOpportunity(""), "CP-OPP-01"),
        Row("A won opportunity cannot be lost", World.Won, new LoseOpportunity(""), "CP-OPP-03"),
        Row("A lost opportunity cannot be lost again", World.Lost, new LoseOpportunity("price"), "CP-OPP-03"),
        Row("A loss has a reason", World.In("proposal"), new LoseOpportunity(" ", LongNote, Tomorrow), "CP-DATA-01", "reason"),
        Row("A loss's note has a longest length", World.In("proposal"), new LoseOpportunity("weather", LongNote, Tomorrow), "CP-DATA-01", "note"),
        Row("A loss's day lies in this age", World.In("proposal"), new LoseOpportunity("weather", null, new(1899, 1, 1)), "CP-DATA-01", "closedOn"),
        Row("A loss has a reason of the list", World.In("proposal"), new LoseOpportunity("weather", null, Tomorrow), "CP-LOSE-01", "reason"),
        Row("A loss does not lie in the future", World.In("proposal"), new LoseOpportunity("price", null, Tomorrow), "CP-OPP-09", "closedOn"),
        Row("A loss does not lie before the opening", World.In("proposal"), new LoseOpportunity("price", null, BeforeOpening), "CP-OPP-08", "closedOn"),
        Row("An opportunity is lost from any stage, with nothing known", World.In("development", Nothing), new LoseOpportunity("no-budget"), nameof(OpportunityLost)),

        Row("An unknown opportunity cannot be reopened", Opportunity.None, new ReopenOpportunity(""), "CP-OPP-01"),
        Row("An open opportunity cannot be reopened", World.In("proposal"), new ReopenOpportunity(""), "CP-OPP-04"),
        Row("Reopening has a reason", World.Won, new ReopenOpportunity(""), "CP-DATA-01", "reason"),
        Row("A won opportunity is reopened", World.Won, new ReopenOpportunity("contract withdrawn"), nameof(OpportunityReopened)),
        Row("A lost opportunity is reopened", World.Lost, new ReopenOpportunity("budget found"), nameof(OpportunityReopened)),
    ];

    private static OpportunityContext InAugustClosed(OpportunityContext context) => context with { ClosedMonths = AccountingRulesTests.AugustIsClosed };

    public static TheoryData<string> Sentences => RuleRow.Sentences(Rows);

    [Theory, MemberData(nameof(Sentences))]
    public void Closing_and_reopening_answer_as_the_table_says(string says) => RuleRow.Check(Rows, says);

    [Fact]
    public void A_win_records_the_amount_stated_or_else_the_amount_valued_and_today_or_the_day_stated()
    {
        var ready = World.In("negotiation", null, Signed);
        Assert.Equal(new OpportunityWon(new(125_000_00, "CNY"), World.Today), Event<OpportunityWon>(ready, new WinOpportunity()));
        Assert.Equal(new OpportunityWon(new(90, "USD"), new(2026, 9, 1)),
            Event<OpportunityWon>(ready, new WinOpportunity(new Money(90, "USD"), new(2026, 9, 1))));
        var dollars = ready with { Facts = ready.Facts with { Amount = new(1_000_00, "USD") } };
        Assert.Equal(new(900_00, "USD"), Event<OpportunityWon>(dollars, new WinOpportunity(StatedAmount.Of(900, null))).Amount);
        Assert.Equal(new Money(90, "USD"), ready.Evolve(new OpportunityWon(new(90, "USD"), World.Today), World.Now).Facts.Amount);
    }

    [Fact]
    public void A_closed_opportunity_says_how_it_was_closed()
    {
        Assert.Equal("商机已关闭(状态:赢单)。", Decide(World.Won, new AdvanceStage()).Refusal!.Reason.Zh);
        Assert.Equal("The opportunity is closed (status: lost).", Decide(World.Lost, new AdvanceStage()).Refusal!.Reason.En);
    }

    [Fact]
    public void A_reopened_opportunity_is_as_open_as_before_it_was_lost()
    {
        var before = World.In("proposal");
        var after = before.Evolve(new OpportunityLost("price", null, World.Today), World.Now).Evolve(new OpportunityReopened("more money"), World.Now);
        Assert.Equal(Same.Text(before), Same.Text(after));
    }
}
