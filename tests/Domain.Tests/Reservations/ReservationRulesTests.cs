using System.Collections.Immutable;

namespace SalesGrid.Domain.Tests;

public sealed class ReservationRulesTests
{
    private const string Token = "contract/K-1@3:credit";
    private static readonly Money Hundred = new(100_00, "CNY");
    private static readonly DecisionContext ByGrid = new(3, World.Now, World.Today, "S-001", Duties.Grid);
    private static readonly TakeReservation Take = new("credit", Token, "contract/K-1", Hundred);
    private static readonly GrantedReservations Pending = GrantedReservations.None.Evolve(new ReservationGranted("credit", Token, "contract/K-1", Hundred, World.Now.AddMinutes(2)));
    private static readonly GrantedReservations Confirmed = Pending.Evolve(new ReservationConfirmed(Token));
    private static readonly GrantedReservations Full = GrantedReservations.Of(Enumerable.Range(0, GrantedReservations.MaxOpen)
        .Select(i => new Reservation($"t{i}", "credit", "contract/K-9", null, null)));

    internal static RuleRow[] Rows { get; } =
    [
        Row("Nobody takes a hold by hand, whatever else is wrong with it", GrantedReservations.None, Take with { Token = "" }, "CP-HOLD-06", request: ByGrid with { Duties = Duties.Controller }),
        Row("Nobody releases a hold by hand", Pending, new ReleaseReservation(Token), "CP-HOLD-06", request: ByGrid with { Duties = Duties.Finance }),
        Row("A hold is of an account", GrantedReservations.None, Take with { Account = " " }, "CP-DATA-01", "account"),
        Row("A hold has a token", GrantedReservations.None, Take with { Token = "" }, "CP-DATA-01", "token"),
        Row("A hold is for an object", GrantedReservations.None, Take with { For = "" }, "CP-DATA-01", "for"),
        Row("A hold is not of less than nothing", GrantedReservations.None, Take with { Amount = new(-1, "CNY") }, "CP-DATA-01", "amount"),
        Row("An object that holds nothing for others is not drawn on", GrantedReservations.None, Take, "CP-HOLD-01", hasAccounts: false),
        Row("Taking what is held for the same purpose changes nothing", Pending, Take, RuleRow.Nothing),
        Row("Taking what is confirmed for the same purpose changes nothing, though there is no room", Confirmed, Take, RuleRow.Nothing, limit: 0),
        Row("A token is not used for another amount", Pending, Take with { Amount = new(1, "CNY") }, "CP-HOLD-02"),
        Row("A token is not used for another account", Pending, Take with { Account = "discount" }, "CP-HOLD-02"),
        Row("A token is not used for another object", Pending, Take with { For = "contract/K-2" }, "CP-HOLD-02"),
        Row("The object's own rules have their say", Pending, Take with { Token = "other" }, "CP-HOLD-01", limit: 150_00),
        Row("There is an end to open holds", Full, Take, "CP-HOLD-03"),
        Row("A hold is taken", GrantedReservations.None, Take, nameof(ReservationGranted)),
        Row("A hold of a whole is taken", GrantedReservations.None, Take with { Amount = null }, nameof(ReservationGranted)),
        Row("What is not held cannot be confirmed", GrantedReservations.None, new ConfirmReservation(Token), "CP-HOLD-05"),
        Row("A hold is confirmed", Pending, new ConfirmReservation(Token), nameof(ReservationConfirmed)),
        Row("Confirming again changes nothing", Confirmed, new ConfirmReservation(Token), RuleRow.Nothing),
        Row("Releasing what is not held changes nothing", GrantedReservations.None, new ReleaseReservation(Token), RuleRow.Nothing),
        Row("A hold is released", Confirmed, new ReleaseReservation(Token), nameof(ReservationReleased)),
        Row("Part of a hold is released", Confirmed, new ReleaseReservation(Token, new(40_00, "CNY")), nameof(ReservationReleased)),
        Row("Releasing nothing of it changes nothing", Confirmed, new ReleaseReservation(Token, new(0, "CNY")), RuleRow.Nothing),
        Row("Part of a hold is in its currency", Confirmed, new ReleaseReservation(Token, new(1, "USD")), "CP-DATA-01", "amount"),
        Row("Less than nothing is not released", Confirmed, new ReleaseReservation(Token, new(-1, "CNY")), "CP-DATA-01", "amount"),
        Row("A hold is released down to what is to be left", Confirmed, new ReleaseReservation(Token, Left: new(60_00, "CNY")), nameof(ReservationReleased)),
        Row("What is left already is left", Confirmed, new ReleaseReservation(Token, Left: Hundred), RuleRow.Nothing),
        Row("A hold of which nothing is to be left is released", Confirmed, new ReleaseReservation(Token, Left: new(0, "CNY")), nameof(ReservationReleased)),
        Row("What is to be left is in the hold's currency", Confirmed, new ReleaseReservation(Token, Left: new(1, "USD")), "CP-DATA-01", "left"),
        Row("What is to be left is not less than nothing", Confirmed, new ReleaseReservation(Token, Left: new(-1, "CNY")), "CP-DATA-01", "left"),
        Row("Nobody says both how much goes and how much stays", Confirmed, new ReleaseReservation(Token, Hundred, Hundred), "CP-DATA-01", "left"),
        Row("Whoever needs a hold says so", GrantedReservations.None, new ResolveReservation(Token, "credit", "customer/C-100"), RuleRow.Nothing),
        Row("Whoever does not need a hold records that", GrantedReservations.None, new ResolveReservation("other", "credit", "customer/C-100"), nameof(ReservationAbandoned)),
        Row("An object that takes no holds stands behind none", GrantedReservations.None, new ResolveReservation(Token, "credit", "customer/C-100"), nameof(ReservationAbandoned), hasAccounts: false),
        // The grain's answer to a hold that was abandoned; the rules record the fact it stands for.
        new("A step whose hold was given up is told so", () => new(ControlPoints.ReservationMustBeWanted.Refuse(Token), []), "CP-HOLD-04"),
    ];

    public static TheoryData<string> Sentences => RuleRow.Sentences(Rows);

    [Theory, MemberData(nameof(Sentences))]
    public void The_rules_of_holds_answer_as_the_table_says(string says) => RuleRow.Check(Rows, says);

    [Fact]
    public void A_hold_waits_two_minutes_to_be_confirmed()
    {
        var taken = (ReservationGranted)Assert.Single(Decide(GrantedReservations.None, Take, ByGrid, 1_000_00, true).Events);
        Assert.Equal(World.Now.AddMinutes(2), taken.PendingUntil);
        Assert.Equal(World.Now.AddMinutes(2), Pending.FirstPending());
        Assert.Null(Confirmed.FirstPending());
    }

    [Fact]
    public void A_release_in_parts_leaves_the_rest_held()
    {
        var left = Confirmed.Evolve(new ReservationReleased(Token, new(40_00, "CNY")));
        Assert.Equal(60_00, left.SumOf("credit"));
        Assert.Equal(0, left.Evolve(new ReservationReleased(Token, null)).SumOf("credit"));
    }

    private static RuleRow Row(
        string says, GrantedReservations held, ReservationCommand command, string expected, string? field = null, DecisionContext? request = null, long limit = 1_000_00, bool hasAccounts = true) =>
        new(says, () => Answer.Of(Decide(held, command, request ?? ByGrid, limit, hasAccounts)), expected, field);

    private static Decision<SubjectEvent> Decide(GrantedReservations held, ReservationCommand command, DecisionContext request, long limit, bool hasAccounts) => ReservationRules.Decide(
        "customer/C-100", held, command,
        hasAccounts ? wanted => held.SumOf(wanted.Account) + (wanted.Amount?.MinorUnits ?? 0) > limit ? ControlPoints.ReservationMustHaveAccount.Refuse("customer/C-100", wanted.Account) : null : null,
        hasAccounts ? wanted => wanted.Token == Token : null, request);
}
