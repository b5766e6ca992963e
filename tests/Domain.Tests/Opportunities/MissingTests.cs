using System.Collections.Immutable;
using static SalesGrid.Domain.Tests.OpportunityRow;

namespace SalesGrid.Domain.Tests;

/// <summary>A gate tells everything it lacks at once, with what there is, what is needed, who sees to it and by which command.</summary>
public sealed class MissingTests
{
    private static readonly Opportunity Bare = Steered.In("qualify") with { Facts = new() };
    private static readonly SalespersonView Untrained = World.Wang with
    {
        Qualifications = [new("safety", "安全生产", [Acts.Sell], World.Today.AddDays(-1)), new("ethics", "廉洁", [Acts.Sell], World.Today.AddDays(-9)), new("law", "合同法", [Acts.Contract], World.Today.AddDays(-9))],
    };

    /// <summary>Lines: the case, what it lacks, <c>control point, field, now, need, command, by</c>, in the order it is told.</summary>
    internal static (string Says, Refusal? Refusal, string[] Lacks)[] Rows { get; } =
    [
        ("A bare opportunity is told of facts, scores, next step and approval", Refused(Bare, new AdvanceStage()),
        [
            "CP-STAGE-04 customerId - - opportunity.value self", "CP-STAGE-04 amount - - opportunity.value self",
            "CP-GATE-01 - - 60 opportunity.evaluate self", "CP-GATE-01 budget - 2 opportunity.evaluate self",
            "CP-GATE-05 nextStep - - opportunity.plan-next-step self",
            "CP-APPR-04 by - ownersManager opportunity.request-stage-approval self", "CP-APPR-04 by - ownersManager opportunity.approve-stage duty:manager",
        ]),
        ("A weak card says what it is and what it has to be", Refused(Steered.In("qualify", Steered.Ready with { Evaluation = Steered.Card(3, 1) }), new AdvanceStage()),
            ["CP-GATE-01 - 44 60 opportunity.evaluate self", "CP-GATE-01 budget 1 2 opportunity.evaluate self"]),
        ("A day that has passed is told beside today", Refused(Steered.In("qualify", Steered.Ready with { Next = Steered.Tomorrow with { On = World.Today.AddDays(-1) } }), new AdvanceStage()),
            ["CP-GATE-05 nextStepOn 2026-09-14 2026-09-15 opportunity.plan-next-step self"]),
        ("What an override lifts is not listed, the rest still is", Refused(Bare, new AdvanceStage(), Waived("CP-STAGE-04", "CP-GATE-01")),
        [
            "CP-GATE-05 nextStep - - opportunity.plan-next-step self",
            "CP-APPR-04 by - ownersManager opportunity.request-stage-approval self", "CP-APPR-04 by - ownersManager opportunity.approve-stage duty:manager",
        ]),
        ("Skipping a stage tells of both gates", Refused(Steered.In("qualify", Steered.Ready with { Next = null, Lines = [], Competitors = [] }), new AdvanceStage("close")),
        [
            "CP-GATE-05 nextStep - - opportunity.plan-next-step self", "CP-GATE-04 - 0 1 opportunity.name-competitors self", "CP-GATE-06 - 0 1 opportunity.set-product-lines self",
        ]),
        ("Each qualification that has lapsed is told, of this act alone", Refused(Steered.In("find", Steered.Ready), new AdvanceStage(), c => c with { PresentOwner = Untrained }),
        [
            "CP-TRAIN-01 - 2026-09-14 safety salesperson.pass-qualification duty:people", "CP-TRAIN-01 - 2026-09-06 ethics salesperson.pass-qualification duty:people",
            "CP-GATE-03 visit 0 1 opportunity.activities self",
        ]),
        ("Missing persons and visits are counted", Refused(Steered.In("find"), new AdvanceStage()),
            ["CP-GATE-02 - 0 1 opportunity.map-person self", "CP-GATE-03 visit 0 1 opportunity.activities self"]),
        ("Each missing piece of evidence is told by its kind", Refused(World.In("negotiation", new()), new WinOpportunity()),
        [
            "CP-WIN-02 amount - - opportunity.value self", "CP-WIN-03 customerId - - opportunity.value self",
            "CP-STAGE-04 customerId - - opportunity.value self", "CP-STAGE-04 product - - opportunity.value self", "CP-STAGE-04 amount - - opportunity.value self",
            "CP-STAGE-04 expectedCloseOn - - opportunity.value self",
            "CP-STAGE-03 kind - contract-approval opportunity.evidence self", "CP-STAGE-03 kind - signed-contract opportunity.evidence self",
        ]),
        ("An approval that was asked for waits for its answer alone", Refused(Steered.In("qualify", Steered.Ready with { Approvals = [Asked(StageApprover.OwnersManager)] }), new AdvanceStage(),
                c => c with { Manager = World.Li }),
            ["CP-APPR-04 by - ownersManager opportunity.approve-stage person:S-002"]),
        ("A win of another amount wants it on record before it is approved",
            Refused(Steered.In("close", Steered.Ready), new WinOpportunity(new Money(900_000_00, "CNY"), World.Today.AddDays(1), "luck"),
                c => c with { PresentOwner = World.Wang with { Authority = new("sales", 0, new(1_00, "CNY"), null, null) } }),
        [
            "CP-OPP-09 closedOn 2026-09-16 2026-09-15 - self", "CP-WIN-04 reason - - - self",
            "CP-GATE-07 - - - quote.create self", "CP-GATE-08 - - - contract.create self",
            "CP-APPR-05 amount 125000 CNY 900000 CNY opportunity.value self", "CP-APPR-05 by - ownersManager opportunity.request-stage-approval self",
            "CP-APPR-05 by - ownersManager opportunity.approve-stage duty:manager",
        ]),
        ("A win where no stage allows it tells what it wants in any stage", Refused(Steered.In("offer") with { Facts = new() }, new WinOpportunity(null, null, "solution")),
            ["CP-WIN-01 - - - opportunity.advance self", "CP-WIN-02 amount - - opportunity.value self", "CP-WIN-03 customerId - - opportunity.value self"]),
        ("All fields of one command are told", Refused(Steered.In("find"), new MapPerson(new("/", "", "friend", (Stance)9, 7, null, World.Today.AddDays(1)))),
        [
            "CP-DATA-01 person.id - - - self", "CP-DATA-01 person.name - - - self", "CP-DATA-01 person.stance - - - self", "CP-DATA-01 person.influence - - - self",
            "CP-DATA-01 person.lastContactOn - - - self", "CP-BUYC-03 person.role - - - self",
        ]),
        ("An opening tells of owner, customer and process at once", Refused(new(), new OpenOpportunity(new("x", World.UnknownCustomer), World.UnknownOwner, "no-such-process")),
        [
            "CP-OPP-05 ownerId - - salesperson.create self", "CP-OPP-06 customerId - - customer.create self", "CP-OPP-07 processId - - - duty:processOwner",
        ]),
    ];

    public static TheoryData<string> Sentences => [.. Rows.Select(r => r.Says)];

    [Theory, MemberData(nameof(Sentences))]
    public void Everything_that_is_missing_is_told_at_once(string says)
    {
        var row = Rows.Single(r => r.Says == says);
        Assert.NotNull(row.Refusal);
        Assert.Equal(row.Lacks, row.Refusal.Missing.Select(Text));
        Assert.Equal(row.Refusal.ControlPoint, row.Refusal.Missing[0].ControlPoint);
        Assert.All(row.Refusal.Missing, item =>
        {
            Assert.Equal(ControlPoints.All[item.ControlPoint].MayBeOverridden, item.Liftable);
            Texts.AreFilled(new(item.ControlPoint, RefusalKind.Rule, item.Text, item.Text));
        });
    }

    private static string Text(MissingItem item) =>
        $"{item.ControlPoint} {item.Field ?? "-"} {item.Now ?? "-"} {item.Need ?? "-"} {item.Command ?? "-"} {string.Join(",", item.By)}";

    private static Refusal? Refused(Opportunity current, OpportunityCommand command, Func<OpportunityContext, OpportunityContext>? told = null) =>
        Decide(current, command, told).Refusal;

    private static StageApproval Asked(StageApprover by) => Steered.Approved(by) with { State = ApprovalState.Requested, DecidedBy = null, DecidedAt = null };

    private static Func<OpportunityContext, OpportunityContext> Waived(params string[] points) => c => c with { Request = c.Request with { Waived = new([.. points]) } };
}
