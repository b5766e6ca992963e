using System.Collections.Immutable;
using SalesGrid.Contracts;
using SalesGrid.Controls;
using SalesGrid.Customers;
using SalesGrid.Opportunities;
using SalesGrid.Quotes;
using SalesGrid.Reservations;
using SalesGrid.Salespeople;
using SalesGrid.Subjects;
using SalesGrid.Testing;

namespace SalesGrid.Control.Tests.Load;

/// <summary>Everything that is tried: the straight way, which gets far, and whatever else anybody could think of.</summary>
internal static class ScenarioCatalog
{
    private static readonly string[] Evidence =
    [
        "project-information", "initiation-report", "solution-proposal", "relationship-map", "bid-result", "contract-approval", "signed-contract",
        "acceptance-report", "photo",
    ];

    private static readonly string[] StagesOfAll =
        ["development", "initiation", "proposal", "bidding", "negotiation", "implementation", "qualify", "plan", "close", "nowhere"];

    private static readonly string[] Lifted = ["CP-STAGE-03", "CP-STAGE-04", "CP-CREDIT-05", "CP-CREDIT-01", "CP-WIN-01", "CP-TRAIN-01"];

    private static readonly ContractClauses FullClauses = new("10 台", "一等品", "见报价", "30 天", "四周内", "每日 0.05%");

    /// <summary>The way from the first call to the money, as the people who should walk it do.</summary>
    public static Shot[] StraightWay(Family f, Random random)
    {
        var today = CompanyDay.Today;
        return
        [
            new(f.Opportunity, new OpenOpportunity(Facts(f, random), f.Rep), f.Rep),
            new(f.Opportunity, new AttachEvidence("project-information", "D-1"), f.Rep),
            new(f.Opportunity, new AdvanceStage(), f.Rep),
            new(f.Opportunity, new AttachEvidence("initiation-report", "D-2"), f.Rep),
            new(f.Opportunity, new AdvanceStage(), f.Rep),
            new(f.Quote, NewQuote(f, random, today), f.Rep),
            new(f.Quote, new SubmitQuote(), f.Rep),
            new(f.Quote, new ApproveQuote(), f.Manager, Duties.Manager),
            new(f.Contract, new DraftContract(f.QuoteId, FullClauses), f.Rep),
            new(f.Contract, new SubmitForReview(), f.Rep),
            new(f.Contract, new ReviewContract(ReviewSide.Legal, ReviewVerdict.Approved), "legal", Duties.Legal),
            new(f.Contract, new ReviewContract(ReviewSide.Finance, ReviewVerdict.Approved), "finance", Duties.Finance),
            new(f.Contract, new SignContract(today, "HT-1", "客户代表"), f.Rep),
            new(f.Opportunity, new AttachEvidence("solution-proposal", "D-3"), f.Rep),
            new(f.Opportunity, new AttachEvidence("relationship-map", "D-4"), f.Rep),
            new(f.Opportunity, new AdvanceStage(), f.Rep),
            new(f.Opportunity, new AttachEvidence("bid-result", "D-5"), f.Rep),
            new(f.Opportunity, new AdvanceStage(), f.Rep),
            new(f.Opportunity, new AttachEvidence("contract-approval", "D-6"), f.Rep),
            new(f.Opportunity, new AttachEvidence("signed-contract", "D-7"), f.Rep),
            new(f.Opportunity, new WinOpportunity(), f.Rep),
            new(f.Contract, new RecordReceipt(Stage.Yuan(10_000), today, "R-1"), "finance", Duties.Finance),
        ];
    }

    /// <summary>The first of the seven steps, whose gates check more than documents.</summary>
    public static Shot[] SevenSteps(Family f, Random random)
    {
        var today = CompanyDay.Today;
        var facts = new OpportunityFacts("项目", f.Customer, $"专机-{f.Number}", "direct", Stage.Yuan(random.Next(10_000, 900_000)), today.AddDays(60));
        return
        [
            new(f.Opportunity, new OpenOpportunity(facts, f.Rep, "seven-steps"), f.Rep),
            new(f.Opportunity, new AttachEvidence("target-profile", "D-1"), f.Rep),
            new(f.Opportunity, new RecordActivity("call", "初次联系"), f.Rep),
            new(f.Opportunity, new AdvanceStage(), f.Rep),
            new(f.Opportunity, new AttachEvidence("qualification-record", "D-2"), f.Rep),
            new(f.Opportunity, new EvaluateOpportunity([new("need", random.Next(1, 6)), new("money", random.Next(2, 6)), new("authority", random.Next(2, 6)), new("eligibility", random.Next(2, 6))]), f.Rep),
            new(f.Opportunity, new AdvanceStage(), f.Rep),
            new(f.Opportunity, new AttachEvidence("approach-plan", "D-3"), f.Rep),
            new(f.Opportunity, new PlanNextStep("技术交流", today.AddDays(7), "先拜访"), f.Rep),
            new(f.Opportunity, new MapPerson(new("P-1", "王总", "economic-buyer")), f.Rep),
            new(f.Opportunity, new AdvanceStage(), f.Rep),
            new(f.Opportunity, new AttachEvidence("contact-record", "D-4"), f.Rep),
            new(f.Opportunity, new RecordActivity("visit", "拜访"), f.Rep),
            new(f.Opportunity, new AdvanceStage(random.Next(2) == 0 ? "objections" : null), f.Rep),
            new(f.Opportunity, new AttachEvidence("presentation-record", "D-5"), f.Rep),
            new(f.Opportunity, new RecordActivity("demo", "演示"), f.Rep),
            new(f.Opportunity, new SetProductLines([new("CNC-5")]), f.Rep),
            new(f.Opportunity, new AdvanceStage(), f.Rep),
            new(f.Opportunity, new AttachEvidence("objection-list", "D-6"), f.Rep),
            new(f.Opportunity, new NameCompetitors(["甲公司"]), f.Rep),
            new(f.Opportunity, new AdvanceStage(), f.Rep),
            new(f.Quote, NewQuote(f, random, today), f.Rep),
            new(f.Quote, new SubmitQuote(), f.Rep),
            new(f.Quote, new ApproveQuote(), f.Manager, Duties.Manager),
            new(f.Opportunity, new AttachEvidence("order-confirmation", "D-7"), f.Rep),
            new(f.Opportunity, new RequestStageApproval(), f.Rep),
            new(f.Opportunity, new ApproveStage(), Pick(random, f.Manager, f.Manager, f.Rep), Duties.Manager),
            new(f.Opportunity, new WinOpportunity(Reason: "solution"), f.Rep),
        ];
    }

    /// <summary>One shot by chance, at anything of the family, by anybody.</summary>
    public static Shot Wild(Family f, Random random)
    {
        var today = CompanyDay.Today;
        if (random.Next(12) == 0)
            return Exception(f, random);
        var (actor, duties) = f.Anybody(random);
        var (subject, command) = random.Next(42) switch
        {
            < 6 => (f.Opportunity, (Command)new AdvanceStage(random.Next(4) == 0 ? Pick(random, StagesOfAll) : null)),
            < 10 => (f.Opportunity, new AttachEvidence(Pick(random, Evidence), $"D-{random.Next(3)}")),
            10 => (f.Opportunity, new ValueOpportunity(Facts(f, random))),
            11 => (f.Opportunity, new WinOpportunity(random.Next(2) == 0 ? Stage.Yuan(random.Next(1_000_000)) : null)),
            12 => (f.Opportunity, new LoseOpportunity(Pick(random, "price", "weather"))),
            13 => (f.Opportunity, new ReopenOpportunity("more budget")),
            14 => (f.Opportunity, new ReassignOpportunity(Pick(random, f.OtherRep, f.Rep, "nobody"))),
            15 => (f.Opportunity, new OpenOpportunity(Facts(f, random), f.Rep, Pick(random, "key-account", "seven-steps"))),
            16 => (f.Opportunity, new NoteDocument(DocumentKind.Contract, f.ContractId, true)),
            17 => (f.Quote, NewQuote(f, random, today)),
            18 => (f.Quote, new ReviseQuote(TotalDiscount: Stage.Yuan(random.Next(20_000)))),
            19 or 20 => (f.Quote, new SubmitQuote()),
            21 => (f.Quote, new ApproveQuote()),
            22 => (f.Quote, new RejectQuote("太低")),
            23 => (f.Quote, new WithdrawQuote("客户改主意")),
            24 => (f.Quote, new AcceptQuote("PO-1")),
            25 => (f.Contract, new DraftContract(Pick(random, f.QuoteId, $"Q-{Math.Max(0, f.Number - 1)}"), random.Next(3) == 0 ? new() : FullClauses)),
            26 => (f.Contract, new SubmitForReview()),
            27 => (f.Contract, new ReviewContract(Pick(random, ReviewSide.Legal, ReviewSide.Finance), random.Next(4) == 0 ? ReviewVerdict.Rejected : ReviewVerdict.Approved)),
            28 or 29 => (f.Contract, new SignContract(today, "HT-2", "客户代表")),
            30 => (f.Contract, new AmendContract("改价", FullClauses, f.QuoteId)),
            31 => (f.Contract, new RecordReceipt(Stage.Yuan(random.Next(1, 30_000)), today, $"R-{random.Next(3)}")),
            32 => (f.Contract, Pick<Command>(random, new CompleteContract(), new TerminateContract("违约"), new ArchiveContract("A-1"))),
            33 => (f.OtherContract, new DraftContract(f.QuoteId, FullClauses)),
            34 => ($"customer/{f.Customer}", new GrantCredit(CreditGrade.A, Stage.Yuan(random.Next(400_000, 900_000)), today.AddDays(random.Next(1, 90)), "调整")),
            35 => ($"customer/{f.Customer}", Pick<Command>(random, new SuspendCredit("逾期"), new RequestCredit(Stage.Yuan(1_000_000), "大单"),
                new RecordDiligence("background", random.Next(6) == 0 ? DiligenceResult.Fail : DiligenceResult.Pass, "DD-2", today.AddYears(1)))),
            36 => ($"customer/{f.Customer}", Pick<ReservationCommand>(random, new TakeReservation("credit", $"stolen-{f.Number}", f.Contract, Stage.Yuan(1)),
                new ReleaseReservation($"{f.Contract}@5:credit"))),
            37 => ($"salesperson/{f.Rep}", Pick<Command>(random, new GrantAuthority("senior", 900, Yuan(9_000_000), Yuan(400_000), Yuan(3_000_000)),
                new TakeReservation("discount", "stolen", f.Quote, Stage.Yuan(1)))),
            38 or 39 => (Pick(random, f.Opportunity, f.Contract, f.Quote, $"customer/{f.Customer}"),
                new OverrideControl(Pick(random, Lifted), "紧急", DateTimeOffset.UtcNow.AddDays(random.Next(-1, 40)))),
            40 => (f.Opportunity, new ReviewOverride($"CP-STAGE-03:{random.Next(1, 12)}", true, "合理")),
            _ => (f.Opportunity, new LookForWarnings()),
        };
        return new(subject, command, actor, duties);
    }

    /// <summary>A lawful exception, as internal control grants and reviews it.</summary>
    private static Shot Exception(Family f, Random random) => random.Next(4) == 0
        ? new(f.Contract, new TerminateContract("客户违约"), "legal", Duties.Legal)
        : random.Next(3) == 0
        ? new(f.Opportunity, new ReviewOverride($"{Pick(random, "CP-STAGE-03", "CP-STAGE-04")}:{random.Next(2, 9)}", random.Next(2) == 0, "复核"), "auditor", Duties.Controller)
        : new(f.Opportunity, new OverrideControl(Pick(random, "CP-STAGE-03", "CP-STAGE-04"), "客户催单", DateTimeOffset.UtcNow.AddDays(3)), "controller", Duties.Controller);

    private static Money Yuan(decimal major) => Stage.Yuan(major);

    private static OpportunityFacts Facts(Family f, Random random) => random.Next(6) switch
    {
        0 => new("项目", null, null, null, null, null),
        1 => new("项目", "nobody", "MES", null, Stage.Yuan(5), null),
        _ => new("项目", f.Customer, Pick(random, Stage.Products), "direct", Stage.Yuan(random.Next(10_000, 200_000)), CompanyDay.Today.AddDays(60)),
    };

    private static DraftQuote NewQuote(Family f, Random random, DateOnly today) => new(f.OpportunityId, "P1",
        [new QuoteLine(Pick(random, Stage.Products), random.Next(1, 8) * 1000, DiscountBasisPoints: Pick(random, 0, 200, 450, 900, 3_000, 5_000))], today.AddDays(30));

    private static T Pick<T>(Random random, params ReadOnlySpan<T> from) => from[random.Next(from.Length)];
}
