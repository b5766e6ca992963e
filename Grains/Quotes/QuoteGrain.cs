using System.Collections.Immutable;
using SalesGrid.Catalogues;
using SalesGrid.Customers;
using SalesGrid.Decisions;
using SalesGrid.Hosting;
using SalesGrid.Opportunities;
using SalesGrid.PriceLists;
using SalesGrid.Products;
using SalesGrid.Salespeople;
using SalesGrid.Subjects;

namespace SalesGrid.Quotes;

/// <summary>One quote. Key: <c>quote/{id}</c>.</summary>
[GrainType("quote"), BucketPlacement]
public sealed class QuoteGrain(SubjectServices services, ManagersAbove managers, SiloCatalogue catalogue) : SubjectGrain<Quote, QuoteEvent, QuoteCommand>(QuoteKind.Kind, services)
{
    /// <inheritdoc/>
    // A quote is begun on the opportunity of somebody, whoever it is to belong to.
    protected override async ValueTask<string?> OwnerFor(Quote current, QuoteCommand command, Inputs inputs) =>
        command is DraftQuote begins ? (await OpportunityOf(begins.OpportunityId, inputs))?.OwnerId : await base.OwnerFor(current, command, inputs);

    /// <inheritdoc/>
    // Who works on the deal works on what is offered for it, and reads it.
    protected override async ValueTask<ImmutableArray<string>> TeamFor(Quote current, QuoteCommand command, Inputs inputs) =>
        (command is DraftQuote begins ? begins.OpportunityId : current.Terms?.OpportunityId) is { } id && await OpportunityOf(id, inputs) is { } deal ? [.. deal.DealTeam.Select(m => m.Person)] : [];

    /// <inheritdoc/>
    public override async Task<ImmutableArray<string>> SharedWith() =>
        (await Current()).State.Terms is { } terms ? await Other(OpportunityKind.Kind.SubjectOf(terms.OpportunityId)).SharedWith() : [];

    /// <inheritdoc/>
    protected override async ValueTask<Decision<QuoteEvent>> Decide(string id, Quote current, QuoteCommand command, DecisionContext request)
    {
        var context = await ContextOf(current, command, request);
        var products = QuoteRules.ProductsNamedIn(current, command);
        if (!products.IsEmpty && await catalogue.Lately<ProductView>(ProductKind.Kind.Name, products, request.Inputs) is { IsInForce: true } lately)
        {
            // Where it is to be sold the opportunity knows.
            context = context with { Products = lately, Opportunity = context.Opportunity ?? (current.Terms is { } terms ? await OpportunityOf(terms.OpportunityId, request.Inputs) : null) };
        }
        var decision = QuoteRules.Decide(id, current, command, request, context);
        return ProductNames.IsWhy(decision.Refusal)
            ? QuoteRules.Decide(id, current, command, request, context with { Products = await catalogue.Now<ProductView>(ProductKind.Kind.Name, products, request.Inputs) })
            : decision;
    }

    private async ValueTask<QuoteContext> ContextOf(Quote current, QuoteCommand command, DecisionContext request)
    {
        var inputs = request.Inputs;
        switch (command)
        {
            case DraftQuote c when current.Status == QuoteStatus.None:
                var opportunity = await OpportunityOf(c.OpportunityId, inputs);
                var customer = (c.CustomerId ?? opportunity?.Facts.CustomerId) is { } id && SubjectId.IsValid(id)
                    ? await inputs.Ask<ICustomerGrain, CustomerView>(CustomerKind.Kind.SubjectOf(id), static c => c.Get(), static c => c.Version)
                    : null;
                return new()
                {
                    Opportunity = opportunity,
                    Owner = await People.Find(inputs, c.OwnerId ?? opportunity?.OwnerId),
                    CustomerIsKnown = customer is not null,
                    CustomerMergedInto = customer?.MergedInto,
                };
            case ReviseQuote { OwnerId: { } owner }:
                return new() { Owner = await People.Find(inputs, owner) };
            case SubmitQuote when current is { Status: QuoteStatus.Draft, Terms: { } terms }:
                var submitted = await Deputies.Counting(await People.Find(inputs, terms.OwnerId), request);
                return new()
                {
                    Opportunity = await OpportunityOf(terms.OpportunityId, inputs),
                    Owner = submitted,
                    Prices = await inputs.Ask<IPriceListGrain, PriceBook>(PriceListKind.Kind.SubjectOf(terms.PriceListId),
                        list => list.PricesOn(request.Today, [.. terms.Lines.Select(l => l.Product).Distinct()]), static prices => prices.ReadFrom),
                    Above = await Above(submitted, request),
                };
            case ApproveQuote or RejectQuote when current is { Route: { } route, Terms: { } terms }:
                var named = route.Steps.SelectMany(s => new[] { s.Approver.Person, s.EscalatedTo?.Person, s.ApprovedBy }).Append(request.Actor);
                return new()
                {
                    Opportunity = await OpportunityOf(terms.OpportunityId, inputs),
                    Owner = await People.Find(inputs, terms.OwnerId),
                    Approvers = await Counting(await People.Find(inputs, named), request),
                };
            case EscalateApproval c when current is { Route: { } route, Terms: { } terms } && route.IsOpen(c.Step):
                return new() { Opportunity = await OpportunityOf(terms.OpportunityId, inputs), Above = await Above(await People.Find(inputs, route.Steps[c.Step].Approver.Person), request) };
            case ReplaceApprover c when current is { Status: QuoteStatus.Submitted, Terms: { } terms }:
                return new() { Opportunity = await OpportunityOf(terms.OpportunityId, inputs), Above = await Above(await People.Find(inputs, c.Person), request) };
            case ReassignQuote or QuoteFollowsOpportunity:
                var successor = await People.Find(inputs, (command as ReassignQuote)?.OwnerId ?? ((QuoteFollowsOpportunity)command).OwnerId);
                return new() { Opportunity = current.Terms is { } had ? await OpportunityOf(had.OpportunityId, inputs) : null, Owner = successor, Above = await Above(successor, request) };
            case AcceptQuote when current is { Status: QuoteStatus.Approved, Terms: { } terms }:
                return new() { Owner = await People.Find(inputs, terms.OwnerId), Opportunity = await OpportunityOf(terms.OpportunityId, inputs) };
            case WithdrawQuote or AcceptQuote when current.Terms is { } terms:
                return new() { Owner = await Deputies.Counting(await People.Find(inputs, terms.OwnerId), request) };
            default:
                return new();
        }
    }

    /// <summary>People as far as whoever asks may act for them.</summary>
    private static async ValueTask<ImmutableDictionary<string, SalespersonView>> Counting(ImmutableDictionary<string, SalespersonView> people, DecisionContext request)
    {
        foreach (var (id, person) in people)
            people = people.SetItem(id, (await Deputies.Counting(person, request))!);
        return people;
    }

    private async ValueTask<ImmutableArray<SalespersonView>> Above(SalespersonView? person, DecisionContext request)
    {
        var above = ImmutableArray.CreateBuilder<SalespersonView>();
        if (person is not null)
        {
            await foreach (var manager in managers.Of(person, request.Today, new(request.Inputs) { Lately = false }))
                above.Add(manager);
        }
        return above.ToImmutable();
    }

    private static async ValueTask<OpportunityView?> OpportunityOf(string id, Inputs inputs) =>
        SubjectId.IsValid(id) ? await inputs.Ask<IOpportunityGrain, OpportunityView>(OpportunityKind.Kind.SubjectOf(id), static o => o.Get(), static o => o.Version) : null;
}
