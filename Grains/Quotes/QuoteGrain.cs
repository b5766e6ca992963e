using System.Collections.Immutable;
using SalesGrid.Customers;
using SalesGrid.Holds;
using SalesGrid.Hosting;
using SalesGrid.Opportunities;
using SalesGrid.PriceLists;
using SalesGrid.Salespeople;
using SalesGrid.Subjects;

namespace SalesGrid.Quotes;

/// <summary>One quote. Key: <c>quote/{id}</c>.</summary>
[GrainType("quote"), BucketPlacement]
public sealed class QuoteGrain(LedgerHost host) : SubjectGrain<Quote, QuoteEvent, QuoteCommand>(SubjectKinds.Quote, host)
{
    /// <inheritdoc/>
    protected override async ValueTask<Decision<QuoteEvent>> Decide(string id, Quote current, QuoteCommand command, Asked asked)
    {
        var decision = QuoteRules.Decide(id, current, command, asked, await ContextOf(current, command, asked));
        if (decision.Events.OfType<QuoteApproved>().FirstOrDefault()?.Hold is not { } hold)
            return decision;
        var taken = await Hold(hold.Holder, new TakeHold(hold.Account, hold.Token, Subject, hold.Amount), asked.Actor);
        return taken.Refusal is { } refusal ? refusal : decision;
    }

    /// <inheritdoc/>
    protected override async Task Committed(SubjectRecord<Quote> record, ImmutableArray<SubjectEvent> events, Envelope envelope)
    {
        foreach (var approved in events.OfType<QuoteApproved>())
        {
            if (approved.Hold is { } hold)
                await Hold(hold.Holder, new ConfirmHold(hold.Token), envelope.Actor);
        }
    }

    /// <inheritdoc/>
    protected override async Task Resume(SubjectRecord<Quote> record, Func<Command, string, Task<Receipt>> send)
    {
        var quote = record.State;
        if (quote.ToRelease.Length > 0)
        {
            foreach (var hold in quote.ToRelease)
                HoldSteps.Done(await Hold(hold.Holder, new ReleaseHold(hold.Token), Envelope.GridActor));
            await send(new SettleQuote([.. quote.ToRelease.Select(h => h.Token)]), "released");
        }
        if (quote.Told != quote.Stands)
        {
            await DocumentNotes.Send(Other(SubjectKinds.Opportunity.SubjectOf(quote.Terms!.OpportunityId)), DocumentKind.Quote, Id, quote.Stands, record.Version);
            await send(new SettleQuote([], quote.Stands), "told");
        }
    }

    private async ValueTask<QuoteContext> ContextOf(Quote current, QuoteCommand command, Asked asked)
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
                        && await GrainFactory.GetGrain<ICustomerGrain>(SubjectKinds.Customer.SubjectOf(customer)).Get() is not null,
                };
            case ReviseQuote { OwnerId: { } owner }:
                return new() { Owner = await People.Find(GrainFactory, owner) };
            case SubmitQuote when current is { Status: QuoteStatus.Draft, Terms: { } terms }:
                var submitted = await People.Find(GrainFactory, terms.OwnerId);
                return new()
                {
                    Opportunity = await OpportunityOf(terms.OpportunityId),
                    Owner = submitted,
                    Prices = await GrainFactory.GetGrain<IPriceListGrain>(SubjectKinds.PriceList.SubjectOf(terms.PriceListId))
                        .PricesOn(asked.Today, [.. terms.Lines.Select(l => l.Product).Distinct()]),
                    Above = await People.Above(GrainFactory, submitted),
                    Token = TokenFor(Accounts.Discount, asked),
                };
            case ApproveQuote or RejectQuote when current is { Route: { } route, Terms: { } terms }:
                var named = route.Steps.SelectMany(s => new[] { s.Asked.Person, s.EscalatedTo?.Person, s.ApprovedBy }).Append(asked.Actor);
                return new()
                {
                    Owner = await People.Find(GrainFactory, terms.OwnerId),
                    Approvers = await People.Find(GrainFactory, named),
                    Token = TokenFor(Accounts.Discount, asked),
                };
            case EscalateApproval c when current.Route is { } route && route.IsOpen(c.Step):
                return new() { Above = await People.Above(GrainFactory, await People.Find(GrainFactory, route.Steps[c.Step].Asked.Person)) };
            case WithdrawQuote or AcceptQuote when current.Terms is { } terms:
                return new() { Owner = await People.Find(GrainFactory, terms.OwnerId) };
            default:
                return new();
        }
    }

    private async ValueTask<OpportunityView?> OpportunityOf(string id) =>
        SubjectId.IsValid(id) ? await GrainFactory.GetGrain<IOpportunityGrain>(SubjectKinds.Opportunity.SubjectOf(id)).Get() : null;
}
