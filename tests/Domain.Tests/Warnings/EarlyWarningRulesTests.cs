using System.Collections.Immutable;

namespace SalesGrid.Domain.Tests;

public sealed class EarlyWarningRulesTests
{
    private static readonly DecisionContext Controller = new(0, World.Now, World.Today, "auditor", Duties.Controller);
    private static readonly WarningCriterion Shipped = ShippedWarnings.Policy.Of("override-unreviewed")!;
    private static readonly EarlyWarning Set = EarlyWarning.None.Evolve(new WarningPolicySet([Shipped with { Days = 7 }], "auditor"), World.Now);

    internal static RuleRow[] Rows { get; } =
    [
        Row("There is one policy, whoever asks for another", new([]), "CP-WARN-04", id: "late-payment", request: Controller with { Duties = Duties.None }),
        Row("When to warn is not for sellers, managers or finance to say", new([]), "CP-WARN-05", request: Controller with { Duties = Duties.Manager | Duties.Finance | Duties.People }),
        Row("A policy has criteria", new(default), "CP-DATA-01", "criteria"),
        Row("A policy has an end", new([.. Enumerable.Repeat(Shipped, SetWarningPolicy.MaxCriteria + 1)]), "CP-DATA-01", "criteria"),
        Row("A criterion has a code", new([Shipped with { Code = "" }]), "CP-DATA-01", "criteria[0].code"),
        Row("A criterion nobody looks for is refused", new([Shipped, Shipped with { Code = "weather" }]), "CP-WARN-06", "criteria[1].code"),
        Row("A criterion appears once", new([Shipped, Shipped]), "CP-DATA-01", "criteria[1].code"),
        Row("A criterion has a Chinese name", new([Shipped with { Name = new("", "Name") }]), "CP-DATA-01", "criteria[0].name.zh"),
        Row("A criterion has an English name", new([Shipped with { Name = new("名称", " ") }]), "CP-DATA-01", "criteria[0].name.en"),
        Row("A criterion says what is expected", new([Shipped with { Response = new("", "Do") }]), "CP-DATA-01", "criteria[0].response.zh"),
        Row("A criterion has one of three levels", new([Shipped with { Level = (WarningLevel)4 }]), "CP-DATA-01", "criteria[0].level"),
        Row("A criterion is for somebody there is", new([Shipped with { Owner = (WarningOwner)99 }]), "CP-DATA-01", "criteria[0].owner"),
        Row("A response takes a day at least", new([Shipped with { RespondWithinDays = 0 }]), "CP-DATA-01", "criteria[0].respondWithinDays"),
        Row("Days are not negative", new([Shipped with { Days = -1 }]), "CP-DATA-01", "criteria[0].days"),
        Row("Ten years are the longest", new([Shipped with { Days = 3_651 }]), "CP-DATA-01", "criteria[0].days"),
        Row("Percents are not negative", new([Shipped with { Percent = -1 }]), "CP-DATA-01", "criteria[0].percent"),
        Row("Counts are not negative", new([Shipped with { Count = -1 }]), "CP-DATA-01", "criteria[0].count"),
        Row("A criterion answers to a system of control", new([Shipped with { Source = "" }]), "CP-DATA-01", "criteria[0].source"),
        Row("Internal control sets when to warn", new([Shipped with { Days = 7 }]), nameof(WarningPolicySet)),
        Row("A process owner sets when to warn", new([Shipped with { On = false }]), nameof(WarningPolicySet), request: Controller with { Duties = Duties.ProcessOwner }),
        Row("Setting what is set changes nothing", new([Shipped with { Days = 7 }]), RuleRow.Nothing, current: Set),
        Row("What is shipped can be put in force again", new([]), nameof(WarningPolicySet), current: Set),
    ];

    public static TheoryData<string> Sentences => RuleRow.Sentences(Rows);

    [Theory, MemberData(nameof(Sentences))]
    public void The_rules_of_the_warning_policy_answer_as_the_table_says(string says) => RuleRow.Check(Rows, says);

    [Fact]
    public void Versions_count_and_what_is_left_out_is_as_shipped()
    {
        Assert.Equal((0, 14), (EarlyWarning.None.InForce().Version, EarlyWarning.None.InForce().Of(Shipped.Code)!.Days));
        Assert.Equal((1, 7), (Set.InForce().Version, Set.InForce().Of(Shipped.Code)!.Days));
        var back = Set.Evolve(new WarningPolicySet([], "auditor"), World.Now).InForce();
        Assert.Equal((2, 14), (back.Version, back.Of(Shipped.Code)!.Days));
        Assert.Equal(ShippedWarnings.Policy.Criteria, back.Criteria);
    }

    [Fact]
    public void A_criterion_that_is_off_is_none() =>
        Assert.Null(EarlyWarning.None.Evolve(new WarningPolicySet([Shipped with { On = false }], "auditor"), World.Now).InForce().Of(Shipped.Code));

    [Fact]
    public void Every_shipped_criterion_passes_the_rules_it_could_be_set_by() => Assert.Null(EarlyWarningRules.Decide(
        "early-warning", EarlyWarning.None, new SetWarningPolicy(ShippedWarnings.Policy.Criteria), Controller).Refusal);

    private static RuleRow Row(
        string says, SetWarningPolicy command, string expected, string? field = null, string id = "early-warning", DecisionContext? request = null, EarlyWarning? current = null) =>
        new(says, () => Answer.Of(EarlyWarningRules.Decide(id, current ?? EarlyWarning.None, command, request ?? Controller)), expected, field);
}
