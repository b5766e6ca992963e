using System.Collections.Immutable;

namespace SalesGrid.Domain.Tests;

public sealed class ContractRulesTests
{
    private static readonly DecisionContext Wang = Deals.Ask("S-1");
    private static readonly DecisionContext Legal = Deals.Ask("legal", Duties.Legal);
    private static readonly DecisionContext Finance = Deals.Ask("finance", Duties.Finance);
    private static readonly DecisionContext Grid = Deals.Ask("hr-1", Duties.Grid);
    private static readonly DraftContract Draft = new("Q-1", Deals.Clauses, World.Today.AddDays(60));
    private static readonly Contract Drafted = Deals.ContractAfter((Draft, Wang));
    private static readonly Contract InReview = Deals.ContractAfter((Draft, Wang), (new SubmitForReview(), Wang));
    private static readonly Contract HalfReviewed = Deals.Then(InReview, new ReviewContract(ReviewSide.Legal, ReviewVerdict.Approved), Legal);
    private static readonly Contract Paid = Deals.Then(Deals.Signed, Receipt("ICBC-1", 1_900_00), Finance);
    private static readonly Contract HalfPaid = Deals.Then(Deals.Signed, Receipt("ICBC-1", 950_00), Finance);
    private static readonly Contract Completed = Deals.Then(Paid, new CompleteContract(), Finance);
    private static readonly Contract Terminated = Deals.Then(Deals.Signed, new TerminateContract("破产"), Legal);
    private static readonly QuoteView Other = Deals.StandingQuote("Q-2", 2_500_00);
    private static readonly Qualification Lapsed = new("law", "合同法", [Acts.Contract], World.Today.AddDays(-1));

    internal static RuleRow[] Rows { get; } =
    [
        // Writing.
        Row("A contract is drafted from a quote that stands", Contract.None, Draft, nameof(ContractDrafted)),
        Row("A contract is not drafted twice", Drafted, Draft, "CP-CONTR-02"),
        Row("A contract that is not there is not submitted", Contract.None, new SubmitForReview(), "CP-CONTR-01"),
        Row("There is no contract without a quote", Contract.None, Draft, "CP-CONTR-04", "quoteId", noQuote: true),
        Row("There is none from a quote that was not approved", Contract.None, Draft, "CP-CONTR-04", "quoteId", quote: Deals.StandingQuote() with { Status = QuoteStatus.Submitted, Approval = null }),
        Row("There is none from a quote whose approval is void", Contract.None, Draft, "CP-CONTR-04", "quoteId", quote: Deals.StandingQuote() with { Status = QuoteStatus.Draft, Approval = null }),
        Row("There is none from a quote after its last day", Contract.None, Draft, "CP-CONTR-04", "quoteId", by: Deals.Ask("S-1", at: World.Now.AddDays(31))),
        Row("What the customer accepted in time may be drafted later", Contract.None, Draft, nameof(ContractDrafted), by: Deals.Ask("S-1", at: World.Now.AddDays(31)),
            quote: Deals.StandingQuote() with { Status = QuoteStatus.Accepted }),
        Row("A quote is named", Contract.None, Draft with { QuoteId = "Q/1" }, "CP-DATA-01", "quoteId"),
        Row("A clause has a longest length", Contract.None, Draft with { Clauses = new(Breach: new('长', 4_001)) }, "CP-DATA-01", "clauses.breach"),
        Row("A contract that is not complete may be drafted", Contract.None, Draft with { Clauses = new() }, nameof(ContractDrafted)),
        Row("It is not submitted", Deals.ContractAfter((Draft with { Clauses = Deals.Clauses with { Delivery = " ", Breach = null } }, Wang)), new SubmitForReview(), "CP-CONTR-06"),
        Row("A complete one is submitted", Drafted, new SubmitForReview(), nameof(ContractSubmitted)),
        Row("What is in review is not submitted", InReview, new SubmitForReview(), "CP-CONTR-03"),
        Row("An amendment has a reason", Drafted, new AmendContract(" "), "CP-DATA-01", "reason"),
        Row("The same again is no amendment", Drafted, new AmendContract("-", Deals.Clauses), RuleRow.Nothing),
        Row("A draft is amended", Drafted, new AmendContract("延期", new(Delivery: "四月底前")), nameof(ContractAmended)),
        Row("What is in review is amended", HalfReviewed, new AmendContract("延期", new(Delivery: "四月底前")), nameof(ContractAmended)),
        Row("What was signed is amended", Deals.Signed, new AmendContract("增购", QuoteId: "Q-2"), nameof(ContractAmended), quote: Other),
        Row("An amendment comes from a quote that stands", Deals.Signed, new AmendContract("增购", QuoteId: "Q-2"), "CP-CONTR-04", "quoteId", quote: Other with { Status = QuoteStatus.Withdrawn }),
        Row("An amendment stays with the customer", Deals.Signed, new AmendContract("增购", QuoteId: "Q-2"), "CP-CONTR-05", "quoteId", quote: Other with { Terms = Deals.Terms with { CustomerId = "C-200" } }),
        Row("An amendment stays with the opportunity", Deals.Signed, new AmendContract("增购", QuoteId: "Q-2"), "CP-CONTR-05", "quoteId", quote: Other with { Terms = Deals.Terms with { OpportunityId = "OPP-2" } }),
        Row("An amendment is at least what was received", HalfPaid, new AmendContract("减购", QuoteId: "Q-2"), "CP-CONTR-16", "quoteId", quote: Deals.StandingQuote("Q-2", 949_99)),
        Row("It may be just that", HalfPaid, new AmendContract("减购", QuoteId: "Q-2"), nameof(ContractAmended), quote: Deals.StandingQuote("Q-2", 950_00)),
        Row("A completed contract is not amended", Completed, new AmendContract("延期", new(Delivery: "四月底前")), "CP-CONTR-03"),
        Row("A terminated contract is not amended", Terminated, new AmendContract("延期", new(Delivery: "四月底前")), "CP-CONTR-03"),
        Row("A contract is not amended for ever", Drafted with { Revision = Contract.MaxRevisions }, new AmendContract("延期", new(Delivery: "四月底前")), "CP-CONTR-18"),

        new("A quote that carries a contract carries no other", () => new(Claim.Admit("quote-Q-1", Claim.None, new(ClaimOf.Contract, "t2", "contract/K-2", null),
            GrantedReservations.Of([new("t", ClaimOf.Contract, "contract/K-1", null, null)]), Deals.Ask("grid")), []), "CP-CLAIM-04"),

        // Handed over.
        Row("A contract is given to another as it is", Deals.Signed, new ReassignContract("S-2", "离职"), nameof(ContractReassigned), by: Grid, owner: Deals.Person("S-2", null, null)),
        new("It is not given away while its deal stays", () => new(ContractRules.Decide("K-1", Deals.Signed, new ReassignContract("S-2", "离职"), Grid,
            Deals.Around(null) with { Owner = Deals.Person("S-2", null, null), Opportunity = Deals.Opportunity with { OwnerId = "S-1" } }).Refusal, []), "CP-HAND-09"),
        Row("Whoever has it need not be given it", Deals.Signed, new ReassignContract("S-1", "离职"), RuleRow.Nothing, by: Grid),
        Row("One that ended is given to nobody", Completed, new ReassignContract("S-2", "离职"), "CP-CONTR-03", by: Grid, owner: Deals.Person("S-2", null, null)),
        Row("Giving it away has a reason", Deals.Signed, new ReassignContract("S-2", " "), "CP-DATA-01", "reason", by: Grid, owner: Deals.Person("S-2", null, null)),
        Row("It is given to nobody who is not there", Deals.Signed, new ReassignContract("S-404", "离职"), "CP-OPP-05", "ownerId", by: Grid, noOwner: true),
        Row("It is given to nobody who left", Deals.Signed, new ReassignContract("S-2", "离职"), "CP-PERSON-03", "ownerId", by: Grid, owner: Deals.Person("S-2", null, null) with { Active = false }),

        // Its deal has another owner.
        Row("A contract of the owner follows the deal", Deals.Signed, new ContractFollowsOpportunity("S-2", ["S-1"], "换人"), nameof(ContractReassigned), by: Grid, owner: Deals.Person("S-2", null, null)),
        Row("Another's contract stays theirs", Deals.Signed, new ContractFollowsOpportunity("S-2", ["S-9"], "换人"), RuleRow.Nothing, by: Grid, owner: Deals.Person("S-2", null, null)),
        Row("But not with a review of whose deal it is", Deals.Approved, new ContractFollowsOpportunity("legal", ["S-9"], "换人"), nameof(ContractReviewsVoided), by: Grid, owner: Deals.Person("legal", null, null)),
        Row("What is signed is signed", Deals.Signed, new ContractFollowsOpportunity("legal", ["S-9"], "换人"), RuleRow.Nothing, by: Grid, owner: Deals.Person("legal", null, null)),
        Row("One that ended follows nobody", Completed, new ContractFollowsOpportunity("S-2", ["S-1"], "换人"), RuleRow.Nothing, by: Grid, owner: Deals.Person("S-2", null, null)),

        // Reviewing.
        Row("A review has a side", InReview, new ReviewContract((ReviewSide)9, ReviewVerdict.Approved), "CP-DATA-01", "side", by: Legal),
        Row("A review has a verdict", InReview, new ReviewContract(ReviewSide.Legal, (ReviewVerdict)9), "CP-DATA-01", "verdict", by: Legal),
        Row("A rejection says why", InReview, new ReviewContract(ReviewSide.Legal, ReviewVerdict.Rejected), "CP-DATA-01", "note", by: Legal),
        Row("A draft is not reviewed", Drafted, new ReviewContract(ReviewSide.Legal, ReviewVerdict.Approved), "CP-CONTR-03", by: Legal),
        Row("Finance does not review for legal", InReview, new ReviewContract(ReviewSide.Legal, ReviewVerdict.Approved), "CP-CONTR-07", by: Finance),
        Row("Legal does not review for finance", InReview, new ReviewContract(ReviewSide.Finance, ReviewVerdict.Approved), "CP-CONTR-07", by: Legal),
        Row("The owner does not review, whatever their duties", InReview, new ReviewContract(ReviewSide.Legal, ReviewVerdict.Approved), "CP-CONTR-08", by: Deals.Ask("S-1", Deals.Everything)),
        Row("Who works or worked on the deal does not review it", InReview, new ReviewContract(ReviewSide.Legal, ReviewVerdict.Approved), "CP-TEAM-05", by: Legal, everInTeam: Legal.Actor),
        Row("Who wrote it does not review it", Deals.ContractAfter((Draft, Legal), (new SubmitForReview(), Wang)), new ReviewContract(ReviewSide.Legal, ReviewVerdict.Approved), "CP-CONTR-08", by: Legal),
        Row("One person does not review both sides, administrator or not", Deals.Then(InReview, new ReviewContract(ReviewSide.Legal, ReviewVerdict.Approved), Deals.Ask("admin", Deals.Everything)),
            new ReviewContract(ReviewSide.Finance, ReviewVerdict.Approved), "CP-CONTR-09", by: Deals.Ask("admin", Deals.Everything)),
        Row("What was changed since it was read is not reviewed", InReview, new ReviewContract(ReviewSide.Legal, ReviewVerdict.Approved, Hash: "ab12"), "CP-CONTR-10", "hash", by: Legal),
        Row("What was read is reviewed", InReview, new ReviewContract(ReviewSide.Legal, ReviewVerdict.Approved, Hash: InReview.Hash), nameof(ContractReviewed), by: Legal),
        Row("A side that approved need not do so again", HalfReviewed, new ReviewContract(ReviewSide.Legal, ReviewVerdict.Approved), RuleRow.Nothing, by: Legal),
        Row("A side may think better of it", HalfReviewed, new ReviewContract(ReviewSide.Legal, ReviewVerdict.Rejected, "违约责任不明"), nameof(ContractReviewed), by: Legal),
        Row("The other side reviews", HalfReviewed, new ReviewContract(ReviewSide.Finance, ReviewVerdict.Approved), nameof(ContractReviewed), by: Finance),

        // Signing.
        Row("An owner signs", Deals.Approved, Deals.Sign, nameof(ContractSigned)),
        Row("Legal signs", Deals.Approved, Deals.Sign, nameof(ContractSigned), by: Legal),
        Row("Another does not", Deals.Approved, Deals.Sign, "CP-CONTR-11", by: Deals.Ask("S-2")),
        Row("Who acts for the owner signs", Deals.Approved, Deals.Sign, nameof(ContractSigned), by: Deals.Ask("S-2"),
            owner: Deals.Owner with { Delegations = [new("S-2", World.Today, World.Today)] }),
        Row("One review is not enough", HalfReviewed, Deals.Sign, "CP-CONTR-03"),
        Row("What was amended after its reviews is not signed", Deals.Then(Deals.Approved, new AmendContract("延期", new(Delivery: "四月底前")), Wang), Deals.Sign, "CP-CONTR-03"),
        Row("A terminated contract is not signed again", Terminated, Deals.Sign, "CP-CONTR-03", by: Legal),
        Row("A contract is not signed twice", Deals.Signed, Deals.Sign, "CP-CONTR-03"),
        Row("A contract is not signed tomorrow", Deals.Approved, Deals.Sign with { SignedOn = World.Today.AddDays(1) }, "CP-DATA-01", "signedOn"),
        Row("A contract was not signed in 1900", Deals.Approved, Deals.Sign with { SignedOn = new(1900, 1, 1) }, "CP-DATA-01", "signedOn"),
        Row("Nothing is signed in a closed month", Deals.Approved, Deals.Sign with { SignedOn = new(2026, 8, 31) }, "CP-PERIOD-01", "signedOn", closed: true),
        Row("Something is signed in an open one", Deals.Approved, Deals.Sign with { SignedOn = new(2026, 9, 1) }, nameof(ContractSigned), closed: true),
        Row("Nothing is received in a closed month", Deals.Signed, Receipt("ICBC-1", 1) with { On = new(2026, 8, 1) }, "CP-PERIOD-01", "on", by: Finance, closed: true),
        Row("A signature has a reference", Deals.Approved, Deals.Sign with { Reference = "" }, "CP-DATA-01", "reference"),
        Row("A signature has a counterparty", Deals.Approved, Deals.Sign with { Counterparty = "" }, "CP-DATA-01", "counterparty"),
        Row("Its quote still stands", Deals.Approved, Deals.Sign, "CP-CONTR-04", "quoteId", quote: Deals.StandingQuote() with { Status = QuoteStatus.Draft, Approval = null }),
        Row("Its quote is the one that was reviewed", Deals.Approved, Deals.Sign, "CP-CONTR-04", "quoteId", quote: Deals.StandingQuote(netMinor: 1_800_00)),
        Row("An owner whose training lapsed signs nothing", Deals.Approved, Deals.Sign, "CP-TRAIN-01", owner: Deals.Owner with { Qualifications = [Lapsed] }),
        Row("Unless that was lifted once", Deals.Approved, Deals.Sign, nameof(ContractSigned), by: Deals.Ask("S-1", waived: "CP-TRAIN-01"), owner: Deals.Owner with { Qualifications = [Lapsed] }),
        Row("The owner is a salesperson still", Deals.Approved, Deals.Sign, "CP-OPP-05", by: Legal, noOwner: true),
        Row("Money that came in meanwhile counts", AmendedWhilePaid, Deals.Sign, "CP-CONTR-16", quote: Deals.StandingQuote("Q-2", 1_000_00)),

        // Afterwards.
        Row("Money is more than nothing", Deals.Signed, Receipt("ICBC-1", 0), "CP-DATA-01", "amount", by: Finance),
        Row("Money comes in today or earlier", Deals.Signed, Receipt("ICBC-1", 1) with { On = World.Today.AddDays(1) }, "CP-DATA-01", "on", by: Finance),
        Row("Money has a reference", Deals.Signed, Receipt("", 1), "CP-DATA-01", "reference", by: Finance),
        Row("Money without a currency is in the contract's", Deals.Signed, new RecordReceipt(StatedAmount.Of(1, null), World.Today, "ICBC-1"), nameof(ContractReceiptRecorded), by: Finance),
        Row("Nothing is no money", Deals.Signed, new RecordReceipt(StatedAmount.Of(0, null), World.Today, "ICBC-1"), "CP-DATA-01", "amount", by: Finance),
        Row("Money is in the contract's currency", Deals.Signed, new RecordReceipt(new Money(1, "USD"), World.Today, "ICBC-1"), "CP-DATA-01", "amount", by: Finance),
        Row("Only finance records money", Deals.Signed, Receipt("ICBC-1", 1), "CP-CONTR-12", by: Legal),
        Row("Finance records money", Deals.Signed, Receipt("ICBC-1", 1), nameof(ContractReceiptRecorded), by: Finance),
        Row("Money does not come in on what is not signed", Deals.Approved, Receipt("ICBC-1", 1), "CP-CONTR-03", by: Finance),
        Row("The same money twice is no news", HalfPaid, Receipt("ICBC-1", 950_00), RuleRow.Nothing, by: Finance),
        Row("The same money is no news however its reference is written", HalfPaid, Receipt("ｉcbc -１ ", 950_00), RuleRow.Nothing, by: Finance),
        Row("Money did not come in in 1900", Deals.Signed, Receipt("ICBC-1", 1) with { On = new(1900, 1, 1) }, "CP-DATA-01", "on", by: Finance),
        Row("Another money under the same reference is a mistake", HalfPaid, Receipt("ICBC-1", 950_01), "CP-CONTR-14", "reference", by: Finance),
        Row("The whole may be received", HalfPaid, Receipt("ICBC-2", 950_00), nameof(ContractReceiptRecorded), by: Finance),
        Row("More than the whole may not", HalfPaid, Receipt("ICBC-2", 950_01), "CP-CONTR-13", "amount", by: Finance),
        Row("Money comes in on a contract that is being changed", Deals.Then(Deals.Signed, new AmendContract("延期", new(Delivery: "四月底前")), Wang), Receipt("ICBC-1", 1), nameof(ContractReceiptRecorded), by: Finance),
        Row("Money does not come in for ever", Deals.Signed with { Receipts = [.. Enumerable.Range(0, 500).Select(i => new ContractReceipt($"R{i}", new(0, "CNY"), World.Today))] },
            Receipt("ICBC-1", 1), "CP-CONTR-18", by: Finance),
        Row("A contract is completed by who has the duty", Paid, new CompleteContract(), "CP-CONTR-12"),
        Row("A contract is completed when it is paid", Paid, new CompleteContract(), nameof(ContractCompleted), by: Finance),
        Row("And not before", HalfPaid, new CompleteContract(), "CP-CONTR-15", by: Finance),
        Row("A draft is not completed", Drafted, new CompleteContract(), "CP-CONTR-03", by: Finance),
        Row("A termination has a reason", Deals.Signed, new TerminateContract(""), "CP-DATA-01", "reason", by: Legal),
        Row("A salesperson terminates nothing", Deals.Signed, new TerminateContract("破产"), "CP-CONTR-12"),
        Row("Legal terminates", Deals.Signed, new TerminateContract("破产"), nameof(ContractTerminated), by: Legal),
        Row("A manager terminates a draft", Drafted, new TerminateContract("破产"), nameof(ContractTerminated), by: Deals.Ask("M-1", Duties.Manager)),
        Row("A completed contract is not terminated", Completed, new TerminateContract("破产"), "CP-CONTR-03", by: Legal),
        Row("An archive has a place", Completed, new ArchiveContract(""), "CP-DATA-01", "location", by: Legal),
        Row("A salesperson archives nothing", Completed, new ArchiveContract("3-12"), "CP-CONTR-12"),
        Row("What is under way is not archived", Deals.Signed, new ArchiveContract("3-12"), "CP-CONTR-03", by: Legal),
        Row("What was completed is archived", Completed, new ArchiveContract("3-12"), nameof(ContractArchived), by: Legal),
        Row("What was terminated is archived", Terminated, new ArchiveContract("3-12"), nameof(ContractArchived), by: Legal),
    ];

    public static TheoryData<string> Sentences => RuleRow.Sentences(Rows);

    [Theory, MemberData(nameof(Sentences))]
    public void The_rules_of_a_contract_answer_as_the_table_says(string says) => RuleRow.Check(Rows, says);

    [Fact]
    public void Claims_say_whose_the_quote_is_and_their_holder_may_take_them_again()
    {
        var held = GrantedReservations.Of([new("t", ClaimOf.Contract, "contract/K-1000", null, null)]);
        Refusal? Admit(string taker) => Claim.Admit("quote-Q-1", Claim.None, new(ClaimOf.Contract, "t2", taker, null), held, Deals.Ask("grid"));
        Assert.Equal("CP-CLAIM-04", Admit("contract/K-2")?.ControlPoint);
        Assert.Contains("K-***00", Admit("contract/K-2")!.Reason.En, StringComparison.Ordinal);
        Assert.Null(Admit("contract/K-1000"));
    }

    [Fact]
    public void A_signature_needs_allowance_and_credit_for_the_amount()
    {
        Assert.Equal(
            [("claim/quote-Q-1", "contract", null), ("salesperson/S-1", "allowance", 1_900_00L), ("customer/C-100", "credit", 1_900_00L)], Needs(Deals.Signed));
        Assert.True(Deals.Signed.Stands);
    }

    [Fact]
    public void A_draft_needs_its_quote_alone() => Assert.Equal([("claim/quote-Q-1", "contract", null)], Needs(Drafted));

    [Fact]
    public void An_amendment_needs_what_was_signed_until_the_new_is_signed()
    {
        var amended = Deals.Then(HalfPaid, new AmendContract("增购", QuoteId: "Q-2"), Wang, Deals.Around(Other));
        Assert.Equal((ContractStatus.Draft, true, 0), (amended.Status, amended.Stands, amended.Reviews.Length));
        Assert.Equal(
            [("claim/quote-Q-2", "contract", null), ("claim/quote-Q-1", "contract", null), ("salesperson/S-1", "allowance", 950_00L), ("customer/C-100", "credit", 950_00L)],
            Needs(amended));
        var again = Deals.Then(Review(Deals.Then(amended, new SubmitForReview(), Wang)), Deals.Sign, Wang, Deals.Around(Other));
        Assert.Equal(
            [("claim/quote-Q-2", "contract", null), ("salesperson/S-1", "allowance", 1_550_00L), ("customer/C-100", "credit", 1_550_00L)], Needs(again));
    }

    [Fact]
    public void The_allowance_is_that_of_who_owned_the_contract_when_it_was_signed()
    {
        var amended = Deals.Then(Deals.Signed, new AmendContract("换人", QuoteId: "Q-2"), Wang, Deals.Around(Other with { Terms = Deals.Terms with { OwnerId = "S-2" } }));
        Assert.Equal("S-2", amended.Content!.OwnerId);
        Assert.Contains(("salesperson/S-1", "allowance", 1_900_00L), Needs(amended));
    }

    [Fact]
    public void A_change_that_is_given_up_with_the_contract_needs_nothing_any_more()
    {
        var amended = Deals.Then(Deals.Signed, new AmendContract("增购", QuoteId: "Q-2"), Wang, Deals.Around(Other));
        var ended = Deals.Then(amended, new TerminateContract("破产"), Legal);
        Assert.Empty(Needs(ended));
        Assert.False(ended.Stands);
        Assert.False(Deals.Then(ended, new ArchiveContract("3-12"), Legal).Stands);
    }

    [Fact]
    public void A_draft_that_turns_to_another_quote_leaves_the_first_to_others() => Assert.Equal(
        [("claim/quote-Q-2", "contract", null)], Needs(Deals.Then(Drafted, new AmendContract("改配置", QuoteId: "Q-2"), Wang, Deals.Around(Other))));

    [Fact]
    public void Money_that_came_in_needs_no_allowance_and_no_credit_any_more()
    {
        Assert.Equal([null, 950_00L, 950_00L], Needs(HalfPaid).Select(n => n.Minor));
        Assert.Equal([("claim/quote-Q-1", "contract", null)], Needs(Paid));
        Assert.Equal([("claim/quote-Q-1", "contract", null)], Needs(Completed));
        Assert.True(Completed.Stands);
    }

    [Fact]
    public void Its_opportunity_knows_whether_it_stands_and_its_customer_that_it_was_signed()
    {
        Assert.Empty(ContractNeeds.Tells("K-1", Contract.None));
        Assert.Equal([("document", null), ("deal", null)], ContractNeeds.Tells("K-1", Deals.Approved).Select(t => (t.Topic, t.Value)));
        Assert.Equal([("document", "stands"), ("deal", "signed")], ContractNeeds.Tells("K-1", Deals.Signed).Select(t => (t.Topic, t.Value)));
        Assert.Equal([("document", null), ("deal", "signed")], ContractNeeds.Tells("K-1", Terminated).Select(t => (t.Topic, t.Value)));
        Assert.Equal(
            [new Note("opportunity/OPP-1", new NoteDocument(DocumentKind.Contract, "K-1", true)), new Note("customer/C-100", new NoteDeal("K-1", new(1_900_00, "CNY"), World.Today))],
            ContractNeeds.Tells("K-1", Deals.Signed).SelectMany(t => t.Notes));
        Assert.Equal([new Note("opportunity/OPP-1", new NoteDocument(DocumentKind.Contract, "K-1", false))], ContractNeeds.Tells("K-1", Terminated)[0].Notes);
    }

    private static IEnumerable<(string Provider, string Account, long? Minor)> Needs(Contract contract) =>
        ContractNeeds.Of("K-1", contract).Select(n => (n.Provider, n.Account, n.Amount?.MinorUnits));

    [Fact]
    public void What_a_contract_that_was_handed_over_drew_stays_drawn_where_it_was_signed()
    {
        var after = Deals.Then(Deals.Signed, new ReassignContract("S-2", "离职"), Grid, Deals.Around(null) with { Owner = Deals.Person("S-2", "M-1", null) });
        Assert.Equal(("S-2", "M-1", ContractStatus.Signed), (after.Content!.OwnerId, after.Manager, after.Status));
        Assert.Equal(Needs(Deals.Signed), Needs(after));
        Assert.Equal("CP-CONTR-08", ContractRules.Decide("K-1", after with { Status = ContractStatus.Review, Authors = [] },
            new ReviewContract(ReviewSide.Legal, ReviewVerdict.Approved), Deals.Ask("S-1", Duties.Legal), Deals.Around(null)).Refusal?.ControlPoint);
    }

    [Fact]
    public void Whoever_reviewed_a_contract_and_is_given_it_has_not_reviewed_it()
    {
        var (to, context) = (new ReassignContract("legal", "离职"), Deals.Around(null) with { Owner = Deals.Person("legal", null, null) });
        var after = Deals.Then(Deals.Approved, to, Grid, context);
        Assert.Equal((ContractStatus.Review, ReviewSide.Finance), (after.Status, Assert.Single(after.Reviews).Side));
        Assert.Equal("CP-CONTR-08", ContractRules.Decide("K-1", after, new ReviewContract(ReviewSide.Legal, ReviewVerdict.Approved), Legal, Deals.Around(null)).Refusal?.ControlPoint);
        Assert.Equal(ContractStatus.Approved, Deals.Then(after, new ReviewContract(ReviewSide.Legal, ReviewVerdict.Approved), Deals.Ask("legal-2", Duties.Legal)).Status);
        // What was signed was signed by both reviews.
        Assert.Equal(Deals.Signed.Reviews, Deals.Then(Deals.Signed, to, Grid, context).Reviews);
    }

    [Fact]
    public void Whoever_reviewed_a_contract_and_has_its_deal_has_not_reviewed_it()
    {
        var after = Deals.Then(Deals.Approved, new ContractFollowsOpportunity("legal", ["S-9"], "换人"), Grid, Deals.Around(null) with { Owner = Deals.Person("legal", null, null) });
        Assert.Equal((ContractStatus.Review, ReviewSide.Finance, "S-1"), (after.Status, Assert.Single(after.Reviews).Side, after.Content!.OwnerId));
        Assert.Equal("CP-CONTR-08", ContractRules.Decide("K-1", after, new ReviewContract(ReviewSide.Legal, ReviewVerdict.Approved), Legal, Deals.Around(null)).Refusal?.ControlPoint);
    }

    [Fact]
    public void A_rejection_makes_it_a_draft_and_every_review_is_asked_for_anew()
    {
        var rejected = Deals.Then(HalfReviewed, new ReviewContract(ReviewSide.Finance, ReviewVerdict.Rejected, "账期过长"), Finance);
        Assert.Equal((ContractStatus.Draft, "账期过长", 0), (rejected.Status, rejected.Reason, rejected.Reviews.Length));
    }

    [Fact]
    public void What_is_missing_is_named() => Assert.Equal("The contract lacks these clauses: price, breach.", ContractRules.Decide("K-1",
        Deals.ContractAfter((Draft with { Clauses = Deals.Clauses with { Price = null, Breach = "" } }, Wang)), new SubmitForReview(), Wang, Deals.Around(null)).Refusal?.Reason.En);

    /// <summary>Amended to 1,000 while nothing was received, then 1,200 came in, then reviewed.</summary>
    private static Contract AmendedWhilePaid => Review(Deals.Then(
        Deals.Then(Deals.Then(Deals.Signed, new AmendContract("减购", QuoteId: "Q-2"), Wang, Deals.Around(Deals.StandingQuote("Q-2", 1_000_00))), Receipt("ICBC-1", 1_200_00), Finance),
        new SubmitForReview(), Wang));

    private static Contract Review(Contract contract) => Deals.Then(
        Deals.Then(contract, new ReviewContract(ReviewSide.Legal, ReviewVerdict.Approved), Legal), new ReviewContract(ReviewSide.Finance, ReviewVerdict.Approved), Finance);

    private static RecordReceipt Receipt(string reference, long minor) => new(new Money(minor, "CNY"), World.Today, reference);

    private static RuleRow Row(string says, Contract current, ContractCommand command, string expected, string? field = null, DecisionContext? by = null,
        SalespersonView? owner = null, bool noOwner = false, QuoteView? quote = null, bool noQuote = false, bool closed = false, string? everInTeam = null) =>
        new(says, () => Answer.Of(ContractRules.Decide("K-1", current, command, by ?? Wang,
            Deals.Around(noQuote ? null : quote ?? Deals.StandingQuote()) with { Owner = noOwner ? null : owner ?? Deals.Owner, ClosedMonths = closed ? AccountingRulesTests.AugustIsClosed : [], EverInTeam = everInTeam is null ? [] : [everInTeam] })), expected, field);
}
