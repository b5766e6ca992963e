namespace SalesGrid.Domain.Tests;

public sealed class MoveToProcessVersionTests
{
    private const string Actor = "M-1";
    private static readonly ProcessDefinition V1 = ProcessCatalog.Shipped.Pinned("key-account", 1);

    /// <summary>Version 4: initiation is gone, proposal asks for more, bidding has another probability.</summary>
    private static readonly ProcessDefinition V4 = V1 with
    {
        Version = 4,
        Evaluation = [new("need", Tender.Text("Need"), 100)],
        Stages =
        [
            V1.Stages[0],
            V1.Stages[2] with
            {
                MayReturnTo = ["development"],
                Evidence = [.. V1.Stages[2].Evidence, new("budget-note", Tender.Text("Budget note"))],
                Checks = [new(GateCheckKind.Score, 60)],
                Approval = new(StageApprover.Finance, new(100_00, "CNY")),
            },
            V1.Stages[3] with { ProbabilityPercent = 65 },
            .. V1.Stages[4..],
        ],
    };

    private static readonly ProcessCatalog Processes = World.Processes.With(V4)
        .With(new ProcessLine("key-account", [new(1, DateOnly.MinValue), new(3, World.Today), new(4, World.Today), new(5, World.Today.AddDays(1))], null), V1)
        .With(V1 with { Version = 5 });

    internal static RuleRow[] Rows { get; } =
    [
        Row("An unknown opportunity is not moved", Opportunity.None, new(9, ""), "CP-OPP-01", duties: Duties.None),
        Row("A won opportunity is not moved", World.Won, new(9, ""), "CP-OPP-03", duties: Duties.None),
        Row("A salesperson moves nothing", World.In("proposal"), new(9, ""), "CP-MOVE-01", duties: Duties.Finance | Duties.Legal),
        Row("An owner does not move their own", World.In("proposal"), new(9, ""), "CP-MOVE-02", actor: World.Wang.Id, duties: (Duties)127),
        Row("A move has a reason", World.In("proposal"), new(9, " "), "CP-DATA-01", "reason"),
        Row("There is no version nine", World.In("proposal"), new(9, "why"), "CP-MOVE-03", "version"),
        Row("A version whose day has not come takes nobody in", World.In("proposal"), new(5, "why"), "CP-MOVE-03", "version"),
        Row("A shipped version nobody adopted takes nobody in", World.In("proposal"), new(2, "why"), "CP-MOVE-03", "version"),
        Row("The stage must be one of the version", World.In("proposal"), new(4, "why", "initiation"), "CP-STAGE-01", "toStage"),
        Row("Where the stage is gone another is named", World.In("initiation"), new(4, "why"), "CP-MOVE-04", "toStage"),
        Row("Where the stage is there no gate is gone past", World.In("proposal"), new(4, "why", "bidding"), "CP-MOVE-05", "toStage"),
        Row("The version it is under already is nothing new", World.In("proposal"), new(1, "why"), RuleRow.Nothing),
        Row("Within a version one goes by the gates", World.In("proposal"), new(1, "why", "development"), "CP-MOVE-05", "toStage"),
        Row("A process owner moves", World.In("proposal"), new(4, "why"), nameof(OpportunityMigrated), duties: Duties.ProcessOwner),
        Row("A manager moves", World.In("proposal"), new(4, "why", "proposal"), nameof(OpportunityMigrated), duties: Duties.Manager),
        Row("A move may go back", World.In("bidding"), new(4, "why", "development"), nameof(OpportunityMigrated)),
        Row("Where the stage is gone any other may be named", World.In("initiation"), new(4, "why", "bidding"), nameof(OpportunityMigrated)),
    ];

    public static TheoryData<string> Sentences => RuleRow.Sentences(Rows);

    [Theory, MemberData(nameof(Sentences))]
    public void Moving_answers_as_the_table_says(string says) => RuleRow.Check(Rows, says);

    [Fact]
    public void A_move_keeps_the_stage_and_its_time_and_takes_the_probability_of_the_new_version()
    {
        var before = World.In("bidding", null, "project-information", "solution-proposal", "relationship-map");
        var moved = Assert.IsType<OpportunityMigrated>(Assert.Single(Decide(before, new(4, "one process for all"), Actor, Duties.Manager).Events));
        var after = before.Evolve(moved, World.Now.AddDays(1));
        Assert.Equal((4, "bidding", 65, before.StageSince), (after.ProcessVersion, after.Stage, after.ProbabilityPercent, after.StageSince));
        Assert.Equal(["proposal"], after.UnevidencedGates);
        Assert.Equal((1, 4, "one process for all", Actor), (moved.FromVersion, moved.ToVersion, moved.Reason, moved.MovedBy));
    }

    [Fact]
    public void A_move_to_another_stage_begins_its_time_anew()
    {
        var before = World.In("initiation");
        var moved = Assert.IsType<OpportunityMigrated>(Assert.Single(Decide(before, new(4, "gone", "proposal"), Actor, Duties.Manager).Events));
        Assert.Equal(World.Now.AddDays(2), before.Evolve(moved, World.Now.AddDays(2)).StageSince);
    }

    [Fact]
    public void The_preview_says_what_is_there_what_is_missing_and_what_is_lost()
    {
        var from = V1 with { Stages = V1.Stages.SetItem(2, V1.Stages[2] with { Approval = new(StageApprover.Manager), Checks = [new(GateCheckKind.Competitors)] }) };
        var preview = ProcessMigration.Preview(World.In("proposal", World.Full with { Product = null }, "solution-proposal"), from, V4, null);
        Assert.Equal(("proposal", 10, 40), (preview.ToStage, preview.FromProbabilityPercent, preview.ToProbabilityPercent));
        Assert.Equal(["solution-proposal"], preview.HeldEvidence.Select(e => e.Kind));
        Assert.Equal(["relationship-map", "budget-note"], preview.MissingEvidence.Select(e => e.Kind));
        Assert.Equal([GateFact.Product], preview.MissingFacts);
        Assert.Equal([new GateCheck(GateCheckKind.Score, 60)], preview.AddedChecks);
        Assert.Equal([new GateCheck(GateCheckKind.Competitors)], preview.DroppedChecks);
        Assert.Equal((StageApprover.Finance, true), (preview.Approval!.By, preview.ApprovalLost));
        Assert.Equal(["development"], preview.UnevidencedGates);
        Assert.Equal(["development", "proposal"], preview.Choices);
    }

    [Fact]
    public void A_preview_without_a_stage_offers_them_all_and_an_approval_below_its_amount_is_none()
    {
        var preview = ProcessMigration.Preview(World.In("initiation"), V1, V4, null);
        Assert.Null(preview.ToStage);
        Assert.Equal(V4.Stages.Select(s => s.Id), preview.Choices);
        var small = World.In("proposal", World.Full with { Amount = new(99_99, "CNY") });
        Assert.Null(ProcessMigration.Preview(small, V1, V4, null).Approval);
    }

    private static Decision<OpportunityEvent> Decide(Opportunity current, MoveToProcessVersion command, string actor, Duties duties) =>
        OpportunityRules.Decide("OPP-1", current, command, new(World.Today, Processes) { Request = World.By(actor, duties) });

    private static RuleRow Row(string says, Opportunity current, MoveToProcessVersion command, string expected, string? field = null,
        string actor = Actor, Duties duties = Duties.Manager) =>
        new(says, () => SalesGrid.Domain.Tests.Answer.Of(Decide(current, command, actor, duties)), expected, field);
}
