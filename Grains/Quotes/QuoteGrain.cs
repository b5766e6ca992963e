using System.Collections.Immutable;
using SalesGrid.Catalogues;
using SalesGrid.Customers;
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
    protected override async ValueTask<string?> OwnerFor(Quote current, QuoteCommand command) =>
        command is DraftQuote begins ? (await OpportunityOf(begins.OpportunityId))?.OwnerId : await base.OwnerFor(current, command);

    /// <inheritdoc/>
    protected override async ValueTask<Decision<QuoteEvent>> Decide(string id, Quote current, QuoteCommand command, DecisionContext request)
    {
        var context = await ContextOf(current, command, request);
        var products = QuoteRules.ProductsNamedIn(current, command);
        if (!products.IsEmpty && await catalogue.Lately<ProductView>(ProductKind.Kind.Name, products) is { IsInForce: true } lately)
        {
            // Where it is to be sold the opportunity knows.
            context = context with { Products = lately, Opportunity = context.Opportunity ?? (current.Terms is { } terms ? await OpportunityOf(terms.OpportunityId) : null) };
        }
        var decision = QuoteRules.Decide(id, current, command, request, context);
        return ProductNames.IsWhy(decision.Refusal)
            ? QuoteRules.Decide(id, current, command, request, context with { Products = await catalogue.Now<ProductView>(ProductKind.Kind.Name, products) })
            : decision;
    }

    private async ValueTask<QuoteContext> ContextOf(Quote current, QuoteCommand command, DecisionContext request)
    {
        switch (command)
        {
            case DraftQuote c when current.Status == QuoteStatus.None:
                var opportunity = await OpportunityOf(c.OpportunityId);
                return new()
                {
                    Opportunity = opportunity,
                    Owner = await People.Find(GrainFactory, c.OwnerId ?? opportunity?.OwnerId),
                    CustomerIsKnown = (c.CustomerId ?? opportunity?.Facts.CustomerId) is { } customer && SubjectId.IsValid(customer)
                        && await GrainFactory.GetGrain<ICustomerGrain>(CustomerKind.Kind.SubjectOf(customer)).Get() is not null,
                };
            case ReviseQuote { OwnerId: { } owner }:
                return new() { Owner = await People.Find(GrainFactory, owner) };
            case SubmitQuote when current is { Status: QuoteStatus.Draft, Terms: { } terms }:
                var submitted = await People.Find(GrainFactory, terms.OwnerId);
                return new()
                {
                    Opportunity = await OpportunityOf(terms.OpportunityId),
                    Owner = submitted,
                    Prices = await GrainFactory.GetGrain<IPriceListGrain>(PriceListKind.Kind.SubjectOf(terms.PriceListId))
                        .PricesOn(request.Today, [.. terms.Lines.Select(l => l.Product).Distinct()]),
                    Above = await Above(submitted, request.Today),
                };
            case ApproveQuote or RejectQuote when current is { Route: { } route, Terms: { } terms }:
                var named = route.Steps.SelectMany(s => new[] { s.Approver.Person, s.EscalatedTo?.Person, s.ApprovedBy }).Append(request.Actor);
                return new()
                {
                    Owner = await People.Find(GrainFactory, terms.OwnerId),
                    Approvers = await People.Find(GrainFactory, named),
                };
            case EscalateApproval c when current.Route is { } route && route.IsOpen(c.Step):
                return new() { Above = await Above(await People.Find(GrainFactory, route.Steps[c.Step].Approver.Person), request.Today) };
            case ReplaceApprover c when current.Status == QuoteStatus.Submitted:
                return new() { Above = await Above(await People.Find(GrainFactory, c.Person), request.Today) };
            case ReassignQuote c:
                var successor = await People.Find(GrainFactory, c.OwnerId);
                return new() { Owner = successor, Above = await Above(successor, request.Today) };
            case WithdrawQuote or AcceptQuote when current.Terms is { } terms:
                return new() { Owner = await People.Find(GrainFactory, terms.OwnerId) };
            default:
                return new();
        }
    }

    private async ValueTask<ImmutableArray<SalespersonView>> Above(SalespersonView? person, DateOnly today)
    {
        var above = ImmutableArray.CreateBuilder<SalespersonView>();
        if (person is not null)
        {
            await foreach (var manager in managers.Of(person, today, new() { Lately = false }))
                above.Add(manager);
        }
        return above.ToImmutable();
    }

    private async ValueTask<OpportunityView?> OpportunityOf(string id) =>
        SubjectId.IsValid(id) ? await GrainFactory.GetGrain<IOpportunityGrain>(OpportunityKind.Kind.SubjectOf(id)).Get() : null;
}
