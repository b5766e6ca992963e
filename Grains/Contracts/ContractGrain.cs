using System.Collections.Immutable;
using SalesGrid.Accounting;
using SalesGrid.Decisions;
using SalesGrid.Hosting;
using SalesGrid.Opportunities;
using SalesGrid.Quotes;
using SalesGrid.Salespeople;
using SalesGrid.Subjects;

namespace SalesGrid.Contracts;

/// <summary>One contract. Key: <c>contract/{id}</c>.</summary>
[GrainType("contract"), BucketPlacement]
public sealed class ContractGrain(SubjectServices services) : SubjectGrain<Contract, ContractEvent, ContractCommand>(ContractKind.Kind, services)
{
    /// <inheritdoc/>
    protected override async ValueTask<string?> OwnerFor(Contract current, ContractCommand command, Inputs inputs)
    {
        if (command is not DraftContract begins)
            return await base.OwnerFor(current, command, inputs);
        return SubjectId.IsValid(begins.QuoteId) ? (await QuoteOf(begins.QuoteId, inputs))?.Terms.OwnerId : null;
    }

    /// <inheritdoc/>
    public override async Task<ImmutableArray<string>> SharedWith() =>
        (await Current()).State.Content is { } content ? await Other(OpportunityKind.Kind.SubjectOf(content.OpportunityId)).SharedWith() : [];

    /// <inheritdoc/>
    protected override async ValueTask<Decision<ContractEvent>> Decide(string id, Contract current, ContractCommand command, DecisionContext request)
    {
        var context = await ContextOf(current, command, request);
        if (OpenMonths.AskedFor(ContractRules.DayBooked(command), request.Today) && await request.Inputs.See<AccountingView>(AccountingCommand.Subject, static a => a.Version) is { } months)
            context = context with { ClosedMonths = months.Closed };
        return ContractRules.Decide(id, current, command, request, context);
    }

    private static async ValueTask<ContractContext> ContextOf(Contract current, ContractCommand command, DecisionContext request)
    {
        var inputs = request.Inputs;
        if (((command as ReassignContract)?.OwnerId ?? (command as ContractFollowsOpportunity)?.OwnerId) is { } successor)
        {
            var opportunity = current.Content is { OpportunityId: var deal } && SubjectId.IsValid(deal)
                ? await inputs.Ask<IOpportunityGrain, OpportunityView>(OpportunityKind.Kind.SubjectOf(deal), static o => o.Get(), static o => o.Version)
                : null;
            return new(null, await People.Find(inputs, successor)) { Opportunity = opportunity };
        }
        if (command is ReviewContract && current.Content is { } reviewed)
            return ContractContext.None with { EverInTeam = await EverInTeam(reviewed.OpportunityId, inputs) };
        var quoteId = command switch
        {
            DraftContract c when current.Status == ContractStatus.None => c.QuoteId,
            AmendContract c => c.QuoteId,
            SignContract when current.Status == ContractStatus.Approved => current.Content!.QuoteId,
            _ => null,
        };
        if (!SubjectId.IsValid(quoteId))
            return ContractContext.None;
        var quote = await QuoteOf(quoteId!, inputs);
        var owner = command is AmendContract ? null : await Deputies.Counting(await People.Find(inputs, current.Content?.OwnerId ?? quote?.Terms.OwnerId), request);
        return new(quote, owner);
    }

    private static async ValueTask<ImmutableArray<string>> EverInTeam(string opportunityId, Inputs inputs) => SubjectId.IsValid(opportunityId)
        ? (await inputs.Ask<IOpportunityGrain, OpportunityView>(OpportunityKind.Kind.SubjectOf(opportunityId), static o => o.Get(), static o => o.Version))?.EverInTeam ?? []
        : [];

    private static Task<QuoteView?> QuoteOf(string id, Inputs inputs) => inputs.See<QuoteView>(QuoteKind.Kind.SubjectOf(id), static q => q.Version);
}
