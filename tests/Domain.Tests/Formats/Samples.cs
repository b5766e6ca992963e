using System.Reflection;
using SalesGrid.Controls;
using SalesGrid.Targets;

namespace SalesGrid.Domain.Tests;

/// <summary>One example of everything that is stored, with every member filled.</summary>
internal static class Samples
{
    /// <summary>The examples of kinds that keep them beside their own tests.</summary>
    private static readonly StoredSamples[] Found =
    [
        .. typeof(Samples).Assembly.GetTypes()
            .Select(t => t.GetProperty("Stored", BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic))
            .Where(p => p?.PropertyType == typeof(StoredSamples))
            .Select(p => (StoredSamples)p!.GetValue(null)!),
    ];

    private static readonly Attribution Credit = new("S-001", "East 1", "East");
    private static readonly DateOnly Day = new(2026, 9, 15);

    private static readonly WarningCriterion Criterion = new()
    {
        Code = "override-unreviewed",
        Name = new("放行未复核", "Override not reviewed"),
        Level = WarningLevel.Critical,
        Owner = WarningOwner.Controller,
        Response = new("复核", "Review it"),
        RespondWithinDays = 5,
        Days = 7,
        Percent = 80,
        Count = 2,
        On = false,
        Source = "S4 S11",
    };

    public static IReadOnlyList<object> Events { get; } =
    [
        new CustomerRegistered(new("东海钢铁", "steel", "CN", "C-000", 1200, 1958, new(900_000_00, "CNY"), Customers.Code)),
        new CustomerAmended(new("Northern Bank \"NB\" <é> 😀", CreditCode: Customers.Code)),
        new DiligenceRequired([new("licence", new("营业执照", "Licence"))], "LEGAL"),
        new DiligenceRecorded(new("licence", DiligenceResult.Conditional, "DOC-1", "LEGAL", Day, Day.AddDays(90), "盖章件后补")),
        new CreditRequested(new(new(5_000_00, "CNY"), "框架合同", "S-001", Day)),
        new CreditGranted(new(CreditGrade.B, new(5_000_00, "CNY"), Day.AddDays(365), Day.AddDays(180), "回款良好", "FIN", Day)),
        new CreditSuspended(new("逾期", "FIN", Day)),
        new CustomerClassified(CustomerClass.Intent, "已询价", "S-001"),
        new FollowUpRecorded("visit", "与王总面谈", Day, "S-001", "P-1", "sales"),
        new DealNoted("CT-1", new(125_000_00, "CNY"), Day),
        new OwnerAssigned(new("S-001", "assigned", Day, new(90, 30, 180)), "M-1", "territory"),
        new CustomerPicked(new("S-001", "pick-2026-09-15", Day, new(90, null, null))),
        new CustomerReturned("no-follow-up", Day, "grid", "S-001"),
        new OwnerProtected(Day, "招标中", "M-1"),
        new RecyclePostponed(Day, "contract"),
        new ContactPut(Customers.Person),
        new ConsentWithdrawn("P-1", Day),
        new ContactRemoved("P-1", "本人要求"),
        new CustomerMergeBegun(1, "C-200", "重复登记", "M-1", "S-001"),
        new CustomerAbsorbed("C-300", [Customers.Person], Customers.Code, new(3, Day, 1, CustomerClass.Won)),
        new MergeAbsorbed(),
        new MergeTaken("opportunity", ["O-1", "O-2"]),
        new MergeMoved("opportunity", ["O-1"], [new("opportunity", "O-2", "CP-CLAIM-02", new("撞单", "collides"))]),
        new MergeEnded(),
        new MonthClosed(Day, "FIN-1"),
        new MonthReopened(Day, "补记回款", "FIN-2"),
        new RatesStated(3, Day, [new("USD", "CNY", 7.1m)], "PBOC", "FIN-1"),
        new RatesApproved(3, "FIN-2"),
        new RatesRejected(4, "日期有误", "CTRL"),
        new PoolPolicySet(new(5, 200, 30, new(90, 30, 180)), "M-1"),
        new LimitsAdopted(2, 5, 200),
        new SalespersonRegistered("王芳", new("East 1", "East", "陈总")),
        new SalespersonMoved(new("North 2", "North")),
        new SalespersonDeactivated(),
        new OpportunityOpened("key-account", 1, "development", 10, World.Full, Credit, "steel", Day),
        new OpportunityImported("key-account", 1, "negotiation", 80, OpportunityStatus.Lost, World.Full, Credit, "steel", Day, Day, "price", "crm-2019",
            ["development", "initiation"]),
        new OpportunityValued(new(Amount: new(7, "JPY")), null),
        new StageAdvanced("development", "initiation", 20),
        new StageReturned("initiation", "development", 10),
        new EvidenceAttached("bid-result", "https://files.example/中标/9?a=1&b=2", "bidding", "line one\nline two"),
        new ActivityRecorded("visit", "与王总面谈", Day),
        new OpportunityReassigned(Credit, "S-002", "territory", 60, "M-1"),
        new PapersFollowed(3, 60),
        new OpportunityWon(new(125_000_00, "CNY"), Day),
        new OpportunityLost("price", "too dear", Day),
        new OpportunityReopened("budget found"),
        new WinAdmitted("已核对合同与回款", "FIN-2"),
        new OpportunityMigrated("key-account", 1, 3, "initiation", "proposal", 40, ["development"], "one process for all", "M-1"),
        new ProcessDrafted(Tender.Definition, "王芳", 2),
        new ProcessApproved(1, 2, Day, "李强"),
        new ProcessRejected(2, 1, "缺少评审", "李强"),
        new ProcessRetired(Day, "李强"),
        new ShippedProcessAdopted(2, Day, "李强"),
        new ReservationGranted("credit", "contract/K-1@4:credit", "contract/K-1", new(900_000_00, "CNY"), World.Now),
        new ReservationConfirmed("contract/K-1@4:credit"),
        new ReservationReleased("contract/K-1@4:credit", new(7, "CNY")),
        new ReservationAbandoned("contract/K-1@4:credit", "credit", "customer/C-100"),
        new ReservationsTaken([new("customer/C-100", "credit", "contract/K-1@4:credit", new(2_313_13, "CNY")), new("pick/S-001", "pick-2026-09-15", "customer/C-100@4:pick-2026-09-15", null, World.Now)]),
        new ReservationsNoLongerNeeded([new("customer/C-100", "contract/K-1@4:credit", new(7, "CNY"), World.Now)]),
        new ReservationsReturned([new("pick/S-001", "customer/C-100@4:pick-2026-09-15", null, World.Now)]),
        new TellingBegun("document", "stands", 4),
        new TellingContinued(new("document", 4, 1, true)),
        new ControlOverridden("CP-CLAIM-02:7", "CP-CLAIM-02", "两家子公司分别采购", "controller", World.Now.AddDays(3)),
        new OverrideUsed("CP-CLAIM-02:7", "CP-CLAIM-02", "S-001", "OpenOpportunity"),
        new OverrideReviewed("CP-CLAIM-02:7", "auditor", true, "材料齐全"),
        new WarningRaised("stalled:proposal", "stalled", WarningLevel.Warning, "S-001", new("停滞 30 天", "Stalled for 30 days"), World.Now, World.Now.AddDays(3),
            "stalled:initiation"),
        new WarningEscalated("stalled:proposal", WarningLevel.Critical, "Controller"),
        new WarningAnswered("stalled:proposal", "S-001", "本周五拜访客户"),
        new WarningClosed("stalled:proposal", "grid", "cause-gone"),
        new WarningPolicySet([Criterion], "controller"),
        new CommandRefused("opportunity/OPP-1", "AdvanceStage", "cmd-7", "CP-STAGE-02", "王芳", new("不能直接到“中标”。", "Not straight to <won>."), World.Now, 41, "to"),
        new OpportunityEvaluated([new("need", 4), new("budget", 3)], 360, "seen the plan", "S-001"),
        new PersonMapped(new("P-1", "王总", "economic-buyer", Stance.Supporter, 5, "降低能耗", Day)),
        new PersonRemoved("P-1"),
        new NextStepPlanned("先交流", "技术交流", Day),
        new CompetitorsNamed(["甲公司"]),
        new ProductLinesSet([new("CNC-5", 2.5m, new(7, "JPY"))]),
        new ForecastMade(ForecastCategory.BestCase),
        new StageApprovalRequested("qualify", StageApprover.OwnersManager, "S-001", "ready"),
        new StageApproved("qualify", StageApprover.OwnersManager, "S-800", "ok"),
        new StageRejected("qualify", StageApprover.Legal, "S-700", "no"),
        new DocumentNoted(DocumentKind.Quote, "Q-1", true),
        new DealTeamSet([new("S-002", "presales")]),
        new CustomerFollowed("C-200", "steel", "宝山", "CN", "claim/deal-9"),
        new CreditSplit([new("S-001", "East 1", "East", 6_000), new("S-002", "North 2", "North", 4_000)], "售前主导方案"),
        new ProductStandingNoted("CNC-5", new("产品 CNC-5 当前为“暂停”,不能销售。", "Product CNC-5 is suspended and is not sold.")),
        .. PeopleSamples.Events,
        .. Deals.SampleEvents,
        .. Found.SelectMany(f => f.Events),
    ];

    /// <summary>Events with the members they have gained since their first line was verified.</summary>
    public static IReadOnlyDictionary<string, object> Later { get; } = new Dictionary<string, object>
    {
        ["OpportunityOpened.2"] = new OpportunityOpened("steered", 1, "find", 10, World.Full with { Source = "exhibition" }, Credit, "steel", Day,
            new(1, 20, true), "claim/deal-7"),
        ["OpportunityImported.2"] = new OpportunityImported("steered", 1, "find", 10, OpportunityStatus.Open, World.Full, Credit, null, Day, null, null, "crm", [], new(1, 20, true)),
        ["OpportunityValued.2"] = new OpportunityValued(World.Full, null, new(Day, 7, "JPY"), "claim/deal-8"),
        ["StageAdvanced.2"] = new StageAdvanced("find", "qualify", 30, new(2, 20, true)),
        ["StageReturned.2"] = new StageReturned("qualify", "find", 10, new(1, null, true)),
        ["CommandRefused.2"] = new CommandRefused("opportunity/OPP-1", "AdvanceStage", "cmd-7", "CP-GATE-01", "王芳", new("评分不足", "Too low a score."), World.Now, 0, null,
            [new("CP-GATE-01", new("总分 60%(现为 52%)", "a total of 60% (now 52%)"), null, "52", "60", [Who.Self], "opportunity.evaluate", true)]),
        ["ActivityRecorded.2"] = new ActivityRecorded("visit", "x", Day, "P-1", 9),
        ["OpportunityWon.2"] = new OpportunityWon(new(1, "CNY"), Day, "solution"),
        ["OpportunityReopened.2"] = new OpportunityReopened("x", "claim/deal-7"),
        ["StageAdvanced.3"] = new StageAdvanced("find", "qualify", 30, null, [new(new(500_000, "JPY"), new(25_000_00, "CNY"), 0.05m, Day, 3)]),
        ["ReservationConfirmed.2"] = new ReservationConfirmed("contract/K-1@4:credit", "contract/K-0@1:credit"),
        ["ReservationReleased.2"] = new ReservationReleased("contract/K-1@4:credit", new(7, "CNY"), new("credit", "contract/K-1", new(90, "CNY"), Day)),
        ["SalespersonRegistered.2"] = new SalespersonRegistered("王芳", new("一组", "华东", "L-1"), null, "U-T1"),
        ["SalespersonMoved.2"] = new SalespersonMoved(new("一组", "华东", "L-1"), null, "U-T1"),
        ["SalespersonDeactivated.2"] = new SalespersonDeactivated(true),
        ["ActivityRecorded.3"] = new ActivityRecorded("visit", "x", Day, null, null, "P-1", "sales"),
    };

    /// <summary>The line of the ledger that holds an event.</summary>
    public static LedgerEntry EntryOf(object happened)
    {
        var (subject, data) = happened switch
        {
            CustomerEvent e => ("customer/C-100", SubjectKind<Customer, CustomerEvent>.Write(e)),
            RateEvent e => ("rates/company", SubjectKind<CompanyRates, RateEvent>.Write(e)),
            AccountingEvent e => ("accounting/company", SubjectKind<AccountingPeriods, AccountingEvent>.Write(e)),
            PoolEvent e => ("pool/company", SubjectKind<Pool, PoolEvent>.Write(e)),
            PickEvent e => ("pick/S-001", SubjectKind<Pick, PickEvent>.Write(e)),
            SalespersonEvent e => ("salesperson/S-001", SubjectKind<Salesperson, SalespersonEvent>.Write(e)),
            TargetEvent e => ("target/2026-Q4", SubjectKind<Target, TargetEvent>.Write(e)),
            OpportunityEvent e => ("opportunity/OPP-2026-000417", SubjectKind<Opportunity, OpportunityEvent>.Write(e)),
            ProcessEvent e => ("process/tender", SubjectKind<SalesProcess, ProcessEvent>.Write(e)),
            EarlyWarningEvent e => ("policy/early-warning", SubjectKind<EarlyWarning, EarlyWarningEvent>.Write(e)),
            CommonEvent e => ("claim/uscc-91310000MA1FL0000X", SubjectKind<Claim, ClaimEvent>.Write(e)),
            RefusalEvent e => ("refusal/00112233445566778899aabbccddeeff-3", SubjectKind<RefusedCommand, RefusalEvent>.Write(e)),
            PriceListEvent e => ("pricelist/PL-1", SubjectKind<PriceList, PriceListEvent>.Write(e)),
            QuoteEvent e => ("quote/Q-1", SubjectKind<Quote, QuoteEvent>.Write(e)),
            ContractEvent e => ("contract/K-1", SubjectKind<Contract, ContractEvent>.Write(e)),
            SubjectEvent e when Found.FirstOrDefault(f => f.Events.Any(x => x.GetType() == e.GetType())) is { } found =>
                (found.Subject, SubjectKind<Customer, CustomerEvent>.Write(e)),
            _ => throw new ArgumentException($"{happened} is no event.", nameof(happened)),
        };
        return new(3, 41, subject, 5, World.Now.AddTicks(1_234_567), "王芳 <wang@example.com>", "import/7 \"a\"", 0xfedc_ba98_7654_3210,
            happened.GetType().Name, 1, data);
    }

    private static ObjectControls Controls { get; } = new()
    {
        Waivers =
        [
            new()
            {
                Id = "CP-CLAIM-02:7",
                ControlPoint = "CP-CLAIM-02",
                Reason = "两家子公司分别采购",
                GrantedBy = "controller",
                GrantedAt = World.Now,
                Until = World.Now.AddDays(3),
                UsedBy = "S-001",
                UsedAt = World.Now.AddDays(1),
                UsedFor = "OpenOpportunity",
                ReviewedBy = "auditor",
                Justified = true,
                ReviewNote = "材料齐全",
            },
        ],
        Warnings =
        [
            new()
            {
                Id = "stalled:proposal",
                Code = "stalled",
                Level = WarningLevel.Critical,
                Owner = "Controller",
                Text = new("停滞 30 天", "Stalled for 30 days"),
                DueAt = World.Now,
                RaisedAt = World.Now.AddMinutes(1),
                RespondBy = World.Now.AddDays(3),
                Response = "本周五拜访客户",
                AnsweredBy = "S-001",
                AnsweredAt = World.Now.AddDays(4),
                ClosedAt = World.Now.AddDays(5),
                ClosedBy = "grid",
                ClosedFor = "cause-gone",
                EscalatedAt = World.Now.AddDays(3),
            },
        ],
    };

    public static IReadOnlyDictionary<string, SubjectRecord> Records { get; } = new Dictionary<string, SubjectRecord>(Found.Select(f => KeyValuePair.Create(f.Subject.Split('/')[0], f.Record)))
    {
        ["customer"] = Mark(new SubjectRecord<Customer> { State = new(new("东海钢铁", "steel", "CN", "C-000", 1200, 1958, new(900_000_00, "CNY")), World.Now) }),
        ["refusal"] = Mark(new SubjectRecord<RefusedCommand>
        {
            State = new("opportunity/OPP-1", "AdvanceStage", "cmd-7", "CP-STAGE-02", "王芳", new("不能直接到“中标”。", "Not straight to <won>."), World.Now, 41, "to")
            {
                Missing = [new("CP-STAGE-02", new("不能直接到“中标”。", "Not straight to <won>."), "to", null, null, [Who.Self], null, false)],
            },
        }),
        ["process"] = Mark(new SubjectRecord<SalesProcess>
        {
            State = new()
            {
                Releases = [new(Tender.Definition, Day, ["王芳", "赵敏"], "李强", World.Now)],
                Adoptions = [new(2, Day, "李强", World.Now)],
                Draft = new(Tender.Definition with { Version = 2 }, 3, ["赵敏"], World.Now),
                RetiredFrom = Day,
            },
        }),
        ["salesperson"] = Mark(new SubjectRecord<Salesperson> { State = PeopleSamples.Salesperson }),
        ["target"] = Mark(new SubjectRecord<Target> { State = PeopleSamples.Target }),
        ["customer-file"] = Mark(new SubjectRecord<Customer> { State = Customers.Everything }),
        ["customer-merged"] = Mark(new SubjectRecord<Customer>
        {
            State = Customers.Of(new()
            {
                Merge = new("C-200", "S-001", Customers.Code, true, new()
                {
                    Number = 1,
                    To = "C-200",
                    Reason = "重复登记",
                    By = "M-1",
                    BegunAt = World.Now,
                    Part = "opportunity",
                    After = "O-2",
                    InHand = ["O-1", "O-2"],
                }),
                MergedFrom = ["C-300"],
            }),
        }),
        ["accounting"] = Mark(new SubjectRecord<AccountingPeriods> { State = new([new(Day, "FIN-1", World.Now)]) }),
        ["rates"] = Mark(new SubjectRecord<CompanyRates>
        {
            State = new(4, [new(3, Day, [new("USD", "CNY", 7.1m)], "PBOC", "FIN-1", "FIN-2")], new(4, Day, [new("JPY", "CNY", 0.047m)], "ECB", "FIN-1")),
        }),
        ["pool"] = Mark(new SubjectRecord<Pool> { State = new(PoolPolicy.Default) }),
        ["pick"] = Mark(new SubjectRecord<Pick> { State = new(2, 5, 200) }),
        ["opportunity"] = Mark(new SubjectRecord<Opportunity>
        {
            State = World.In("negotiation", null, "signed-contract") with
            {
                Status = OpportunityStatus.Lost,
                ClosedOn = Day,
                LossReason = "price",
                Imported = true,
                UnevidencedGates = ["development", "initiation"],
                ActivityCount = 2,
                LastActivityOn = Day,
            },
        }),
        ["opportunity-team"] = Mark(new SubjectRecord<Opportunity>
        {
            State = Steered.In("offer", new()
            {
                Team = [new("S-002", "presales")],
                EverInTeam = ["S-005", "S-002"],
                Credit = [new("S-001", "East 1", "East", 6_000), new("S-002", "North 2", "North", 4_000)],
            }),
        }),
        ["claim"] = Mark(new SubjectRecord<Claim>
        {
            State = Claim.None,
            Granted = GrantedReservations.None
                .Evolve(new ReservationGranted("identity", "customer/C-100@1:identity", "customer/C-100", new(900_000_00, "CNY"), World.Now))
                .Evolve(new ReservationGranted("identity", "customer/C-200@1:identity", "customer/C-200", null, World.Now))
                .Evolve(new ReservationReleased("customer/C-200@1:identity", null)),
            Controls = Controls,
            Taken = new(
                [new("customer/C-100", "credit", "contract/K-1@4:credit", new(2_313_13, "CNY"), World.Now)],
                [new("customer/C-100", "contract/K-1@1:credit", new(7, "CNY"), World.Now)]),
            Told = new([new("document", "stands", 4, World.Now, 1, true)]),
        }),
        ["claim-many"] = Mark(new SubjectRecord<Claim> { State = Claim.None, Granted = Many }),
        ["policy"] = Mark(new SubjectRecord<EarlyWarning> { State = new(3, [Criterion], "controller", World.Now) }),
        ["pricelist"] = Mark(new SubjectRecord<PriceList> { State = Deals.SamplePriceList }),
        ["quote"] = Mark(new SubjectRecord<Quote> { State = Deals.SampleQuote }),
        ["contract"] = Mark(new SubjectRecord<Contract> { State = Deals.SampleContract }),
    };

    /// <summary>More reservations than a record keeps, and one that waits to be confirmed.</summary>
    private static GrantedReservations Many => Enumerable.Range(0, GrantedReservations.MaxKept + 1)
        .Aggregate(
            GrantedReservations.None.Evolve(new ReservationGranted("credit", "waits", "customer/C-1", null, World.Now)),
            (granted, i) => granted.Evolve(new ReservationGranted("credit", $"t{i}", "contract/K-1", new(i, "CNY"), World.Now, Day)).Evolve(new ReservationConfirmed($"t{i}", granted.NextToLeave)));

    /// <summary>An opportunity with everything on file, and something remembered of all.</summary>
    public static SubjectRecord Steeled { get; } = Mark(new SubjectRecord<Opportunity>
    {
        State = Steered.In("close", Steered.Ready with
        {
            Forecast = ForecastCategory.Commit,
            Documents = [new(DocumentKind.Quote, "Q-1")],
            Approvals = [new(StageApprover.Finance, "S-001", World.Now)],
        }, new()
        {
            Slips = 1,
            SlipDays = 30,
            StageActivities = 2,
            StageKinds = [new("visit", 2)],
            Rises = [new(Day, 7, "CNY")],
            LateDays = [new(Day, [9, 8])],
        }) with
        {
            WinReason = "solution",
            Claim = "claim/deal-7",
            NotSold = new("CNC-5", new("暂停", "suspended"), World.Now),
        },
    });

    internal static SubjectRecord Mark<T>(SubjectRecord<T> record) =>
        record.After(record.Body, 2).Committed(new(ulong.MaxValue, 0xfedc_ba98_7654_3210, record.Version + 2, 2, 40));
}
