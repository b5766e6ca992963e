using System.Collections.Immutable;
using System.IO.Hashing;
using System.Text;
using SalesGrid.Accounting;
using SalesGrid.Customers;
using SalesGrid.Reservations;
using SalesGrid.Hosting;
using SalesGrid.Opportunities;
using SalesGrid.Quotes;
using SalesGrid.Salespeople;
using SalesGrid.Subjects;

namespace SalesGrid.Contracts;

/// <summary>One contract. Key: <c>contract/{id}</c>.</summary>
[GrainType("contract"), BucketPlacement]
public sealed class ContractGrain(LedgerHost host) : SubjectGrain<Contract, ContractEvent, ContractCommand>(ContractKind.Kind, host)
{
    /// <inheritdoc/>
    protected override async ValueTask<Decision<ContractEvent>> Decide(string id, Contract current, ContractCommand command, DecisionContext request)
    {
        var context = await ContextOf(current, command, request);
        if (OpenMonths.AskedFor(ContractRules.DayBooked(command), request.Today) && await Other(AccountingCommand.Subject).See() is AccountingView months)
            context = context with { ClosedMonths = months.Closed };
        var decision = ContractRules.Decide(id, current, command, request, context);
        var holds = decision.Events.SelectMany(TakenBy).ToArray();
        for (var i = 0; i < holds.Length; i++)
        {
            var hold = holds[i];
            var taken = await SendToProvider(hold.Provider, new TakeReservation(hold.Account, hold.Token, Subject, hold.Amount), request.Actor);
            if (taken.Refusal is not { } refusal)
                continue;
            // All or none. What cannot be given back now is given back when its holder asks.
            foreach (var earlier in holds.AsSpan(0, i).ToArray())
                await SendToProvider(earlier.Provider, new ReleaseReservation(earlier.Token), request.Actor);
            return refusal;
        }
        return decision;
    }

    /// <inheritdoc/>
    protected override async Task Committed(SubjectRecord<Contract> record, ImmutableArray<SubjectEvent> events, Envelope envelope)
    {
        foreach (var hold in events.OfType<ContractEvent>().SelectMany(TakenBy))
            await SendToProvider(hold.Provider, new ConfirmReservation(hold.Token), envelope.Actor);
    }

    /// <inheritdoc/>
    protected override async Task Resume(SubjectRecord<Contract> record, Func<Command, string, Task<Receipt>> send)
    {
        var contract = record.State;
        foreach (var hold in contract.ToRelease)
        {
            ReservationSteps.Done(await SendToProvider(hold.Provider, new ReleaseReservation(hold.Token), Envelope.GridActor));
            await send(new SettleContract(Released: hold.Token), $"released:{hold.Token}");
        }
        var left = contract.Outstanding;
        foreach (var hold in contract.Excessive().ToArray())
        {
            if (await Reduce(hold, left!.Value) is { } now)
                await send(new SettleContract(Reduced: hold.Token, ReducedTo: now), $"reduced:{hold.Token}:{now.MinorUnits}");
        }
        if (contract.Told != contract.Stands)
        {
            await DocumentNotes.Send(Other(OpportunityKind.Kind.SubjectOf(contract.Content!.OpportunityId)), DocumentKind.Contract, Id, contract.Stands, record.Version);
            await send(new SettleContract(ToldStands: contract.Stands), "told");
        }
        if (contract.OwesNews())
        {
            await TellCustomer(contract.Content!.CustomerId, contract.Signed!);
            await send(new SettleContract(CustomerTold: true), "customer-told");
        }
    }

    /// <summary>Tells the customer of the signature. One command id for the contract's life, so that one deal counts once.</summary>
    private async Task TellCustomer(string customerId, SignedContract signed)
    {
        var receipt = await Other(CustomerKind.Kind.SubjectOf(customerId))
            .Do(new NoteDeal(Id, signed.Amount, signed.SignedOn), Envelope.ByGrid($"deal:{Id}"));
        // What it refuses for good it will refuse for ever; what it could not listen to is taken up again.
        if (receipt.Refusal is { Kind: RefusalKind.Busy } busy)
            throw new InvalidOperationException($"{receipt.Subject} could not be told of contract {Id}: {busy.ControlPoint}.");
    }

    private static IEnumerable<TakenReservation> TakenBy(ContractEvent happened) => happened switch
    {
        ContractDrafted e => [e.Claim],
        ContractAmended { Claim: { } claim } => [claim],
        ContractSigned e => e.Reservations,
        _ => [],
    };

    /// <summary>
    /// Gives back all of a hold but what is left to be covered, and answers what is held then. A part given back twice would
    /// say that too little is owed. So there is one command id for each amount a hold comes down from: the holder carries out
    /// one step out of it, and refuses another. Where the id is long forgotten, what is held already tells of the step.
    /// </summary>
    private async Task<Money?> Reduce(TakenReservation hold, Money left)
    {
        var holder = Other(hold.Provider);
        var from = hold.Amount!.Value;
        if ((await holder.Controls()).Reservations.FirstOrDefault(h => h.Token == hold.Token)?.Amount is not { } now)
            return null;
        if (now.MinorUnits < from.MinorUnits)
            return now;
        var step = XxHash128.HashToUInt128(Encoding.UTF8.GetBytes($"{hold.Token}\n{from.MinorUnits}"));
        ReservationSteps.Done(await holder.Do(
            new ReleaseReservation(hold.Token, left with { MinorUnits = from.MinorUnits - left.MinorUnits }),
            Envelope.ByGrid($"part:{step:x32}")));
        return left;
    }

    private async ValueTask<ContractContext> ContextOf(Contract current, ContractCommand command, DecisionContext request)
    {
        var quoteId = command switch
        {
            DraftContract c when current.Status == ContractStatus.None => c.QuoteId,
            AmendContract c => c.QuoteId,
            SignContract when current.Status == ContractStatus.Approved => current.Content!.QuoteId,
            _ => null,
        };
        if (!SubjectId.IsValid(quoteId))
            return ContractContext.None;
        var quote = (QuoteView?)await Other(QuoteKind.Kind.SubjectOf(quoteId!)).See();
        var owner = command is AmendContract ? null : await People.Find(GrainFactory, current.Content?.OwnerId ?? quote?.Terms.OwnerId);
        return new(quote, owner, purpose => TokenFor(purpose, request));
    }
}
