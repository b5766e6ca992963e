using static SalesGrid.Domain.Tests.People;

namespace SalesGrid.Domain.Tests;

public sealed class TrainingRulesTests
{
    private static readonly RequireQualification Safety = new("safety", "产品安全", [Acts.Quote, Acts.Contract]);
    private static readonly PassQualification Passed = new("safety", World.Today, World.Today.AddYears(1), "CERT-1");
    private static readonly Salesperson Required = After(Wang, Safety);
    private static readonly Salesperson Trained = After(Required, Passed);
    private static readonly Salesperson Laden = Wang with
    {
        Qualifications = [.. Enumerable.Range(0, Salesperson.MaxQualifications).Select(i => new Qualification($"q{i}", "q", [Acts.Sell], World.Today))],
    };

    internal static RuleRow[] Rows { get; } =
    [
        Row("A qualification has a code", Wang, Safety with { Code = "" }, Keeper, "CP-DATA-01", "code"),
        Row("A qualification has a name", Wang, Safety with { Name = "" }, Keeper, "CP-DATA-01", "name"),
        Row("A qualification is needed for something", Wang, Safety with { Acts = [] }, Keeper, "CP-DATA-01", "acts"),
        Row("A qualification is needed for what there is", Wang, Safety with { Acts = ["fly"] }, Keeper, "CP-DATA-01", "acts"),
        Row("A manager requires no training", Wang, Safety, By("S-009", Duties.Manager), "CP-TRAIN-02"),
        Row("People's administration requires training", Wang, Safety, Keeper, nameof(QualificationRequired)),
        Row("The same requirement again changes nothing, in whatever order its acts come", Required, Safety with { Acts = [Acts.Contract, Acts.Quote] }, Keeper, RuleRow.Nothing),
        Row("A requirement may be changed", Trained, Safety with { Acts = [Acts.Sell] }, Keeper, nameof(QualificationRequired)),
        Row("Fifty requirements are enough", Laden, Safety, Keeper, "CP-TRAIN-05"),
        Row("One of fifty requirements may be changed", Laden, Safety with { Code = "q7" }, Keeper, nameof(QualificationRequired)),
        Row("Nothing is required of somebody who left", Gone, Safety, Keeper, "CP-PERSON-03"),

        Row("What is passed has a code", Required, Passed with { Code = "" }, Keeper, "CP-DATA-01", "code"),
        Row("What is passed has evidence", Required, Passed with { Evidence = "" }, Keeper, "CP-DATA-01", "evidence"),
        Row("Nothing is passed tomorrow", Required, Passed with { On = World.Today.AddDays(1) }, Keeper, "CP-DATA-01", "on"),
        Row("Nothing was passed before the calendar", Required, Passed with { On = new(1899, 12, 31) }, Keeper, "CP-DATA-01", "on"),
        Row("Nothing is valid for ever", Required, Passed with { ValidUntil = new(2200, 1, 1) }, Keeper, "CP-DATA-01", "validUntil"),
        Row("Nothing lapses before it is passed", Required, Passed with { ValidUntil = World.Today.AddDays(-1) }, Keeper, "CP-DATA-01", "validUntil"),
        Row("A manager passes nobody", Required, Passed, By("S-009", Duties.Manager), "CP-TRAIN-02"),
        Row("Nobody passes themselves, whatever their duty", Required, Passed, By("S-001", Duties.People), "CP-TRAIN-03"),
        Row("What is not required is not passed", Wang, Passed, Keeper, "CP-TRAIN-04", "code"),
        Row("What is required is passed", Required, Passed, Keeper, nameof(QualificationPassed)),
        Row("Passing the same again changes nothing", Trained, Passed, Keeper, RuleRow.Nothing),
        Row("What lapses is passed anew", Trained, Passed with { ValidUntil = World.Today.AddYears(2) }, Keeper, nameof(QualificationPassed)),

        Row("Dropping has a code", Required, new DropQualification("", "r"), Keeper, "CP-DATA-01", "code"),
        Row("Dropping has a reason", Required, new DropQualification("safety", ""), Keeper, "CP-DATA-01", "reason"),
        Row("A manager drops no requirement", Required, new DropQualification("safety", "r"), By("S-009", Duties.Manager), "CP-TRAIN-02"),
        Row("Nobody drops their own requirement", Required, new DropQualification("safety", "r"), By("S-001", Duties.People), "CP-TRAIN-03"),
        Row("What is not required is not dropped", Wang, new DropQualification("safety", "r"), Keeper, "CP-TRAIN-04", "code"),
        Row("A requirement is dropped", Trained, new DropQualification("safety", "r"), Keeper, nameof(QualificationDropped)),
    ];

    public static TheoryData<string> Sentences => RuleRow.Sentences(Rows);

    [Theory, MemberData(nameof(Sentences))]
    public void The_rules_of_training_answer_as_the_table_says(string says) => RuleRow.Check(Rows, says);

    [Fact]
    public void A_requirement_blocks_its_acts_until_it_is_passed_and_again_once_it_has_lapsed()
    {
        Assert.Null(View(Wang).LapsedFor(Acts.Quote, World.Today));
        Assert.Equal("safety", View(Required).LapsedFor(Acts.Quote, World.Today)?.Code);
        Assert.Null(View(Required).LapsedFor(Acts.Sell, World.Today));
        Assert.Null(View(Trained).LapsedFor(Acts.Quote, Passed.ValidUntil));
        Assert.Equal("safety", View(Trained).LapsedFor(Acts.Quote, Passed.ValidUntil.AddDays(1))?.Code);
        Assert.Null(View(After(Required, new DropQualification("safety", "r"))).LapsedFor(Acts.Quote, World.Today));
        // Changing what it is needed for does not undo that it was passed.
        Assert.Null(View(After(Trained, Safety with { Acts = [Acts.Sell] })).LapsedFor(Acts.Sell, World.Today));
    }

    [Fact]
    public void What_was_never_passed_is_not_said_to_have_lapsed()
    {
        var never = TrainingRules.MustBeCurrent(View(Required), Acts.Quote, Keeper)!;
        Assert.Contains("尚未通过", never.Reason.Zh, StringComparison.Ordinal);
        Assert.Contains("it has not been passed", never.Reason.En, StringComparison.Ordinal);
        Assert.Null(Assert.Single(never.Missing).Now);
        var lapsed = TrainingRules.MustBeCurrent(View(Trained), Acts.Quote, Keeper with { Today = Passed.ValidUntil.AddDays(1) })!;
        Assert.Contains($"it lapsed on {Passed.ValidUntil:yyyy-MM-dd}", lapsed.Reason.En, StringComparison.Ordinal);
    }

    private static Salesperson After(Salesperson current, SalespersonCommand command) =>
        SalespersonRules.Decide("S-001", current, command, Keeper, SalespersonContext.Empty).Events.Aggregate(current, (s, e) => s.Evolve(e, World.Now));

    private static SalespersonView View(Salesperson state) => SalespersonGrain.View("S-001", new() { State = state })!;

    private static RuleRow Row(string says, Salesperson current, SalespersonCommand command, DecisionContext request, string expected, string? field = null) =>
        new(says, () => Answer.Of(SalespersonRules.Decide("S-001", current, command, request, SalespersonContext.Empty)), expected, field);
}
