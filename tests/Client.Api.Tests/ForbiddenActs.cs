using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using SalesGrid.Accounting;
using SalesGrid.Channels;
using SalesGrid.Contracts;
using SalesGrid.Controls;
using SalesGrid.Customers;
using SalesGrid.Gateway.Subjects;
using SalesGrid.ImportWindows;
using SalesGrid.Opportunities;
using SalesGrid.PriceLists;
using SalesGrid.Products;
using SalesGrid.Quotes;
using SalesGrid.Rates;
using SalesGrid.Salespeople;
using SalesGrid.Testing;
using SalesGrid.Units;
using SalesGrid.Users;

namespace SalesGrid.Gateway.Tests;

/// <summary>Something nobody may do, whichever way it is asked for.</summary>
/// <param name="ControlPoint">What refuses it.</param>
/// <param name="Subject">The object, <c>kind/id</c>.</param>
/// <param name="Command">The command.</param>
/// <param name="By">Whose key sends it; see <see cref="ForbiddenActs.People"/>.</param>
/// <param name="Personal">True where it is forbidden to this person: then it is sent in their name through every door.</param>
internal sealed record ForbiddenAct(ControlPoint ControlPoint, string Subject, Command Command, string By = "S1", bool Personal = false)
{
    public string Kind => Subject[..Subject.IndexOf('/', StringComparison.Ordinal)];

    public string Id => Subject[(Kind.Length + 1)..];

    /// <summary>Name in a batch; null for what no way in offers.</summary>
    public string? BatchName => Listed is { } s ? $"{Kind}.{s.Route.Name}" : null;

    /// <summary>Where it is sent to by itself; null for what no way in offers.</summary>
    public string? Path => Listed is { } s ? $"/api/{s.Kind.Path}{(s.Route.Creates ? "" : $"/{Id}/{s.Route.Name}")}" : null;

    /// <summary>Its members, with the id where the path does not say it.</summary>
    public JsonObject Body()
    {
        var body = AsJson();
        if (Listed?.Route.Creates == true)
            body["id"] = Id;
        return body;
    }

    /// <summary>The same as one command of a batch.</summary>
    public JsonObject InBatch(string commandId) =>
        new() { ["type"] = BatchName, ["id"] = Id, ["commandId"] = commandId, ["body"] = AsJson() };

    private (KindApi Kind, CommandRoute Route)? Listed =>
        KindApis.Commands.Values.Where(c => c.Kind.Kind == Kind && c.Route.Command == Command.GetType()).Select(c => ((KindApi, CommandRoute)?)c).FirstOrDefault();

    private JsonObject AsJson() => JsonSerializer.SerializeToNode(Command, Command.GetType(), CommandJson.Options)!.AsObject();
}

/// <summary>The people, the objects, and what nobody may do with them.</summary>
internal static class ForbiddenActs
{
    public const Duties Everything = Duties.Manager | Duties.Finance | Duties.Legal | Duties.Controller | Duties.ProcessOwner | Duties.People | Duties.Importer | Duties.Users | Duties.Grid;

    private const string Code = "91350100M000100Y43";

    private static readonly ContractClauses Clauses = new("一台", "出厂标准", "合计", "验收后付清", "三月底前", "每日千分之一");
    private static readonly OpportunityFacts Known = new(CustomerId: "C1");

    /// <summary>Names of keys, and what their writers answer for.</summary>
    public static ImmutableArray<(string Name, Duties Duties)> People { get; } =
    [
        ("S1", Duties.None), ("S3", Duties.None), ("finance", Duties.Finance), ("legal", Duties.Legal), ("controller", Duties.Controller), ("P1", Duties.People), ("keeper", Duties.ProcessOwner),
        ("M1", Duties.Manager | Duties.Controller | Duties.Importer),
    ];

    private static DateOnly Today => CompanyDay.Today;

    public static ImmutableArray<ForbiddenAct> All { get; } =
    [
        // An opportunity's gates, order and end.
        new(ControlPoints.KeyNodeMustBeEvidenced, "opportunity/O-bare", new AdvanceStage()),
        new(ControlPoints.GateMustHaveFacts, "opportunity/O-vague", new AdvanceStage()),
        new(ControlPoints.StageMustBeAllowed, "opportunity/O-bare", new AdvanceStage("implementation")),
        new(ControlPoints.StageMustBeKnown, "opportunity/O-bare", new AdvanceStage("nowhere")),
        new(ControlPoints.EvidenceMustBeOfProcess, "opportunity/O-bare", new AttachEvidence("photo", "D-1")),
        new(ControlPoints.StageMustAllowWinning, "opportunity/O-bare", new WinOpportunity(Yuan(1_000))),
        new(ControlPoints.LossMustHaveKnownReason, "opportunity/O-bare", new LoseOpportunity("weather")),
        new(ControlPoints.OpportunityMustBeOpen, "opportunity/O-lost", new AdvanceStage()),
        new(ControlPoints.OpportunityMustBeClosed, "opportunity/O-bare", new ReopenOpportunity("反悔")),
        new(ControlPoints.OpportunityMustBeNew, "opportunity/O-bare", new OpenOpportunity(Known, "S1")),
        new(ControlPoints.OwnerMustBeKnown, "opportunity/O-new", new OpenOpportunity(Known, "nobody")),
        new(ControlPoints.CustomerMustBeKnown, "opportunity/O-new", new OpenOpportunity(new(CustomerId: "nobody"), "S1")),
        new(ControlPoints.ProcessMustBeKnown, "opportunity/O-new", new OpenOpportunity(Known, "S1", "no-such")),
        new(ControlPoints.TrainingMustBeCurrent, "opportunity/O-new", new OpenOpportunity(Known, "S3"), "M1"),
        new(ControlPoints.OpportunityMustNotCollide, "opportunity/O-new", new OpenOpportunity(new(CustomerId: "C1", Product: "MES"), "S1", "seven-steps")),
        // A deal's team and credit.
        new(ControlPoints.MemberMustNotBeOwner, "opportunity/O-bare", new SetDealTeam([new("S1", "lead")]), "M1"),
        new(ControlPoints.MemberMustBeActive, "opportunity/O-bare", new SetDealTeam([new("nobody", "presales")])),
        new(ControlPoints.SharesMustMakeWhole, "opportunity/O-bare", new SplitCredit([new("S1", 9_999)]), "M1"),
        new(ControlPoints.CreditedMustBeKnown, "opportunity/O-bare", new SplitCredit([new("nobody", 10_000)]), "M1"),
        new(ControlPoints.CorrectedMustBeWon, "opportunity/O-bare", new CorrectCredit([new("S1", 10_000)], "更正"), "finance"),
        // A customer's identity and credit.
        new(ControlPoints.CustomerMustBeNew, "customer/C1", new RegisterCustomer(new("另一家"))),
        new(ControlPoints.IdentityMustBeUnclaimed, "customer/C-new", new RegisterCustomer(new("同一家", CreditCode: Code))),
        new(ControlPoints.CreditCodeMustBeValid, "customer/C-new", new RegisterCustomer(new("别家", CreditCode: Code[..17] + "4"))),
        new(ControlPoints.GranterMustBeAnother, "customer/C2", new GrantCredit(CreditGrade.A, Yuan(1_000_000), Today.AddMonths(1), "自批"), "finance", Personal: true),
        // Two under one name.
        new(ControlPoints.ActorMustBeOneUser, "salesperson/clerk", new RegisterSalesperson("x", new("T", "R")), "P1"),
        // Two that are one.
        new(ControlPoints.SurvivorMustBeAnother, "customer/C1", new MergeCustomer("C1", "重复"), "M1"),
        // Parents of customers.
        new(ControlPoints.ParentMustBeAnother, "customer/C1", new AmendCustomer { Parent = "C1" }),
        new(ControlPoints.ParentMustBeKnown, "customer/C-new", new RegisterCustomer(new("子公司", Parent: "nobody"))),
        new(ControlPoints.ParentsMustNotCircle, "customer/C1", new AmendCustomer { Parent = "C2" }),
        // Months and rates.
        new(ControlPoints.MonthMustBeOver, "accounting/company", new CloseMonth($"{Today:yyyy-MM}"), "finance"),
        new(ControlPoints.MonthMustBeClosed, "accounting/company", new ReopenMonth("2026-01", "补记"), "finance"),
        new(ControlPoints.MonthMustBeReopenedByAnother, "accounting/company", new ReopenMonth("2026-02", "补记"), "finance", Personal: true),
        new(ControlPoints.RatesMustBeApprovedByAnother, "rates/company", new ApproveRates(1), "finance", Personal: true),
        new(ControlPoints.RatesMustBeWaiting, "rates/company", new ApproveRates(9), "finance"),
        // Prices and discounts.
        new(ControlPoints.QuoteApproverMustBeAnother, "quote/Q-waits", new ApproveQuote(), Personal: true),
        new(ControlPoints.QuoteMustBeInStatus, "quote/Q-waits", new AcceptQuote("PO-1")),
        new(ControlPoints.PriceMustNotBeBelowFloor, "quote/Q-cheap", new SubmitQuote(), Personal: true),
        // A contract from its quote to its money.
        new(ControlPoints.ContractMustComeFromQuote, "contract/K-new", new DraftContract("Q-waits", Clauses)),
        new(ControlPoints.QuoteMustCarryOneContract, "contract/K-new", new DraftContract("Q-signed", Clauses), Personal: true),
        new(ControlPoints.ContractMustBeComplete, "contract/K-gaps", new SubmitForReview(), Personal: true),
        new(ControlPoints.ContractMustBeInStatus, "contract/K-gaps", Sign(), Personal: true),
        new(ControlPoints.CreditMustBeGranted, "contract/K-strange", Sign(), Personal: true),
        new(ControlPoints.CreditMustSuffice, "contract/K-beyond", Sign(), Personal: true),
        new(ControlPoints.TrainingMustBeCurrent, "contract/K-lapsed", Sign(), "S3", Personal: true),
        new(ControlPoints.ReceiptsMustNotExceedContract, "contract/K-signed", new RecordReceipt(Yuan(1_001), Today, "R-1"), "finance"),
        new(ControlPoints.ContractMustBePaid, "contract/K-signed", new CompleteContract(), "finance"),
        new(ControlPoints.ContractMustBeInStatus, "contract/K-signed", new ArchiveContract("3-12"), "legal"),
        // Those who decide over others.
        new(ControlPoints.AuthorityMustComeFromAnother, "salesperson/P1", new GrantAuthority("senior"), "P1", Personal: true),
        new(ControlPoints.ControlPointMustBeLiftable, "opportunity/O-bare", new OverrideControl("CP-STAGE-02", "急", DateTimeOffset.UtcNow.AddDays(1)), "controller"),
        new(ControlPoints.ControlPointMustBeLiftable, "contract/K-gaps", new OverrideControl("CP-CONTR-03", "急", DateTimeOffset.UtcNow.AddDays(1)), "controller"),
        // The organisation.
        new(ControlPoints.UnitsMustNotCircle, "unit/U-A", new MoveUnit("U-B"), "P1"),
        new(ControlPoints.UnitsMustNest, "unit/U-A", new MoveUnit("U-T"), "P1"),
        new(ControlPoints.ParentMustBeOpen, "unit/U-A", new MoveUnit("nobody"), "P1"),
        new(ControlPoints.CompanyMustBeOne, "unit/U-new", new CreateUnit("又一家", UnitKind.Company), "P1"),
        new(ControlPoints.CompanyMustStay, "unit/company", new CloseUnit(), "P1"),
        new(ControlPoints.UnitMustBeEmpty, "unit/U-A", new CloseUnit(), "P1"),
        new(ControlPoints.HeadMustBeActive, "unit/U-A", new SetUnitHead("nobody"), "P1"),
        new(ControlPoints.HeadMustNotBeSender, "unit/U-A", new SetUnitHead("P1"), "P1", Personal: true),
        new(ControlPoints.PersonsUnitMustBeOpen, "salesperson/S-new", RegisterSalesperson.Into("nobody", "新人"), "P1"),
        new(ControlPoints.PlaceMustBeUnitOrStated, "salesperson/S3", MoveSalesperson.Into("U-T") with { Team = "T" }, "P1"),
        new(ControlPoints.ManagerMustNotBeSender, "salesperson/S3", new MoveSalesperson(new Placing("T", "R", "P1")), "P1", Personal: true),
        new(ControlPoints.SuccessorMustBeActive, "salesperson/S3", new HandOverPortfolio("nobody", "离职"), "P1"),
        new(ControlPoints.SuccessorMustBeAnother, "salesperson/S3", new HandOverPortfolio("S3", "离职"), "P1"),
        // The catalogue, and what names it.
        new(ControlPoints.ProductMustBeNew, "product/CNC-5", new CreateProduct("车床", "Lathe"), "keeper"),
        new(ControlPoints.CatalogueCodeMustBeFree, "product/CNC -5", new CreateProduct("车床", "Lathe"), "keeper"),
        new(ControlPoints.LegalityMustBeAssessed, "product/P-draft", new ReleaseProduct(), "keeper"),
        new(ControlPoints.ProductMustBeReleasedByAnother, "product/P-judged", new ReleaseProduct(), "keeper", Personal: true),
        new(ControlPoints.LicenceMustBeRecorded, "product/CNC-5", new WithdrawLicence("registration", "R-1", "x"), "legal"),
        new(ControlPoints.ProductMustBeInCatalogue, "opportunity/O-product", new OpenOpportunity(Known with { Product = "nothing" }, "S1")),
        new(ControlPoints.ProductMustBeInCatalogue, "opportunity/O-bare", new ValueOpportunity(new(Product: "nothing"))),
        new(ControlPoints.ProductMustBeInCatalogue, "opportunity/I-product", Import() with { Product = "nothing" }, "M1"),
        new(ControlPoints.ProductMustBeInCatalogue, "pricelist/P2", new DraftPriceList("2027", "CNY", [new("nothing", "无", 2, 1)]), "finance"),
        new(ControlPoints.ProductMustBeReleased, "opportunity/O-draft", new OpenOpportunity(Known with { Product = "P-draft" }, "S1")),
        new(ControlPoints.ProductMustBeReleased, "opportunity/O-bare", new SetProductLines([new("P-judged", 1)])),
        new(ControlPoints.ChannelMustBeInCatalogue, "opportunity/O-channel", new OpenOpportunity(Known with { Channel = "web" }, "S1")),
        new(ControlPoints.ChannelMustBeInCatalogue, "opportunity/I-channel", Import() with { Channel = "web" }, "M1"),
        new(ControlPoints.ChannelMustBeOpen, "opportunity/O-closed", new OpenOpportunity(Known with { Channel = "agent" }, "S1")),
        new(ControlPoints.ChannelMustBeNew, "channel/agent", new CreateChannel("代理", "Agents", ChannelSort.Agent), "keeper"),
        new(ControlPoints.ChannelMustBeOpen, "channel/agent", new CloseChannel("x"), "keeper"),
        // Windows, and what came in by them.
        new(ControlPoints.ImportWindowMustBeAlone, "importwindow/company", new OpenImportWindow(DateTimeOffset.UtcNow.AddDays(1), "补录"), "controller"),
        new(ControlPoints.WinMustBeImported, "opportunity/O-lost", new AdmitWin("已核对"), "finance"),
        new(ControlPoints.WinMustBeAdmittedByAnother, "opportunity/O-brought", new AdmitWin("已核对"), "finance", Personal: true),
        // What an import file can say; see DoorTests.Files.
        new(ControlPoints.OwnerMustBeKnown, "opportunity/I-owner", Import("nobody"), "M1"),
        new(ControlPoints.CustomerMustBeKnown, "opportunity/I-customer", Import(customer: "nobody"), "M1"),
        new(ControlPoints.StageMustBeKnown, "opportunity/I-stage", Import(stage: "nowhere"), "M1"),
        new(ControlPoints.WinMustHaveAmount, "opportunity/I-won", Import(status: OpportunityStatus.Won, stage: "implementation", amount: null), "M1"),
        new(ControlPoints.OpportunityMustBeNew, "opportunity/O-bare", Import(), "M1"),
        new(ControlPoints.DatesMustBeInOrder, "opportunity/I-dates", Import(status: OpportunityStatus.Won, stage: "implementation", openedOn: new(2026, 3, 2)), "M1"),
    ];

    /// <summary>Makes the objects, by direct calls.</summary>
    /// <param name="must">Sends a command that has to be accepted: subject, command, actor.</param>
    public static async Task Set(Func<string, Command, string, Task> must)
    {
        foreach (var person in new[] { "S1", "S3", "P1" })
        {
            await must($"salesperson/{person}", new RegisterSalesperson(person, new("T", "R")), "setup");
            await must($"salesperson/{person}", new GrantAuthority("any", 500, null, null, null), "setup");
        }
        await must("unit/U-A", new CreateUnit("甲区", UnitKind.Region), "setup");
        await must("unit/U-B", new CreateUnit("乙区", UnitKind.Region, "U-A"), "setup");
        await must("unit/U-T", new CreateUnit("一组", UnitKind.Team), "setup");
        await must("user/clerk", new CreateUser("x", UserType.Person, [UserRole.Legal]), "setup");
        await must("customer/C1", new RegisterCustomer(new("华东精密机械", CreditCode: Code)), "setup");
        await must("customer/C2", new RegisterCustomer(new("南方食品", Parent: "C1")), "setup");
        await must("accounting/company", new CloseMonth("2026-02"), "finance");
        await must("importwindow/company", new OpenImportWindow(DateTimeOffset.UtcNow.AddDays(1), "上线"), "controller");
        await must("opportunity/O-brought", Import(status: OpportunityStatus.Won, stage: "implementation"), "finance");
        await must("rates/company", new StateRates(Today, [new("USD", "CNY", 7.2m)], "PBOC"), "finance");
        foreach (var (customer, item) in new[] { "customer/C1", "customer/C2" }.SelectMany(c => Diligence.Shipped.Select(i => (c, i.Code))))
            await must(customer, new RecordDiligence(item, DiligenceResult.Pass, "DD-1", Today.AddYears(1)), "setup");
        await must("customer/C1", new GrantCredit(CreditGrade.B, Yuan(1_500), Today.AddMonths(6), "年度授信"), "setup");
        await must("customer/C2", new RequestCredit(Yuan(1_000_000), "大单"), "finance");
        foreach (var code in new[] { "CNC-5", "MES", "P-draft", "P-judged" })
            await must($"product/{code}", new CreateProduct(code, code), "setup");
        foreach (var code in new[] { "CNC-5", "MES", "P-judged" })
            await must($"product/{code}", new AssessLegality(Legality.Free, "非管制产品"), "keeper");
        foreach (var code in new[] { "CNC-5", "MES" })
            await must($"product/{code}", new ReleaseProduct(), "setup");
        await must("channel/agent", new CreateChannel("代理", "Agents", ChannelSort.Agent), "setup");
        await must("channel/agent", new CloseChannel("协议终止"), "setup");
        await must("pricelist/P1", new DraftPriceList("2026", "CNY", [new("CNC-5", "车床", 1_000, 900, 500)]), "setup");
        await must("pricelist/P1", new ApprovePriceList(Today), "another");

        await must("opportunity/O-bare", new OpenOpportunity(Known, "S1"), "setup");
        await must("opportunity/O-vague", new OpenOpportunity(new(), "S1"), "setup");
        await must("opportunity/O-vague", new AttachEvidence("project-information", "D-1"), "setup");
        await must("opportunity/O-lost", new OpenOpportunity(Known, "S1"), "setup");
        await must("opportunity/O-lost", new LoseOpportunity("price"), "setup");
        await must("opportunity/O-first", new OpenOpportunity(new(CustomerId: "C1", Product: "MES"), "S1", "seven-steps"), "setup");

        await Quote(must, "waits", "S1", "C1", 800);
        await must("quote/Q-waits", new SubmitQuote(), "S1");
        await Quote(must, "cheap", "S1", "C1", 2_000);
        await Reviewed(must, "signed", "S1", "C1");
        await must("contract/K-signed", Sign(), "S1");
        await Reviewed(must, "beyond", "S1", "C1");
        await Reviewed(must, "strange", "S1", "C2");
        await Reviewed(must, "lapsed", "S3", "C1");
        await Quote(must, "gaps", "S1", "C1", 0);
        await must("quote/Q-gaps", new SubmitQuote(), "S1");
        await must("contract/K-gaps", new DraftContract("Q-gaps", new("一台")), "S1");
        await must("salesperson/S3", new RequireQualification("compliance", "合规培训", ["sell", "quote", "contract"]), "setup");
    }

    private static async Task Quote(Func<string, Command, string, Task> must, string name, string owner, string customer, int discount)
    {
        await must($"opportunity/O-{name}", new OpenOpportunity(new(CustomerId: customer), owner), "setup");
        await must($"quote/Q-{name}", new DraftQuote($"O-{name}", "P1", [new("CNC-5", 1_000, null, discount)], Today.AddDays(30)), owner);
    }

    private static async Task Reviewed(Func<string, Command, string, Task> must, string name, string owner, string customer)
    {
        await Quote(must, name, owner, customer, 0);
        await must($"quote/Q-{name}", new SubmitQuote(), owner);
        await must($"contract/K-{name}", new DraftContract($"Q-{name}", Clauses), owner);
        await must($"contract/K-{name}", new SubmitForReview(), owner);
        await must($"contract/K-{name}", new ReviewContract(ReviewSide.Legal, ReviewVerdict.Approved), "legal");
        await must($"contract/K-{name}", new ReviewContract(ReviewSide.Finance, ReviewVerdict.Approved), "finance");
    }

    private static SignContract Sign() => new(Today, "HT-1", "王建国");

    private static ImportOpportunity Import(string owner = "S1", string customer = "C1", OpportunityStatus status = OpportunityStatus.Open,
        string stage = "development", decimal? amount = 10, DateOnly? openedOn = null) => new(
            new(CustomerId: customer, Amount: amount is { } a ? Yuan(a) : null), owner, status, stage, openedOn ?? new(2026, 1, 2),
            status == OpportunityStatus.Open ? null : new(2026, 2, 3), null, "crm");

    private static Money Yuan(decimal major) => Currencies.FromMajor(major, "CNY")!.Value;
}
