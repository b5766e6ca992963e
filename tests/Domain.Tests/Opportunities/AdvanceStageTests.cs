using static SalesGrid.Domain.Tests.OpportunityRow;

namespace SalesGrid.Domain.Tests;

public sealed class AdvanceStageTests
{
    private static readonly OpportunityFacts Nothing = new();
    private static readonly string[] Proposed = ["solution-proposal", "relationship-map"];

    internal static RuleRow[] Rows { get; } =
    [
        Row("An unknown opportunity cannot advance", Opportunity.None, new AdvanceStage("none"), "CP-OPP-01"),
        Row("A won opportunity cannot advance", World.Won, new AdvanceStage("none"), "CP-OPP-03"),
        Row("A lost opportunity cannot advance", World.Lost, new AdvanceStage("none"), "CP-OPP-03"),
        Row("Nothing advances to a stage the process does not have", World.In("proposal", Nothing), new AdvanceStage("none"), "CP-STAGE-01", "to"),
        Row("A stage's id is matched to the letter", World.In("proposal", Nothing), new AdvanceStage("Bidding"), "CP-STAGE-01", "to"),
        Row("The last stage has no next", World.In("implementation", Nothing), new AdvanceStage(), "CP-STAGE-05"),
        Row("Implementation does not go back", World.In("implementation"), new AdvanceStage("negotiation"), "CP-STAGE-02", "to"),
        Row("No stage is skipped", World.In("development", Nothing), new AdvanceStage("proposal"), "CP-STAGE-02", "to"),
        Row("An opportunity does not advance to where it is", World.In("proposal", Nothing), new AdvanceStage("proposal"), "CP-STAGE-02", "to"),
        Row("An opportunity does not return further than allowed", World.In("bidding", Nothing), new AdvanceStage("initiation"), "CP-STAGE-02", "to"),
        Row("Facts come before evidence", World.In("proposal", Nothing), new AdvanceStage(), "CP-STAGE-04"),
        Row("Development needs a customer", World.In("development", Nothing, "project-information"), new AdvanceStage(), "CP-STAGE-04"),
        Row("Initiation needs a product", World.In("initiation", World.Full with { Product = null }, "initiation-report"), new AdvanceStage(), "CP-STAGE-04"),
        Row("A blank product is no product", World.In("initiation", World.Full with { Product = " " }, "initiation-report"), new AdvanceStage(), "CP-STAGE-04"),
        Row("Initiation needs an amount", World.In("initiation", World.Full with { Amount = null }, "initiation-report"), new AdvanceStage(), "CP-STAGE-04"),
        Row("Initiation needs an expected day", World.In("initiation", World.Full with { ExpectedCloseOn = null }, "initiation-report"), new AdvanceStage(), "CP-STAGE-04"),
        Row("A gate without evidence stays shut", World.In("proposal"), new AdvanceStage("bidding"), "CP-STAGE-03"),
        Row("A gate with half its evidence stays shut", World.In("proposal", null, "solution-proposal"), new AdvanceStage(), "CP-STAGE-03"),
        Row("Evidence of another stage opens no gate", World.In("proposal", null, "bid-result", "initiation-report"), new AdvanceStage(), "CP-STAGE-03"),
        Row("A met gate lets through to the next stage", World.In("proposal", null, Proposed), new AdvanceStage(), nameof(StageAdvanced)),
        Row("The next stage may be named", World.In("proposal", null, Proposed), new AdvanceStage("bidding"), nameof(StageAdvanced)),
        Row("The way back needs no gate", World.In("bidding", Nothing), new AdvanceStage("proposal"), nameof(StageReturned)),
        Row("Negotiation may go back two stages", World.In("negotiation", Nothing), new AdvanceStage("proposal"), nameof(StageReturned)),
    ];

    public static TheoryData<string> Sentences => RuleRow.Sentences(Rows);

    [Theory, MemberData(nameof(Sentences))]
    public void Advancing_answers_as_the_table_says(string says) => RuleRow.Check(Rows, says);

    [Fact]
    public void A_step_records_where_from_where_to_and_the_new_probability()
    {
        Assert.Equal(new StageAdvanced("proposal", "bidding", 60),
            Event<StageAdvanced>(World.In("proposal", null, Proposed), new AdvanceStage()));
        Assert.Equal(new StageReturned("negotiation", "proposal", 40),
            Event<StageReturned>(World.In("negotiation"), new AdvanceStage("proposal")));
    }

    [Fact]
    public void A_shut_gate_names_all_that_is_missing_in_both_languages()
    {
        var facts = Decide(World.In("proposal", World.Full with { Product = null, Amount = null }), new AdvanceStage()).Refusal!;
        Assert.Equal("离开阶段“提案”前须填写:产品、金额。", facts.Reason.Zh);
        Assert.Equal("Before leaving stage Proposal these must be known: product, amount.", facts.Reason.En);
        var evidence = Decide(World.In("proposal"), new AdvanceStage()).Refusal!;
        Assert.Equal("关键节点“客户关系有效推进”缺少材料:方案建议书 (solution-proposal)、客户关系图 (relationship-map)。", evidence.Reason.Zh);
        Assert.Equal("Key node Effective relationship progress lacks evidence: Solution proposal (solution-proposal), Buying-centre map (relationship-map).", evidence.Reason.En);
    }
}
