using SalesGrid.Claims;
using SalesGrid.Reservations;
using static SalesGrid.Domain.Tests.OpportunityRow;

namespace SalesGrid.Domain.Tests;

/// <summary>Two deals on one customer and product: when a claim is needed, taken and given up.</summary>
public sealed class CollisionTests
{
    private static readonly string Mes = ClaimOf.CollisionSubject("C-100", "MES");
    private static readonly TakenClaim Taken = new(Mes, "opportunity/OPP-1@0:collision");
    private static readonly Opportunity Claimed = Steered.In("qualify") with { Claim = Taken };
    private static readonly Opportunity Released = (Steered.In("qualify") with { Claim = Taken }).Evolve(new OpportunityLost("price", null, World.Today), World.Now);
    private static readonly GrantedReservations ByAnother = Held("opportunity/OPP-77");

    internal static RuleRow[] Rows { get; } =
    [
        Claim("A free claim is given", GrantedReservations.None, "OPP-1", RuleRow.Nothing),
        Claim("A claim of one's own is given again", Held("opportunity/OPP-1"), "OPP-1", RuleRow.Nothing),
        Claim("Another's claim is not given", ByAnother, "OPP-1", "CP-CLAIM-02"),
        Claim("Another's claim is given where somebody lifted the rule", ByAnother, "OPP-1", RuleRow.Nothing, "CP-CLAIM-02"),
        Row("Claims are noted by the grid alone", Released, new NoteClaimReleased(Taken.Token), "CP-OPP-10", null, c => c with { Request = World.By("S-900", (Duties)63) }),
        Row("A claim that was given back is noted", Released, new NoteClaimReleased(Taken.Token), nameof(ClaimReleased), null, ByGrid),
        Row("Once is enough", Claimed, new NoteClaimReleased(Taken.Token), RuleRow.Nothing, null, ByGrid),
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
        Assert.Equal((null, Taken), (Released.Claim, Assert.Single(Released.Releasing!.Claims)));
        var won = Claimed.Evolve(new OpportunityWon(new(1, "CNY"), World.Today), World.Now);
        Assert.Equal(Taken, Assert.Single(won.Releasing!.Claims));
        var other = new TakenClaim(ClaimOf.CollisionSubject("C-100", "ERP"), "t2");
        var moved = Claimed.Evolve(new OpportunityValued(World.Full with { Product = "ERP" }, null, null, other), World.Now);
        Assert.Equal((other, Taken), (moved.Claim, Assert.Single(moved.Releasing!.Claims)));
        var blank = Claimed.Evolve(new OpportunityValued(World.Full with { Product = " " }, null), World.Now);
        Assert.Equal((null, Taken), (blank.Claim, Assert.Single(blank.Releasing!.Claims)));
        var same = Claimed.Evolve(new OpportunityValued(World.Full with { Product = "mes", Amount = new(1, "CNY") }, null), World.Now);
        Assert.Equal((Taken, null), (same.Claim, same.Releasing));
        Assert.Null(moved.Evolve(new ClaimReleased(Taken.Token), World.Now).Releasing);
    }

    [Fact]
    public void A_hold_stands_while_its_claim_is_kept_and_what_was_given_up_is_taken_up_again()
    {
        Assert.True(OpportunityRules.StandsBehind("OPP-1", Claimed, new(Taken.Token, ClaimOf.Collision, Mes)));
        Assert.False(OpportunityRules.StandsBehind("OPP-1", Claimed, new("another", ClaimOf.Collision, Mes)));
        Assert.False(OpportunityRules.StandsBehind("OPP-1", Released, new(Taken.Token, ClaimOf.Collision, Mes)));
        Assert.Null(OpportunityRules.Unfinished(Claimed));
        Assert.Equal(World.Now.AddSeconds(30), OpportunityRules.Unfinished(Released));
    }

    private static string? Needed(Opportunity current, OpportunityCommand command)
    {
        var decision = Decide(current, command);
        Assert.Null(decision.Refusal);
        return OpportunityRules.ClaimNeeded(current, decision, World.Processes);
    }

    private static OpportunityContext ByGrid(OpportunityContext context) => context with { Request = World.By("grid", Duties.Grid) };

    private static GrantedReservations Held(string by) => GrantedReservations.None.Evolve(new ReservationGranted(ClaimOf.Collision, "their-token", by, null, World.Now));

    private static RuleRow Claim(string says, GrantedReservations held, string id, string expected, params string[] waived) => new(says, () => new(
        SalesGrid.Claims.Claim.Admit("deal-7", SalesGrid.Claims.Claim.None, new(ClaimOf.Collision, "token", $"opportunity/{id}", null), held, World.By("x", Duties.None, waived)), []),
        expected);
}
