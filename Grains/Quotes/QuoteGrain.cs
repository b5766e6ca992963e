using System.Collections.Immutable;
using SalesGrid.Customers;
using SalesGrid.Reservations;
using SalesGrid.Hosting;
using SalesGrid.Opportunities;
using SalesGrid.PriceLists;
using SalesGrid.Salespeople;
using SalesGrid.Subjects;

namespace SalesGrid.Quotes;

/// <summary>One quote. Key: <c>quote/{id}</c>.</summary>
[GrainType("quote"), BucketPlacement]
public sealed class QuoteGrain(SubjectServices services) : SubjectGrain<Quote, QuoteEvent, QuoteCommand>(QuoteKind.Kind, services)
{
    /// <inheritdoc/>
    protected override async ValueTask<Decision<QuoteEvent>> Decide(string id, Quote current, QuoteCommand command, DecisionContext request)
    {
        var decision = QuoteRules.Decide(id, current, command, request, await ContextOf(current, command, request));
        if (decision.Events.OfType<QuoteApproved>().FirstOrDefault()?.Reservation is not { } hold)
            return decision;
        var taken = await SendToProvider(hold.Provider, new TakeReservation(hold.Account, hold.Token, Subject, hold.Amount), request.Actor);
        return taken.Refusal is { } refusal ? refusal : decision;
    }

    /// <inheritdoc/>
    protected override async Task Committed(SubjectRecord<Quote> record, ImmutableArray<SubjectEvent> events, Envelope envelope)
    {
        foreach (var approved in events.OfType<QuoteApproved>())
        {
            if (approved.Reservation is { } hold)
                await SendToProvider(hold.Provider, new ConfirmReservation(hold.Token), envelope.Actor);
        }
    }

    /// <inheritdoc/>
    protected override async Task Resume(SubjectRecord<Quote> record, Func<Command, string, Task<Receipt>> send)
    {
        var quote = record.State;
        if (quote.ToRelease.Length > 0)
        {
            foreach (var hold in quote.ToRelease)
                ReservationSteps.Done(await SendToProvider(hold.Provider, new ReleaseReservation(hold.Token), Envelope.GridActor));
            await send(new SettleQuote([.. quote.ToRelease.Select(h => h.Token)]), "released");
        }
        if (quote.Told != quote.Stands)
        {
            await DocumentNotes.Send(Other(OpportunityKind.Kind.SubjectOf(quote.Terms!.OpportunityId)), DocumentKind.Quote, Id, quote.Stands, record.Version);
            await send(new SettleQuote([], quote.Stands), "told");
        }
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
                    Above = await People.Above(GrainFactory, submitted),
                    Token = TokenFor(Accounts.Discount, request),
                };
            case ApproveQuote or RejectQuote when current is { Route: { } route, Terms: { } terms }:
                var named = route.Steps.SelectMany(s => new[] { s.Approver.Person, s.EscalatedTo?.Person, s.ApprovedBy }).Append(request.Actor);
                return new()
                {
                    Owner = await People.Find(GrainFactory, terms.OwnerId),
                    Approvers = await People.Find(GrainFactory, named),
                    Token = TokenFor(Accounts.Discount, request),
                };
            case EscalateApproval c when current.Route is { } route && route.IsOpen(c.Step):
                return new() { Above = await People.Above(GrainFactory, await People.Find(GrainFactory, route.Steps[c.Step].Approver.Person)) };
            case WithdrawQuote or AcceptQuote when current.Terms is { } terms:
                return new() { Owner = await People.Find(GrainFactory, terms.OwnerId) };
            default:
                return new();
        }
    }

    private async ValueTask<OpportunityView?> OpportunityOf(string id) =>
        SubjectId.IsValid(id) ? await GrainFactory.GetGrain<IOpportunityGrain>(OpportunityKind.Kind.SubjectOf(id)).Get() : null;
}
