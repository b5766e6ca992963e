using SalesGrid.Claims;
using SalesGrid.Reservations;
using static SalesGrid.Domain.Tests.OpportunityRow;

namespace SalesGrid.Domain.Tests;

/// <summary>Two deals on one customer and product: when a claim is needed, taken and given up.</summary>
public sealed class CollisionTests
{
    private static readonly string Mes = ClaimOf.CollisionSubject("C-100", "MES");
    private static readonly Opportunity Claimed = Steered.In("qualify") with { Claim = Mes };
    private static readonly Opportunity Released = (Steered.In("qualify") with { Claim = Mes }).Evolve(new OpportunityLost("price", null, World.Today), World.Now);
    private static readonly GrantedReservations ByAnother = Held("opportunity/OPP-77");

    internal static RuleRow[] Rows { get; } =
    [
        Claim("A free claim is given", GrantedReservations.None, "OPP-1", RuleRow.Nothing),
        Claim("A claim of one's own is given again", Held("opportunity/OPP-1"), "OPP-1", RuleRow.Nothing),
        Claim("Another's claim is not given", ByAnother, "OPP-1", "CP-CLAIM-02"),
        Claim("Another's claim is given where somebody lifted the rule", ByAnother, "OPP-1", RuleRow.Nothing, "CP-CLAIM-02"),
    ];

    public static TheoryData<string> Sentences => RuleRow.Sentences(Rows);

    [Theory, MemberData(nameof(Sentences))]
    public void Claims_answer_as_the_table_says(string says) => RuleRow.Check(Rows, says);

    [Fact]
    public void A_refused_claim_shows_little_of_who_has_it_and_where_it_can_be_lifted()
    {
        var refusal = SalesGrid.Claims.Claim.Admit("deal-7", SalesGrid.Claims.Claim.None, new(ClaimOf.Collision, "t", "opportunity/OPP-1", null), ByAnother, World.By("x"))!;
        Assert.DoesNotContain("OPP-77", refusal.Reason.En + refusal.Remedy.En, StringComparison.Ordinal);
        Assert.Contains("claim/deal-7", refusal.Remedy.Zh, StringComparison.Ordinal);
    }

    [Fact]
    public void A_claim_is_needed_to_open_to_change_the_pair_and_to_reopen()
    {
        Assert.Equal(Mes, Needed(Opportunity.None, new OpenOpportunity(World.Full, "S-001", "steered")));
        Assert.Null(Needed(Opportunity.None, new OpenOpportunity(World.Full with { Product = null }, "S-001", "steered")));
        Assert.Null(Needed(Opportunity.None, new OpenOpportunity(World.Full, "S-001")));
        Assert.Null(Needed(Opportunity.None, new ImportOpportunity(World.Full, "S-001", OpportunityStatus.Open, "find", null, null, null, "crm", "steered")));
        Assert.Equal(ClaimOf.CollisionSubject("C-100", "ERP"), Needed(Claimed, new ValueOpportunity(new(Product: "ERP"))));
        Assert.Equal(ClaimOf.CollisionSubject("C-200", "MES"), Needed(Claimed, new ValueOpportunity(new(CustomerId: "C-200"))));
        Assert.Null(Needed(Claimed, new ValueOpportunity(new(Amount: new(1, "CNY")))));
        Assert.Null(Needed(Claimed, new ValueOpportunity(new(Product: " mes "))));
        Assert.Null(Needed(Claimed, new ValueOpportunity(new(Product: " "))));
        Assert.Equal(Mes, Needed(Released, new ReopenOpportunity("budget found")));
        Assert.Null(Needed(World.Lost, new ReopenOpportunity("budget found")));
        Assert.Null(Needed(Claimed, new AdvanceStage("find")));
    }

    [Fact]
    public void A_claim_is_given_up_when_the_deal_is_closed_or_is_about_something_else()
    {
        Assert.Equal(new Need(Mes, ClaimOf.Collision), Assert.Single(OpportunityRules.Needs("OPP-1", Claimed)));
        Assert.Empty(OpportunityRules.Needs("OPP-1", Released));
        Assert.Empty(OpportunityRules.Needs("OPP-1", Claimed.Evolve(new OpportunityWon(new(1, "CNY"), World.Today), World.Now)));
        var other = ClaimOf.CollisionSubject("C-100", "ERP");
        Assert.Equal(other, Claimed.Evolve(new OpportunityValued(World.Full with { Product = "ERP" }, null, null, other), World.Now).Claim);
        Assert.Null(Claimed.Evolve(new OpportunityValued(World.Full with { Product = " " }, null), World.Now).Claim);
        Assert.Equal(Mes, Claimed.Evolve(new OpportunityValued(World.Full with { Product = "mes", Amount = new(1, "CNY") }, null), World.Now).Claim);
    }

    private static string? Needed(Opportunity current, OpportunityCommand command)
    {
        var decision = Decide(current, command);
        Assert.Null(decision.Refusal);
        return decision.Events.Select(e => e switch
        {
            OpportunityOpened opened => opened.Claim,
            OpportunityValued valued => valued.Claim,
            OpportunityReopened reopened => reopened.Claim,
            _ => null,
        }).SingleOrDefault();
    }

    private static GrantedReservations Held(string by) => GrantedReservations.None.Evolve(new ReservationGranted(ClaimOf.Collision, "their-token", by, null, World.Now));

    private static RuleRow Claim(string says, GrantedReservations held, string id, string expected, params string[] waived) => new(says, () => new(
        SalesGrid.Claims.Claim.Admit("deal-7", SalesGrid.Claims.Claim.None, new(ClaimOf.Collision, "token", $"opportunity/{id}", null), held, World.By("x", Duties.None, waived)), []),
        expected);
}
