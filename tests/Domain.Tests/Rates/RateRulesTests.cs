namespace SalesGrid.Domain.Tests;

public sealed class RateRulesTests
{
    private static readonly StateRates Stated = new(World.Today, [new("USD", "CNY", 7.1m), new("JPY", "CNY", 0.05m)], "PBOC 2026-09-14");
    private static readonly DecisionContext Finance = World.By("FIN-1", Duties.Finance);
    private static readonly DecisionContext Another = World.By("FIN-2", Duties.Finance);
    private static readonly CompanyRates Waiting = CompanyRates.None.Evolve(new RatesStated(1, Stated.ValidFrom, Stated.Rates, Stated.Source, "FIN-1"));

    internal static RuleRow[] Rows { get; } =
    [
        Row("Finance states rates", CompanyRates.None, Stated, Finance, nameof(RatesStated)),
        Row("Nobody else states rates", CompanyRates.None, Stated, World.By("M-1", Duties.Manager | Duties.Controller), "CP-RATE-02"),
        Row("There is one object of rates", CompanyRates.None, Stated, Finance, "CP-DATA-01", "id", "subsidiary"),
        Row("Rates have a source", CompanyRates.None, Stated with { Source = "" }, Finance, "CP-DATA-01", "source"),
        Row("There is a rate at least", CompanyRates.None, Stated with { Rates = [] }, Finance, "CP-DATA-01", "rates"),
        Row("There are no more rates than two hundred", CompanyRates.None, Stated with { Rates = [.. Enumerable.Repeat(Stated.Rates[0], 201)] }, Finance, "CP-DATA-01", "rates"),
        Row("Rates do not count from years ago", CompanyRates.None, Stated with { ValidFrom = World.Today.AddDays(-32) }, Finance, "CP-DATA-01", "validFrom"),
        Row("Rates do not count from years ahead", CompanyRates.None, Stated with { ValidFrom = World.Today.AddYears(2) }, Finance, "CP-DATA-01", "validFrom"),
        Row("A rate is between currencies", CompanyRates.None, Stated with { Rates = [new("RMB", "USD", 0.14m)] }, Finance, "CP-DATA-01", "rates[0].from"),
        Row("A rate is between two currencies", CompanyRates.None, Stated with { Rates = [new("USD", "USD", 1)] }, Finance, "CP-DATA-01", "rates[0].to"),
        Row("A rate is more than nothing", CompanyRates.None, Stated with { Rates = [new("USD", "CNY", 0)] }, Finance, "CP-DATA-01", "rates[0].rate"),
        Row("A pair has one rate, either way round", CompanyRates.None, Stated with { Rates = [new("USD", "CNY", 7), new("CNY", "USD", 0.15m)] }, Finance, "CP-DATA-01", "rates[1]"),
        Row("The same rates by the same hand change nothing", Waiting, Stated with { Rates = [.. Stated.Rates] }, Finance, RuleRow.Nothing),
        Row("Other rates take the place of what waits", Waiting, Stated with { Source = "ECB" }, Finance, nameof(RatesStated)),
        Row("Another of finance approves", Waiting, new ApproveRates(1), Another, nameof(RatesApproved)),
        Row("Internal control approves", Waiting, new ApproveRates(1), World.By("CTRL", Duties.Controller), nameof(RatesApproved)),
        Row("Who stated rates does not approve them", Waiting, new ApproveRates(1), Finance, "CP-RATE-03"),
        Row("Sales approve no rates", Waiting, new ApproveRates(1), World.By("M-1", Duties.Manager), "CP-RATE-02"),
        Row("What was read is what is approved", Waiting, new ApproveRates(2), Another, "CP-RATE-04", "number"),
        Row("Nothing is approved where nothing waits", CompanyRates.None, new ApproveRates(1), Another, "CP-RATE-04", "number"),
        Row("A rejection has a reason", Waiting, new RejectRates(1, ""), Another, "CP-DATA-01", "reason"),
        Row("Whoever stated rates may drop them", Waiting, new RejectRates(1, "日期有误"), Finance, nameof(RatesRejected)),
        Row("Sales drop no rates", Waiting, new RejectRates(1, "x"), World.By("M-1", Duties.Manager), "CP-RATE-02"),
    ];

    public static TheoryData<string> Sentences => RuleRow.Sentences(Rows);

    [Theory, MemberData(nameof(Sentences))]
    public void The_rules_of_rates_answer_as_the_table_says(string says) => RuleRow.Check(Rows, says);

    [Theory]
    [InlineData(1_000_00, "USD", 7_100_00)]
    [InlineData(100, "JPY", 5_00)]
    // 0.05 yuan a yen, the other way round: 20 yen a yuan.
    [InlineData(1, "JPY", 5)]
    [InlineData(1, "USD", 7)]
    public void An_amount_is_compared_by_the_rate_of_its_day(long minor, string currency, long compared)
    {
        var applied = Approved.Convert(new(minor, currency), "CNY", World.Today)!;
        Assert.Equal((new Money(compared, "CNY"), World.Today, 1), (applied.Compared, applied.ValidFrom, applied.Table));
    }

    [Fact]
    public void A_pair_counts_the_other_way_round_and_no_pair_is_no_rate()
    {
        Assert.Equal(new Money(200, "JPY"), Approved.Convert(new(10_00, "CNY"), "JPY", World.Today)!.Compared);
        Assert.Null(Approved.Convert(new(1, "EUR"), "CNY", World.Today));
        Assert.Null(Approved.Convert(new(1, "USD"), "JPY", World.Today));
        Assert.Null(Approved.Convert(new(1, "USD"), "CNY", World.Today.AddDays(-1)));
        Assert.Null(Approved.Convert(new(Money.MaxMinorUnits, "USD"), "CNY", World.Today));
    }

    [Fact]
    public void The_newest_table_that_counts_on_the_day_and_has_the_pair_is_taken()
    {
        var rates = new ExchangeRates([.. Approved.Tables, new(2, World.Today.AddDays(10), [new("USD", "CNY", 8)], "x", "a", "b")]);
        Assert.Equal(new Money(710, "CNY"), rates.Convert(new(100, "USD"), "CNY", World.Today.AddDays(9))!.Compared);
        Assert.Equal(new Money(800, "CNY"), rates.Convert(new(100, "USD"), "CNY", World.Today.AddDays(10))!.Compared);
        Assert.Equal(new Money(5, "CNY"), rates.Convert(new(1, "JPY"), "CNY", World.Today.AddDays(10))!.Compared);
    }

    [Fact]
    public void The_oldest_tables_make_way()
    {
        var rates = CompanyRates.None;
        for (var n = 1; n <= CompanyRates.TablesMax + 1; n++)
            rates = rates.Evolve(new RatesStated(n, World.Today, Stated.Rates, "x", "a")).Evolve(new RatesApproved(n, "b"));
        Assert.Equal((CompanyRates.TablesMax, 2), (rates.Tables.Length, rates.Tables[0].Number));
    }

    private static ExchangeRates Approved { get; } = new(Waiting.Evolve(new RatesApproved(1, "FIN-2")).Tables);

    private static RuleRow Row(string says, CompanyRates current, RateCommand command, DecisionContext request, string expected, string? field = null, string id = "company") =>
        new(says, () => Answer.Of(RateRules.Decide(id, current, command, request)), expected, field);
}
