using SalesGrid.Claims;
using SalesGrid.Controls;
using SalesGrid.Opportunities;
using SalesGrid.Processes;
using SalesGrid.Reservations;
using SalesGrid.Salespeople;
using SalesGrid.Storage.InMemory;
using static SalesGrid.Grains.Tests.GridCluster;

namespace SalesGrid.Grains.Tests;

/// <summary>Opportunities under a process with approvals that lets no two of them collide, on a cluster of two silos.</summary>
public sealed class SteeredOpportunityTests : IAsyncLifetime
{
    private static readonly ProcessDefinition Guarded = new()
    {
        Id = "guarded",
        Version = 1,
        Name = new("受控流程", "Guarded"),
        Stages =
        [
            Stage("qualify", 30) with { Approval = new(StageApprover.OwnersManager), Checks = [new(GateCheckKind.NextStep)] },
            Stage("close", 90) with { MayWin = true },
        ],
        LossReasons = [new("price", new("价格", "Price")), new("unknown", new("不详", "Unknown"))],
        Collision = CollisionRule.Refuse,
    };

    private static readonly string Claim = ClaimOf.CollisionSubject("C1", "CNC-5");

    private GridCluster grid = null!;

    public async ValueTask InitializeAsync()
    {
        grid = await GridCluster.Start(new InMemoryLedgerStore(), processes: new([ProcessCatalog.Shipped.Pinned("key-account", 1), Guarded]));
        await grid.Staff();
        await Accepted(grid.Salesperson("S8").Execute(new RegisterSalesperson("陈总", new("East 1", "East")), grid.Command()));
        await Accepted(grid.Salesperson("S1").Execute(new MoveSalesperson(new("East 1", "East", "S8")), grid.Command()));
    }

    public ValueTask DisposeAsync() => grid.DisposeAsync();

    [Fact]
    public async Task Two_deals_on_one_customer_and_product_collide_until_one_is_closed()
    {
        await Accepted(Open("O1"));
        var refusal = await Refused(Open("O2"), ControlPoints.OpportunityMustNotCollide);
        Assert.Contains(Claim, refusal.Remedy.En, StringComparison.Ordinal);
        Assert.Null(await grid.Opportunity("O2").Get());
        await Accepted(Open("O3", " cnc-6"));
        await Refused(Do("O3", new ValueOpportunity(new(Product: "Cnc-5 "))), ControlPoints.OpportunityMustNotCollide);
        // What was taken is confirmed: nobody will ask about it again.
        Assert.Null(Assert.Single((await grid.Subject(Claim).Controls()).Reservations).PendingUntil);

        await Accepted(Do("O1", new LoseOpportunity("price")));
        // It was given back before the command was answered, as nothing was in the way.
        Assert.Empty((await grid.Subject(Claim).Controls()).Reservations);
        Assert.Equal(nameof(ReservationsReturned), (await grid.Subject("opportunity/O1").Trail(0, 500))[^1].Type);
        Assert.Null((await grid.Opportunity("O1").Get())!.Claim);
        await Accepted(Open("O2"));
        await Refused(Do("O1", new ReopenOpportunity("budget found")), ControlPoints.OpportunityMustNotCollide);
        await grid.Verify();
    }

    [Fact]
    public async Task A_deal_that_is_about_something_else_leaves_its_claim_to_others()
    {
        await Accepted(Open("O1"));
        await Accepted(Do("O1", new ValueOpportunity(new(Product: "CNC-7"))));
        Assert.Equal(ClaimOf.CollisionSubject("C1", "CNC-7"), (await grid.Opportunity("O1").Get())!.Claim);
        Assert.Empty((await grid.Subject(Claim).Controls()).Reservations);
        await Accepted(Open("O2"));
        await grid.Verify();
    }

    [Fact]
    public async Task A_collision_that_internal_control_lifted_happens_once_and_is_on_record()
    {
        await Accepted(Open("O1"));
        var lift = new OverrideControl(ControlPoints.OpportunityMustNotCollide.Id, "two plants of one customer", DateTimeOffset.UtcNow.AddDays(1));
        await Accepted(grid.Subject(Claim).Do(lift, grid.Command(actor: "S9", duties: Duties.Controller)));
        await Accepted(Open("O2"));
        var controls = await grid.Subject(Claim).Controls();
        Assert.Equal(2, controls.Reservations.Length);
        Assert.NotNull(Assert.Single(controls.Overrides).UsedAt);
        await Refused(Open("O3"), ControlPoints.OpportunityMustNotCollide);
    }

    [Fact]
    public async Task A_claim_whose_deal_never_came_about_is_given_up_and_one_that_did_is_not()
    {
        await Accepted(Open("O1"));
        var held = Assert.Single((await grid.Subject(Claim).Controls()).Reservations);
        await Accepted(grid.Subject("opportunity/O1").Do(new ResolveReservation(held.Token, held.Account, Claim), grid.Command(duties: Duties.Grid)));
        await Refused(grid.Subject("opportunity/O1").Do(new ResolveReservation("of-no-deal", held.Account, Claim), grid.Command(duties: Duties.Grid)), ControlPoints.ReservationMustBeWanted);
    }

    [Fact]
    public async Task Imported_deals_collide_with_nothing_and_deals_that_would_are_left_to_their_own_grain()
    {
        var bucket = SubjectId.BucketOf("opportunity/I1", 4);
        var facts = new OpportunityFacts("Lathe", "C1", "CNC-5");
        var receipts = await grid.Grains.GetGrain<IIntakeGrain>(bucket).Begin(
            [new("I1", new ImportOpportunity(facts, "S1", OpportunityStatus.Open, "qualify", null, null, null, "crm", "guarded"), grid.Command())]);
        Assert.True(receipts[0]!.Accepted);
        Assert.Null((await grid.Opportunity("I1").Get())!.Claim);
        await Accepted(Open("O1"));
        var other = SubjectId.BucketOf("opportunity/O2", 4);
        Assert.Null(Assert.Single(await grid.Grains.GetGrain<IIntakeGrain>(other).Begin([new("O2", new OpenOpportunity(facts, "S1", "guarded"), grid.Command())])));
        await Refused(Open("O2"), ControlPoints.OpportunityMustNotCollide);
    }

    [Fact]
    public async Task A_stage_is_left_with_the_approval_of_the_owners_manager_and_of_nobody_less()
    {
        await Accepted(Open("O1"));
        await Accepted(Do("O1", new PlanNextStep("技术交流", DateOnly.FromDateTime(DateTime.UtcNow.AddYears(1)), "先交流")));
        await Refused(Do("O1", new AdvanceStage()), ControlPoints.StageMustBeApproved);
        await Accepted(Do("O1", new RequestStageApproval(), "S1"));
        await Refused(Do("O1", new ApproveStage(), "S1", (Duties)63), ControlPoints.ApproverMustBeAnother);
        await Refused(Do("O1", new ApproveStage(), "S2", Duties.Manager), ControlPoints.ApproverMustHaveAuthority);
        await Accepted(Do("O1", new ApproveStage(), "S8"));
        await Accepted(Do("O1", new ValueOpportunity(new(Amount: new(7, "CNY")))));
        await Refused(Do("O1", new AdvanceStage()), ControlPoints.StageMustBeApproved);
        await Accepted(Do("O1", new RequestStageApproval(), "S1"));
        await Accepted(Do("O1", new ApproveStage(), "S8"));
        await Accepted(Do("O1", new AdvanceStage()));
        Assert.Equal("close", (await grid.Opportunity("O1").Get())!.Stage);
    }

    [Fact]
    public async Task A_gate_that_was_lifted_lets_through_once()
    {
        await Accepted(Open("O1"));
        foreach (var point in new[] { ControlPoints.NextStepMustBePlanned, ControlPoints.StageMustBeApproved })
        {
            await Refused(Do("O1", new AdvanceStage()), point);
            await Accepted(grid.Subject("opportunity/O1").Do(
                new OverrideControl(point.Id, "the customer cannot wait", DateTimeOffset.UtcNow.AddDays(1)), grid.Command(actor: "S9", duties: Duties.Controller)));
        }
        await Accepted(Do("O1", new AdvanceStage()));
        Assert.All((await grid.Subject("opportunity/O1").Controls()).Overrides, w => Assert.Equal("AdvanceStage", w.UsedFor));
        Assert.Equal(2, (await grid.Subject("opportunity/O1").Trail(0, 500)).Count(h => h.Type == nameof(OverrideUsed)));
    }

    [Fact]
    public async Task An_opportunity_is_given_away_by_those_who_lead_its_owner()
    {
        await grid.Open("O1");
        await Refused(Do("O1", new ReassignOpportunity("S2"), "S1"), ControlPoints.TransferMustHaveAuthority);
        await Accepted(Do("O1", new ReassignOpportunity("S2"), "S8"));
        // Nobody leads the new owner: now it takes the duty.
        await Refused(Do("O1", new ReassignOpportunity("S1"), "S8"), ControlPoints.TransferMustHaveAuthority);
        await Accepted(Do("O1", new ReassignOpportunity("S1"), "S9", Duties.Manager));
    }

    private Task<Receipt> Open(string id, string product = "CNC-5") =>
        grid.Opportunity(id).Execute(new OpenOpportunity(new("Lathe", "C1", product, null, new(100_00, "CNY")), "S1", "guarded"), grid.Command());

    private Task<Receipt> Do(string id, OpportunityCommand command, string actor = "S1", Duties duties = Duties.None) =>
        grid.Opportunity(id).Execute(command, grid.Command(actor: actor, duties: duties));

    private static StageDefinition Stage(string id, int percent) => new()
    {
        Id = id,
        Name = new(id == "qualify" ? "评估" : "成交", id),
        ProbabilityPercent = percent,
        KeyNode = new("完成", "Done"),
        Evidence = [],
        Facts = [],
        MayReturnTo = [],
        MayWin = false,
    };
}
