using System.Collections.Immutable;

namespace SalesGrid.Domain.Tests;

public sealed class QuoteRulesTests
{
    private static readonly DecisionContext Wang = Deals.Ask("S-1");
    private static readonly DecisionContext Late = Deals.Ask("S-1", at: World.Now.AddDays(31));
    private static readonly Quote Draft = Deals.QuoteAfter((Deals.Draft(), Wang));
    private static readonly Quote Discounted = Deals.QuoteAfter((Deals.Draft(Deals.LatheAt(1_500)), Wang));
    private static readonly Quote Approved = Deals.QuoteAfter((Deals.Draft(Deals.LatheAt(500)), Wang), (new SubmitQuote(), Wang));
    private static readonly Quote Waiting = Deals.QuoteAfter((Deals.Draft(Deals.LatheAt(1_500)), Wang), (new SubmitQuote(), Wang));
    private static readonly Quote Accepted = Approved.Evolve(new QuoteAccepted("S-1", "PO-1", World.Today), World.Now);
    private static readonly Quote Withdrawn = Draft.Evolve(new QuoteWithdrawn("S-1", "-"), World.Now);
    private static readonly Quote Expired = Approved.Evolve(new QuoteExpired(World.Today), World.Now);
    private static readonly Qualification Lapsed = new("safety", "产品安全", [Acts.Quote], World.Today.AddDays(-1));

    internal static RuleRow[] Rows { get; } =
    [
        // Writing.
        Row("A quote is drafted", Quote.None, Deals.Draft(), nameof(QuoteDrafted)),
        Row("A quote is not drafted twice", Draft, Deals.Draft(), "CP-QUOTE-02"),
        Row("A quote that is not there is not submitted", Quote.None, new SubmitQuote(), "CP-QUOTE-01"),
        Row("A quote has an opportunity", Quote.None, Deals.Draft(), "CP-OPP-01", "opportunityId", context: c => c with { Opportunity = null }),
        Row("After a win more may be offered", Quote.None, Deals.Draft(), nameof(QuoteDrafted),
            context: c => c with { Opportunity = Deals.Opportunity with { Status = OpportunityStatus.Won } }),
        Row("A quote is not submitted once its opportunity is lost", Draft, new SubmitQuote(), "CP-OPP-03", "opportunityId",
            context: c => c with { Opportunity = Deals.Opportunity with { Status = OpportunityStatus.Lost } }),
        Row("The opportunity is not lost", Quote.None, Deals.Draft(), "CP-OPP-03", "opportunityId",
            context: c => c with { Opportunity = Deals.Opportunity with { Status = OpportunityStatus.Lost } }),
        Row("The customer is the opportunity's", Quote.None, Deals.Draft() with { CustomerId = "C-200" }, "CP-QUOTE-05", "customerId"),
        Row("A quote has a customer", Quote.None, Deals.Draft(), "CP-QUOTE-05", "customerId",
            context: c => c with { Opportunity = Deals.Opportunity with { Facts = World.Full with { CustomerId = null } } }),
        Row("Where the opportunity has no customer the quote may name one", Quote.None, Deals.Draft() with { CustomerId = "C-200" }, nameof(QuoteDrafted),
            context: c => c with { Opportunity = Deals.Opportunity with { Facts = World.Full with { CustomerId = null } } }),
        Row("The customer was not merged into another", Quote.None, Deals.Draft(), "CP-MERGE-01", "customerId", context: c => c with { CustomerMergedInto = "C-200" }),
        Row("A draft follows its customer", Draft, new MoveQuoteToCustomer("C-100", "C-200"), nameof(QuoteCustomerFollowed), by: Deals.Ask("grid", Duties.Grid)),
        Row("A draft for another does not", Draft, new MoveQuoteToCustomer("C-300", "C-200"), RuleRow.Nothing, by: Deals.Ask("grid", Duties.Grid)),
        Row("What was submitted is bound to whom it is for", Waiting, new MoveQuoteToCustomer("C-100", "C-200"), "CP-QUOTE-03", by: Deals.Ask("grid", Duties.Grid)),
        Row("The customer is registered", Quote.None, Deals.Draft(), "CP-OPP-06", "customerId", context: c => c with { CustomerIsKnown = false }),
        Row("The owner is a salesperson", Quote.None, Deals.Draft() with { OwnerId = "S-404" }, "CP-OPP-05", "ownerId", context: c => c with { Owner = null }),
        Row("The owner has not left", Quote.None, Deals.Draft(), "CP-PERSON-03", "ownerId", context: c => c with { Owner = Deals.Owner with { Active = false } }),
        Row("Nobody but a manager gives a quote to another", Quote.None, Deals.Draft() with { OwnerId = "S-2" }, "CP-QUOTE-15", "ownerId", context: c => c with { Owner = Deals.Owner with { Id = "S-2" } }),
        Row("Nor later", Draft, new ReviseQuote(OwnerId: "S-2"), "CP-QUOTE-15", "ownerId", context: c => c with { Owner = Deals.Owner with { Id = "S-2" } }),
        Row("A quote has lines", Quote.None, Deals.Draft() with { Lines = [] }, "CP-DATA-01", "lines"),
        Row("A quote has 200 lines at most", Quote.None, Deals.Draft([.. Enumerable.Repeat(Deals.LatheAt(0), 201)]), "CP-DATA-01", "lines"),
        Row("A line is given", Quote.None, Deals.Draft() with { Lines = [null!] }, "CP-DATA-01", "lines[0]"),
        Row("A line has a product", Quote.None, Deals.Draft(new QuoteLine(" ", 1)), "CP-DATA-01", "lines[0].product"),
        Row("A quantity is more than nothing", Quote.None, Deals.Draft(new QuoteLine("CNC-5", 0)), "CP-DATA-01", "lines[0].quantity"),
        Row("A quantity is a million units at most", Quote.None, Deals.Draft(new QuoteLine("CNC-5", 1_000_000_001)), "CP-DATA-01", "lines[0].quantity"),
        Row("A unit price is not negative", Quote.None, Deals.Draft(new QuoteLine("CNC-5", 1, new(-1, "CNY"))), "CP-DATA-01", "lines[0].unitPrice"),
        Row("A line's discount is not negative", Quote.None, Deals.Draft(Deals.LatheAt(-1)), "CP-DATA-01", "lines[0].discountBasisPoints"),
        Row("A line's discount is the whole at most", Quote.None, Deals.Draft(Deals.LatheAt(10_001)), "CP-DATA-01", "lines[0].discountBasisPoints"),
        Row("A total discount is not negative", Quote.None, Deals.Draft() with { TotalDiscount = new(-1, "CNY") }, "CP-DATA-01", "totalDiscount"),
        Row("A quote is not valid until yesterday", Quote.None, Deals.Draft() with { ValidUntil = World.Today.AddDays(-1) }, "CP-QUOTE-06", "validUntil"),
        Row("A quote may be valid for a day", Quote.None, Deals.Draft() with { ValidUntil = World.Today }, nameof(QuoteDrafted)),
        Row("The same again is no revision", Approved, new ReviseQuote(Lines: [Deals.LatheAt(500)]), RuleRow.Nothing),
        Row("A draft is revised", Draft, new ReviseQuote(Lines: [Deals.LatheAt(1)]), nameof(QuoteRevised)),
        Row("A revision voids what was asked to be approved", Waiting, new ReviseQuote(PaymentTerms: "预付"), nameof(QuoteRevised)),
        Row("A revision voids an approval", Approved, new ReviseQuote(ValidUntil: World.Today.AddDays(31)), "QuoteApprovalVoided + QuoteRevised"),
        Row("A revision voids a customer's acceptance too", Accepted, new ReviseQuote(PaymentTerms: "预付"), "QuoteApprovalVoided + QuoteRevised"),
        Row("A quote that expired is written anew", Expired, new ReviseQuote(ValidUntil: World.Today.AddDays(40)), nameof(QuoteRevised)),
        Row("A quote taken back is not", Withdrawn, new ReviseQuote(PaymentTerms: "预付"), "CP-QUOTE-03"),
        Row("A new owner is a salesperson", Draft, new ReviseQuote(OwnerId: "S-404"), "CP-OPP-05", "ownerId", context: c => c with { Owner = null }),
        Row("A quote is not rewritten for ever", Draft with { Revision = Quote.MaxRevisions }, new ReviseQuote(PaymentTerms: "预付"), "CP-QUOTE-07"),

        // Submitting.
        Row("Within their authority an owner's quote is approved at once", Deals.QuoteAfter((Deals.Draft(Deals.LatheAt(500)), Wang)), new SubmitQuote(), "QuoteSubmitted + QuoteApproved"),
        Row("A hundredth of a percent beyond it is not", Deals.QuoteAfter((Deals.Draft(Deals.LatheAt(501)), Wang)), new SubmitQuote(), nameof(QuoteSubmitted)),
        Row("A deal beyond the largest is not, at list price either", Deals.QuoteAfter((Deals.Draft(new QuoteLine("CNC-5", 10_001)), Wang)), new SubmitQuote(), nameof(QuoteSubmitted)),
        Row("Who acts for the owner uses the owner's authority", Deals.QuoteAfter((Deals.Draft(Deals.LatheAt(500)), Wang)), new SubmitQuote(), "QuoteSubmitted + QuoteApproved", actor: "S-2",
            context: c => c with { Owner = Deals.Owner with { Delegations = [new("S-2", World.Today, World.Today)] } }),
        Row("A manager does not use the owner's authority", Deals.QuoteAfter((Deals.Draft(Deals.LatheAt(500)), Wang)), new SubmitQuote(), nameof(QuoteSubmitted), actor: "M-9", duties: Duties.Manager),
        Row("At list price nobody needs any authority", Draft, new SubmitQuote(), "QuoteSubmitted + QuoteApproved", context: c => c with { Owner = Deals.Owner with { Authority = null } }),
        Row("A discount does", Discounted, new SubmitQuote(), nameof(QuoteSubmitted), context: c => c with { Owner = Deals.Owner with { Authority = null } }),
        Row("Nobody submits another's quote", Draft, new SubmitQuote(), "CP-QUOTE-04", actor: "S-2"),
        Row("Whose time to act has passed does not", Draft, new SubmitQuote(), "CP-QUOTE-04", actor: "S-2",
            context: c => c with { Owner = Deals.Owner with { Delegations = [new("S-2", World.Today.AddDays(-9), World.Today.AddDays(-1))] } }),
        Row("What waits is not submitted again", Waiting, new SubmitQuote(), "CP-QUOTE-03"),
        Row("A quote whose last day passed is not submitted", Draft, new SubmitQuote(), "CP-QUOTE-06", "validUntil", by: Late),
        Row("An owner whose training lapsed does not quote", Draft, new SubmitQuote(), "CP-TRAIN-01", context: c => c with { Owner = Deals.Owner with { Qualifications = [Lapsed] } }),
        Row("Unless that was lifted", Draft, new SubmitQuote(), "QuoteSubmitted + QuoteApproved", by: Deals.Ask("S-1", waived: "CP-TRAIN-01"),
            context: c => c with { Owner = Deals.Owner with { Qualifications = [Lapsed] } }),
        Row("Training for something else does not matter", Draft, new SubmitQuote(), "QuoteSubmitted + QuoteApproved",
            context: c => c with { Owner = Deals.Owner with { Qualifications = [Lapsed with { Acts = [Acts.Contract] }] } }),
        Row("There are prices in force", Draft, new SubmitQuote(), "CP-PRICE-08", context: c => c with { Prices = null }),
        Row("Every product is on the list", Draft, new SubmitQuote(), "CP-PRICE-09", "lines[0].product", context: c => c with { Prices = Deals.Book with { Lines = [Deals.Drill] } }),
        Row("A price is in the list's currency", Deals.QuoteAfter((Deals.Draft(new QuoteLine("CNC-5", 1, new(1, "USD"))), Wang)), new SubmitQuote(), "CP-PRICE-11", "lines[0].unitPrice"),
        Row("A total discount is in the list's currency", Deals.QuoteAfter((Deals.Draft() with { TotalDiscount = new(1, "USD") }, Wang)), new SubmitQuote(), "CP-PRICE-11", "totalDiscount"),
        Row("No more is given away than there is", Deals.QuoteAfter((Deals.Draft() with { TotalDiscount = new(2_000_01, "CNY") }, Wang)), new SubmitQuote(), "CP-DATA-01", "totalDiscount"),
        Row("A line below its floor is refused", Deals.QuoteAfter((Deals.Draft(Deals.LatheAt(2_001)), Wang)), new SubmitQuote(), "CP-PRICE-10", "lines"),
        Row("A line at its floor is not", Deals.QuoteAfter((Deals.Draft(Deals.LatheAt(2_000)), Wang)), new SubmitQuote(), nameof(QuoteSubmitted)),
        Row("A total discount does not hide a line below its floor", Deals.QuoteAfter((Deals.Draft(Deals.LatheAt(2_000)) with { TotalDiscount = new(1, "CNY") }, Wang)), new SubmitQuote(), "CP-PRICE-10"),
        Row("A price below the floor is refused as a discount is", Deals.QuoteAfter((Deals.Draft(new QuoteLine("CNC-5", 1_000, new(799_99, "CNY"))), Wang)), new SubmitQuote(), "CP-PRICE-10"),
        Row("A price below the floor passes where that was lifted", Deals.QuoteAfter((Deals.Draft(Deals.LatheAt(2_001)), Wang)), new SubmitQuote(), nameof(QuoteSubmitted),
            by: Deals.Ask("S-1", waived: "CP-PRICE-10")),

        // Answering.
        Row("The first of a sequence approves", Waiting, new ApproveQuote(), nameof(QuoteStepApproved), actor: "M-1"),
        Row("The second does not before the first", Waiting, new ApproveQuote(), "CP-QUOTE-12", actor: "M-2"),
        Row("The last approves the quote", Answered(Waiting, "M-1"), new ApproveQuote("同意"), "QuoteStepApproved + QuoteApproved", actor: "M-2"),
        Row("Who is above those asked is not asked", Answered(Waiting, "M-1"), new ApproveQuote(), "CP-QUOTE-12", actor: "M-3"),
        Row("A duty is no person", Waiting, new ApproveQuote(), "CP-QUOTE-12", actor: "admin", duties: Deals.Everything),
        Row("Who acts for an approver approves", Waiting, new ApproveQuote(), nameof(QuoteStepApproved), actor: "S-7",
            context: c => c with { Approvers = c.Approvers.SetItem("M-1", Deals.TeamLead with { Delegations = [new("S-7", World.Today, World.Today)] }) }),
        Row("Nobody acts for an approver before their time", Waiting, new ApproveQuote(), "CP-QUOTE-12", actor: "S-7",
            context: c => c with { Approvers = c.Approvers.SetItem("M-1", Deals.TeamLead with { Delegations = [new("S-7", World.Today.AddDays(1), World.Today.AddDays(2))] }) }),
        Row("An approver who left does not approve", Waiting, new ApproveQuote(), "CP-QUOTE-12", actor: "M-1",
            context: c => c with { Approvers = c.Approvers.SetItem("M-1", Deals.TeamLead with { Active = false }) }),
        Row("An owner does not approve their own, administrator or not", Waiting, new ApproveQuote(), "CP-QUOTE-11", duties: Deals.Everything),
        Row("An owner does not approve their own by acting for the approver", Waiting, new ApproveQuote(), "CP-QUOTE-11",
            context: c => c with { Approvers = c.Approvers.SetItem("M-1", Deals.TeamLead with { Delegations = [new("S-1", World.Today, World.Today)] }) }),
        Row("Who wrote it does not approve it", Waiting with { Authors = ["S-1", "M-1"] }, new ApproveQuote(), "CP-QUOTE-11", actor: "M-1"),
        Row("Who works or worked on the deal does not approve it", Waiting, new ApproveQuote(), "CP-TEAM-05", actor: "M-1", context: InTeam("M-1")),
        Row("Nor does anybody act for who does", Waiting, new ApproveQuote(), "CP-QUOTE-12", actor: "S-7",
            context: c => InTeam("M-1")(c) with { Approvers = c.Approvers.SetItem("M-1", Deals.TeamLead with { Delegations = [new("S-7", World.Today, World.Today)] }) }),
        Row("A draft is revised by the team", Draft, new ReviseQuote(Lines: [Deals.LatheAt(1)]), nameof(QuoteRevised), by: Deals.Ask("S-5") with { Stands = Standing.DealTeam }),
        Row("What waits for an approval is not", Waiting, new ReviseQuote(PaymentTerms: "预付"), "CP-TEAM-06", by: Deals.Ask("S-5") with { Stands = Standing.DealTeam }),
        Row("Nor is what was approved", Approved, new ReviseQuote(PaymentTerms: "预付"), "CP-TEAM-06", by: Deals.Ask("S-5") with { Stands = Standing.DealTeam }),
        Row("What was changed since it was read is not approved", Waiting, new ApproveQuote(null, "ab12"), "CP-QUOTE-13", "hash", actor: "M-1"),
        Row("What was read is approved", Waiting, new ApproveQuote(null, Waiting.Hash), nameof(QuoteStepApproved), actor: "M-1"),
        Row("A draft is not approved", Draft, new ApproveQuote(), "CP-QUOTE-03", actor: "M-1"),
        Row("What was approved is not approved again", Approved, new ApproveQuote(), "CP-QUOTE-03", actor: "M-1"),
        Row("After its last day a quote is not approved", Waiting, new ApproveQuote(), "CP-QUOTE-06", by: Deals.Ask("M-1", at: World.Now.AddDays(31))),
        Row("A discount nobody has a budget for is not approved", Answered(Waiting, "M-1"), new ApproveQuote(), "CP-DISC-01", actor: "M-2", context: _ => Penniless),
        Row("A rejection has a reason", Waiting, new RejectQuote(" "), "CP-DATA-01", "reason", actor: "M-1"),
        Row("An approver rejects", Waiting, new RejectQuote("毛利过低"), nameof(QuoteRejected), actor: "M-1"),
        Row("Who is not asked does not reject", Waiting, new RejectQuote("毛利过低"), "CP-QUOTE-12", actor: "M-2"),
        Row("An owner does not reject their own, but takes it back", Waiting, new RejectQuote("再想想"), "CP-QUOTE-11"),
        Row("A draft is not rejected", Draft, new RejectQuote("毛利过低"), "CP-QUOTE-03", actor: "M-1"),

        // Ending.
        Row("Taking back has a reason", Draft, new WithdrawQuote(""), "CP-DATA-01", "reason"),
        Row("An owner takes it back", Approved, new WithdrawQuote("客户取消"), nameof(QuoteWithdrawn)),
        Row("Another does not", Approved, new WithdrawQuote("客户取消"), "CP-QUOTE-04", actor: "S-2"),
        Row("It is taken back once", Withdrawn, new WithdrawQuote("客户取消"), "CP-QUOTE-03"),
        Row("An acceptance has a reference", Approved, new AcceptQuote(""), "CP-DATA-01", "reference"),
        Row("An acceptance lies not in the future", Approved, new AcceptQuote("PO-1", World.Today.AddDays(1)), "CP-DATA-01", "on"),
        Row("A customer accepts", Approved, new AcceptQuote("PO-1"), nameof(QuoteAccepted)),
        Row("A customer accepts what was approved only", Waiting, new AcceptQuote("PO-1"), "CP-QUOTE-03"),
        Row("A customer accepts within its validity", Approved, new AcceptQuote("PO-1"), "CP-QUOTE-06", "on", by: Late),
        Row("Another does not record an acceptance", Approved, new AcceptQuote("PO-1"), "CP-QUOTE-04", actor: "S-2"),
        Row("Nobody but the grid lets a quote expire", Approved, new ExpireQuote(), "CP-QUOTE-14", duties: Deals.Everything),
        Row("A quote does not expire before its day", Approved, new ExpireQuote(), RuleRow.Nothing, duties: Duties.Grid),
        Row("A quote expires", Approved, new ExpireQuote(), nameof(QuoteExpired), by: Deals.Ask("grid", Duties.Grid, at: World.Now.AddDays(31))),
        Row("What a customer accepted does not expire", Accepted, new ExpireQuote(), RuleRow.Nothing, by: Deals.Ask("grid", Duties.Grid, at: World.Now.AddDays(31))),
        Row("Nobody but the grid escalates", Waiting, new EscalateApproval(0), "CP-QUOTE-14", duties: Deals.Everything),
        Row("A step is not escalated before its time", Waiting, new EscalateApproval(0), RuleRow.Nothing, by: Deals.Ask("grid", Duties.Grid, at: World.Now.AddHours(47))),
        Row("A step is escalated", Waiting, new EscalateApproval(0), nameof(QuoteStepEscalated), by: Deals.Ask("grid", Duties.Grid, at: World.Now.AddHours(48))),
        Row("A step whose turn has not come is not", Waiting, new EscalateApproval(1), RuleRow.Nothing, by: Deals.Ask("grid", Duties.Grid, at: World.Now.AddHours(48))),
        Row("There is no such step", Waiting, new EscalateApproval(9), RuleRow.Nothing, by: Deals.Ask("grid", Duties.Grid, at: World.Now.AddHours(48))),
        Row("A step is escalated once", Waiting.Evolve(new QuoteStepEscalated(0, new("M-2")), World.Now), new EscalateApproval(0), RuleRow.Nothing,
            by: Deals.Ask("grid", Duties.Grid, at: World.Now.AddHours(99))),

        // Handed over.
        Row("Nobody but the grid gives a quote to another", Approved, new ReassignQuote("S-2", "离职"), "CP-QUOTE-14", duties: Deals.Everything),
        Row("A quote is given to another as it is", Approved, new ReassignQuote("S-2", "离职"), nameof(QuoteReassigned), duties: Duties.Grid, context: Successor),
        Row("It is not given away while its deal stays", Approved, new ReassignQuote("S-2", "离职"), "CP-HAND-09", duties: Duties.Grid, context: c => Successor(c) with { Opportunity = Deals.Opportunity with { OwnerId = "S-1" } }),
        Row("Unless the deal is closed", Approved, new ReassignQuote("S-2", "离职"), nameof(QuoteReassigned), duties: Duties.Grid,
            context: c => Successor(c) with { Opportunity = Deals.Opportunity with { OwnerId = "S-1", Status = OpportunityStatus.Won } }),
        Row("Whoever has it need not be given it", Approved, new ReassignQuote("S-1", "离职"), RuleRow.Nothing, duties: Duties.Grid),
        Row("One taken back is given to nobody", Withdrawn, new ReassignQuote("S-2", "离职"), "CP-QUOTE-03", duties: Duties.Grid, context: Successor),
        Row("Giving it away has a reason", Approved, new ReassignQuote("S-2", ""), "CP-DATA-01", "reason", duties: Duties.Grid, context: Successor),
        Row("It is given to nobody who left", Approved, new ReassignQuote("S-2", "离职"), "CP-PERSON-03", "ownerId", duties: Duties.Grid,
            context: c => Successor(c) with { Owner = Deals.Person("S-2", "M-1", null) with { Active = false } }),
        Row("Where the successor was to approve the next one up is asked", Waiting, new ReassignQuote("M-1", "离职"), "QuoteReassigned + QuoteStepEscalated", duties: Duties.Grid,
            context: c => DealOf("M-1")(c) with { Owner = Deals.TeamLead, Above = [Deals.Director, Deals.President] }),
        // Its deal has another owner.
        Row("Nobody but the grid has a quote follow its deal", Approved, Follows("S-2"), "CP-QUOTE-14", duties: Deals.Everything),
        Row("A quote of the owner follows the deal", Approved, Follows("S-2"), nameof(QuoteReassigned), duties: Duties.Grid, context: Successor),
        Row("Whoever approved it and has the deal now has it as a draft", Answered(Waiting, "M-1"), Follows("M-1"), "QuoteApprovalVoided + QuoteReassigned", duties: Duties.Grid,
            context: c => DealOf("M-1")(c) with { Owner = Deals.TeamLead }),
        Row("Though they have left meanwhile", Approved, Follows("S-2"), nameof(QuoteReassigned), duties: Duties.Grid, context: c => Successor(c) with { Owner = Deals.Person("S-2", "M-1", null) with { Active = false } }),
        Row("Another's quote stays theirs", Approved, Follows("S-2", before: "S-9"), RuleRow.Nothing, duties: Duties.Grid, context: Successor),
        Row("But not with an approval of whose deal it is", Answered(Waiting, "M-1"), Follows("M-1", before: "S-9"), nameof(QuoteApprovalVoided), duties: Duties.Grid,
            context: c => c with { Owner = Deals.TeamLead }),
        Row("Nor do they approve it from then on", Waiting, Follows("M-1", before: "S-9"), nameof(QuoteStepEscalated), duties: Duties.Grid,
            context: c => c with { Owner = Deals.TeamLead, Above = [Deals.Director, Deals.President] }),
        Row("One that ended follows nobody", Withdrawn, Follows("S-2"), RuleRow.Nothing, duties: Duties.Grid, context: Successor),
        Row("Whose deal it is does not approve a quote of another", Waiting, new ApproveQuote(), "CP-QUOTE-11", actor: "M-1", context: DealOf("M-1")),
        Row("Nor does who acts for them", Waiting, new ApproveQuote(), "CP-QUOTE-12", actor: "S-7",
            context: c => DealOf("M-1")(c) with { Approvers = c.Approvers.SetItem("M-1", Deals.TeamLead with { Delegations = [new("S-7", World.Today, World.Today)] }) }),
        Row("What whose deal it is approved is not accepted", Answered(Answered(Waiting, "M-1"), "M-2"), new AcceptQuote("PO-1"), "CP-QUOTE-16", context: DealOf("M-2")),
        Row("Nor what another approved for them", OnBehalf, new AcceptQuote("PO-1"), "CP-QUOTE-16", context: DealOf("M-1")),
        Row("What others approved is", Answered(Answered(Waiting, "M-1"), "M-2"), new AcceptQuote("PO-1"), nameof(QuoteAccepted), context: DealOf("S-3")),

        Row("Nobody but the grid replaces an approver", Waiting, new ReplaceApprover("M-1"), "CP-QUOTE-14", duties: Deals.Everything),
        Row("Where an approver left the next one up is asked", Waiting, new ReplaceApprover("M-1"), nameof(QuoteStepEscalated), duties: Duties.Grid, context: c => c with { Above = [Deals.Director] }),
        Row("Or the successor", Waiting, new ReplaceApprover("M-1", "S-5"), nameof(QuoteStepEscalated), duties: Duties.Grid),
        Row("Who is asked in no step is replaced in none", Waiting, new ReplaceApprover("S-8"), RuleRow.Nothing, duties: Duties.Grid),
        Row("Where somebody is asked beside them nobody more is", Waiting.Evolve(new QuoteStepEscalated(0, new("M-3")), World.Now), new ReplaceApprover("M-1"), RuleRow.Nothing, duties: Duties.Grid),
        Row("What waits for nobody is left alone", Approved, new ReplaceApprover("M-1"), RuleRow.Nothing, duties: Duties.Grid),
    ];

    private static QuoteContext Successor(QuoteContext context) => DealOf("S-2")(context) with { Owner = Deals.Person("S-2", "M-1", null), Above = [Deals.TeamLead] };

    private static QuoteFollowsOpportunity Follows(string owner, string before = "S-1") => new(owner, [before], "换人");

    private static Func<QuoteContext, QuoteContext> DealOf(string owner) => c => c with { Opportunity = Deals.Opportunity with { OwnerId = owner } };

    /// <summary>Approved by M-2, and by S-7 for M-1.</summary>
    private static Quote OnBehalf => Answered(Waiting.Evolve(new QuoteStepApproved([0], "S-7", null), World.Now), "M-2");

    private static QuoteContext Penniless => Deals.Context with
    {
        Owner = Deals.Owner with { Authority = null },
        Approvers = Deals.Context.Approvers.ToImmutableDictionary(a => a.Key, a => a.Value with { Authority = null }),
    };

    public static TheoryData<string> Sentences => RuleRow.Sentences(Rows);

    [Theory, MemberData(nameof(Sentences))]
    public void The_rules_of_a_quote_answer_as_the_table_says(string says) => RuleRow.Check(Rows, says);

    [Fact]
    public void What_was_approved_is_kept_and_its_discount_drawn_on_the_owner()
    {
        Assert.Equal((QuoteStatus.Approved, true, "S-1", true), (Approved.Status, Approved.Stands, Approved.Approval!.By, Approved.Approval.WithinAuthority));
        Assert.Equal(new Need("salesperson/S-1", "discount", new Money(100_00, "CNY")), Assert.Single(QuoteNeeds.Of("Q-1", Approved)));
        Assert.Equal(QuoteRules.HashOf(Approved.Terms!, Approved.Priced!), Approved.Approval.Hash);
    }

    [Fact]
    public void Its_opportunity_knows_whether_it_stands()
    {
        Assert.Empty(QuoteNeeds.Tells("Q-1", Quote.None));
        Assert.Null(Assert.Single(QuoteNeeds.Tells("Q-1", Waiting)).Value);
        var told = Assert.Single(QuoteNeeds.Tells("Q-1", Approved));
        Assert.Equal(("document", "stands", new Note("opportunity/OPP-1", new NoteDocument(DocumentKind.Quote, "Q-1", true))), (told.Topic, told.Value, Assert.Single(told.Notes)));
    }

    [Fact]
    public void Where_the_owner_has_no_authority_the_discount_draws_on_the_last_approver_who_has()
    {
        var context = Deals.Context with { Owner = Deals.Owner with { Authority = null } };
        var waiting = Deals.QuoteAfter(context, (Deals.Draft(Deals.LatheAt(1_500)), Wang), (new SubmitQuote(), Wang), (new ApproveQuote(), Deals.Ask("M-1")));
        Assert.Equal("M-2", After(waiting, new ApproveQuote(), Deals.Ask("M-2"), context).DrawsOn);
        var poorer = context with { Approvers = context.Approvers.SetItem("M-2", Deals.Director with { Authority = null }) };
        Assert.Equal("M-1", After(waiting, new ApproveQuote(), Deals.Ask("M-2"), poorer).DrawsOn);
    }

    [Theory]
    [InlineData("revise"), InlineData("withdraw"), InlineData("expire")]
    public void What_voids_an_approval_gives_its_discount_back(string how)
    {
        var after = how switch
        {
            "revise" => After(Approved, new ReviseQuote(PaymentTerms: "预付"), Wang),
            "withdraw" => Withdraw(Approved),
            _ => Expired,
        };
        Assert.Equal((false, null, null), (after.Stands, after.DrawsOn, after.Approval));
        Assert.Empty(QuoteNeeds.Of("Q-1", after));
        Assert.Null(Assert.Single(QuoteNeeds.Tells("Q-1", after)).Value);
    }

    [Fact]
    public void A_quote_that_was_handed_over_keeps_its_approval_and_what_it_drew_and_whoever_had_it_does_not_approve_it()
    {
        var after = After(Approved, new ReassignQuote("S-2", "离职"), Deals.Ask("hr-1", Duties.Grid), Successor(Deals.Context));
        Assert.Equal(("S-2", QuoteStatus.Approved, Approved.Approval, "S-1"), (after.Terms!.OwnerId, after.Status, after.Approval, after.DrawsOn));
        var waiting = After(Waiting with { Authors = ["M-9"] }, new ReassignQuote("S-2", "离职"), Deals.Ask("hr-1", Duties.Grid), Successor(Deals.Context));
        Assert.Equal("CP-QUOTE-11", QuoteRules.Decide("Q-1", waiting, new ApproveQuote(), Deals.Ask("S-1"), Deals.Context).Refusal?.ControlPoint);
    }

    [Fact]
    public void Whoever_approved_a_quote_and_is_given_it_has_it_as_a_draft_unless_the_customer_accepted_it()
    {
        var (to, by, context) = (new ReassignQuote("M-1", "离职"), Deals.Ask("hr-1", Duties.Grid), DealOf("M-1")(Deals.Context) with { Owner = Deals.TeamLead });
        var half = Answered(Waiting, "M-1");
        var whole = Answered(half, "M-2");
        Assert.Equal((QuoteStatus.Submitted, QuoteStatus.Approved), (half.Status, whole.Status));
        foreach (var quote in new[] { half, whole })
        {
            var after = After(quote, to, by, context);
            Assert.Equal(("M-1", QuoteStatus.Draft, null, null, null), (after.Terms!.OwnerId, after.Status, after.Approval, after.DrawsOn, after.Route));
        }
        var accepted = After(After(whole, new AcceptQuote("PO-1"), Wang), to, by, context);
        Assert.Equal(("M-1", QuoteStatus.Accepted, whole.Approval), (accepted.Terms!.OwnerId, accepted.Status, accepted.Approval));
    }

    [Fact]
    public void Whoever_is_in_the_team_is_asked_for_no_approval_and_the_next_one_up_is()
    {
        var discounted = Deals.QuoteAfter((Deals.Draft(Deals.LatheAt(1_500)), Wang));
        Assert.Equal(["M-1", "M-2"], After(discounted, new SubmitQuote(), Wang).Route!.Steps.Select(s => s.Approver.Person));
        Assert.Equal(["M-2"], After(discounted, new SubmitQuote(), Wang, InTeam("M-1")(Deals.Context)).Route!.Steps.Select(s => s.Approver.Person));
        // Who joined the team once asked is passed over when it goes up.
        var escalated = After(Waiting, new ReplaceApprover("M-1"), Deals.Ask("grid", Duties.Grid), InTeam("M-2")(Deals.Context with { Above = [Deals.Director, Deals.President] }));
        Assert.Equal("M-3", escalated.Route!.Steps[0].EscalatedTo!.Person);
    }

    private static Func<QuoteContext, QuoteContext> InTeam(string person) => c => c with { Opportunity = Deals.Opportunity with { EverInTeam = [person] } };

    [Fact]
    public void An_approver_who_left_is_replaced_by_the_successor_unless_it_is_theirs()
    {
        Assert.Equal("S-5", After(Waiting, new ReplaceApprover("M-1", "S-5"), Deals.Ask("grid", Duties.Grid)).Route!.Steps[0].EscalatedTo!.Person);
        Assert.Equal("M-2", After(Waiting, new ReplaceApprover("M-1", "S-1"), Deals.Ask("grid", Duties.Grid), Deals.Context with { Above = [Deals.Director] }).Route!.Steps[0].EscalatedTo!.Person);
        Assert.Contains("awaits:M-1", QuoteProjection.Tags(Waiting));
        Assert.Contains("awaits:M-2", QuoteProjection.Tags(Waiting));
        Assert.DoesNotContain("awaits:M-1", QuoteProjection.Tags(After(Waiting, new ReplaceApprover("M-1", "S-5"), Deals.Ask("grid", Duties.Grid))));
    }

    [Fact]
    public void A_draft_that_was_rejected_is_submitted_again_and_asks_everybody_anew()
    {
        var rejected = After(Answered(Waiting, "M-1"), new RejectQuote("毛利过低"), Deals.Ask("M-2"));
        Assert.Equal((QuoteStatus.Draft, "毛利过低", null), (rejected.Status, rejected.Reason, rejected.Route));
        Assert.All(After(rejected, new SubmitQuote(), Wang).Route!.Steps, s => Assert.Null(s.ApprovedBy));
    }

    internal static Quote After(Quote quote, QuoteCommand command, DecisionContext by, QuoteContext? context = null)
    {
        var decision = QuoteRules.Decide("Q-1", quote, command, by, context ?? Deals.Context);
        Assert.True(decision.Refusal is null, decision.Refusal?.Reason.En);
        return decision.Events.Aggregate(quote, (q, e) => q.Evolve(e, by.At));
    }

    private static Quote Answered(Quote quote, string by) => After(quote, new ApproveQuote(), Deals.Ask(by));

    private static Quote Withdraw(Quote quote) => After(quote, new WithdrawQuote("-"), Wang);

    private static RuleRow Row(string says, Quote current, QuoteCommand command, string expected, string? field = null, string actor = "S-1",
        Duties duties = Duties.None, DecisionContext? by = null, Func<QuoteContext, QuoteContext>? context = null) =>
        new(says, () => Answer.Of(QuoteRules.Decide("Q-1", current, command, by ?? Deals.Ask(actor, duties), (context ?? (c => c))(Deals.Context))), expected, field);
}
