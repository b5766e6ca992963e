using static SalesGrid.Domain.Tests.OpportunityRow;

namespace SalesGrid.Domain.Tests;

/// <summary>Who may approve that a stage is left, and what an approval is good for.</summary>
public sealed class StageApprovalTests
{
    private const string Owner = "S-001";
    private const string Delegate = "S-801";
    private static readonly string LongText = new('t', 4001);
    private static readonly SalespersonView Manager = new("S-800", 1, "陈总", new("East", "East"), true, World.Now)
    {
        Delegations = [new(Delegate, World.Today, World.Today)],
    };

    private static readonly DealDetails Requested = Steered.Ready with { Approvals = [new(StageApprover.OwnersManager, Owner, World.Now)] };
    private static readonly DealDetails Unapproved = Steered.Ready with { Approvals = [] };

    internal static RuleRow[] Rows { get; } =
    [
        Row("No approval is asked for of a lost opportunity", World.Lost, new RequestStageApproval(), "CP-OPP-03"),
        Row("A note to a request has a longest length", Steered.In("qualify"), new RequestStageApproval(null, LongText), "CP-DATA-01", "note"),
        Row("An approver is one there is", Steered.In("qualify"), new RequestStageApproval((StageApprover)9), "CP-DATA-01", "by"),
        Row("An approval is asked for", Steered.In("qualify"), new RequestStageApproval(), nameof(StageApprovalRequested), null, By(Owner)),
        Row("Asking twice is asking once", Steered.In("qualify", Requested), new RequestStageApproval(), RuleRow.Nothing, null, By(Owner)),
        Row("What was declined may be asked for again", Steered.In("qualify", Rejected()), new RequestStageApproval(), nameof(StageApprovalRequested), null, By(Owner)),

        Row("Nothing is approved that was not asked for", Steered.In("qualify"), new ApproveStage(), "CP-APPR-01", null, By("S-800")),
        Row("Nothing is approved twice", Steered.In("qualify", Steered.Ready), new ApproveStage(), "CP-APPR-01", null, By("S-800")),
        Row("Another approval than the one asked for is not given", Steered.In("qualify", Requested), new ApproveStage(StageApprover.Legal), "CP-APPR-01", null, By("S-800", Duties.Legal)),
        Row("An approval's note has a longest length", Steered.In("qualify", Requested), new ApproveStage(null, LongText), "CP-DATA-01", "note", By("S-800")),
        Row("The owner does not approve, whatever their duties", Steered.In("qualify", Requested), new ApproveStage(), "CP-APPR-02", null, By(Owner, (Duties)63)),
        Row("Who asked does not approve, even as the owner's manager", Steered.In("qualify", AskedBy("S-800")), new ApproveStage(), "CP-APPR-02", null, By("S-800", (Duties)63)),
        Row("A manager of others does not approve for the owner's", Steered.In("qualify", Requested), new ApproveStage(), "CP-APPR-03", null, By("S-900", Duties.Manager)),
        Row("A manager who has left does not approve", Steered.In("qualify", Requested), new ApproveStage(), "CP-APPR-03", null, c => By("S-800")(c) with { Manager = Manager with { Active = false } }),
        Row("Finance is asked, finance approves", Steered.In("offer", AskedFor(StageApprover.Finance)), new ApproveStage(), nameof(StageApproved), null, By("S-700", Duties.Finance)),
        Row("Finance is asked, a manager does not approve", Steered.In("offer", AskedFor(StageApprover.Finance)), new ApproveStage(), "CP-APPR-03", null, By("S-800", Duties.Manager)),
        Row("Legal is asked, legal approves", Steered.In("offer", AskedFor(StageApprover.Legal)), new ApproveStage(), nameof(StageApproved), null, By("S-700", Duties.Legal)),
        Row("A manager is asked, any manager approves", Steered.In("offer", AskedFor(StageApprover.Manager)), new ApproveStage(), nameof(StageApproved), null, By("S-900", Duties.Manager)),
        Row("The owner's manager approves", Steered.In("qualify", Requested), new ApproveStage(), nameof(StageApproved), null, By("S-800")),
        Row("The manager's delegate approves", Steered.In("qualify", Requested), new ApproveStage(), nameof(StageApproved), null, By(Delegate)),
        Row("Where the owner has no manager on record, a sales manager stands in", Steered.In("qualify", Requested), new ApproveStage(), nameof(StageApproved), null, c => By("S-900", Duties.Manager)(c) with { Manager = null }),
        Row("Where the owner has no manager on record, a colleague does not", Steered.In("qualify", Requested), new ApproveStage(), "CP-APPR-03", null, c => By("S-002")(c) with { Manager = null }),
        Row("Declining has a reason", Steered.In("qualify", Requested), new RejectStage(""), "CP-DATA-01", "reason", By("S-800")),
        Row("Declining is for those who may approve", Steered.In("qualify", Requested), new RejectStage("no"), "CP-APPR-03", null, By("S-002")),
        Row("The owner's manager declines", Steered.In("qualify", Requested), new RejectStage("no budget"), nameof(StageRejected), null, By("S-800")),

        Row("A stage that asks for approval is not left without", Steered.In("qualify", Unapproved), new AdvanceStage(), "CP-APPR-04"),
        Row("A request is no approval", Steered.In("qualify", Requested), new AdvanceStage(), "CP-APPR-04"),
        Row("A declined request is no approval", Steered.In("qualify", Rejected()), new AdvanceStage(), "CP-APPR-04"),
        Row("An approval of another sort is not the one asked for", Steered.In("qualify", Steered.Ready with { Approvals = [Steered.Approved(StageApprover.Manager)] }), new AdvanceStage(), "CP-APPR-04"),
        Row("A missing approval can be waived", Steered.In("qualify", Unapproved), new AdvanceStage(), nameof(StageAdvanced), null, c => c with { Request = World.By("S-900", Duties.None, "CP-APPR-04") }),
        Row("With its approval the stage is left", Steered.In("qualify", Steered.Ready), new AdvanceStage(), nameof(StageAdvanced)),
        Row("Below the amount no approval is asked for", Steered.In("offer", Unapproved) with { Facts = World.Full with { Amount = new(199_999_99, "CNY") } }, new AdvanceStage(), nameof(StageAdvanced)),
        Row("Half a million yen is not half a million yuan: without a rate nobody knows", Steered.In("offer", Unapproved) with { Facts = Yen(500_000) }, new AdvanceStage(), "CP-RATE-01", "amount"),
        Row("By the rate of the day half a million yen is below the amount", Steered.In("offer", Unapproved) with { Facts = Yen(500_000) }, new AdvanceStage(), nameof(StageAdvanced), null, Dated),
        Row("By the rate of the day four million yen reach it", Steered.In("offer", Unapproved) with { Facts = Yen(4_000_000) }, new AdvanceStage(), "CP-APPR-04", null, Dated),
        Row("By the rate of the day a yen less does not", Steered.In("offer", Unapproved) with { Facts = Yen(3_999_999) }, new AdvanceStage(), nameof(StageAdvanced), null, Dated),
        Row("A rate that counts from tomorrow is no rate today", Steered.In("offer", Unapproved) with { Facts = Yen(500_000) }, new AdvanceStage(), "CP-RATE-01", "amount",
            c => c with { Rates = new([new(1, World.Today.AddDays(1), [new("JPY", "CNY", 0.05m)], "PBOC", "FIN-1", "FIN-2")]) }),
        Row("From the amount on it is", Steered.In("offer", Unapproved) with { Facts = World.Full with { Amount = new(200_000_00, "CNY") } }, new AdvanceStage(), "CP-APPR-04"),

        Row("A deal above its owner's authority is not won without a manager", Negotiated(), new WinOpportunity(), "CP-APPR-05", null, Limited(125_000_00 - 1)),
        Row("A limit in another currency is no limit of this amount without a rate", Negotiated(), new WinOpportunity(), "CP-RATE-01", "amount", Limited(Money.MaxMinorUnits, "USD")),
        Row("By a rate a limit in another currency is one", Negotiated(), new WinOpportunity(), nameof(OpportunityWon), null, c => Dated(Limited(25_000_00, "USD")(c))),
        Row("By a rate a deal is above a limit in another currency", Negotiated(), new WinOpportunity(), "CP-APPR-05", null, c => Dated(Limited(24_999_99, "USD")(c))),
        Row("A manager's approval needs no rate", Negotiated() with { File = new() { Approvals = [Steered.Approved(StageApprover.Manager)] } }, new WinOpportunity(), nameof(OpportunityWon), null, Limited(1, "USD")),
        Row("A deal at its owner's limit is won", Negotiated(), new WinOpportunity(), nameof(OpportunityWon), null, Limited(125_000_00)),
        Row("A deal above it is won with a manager's approval", Negotiated() with { File = new() { Approvals = [Steered.Approved(StageApprover.OwnersManager)] } }, new WinOpportunity(), nameof(OpportunityWon), null, Limited(1)),
        Row("What was approved was that amount, and no other", Negotiated() with { File = new() { Approvals = [Steered.Approved(StageApprover.Manager)] } }, new WinOpportunity(new Money(900_000_00, "CNY")), "CP-APPR-05", null, Limited(1)),
        Row("Finance does not approve the size of a deal", Negotiated() with { File = new() { Approvals = [Steered.Approved(StageApprover.Finance)] } }, new WinOpportunity(), "CP-APPR-05", null, Limited(1)),
        Row("The size of a deal can be waived", Negotiated(), new WinOpportunity(), nameof(OpportunityWon), null, c => Limited(1)(c) with { Request = World.By("S-001", Duties.None, "CP-APPR-05") }),
    ];

    public static TheoryData<string> Sentences => RuleRow.Sentences(Rows);

    [Theory, MemberData(nameof(Sentences))]
    public void Approvals_answer_as_the_table_says(string says) => RuleRow.Check(Rows, says);

    public static TheoryData<string> Voiding => ["stage", "way back", "amount", "customer", "owner", "loss", "win"];

    [Theory, MemberData(nameof(Voiding))]
    public void An_approval_is_void_once_what_was_approved_is_another(string what)
    {
        var approved = Steered.In("qualify", Steered.Ready);
        OpportunityEvent happened = what switch
        {
            "stage" => new StageAdvanced("qualify", "offer", 60),
            "way back" => new StageReturned("qualify", "find", 10),
            "amount" => new OpportunityValued(World.Full with { Amount = new(1, "CNY") }, null),
            "customer" => new OpportunityValued(World.Full with { CustomerId = World.Bank.Id }, null),
            "owner" => new OpportunityReassigned(new("S-002", "North 2", "North"), "S-001", null),
            "loss" => new OpportunityLost("price", null, World.Today),
            _ => new OpportunityWon(new(1, "CNY"), World.Today),
        };
        Assert.Empty(approved.Evolve(happened, World.Now).File!.Approvals);
    }

    [Fact]
    public void An_approval_outlives_what_it_is_not_about()
    {
        var approved = Steered.In("qualify", Steered.Ready)
            .Evolve(new OpportunityValued(World.Full with { Name = "another" }, null), World.Now)
            .Evolve(new ActivityRecorded("visit", "x", World.Today), World.Now)
            .Evolve(new OpportunityReassigned(new("S-001", "East 2", "East"), "S-001", null), World.Now);
        Assert.Equal(ApprovalState.Approved, Assert.Single(approved.File!.Approvals).State);
    }

    [Fact]
    public void A_decision_says_who_asked_and_who_decided()
    {
        var state = Steered.In("qualify").Evolve(new StageApprovalRequested("qualify", StageApprover.Legal, "S-001", null), World.Now)
            .Evolve(new StageApproved("qualify", StageApprover.Legal, "S-700", "ok"), World.Now.AddHours(1));
        Assert.Equal(new StageApproval(StageApprover.Legal, "S-001", World.Now, ApprovalState.Approved, "S-700", World.Now.AddHours(1)),
            Assert.Single(state.File!.Approvals));
    }

    private static Opportunity Negotiated() => World.In("negotiation", null, "contract-approval", "signed-contract");

    private static DealDetails AskedBy(string requester) => Requested with { Approvals = [new(StageApprover.OwnersManager, requester, World.Now)] };

    private static DealDetails AskedFor(StageApprover by) => Requested with { Approvals = [new(by, Owner, World.Now)] };

    private static DealDetails Rejected() => Requested with { Approvals = [Requested.Approvals[0] with { State = ApprovalState.Rejected }] };

    private static Func<OpportunityContext, OpportunityContext> By(string actor, Duties duties = Duties.None) =>
        c => c with { Request = World.By(actor, duties), PresentOwner = World.Wang, Manager = Manager };

    [Fact]
    public void A_decision_that_rests_on_a_rate_records_it_and_no_other_does()
    {
        var advanced = Assert.IsType<StageAdvanced>(Assert.Single(Decide(Steered.In("offer", Unapproved) with { Facts = Yen(500_000) }, new AdvanceStage(), Dated).Events));
        Assert.Equal([new AppliedRate(new(500_000, "JPY"), new(25_000_00, "CNY"), 0.05m, World.Today, 1)], advanced.Rates!);
        var won = Assert.IsType<OpportunityWon>(Assert.Single(Decide(Negotiated(), new WinOpportunity(), c => Dated(Limited(25_000_00, "USD")(c))).Events));
        Assert.Equal(new Money(25_000_00, "USD"), Assert.Single(won.Rates!).Compared);
        Assert.Null(Event<StageAdvanced>(Steered.In("offer", Unapproved) with { Facts = World.Full with { Amount = new(1, "CNY") } }, new AdvanceStage()).Rates);
    }

    private static OpportunityFacts Yen(long amount) => World.Full with { Amount = new(amount, "JPY") };

    /// <summary>A yen is five fen, a dollar five yuan.</summary>
    private static OpportunityContext Dated(OpportunityContext context) => context with
    {
        Rates = new([new(1, World.Today, [new("JPY", "CNY", 0.05m), new("USD", "CNY", 5)], "PBOC", "FIN-1", "FIN-2")]),
    };

    private static Func<OpportunityContext, OpportunityContext> Limited(long minor, string currency = "CNY") =>
        c => c with { PresentOwner = World.Wang with { Authority = new("senior", 0, new(minor, currency), null, null) } };
}
