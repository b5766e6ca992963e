using System.Collections.Immutable;

namespace SalesGrid.Domain.Tests;

public sealed class ProcessValidatorTests
{
    internal static RuleRow[] Rows { get; } =
    [
        Row("A definition that uses everything is one", Tender.Definition, RuleRow.Nothing),
        Row("A process of one stage that may win is one", Tender.Definition with { Stages = [Tender.Stage("only", 50, mayWin: true)] }, RuleRow.Nothing),
        Row("A process has a name in Chinese", Tender.Definition with { Name = new("", "Tender") }, "CP-DATA-01", "name.zh"),
        Row("A process has a name in English", Tender.Definition with { Name = new("招标", " ") }, "CP-DATA-01", "name.en"),
        Row("A process has a name", Tender.Definition with { Name = null! }, "CP-DATA-01", "name"),
        Row("A stage has an id that can be one", Tender.With(1, s => s with { Id = "a/b" }), "CP-DATA-01", "stages[1].id"),
        Row("A stage is given", Tender.Definition with { Stages = [null!] }, "CP-DATA-01", "stages[0]"),
        Row("A key node is named", Tender.With(2, s => s with { KeyNode = null! }), "CP-DATA-01", "stages[2].keyNode"),
        Row("A kind of evidence has a code", Tender.With(0, s => s with { Evidence = [new("", Tender.Text("x"))] }), "CP-DATA-01", "stages[0].evidence[0].kind"),
        Row("A text is not too long", Tender.With(0, s => s with { Name = new(World.TooLong, "x") }), "CP-DATA-01", "stages[0].name.zh"),
        Row("A fact is one that is known", Tender.With(0, s => s with { Facts = [(GateFact)99] }), "CP-DATA-01", "stages[0].facts[0]"),
        Row("A check is one that is known", Tender.With(0, s => s with { Checks = [new((GateCheckKind)99)] }), "CP-DATA-01", "stages[0].checks[0].kind"),
        Row("An approver is one that is known", Tender.With(0, s => s with { Approval = new((StageApprover)99) }), "CP-DATA-01", "stages[0].approval.by"),
        Row("A process has a stage", Tender.Definition with { Stages = [] }, "CP-PDEF-01", "stages"),
        Row("Lists that are not given are empty", Tender.Definition with { Stages = default }, "CP-PDEF-01", "stages"),
        Row("A process has thirty stages at most", Tender.Definition with { Stages = Stages(31) }, "CP-PDEF-01", "stages"),
        Row("A process may have thirty stages", Tender.Definition with { Stages = Stages(30) }, RuleRow.Nothing),
        Row("A stage asks for fifty kinds of evidence at most", Tender.With(0, s => s with { Evidence = Evidence(51) }), "CP-PDEF-01", "stages[0].evidence"),
        Row("A stage may ask for fifty kinds of evidence", Tender.With(0, s => s with { Evidence = Evidence(50) }), RuleRow.Nothing),
        Row("A process has fifty loss reasons at most",
            Tender.Definition with { LossReasons = [.. Enumerable.Range(0, 51).Select(i => new LossReason($"r{i}", Tender.Text("r")))] }, "CP-PDEF-01", "lossReasons"),
        Row("A stage's id comes once", Tender.With(1, s => s with { Id = "lead", MayReturnTo = [] }), "CP-PDEF-02", "stages"),
        Row("A kind of evidence comes once in a stage", Tender.With(0, s => s with { Evidence = [.. s.Evidence, .. s.Evidence] }), "CP-PDEF-02", "stages[0].evidence"),
        Row("A kind of evidence may be asked for in two stages", Tender.With(1, s => s with { Evidence = Tender.Definition.Stages[0].Evidence }), RuleRow.Nothing),
        Row("A loss reason comes once", Tender.Definition with { LossReasons = [.. Tender.Definition.LossReasons, new("price", Tender.Text("again"))] }, "CP-PDEF-02", "lossReasons"),
        Row("A check comes once", Tender.With(0, s => s with { Checks = [new(GateCheckKind.Competitors, 1), new(GateCheckKind.Competitors, 2)] }), "CP-PDEF-02", "stages[0].checks"),
        Row("Nothing is less than impossible", Tender.With(0, s => s with { ProbabilityPercent = -1 }), "CP-PDEF-03", "stages[0].probabilityPercent"),
        Row("Nothing is more than certain", Tender.With(2, s => s with { ProbabilityPercent = 101 }), "CP-PDEF-03", "stages[2].probabilityPercent"),
        Row("Impossible and certain are probabilities", Tender.With(0, s => s with { ProbabilityPercent = 0 }) with { Stages = [.. Tender.Definition.Stages.Select((s, i) => s with { ProbabilityPercent = i * 50 })] }, RuleRow.Nothing),
        Row("The way back leads to an earlier stage", Tender.With(1, s => s with { MayReturnTo = ["bid"] }), "CP-PDEF-04", "stages[1].mayReturnTo[0]"),
        Row("The way back does not lead to the stage itself", Tender.With(1, s => s with { MayReturnTo = ["offer"] }), "CP-PDEF-04", "stages[1].mayReturnTo[0]"),
        Row("The way back leads somewhere", Tender.With(1, s => s with { MayReturnTo = ["lead", "nowhere"] }), "CP-PDEF-04", "stages[1].mayReturnTo[1]"),
        Row("A skip leads to a later stage", Tender.With(1, s => s with { MaySkipTo = ["lead"] }), "CP-PDEF-05", "stages[1].maySkipTo[0]"),
        Row("A skip leads somewhere", Tender.With(0, s => s with { MaySkipTo = ["nowhere"] }), "CP-PDEF-05", "stages[0].maySkipTo[0]"),
        Row("From every stage there is a way to a win", Tender.With(2, s => s with { MayWin = false }), "CP-PDEF-06", "stages[0]"),
        Row("The stage after the win is no dead end",
            Tender.Definition with { Stages = [.. Tender.Definition.Stages, Tender.Stage("after", 90, mayWin: false)] }, "CP-PDEF-06", "stages[3]"),
        Row("The stage after the win may lead back to it",
            Tender.Definition with { Stages = [.. Tender.Definition.Stages, Tender.Stage("after", 90, mayWin: false, "bid")] }, RuleRow.Nothing),
        Row("Weights sum to a hundred", Tender.Definition with { Evaluation = [new("need", Tender.Text("Need"), 60), new("budget", Tender.Text("Budget"), 39)] }, "CP-PDEF-07", "evaluation"),
        Row("No line of the card weighs nothing", Tender.Definition with { Evaluation = [new("need", Tender.Text("Need"), 100), new("budget", Tender.Text("Budget"), 0)] }, "CP-PDEF-08", "evaluation[1].weightPercent"),
        Row("A score needs a card", Tender.Definition with { Evaluation = [] }, "CP-PDEF-09", "stages[1].checks[0]"),
        Row("A score is of a line of the card", Tender.With(1, s => s with { Checks = [new(GateCheckKind.Score, 3, "weather")] }), "CP-PDEF-09", "stages[1].checks[0].code"),
        Row("An activity is of a kind of the process", Tender.With(1, s => s with { Checks = [new(GateCheckKind.Activities, 1, "golf")] }), "CP-PDEF-09", "stages[1].checks[0].code"),
        Row("Without kinds of its own a process takes any activity",
            Tender.With(1, s => s with { Checks = [new(GateCheckKind.Activities, 1, "golf")] }) with { ActivityKinds = [] }, RuleRow.Nothing),
        Row("A whole score is a hundred at most", Tender.With(1, s => s with { Checks = [new(GateCheckKind.Score, 101)] }), "CP-PDEF-10", "stages[1].checks[0].atLeast"),
        Row("A line's score is five at most", Tender.With(1, s => s with { Checks = [new(GateCheckKind.Score, 6, "budget")] }), "CP-PDEF-10", "stages[1].checks[0].atLeast"),
        Row("A line's score may be five", Tender.With(1, s => s with { Checks = [new(GateCheckKind.Score, 5, "budget")] }), RuleRow.Nothing),
        Row("A count is one at least", Tender.With(1, s => s with { Checks = [new(GateCheckKind.Competitors, 0)] }), "CP-PDEF-10", "stages[1].checks[0].atLeast"),
        Row("A quote is there or not", Tender.With(1, s => s with { Checks = [new(GateCheckKind.ApprovedQuote, 2)] }), "CP-PDEF-10", "stages[1].checks[0].atLeast"),
        Row("A quote has no code", Tender.With(1, s => s with { Checks = [new(GateCheckKind.ApprovedQuote, 1, "big")] }), "CP-PDEF-11", "stages[1].checks[0].code"),
        Row("A lost opportunity may have an unknown reason", Tender.Definition with { LossReasons = [new("price", Tender.Text("Price"))] }, "CP-PDEF-12", "lossReasons"),
        Row("A stay is a day at least", Tender.With(0, s => s with { MaxDays = 0 }), "CP-PDEF-13", "stages[0].maxDays"),
        Row("A stay may be a day", Tender.With(0, s => s with { MaxDays = 1 }), RuleRow.Nothing),
        Row("A stay is ten years at most", Tender.With(0, s => s with { MaxDays = 3_651 }), "CP-PDEF-13", "stages[0].maxDays"),
        Row("An approval is not from less than nothing", Tender.With(2, s => s with { Approval = new(StageApprover.Finance, new(-1, "CNY")) }), "CP-PDEF-14", "stages[2].approval"),
        Row("An approval is from an amount of a currency", Tender.With(2, s => s with { Approval = new(StageApprover.Finance, new(1, "RMB")) }), "CP-PDEF-14", "stages[2].approval"),
        Row("A definition is not too large", Tender.Definition with { Stages = [.. Stages(30).Select(s => s with { Evidence = Evidence(50) })] }, "CP-PDEF-15"),
    ];

    public static TheoryData<string> Sentences => RuleRow.Sentences(Rows);

    [Theory, MemberData(nameof(Sentences))]
    public void Definitions_are_judged_as_the_table_says(string says) => RuleRow.Check(Rows, says);

    [Fact]
    public void All_problems_are_told_at_once_and_each_names_its_stage_in_both_languages()
    {
        var problems = ProcessValidator.Check(Tender.With(1, s => s with { ProbabilityPercent = 140, MaxDays = -3, MayReturnTo = ["bid"] }));
        Assert.Equal(["CP-PDEF-03", "CP-PDEF-13", "CP-PDEF-04"], problems.Select(p => p.ControlPoint));
        Assert.All(problems, p => Assert.Contains("“中 offer”", p.Reason.Zh, StringComparison.Ordinal));
        Assert.All(problems, p => Assert.Contains("stage offer", p.Reason.En, StringComparison.OrdinalIgnoreCase));
        Assert.All(problems, Texts.AreFilled);
    }

    [Fact]
    public void A_definition_with_endless_problems_tells_a_hundred() => Assert.Equal(ProcessLimits.ProblemsMax, ProcessValidator.Check(
        Tender.Definition with { Stages = [.. Stages(30).Select(s => s with { Name = new("", ""), KeyNode = new("", "") })] }).Length);

    private static RuleRow Row(string says, ProcessDefinition definition, string expected, string? field = null) =>
        new(says, () => new Answer(ProcessValidator.Check(definition).FirstOrDefault(), []), expected, field);

    private static ImmutableArray<StageDefinition> Stages(int count) =>
        [.. Enumerable.Range(0, count).Select(i => Tender.Stage($"s{i}", 50, mayWin: i == count - 1))];

    private static ImmutableArray<EvidenceRequirement> Evidence(int count) =>
        [.. Enumerable.Range(0, count).Select(i => new EvidenceRequirement($"kind-{i}", Tender.Text($"A document of some kind {i}")))];
}
