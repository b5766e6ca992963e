using System.Collections.Immutable;
using static SalesGrid.Domain.Tests.OpportunityRow;

namespace SalesGrid.Domain.Tests;

/// <summary>The gates of a process that asks for everything: each check both ways, and with an override.</summary>
public sealed class StageGateTests
{
    private static readonly DealDetails Ready = Steered.Ready;
    private static readonly NoteDocument Unused = new(DocumentKind.Quote, "Q-1", true);
    private static readonly Opportunity Closing = Steered.In("close", Ready with { Documents = [new(DocumentKind.Quote, "Q-1"), new(DocumentKind.Contract, "K-1")] });
    private static readonly SeenDocument Quote = new(DocumentKind.Quote, "OPP-1", true);
    private static readonly SeenDocument Contract = new(DocumentKind.Contract, "OPP-1", true);

    internal static RuleRow[] Rows { get; } =
    [
        Row("Finding needs a visit", Steered.In("find", Ready), new AdvanceStage(), "CP-GATE-03"),
        Row("A call is no visit", Steered.In("find", Ready, new() { StageActivities = 1, StageKinds = [new("call", 1)] }), new AdvanceStage(), "CP-GATE-03"),
        Row("Finding needs a person in the buying centre", Steered.In("find", null, Steered.Visited()), new AdvanceStage(), "CP-GATE-02"),
        Row("Finding is done", Steered.In("find", Ready, Steered.Visited()), new AdvanceStage(), nameof(StageAdvanced)),
        Row("Qualifying needs its facts first", Steered.In("qualify") with { Facts = new() }, new AdvanceStage(), "CP-STAGE-04"),
        Row("Facts can be waived, and the next thing is asked for", Steered.In("qualify") with { Facts = new() }, new AdvanceStage(), "CP-GATE-01", null, Waived("CP-STAGE-04")),
        Row("Qualifying needs a card", Steered.In("qualify", Ready with { Evaluation = null }), new AdvanceStage(), "CP-GATE-01"),
        Row("A card a fifth of a percent short does not do", Steered.In("qualify", Ready with { Evaluation = Steered.Card(3, 3) with { WeightedScore = 299 } }), new AdvanceStage(), "CP-GATE-01"),
        Row("A card with too little for one criterion does not do", Steered.In("qualify", Ready with { Evaluation = Steered.Card(5, 1) }), new AdvanceStage(), "CP-GATE-01"),
        Row("A weak card can be waived", Steered.In("qualify", Ready with { Evaluation = null }), new AdvanceStage(), nameof(StageAdvanced), null, Waived("CP-GATE-01")),
        Row("Qualifying needs a next step", Steered.In("qualify", Ready with { Next = null }), new AdvanceStage(), "CP-GATE-05"),
        Row("A step without a plan does not do", Steered.In("qualify", Ready with { Next = Steered.Tomorrow with { Plan = null } }), new AdvanceStage(), "CP-GATE-05"),
        Row("A next step of yesterday does not do", Steered.In("qualify", Ready with { Next = Steered.Tomorrow with { On = World.Today.AddDays(-1) } }), new AdvanceStage(), "CP-GATE-05"),
        Row("A next step of today does", Steered.In("qualify", Ready with { Next = Steered.Tomorrow with { On = World.Today } }), new AdvanceStage(), nameof(StageAdvanced)),
        Row("A missing next step can be waived", Steered.In("qualify", Ready with { Next = null }), new AdvanceStage(), nameof(StageAdvanced), null, Waived("CP-GATE-05")),
        Row("Offering needs a coach", Steered.In("offer", Ready with { Persons = [Steered.Chief] }), new AdvanceStage(), "CP-GATE-02"),
        Row("A missing coach can be waived", Steered.In("offer", Ready with { Persons = [Steered.Chief] }), new AdvanceStage(), nameof(StageAdvanced), null, Waived("CP-GATE-02")),
        Row("Offering needs competitors", Steered.In("offer", Ready with { Competitors = [] }), new AdvanceStage(), "CP-GATE-04"),
        Row("Missing competitors can be waived", Steered.In("offer", Ready with { Competitors = [] }), new AdvanceStage(), nameof(StageAdvanced), null, Waived("CP-GATE-04")),
        Row("Offering needs product lines", Steered.In("offer", Ready with { Lines = [] }), new AdvanceStage(), "CP-GATE-06"),
        Row("Missing product lines can be waived", Steered.In("offer", Ready with { Lines = [] }), new AdvanceStage(), nameof(StageAdvanced), null, Waived("CP-GATE-06")),
        Row("A missing visit can be waived", Steered.In("find", Ready), new AdvanceStage(), nameof(StageAdvanced), null, Waived("CP-GATE-03")),

        Row("Winning needs an approved quote", Closing, new WinOpportunity(null, null, "solution"), "CP-GATE-07"),
        Row("A quote that was noted but does not stand is none", Closing, new WinOpportunity(null, null, "solution"), "CP-GATE-07", null, Shown(Quote with { Stands = false }, Contract)),
        Row("A quote for another opportunity is none", Closing, new WinOpportunity(null, null, "solution"), "CP-GATE-07", null, Shown(Quote with { OpportunityId = "OPP-2" }, Contract)),
        Row("A contract is no quote", Closing, new WinOpportunity(null, null, "solution"), "CP-GATE-07", null, Shown(Contract)),
        Row("Winning needs a signed contract", Closing, new WinOpportunity(null, null, "solution"), "CP-GATE-08", null, Shown(Quote)),
        Row("A missing quote can be waived", Closing, new WinOpportunity(null, null, "solution"), "CP-GATE-08", null, Waived("CP-GATE-07")),
        Row("A missing contract can be waived", Closing, new WinOpportunity(null, null, "solution"), nameof(OpportunityWon), null, c => Waived("CP-GATE-08")(Shown(Quote)(c))),
        Row("With quote and contract it is won", Closing, new WinOpportunity(null, null, "solution"), nameof(OpportunityWon), null, Shown(Quote, Contract)),
        Row("A win has a reason where the process lists any", Closing, new WinOpportunity(), "CP-WIN-04", "reason"),
        Row("A win has a reason of the list", Closing, new WinOpportunity(null, null, "luck"), "CP-WIN-04", "reason"),
        Row("A reason of a win has a longest length", Closing, new WinOpportunity(null, null, World.TooLong), "CP-DATA-01", "reason"),

        Row("A stage may be skipped where the process says so, all gates between met", Steered.In("qualify", Ready), new AdvanceStage("close"), nameof(StageAdvanced)),
        Row("Skipping asks for the gate of the stage that is left", Steered.In("qualify", Ready with { Evaluation = null }), new AdvanceStage("close"), "CP-GATE-01"),
        Row("Skipping asks for the gate of the stage that is skipped", Steered.In("qualify", Ready with { Lines = [] }), new AdvanceStage("close"), "CP-GATE-06"),
        Row("Skipping asks for the approval of the stage that is skipped", Steered.In("qualify", Ready) with { Facts = World.Full with { Amount = new(200_000_00, "CNY") } }, new AdvanceStage("close"), "CP-APPR-04"),
        Row("Nothing else is skipped", Steered.In("find", Ready, Steered.Visited()), new AdvanceStage("offer"), "CP-STAGE-02", "to"),
        Row("No opportunity is given up where the stage does not let it", Steered.In("find"), new LoseOpportunity("price"), "CP-LOSE-02"),
        Row("It is given up where the stage lets it", Steered.In("qualify"), new LoseOpportunity("price"), nameof(OpportunityLost)),
        Row("Missing evidence can be waived", World.In("development"), new AdvanceStage(), nameof(StageAdvanced), null, Waived("CP-STAGE-03")),
        Row("An override of one point lifts no other", World.In("development", new()), new AdvanceStage(), "CP-STAGE-04", null, Waived("CP-STAGE-03")),
    ];

    public static TheoryData<string> Sentences => RuleRow.Sentences(Rows);

    [Theory, MemberData(nameof(Sentences))]
    public void Gates_answer_as_the_table_says(string says) => RuleRow.Check(Rows, says);

    [Fact]
    public void A_gate_names_all_of_its_sort_that_is_missing_and_what_there_is_now()
    {
        var refusal = Decide(Steered.In("qualify", Ready with { Evaluation = Steered.Card(3, 1) }), new AdvanceStage()).Refusal!;
        Assert.Equal("离开阶段“评估”前评估卡须达标:总分 60%(现为 44%)、“预算”2 分(现为 1 分)。", refusal.Reason.Zh);
        Assert.Equal("Before leaving stage Stage qualify the evaluation card must reach: a total of 60% (now 44%), 2 for Budget (now 1).", refusal.Reason.En);
        var coach = Decide(Steered.In("offer", Ready with { Persons = [] }), new AdvanceStage()).Refusal!;
        Assert.Contains("教练(内线)至少 1 个(现有 0 个)", coach.Reason.Zh, StringComparison.Ordinal);
        Assert.Contains("Coach, at least 1 (there are 0)", coach.Reason.En, StringComparison.Ordinal);
    }

    [Fact]
    public void A_step_records_what_early_warning_needs_of_the_new_stage()
    {
        Assert.Equal(new StageAdvanced("find", "qualify", 30, new(2, 20, true)), Event<StageAdvanced>(Steered.In("find", Ready, Steered.Visited()), new AdvanceStage()));
        Assert.Equal(new StageReturned("qualify", "find", 10, new(1, null, true)), Event<StageReturned>(Steered.In("qualify"), new AdvanceStage("find")));
    }

    [Fact]
    public void Activities_count_from_the_day_the_stage_was_entered()
    {
        var again = Steered.In("find", null, Steered.Visited(3)).Evolve(new StageAdvanced("find", "qualify", 30), World.Now)
            .Evolve(new StageReturned("qualify", "find", 10), World.Now);
        Assert.Null(again.Trace);
        Assert.Equal(1, again.Evolve(new ActivityRecorded("visit", "x", World.Today), World.Now).Trace!.ActivitiesOf("visit"));
    }

    [Fact]
    public void Documents_are_looked_at_only_where_a_gate_asks_for_them_and_one_was_noted()
    {
        Assert.Equal([DocumentKind.Quote, DocumentKind.Contract], OpportunityRules.DocumentsNeeded(Closing, new WinOpportunity(), World.Processes));
        Assert.Empty(OpportunityRules.DocumentsNeeded(Closing with { File = Ready }, new WinOpportunity(), World.Processes));
        Assert.Empty(OpportunityRules.DocumentsNeeded(Closing with { Stage = "offer" }, new AdvanceStage(), World.Processes));
        Assert.Empty(OpportunityRules.DocumentsNeeded(Closing, Unused, World.Processes));
    }

    private static Func<OpportunityContext, OpportunityContext> Waived(params string[] points) =>
        c => c with { Request = World.By("S-900", Duties.Manager, points) };

    private static Func<OpportunityContext, OpportunityContext> Shown(params SeenDocument[] documents) =>
        c => c with { Documents = [.. documents] };
}
