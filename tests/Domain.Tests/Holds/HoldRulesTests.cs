using System.Collections.Immutable;

namespace SalesGrid.Domain.Tests;

public sealed class HoldRulesTests
{
    private const string Token = "contract/K-1@3:credit";
    private static readonly Money Hundred = new(100_00, "CNY");
    private static readonly Asked ByGrid = new(3, World.Now, World.Today, "S-001", Duties.Grid);
    private static readonly TakeHold Take = new("credit", Token, "contract/K-1", Hundred);
    private static readonly Holdings Pending = Holdings.None.Evolve(new HoldTaken("credit", Token, "contract/K-1", Hundred, World.Now.AddMinutes(2)));
    private static readonly Holdings Confirmed = Pending.Evolve(new HoldConfirmed(Token));
    private static readonly Holdings Full = new(Enumerable.Range(0, Holdings.MaxOpen).ToImmutableDictionary(
        i => $"t{i}", i => new Hold($"t{i}", "credit", "contract/K-9", null, null), StringComparer.Ordinal));

    internal static RuleRow[] Rows { get; } =
    [
        Row("Nobody takes a hold by hand, whatever else is wrong with it", Holdings.None, Take with { Token = "" }, "CP-HOLD-06", asked: ByGrid with { Duties = Duties.Controller }),
        Row("Nobody releases a hold by hand", Pending, new ReleaseHold(Token), "CP-HOLD-06", asked: ByGrid with { Duties = Duties.Finance }),
        Row("A hold is of an account", Holdings.None, Take with { Account = " " }, "CP-DATA-01", "account"),
        Row("A hold has a token", Holdings.None, Take with { Token = "" }, "CP-DATA-01", "token"),
        Row("A hold is for an object", Holdings.None, Take with { For = "" }, "CP-DATA-01", "for"),
        Row("A hold is not of less than nothing", Holdings.None, Take with { Amount = new(-1, "CNY") }, "CP-DATA-01", "amount"),
        Row("An object that holds nothing for others is not drawn on", Holdings.None, Take, "CP-HOLD-01", hasAccounts: false),
        Row("Taking what is held for the same purpose changes nothing", Pending, Take, RuleRow.Nothing),
        Row("Taking what is confirmed for the same purpose changes nothing, though there is no room", Confirmed, Take, RuleRow.Nothing, limit: 0),
        Row("A token is not used for another amount", Pending, Take with { Amount = new(1, "CNY") }, "CP-HOLD-02"),
        Row("A token is not used for another account", Pending, Take with { Account = "discount" }, "CP-HOLD-02"),
        Row("A token is not used for another object", Pending, Take with { For = "contract/K-2" }, "CP-HOLD-02"),
        Row("The object's own rules have their say", Pending, Take with { Token = "other" }, "CP-HOLD-01", limit: 150_00),
        Row("There is an end to open holds", Full, Take, "CP-HOLD-03"),
        Row("A hold is taken", Holdings.None, Take, nameof(HoldTaken)),
        Row("A hold of a whole is taken", Holdings.None, Take with { Amount = null }, nameof(HoldTaken)),
        Row("What is not held cannot be confirmed", Holdings.None, new ConfirmHold(Token), "CP-HOLD-05"),
        Row("A hold is confirmed", Pending, new ConfirmHold(Token), nameof(HoldConfirmed)),
        Row("Confirming again changes nothing", Confirmed, new ConfirmHold(Token), RuleRow.Nothing),
        Row("Releasing what is not held changes nothing", Holdings.None, new ReleaseHold(Token), RuleRow.Nothing),
        Row("A hold is released", Confirmed, new ReleaseHold(Token), nameof(HoldReleased)),
        Row("Part of a hold is released", Confirmed, new ReleaseHold(Token, new(40_00, "CNY")), nameof(HoldReleased)),
        Row("Releasing nothing of it changes nothing", Confirmed, new ReleaseHold(Token, new(0, "CNY")), RuleRow.Nothing),
        Row("Part of a hold is in its currency", Confirmed, new ReleaseHold(Token, new(1, "USD")), "CP-DATA-01", "amount"),
        Row("Less than nothing is not released", Confirmed, new ReleaseHold(Token, new(-1, "CNY")), "CP-DATA-01", "amount"),
        Row("A hold is released down to what is to be left", Confirmed, new ReleaseHold(Token, Left: new(60_00, "CNY")), nameof(HoldReleased)),
        Row("What is left already is left", Confirmed, new ReleaseHold(Token, Left: Hundred), RuleRow.Nothing),
        Row("A hold of which nothing is to be left is released", Confirmed, new ReleaseHold(Token, Left: new(0, "CNY")), nameof(HoldReleased)),
        Row("What is to be left is in the hold's currency", Confirmed, new ReleaseHold(Token, Left: new(1, "USD")), "CP-DATA-01", "left"),
        Row("What is to be left is not less than nothing", Confirmed, new ReleaseHold(Token, Left: new(-1, "CNY")), "CP-DATA-01", "left"),
        Row("Nobody says both how much goes and how much stays", Confirmed, new ReleaseHold(Token, Hundred, Hundred), "CP-DATA-01", "left"),
        Row("Whoever needs a hold says so", Holdings.None, new ResolveHold(Token, "credit", "customer/C-100"), RuleRow.Nothing),
        Row("Whoever does not need a hold records that", Holdings.None, new ResolveHold("other", "credit", "customer/C-100"), nameof(HoldAbandoned)),
        Row("An object that takes no holds stands behind none", Holdings.None, new ResolveHold(Token, "credit", "customer/C-100"), nameof(HoldAbandoned), hasAccounts: false),
        // The grain's answer to a hold that was abandoned; the rules record the fact it stands for.
        new("A step whose hold was given up is told so", () => new(ControlPoints.HoldMustBeWanted.Refuse(Token), []), "CP-HOLD-04"),
    ];

    public static TheoryData<string> Sentences => RuleRow.Sentences(Rows);

    [Theory, MemberData(nameof(Sentences))]
    public void The_rules_of_holds_answer_as_the_table_says(string says) => RuleRow.Check(Rows, says);

    [Fact]
    public void A_hold_waits_two_minutes_to_be_confirmed()
    {
        var taken = (HoldTaken)Assert.Single(Decide(Holdings.None, Take, ByGrid, 1_000_00, true).Events);
        Assert.Equal(World.Now.AddMinutes(2), taken.PendingUntil);
        Assert.Equal(World.Now.AddMinutes(2), Pending.FirstPending());
        Assert.Null(Confirmed.FirstPending());
    }

    [Fact]
    public void A_release_in_parts_leaves_the_rest_held()
    {
        var left = Confirmed.Evolve(new HoldReleased(Token, new(40_00, "CNY")));
        Assert.Equal(60_00, left.HeldOf("credit"));
        Assert.Equal(0, left.Evolve(new HoldReleased(Token, null)).HeldOf("credit"));
    }

    private static RuleRow Row(
        string says, Holdings held, HoldCommand command, string expected, string? field = null, Asked? asked = null, long limit = 1_000_00, bool hasAccounts = true) =>
        new(says, () => Answer.Of(Decide(held, command, asked ?? ByGrid, limit, hasAccounts)), expected, field);

    private static Decision<SubjectEvent> Decide(Holdings held, HoldCommand command, Asked asked, long limit, bool hasAccounts) => HoldRules.Decide(
        "customer/C-100", held, command,
        hasAccounts ? wanted => held.HeldOf(wanted.Account) + (wanted.Amount?.MinorUnits ?? 0) > limit ? ControlPoints.HoldMustHaveAccount.Refuse("customer/C-100", wanted.Account) : null : null,
        hasAccounts ? wanted => wanted.Token == Token : null, asked);
}
