using static SalesGrid.Domain.Tests.OpportunityRow;

namespace SalesGrid.Domain.Tests;

/// <summary>Who may be in the team of a deal, and what whoever is or was in it does not decide.</summary>
public sealed class DealTeamTests
{
    private const string Owner = "S-001";
    private const string LiIs = "S-002";
    private static readonly SalespersonView Manager = new("S-800", 1, "陈总", new("East", "East"), true, World.Now);
    private static readonly SetDealTeam Li = new([new(LiIs, "presales")]);
    private static readonly ReplaceTeamMember LiLeaves = new(LiIs);
    private static readonly Opportunity Deal = World.In("proposal");
    private static readonly Opportunity WithLi = Deal.Evolve(new DealTeamSet([new(LiIs, "presales")]), World.Now);
    private static readonly Opportunity WithoutLi = WithLi.Evolve(new DealTeamSet([]), World.Now);

    private static readonly DealDetails Asked = Steered.Ready with { Approvals = [new(StageApprover.Manager, Owner, World.Now)] };

    internal static RuleRow[] Rows { get; } =
    [
        Row("There is a deal to work on", Opportunity.None, Li, "CP-OPP-01"),
        Row("A team is set", Deal, Li, nameof(DealTeamSet), null, By(Owner)),
        Row("A team is set of what is won, too", World.Won, Li, nameof(DealTeamSet), null, By(Owner)),
        Row("The same team again is no change", WithLi, Li, RuleRow.Nothing, null, By(Owner)),
        Row("However a member is written it is the same team", WithLi, new SetDealTeam([new("s-002", "presales")]), RuleRow.Nothing, null, By(Owner, ("s-002", World.Li))),
        Row("Another role is a change", WithLi, new SetDealTeam([new(LiIs, "delivery")]), nameof(DealTeamSet), null, By(Owner)),
        Row("A team is emptied", WithLi, new SetDealTeam([]), nameof(DealTeamSet), null, By(Owner)),
        Row("A team is stated", Deal, new SetDealTeam(default), "CP-DATA-01", "members", By(Owner)),
        Row("A member is given", Deal, new SetDealTeam([null!]), "CP-DATA-01", "members[0]", By(Owner)),
        Row("A member has a role", Deal, new SetDealTeam([new(LiIs, " ")]), "CP-DATA-01", "members[0]", By(Owner)),
        Row("A member is named by an id", Deal, new SetDealTeam([new("S/2", "presales")]), "CP-DATA-01", "members[0]", By(Owner)),
        Row("A member is in it once", Deal, new SetDealTeam([new(LiIs, "presales"), new("s-002", "delivery")]), "CP-DATA-01", "members", By(Owner)),
        Row("A team has a largest size", Deal, new SetDealTeam([.. Enumerable.Range(0, DealDetails.MaxMembers + 1).Select(i => new TeamMember($"T-{i}", "-"))]), "CP-DATA-01", "members", By(Owner)),
        Row("The owner is in no team beside themselves", Deal, new SetDealTeam([new(Owner, "lead")]), "CP-TEAM-01", "members[0].person", By("S-900", Duties.Manager)),
        Row("A member is a salesperson", Deal, new SetDealTeam([new("S-404", "presales")]), "CP-TEAM-02", "members[0].person", By(Owner)),
        Row("A member has not left", Deal, new SetDealTeam([new(World.Gone.Id, "presales")]), "CP-TEAM-02", "members[0].person", By(Owner)),
        Row("Nobody puts themselves into a team", Deal, Li, "CP-TEAM-03", "members[0].person", By(LiIs, Duties.Manager)),
        Row("Who is in it may see to the others", WithLi, new SetDealTeam([new(LiIs, "presales"), new("S-005", "-")]), nameof(DealTeamSet), null, By(LiIs, Duties.Manager, ("S-005", World.Li with { Id = "S-005" }))),
        Row("A manager above is in no team", Deal, Li, "CP-TEAM-04", "members[0].person", c => By(Owner)(c) with { Above = ["S-800", LiIs] }),
        Row("Who was in it when they came to stand above stays until they are left out", WithLi, new SetDealTeam([new(LiIs, "sponsor")]), nameof(DealTeamSet), null, c => By(Owner)(c) with { Above = [LiIs] }),
        Row("Those who were in it are remembered, so that they are not too many", WithEver(DealDetails.MaxEverInTeam), Li, "CP-TEAM-07", "members", By(Owner)),
        Row("One less may still come", WithEver(DealDetails.MaxEverInTeam - 1), Li, nameof(DealTeamSet), null, By(Owner)),

        Row("Who leaves is taken out of the team", WithLi, LiLeaves, nameof(DealTeamSet), null, By("grid", Duties.Grid)),
        Row("Who is not in it does not leave it", Deal, LiLeaves, RuleRow.Nothing, null, By("grid", Duties.Grid)),
        Row("Who leaves is an id", WithLi, new ReplaceTeamMember("S/2"), "CP-DATA-01", "person", By("grid", Duties.Grid)),
        Row("Nobody but the grid replaces members", WithLi, LiLeaves, "CP-OPP-10", null, By(Owner)),

        Row("A member does not approve a stage, whatever their duties", In("qualify", WithLi), new ApproveStage(), "CP-TEAM-05", null, By(LiIs, (Duties)63)),
        Row("Nor does who was one", In("qualify", WithoutLi), new ApproveStage(), "CP-TEAM-05", null, By("s-002", (Duties)63)),
        Row("Nor do they decline", In("qualify", WithLi), new RejectStage("no"), "CP-TEAM-05", null, By(LiIs, (Duties)63)),
        Row("Who was never in it approves", In("qualify", WithLi), new ApproveStage(), nameof(StageApproved), null, By("S-900", Duties.Manager)),
        Row("A member does not move a deal to another version", WithLi, new MoveToProcessVersion(3, "one process for all"), "CP-TEAM-05", null, By(LiIs, Duties.ProcessOwner)),
        Row("A member does not have a win count", Imported(WithLi), new AdmitWin("checked"), "CP-TEAM-05", null, By(LiIs, Duties.Finance)),
        Row("Nor does who was one have it count", Imported(WithoutLi), new AdmitWin("checked"), "CP-TEAM-05", null, By(LiIs, Duties.Finance)),
    ];

    public static TheoryData<string> Sentences => RuleRow.Sentences(Rows);

    [Theory, MemberData(nameof(Sentences))]
    public void Teams_answer_as_the_table_says(string says) => RuleRow.Check(Rows, says);

    [Theory]
    [InlineData("S-005", "S-005", "a successor takes the place, and its role")]
    [InlineData("S-001", null, "the owner does not")]
    [InlineData("S-404", null, "nobody does who is not registered")]
    [InlineData("S-003", null, "nobody does who has left")]
    [InlineData("S-900", null, "nobody takes a place for themselves")]
    [InlineData("S-800", null, "no manager above does")]
    public void A_successor_takes_a_place_in_a_team_where_they_may_be_in_it(string to, string? expected, string why)
    {
        var decision = Decide(WithLi, new ReplaceTeamMember(LiIs, to), c => By("S-900", Duties.Grid, ("S-005", World.Li with { Id = "S-005" }), ("S-800", Manager), ("S-900", Manager with { Id = "S-900" }))(c) with { Above = ["S-800"] });
        var team = Assert.IsType<DealTeamSet>(Assert.Single(decision.Events)).Members;
        Assert.True(team.Select(m => m.Person).SequenceEqual(expected is null ? [] : [expected]), why);
        Assert.All(team, m => Assert.Equal("presales", m.Role));
    }

    [Fact]
    public void Whoever_was_in_a_team_is_remembered_and_what_a_joiner_approved_is_void()
    {
        Assert.Equal([LiIs], WithoutLi.File!.EverInTeam);
        var approved = Steered.In("qualify", Steered.Ready with { Approvals = [Steered.Approved(StageApprover.OwnersManager), Steered.Approved(StageApprover.Finance) with { DecidedBy = LiIs }] });
        var joined = approved.Evolve(new DealTeamSet([new(LiIs, "presales")]), World.Now);
        Assert.Equal(StageApprover.OwnersManager, Assert.Single(joined.File!.Approvals).By);
        // Who was in it already decided nothing.
        Assert.Single(joined.Evolve(new DealTeamSet([new(LiIs, "delivery")]), World.Now).File!.Approvals);
    }

    [Fact]
    public void Whoever_is_given_the_deal_is_in_its_team_no_more_and_the_others_stay()
    {
        var deal = Deal.Evolve(new DealTeamSet([new(LiIs, "presales"), new("S-005", "delivery")]), World.Now)
            .Evolve(new OpportunityReassigned(new(LiIs, "North 2", "North"), Owner, null), World.Now);
        Assert.Equal(["S-005"], OpportunityKind.Kind.TeamOf!(deal));
        Assert.Equal([LiIs, "S-005"], deal.File!.EverInTeam);
    }

    private static Opportunity In(string stage, Opportunity like) => Steered.In(stage, Asked with { Team = like.File!.Team, EverInTeam = like.File.EverInTeam });

    private static Opportunity Imported(Opportunity like) => like with { Status = OpportunityStatus.Won, ClosedOn = new(2026, 8, 1), Imported = true, UnevidencedGates = [like.Stage] };

    private static Opportunity WithEver(int count) => Deal with { File = DealDetails.None with { EverInTeam = [.. Enumerable.Range(0, count).Select(i => $"T-{i}")] } };

    private static Func<OpportunityContext, OpportunityContext> By(string actor, params (string Id, SalespersonView View)[] people) => By(actor, Duties.None, people);

    private static Func<OpportunityContext, OpportunityContext> By(string actor, Duties duties, params (string Id, SalespersonView View)[] people) =>
        c => c with { Request = World.By(actor, duties), PresentOwner = World.Wang, Manager = Manager, People = people.Aggregate(c.People, (known, p) => known.SetItem(p.Id, p.View)) };
}
