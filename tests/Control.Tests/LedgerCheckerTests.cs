using SalesGrid.Control.Tests.Checker;
using SalesGrid.Control.Tests.Load;

namespace SalesGrid.Control.Tests;

/// <summary>A real story with a part left out or signed by the wrong hand: the watchman has to find each of them.</summary>
public sealed class LedgerCheckerTests(LedgerCheckerTests.Story story) : IClassFixture<LedgerCheckerTests.Story>
{
    /// <summary>What is left out of the ledger, and the control point that must then appear broken.</summary>
    public static TheoryData<string, string> LeftOut => new()
    {
        { "EvidenceAttached", "CP-STAGE-03" },
        { "OpportunityEvaluated", "CP-GATE-01" },
        { "PersonMapped", "CP-GATE-02" },
        { "ActivityRecorded", "CP-GATE-03" },
        { "CompetitorsNamed", "CP-GATE-04" },
        { "NextStepPlanned", "CP-GATE-05" },
        { "ProductLinesSet", "CP-GATE-06" },
        { "DocumentNoted", "CP-GATE-07" },
        { "OpportunityReopened", "CP-OPP-03" },
        { "DiligenceRecorded", "CP-DILIG-01" },
        { "CreditGranted", "CP-CREDIT-01" },
        { "ReservationGranted", "CP-CREDIT-05" },
        { "AuthorityGranted", "CP-AUTH-05" },
        { "QuoteStepApproved", "CP-QUOTE-12" },
        { "QuoteApproved", "CP-CONTR-04" },
        { "QuoteApprovalVoided", "CP-QUOTE-03" },
        { "ContractReviewed", "CP-CONTR-03" },
        { "ContractSubmitted", "CP-CONTR-03" },
        { "ControlOverridden", "CP-CTRL-05" },
        { "OverrideUsed", "CP-STAGE-03" },
        { "SalespersonRegistered", "CP-AUTH-04" },
        { "ReservationReleased", "CP-RSV-04" },
    };

    /// <summary>Whose hand is put under what, and the control point that must then appear broken.</summary>
    public static TheoryData<string, string, string> Forged => new()
    {
        { "ContractReviewed", "legal", "CP-CONTR-09" },
        { "QuoteStepApproved", "owner", "CP-QUOTE-11" },
        { "StageApproved", "owner", "CP-APPR-02" },
        { "OverrideUsed", "controller", "CP-CTRL-07" },
        { "DocumentNoted", "owner", "CP-OPP-10" },
    };

    [Fact]
    public void The_story_itself_holds_nothing_that_should_not_exist()
    {
        var (findings, _) = LedgerChecker.Look(story.Turns);
        Assert.True(findings.Count == 0, findings.ToString());
    }

    [Theory, MemberData(nameof(LeftOut))]
    public void What_is_left_out_is_missed(string type, string controlPoint)
    {
        Assert.Contains(story.Turns, t => t.Lines.Any(l => l.Type == type));
        var (findings, _) = LedgerChecker.Look(story.Turns
            .Select(t => new Turn([.. t.Lines.Where(l => l.Type != type)]))
            .Where(t => t.Lines.Count > 0));
        Assert.Contains(controlPoint, findings.ControlPoints);
    }

    [Theory, MemberData(nameof(Forged))]
    public void The_wrong_hand_is_noticed(string type, string hand, string controlPoint)
    {
        Assert.Contains(story.Turns, t => t.Lines.Any(l => l.Type == type));
        var owners = story.Turns.Where(t => t.First.Type is "OpportunityOpened" or "QuoteDrafted").GroupBy(t => t.Subject).ToDictionary(g => g.Key, g => g.First().Actor);
        var (findings, _) = LedgerChecker.Look(story.Turns.Select(t => t.Lines.All(l => l.Type != type)
            ? t
            : new Turn([.. t.Lines.Select(l => l with { Actor = hand == "owner" ? owners[t.Subject] : hand })])));
        Assert.Contains(controlPoint, findings.ControlPoints);
    }

    /// <summary>A small play, read once.</summary>
    public sealed class Story : IAsyncLifetime
    {
        internal List<Turn> Turns { get; private set; } = [];

        public async ValueTask InitializeAsync()
        {
            await using var grid = await ControlGrid.Start();
            await Stage.Set(grid);
            await ScenarioRunner.Run(grid, 3_000, seed: 20_261_124);
            Turns = await grid.ReadSettled();
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
