using SalesGrid.Reservations;
using SalesGrid.Targets;
using static SalesGrid.Domain.Tests.People;

namespace SalesGrid.Domain.Tests;

/// <summary>What a salesperson may decide alone, and what may be drawn on them.</summary>
public sealed class AuthorityRulesTests
{
    private static readonly DateOnly LastQuarter = new(2026, 6, 30);
    private static readonly DateOnly ThisQuarter = new(2026, 7, 1);
    private static readonly GrantAuthority Own = new("senior", 500, null, Yuan(1_000), Yuan(50_000));
    private static readonly Salesperson NoLimit = Wang with { Authority = new("director", 2_000, null, null, null) };
    private static readonly Salesperson Monthly = Trusted with { Authority = Senior with { BudgetPeriod = PeriodLength.Month } };

    internal static RuleRow[] Rows { get; } =
    [
        Row("Authority needs a grade", Wang, new GrantAuthority(" "), Keeper, "CP-DATA-01", "grade"),
        Row("Authority item by item needs the discount stated", Wang, new GrantAuthority("senior", SalesAllowance: Yuan(1)), Keeper, "CP-DATA-01", "discountBasisPoints"),
        Row("A discount is not above the price", Wang, new GrantAuthority("senior", 10_001), Keeper, "CP-DATA-01", "discountBasisPoints"),
        Row("A discount is not negative", Wang, new GrantAuthority("senior", -1), Keeper, "CP-DATA-01", "discountBasisPoints"),
        Row("A budget is not negative", Wang, Own with { DiscountBudget = Yuan(-1) }, Keeper, "CP-DATA-01", "discountBudget"),
        Row("An allowance is in a currency", Wang, Own with { SalesAllowance = new(1, "yuan") }, Keeper, "CP-DATA-01", "salesAllowance"),
        Row("A largest deal is not beyond all measure", Wang, Own with { DealSizeMax = new(Money.MaxMinorUnits + 1, "CNY") }, Keeper, "CP-DATA-01", "dealSizeMax"),
        Row("A budget period is one there is", Wang, Own with { BudgetPeriod = (PeriodLength)9 }, Keeper, "CP-DATA-01", "budgetPeriod"),
        Row("A manager does not grant authority", Wang, Own, By("S-009", Duties.Manager), "CP-AUTH-01"),
        Row("Nobody grants themselves authority, whatever their duty", Wang, Own, By("S-001", Duties.People | Duties.Manager), "CP-AUTH-02"),
        Row("Nor by another spelling of their name", Wang, Own, By("s-001", Duties.People | Duties.Manager), "CP-AUTH-02"),
        Row("A grade nobody knows stands for nothing", Wang, new GrantAuthority("legend"), Keeper, "CP-AUTH-03", "grade"),
        Row("A grade nobody knows may be stated item by item", Wang, Own with { Grade = "legend" }, Keeper, nameof(AuthorityGranted)),
        Row("A grade alone stands for what is shipped", Wang, new GrantAuthority("junior"), Keeper, nameof(AuthorityGranted)),
        Row("Nobody unknown is given authority", Salesperson.None, Own, Keeper, "CP-PERSON-01"),
        Row("Nobody who left is given authority", Gone, Own, Keeper, "CP-PERSON-03"),
        Row("The same authority again changes nothing", Trusted, Own, Keeper, RuleRow.Nothing),
        Row("An allowance keeps the currency of what is held", NoLimit, Own, Keeper, "CP-AUTH-04", "salesAllowance", (Accounts.Allowance, new(1, "USD"), ThisQuarter)),
        Row("A budget keeps the currency of what was used this quarter", NoLimit, Own, Keeper, "CP-AUTH-04", "discountBudget", (Accounts.Discount, new(1, "USD"), ThisQuarter)),
        Row("A budget need not keep the currency of last quarter", NoLimit, Own, Keeper, nameof(AuthorityGranted), null, (Accounts.Discount, new(1, "USD"), LastQuarter)),
        Row("No limit needs no currency", Trusted, new GrantAuthority("director", 2_000), Keeper, nameof(AuthorityGranted), null, (Accounts.Allowance, new(1, "USD"), ThisQuarter)),

        Row("Only the grid renews a budget", Trusted, new RenewBudget(), Keeper, "CP-CTRL-08"),
        Row("A budget is not renewed within its quarter", Trusted, new RenewBudget(), Grid, RuleRow.Nothing),
        Row("A budget is renewed in the next quarter", Trusted, new RenewBudget(), Grid with { Today = new(2026, 10, 1) }, nameof(BudgetRenewed)),
        Row("A budget of a month is renewed in the next month", Monthly, new RenewBudget(), Grid with { Today = new(2026, 8, 1) }, nameof(BudgetRenewed)),
        Row("Without authority there is no budget to renew", Wang, new RenewBudget(), Grid, RuleRow.Nothing),
        Row("Only the grid closes a budget", Trusted, new CloseBudget(), Keeper, "CP-CTRL-08"),
        Row("A budget that is not being closed is left alone", Trusted, new CloseBudget(), Grid, RuleRow.Nothing),
        Row("A budget whose draws are given back is closed", Trusted with { ClosingBudgetSince = World.Now }, new CloseBudget(), Grid, nameof(BudgetClosed)),

        Draw("A salesperson has two accounts", Trusted, "credit", Yuan(1), "CP-RSV-01"),
        Draw("A draw has an amount", Trusted, Accounts.Discount, null, "CP-DATA-01", "amount"),
        Draw("Nothing is drawn on nobody", Salesperson.None, Accounts.Discount, Yuan(1), "CP-PERSON-01"),
        Draw("Nothing is drawn on somebody who left", Gone with { Authority = Senior }, Accounts.Allowance, Yuan(1), "CP-AUTH-05"),
        Draw("Nothing is drawn where nobody gave authority", Wang, Accounts.Discount, Yuan(1), "CP-AUTH-06"),
        Draw("Where nobody gave authority an override helps", Wang, Accounts.Discount, Yuan(1), nameof(ReservationGranted), null, "CP-AUTH-06"),
        Draw("A draw is in the limit's currency", Trusted, Accounts.Allowance, new(1, "USD"), "CP-AUTH-07", "amount"),
        Draw("Without a limit any currency is drawn", NoLimit, Accounts.Allowance, new(Money.MaxMinorUnits, "USD"), nameof(ReservationGranted)),
        Draw("The whole budget may be used", Trusted, Accounts.Discount, Yuan(1_000), nameof(ReservationGranted)),
        Draw("No more than the budget may be used", Trusted, Accounts.Discount, new(1_000_01, "CNY"), "CP-AUTH-08", "amount"),
        Draw("What was used this quarter is used", Trusted, Accounts.Discount, Yuan(401), "CP-AUTH-08", "amount", null, (Accounts.Discount, Yuan(600), ThisQuarter)),
        Draw("What is left of the budget may be used", Trusted, Accounts.Discount, Yuan(400), nameof(ReservationGranted), null, null, (Accounts.Discount, Yuan(600), ThisQuarter)),
        Draw("What was used last quarter is forgiven", Trusted, Accounts.Discount, Yuan(1_000), nameof(ReservationGranted), null, null, (Accounts.Discount, Yuan(600), LastQuarter)),
        Draw("With a budget a month, what was used last month is forgiven", Monthly, Accounts.Discount, Yuan(1_000), nameof(ReservationGranted), null, null, (Accounts.Discount, Yuan(600), new DateOnly(2026, 8, 31))),
        Draw("What was used on a day nobody recorded is used", Trusted, Accounts.Discount, Yuan(401), "CP-AUTH-08", "amount", null, (Accounts.Discount, Yuan(600), null)),
        Draw("An override lifts the budget", Trusted, Accounts.Discount, Yuan(1_001), nameof(ReservationGranted), null, "CP-AUTH-08"),
        Draw("The whole allowance may be held", Trusted, Accounts.Allowance, Yuan(50_000), nameof(ReservationGranted)),
        Draw("No more than the allowance may be held", Trusted, Accounts.Allowance, new(50_000_01, "CNY"), "CP-AUTH-09", "amount"),
        Draw("What is held since last quarter is held", Trusted, Accounts.Allowance, Yuan(1), "CP-AUTH-09", "amount", null, (Accounts.Allowance, Yuan(50_000), LastQuarter)),
        Draw("The accounts do not mix", Trusted, Accounts.Discount, Yuan(1_000), nameof(ReservationGranted), null, null, (Accounts.Allowance, Yuan(50_000), ThisQuarter)),
        Draw("An override lifts the allowance", Trusted, Accounts.Allowance, Yuan(50_001), nameof(ReservationGranted), null, "CP-AUTH-09"),
        Draw("A limit that was lowered below what is held lets nothing through", Trusted with { Authority = Senior with { SalesAllowance = Yuan(10) } },
            Accounts.Allowance, Yuan(1), "CP-AUTH-09", "amount", null, (Accounts.Allowance, Yuan(50_000), ThisQuarter)),
    ];

    public static TheoryData<string> Sentences => RuleRow.Sentences(Rows);

    [Theory, MemberData(nameof(Sentences))]
    public void The_rules_of_authority_answer_as_the_table_says(string says) => RuleRow.Check(Rows, says);

    [Fact]
    public void A_refusal_states_the_limit_what_is_used_and_what_is_wanted()
    {
        var refusal = Balances.Admit("S-001", Trusted, new(Accounts.Discount, "T", "quote/Q-1", Yuan(401)), Held((Accounts.Discount, Yuan(600), ThisQuarter)), Grid)!;
        Assert.All(new[] { "1000 CNY", "600 CNY", "401 CNY" }, amount =>
        {
            Assert.Contains(amount, refusal.Reason.Zh, StringComparison.Ordinal);
            Assert.Contains(amount, refusal.Reason.En, StringComparison.Ordinal);
        });
    }

    [Fact]
    public void What_is_left_is_what_may_still_be_drawn_and_never_below_zero()
    {
        var held = Held((Accounts.Discount, Yuan(600), ThisQuarter), (Accounts.Discount, Yuan(300), LastQuarter), (Accounts.Allowance, Yuan(60_000), LastQuarter));
        var balances = Balances.On(Trusted, held, World.Today);
        Assert.Equal([(Accounts.Discount, Yuan(600), Yuan(400)), (Accounts.Allowance, Yuan(60_000), Yuan(0))],
            balances.Select(b => (b.Account, Assert.Single(b.Used), b.Available!.Value)));
        Assert.Equal([ThisQuarter, null], balances.Select(b => b.From));
        Assert.Empty(Balances.On(Wang, held, World.Today));
    }

    [Fact]
    public void Every_shipped_grade_grants_what_it_says_and_no_less_than_the_one_below()
    {
        Assert.Equal(["junior", "senior", "key-account", "manager", "director"], Grades.Shipped.Select(g => g.Code));
        foreach (var (lower, higher) in Grades.Shipped.Zip(Grades.Shipped.Skip(1)))
        {
            Assert.True(lower.DiscountBasisPoints < higher.DiscountBasisPoints);
            Assert.True((higher.DiscountBudget?.MinorUnits ?? long.MaxValue) > lower.DiscountBudget!.Value.MinorUnits);
            Assert.True((higher.SalesAllowance?.MinorUnits ?? long.MaxValue) > lower.SalesAllowance!.Value.MinorUnits);
            Assert.True((higher.DealSizeMax?.MinorUnits ?? long.MaxValue) > lower.DealSizeMax!.Value.MinorUnits);
        }
    }

    private static RuleRow Row(string says, Salesperson current, SalespersonCommand command, DecisionContext request, string expected, string? field = null,
        params (string, Money, DateOnly?)[] held) =>
        new(says, () => Answer.Of(SalespersonRules.Decide("S-001", current, command, request, new() { Granted = Held(held) })), expected, field);

    private static RuleRow Draw(string says, Salesperson current, string account, Money? amount, string expected, string? field = null,
        string? waived = null, params (string, Money, DateOnly?)[] held)
    {
        var granted = Held(held);
        var request = waived is null ? Grid : Grid with { Waived = default(WaivedPoints).With(waived) };
        return new(says, () => Answer.Of(ReservationRules.Decide("salesperson/S-001", granted, null, null, null, new TakeReservation(account, "T-new", "quote/Q-1", amount),
            wanted => Balances.Admit("S-001", current, wanted, granted, request), request)), expected, field);
    }
}
