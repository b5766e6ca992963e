namespace SalesGrid.Domain.Tests;

public sealed class ControlRulesTests
{
    private const string Liftable = "CP-CLAIM-02";
    private const string Code = "override-unreviewed";

    private static readonly DecisionContext Controller = new(6, World.Now, World.Today, "auditor", Duties.Controller);
    private static readonly DecisionContext Seller = Controller with { Actor = "S-001", Duties = Duties.None };
    private static readonly DecisionContext Timer = Controller with { Actor = "grid", Duties = Duties.Grid };
    private static readonly OverrideControl Lift = new(Liftable, "两家子公司分别采购", World.Now.AddDays(3));

    private static readonly ObjectControls Granted = ObjectControls.None.Evolve(
        new ControlOverridden("W-1", Liftable, "reason", "controller", World.Now.AddDays(3)), World.Now.AddDays(-1));

    private static readonly ObjectControls Used = Granted.Evolve(new OverrideUsed("W-1", Liftable, "S-001", "OpenOpportunity"), World.Now);
    private static readonly ObjectControls Reviewed = Used.Evolve(new OverrideReviewed("W-1", "auditor", true, "note"), World.Now);

    private static readonly ObjectControls FullOfUsed = Enumerable.Range(0, ObjectControls.MaxWaivers).Aggregate(ObjectControls.None, (c, i) => c
        .Evolve(new ControlOverridden($"W-{i}", Liftable, "reason", "controller", World.Now.AddDays(3)), World.Now.AddDays(-1))
        .Evolve(new OverrideUsed($"W-{i}", Liftable, "S-001", "OpenOpportunity"), World.Now));

    private static readonly WarningCause Due = Watched("one", World.Now);
    private static readonly ObjectControls Warned = Raised("one", "S-001");
    private static readonly ObjectControls Answered = Warned.Evolve(new WarningAnswered($"{Code}:one", "S-001", "on it"), World.Now);

    internal static RuleRow[] Rows { get; } =
    [
        Row("What is not there cannot be controlled, whoever asks", ObjectControls.None, Lift, "CP-CTRL-01", request: Seller, version: 0),
        Row("An override names its control point", ObjectControls.None, Lift with { ControlPoint = "" }, "CP-DATA-01", "controlPoint"),
        Row("An override has a reason", ObjectControls.None, Lift with { Reason = " " }, "CP-DATA-01", "reason"),
        Row("Only internal control grants an override", ObjectControls.None, Lift, "CP-CTRL-02", request: Seller with { Duties = Duties.Manager | Duties.Finance }),
        Row("A control point that may not be overridden is not", ObjectControls.None, Lift with { ControlPoint = "CP-RSV-06" }, "CP-CTRL-03", "controlPoint"),
        Row("A control point nobody knows is not overridden", ObjectControls.None, Lift with { ControlPoint = "CP-NONE-99" }, "CP-CTRL-03", "controlPoint"),
        Row("An override that has ended is none", ObjectControls.None, Lift with { Until = World.Now }, "CP-CTRL-04", "until"),
        Row("An override ends within thirty days", ObjectControls.None, Lift with { Until = World.Now.AddDays(30).AddTicks(1) }, "CP-CTRL-04", "until"),
        Row("An override of thirty days is granted", ObjectControls.None, Lift with { Until = World.Now.AddDays(30) }, nameof(ControlOverridden)),
        Row("Fifty overrides that were used are to be reviewed before another is granted", FullOfUsed, Lift, "CP-CTRL-09"),
        Row("One of them reviewed makes room", FullOfUsed.Evolve(new OverrideReviewed("W-7", "auditor", true, "note"), World.Now), Lift, nameof(ControlOverridden)),
        Row("A review names the override", Used, new ReviewOverride("", true, "note"), "CP-DATA-01", "overrideId"),
        Row("A review says what was found", Used, new ReviewOverride("W-1", true, ""), "CP-DATA-01", "note"),
        Row("Only internal control reviews an override", Used, new ReviewOverride("W-1", true, "note"), "CP-CTRL-02", request: Seller with { Actor = "S-009" }),
        Row("An override that is not there is not reviewed", Used, new ReviewOverride("W-2", true, "note"), "CP-CTRL-05", "overrideId"),
        Row("An override nobody used is not reviewed", Granted, new ReviewOverride("W-1", true, "note"), "CP-CTRL-06"),
        Row("An override is reviewed once", Reviewed, new ReviewOverride("W-1", false, "note"), "CP-CTRL-06"),
        Row("Whoever granted an override does not review it", Used, new ReviewOverride("W-1", true, "note"), "CP-CTRL-07", request: Controller with { Actor = "controller" }),
        Row("Whoever used an override does not review it", Used, new ReviewOverride("W-1", true, "note"), "CP-CTRL-07", request: Controller with { Actor = "S-001" }),
        Row("A third person reviews an override", Used, new ReviewOverride("W-1", false, "not needed"), nameof(OverrideReviewed)),
        Row("An answer says what is done", Warned, new AnswerWarning($"{Code}:one", ""), "CP-DATA-01", "response", Seller),
        Row("An answer names the warning", Warned, new AnswerWarning("", "on it"), "CP-DATA-01", "warningId", Seller),
        Row("A warning that is not there is not answered", Warned, new AnswerWarning("other", "on it"), "CP-WARN-01", "warningId", Seller),
        Row("A warning that is closed is not answered", Answered.Evolve(new WarningClosed($"{Code}:one", "S-001", "done"), World.Now),
            new AnswerWarning($"{Code}:one", "on it"), "CP-WARN-01", "warningId", Seller),
        Row("Somebody else's warning is not answered", Warned, new AnswerWarning($"{Code}:one", "on it"), "CP-WARN-02", request: Seller with { Actor = "S-002" }),
        Row("Its owner answers a warning", Warned, new AnswerWarning($"{Code}:one", "on it"), nameof(WarningAnswered), request: Seller),
        Row("Internal control answers any warning", Warned, new AnswerWarning($"{Code}:one", "on it"), nameof(WarningAnswered)),
        Row("Whoever has the duty a warning is addressed to answers it", Raised("one", "Finance"), new AnswerWarning($"{Code}:one", "on it"), nameof(WarningAnswered),
            request: Seller with { Duties = Duties.Finance }),
        Row("A person whose id is a number is no duty", Raised("one", "2"), new AnswerWarning($"{Code}:one", "on it"), "CP-WARN-02", request: Seller with { Duties = Duties.Finance }),
        Row("The same answer again changes nothing", Answered, new AnswerWarning($"{Code}:one", "on it"), RuleRow.Nothing, request: Seller),
        Row("A closing has a reason", Answered, new CloseWarning($"{Code}:one", ""), "CP-DATA-01", "reason", Seller),
        Row("A warning nobody answered is not closed", Warned, new CloseWarning($"{Code}:one", "done"), "CP-WARN-03", request: Seller),
        Row("Somebody else's warning is not closed", Answered, new CloseWarning($"{Code}:one", "done"), "CP-WARN-02", request: Seller with { Actor = "S-002" }),
        Row("A warning that was answered is closed", Answered, new CloseWarning($"{Code}:one", "done"), nameof(WarningClosed), request: Seller),
        Row("Nobody but the grid says that time has come", ObjectControls.None, new LookForWarnings(), "CP-CTRL-08", causes: [Due]),
        Row("What is due is warned about", ObjectControls.None, new LookForWarnings(), nameof(WarningRaised), request: Timer, causes: [Due]),
        Row("What is not due is not warned about", ObjectControls.None, new LookForWarnings(), RuleRow.Nothing, request: Timer, causes: [Watched("one", World.Now.AddTicks(1))]),
        Row("Nobody is warned twice of one occasion", Warned, new LookForWarnings(), RuleRow.Nothing, request: Timer, causes: [Due]),
        Row("Nobody is warned again of what was closed", Answered.Evolve(new WarningClosed($"{Code}:one", "S-001", "done"), World.Now), new LookForWarnings(), RuleRow.Nothing,
            request: Timer with { At = World.Now.AddDays(9) }, causes: [Due]),
        Row("A warning whose cause is gone is closed", Warned, new LookForWarnings(), nameof(WarningClosed), request: Timer),
        Row("Another occasion of the same criterion is warned about anew", Warned, new LookForWarnings(), "WarningClosed + WarningRaised", request: Timer, causes: [Watched("two", World.Now)]),
        Row("A criterion that is switched off warns nobody, and its warnings are closed", Warned, new LookForWarnings(), nameof(WarningClosed), request: Timer,
            causes: [Due], policy: Policy(on: false)),
        Row("What was not answered in time is escalated", Warned, new LookForWarnings(), nameof(WarningEscalated), request: Timer with { At = World.Now.AddDays(7) }, causes: [Due]),
        Row("It is escalated once", Warned.Evolve(new WarningEscalated($"{Code}:one", WarningLevel.Critical, "Controller"), World.Now.AddDays(7)), new LookForWarnings(), RuleRow.Nothing,
            request: Timer with { At = World.Now.AddDays(70) }, causes: [Due]),
        Row("What was answered is not escalated", Answered, new LookForWarnings(), RuleRow.Nothing, request: Timer with { At = World.Now.AddDays(70) }, causes: [Due]),
        // What the grain records beside a command that passed because of an override.
        new("The use of an override is recorded", () => new(null, [new OverrideUsed("W-1", Liftable, "S-001", "OpenOpportunity")]), nameof(OverrideUsed)),
    ];

    public static TheoryData<string> Sentences => RuleRow.Sentences(Rows);

    [Theory, MemberData(nameof(Sentences))]
    public void The_rules_of_control_answer_as_the_table_says(string says) => RuleRow.Check(Rows, says);

    [Fact]
    public void An_escalated_warning_is_a_level_graver_and_internal_controls()
    {
        var escalated = (WarningEscalated)Assert.Single(Decide(Warned, new LookForWarnings(), Timer with { At = World.Now.AddDays(7) }, [Due]).Events);
        Assert.Equal((WarningLevel.Critical, "Controller"), (escalated.Level, escalated.Owner));
        var warning = Assert.Single(Warned.Evolve(escalated, World.Now.AddDays(7)).Warnings);
        Assert.Equal((WarningLevel.Critical, "Controller", World.Now.AddDays(7)), (warning.Level, warning.Owner, warning.EscalatedAt));
    }

    [Theory]
    [InlineData("S-001", true)]
    [InlineData("controller", false)]
    public void An_override_is_used_by_another_than_its_grantor(string actor, bool may) =>
        Assert.Equal(may, Granted.Usable(Liftable, Seller with { Actor = actor }) is not null);

    [Fact]
    public void An_override_is_used_once_and_before_its_end_and_for_its_control_point()
    {
        Assert.Null(Used.Usable(Liftable, Seller));
        Assert.Null(Granted.Usable(Liftable, Seller with { At = World.Now.AddDays(3) }));
        Assert.NotNull(Granted.Usable(Liftable, Seller with { At = World.Now.AddDays(3).AddTicks(-1) }));
        Assert.Null(Granted.Usable("CP-CLAIM-01", Seller));
    }

    [Fact]
    public void An_override_that_was_used_and_not_reviewed_is_warned_about_after_the_days_of_the_policy()
    {
        var record = ClaimKind.Kind.Empty with { Controls = Used, Version = 2 };
        Assert.Equal(World.Now.AddDays(14), ClaimKind.Kind.NextDue("c", record, ShippedWarnings.Policy));
        Assert.Null(ClaimKind.Kind.NextDue("c", record, Policy(on: false)));
        Assert.Null(ClaimKind.Kind.NextDue("c", record with { Controls = Reviewed }, ShippedWarnings.Policy));
    }

    private static WarningPolicy Policy(bool on) => ShippedWarnings.With(1, [ShippedWarnings.Policy.Of(Code)! with { On = on }]);

    private static WarningCause Watched(string occasion, DateTimeOffset at) => new(Code, occasion, at, new("预警", "Warning"), "S-001");

    private static ObjectControls Raised(string occasion, string owner) => ObjectControls.None.Evolve(
        new WarningRaised($"{Code}:{occasion}", Code, WarningLevel.Warning, owner, new("预警", "Warning"), World.Now, World.Now.AddDays(7)), World.Now);

    private static Decision<SubjectEvent> Decide(ObjectControls current, ControlCommand command, DecisionContext request, WarningCause[] causes, int version = 6, WarningPolicy? policy = null) =>
        ControlRules.Decide("opportunity/O-1", version, current, command, causes, policy ?? ShippedWarnings.Policy, request);

    private static RuleRow Row(
        string says, ObjectControls current, ControlCommand command, string expected, string? field = null, DecisionContext? request = null, WarningCause[]? causes = null, int version = 6,
        WarningPolicy? policy = null) =>
        new(says, () => Answer.Of(Decide(current, command, request ?? Controller, causes ?? [], version, policy)), expected, field);
}
