using System.Collections.Immutable;

namespace SalesGrid.Domain.Tests;

public sealed class AccountingRulesTests
{
    private static readonly DecisionContext Finance = World.By("FIN-1", Duties.Finance);
    private static readonly AccountingPeriods August = AccountingPeriods.None.Evolve(new MonthClosed(new(2026, 8, 1), "FIN-1"), World.Now);

    /// <summary>August 2026 as the rules of other objects are told of it.</summary>
    internal static ImmutableArray<ClosedMonth> AugustIsClosed => August.Closed;

    internal static RuleRow[] Rows { get; } =
    [
        Row("Finance closes a month that is over", AccountingPeriods.None, new CloseMonth("2026-08"), Finance, nameof(MonthClosed)),
        Row("Nobody else closes a month", AccountingPeriods.None, new CloseMonth("2026-08"), World.By("M-1", Duties.Manager | Duties.Controller), "CP-PERIOD-02"),
        Row("The present month is not over", AccountingPeriods.None, new CloseMonth("2026-09"), Finance, "CP-PERIOD-03", "month"),
        Row("A month is a month", AccountingPeriods.None, new CloseMonth("2026-13"), Finance, "CP-DATA-01", "month"),
        Row("A quarter is no month", AccountingPeriods.None, new CloseMonth("2026-Q3"), Finance, "CP-DATA-01", "month"),
        Row("There is one object of periods", AccountingPeriods.None, new CloseMonth("2026-08"), Finance, "CP-DATA-01", "id", "subsidiary"),
        Row("A closed month is closed", August, new CloseMonth("2026-08"), Finance, RuleRow.Nothing),
        Row("Another of finance reopens a month", August, new ReopenMonth("2026-08", "补记回款"), World.By("FIN-2", Duties.Finance), nameof(MonthReopened)),
        Row("Internal control reopens a month", August, new ReopenMonth("2026-08", "补记回款"), World.By("CTRL", Duties.Controller), nameof(MonthReopened)),
        Row("Who closed a month does not reopen it, whatever their duties", August, new ReopenMonth("2026-08", "x"), World.By("FIN-1", Duties.Finance | Duties.Controller), "CP-PERIOD-04", "month"),
        Row("Sales reopen nothing", August, new ReopenMonth("2026-08", "x"), World.By("M-1", Duties.Manager), "CP-PERIOD-02"),
        Row("What is open is not reopened", August, new ReopenMonth("2026-07", "x"), World.By("FIN-2", Duties.Finance), "CP-PERIOD-05", "month"),
        Row("Reopening has a reason", August, new ReopenMonth("2026-08", ""), World.By("FIN-2", Duties.Finance), "CP-DATA-01", "reason"),
        Row("What is reopened is a month", August, new ReopenMonth("August", "x"), World.By("FIN-2", Duties.Finance), "CP-DATA-01", "month"),
    ];

    public static TheoryData<string> Sentences => RuleRow.Sentences(Rows);

    [Theory, MemberData(nameof(Sentences))]
    public void The_rules_of_months_answer_as_the_table_says(string says) => RuleRow.Check(Rows, says);

    [Fact]
    public void A_reopened_month_is_open()
    {
        Assert.NotNull(OpenMonths.Check("on", new(2026, 8, 31), August.Closed));
        Assert.Null(OpenMonths.Check("on", new(2026, 9, 1), August.Closed));
        Assert.Null(OpenMonths.Check("on", new(2026, 8, 31), August.Evolve(new MonthReopened(new(2026, 8, 1), "x", "FIN-2"), World.Now).Closed));
    }

    [Fact]
    public void Only_days_of_months_that_are_over_are_asked_for()
    {
        Assert.True(OpenMonths.AskedFor(new(2026, 8, 31), World.Today));
        Assert.False(OpenMonths.AskedFor(new(2026, 9, 1), World.Today));
        Assert.False(OpenMonths.AskedFor(null, World.Today));
    }

    private static RuleRow Row(string says, AccountingPeriods current, AccountingCommand command, DecisionContext request, string expected, string? field = null, string id = "company") =>
        new(says, () => Answer.Of(AccountingRules.Decide(id, current, command, request)), expected, field);
}
