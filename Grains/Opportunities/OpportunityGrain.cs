using System.Collections.Immutable;
using SalesGrid.Accounting;
using SalesGrid.Catalogues;
using SalesGrid.Channels;
using SalesGrid.Customers;
using SalesGrid.Decisions;
using SalesGrid.Hosting;
using SalesGrid.Ledger;
using SalesGrid.Processes;
using SalesGrid.Products;
using SalesGrid.Rates;
using SalesGrid.Salespeople;
using SalesGrid.Subjects;

namespace SalesGrid.Opportunities;

/// <inheritdoc cref="IOpportunityGrain"/>
[GrainType("opportunity"), BucketPlacement]
public sealed class OpportunityGrain(SubjectServices services, SiloProcessCache processCache, RecentSalespeople recent, ManagersAbove managers, SiloCatalogue catalogue, OpportunityPapers papers)
    : SubjectGrain<Opportunity, OpportunityEvent, OpportunityCommand>(OpportunityKind.Kind, services), IOpportunityGrain
{
    /// <inheritdoc/>
    public async Task<OpportunityView?> Get() => View(Id, await Current());

    /// <inheritdoc/>
    protected override ValueTask<string?> OwnerFor(Opportunity current, OpportunityCommand command, Inputs inputs) =>
        OpportunityRules.BegunFor(command) is { } owner ? new(owner) : base.OwnerFor(current, command, inputs);

    /// <inheritdoc/>
    protected override async ValueTask<Decision<OpportunityEvent>> Decide(
        string id, Opportunity current, OpportunityCommand command, DecisionContext request)
    {
        var inputs = request.Inputs;
        var (ownerId, customerId) = OpportunityRules.NamedIn(command);
        var processes = await processCache.For(current, command, request.Today, inputs);
        var people = OpportunityRules.KnowledgeFor(command, request.Duties);
        var context = new OpportunityContext(request.Today, processes,
            SubjectId.IsValid(ownerId) ? await Salesperson(ownerId!, inputs) : null,
            SubjectId.IsValid(customerId) ? await CustomerOf(customerId!, inputs) : null)
        {
            Request = request,
            PresentOwner = people == PeopleNeeded.Nobody ? null
                : people == PeopleNeeded.OwnerLately && KnownLately(current.Attribution.OwnerId, inputs, out var lately) ? lately
                : await Salesperson(current.Attribution.OwnerId, inputs),
        };
        if (people == PeopleNeeded.OwnerAndManager && context.PresentOwner is { } owner)
            context = context with { Manager = await Deputies.Counting(await managers.Nearest(owner, request.Today, inputs, command is ApproveStage or RejectStage && current.File is { } file ? file.WasInTeam : null), request) };
        if (people == PeopleNeeded.OwnerAndAllAbove && context.PresentOwner is { } led)
            context = context with { Above = await managers.Ids(led, request.Today, inputs) };
        if (OpportunityRules.PeopleNamedIn(command) is { IsEmpty: false } members)
            context = context with { People = await People.Find(inputs, members.Where(m => SubjectId.IsValid(m))) };
        if (OpportunityRules.ContactsNeeded(current, command) is { } present)
            context = context with { Contacts = (await CustomerOf(present, inputs))?.File?.Contacts ?? [] };
        if (OpenMonths.AskedFor(OpportunityRules.DayBooked(current, command), request.Today) && await inputs.See<AccountingView>(AccountingCommand.Subject, static a => a.Version) is { } months)
            context = context with { ClosedMonths = months.Closed };
        if (OpportunityRules.DocumentsNeeded(current, command, processes) is { IsEmpty: false } kinds)
            context = context with { Documents = await Look(current.File!.Documents, kinds, inputs) };
        if (command is AdmitWin && current.Imported)
            context = context with { BroughtInBy = await BroughtInBy() };
        var (products, channel) = (OpportunityRules.ProductsNamedIn(current, command), OpportunityRules.ChannelNamedIn(command));
        if (!products.IsEmpty || channel is not null)
        {
            context = context with
            {
                Products = await catalogue.Lately<ProductView>(ProductKind.Kind.Name, products, inputs),
                Channels = await catalogue.Lately<ChannelView>(ChannelKind.Kind.Name, [channel], inputs),
            };
        }
        var decision = OpportunityRules.Decide(id, current, command, context);
        // What was just put into the catalogue is not to be told unknown.
        if (OpportunityRules.RestsOnCatalogue(decision.Refusal))
        {
            context = context with
            {
                Products = await catalogue.Now<ProductView>(ProductKind.Kind.Name, products, inputs),
                Channels = await catalogue.Now<ChannelView>(ChannelKind.Kind.Name, [channel], inputs),
            };
            decision = OpportunityRules.Decide(id, current, command, context);
        }
        // Somebody who has just been trained is not to be told that they are not.
        if (people == PeopleNeeded.OwnerLately && OpportunityRules.RestsOnOwner(decision.Refusal))
        {
            context = context with { PresentOwner = await Salesperson(current.Attribution.OwnerId, inputs) };
            decision = OpportunityRules.Decide(id, current, command, context);
        }
        // Few amounts are compared with a limit in another currency: the rates are read only then.
        if (decision.Refusal?.Names(ControlPoints.RateMustBeKnown) == true && await inputs.See<RatesView>(RateCommand.Subject, static r => r.Version) is { } rates)
            decision = OpportunityRules.Decide(id, current, command, context with { Rates = new(rates.Tables) });
        return decision;
    }

    /// <inheritdoc/>
    protected override async Task Resume(SubjectRecord<Opportunity> record, Func<Command, string, Task<Receipt>> send)
    {
        // A quote that is to follow may be asking this very opportunity.
        if (IsWithinTurn)
        {
            WakeSoon();
            return;
        }
        if (Record.State is not { Papers: { } onTheWay } opportunity)
            return;
        var told = await papers.Tell(Id, opportunity.Attribution.OwnerId, onTheWay);
        // It went on to somebody else meanwhile: they are told anew.
        if (Record.State.Papers?.Due != onTheWay.Due)
            return;
        var receipt = await send(new NotePapersFollowed(told), $"papers:{onTheWay.Due.UtcTicks}");
        if (receipt.Refusal is { } refusal)
            throw new InvalidOperationException($"{Subject} could not record that its quotes and contracts followed: {refusal.ControlPoint}.");
    }

    /// <inheritdoc/>
    public async Task<MigrationAnswer> PreviewMigration(int version, string? toStage)
    {
        var current = (await Current()).State;
        var today = Services.Calendar.Today;
        if (current.ProcessVersion > 0)
            await processCache.Pinned(current.ProcessId, current.ProcessVersion);
        return OpportunityRules.PreviewMove(Id, current, version, toStage, await processCache.ForMove(current, version, today, null), today);
    }

    /// <summary>Who brought it in, from the ledger: asked so rarely that it need not be kept.</summary>
    private async Task<string?> BroughtInBy()
    {
        for (var after = 0; await Trail(after, 32) is [.., var last] page; after = last.Version)
        {
            if (page.FirstOrDefault(e => e.Type == nameof(OpportunityImported)) is { } imported)
                return imported.Actor;
        }
        return null;
    }

    private async ValueTask<SalespersonView?> Salesperson(string id, Inputs inputs)
    {
        if (!SubjectId.IsValid(id))
            return null;
        var view = await People.Find(inputs, id);
        if (!inputs.IsPast)
            recent.Keep(id, view);
        return view;
    }

    private bool KnownLately(string id, Inputs inputs, out SalespersonView? view)
    {
        view = null;
        if (inputs.IsPast || !recent.TryGet(id, out view))
            return false;
        People.Note(inputs, id, view);
        return true;
    }

    private static Task<CustomerView?> CustomerOf(string id, Inputs inputs) =>
        inputs.Ask<ICustomerGrain, CustomerView>(CustomerKind.Kind.SubjectOf(id), static c => c.Get(), static c => c.Version);

    /// <summary>The documents that were noted, newest first until of each kind one is found to stand.</summary>
    private async Task<ImmutableArray<SeenDocument>> Look(ImmutableArray<NotedDocument> noted, ImmutableArray<DocumentKind> kinds, Inputs inputs)
    {
        var seen = ImmutableArray.CreateBuilder<SeenDocument>();
        for (var i = noted.Length - 1; i >= 0; i--)
        {
            var kind = noted[i].Kind;
            if (!kinds.Contains(kind) || seen.Any(s => s.Kind == kind && s.Stands && s.OpportunityId == Id))
                continue;
            if (await inputs.See<IStandingDocument>(noted[i].Subject, static d => d.Version) is { } document)
                seen.Add(new(kind, document.OpportunityId, document.Stands));
        }
        return seen.ToImmutable();
    }

    /// <summary>The opportunity as seen from outside; null when there is none.</summary>
    public static OpportunityView? View(string id, SubjectRecord<Opportunity> record) => record.State is { Status: not OpportunityStatus.None } o
        ? new()
        {
            Id = id,
            Version = record.Version,
            Status = o.Status,
            ProcessId = o.ProcessId,
            ProcessVersion = o.ProcessVersion,
            Stage = o.Stage,
            Facts = o.Facts,
            OwnerId = o.Attribution.OwnerId,
            Team = o.Attribution.Team,
            Region = o.Attribution.Region,
            Sector = o.Sector,
            OpenedOn = o.OpenedOn,
            ClosedOn = o.ClosedOn,
            LossReason = o.LossReason,
            Imported = o.Imported,
            UnevidencedGates = o.UnevidencedGates,
            Evidence = o.Evidence,
            ActivityCount = o.ActivityCount,
            LastActivityOn = o.LastActivityOn,
            StageSince = o.StageSince,
            ChangedAt = o.ChangedAt,
            WinReason = o.WinReason,
            Evaluation = o.File?.Evaluation,
            Persons = o.File?.Persons ?? [],
            Next = o.File?.Next,
            Competitors = o.File?.Competitors ?? [],
            Lines = o.File?.Lines ?? [],
            Forecast = o.File?.Forecast,
            Approvals = o.File?.Approvals ?? [],
            Documents = o.File?.Documents ?? [],
            Slips = o.Trace?.Slips ?? 0,
            SlipDays = o.Trace?.SlipDays ?? 0,
            Claim = o.Claim,
            WinOrigin = o.WinOrigin,
            ProductNotSold = o.NotSold?.Why,
            DealTeam = o.File?.Team ?? [],
            EverInTeam = o.File?.EverInTeam ?? [],
            Credit = o.CreditedParts(),
        }
        : null;
}
