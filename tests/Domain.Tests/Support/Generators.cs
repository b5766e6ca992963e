using System.Collections.Immutable;
using SalesGrid.Products;

namespace SalesGrid.Domain.Tests;

/// <summary>A command and how many days after the one before it is given.</summary>
internal sealed record Step(OpportunityCommand Command, int DaysLater);

/// <summary>A command to one of several opportunities.</summary>
internal sealed record Job(string Id, Step Step);

/// <summary>Everything the laws draw by chance. A law that fails prints the seed to replay it with.</summary>
internal static class Generators
{
    /// <summary>The day a generated story begins.</summary>
    public static readonly DateOnly Begin = new(2026, 1, 5);

    public static readonly string[] Stages = ["development", "initiation", "proposal", "bidding", "negotiation", "implementation"];

    private static readonly string[] EvidenceKinds =
    [
        "project-information", "initiation-report", "solution-proposal", "relationship-map", "bid-result",
        "contract-approval", "signed-contract", "acceptance-report",
    ];

    public static Gen<Money> Amount { get; } = Gen.Select(
        Gen.Frequency((1, Gen.Long[0, 50_000_000]), (1, Gen.OneOf(0, 1, Money.MaxMinorUnits))), Gen.OneOf("CNY", "CNY", "USD", "JPY", "KWD"),
        (minor, currency) => new Money(minor, currency));

    public static Gen<DateOnly> Day { get; } = Gen.Int[-40, 900].Select(days => Begin.AddDays(days));

    // History lies mostly before the story begins; what is opened in the future is refused.
    private static Gen<DateOnly> Past { get; } = Gen.Int[-400, -1].Select(days => Begin.AddDays(days));

    private static Gen<OpportunityFacts> AnyFacts { get; } = Gen.Select(
        Gen.OneOf(null, "高炉", "Line 3 “new”"), Gen.OneOf(null, "C-100", "C-200", "C-404"), Gen.OneOf(null, "MES", "ERP", " "),
        Gen.OneOf(null, "direct", "partner"), Maybe(Amount), Maybe(Day),
        (name, customer, product, channel, amount, expected) => new OpportunityFacts(name, customer, product, channel, amount, expected));

    /// <summary>What may be said of an opportunity; often all of it, or the gates would stay shut.</summary>
    public static Gen<OpportunityFacts> Facts { get; } = Gen.Frequency((1, Gen.Const(World.Full)), (1, AnyFacts));

    private static Gen<string> Owner { get; } = Gen.OneOf("S-001", "S-001", "S-002", "S-002", "S-003", "S-404", "S/1");

    private static Gen<OpportunityCommand> Open { get; } =
        Gen.Select(Facts, Owner, (facts, owner) => (OpportunityCommand)new OpenOpportunity(facts, owner));

    private static Gen<OpportunityCommand> Import { get; } = Gen.Select(
        Facts, Owner, Gen.Enum<OpportunityStatus>(), Gen.OneOf(Stages), Maybe(Gen.Frequency((4, Past), (1, Day))), Maybe(Day), Gen.OneOf(null, "price", "weather"),
        (facts, owner, status, stage, opened, closed, reason) =>
            (OpportunityCommand)new ImportOpportunity(facts, owner, status, stage, opened, status == OpportunityStatus.Open ? null : closed, reason, "crm"));

    private static ProductView Mes(ProductStatus status) =>
        new() { Id = "MES", Version = 3, Status = status, NameZh = "制造执行系统", NameEn = "MES", Legality = Legality.Free };

    private static Gen<OpportunityCommand> Deal { get; } = Gen.Frequency(
        (2, Gen.Select(Gen.Int[0, 6], Gen.Int[0, 5], (need, budget) => (OpportunityCommand)new EvaluateOpportunity([new("need", need), new("budget", budget)]))),
        (3, Gen.Select(Gen.OneOf("P-1", "P-2", "P-3"), Gen.OneOf("coach", "economic-buyer", "friend"), Gen.Enum<Stance>(),
            (id, role, stance) => (OpportunityCommand)new MapPerson(new(id, "王总", role, stance)))),
        (1, Gen.OneOf("P-1", "P-2").Select(id => (OpportunityCommand)new RemovePerson(id))),
        (2, Day.Select(on => (OpportunityCommand)new PlanNextStep("技术交流", on, "x"))),
        (1, Gen.OneOf("甲", "乙").Array[0, 2].Select(names => (OpportunityCommand)new NameCompetitors([.. names]))),
        (1, Gen.Int[0, 2].Select(count => (OpportunityCommand)new SetProductLines([.. Enumerable.Repeat(new ProductLine("MES"), count)]))),
        (1, Gen.Enum<ForecastCategory>().Select(category => (OpportunityCommand)new ForecastOpportunity(category))),
        (2, Gen.Frequency((3, Gen.Const((StageApprover?)null)), (1, Gen.Enum<StageApprover>().Select(by => (StageApprover?)by)))
            .Select(by => (OpportunityCommand)new RequestStageApproval(by))),
        (2, Gen.Const((OpportunityCommand)new ApproveStage())),
        (1, Gen.OneOf("no", "").Select(reason => (OpportunityCommand)new RejectStage(reason))),
        (1, Gen.Select(Gen.Enum<DocumentKind>(), Gen.Bool, (kind, stands) => (OpportunityCommand)new NoteDocument(kind, "D-1", stands))),
        (1, Gen.Const((OpportunityCommand)new NotePapersFollowed(2))),
        (1, Gen.OneOf(ProductStatus.Released, ProductStatus.Suspended, ProductStatus.Retired).Select(status => (OpportunityCommand)new NoteProduct(Mes(status)))),
        (2, Gen.OneOf("S-001", "S-002", "S-003").Array[0, 2].Select(people => (OpportunityCommand)new SetDealTeam([.. people.Select(p => new TeamMember(p, "presales"))]))),
        (1, Gen.Const((OpportunityCommand)new ReplaceTeamMember("S-002", "S-001"))),
        (3, Gen.OneOf("C-100", "C-200").Select(from => (OpportunityCommand)new FollowCustomer(from, from == "C-100" ? "C-200" : "C-100"))),
        (2, Gen.Int[0, 11_000].Select(points => (OpportunityCommand)new SplitCredit([new("S-001", points), new("S-002", 10_000 - points)]))),
        (2, Gen.OneOf("S-001", "S-002").Select(person => (OpportunityCommand)new CorrectCredit(person == "S-001" ? [] : [new("S-001", 3_333), new("S-002", 6_667)], "checked"))),
        (1, Gen.OneOf("find", "qualify", "offer", "close").Select(to => (OpportunityCommand)new AdvanceStage(to))));

    private static Gen<OpportunityCommand> Command { get; } = Gen.Frequency(
        (6, Deal),
        (10, Gen.Const((OpportunityCommand)new AdvanceStage())),
        (3, Gen.OneOf([.. Stages, "none"]).Select(to => (OpportunityCommand)new AdvanceStage(to))),
        (18, Gen.Select(Gen.OneOf([.. EvidenceKinds, "photo"]), Gen.Frequency((5, "D-1"), (2, "D-2"), (1, "")),
            (kind, reference) => (OpportunityCommand)new AttachEvidence(kind, reference))),
        (3, Facts.Select(facts => (OpportunityCommand)new ValueOpportunity(facts))),
        (2, Maybe(Day).Select(on => (OpportunityCommand)new RecordActivity("visit", "谈判", on))),
        (2, Owner.Select(owner => (OpportunityCommand)new ReassignOpportunity(owner, "territory"))),
        (4, Gen.Select(Maybe(Amount), Seldom(Day), (amount, on) => (OpportunityCommand)new WinOpportunity(amount, on))),
        (1, Gen.Select(Gen.OneOf("price", "timing", "weather"), Seldom(Day),
            (reason, on) => (OpportunityCommand)new LoseOpportunity(reason, null, on))),
        (3, Gen.OneOf("more budget", "").Select(reason => (OpportunityCommand)new ReopenOpportunity(reason))),
        (3, Gen.Select(Gen.OneOf(1, 3, 3, 9), Gen.OneOf([null, null, .. Stages]),
            (version, stage) => (OpportunityCommand)new MoveToProcessVersion(version, "one process for all", stage))),
        (2, Open),
        (3, Import));

    /// <summary>The straight way from the first call to the signed contract.</summary>
    private static readonly OpportunityCommand[] StraightWay =
    [
        new OpenOpportunity(World.Full, "S-001"), new AttachEvidence("project-information", "D-1"), new AdvanceStage(),
        new AttachEvidence("initiation-report", "D-1"), new AdvanceStage("proposal"),
        new AttachEvidence("solution-proposal", "D-1"), new AttachEvidence("relationship-map", "D-1"), new AdvanceStage(),
        new AttachEvidence("bid-result", "D-1"), new AdvanceStage(),
        new AttachEvidence("contract-approval", "D-1"), new AttachEvidence("signed-contract", "D-1"), new WinOpportunity(),
    ];

    /// <summary>The straight way through the process that asks for everything.</summary>
    private static readonly OpportunityCommand[] SteeredWay =
    [
        new OpenOpportunity(World.Full, "S-001", "steered"), new ReassignOpportunity("S-002", "territory"), new NotePapersFollowed(2), new ReassignOpportunity("S-001", "territory"), new MapPerson(Steered.Chief), new MapPerson(Steered.Coach),
        new MapPerson(Steered.Coach with { Id = "P-3" }), new RemovePerson("P-3"),
        new RecordActivity("visit", "面谈", null, "P-1"), new AdvanceStage(),
        new EvaluateOpportunity([new("need", 4), new("budget", 3)]), new PlanNextStep("技术交流", World.Today.AddYears(1), "先交流"),
        new SetDealTeam([new("S-002", "presales")]), new SplitCredit([new("S-001", 6_667), new("S-002", 3_333)]),
        new RequestStageApproval(), new RejectStage("预算依据不足"), new RequestStageApproval(), new ApproveStage(), new AdvanceStage(),
        new NameCompetitors(["甲公司"]), new SetProductLines([new("MES", 2)]), new ForecastOpportunity(ForecastCategory.Commit), new AdvanceStage(),
        new NoteProduct(Mes(ProductStatus.Suspended)), new NoteDocument(DocumentKind.Quote, "Q-1", true), new NoteDocument(DocumentKind.Contract, "K-1", true), new WinOpportunity(null, null, "solution"),
        new ReopenOpportunity("contract withdrawn"),
    ];

    private static Gen<Step> AnyStep { get; } = Gen.Select(Command, Gen.Int[0, 20], (command, days) => new Step(command, days));

    /// <summary>Chance alone: much of it is refused.</summary>
    private static Gen<Step[]> Wild { get; } = Gen.Select(
        Gen.Frequency((3, Open), (3, Import)), AnyStep.Array[0, 70], (first, rest) => (Step[])[new(first, 0), .. rest]);

    /// <summary>A win that came in, that finance has count.</summary>
    private static Gen<Step[]> BroughtIn { get; } = Gen.Select(
        AnyStep.Array[0, 1], AnyStep.Array[0, 12],
        (between, after) => (Step[])[new(new ImportOpportunity(World.Full, "S-001", OpportunityStatus.Won, "negotiation", Begin.AddDays(-90), Begin.AddDays(-1), null, "crm"), 0),
            .. between, new(new AdmitWin("checked"), 1), .. after]);

    /// <summary>The straight way with chance in between, so that the late stages are reached.</summary>
    private static Gen<Step[]> Disturbed { get; } = Gen.Select(
        AnyStep.Array[0, 2].Array[StraightWay.Length], AnyStep.Array[0, 12],
        (between, after) => (Step[])[.. StraightWay.SelectMany((command, i) => (Step[])[new(command, 3), .. between[i]]), .. after]);

    private static Gen<Step[]> SteeredAndDisturbed { get; } = Gen.Select(
        Gen.Frequency((5, Gen.Const(Array.Empty<Step>())), (1, AnyStep.Array[1, 2])).Array[SteeredWay.Length], AnyStep.Array[0, 12], Gen.Int[0, 5],
        (between, after, budget) => (Step[])[.. SteeredWay.SelectMany((command, i) => (Step[])[.. Varied(command, budget), .. between[i]]), .. after]);

    /// <summary>With too small a budget the card is too weak, and with the largest somebody asks for more once it is approved.</summary>
    private static Step[] Varied(OpportunityCommand command, int budget) => command switch
    {
        EvaluateOpportunity => [new(new EvaluateOpportunity([new("need", 4), new("budget", budget)]), 3)],
        ApproveStage when budget == 5 => [new(command, 3), new(new ValueOpportunity(new(Amount: new(1, "CNY"))), 3)],
        _ => [new(command, 3)],
    };

    /// <summary>The life of one opportunity: how it came in, and what was asked of it since.</summary>
    public static Gen<Step[]> Story { get; } = Gen.Frequency((3, Wild), (3, Disturbed), (3, SteeredAndDisturbed), (1, BroughtIn));

    /// <summary>What was asked of a few opportunities that share a bucket.</summary>
    public static Gen<Job[]> Jobs { get; } = Gen.Select(
        Gen.OneOf("OPP-1", "OPP-2", "商机 3"), Gen.Frequency((2, Open), (1, Import), (12, Command)), Gen.Int[0, 9],
        (id, command, days) => new Job(id, new(command, days))).Array[3, 60]
        .Select(jobs => (Job[])[.. new[] { "OPP-1", "OPP-2" }.Select(id => new Job(id, new(StraightWay[0], 0))), .. jobs]);

    /// <summary>The state of an opportunity, whatever rules would say of it.</summary>
    public static Gen<Opportunity> State { get; } = Gen.Select(
        Gen.OneOf(OpportunityStatus.Open, OpportunityStatus.Won, OpportunityStatus.Lost), Gen.Int[0, 5], AnyFacts,
        Gen.OneOf(new Attribution("S-001", "East 1", "East"), new Attribution("S-002", "North 2", "North"), new Attribution("S-003", "East 1", "East")),
        Gen.OneOf<(string?, string?, string?)>((null, null, null), ("steel", "宝山", "CN"), ("bank", null, "CN")), Maybe(Day), Day, Gen.Select(Day, Gen.Int[0, 20], Gen.Int[0, 15]),
        (status, stage, facts, credit, place, opened, closed, more) => new Opportunity
        {
            Status = status,
            ProcessId = "key-account",
            ProcessVersion = 1,
            Stage = Stages[stage],
            ProbabilityPercent = stage * 20,
            Facts = facts with { Source = more.Item2 % 3 == 0 ? null : more.Item2 % 3 == 1 ? "exhibition" : "call" },
            Attribution = credit,
            Sector = place.Item1,
            City = place.Item2,
            Country = place.Item3,
            OpenedOn = opened,
            ClosedOn = status == OpportunityStatus.Open ? null : closed,
            LossReason = status == OpportunityStatus.Lost ? "price" : null,
            WinReason = status == OpportunityStatus.Won && more.Item2 % 2 == 0 ? "solution" : null,
            Imported = more.Item3 % 2 == 0,
            UnevidencedGates = more.Item3 % 4 == 0 ? [Stages[stage]] : [],
            IsWinAdmitted = more.Item3 % 8 == 0,
            ActivityCount = more.Item2,
            File = more.Item3 % 5 == 0 ? null : DealDetails.None with
            {
                Forecast = (ForecastCategory)(more.Item3 % 5),
                Credit = more.Item2 % 4 == 0 ? [] : [new("S-002", "North 2", "North", 1 + (more.Item2 * 313)), new("S-003", "East 1", "East", 9_999 - (more.Item2 * 313))],
            },
            Trace = more.Item3 % 3 == 0 ? null : DealTrends.None with { Slips = more.Item3 },
            StageSince = new(more.Item1.ToDateTime(new(23, 30)), TimeSpan.Zero),
            ChangedAt = World.Now.AddTicks(closed.DayNumber),
        });

    public static Gen<KpiTotals> Totals { get; } = Gen.Select(
        Gen.Long[0, 1L << 40].Array[7], Wide, Wide, Wide, Gen.Long[-(1L << 40), 1L << 40],
        (counts, wonMinor, openMinor, weighted, days) => new KpiTotals
        {
            Open = counts[0],
            Won = counts[1],
            Lost = counts[2],
            WonMinor = wonMinor,
            OpenMinor = openMinor,
            WeightedMinorPercent = weighted,
            WonCycleDays = days,
            WonCycles = counts[3],
            Slips = counts[4],
            OpenStageDayNumbers = counts[5],
            Activities = counts[6],
        });

    /// <summary>A question to the cube: up to four dimensions, with or without a period.</summary>
    public static Gen<KpiQuery> Question { get; } = Gen.Select(Gen.OneOf([.. OpportunitySchema.Schema.Dimensions]).Array[0, KpiQuery.MaxDimensions], Maybe(Day), Maybe(Day),
        (dimensions, from, to) => new KpiQuery([.. dimensions.Distinct()], from, to));

    /// <summary>One that counts in the parts that are credited, or does not.</summary>
    public static Gen<KpiQuery> QuestionOfParts { get; } = Gen.Select(Question, Gen.Bool, (question, byCredit) => question with { ByCredit = byCredit });

    /// <summary>A list's conditions and order. Amounts are bounded and compared within one currency.</summary>
    public static Gen<ListQuery> List { get; } = Gen.Select(
        Gen.OneOf([FactSchema.Id, .. OpportunitySchema.Schema.Sorts]), Gen.Bool, Some<string?>("open", "won", "lost"), Some<string?>(Stages),
        Some("C-100", "C-200", "C-999", null), Maybe(Gen.Int[0, 400_000]), Maybe(Day), Gen.Int[0, 8],
        (sort, descending, status, stage, customer, amount, day, which) => new ListQuery
        {
            Sort = sort,
            Descending = descending,
            Where =
            [
                new(KpiDimension.Status, status),
                new(KpiDimension.Stage, (which & 1) == 0 ? [] : stage),
                new(KpiDimension.Customer, (which & 2) == 0 ? [] : customer),
                new(KpiDimension.Currency, sort == "amount" || which is 4 or 5 ? ["CNY"] : []),
            ],
            Within = which switch
            {
                4 => [new("amount", amount, null)],
                5 => [new("amount", null, amount)],
                6 => [new("openedOn", day?.DayNumber, null)],
                7 => [new("expectedCloseOn", null, day?.DayNumber)],
                _ => [],
            },
            From = which == 8 ? day : null,
        });

    private static Gen<Int128> Wide => Gen.Select(Gen.Long, Gen.Int[0, 1 << 20], (a, b) => (Int128)a * b);

    private static Gen<T?> Maybe<T>(Gen<T> gen) where T : struct =>
        Gen.Frequency((1, Gen.Const((T?)null)), (2, gen.Select(value => (T?)value)));

    private static Gen<T?> Seldom<T>(Gen<T> gen) where T : struct =>
        Gen.Frequency((5, Gen.Const((T?)null)), (1, gen.Select(value => (T?)value)));

    private static Gen<ImmutableArray<T>> Some<T>(params T[] values) =>
        Gen.OneOf(values).Array[0, 2].Select(chosen => chosen.Distinct().ToImmutableArray());
}
