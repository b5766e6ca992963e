using SalesGrid.Claims;
using SalesGrid.Contracts;
using SalesGrid.Controls;
using SalesGrid.Customers;
using SalesGrid.Holds;
using SalesGrid.Opportunities;
using SalesGrid.PriceLists;
using SalesGrid.Quotes;
using SalesGrid.Salespeople;

namespace SalesGrid.Subjects;

/// <summary>Every kind of business object in the grid.</summary>
public static class SubjectKinds
{
    public static SubjectKind<Customer, CustomerEvent> Customer { get; } = new(
        "customer", Customers.Customer.None, (state, e, at) => state.Evolve(e, at),
        typeof(CustomerRegistered), typeof(CustomerAmended));

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
        typeof(WarningRaised), typeof(WarningAnswered), typeof(WarningClosed),
    }.ToDictionary(t => t.Name, StringComparer.Ordinal);

    /// <summary>All of them.</summary>
    public static IReadOnlyList<ISubjectKind> All { get; } = [Customer, Salesperson, Opportunity, Claim, PriceList, Quote, Contract];

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
