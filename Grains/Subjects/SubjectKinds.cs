using SalesGrid.Claims;
using SalesGrid.Controls;
using SalesGrid.Customers;
using SalesGrid.Holds;
using SalesGrid.Opportunities;
using SalesGrid.Pools;
using SalesGrid.Salespeople;

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
        typeof(SalespersonRegistered), typeof(SalespersonMoved), typeof(SalespersonDeactivated));

    public static SubjectKind<Opportunity, OpportunityEvent> Opportunity { get; } = new(
        "opportunity", Opportunities.Opportunity.None, (state, e, at) => state.Evolve(e, at),
        typeof(OpportunityOpened), typeof(OpportunityImported), typeof(OpportunityValued), typeof(StageAdvanced),
        typeof(StageReturned), typeof(EvidenceAttached), typeof(ActivityRecorded), typeof(OpportunityReassigned),
        typeof(OpportunityWon), typeof(OpportunityLost), typeof(OpportunityReopened));

    public static SubjectKind<Claim, ClaimEvent> Claim { get; } = new("claim", Claims.Claim.None, (state, _, _) => state)
    {
        AdmitHold = Claims.Claim.Admit,
    };

    /// <summary>Events that can happen to an object of any kind, by name.</summary>
    public static IReadOnlyDictionary<string, Type> CommonEvents { get; } = new[]
    {
        typeof(HoldTaken), typeof(HoldConfirmed), typeof(HoldReleased), typeof(HoldAbandoned),
        typeof(ControlOverridden), typeof(OverrideUsed), typeof(OverrideReviewed),
        typeof(WarningRaised), typeof(WarningAnswered), typeof(WarningClosed),
    }.ToDictionary(t => t.Name, StringComparer.Ordinal);

    /// <summary>All of them.</summary>
    public static IReadOnlyList<ISubjectKind> All { get; } = [Customer, Salesperson, Opportunity, Claim, Pool, Pick];

    private static readonly Dictionary<string, ISubjectKind> ByName = All.ToDictionary(k => k.Name, StringComparer.Ordinal);

    private static readonly Dictionary<string, ISubjectKind>.AlternateLookup<ReadOnlySpan<char>> BySpan =
        ByName.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>The kind a subject is of.</summary>
    public static ISubjectKind Of(string subject) =>
        subject.IndexOf('/') is > 0 and var slash && BySpan.TryGetValue(subject.AsSpan(0, slash), out var kind)
            ? kind
            : throw new InvalidDataException($"'{subject}' is of no kind this version knows.");

    /// <summary>The id in a subject.</summary>
    public static string IdOf(string subject) => subject[(subject.IndexOf('/') + 1)..];
}
