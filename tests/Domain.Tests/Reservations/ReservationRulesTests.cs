namespace SalesGrid.Domain.Tests;

public sealed class ReservationRulesTests
{
    private const string Token = "contract/K-1@3:credit";
    private static readonly Money Hundred = new(100_00, "CNY");
    private static readonly DecisionContext ByGrid = new(3, World.Now, World.Today, "S-001", Duties.Grid);
    private static readonly TakeReservation Take = new("credit", Token, "contract/K-1", Hundred);
    private static readonly GrantedReservations Pending = GrantedReservations.None.Evolve(new ReservationGranted("credit", Token, "contract/K-1", Hundred, World.Now.AddMinutes(2)));
    private static readonly GrantedReservations Confirmed = Pending.Evolve(new ReservationConfirmed(Token));
    private static readonly GrantedReservations AlmostFull = GrantedReservations.Of(Enumerable.Range(1, GrantedReservations.MaxOpen - 1)
        .Select(i => new Reservation($"t{i}", "credit", "contract/K-9", null, null)));

    private static readonly GrantedReservations Full = AlmostFull.Evolve(new ReservationGranted("credit", "last", "contract/K-9", null, World.Now));
    private static readonly GrantedReservations Waiting = GrantedReservations.Of(Enumerable.Range(0, GrantedReservations.MaxPending)
        .Select(i => new Reservation($"t{i}", "credit", "contract/K-9", null, World.Now)));

    /// <summary>What lies beside the record: the reservation itself, and one whose token has the same place.</summary>
    private static readonly Reservation Beside = new(Token, "credit", "contract/K-1", Hundred, null), Another = Beside with { Token = "another" };

    private static readonly ReservationToReturn Surplus = new("customer/C-100", "old", null, World.Now);
    private static readonly TakenReservations Taken = new([new("customer/C-100", "credit", Token, Hundred)], [Surplus]);
    private static readonly Tellings Told = new([new("document", "stands", 3, World.Now, 0, false), new("deal", "signed", 1, World.Now, 1, true)]);

    internal static RuleRow[] Rows { get; } =
    [
        Row("Nobody takes a reservation by hand, whatever else is wrong with it", GrantedReservations.None, Take with { Token = "" }, "CP-RSV-06", request: ByGrid with { Duties = Duties.Controller }),
        Row("Nobody releases a reservation by hand", Pending, new ReleaseReservation(Token), "CP-RSV-06", request: ByGrid with { Duties = Duties.Finance }),
        Row("A reservation is of an account", GrantedReservations.None, Take with { Account = " " }, "CP-DATA-01", "account"),
        Row("A reservation has a token", GrantedReservations.None, Take with { Token = "" }, "CP-DATA-01", "token"),
        Row("A reservation is for an object", GrantedReservations.None, Take with { For = "" }, "CP-DATA-01", "for"),
        Row("A reservation is not of less than nothing", GrantedReservations.None, Take with { Amount = new(-1, "CNY") }, "CP-DATA-01", "amount"),
        Row("An object that keeps nothing back for others is not drawn on", GrantedReservations.None, Take, "CP-RSV-01", hasAccounts: false),
        Row("Taking what is reserved for the same purpose changes nothing", Pending, Take, RuleRow.Nothing),
        Row("Taking what is confirmed for the same purpose changes nothing, though there is no room", Confirmed, Take, RuleRow.Nothing, limit: 0),
        Row("A token is not used for another amount", Pending, Take with { Amount = new(1, "CNY") }, "CP-RSV-02"),
        Row("A token is not used for another account", Pending, Take with { Account = "discount" }, "CP-RSV-02"),
        Row("A token is not used for another object", Pending, Take with { For = "contract/K-2" }, "CP-RSV-02"),
        Row("The object's own rules have their say", Pending, Take with { Token = "other" }, "CP-RSV-01", limit: 150_00),
        Row("There is an end to open reservations", Full, Take, "CP-RSV-03"),
        Row("Up to there they are granted", AlmostFull, Take, nameof(ReservationGranted)),
        Row("There is an end to reservations that wait to be confirmed", Waiting, Take, "CP-RSV-08"),
        Row("A reservation is granted", GrantedReservations.None, Take, nameof(ReservationGranted)),
        Row("A reservation of a whole is granted", GrantedReservations.None, Take with { Amount = null }, nameof(ReservationGranted)),
        Row("What is not reserved cannot be confirmed", GrantedReservations.None, new ConfirmReservation(Token), "CP-RSV-05"),
        Row("A reservation is confirmed", Pending, new ConfirmReservation(Token), nameof(ReservationConfirmed)),
        Row("Confirming again changes nothing", Confirmed, new ConfirmReservation(Token), RuleRow.Nothing),
        Row("Releasing what is not reserved changes nothing", GrantedReservations.None, new ReleaseReservation(Token), RuleRow.Nothing),
        Row("A reservation is released", Confirmed, new ReleaseReservation(Token), nameof(ReservationReleased)),
        Row("A reservation is lowered to what is to be left", Confirmed, new ReleaseReservation(Token, Left: new(60_00, "CNY")), nameof(ReservationReleased)),
        Row("What is left already is left", Confirmed, new ReleaseReservation(Token, Left: Hundred), RuleRow.Nothing),
        Row("A reservation of which nothing is to be left is released", Confirmed, new ReleaseReservation(Token, Left: new(0, "CNY")), nameof(ReservationReleased)),
        Row("What is to be left is in the reservation's currency", Confirmed, new ReleaseReservation(Token, Left: new(1, "USD")), "CP-DATA-01", "left"),
        Row("What is to be left is not less than nothing", Confirmed, new ReleaseReservation(Token, Left: new(-1, "CNY")), "CP-DATA-01", "left"),
        Row("Taking what lies beside the record for the same purpose changes nothing, though there is no room", Full, Take, RuleRow.Nothing, beside: Beside),
        Row("A token that lies beside the record is not used for another amount", GrantedReservations.None, Take with { Amount = new(1, "CNY") }, "CP-RSV-02", beside: Beside),
        Row("A token is not used while another lies in its place", GrantedReservations.None, Take, "CP-RSV-02", beside: Another),
        Row("Confirming what lies beside the record changes nothing", GrantedReservations.None, new ConfirmReservation(Token), RuleRow.Nothing, beside: Beside),
        Row("What another lies in the place of cannot be confirmed", GrantedReservations.None, new ConfirmReservation(Token), "CP-RSV-05", beside: Another),
        Row("A reservation beside the record is released", GrantedReservations.None, new ReleaseReservation(Token), nameof(ReservationReleased), beside: Beside),
        Row("A reservation beside the record is lowered to what is to be left", GrantedReservations.None, new ReleaseReservation(Token, Left: new(60_00, "CNY")), nameof(ReservationReleased), beside: Beside),
        Row("What is left already beside the record is left", GrantedReservations.None, new ReleaseReservation(Token, Left: Hundred), RuleRow.Nothing, beside: Beside),
        Row("Releasing what another lies in the place of changes nothing", GrantedReservations.None, new ReleaseReservation(Token), RuleRow.Nothing, beside: Another),
        Row("Whoever stands behind a reservation says so", GrantedReservations.None, new ResolveReservation(Token, "credit", "customer/C-100"), RuleRow.Nothing),
        Row("Whoever is about to return a reservation does so itself", GrantedReservations.None, new ResolveReservation("old", "credit", "customer/C-100"), RuleRow.Nothing),
        Row("Whoever knows nothing of a reservation records that", GrantedReservations.None, new ResolveReservation("other", "credit", "customer/C-100"), nameof(ReservationAbandoned)),
        Row("A reservation stands at its provider and at no other", GrantedReservations.None, new ResolveReservation(Token, "credit", "customer/C-200"), nameof(ReservationAbandoned)),
        Row("Nobody says by hand that steps are done", GrantedReservations.None, new NoteStepsDone([Surplus], []), "CP-RSV-06", request: ByGrid with { Duties = Duties.Controller }),
        Row("What was returned is recorded", GrantedReservations.None, new NoteStepsDone([Surplus], []), nameof(ReservationsReturned)),
        Row("What was not to be returned is not", GrantedReservations.None, new NoteStepsDone([Surplus with { Left = Hundred }], []), RuleRow.Nothing),
        Row("How many were told is recorded", GrantedReservations.None, new NoteStepsDone([], [new("document", 3, 1, false)]), nameof(TellingContinued)),
        Row("That all were told is recorded", GrantedReservations.None, new NoteStepsDone([], [new("document", 3, 0, true)]), nameof(TellingContinued)),
        Row("Nobody is told less", GrantedReservations.None, new NoteStepsDone([], [new("document", 3, 0, false)]), RuleRow.Nothing),
        Row("Who was told of what is not so any more is of no interest", GrantedReservations.None, new NoteStepsDone([], [new("document", 2, 1, true)]), RuleRow.Nothing),
        Row("What all know is not told again", GrantedReservations.None, new NoteStepsDone([], [new("deal", 1, 9, true)]), RuleRow.Nothing),
        Step("A need that nothing covers is taken before it is recorded", null, nameof(ReservationsTaken), new Need("customer/C-1", "credit", Hundred)),
        Step("What nothing needs any more is returned", Taken, nameof(ReservationsNoLongerNeeded)),
        Step("A need that is covered takes nothing", Taken, RuleRow.Nothing, new Need("customer/C-100", "credit", Hundred)),
        Step("Where more is needed the difference is taken", Taken, nameof(ReservationsTaken), new Need("customer/C-100", "credit", new(101_00, "CNY"))),
        Step("Where less is needed the difference is returned", Taken, nameof(ReservationsNoLongerNeeded), new Need("customer/C-100", "credit", new(99_00, "CNY"))),
        Step("Where something else is needed that is taken and the other returned", Taken, "ReservationsTaken + ReservationsNoLongerNeeded", new Need("customer/C-200", "credit", Hundred)),
        new("What others do not know yet they are told", () => new(null, [.. StepsToTake.Of(default, null, Told.Begin(5, [new("document", null, [])])).Events]), nameof(TellingBegun)),
        new("Nothing more is returned while fifty reservations wait to be", () => new(StepsToTake.Of(
            new(default, [Surplus]), new([], [.. Enumerable.Range(0, 50).Select(i => Surplus with { Token = $"t{i}" })]), []).Refusal, []), "CP-RSV-07"),
        // The grain's answer to a reservation that was abandoned; the rules record the fact it stands for.
        new("A step whose reservation was given up is told so", () => new(ControlPoints.ReservationMustBeWanted.Refuse(Token), []), "CP-RSV-04"),
    ];

    public static TheoryData<string> Sentences => RuleRow.Sentences(Rows);

    [Theory, MemberData(nameof(Sentences))]
    public void The_rules_of_reservations_answer_as_the_table_says(string says) => RuleRow.Check(Rows, says);

    [Fact]
    public void A_reservation_waits_two_minutes_to_be_confirmed()
    {
        var taken = (ReservationGranted)Assert.Single(Decide(GrantedReservations.None, Take, ByGrid, 1_000_00, true).Events);
        Assert.Equal(World.Now.AddMinutes(2), taken.PendingUntil);
        Assert.Equal(World.Now.AddMinutes(2), Pending.FirstPending());
        Assert.Null(Confirmed.FirstPending());
    }

    [Fact]
    public void A_release_in_parts_leaves_the_rest_reserved()
    {
        var left = Confirmed.Evolve(new ReservationReleased(Token, new(40_00, "CNY")));
        Assert.Equal(60_00, left.SumOf("credit"));
        Assert.Equal(0, left.Evolve(new ReservationReleased(Token, null)).SumOf("credit"));
    }

    [Fact]
    public void What_is_released_beside_the_record_is_in_the_event_so_that_the_sums_follow_from_it_alone()
    {
        var month = new DateOnly(World.Today.Year, World.Today.Month, 1);
        var granted = GrantedReservations.None;
        for (var i = 0; i <= GrantedReservations.MaxKept; i++)
            granted = granted.Evolve(new ReservationGranted("credit", $"t{i}", "contract/K-1", Hundred, World.Now, World.Today)).Evolve(new ReservationConfirmed($"t{i}", granted.NextToLeave));
        // The one confirmed longest ago has left.
        var left = granted.Moved!.Now!;
        Assert.Equal(("t0", 1, GrantedReservations.MaxKept), (left.Token, granted.Beside, granted.Here.Count()));

        var lowered = granted.Evolve(new ReservationReleased("t0", new(40_00, "CNY"), ReservationBefore.Of(left)));
        Assert.Equal(granted.SumOf("credit", "CNY", month) - 40_00, lowered.SumOf("credit", "CNY", month));
        Assert.Equal(new("t0", left with { Amount = new(60_00, "CNY") }), lowered.Moved);
        var gone = lowered.Evolve(new ReservationReleased("t0", null, ReservationBefore.Of(lowered.Moved!.Now!)));
        Assert.Equal((granted.SumOf("credit", "CNY", month) - 100_00, granted.Count - 1, 0), (gone.SumOf("credit", "CNY", month), gone.Count, gone.Beside));
        Assert.Equal(new("t0", null), gone.Moved);
        Assert.Throws<InvalidDataException>(() => granted.Evolve(new ReservationReleased("t0", null)));
    }

    [Fact]
    public void With_the_33rd_that_is_confirmed_the_one_confirmed_longest_ago_leaves()
    {
        var granted = GrantedReservations.Of([.. Enumerable.Range(0, GrantedReservations.MaxKept - 1).Select(i => new Reservation($"t{i}", "credit", "contract/K-9", null, null)), Waits("a"), Waits("b")]);
        var first = Assert.Single(Decide(granted, new ConfirmReservation("a"), ByGrid, 0, true).Events);
        Assert.Equal(new ReservationConfirmed("a"), first);
        var second = Assert.Single(Decide(granted.Evolve((CommonEvent)first), new ConfirmReservation("b"), ByGrid, 0, true).Events);
        Assert.Equal(new ReservationConfirmed("b", "t0"), second);

        static Reservation Waits(string token) => new(token, "credit", "contract/K-9", null, World.Now);
    }

    [Fact]
    public void What_a_command_changed_beside_the_record_is_said_until_the_next_command_and_no_longer()
    {
        var record = new SubjectRecord<Claim> { State = Claim.None };
        for (var i = 0; i <= GrantedReservations.MaxKept; i++)
        {
            record = Next(record, new ReservationGranted("credit", $"t{i}", "contract/K-1", Hundred, World.Now));
            Assert.Null(record.Granted!.Moved);
            record = Next(record, new ReservationConfirmed($"t{i}", record.Granted!.NextToLeave));
        }
        Assert.Equal("t0", record.Granted!.Moved!.Token);
        // Something else happens to the object.
        Assert.Null(record.After(record.Body, 1).Granted!.Moved);
        Assert.Null(record.AfterEntry(record.Body, 99, 1, 1).Granted!.Moved);
        // One command changes one of them: more would be lost on their way to the store.
        var both = ClaimKind.Kind.Evolve(ClaimKind.Kind.Evolve(record.Body, new ReservationReleased("a", null, ReservationBefore.Of(Beside)), World.Now),
            new ReservationReleased("b", null, ReservationBefore.Of(Beside)), World.Now);
        Assert.Throws<InvalidOperationException>(() => record.After(both, 2));

        static SubjectRecord<Claim> Next(SubjectRecord<Claim> record, CommonEvent happened) => record.After(ClaimKind.Kind.Evolve(record.Body, happened, World.Now), 1);
    }

    private static RuleRow Step(string says, TakenReservations? taken, string expected, params Need[] needs) => new(says, () => new(null,
    [
        .. StepsToTake.Of(ReservationDifference.Between("contract/K-1", 7, World.Now, taken ?? TakenReservations.None, [.. needs]), taken, []).Events is { IsDefault: false } events ? events : [],
    ]), expected);

    private static RuleRow Row(
        string says, GrantedReservations granted, ReservationCommand command, string expected, string? field = null, DecisionContext? request = null, long limit = 1_000_00, bool hasAccounts = true,
        Reservation? beside = null) =>
        new(says, () => Answer.Of(Decide(granted, command, request ?? ByGrid, limit, hasAccounts, beside)), expected, field);

    private static Decision<SubjectEvent> Decide(GrantedReservations granted, ReservationCommand command, DecisionContext request, long limit, bool hasAccounts, Reservation? beside = null) => ReservationRules.Decide(
        "customer/C-100", granted, beside, Taken, Told, command,
        hasAccounts ? wanted => granted.SumOf(wanted.Account) + (wanted.Amount?.MinorUnits ?? 0) > limit ? ControlPoints.ReservationMustHaveAccount.Refuse("customer/C-100", wanted.Account) : null : null,
        request);
}
