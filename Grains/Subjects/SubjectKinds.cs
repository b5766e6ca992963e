using SalesGrid.Claims;
using SalesGrid.Contracts;
using SalesGrid.Controls;
using SalesGrid.Customers;
using SalesGrid.Holds;
using SalesGrid.Opportunities;
using SalesGrid.Pools;
using SalesGrid.PriceLists;
using SalesGrid.Processes;
using SalesGrid.Quotes;
using SalesGrid.Salespeople;
using SalesGrid.Targets;
using SalesGrid.Warnings;

namespace SalesGrid.Subjects;

/// <summary>Every kind of business object in the grid.</summary>
public static class SubjectKinds
{
    public static SubjectKind<Customer, CustomerEvent> Customer { get; } = new(
        "customer", Customers.Customer.None, (state, e, at) => state.Evolve(e, at),
        typeof(CustomerRegistered), typeof(CustomerAmended), typeof(DiligenceRequired), typeof(DiligenceRecorded), typeof(CreditRequested),
        typeof(CreditGranted), typeof(CreditSuspended), typeof(CustomerClassified), typeof(FollowUpRecorded), typeof(DealNoted),
        typeof(HolderAssigned), typeof(CustomerPicked), typeof(CustomerReturned), typeof(HolderProtected), typeof(RecyclePostponed),
        typeof(HoldGivenBack), typeof(ContactPut), typeof(ConsentWithdrawn), typeof(ContactRemoved))
    {
        Shown = CustomerGrain.View,
        TaggedBy = CustomerGrain.Tags,
        AdmitHold = CreditRules.Admit,
        StandsBehind = (_, state, asked) => CustomerHolds.Stands(state, asked),
        Unfinished = state => state.File?.FirstOwed(),
        Timers = CustomerWatches.Timers,
        Watches = CustomerWatches.Of,
    };

    public static SubjectKind<Pool, PoolEvent> Pool { get; } = new(
        "pool", Pools.Pool.None, (_, e, _) => Pools.Pool.Evolve(e), typeof(PoolPolicySet))
    {
        Shown = Pools.Pool.View,
    };

    public static SubjectKind<Pick, PickEvent> Pick { get; } = new(
        "pick", Pools.Pick.None, (_, e, _) => Pools.Pick.Evolve(e), typeof(LimitsAdopted))
    {
        Shown = Pools.Pick.View,
        AdmitHold = Pools.Pick.Admit,
    };

    public static SubjectKind<Salesperson, SalespersonEvent> Salesperson { get; } = new(
        "salesperson", Salespeople.Salesperson.None, (state, e, at) => state.Evolve(e, at),
        typeof(SalespersonRegistered), typeof(SalespersonMoved), typeof(SalespersonDeactivated),
        typeof(AuthorityGranted), typeof(BudgetRenewed), typeof(BudgetClosed), typeof(QualificationRequired), typeof(QualificationPassed),
        typeof(QualificationDropped), typeof(AuthorityDelegated), typeof(DelegationEnded), typeof(ConductRecorded), typeof(TargetNoted),
        typeof(CoverageNoted))
    {
        AdmitHold = Balances.Admit,
        Shown = static (id, record) => SalespersonGrain.View(id, record),
        Timers = SalespersonWatches.Timers,
        Watches = SalespersonWatches.Of,
        Unfinished = static person => person.ClosingBudgetSince,
    };

    public static SubjectKind<Target, TargetEvent> Target { get; } = new(
        "target", Targets.Target.None, (state, e, at) => state.Evolve(e, at),
        typeof(TargetsDrafted), typeof(TargetsApproved), typeof(TargetsTold))
    {
        Shown = TargetGrain.View,
        Unfinished = static target => target.TellingSince,
    };

    public static SubjectKind<Opportunity, OpportunityEvent> Opportunity { get; } = new(
        "opportunity", Opportunities.Opportunity.None, (state, e, at) => state.Evolve(e, at),
        typeof(OpportunityOpened), typeof(OpportunityImported), typeof(OpportunityValued), typeof(StageAdvanced),
        typeof(StageReturned), typeof(EvidenceAttached), typeof(ActivityRecorded), typeof(OpportunityReassigned),
        typeof(OpportunityWon), typeof(OpportunityLost), typeof(OpportunityReopened), typeof(OpportunityMigrated),
        typeof(OpportunityEvaluated), typeof(PersonMapped), typeof(PersonRemoved), typeof(NextStepPlanned), typeof(CompetitorsNamed),
        typeof(ProductLinesSet), typeof(ForecastMade), typeof(StageApprovalRequested), typeof(StageApproved), typeof(StageRejected),
        typeof(DocumentNoted), typeof(ClaimReleased))
    {
        StandsBehind = OpportunityRules.StandsBehind,
        Unfinished = OpportunityRules.Unfinished,
        Watches = OpportunityWatches.Of,
    };

    public static SubjectKind<SalesProcess, ProcessEvent> Process { get; } = new(
        "process", SalesProcess.None, (state, e, at) => state.Evolve(e, at),
        typeof(ProcessDrafted), typeof(ProcessApproved), typeof(ProcessRejected), typeof(ProcessRetired), typeof(ShippedProcessAdopted));

    public static SubjectKind<Claim, ClaimEvent> Claim { get; } = new("claim", Claims.Claim.None, (state, _, _) => state)
    {
        AdmitHold = Claims.Claim.Admit,
    };

    public static SubjectKind<EarlyWarning, EarlyWarningEvent> Policy { get; } = new(
        "policy", EarlyWarning.None, (state, e, at) => state.Evolve(e, at), typeof(WarningPolicySet))
    {
        Shown = EarlyWarning.View,
    };

    /// <summary>Refused commands. They have no grain and are shown by the bucket's register of refusals.</summary>
    public static SubjectKind<RefusedCommand, RefusalEvent> Refusal { get; } = new(
        "refusal", RefusedCommand.None, (_, e, _) => RefusalFold.Evolve(e), typeof(CommandRefused));

    public static SubjectKind<PriceList, PriceListEvent> PriceList { get; } = new(
        "pricelist", PriceLists.PriceList.None, (state, e, _) => state.Evolve(e),
        typeof(PricesDrafted), typeof(PricesAdded), typeof(PricesApproved), typeof(PricesRejected))
    {
        Shown = PriceListGrain.View,
    };

    public static SubjectKind<Quote, QuoteEvent> Quote { get; } = new(
        "quote", Quotes.Quote.None, (state, e, at) => state.Evolve(e, at),
        typeof(QuoteDrafted), typeof(QuoteRevised), typeof(QuoteSubmitted), typeof(QuoteStepApproved), typeof(QuoteStepEscalated),
        typeof(QuoteApproved), typeof(QuoteRejected), typeof(QuoteApprovalVoided), typeof(QuoteWithdrawn), typeof(QuoteAccepted),
        typeof(QuoteExpired), typeof(QuoteSettled))
    {
        StandsBehind = (_, state, hold) => state.Hold?.Token == hold.Token,
        Shown = QuoteOutlook.View,
        TaggedBy = QuoteOutlook.Tags,
        Timers = QuoteOutlook.Timers,
        Watches = QuoteOutlook.Watches,
        Unfinished = state => state.Unfinished(),
    };

    public static SubjectKind<Contract, ContractEvent> Contract { get; } = new(
        "contract", Contracts.Contract.None, (state, e, at) => state.Evolve(e, at),
        typeof(ContractDrafted), typeof(ContractAmended), typeof(ContractSubmitted), typeof(ContractReviewed), typeof(ContractSigned),
        typeof(ContractReceiptRecorded), typeof(ContractCompleted), typeof(ContractTerminated), typeof(ContractArchived), typeof(ContractSettled))
    {
        StandsBehind = (_, state, hold) => state.Holds.Any(h => h.Token == hold.Token),
        Shown = ContractOutlook.View,
        TaggedBy = ContractOutlook.Tags,
        Watches = ContractOutlook.Watches,
        Unfinished = state => state.Unfinished(),
    };

    /// <summary>Events that can happen to an object of any kind, by name.</summary>
    public static IReadOnlyDictionary<string, Type> CommonEvents { get; } = new[]
    {
        typeof(HoldTaken), typeof(HoldConfirmed), typeof(HoldReleased), typeof(HoldAbandoned),
        typeof(ControlOverridden), typeof(OverrideUsed), typeof(OverrideReviewed),
        typeof(WarningRaised), typeof(WarningEscalated), typeof(WarningAnswered), typeof(WarningClosed),
    }.ToDictionary(t => t.Name, StringComparer.Ordinal);

    /// <summary>All of them.</summary>
    public static IReadOnlyList<ISubjectKind> All { get; } = [Customer, Salesperson, Opportunity, Process, Claim, Policy, Refusal, Target, Pool, Pick, PriceList, Quote, Contract];

    private static Dictionary<string, ISubjectKind>.AlternateLookup<ReadOnlySpan<char>> BySpan = Index(All);

    /// <summary>The kind a subject is of.</summary>
    public static ISubjectKind Of(string subject) =>
        subject.IndexOf('/') is > 0 and var slash && BySpan.TryGetValue(subject.AsSpan(0, slash), out var kind)
            ? kind
            : throw new InvalidDataException($"'{subject}' is of no kind this version knows.");

    /// <summary>Lets the grid know one more kind. Before any silo starts; for tests, which have kinds of their own.</summary>
    internal static void Add(ISubjectKind kind) => BySpan = Index(BySpan.Dictionary.Values.Append(kind));

    private static Dictionary<string, ISubjectKind>.AlternateLookup<ReadOnlySpan<char>> Index(IEnumerable<ISubjectKind> kinds) =>
        kinds.ToDictionary(k => k.Name, StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>The id in a subject.</summary>
    public static string IdOf(string subject) => subject[(subject.IndexOf('/') + 1)..];
}
