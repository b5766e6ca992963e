using System.Collections.Immutable;
using SalesGrid.Holds;
using SalesGrid.Hosting;
using SalesGrid.Pools;
using SalesGrid.Salespeople;
using SalesGrid.Subjects;

namespace SalesGrid.Customers;

/// <inheritdoc cref="ICustomerGrain"/>
[GrainType("customer"), BucketPlacement]
public sealed class CustomerGrain(LedgerHost host)
    : SubjectGrain<Customer, CustomerEvent, CustomerCommand>(SubjectKinds.Customer, host), ICustomerGrain
{
    /// <inheritdoc/>
    public async Task<CustomerView?> Get()
    {
        var record = await Current();
        var view = View(Id, record);
        return view?.File is not { } file ? view : view with
        {
            File = file with
            {
                Standing = file.Diligence?.StandingOn(Host.DayOf(Host.Time.GetUtcNow())),
                Contacts = record.State.File!.Contacts,
            },
        };
    }

    /// <summary>The customer as a list shows it, without personal data; null when there is none.</summary>
    public static CustomerView? View(string id, SubjectRecord<Customer> record) => record.State.Profile is { } profile
        ? new(id, record.Version, profile, record.State.RegisteredAt) { File = record.State.File is { } file ? View(file, record.Holds ?? Holdings.None) : null }
        : null;

    /// <summary>What a customer can be found by: its holder, the pool, its class.</summary>
    public static IEnumerable<string> Tags(Customer state)
    {
        if (state.File is not { } file)
            yield break;
        if (file.Place is { } place)
            yield return $"holder:{place.SalespersonId}";
        if (file.InPool)
            yield return "pool";
        if (file.Class is { } customer)
            yield return $"class:{GridJson.NameOf(customer)}";
    }

    /// <inheritdoc/>
    protected override async ValueTask<Decision<CustomerEvent>> Decide(string id, Customer current, CustomerCommand command, Asked asked)
    {
        var (context, pool) = await Around(current, command, asked);
        var decision = CustomerRules.Decide(id, current, command, asked, context);
        foreach (var happened in decision.Events)
        {
            if (CustomerHolds.NeededBy(happened, Subject) is not var (holder, wanted))
                continue;
            if (PlaceAccounts.IsPlace(holder))
                await Adopt(holder, pool);
            // One event of a command needs a hold at most: where it is not given there is nothing to give back.
            if ((await Hold(holder, wanted, asked.Actor)).Refusal is { } refusal)
                return wanted.Account == Claims.ClaimOf.Identity ? refusal with { Field = "creditCode" } : refusal;
        }
        return decision;
    }

    /// <inheritdoc/>
    protected override async Task Committed(SubjectRecord<Customer> record, ImmutableArray<SubjectEvent> events, Envelope envelope)
    {
        foreach (var happened in events)
        {
            if (happened is CustomerEvent own && CustomerHolds.NeededBy(own, Subject) is var (holder, wanted))
                await Hold(holder, new ConfirmHold(wanted.Token), envelope.Actor);
        }
    }

    /// <inheritdoc/>
    protected override async Task Resume(SubjectRecord<Customer> record, Func<Command, string, Task<Receipt>> send)
    {
        var now = Host.Time.GetUtcNow();
        foreach (var owed in record.State.File?.Owed ?? [])
        {
            if (owed.From > now)
                continue;
            if ((await Hold(owed.Holder, new ReleaseHold(owed.Token), Envelope.GridActor)).Accepted)
                await send(new NoteGivenBack(owed.Holder, owed.Token), $"{owed.Holder}:{owed.Token}");
        }
    }

    /// <summary>What the rules must know beside the customer, and which version of the pool that is of. Only what a command needs is read.</summary>
    private async ValueTask<(CustomerContext Context, PoolView? Pool)> Around(Customer current, CustomerCommand command, Asked asked)
    {
        if (command is RegisterCustomer or AmendCustomer or NoteGivenBack or NoteDeal)
            return (CustomerContext.None, null);
        var pool = command is AssignHolder or PickFromPool or Recycle
            ? (PoolView?)await Other(SubjectKinds.Pool.SubjectOf(PoolPolicy.Company)).See()
            : null;
        var taker = command is AssignHolder assign ? assign.SalespersonId : command is PickFromPool ? asked.Actor : null;
        var held = Record.Holds ?? Holdings.None;
        return (new(held, pool?.Policy ?? PoolPolicy.Default, await Person(HolderWhoMatters(current, asked)), await Person(taker)), pool);
    }

    /// <summary>The holder, where who acts for them can make a difference.</summary>
    private static string? HolderWhoMatters(Customer current, Asked asked) =>
        current.File?.Place?.SalespersonId is { } holder && holder != asked.Actor && !asked.HasAny(Duties.Grid) ? holder : null;

    private async ValueTask<SalespersonView?> Person(string? id) => SubjectId.IsValid(id)
        ? await GrainFactory.GetGrain<ISalespersonGrain>(SubjectKinds.Salesperson.SubjectOf(id!)).Get()
        : null;

    /// <summary>Has the limits of the pool as it now is hold for the places of a salesperson.</summary>
    private async ValueTask Adopt(string places, PoolView? pool)
    {
        if (pool is null || ((PickView?)await Other(places).See())?.PolicyVersion >= pool.Version)
            return;
        await Other(places).Do(new AdoptLimits(pool.Version, pool.Policy.PicksPerDay, pool.Policy.Capacity),
            Envelope.ByGrid($"adopt-limits:{pool.Version}"));
    }

    private static CustomerFileView View(CustomerFile file, Holdings holds) => new()
    {
        HolderId = file.Place?.SalespersonId,
        InPool = file.InPool,
        ProtectedUntil = file.ProtectedUntil,
        RecycleOn = file.RecycleOn(),
        Class = file.Class,
        FollowUps = file.FollowUps,
        LastContactOn = file.LastContactOn,
        Deals = file.Deals,
        Diligence = file.Diligence,
        Credit = file.Credit is { } credit ? View(credit, holds) : null,
        ContactCount = file.Contacts.Length,
    };

    private static CreditView View(CustomerCredit credit, Holdings holds)
    {
        if (credit.Line is not { Limit: var limit })
            return new(credit, null, null);
        var held = holds.HeldOf(CreditAccount.Name);
        return new(credit, limit with { MinorUnits = held }, limit with { MinorUnits = limit.MinorUnits - held });
    }
}
