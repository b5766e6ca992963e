using SalesGrid.Targets;

namespace SalesGrid.Domain.Tests;

/// <summary>One example of everything that is stored of people and targets, with every member filled.</summary>
internal static class PeopleSamples
{
    private static readonly DateOnly Day = new(2026, 9, 15);

    private static readonly Authority Authority = new("senior", 500, new(100_000_000, "CNY"), new(20_000_000, "CNY"), new(500_000_000, "CNY"))
    {
        BudgetPeriod = PeriodLength.Month,
    };

    private static readonly TargetPlan Plan = new(new(300_00, "CNY"),
        [new("East 1", new(300_00, "CNY"), [new("S-001", new(100_00, "CNY")), new("S-002", new(200_00, "CNY"))])]);

    private static readonly Coverage Coverage = new("2026-Q4", 900_00, 400_00, 1_000_00, "CNY", Day);

    public static IReadOnlyList<object> Events { get; } =
    [
        new AuthorityGranted(Authority, new(2026, 9, 1), "hr-1"),
        new BudgetRenewed(new(2026, 10, 1)),
        new BudgetClosed(),
        new QualificationRequired("product-safety", "产品安全培训", [Acts.Quote, Acts.Contract], "hr-1"),
        new QualificationPassed("product-safety", Day, Day.AddYears(1), "CERT-1", "hr-1"),
        new QualificationDropped("product-safety", "不再销售", "hr-1"),
        new AuthorityDelegated("S-002", Day, Day.AddDays(14), "年休假", "S-001", ["approvals", "quote.submit"]),
        new DelegationEnded("S-002", Day, "S-001"),
        new ConductRecorded(ConductKind.Breach, "gifts-2.1", "收受客户礼品未申报", Day, "ic-1"),
        new TargetNoted("2026-Q4", new(100_00, "CNY"), new(2026, 10, 1)),
        new CoverageNoted(Coverage, Day.AddDays(7)),
        new SalespersonMovePlanned("U-WEST", Day, "hr-1", 7),
        new SalespersonRenamed("王芳芳", "hr-1"),
        new SalespersonReactivated("hr-1", "U-WEST", new("华西", "华西", "M-2"), 7),
        new PortfolioCounted(new([new("customer", 3)], Day)),
        new HandoverBegun(1, "S-002", "离职", "hr-1", [new("S-003", ["C-1"], ["O-1"])]),
        new HandoverTaken("customer", ["C-1", "C-2"], ["S-003", "S-002"]),
        new HandoverMoved("customer", ["C-1"], [new("customer", "C-2", "CP-POOL-01", new("满", "full")) { To = "S-002" }], ["S-003"]),
        new HandoverEnded(new([new("customer", 1)], Day)),
        new TargetsDrafted(3, Plan, "S-009", "第四季度"),
        new TargetsApproved(3, "hr-1", ["S-003"]),
    ];

    public static Salesperson Salesperson { get; } = new("王芳", new("East 1", "East", "陈总"), true, World.Now)
    {
        Authority = Authority,
        BudgetFrom = new(2026, 9, 1),
        ClosingBudgetSince = World.Now,
        Qualifications = [new("product-safety", "产品安全培训", [Acts.Quote], Day.AddYears(1)) { PassedOn = Day, Evidence = "CERT-1" }],
        Delegations = [new("S-002", Day, Day.AddDays(14)) { Reason = "年休假", Acts = ["approvals", "quote.submit"] }],
        Conduct = [new(ConductKind.Commendation, "service", "客户表扬信", Day, "S-009", World.Now)],
        Targets = [new("2026-Q4", new(100_00, "CNY"))],
        Coverage = Coverage,
        NextCoverageOn = Day.AddDays(7),
        ManagerKnown = true,
        Unit = "U-T1",
        Planned = new("U-WEST", Day),
        LeavingSince = World.Now,
        Portfolio = new([new("customer", 3)], Day),
        LeftAt = World.Now,
        PlacedBy = 7,
        TimesLeft = 1,
        Handover = new()
        {
            Number = 1,
            To = "S-002",
            Reason = "离职",
            By = "hr-1",
            BegunAt = World.Now,
            EndedAt = World.Now.AddMinutes(1),
            Moved = [new("customer", 1)],
            LastMoved = [new("customer", "C-1", "S-003")],
            NotMovedCount = 1,
            NotMoved = [new("customer", "C-2", "CP-POOL-01", new("满", "full")) { To = "S-002" }],
            Part = "customer",
            After = "C-2",
            InHand = ["C-2"],
            Shares = [new("S-003", ["C-1"], ["O-1"])],
            InHandTo = ["S-002"],
            MovedTo = [new("S-003", 1)],
        },
    };

    public static Target Target { get; } = new()
    {
        Drafts = 4,
        Draft = new(4, Plan, "S-009", World.Now, "调整"),
        InForce = new(new(3, Plan, "S-009", World.Now, "第四季度"), "hr-1", World.Now),
        Dropped = ["S-003"],
    };
}
