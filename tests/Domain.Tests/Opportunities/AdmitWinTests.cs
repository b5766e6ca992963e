using static SalesGrid.Domain.Tests.OpportunityRow;

namespace SalesGrid.Domain.Tests;

public sealed class AdmitWinTests
{
    private static readonly AdmitWin Checked = new("已核对合同与回款");
    private static readonly Opportunity Won = BroughtIn(OpportunityStatus.Won, "negotiation");
    private static readonly Opportunity Admitted = Won.Evolve(new WinAdmitted("x", "FIN-1"), World.Now);
    private static readonly Opportunity Reopened = Admitted.Evolve(new OpportunityReopened("x"), World.Now);

    internal static RuleRow[] Rows { get; } =
    [
        Row("Finance has a win that was brought in count", Won, Checked, nameof(WinAdmitted), null, By("FIN-1", "IMP-1")),
        Row("Who brought it in does not have it count", Won, Checked, "CP-WIN-06", null, By("FIN-1", "FIN-1")),
        Row("However they write their name, it does not count", Won, Checked, "CP-WIN-06", null, By("fin-1", "FIN-1")),
        Row("A win counts for a reason", Won, new AdmitWin(""), "CP-DATA-01", "reason", By("FIN-1", "IMP-1")),
        Row("What counts counts", Admitted, Checked, RuleRow.Nothing, null, By("FIN-2", "IMP-1")),
        Row("An open deal that was brought in is no win", BroughtIn(OpportunityStatus.Open, "proposal"), Checked, "CP-WIN-05", null, By("FIN-1", "IMP-1")),
        Row("A win that was reopened is none", Reopened, Checked, "CP-WIN-05", null, By("FIN-1", "IMP-1")),
        Row("A win of the grid counts anyway", World.In("negotiation") with { Status = OpportunityStatus.Won }, Checked, "CP-WIN-05", null, By("FIN-1", "IMP-1")),
        Row("Of what there is not nothing counts", Opportunity.None, Checked, "CP-OPP-01", null, By("FIN-1", "IMP-1")),
    ];

    public static TheoryData<string> Sentences => RuleRow.Sentences(Rows);

    [Theory, MemberData(nameof(Sentences))]
    public void Having_a_win_count_answers_as_the_table_says(string says) => RuleRow.Check(Rows, says);

    [Fact]
    public void A_win_that_was_brought_in_stays_so_until_finance_says_otherwise()
    {
        var again = new OpportunityWon(new(1_00, "CNY"), World.Today, null);
        Assert.Equal(WinOrigin.Imported, Won.WinOrigin);
        Assert.Equal(WinOrigin.Admitted, Admitted.WinOrigin);
        Assert.Null(Reopened.WinOrigin);
        // Reopened and won again: nobody has shown the gate of that stage to be met, and what finance saw is gone.
        Assert.Equal(WinOrigin.Imported, Reopened.Evolve(again, World.Now).WinOrigin);
        Assert.Equal(WinOrigin.Own, World.In("negotiation").Evolve(again, World.Now).WinOrigin);
        // Brought in open and won here, through the gate of its stage.
        Assert.Equal(WinOrigin.Own, BroughtIn(OpportunityStatus.Open, "negotiation").Evolve(again, World.Now).WinOrigin);
    }

    private static Func<OpportunityContext, OpportunityContext> By(string actor, string importer) =>
        context => context with { Request = World.By(actor, Duties.Finance), BroughtInBy = importer };

    private static Opportunity BroughtIn(OpportunityStatus status, string stage) => Opportunity.None.Evolve(
        Event<OpportunityImported>(Opportunity.None, new ImportOpportunity(World.Full, World.Wang.Id, status, stage, new(2026, 2, 1),
            status == OpportunityStatus.Open ? null : new DateOnly(2026, 5, 1), null, "crm-2019")), World.Now);
}
