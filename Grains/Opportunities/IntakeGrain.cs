using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Orleans.Concurrency;
using SalesGrid.Catalogues;
using SalesGrid.Channels;
using SalesGrid.Controls;
using SalesGrid.Customers;
using SalesGrid.Decisions;
using SalesGrid.Hosting;
using SalesGrid.Ledger;
using SalesGrid.Processes;
using SalesGrid.Products;
using SalesGrid.Salespeople;
using SalesGrid.Subjects;

namespace SalesGrid.Opportunities;

/// <inheritdoc cref="IIntakeGrain"/>
/// <remarks>
/// An object that nothing has happened to has no state a grain could own, so the first command on it needs none: the same
/// rules decide it here, and the ledger admits it only if the object is at version 0 still. Whatever else is found is left to
/// the object's own grain. Activating a grain for each row was half of what an import cost.
/// </remarks>
[GrainType("intake"), BucketPlacement, Reentrant]
public sealed class IntakeGrain(GridLedger journal, BusinessCalendar calendar, DecisionCounts decisions, BucketHomes homes, IImportGate imports, ProcessCatalog shipped, SiloProcessCache processCache, SiloCatalogue catalogue) : Grain, IIntakeGrain
{
    private GrainsOf<ISalespersonGrain> salespeople = null!;
    private GrainsOf<ICustomerGrain> customers = null!;

    /// <inheritdoc/>
    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        salespeople = new(GrainFactory);
        customers = new(GrainFactory);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async Task<ImmutableArray<Receipt?>> Begin(ImmutableArray<IntakeItem> items)
    {
        if (items.Length > IIntakeGrain.ItemsMax)
            throw new ArgumentOutOfRangeException(nameof(items), items.Length, $"At most {IIntakeGrain.ItemsMax} at once.");
        var bucket = (int)this.GetPrimaryKeyLong();
        // With its bucket, once this is answered.
        if (homes.IsAway(bucket))
            DeactivateOnIdle();
        var ledger = GrainFactory.GetGrain<ILedgerGrain>(bucket);
        var contexts = await Contexts(items);
        var turn = new CommandTurn<Opportunity, OpportunityEvent>(OpportunityKind.Kind, journal.Options.CommandBytesMax);
        var appends = new Task<AppendReply>?[items.Length];
        var fingerprints = new ulong[items.Length];
        var windows = new Dictionary<string, (bool May, Inputs Seen)>(StringComparer.Ordinal);
        for (var i = 0; i < items.Length; i++)
        {
            fingerprints[i] = turn.FingerprintOf(items[i].Command);
            if (await MayBeBroughtIn(items[i], windows, contexts[i].Request.Inputs) && Decide(turn, items[i], fingerprints[i], contexts[i]) is { } append)
                appends[i] = journal.Append(ledger, bucket, append);
        }
        var receipts = new Receipt?[items.Length];
        var conflicts = new List<int>();
        for (var i = 0; i < items.Length; i++)
        {
            var reply = appends[i] is { } appended ? await appended : default;
            // Whatever else is decided is decided by the object's own grain.
            if (reply.Outcome == AppendVerdict.VersionConflict)
                conflicts.Add(i);
            if (reply.Outcome != AppendVerdict.Committed)
                continue;
            decisions.Count(bucket, items[i].Command.GetType());
            receipts[i] = new(SubjectOf(items[i]), 1, bucket, reply.FirstSeq, Replayed: false, null);
        }
        await Replay(ledger, bucket, items, fingerprints, conflicts, receipts);
        for (var i = 0; GridMeter.CountsCommands && i < items.Length; i++)
        {
            // Those it left to the object's own grain are counted there.
            if (receipts[i] is { } receipt)
                GridMeter.Command(OpportunityKind.Kind.Name, items[i].Command.GetType(), receipt);
        }
        return ImmutableCollectionsMarshal.AsImmutableArray(receipts);
    }

    private static string SubjectOf(IntakeItem item) => OpportunityKind.Kind.SubjectOf(item.Id);

    /// <summary>False for what is brought in while there is no window for it: refused by the object's own grain.</summary>
    /// <param name="item">The command.</param>
    /// <param name="windows">Whether there is one, by importer: asked once for all of them.</param>
    /// <param name="inputs">Notes the window.</param>
    private async ValueTask<bool> MayBeBroughtIn(IntakeItem item, Dictionary<string, (bool May, Inputs Seen)> windows, Inputs inputs)
    {
        var (actor, duties) = (item.Envelope.Actor, item.Envelope.Duties);
        if (!SenderRules.NeedsWindow(SentByAttribute.Of(item.Command.GetType()), duties))
            return true;
        if (!windows.TryGetValue(actor, out var window))
        {
            var seen = new Inputs(GrainFactory, OpportunityKind.Kind.Empty);
            windows[actor] = window = (await imports.WhyNot(actor, seen) is null, seen);
        }
        foreach (var input in window.Seen.Versions)
            inputs.Note(input.Subject, input.Version);
        return window.May;
    }

    /// <returns>What to append; null when this is for the object's own grain to answer.</returns>
    private static AppendRequest? Decide(CommandTurn<Opportunity, OpportunityEvent> turn, IntakeItem item, ulong fingerprint, OpportunityContext context)
    {
        if (!item.Envelope.Units.IsDefaultOrEmpty || CommandTurn<Opportunity, OpportunityEvent>.Check(item.Envelope) is not null || item.Envelope.ExpectedVersion is > 0)
            return null;
        // Who stands where towards the owner is for the object's own grain to find out, as it is to refuse.
        var sender = SenderRules.Decide(SentByAttribute.Of(item.Command.GetType()), OpportunityRules.BegunFor(item.Command), item.Envelope.Actor, item.Envelope.Duties, item.Envelope.ByMachine);
        if (!sender.MaySend)
            return null;
        var none = OpportunityKind.Kind.Empty;
        var decision = OpportunityRules.Decide(item.Id, none.State, item.Command, context);
        // One event: that is what version the receipt states.
        if (decision.Refusal is not null || decision.Events.Length != 1)
            return null;
        var request = context.Request with { Stands = sender.As };
        var at = request.At;
        var body = turn.Evolve(none.Body, decision.Events, at);
        // Steps with other objects are for the object's own grain, which sees to it that they end.
        if (!OpportunityKind.Kind.StepsAfter(item.Id, none.Version, at, body).Events.IsDefault)
            return null;
        var append = turn.Prepare(SubjectOf(item), none, body, ImmutableArray<SubjectEvent>.CastUp(decision.Events), item.Envelope, fingerprint, at).Append;
        append?.Decision = KeptDecision.Write(item.Command, item.Envelope, request, request.Inputs);
        return append;
    }

    /// <summary>
    /// Gives the first receipts of commands that were carried out before, which is what an import that is repeated meets: to who sent them
    /// first. Somebody else is answered by the object's own grain.
    /// </summary>
    private static async Task Replay(
        ILedgerGrain ledger, int bucket, ImmutableArray<IntakeItem> items, ulong[] fingerprints, List<int> conflicts, Receipt?[] receipts)
    {
        var known = new List<(int Index, CommandMark Mark)>();
        foreach (var i in conflicts)
        {
            if ((await ledger.Load(SubjectOf(items[i])))?.Record.Find(items[i].Envelope.CommandId) is { } mark && mark.Fingerprint == fingerprints[i])
                known.Add((i, mark));
        }
        var senders = await FirstSenders.Of(ledger, known.ConvertAll(k => k.Mark));
        foreach (var ((i, mark), first) in known.Zip(senders))
        {
            if (FirstSenders.IsSame(items[i].Envelope, first))
                receipts[i] = new(SubjectOf(items[i]), mark.Version, bucket, mark.FirstSeq + mark.Events - 1, Replayed: true, null);
        }
    }

    /// <summary>What the rules must know, read once for all commands that name the same people and customers.</summary>
    private async Task<OpportunityContext[]> Contexts(ImmutableArray<IntakeItem> items)
    {
        var now = journal.Time.GetUtcNow();
        var today = calendar.DayOf(now);
        var named = items.Select(i => OpportunityRules.NamedIn(i.Command)).ToArray();
        var owners = await Read(named.Select(n => n.OwnerId), id => salespeople[SalespersonKind.Kind.SubjectOf(id)].Get());
        var buyers = await Read(named.Select(n => n.CustomerId), id => customers[CustomerKind.Kind.SubjectOf(id)].Get());
        var processes = shipped;
        var seen = new Inputs(GrainFactory, OpportunityKind.Kind.Empty);
        foreach (var id in items.Select(i => OpportunityRules.ProcessBegunIn(i.Command)).Distinct(StringComparer.Ordinal))
            processes = id is null ? processes : await processCache.InForce(id, today, seen);
        // What is refused on the strength of what was known lately is left to the object's own grain, which looks once more.
        var products = await catalogue.Lately<ProductView>(ProductKind.Kind.Name, [.. items.SelectMany(i => OpportunityRules.ProductsNamedIn(Opportunity.None, i.Command))], null);
        var channels = await catalogue.Lately<ChannelView>(ChannelKind.Kind.Name, [.. items.Select(i => OpportunityRules.ChannelNamedIn(i.Command))], null);
        return [.. items.Zip(named, (item, n) => new OpportunityContext(today, processes, Of(owners, n.OwnerId), Of(buyers, n.CustomerId))
        {
            Request = new(0, now, today, item.Envelope.Actor, item.Envelope.Duties) { Inputs = Shown(item) },
            Products = products,
            Channels = channels,
        })];

        // What the rules of one command are shown, of what was read for all of them.
        Inputs Shown(IntakeItem item)
        {
            var inputs = new Inputs(GrainFactory, OpportunityKind.Kind.Empty);
            var (ownerId, customerId) = OpportunityRules.NamedIn(item.Command);
            if (SubjectId.IsValid(ownerId))
                People.Note(inputs, ownerId!, Of(owners, ownerId));
            if (SubjectId.IsValid(customerId))
                inputs.Note(CustomerKind.Kind.SubjectOf(customerId!), Of(buyers, customerId)?.Version ?? 0);
            if (OpportunityRules.ProcessBegunIn(item.Command) is { } id && seen.Versions.FirstOrDefault(v => v.Subject == ProcessKind.Kind.SubjectOf(id)) is { Subject: not null } process)
                inputs.Note(process.Subject, process.Version);
            products.Note(inputs, OpportunityRules.ProductsNamedIn(Opportunity.None, item.Command));
            channels.Note(inputs, [OpportunityRules.ChannelNamedIn(item.Command)]);
            return inputs;
        }
    }

    private static async Task<Dictionary<string, TView?>> Read<TView>(IEnumerable<string?> ids, Func<string, Task<TView?>> read)
        where TView : class
    {
        var request = ids.Where(SubjectId.IsValid).Distinct(StringComparer.Ordinal).ToDictionary(id => id!, id => read(id!), StringComparer.Ordinal);
        await Task.WhenAll(request.Values);
        return request.ToDictionary(a => a.Key, a => a.Value.Result, StringComparer.Ordinal);
    }

    private static TView? Of<TView>(Dictionary<string, TView?> views, string? id) where TView : class =>
        id is null ? null : views.GetValueOrDefault(id);
}
