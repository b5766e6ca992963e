using System.Collections.Immutable;

namespace SalesGrid.Domain.Tests;

/// <summary>The prices, quotes and contracts the tests speak of.</summary>
internal static class Deals
{
    public const Duties Everything = Duties.Manager | Duties.Finance | Duties.Legal | Duties.Controller | Duties.ProcessOwner | Duties.People;

    public static readonly PriceLine Lathe = new("CNC-5", "五轴加工中心", 1_000_00, 800_00, 600_00);
    public static readonly PriceLine Drill = new("DRL-1", "钻床", 50_00, 40_00);
    public static readonly PriceBook Book = new("PL-1", 3, "CNY", [Lathe, Drill], [], 48);

    /// <summary>May give 5 percent up to 10,000 yuan.</summary>
    public static readonly Authority Junior = new("junior", 500, new(10_000_00, "CNY"), new(5_000_00, "CNY"), new(50_000_00, "CNY"));

    public static readonly SalespersonView Owner = Person("S-1", "M-1", Junior);
    public static readonly SalespersonView TeamLead = Person("M-1", "M-2", Junior with { DiscountBasisPoints = 1_000 });
    public static readonly SalespersonView Director = Person("M-2", "M-3", Junior with { DiscountBasisPoints = 2_000, DealSizeMax = null });
    public static readonly SalespersonView President = Person("M-3", null, Junior with { DiscountBasisPoints = 3_000, DealSizeMax = null });
    public static readonly ImmutableArray<SalespersonView> Above = [TeamLead, Director, President];

    public static readonly QuoteTerms Terms = new("OPP-1", "C-100", "S-1", "PL-1", [new("CNC-5", 2_000)], null, World.Today.AddDays(30), "验收后 30 日");
    public static readonly OpportunityView Opportunity = new()
    {
        Id = "OPP-1",
        Version = 1,
        Status = OpportunityStatus.Open,
        ProcessId = "key-account",
        ProcessVersion = 1,
        Stage = "bidding",
        Facts = World.Full,
        OwnerId = "S-1",
        Team = "East 1",
        Region = "East",
    };

    public static readonly ContractClauses Clauses = new("两台", "出厂标准", "合计 1,900 元", "验收后付清", "三月底前", "每日千分之一");

    public static SalespersonView Person(string id, string? manager, Authority? authority) =>
        new(id, 1, id, new("East 1", "East", manager), true, World.Now) { Authority = authority };

    public static DecisionContext Ask(string actor, Duties duties = Duties.None, int version = 7, DateTimeOffset? at = null, params string[] waived) =>
        new(version, at ?? World.Now, DateOnly.FromDateTime((at ?? World.Now).Date), actor, duties, new([.. waived]));

    /// <summary>Everything the rules of a quote can ask about.</summary>
    public static QuoteContext Context { get; } = new()
    {
        Opportunity = Opportunity,
        CustomerIsKnown = true,
        Owner = Owner,
        Prices = Book,
        Above = Above,
        Approvers = Above.Add(Owner).ToImmutableDictionary(p => p.Id),
    };

    /// <summary>A quote after commands that must all be accepted, each by somebody.</summary>
    public static Quote QuoteAfter(params (QuoteCommand Command, DecisionContext By)[] steps) => QuoteAfter(Context, steps);

    public static Quote QuoteAfter(QuoteContext context, params (QuoteCommand Command, DecisionContext By)[] steps) =>
        steps.Aggregate(Quote.None, (quote, step) =>
        {
            var decision = QuoteRules.Decide("Q-1", quote, step.Command, step.By, context);
            Assert.Null(decision.Refusal);
            return decision.Events.Aggregate(quote, (q, e) => q.Evolve(e, step.By.At));
        });

    public static DraftQuote Draft(params QuoteLine[] lines) => new("OPP-1", "PL-1", lines.Length == 0 ? Terms.Lines : [.. lines], Terms.ValidUntil);

    public static QuoteLine LatheAt(int discountBasisPoints) => new("CNC-5", 2_000, null, discountBasisPoints);

    public static QuoteView StandingQuote(string id = "Q-1", long netMinor = 1_900_00) => new()
    {
        Id = id,
        Version = 3,
        Status = QuoteStatus.Approved,
        Revision = 1,
        Terms = Terms,
        Approval = new($"hash-of-{id}-{netMinor}", 1, new(new(2_000_00, "CNY"), new(netMinor, "CNY"), new(2_000_00 - netMinor, "CNY"), 500, null, null), "S-1", true),
    };

    public static ContractContext Around(QuoteView? quote) => new(quote, Owner);

    public static Contract ContractAfter(params (ContractCommand Command, DecisionContext By)[] steps) =>
        steps.Aggregate(Contract.None, (contract, step) => Then(contract, step.Command, step.By, Around(StandingQuote())));

    public static Contract Then(Contract contract, ContractCommand command, DecisionContext by, ContractContext? context = null)
    {
        var decision = ContractRules.Decide("K-1", contract, command, by, context ?? Around(StandingQuote()));
        Assert.True(decision.Refusal is null, decision.Refusal?.Reason.En);
        return decision.Events.Aggregate(contract, (c, e) => c.Evolve(e, by.At));
    }

    public static readonly (ContractCommand, DecisionContext)[] UpToApproved =
    [
        (new DraftContract("Q-1", Clauses, World.Today.AddDays(60)), Ask("S-1")),
        (new SubmitForReview(), Ask("S-1")),
        (new ReviewContract(ReviewSide.Legal, ReviewVerdict.Approved, "齐备"), Ask("legal", Duties.Legal)),
        (new ReviewContract(ReviewSide.Finance, ReviewVerdict.Approved), Ask("finance", Duties.Finance)),
    ];

    public static readonly SignContract Sign = new(World.Today, "HT-1", "王建国");

    public static Contract Approved { get; } = ContractAfter(UpToApproved);

    public static Contract Signed { get; } = Then(Approved, Sign, Ask("S-1"));

    // One example of everything that is stored.

    private static readonly PriceContent Content = new("CNY", [Lathe, Drill],
        [new(3_000, ApprovalMode.All, [new(2), new(null, Duties.Finance)])], 48);

    private static readonly QuoteTerms FullTerms = Terms with { Lines = [new("CNC-5", 2_500, new(990_00, "CNY"), 250)], TotalDiscount = new(100_00, "CNY") };

    private static readonly PricedQuote Priced = new(3, World.Today,
        [new("CNC-5", "五轴加工中心", 2_500, new(1_000_00, "CNY"), new(800_00, "CNY"), new(600_00, "CNY"), new(990_00, "CNY"), 250, new(2_500_00, "CNY"), new(2_413_13, "CNY"))],
        new(new(2_500_00, "CNY"), new(2_313_13, "CNY"), new(186_87, "CNY"), 748, new(813_13, "CNY"), 3_515));

    private static readonly ApprovalRoute Route = new(ApprovalMode.Sequence,
        [new(new("M-1"), World.Now, new("M-2"), World.Now.AddDays(2), "M-2"), new(new(null, Duties.Finance))], 48);

    private static readonly QuoteApproval Approval = new("ab12", 2, Priced.Totals, "M-2", false);
    private static readonly ContractContent Said = new("Q-1", "ab12", "OPP-1", "C-100", "S-1", new(2_313_13, "CNY"), Clauses, World.Today);
    private static readonly SignedContract Signature = new(1, "cd34", "Q-1", new(2_313_13, "CNY"), World.Today, World.Today, "HT-1", "王建国", "S-1");
    private static readonly ContractReceipt Receipt = new("ICBC-1", new(500_00, "CNY"), World.Today);

    public static IReadOnlyList<object> SampleEvents { get; } =
    [
        new PricesDrafted(2, 1, "2026 目录价", Content, "王芳"),
        new PricesAdded(2, [Drill], "王芳"),
        new PricesApproved(2, 2, World.Today, World.Today, "李强"),
        new PricesRejected(2, 2, "底价过低", "李强"),
        new QuoteDrafted(FullTerms, "S-1"),
        new QuoteRevised(FullTerms, "S-1"),
        new QuoteSubmitted(Priced, "ab12", Route, "M-1", "S-1"),
        new QuoteStepApproved([0, 1], "M-2", "同意"),
        new QuoteStepEscalated(0, new(null, Duties.Manager)),
        new QuoteApproved(Approval, "S-1"),
        new QuoteRejected("M-2", "毛利过低"),
        new QuoteApprovalVoided("ab12", "S-1"),
        new QuoteWithdrawn("S-1", "客户取消"),
        new QuoteAccepted("S-1", "PO-118", World.Today),
        new QuoteExpired(World.Today),
        new ContractDrafted(Said, "cd34", "M-1", "S-1"),
        new ContractAmended(Said, "cd34", "延期", "S-1"),
        new ContractSubmitted("cd34", "S-1"),
        new ContractReviewed(ReviewSide.Legal, ReviewVerdict.Rejected, "cd34", "违约责任不明", "legal"),
        new ContractSigned(Signature, "S-1"),
        new ContractReceiptRecorded(Receipt, "finance"),
        new ContractCompleted("finance"),
        new ContractTerminated("破产", "legal"),
        new ContractArchived("档案室 3-12", "legal"),
        new QuoteCustomerFollowed("C-200"),
        new QuoteReassigned("S-2", "S-1", "hr-1", "离职", "M-1"),
        new ContractReassigned("S-2", "S-1", "hr-1", "离职", "M-1", [ReviewSide.Legal]),
        new ContractReviewsVoided([ReviewSide.Legal], "legal", "M-1"),
    ];

    public static PriceList SamplePriceList { get; } = new()
    {
        Name = "2026 目录价",
        LastNumber = 2,
        Versions = [new(2, 2, World.Today, Content, ["王芳"], "李强")],
        Draft = new(3, 1, Content, ["赵敏"]),
    };

    public static Quote SampleQuote { get; } = new()
    {
        Formerly = ["S-0"],
        Status = QuoteStatus.Accepted,
        Terms = FullTerms,
        Revision = 2,
        Authors = ["S-1"],
        Priced = Priced,
        Hash = "ab12",
        Route = Route,
        Approval = Approval,
        DrawsOn = "S-1",
        Manager = "M-1",
        Reason = "毛利过低",
        AcceptedReference = "PO-118",
        SubmittedAt = World.Now,
        ChangedAt = World.Now,
    };

    public static Contract SampleContract { get; } = new()
    {
        Formerly = ["S-0"],
        Status = ContractStatus.Archived,
        Content = Said,
        Hash = "cd34",
        Revision = 2,
        Authors = ["S-1"],
        Reviews = [new(ReviewSide.Legal, "cd34", "legal", "齐备", World.Now)],
        Signed = Signature,
        Receipts = [Receipt],
        ReceivedMinor = 500_00,
        Manager = "M-1",
        Reason = "延期",
        Location = "档案室 3-12",
        Terminated = true,
        StatusSince = World.Now,
    };
}
