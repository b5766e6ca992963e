using System.Collections.Immutable;
using System.Globalization;
using SalesGrid.Decisions;
using SalesGrid.Hosting;
using SalesGrid.Pools;
using SalesGrid.Reservations;
using SalesGrid.Salespeople;
using SalesGrid.Subjects;

namespace SalesGrid.Customers;

/// <inheritdoc cref="ICustomerGrain"/>
[GrainType("customer"), BucketPlacement]
public sealed partial class CustomerGrain(SubjectServices services, CustomerBusiness business)
    : SubjectGrain<Customer, CustomerEvent, CustomerCommand>(CustomerKind.Kind, services), ICustomerGrain
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
                Standing = file.Diligence?.StandingOn(Today),
                Contacts = record.State.File!.Contacts,
            },
        };
    }

    /// <summary>The customer as a list shows it, without personal data; null when there is none.</summary>
    public static CustomerView? View(string id, SubjectRecord<Customer> record) => record.State.Profile is { } profile
        ? new(id, record.Version, profile, record.State.RegisteredAt) { MergedInto = record.State.File?.Merge?.Into, MergedFrom = record.State.File?.MergedFrom ?? [], File = record.State.File is { } file ? View(file, record.Granted ?? GrantedReservations.None) : null }
        : null;

    /// <summary>What a customer can be found by: its owner, the pool, its class.</summary>
    public static IEnumerable<string> Tags(Customer state)
    {
        if (state.File is not { } file)
            yield break;
        if (file.Place is { } place)
            yield return $"owner:{place.SalespersonId}";
        if (file.InPool)
            yield return "pool";
        if (file.Class is { } customer)
            yield return $"class:{GridJson.NameOf(customer)}";
    }

    /// <inheritdoc/>
    protected override async ValueTask<Decision<CustomerEvent>> Decide(string id, Customer current, CustomerCommand command, DecisionContext request)
    {
        var (context, pool) = await Around(current, command, request);
        var decision = CustomerRules.Decide(id, current, command, request, context);
        if (request.IsQuestion)
            return decision;
        foreach (var happened in decision.Events)
        {
            if (happened is OwnerAssigned { Place: { } assigned })
                await Adopt(assigned, pool, request.Inputs);
            else if (happened is CustomerPicked { Place: { } picked })
                await Adopt(picked, pool, request.Inputs);
        }
        return decision;
    }

    /// <inheritdoc/>
    protected override async Task Committed(SubjectRecord<Customer> record, ImmutableArray<SubjectEvent> events, Envelope envelope)
    {
        // Each of two changes at the same time saw the other undone. Both look again, and the later of them sees both.
        if (record.State.Profile?.Parent is { } parent
            && events.Any(e => e is CustomerRegistered or CustomerAmended)
            && (await Above(parent, new(GrainFactory, record))).Contains(Id))
            await Execute(new LeaveParent(parent), Envelope.ByGrid(string.Create(CultureInfo.InvariantCulture, $"circle@{record.Version}")));
    }

    /// <summary>What the rules must know beside the customer, and which version of the pool that is of. Only what a command needs is read.</summary>
    private async ValueTask<(CustomerContext Context, PoolView? Pool)> Around(Customer current, CustomerCommand command, DecisionContext request)
    {
        var inputs = request.Inputs;
        if (command is RegisterCustomer or AmendCustomer)
        {
            var parent = StatedParent(current, command);
            var above = await Above(parent, inputs);
            var stated = above.IsEmpty ? null : await inputs.Ask<ICustomerGrain, CustomerView>(CustomerKind.Kind.SubjectOf(parent!), static c => c.Get(), static c => c.Version);
            return (CustomerContext.None with { Above = above, ParentMergedInto = stated?.MergedInto }, null);
        }
        if (command is MergeCustomer merge)
        {
            var survivor = SubjectId.IsValid(merge.Into) && merge.Into != Id
                ? await inputs.Ask<ICustomerGrain, CustomerView>(CustomerKind.Kind.SubjectOf(merge.Into), static c => c.Get(), static c => c.Version)
                : null;
            return (CustomerContext.None with
            {
                Granted = inputs.Own<Customer>().Granted ?? GrantedReservations.None,
                Survivor = survivor,
                Above = await Above(survivor?.Id, inputs),
                Documents = current.File?.Merge is null ? await inputs.Value("documents", () => business.Documents(Id)) : [],
            }, null);
        }
        if (command is NoteDeal or LeaveParent or AbsorbCustomer or FollowParent or NoteAbsorbed or TakeToMerge or NoteMerged or EndMerge)
            return (CustomerContext.None, null);
        var pool = command is AssignOwner or PickFromPool or Recycle
            ? await inputs.See<PoolView>(PoolKind.Kind.SubjectOf(PoolPolicy.Company), static p => p.Version)
            : null;
        var taker = command is AssignOwner assign ? assign.SalespersonId : command is PickFromPool ? request.Actor : null;
        var granted = inputs.Own<Customer>().Granted ?? GrantedReservations.None;
        return (new(granted, pool?.Policy ?? PoolPolicy.Default, await People.Find(inputs, OwnerWhoMatters(current, request)), await People.Find(inputs, taker)), pool);
    }

    /// <summary>The parent a command states, where it is another than now.</summary>
    private static string? StatedParent(Customer current, CustomerCommand command)
    {
        var known = current.Profile?.Parent;
        var stated = command is RegisterCustomer register ? register.Parent : ((AmendCustomer)command).Parent.After(known);
        return stated == known ? null : stated;
    }

    /// <summary>The customers above, the parent first; see <see cref="CustomerContext.Above"/>. Never long, whatever was recorded.</summary>
    private async ValueTask<ImmutableArray<string>> Above(string? parent, Inputs inputs)
    {
        if (parent is null)
            return [];
        var above = ImmutableArray.CreateBuilder<string>();
        while (parent != Id && above.Count < CustomerContext.LevelsMax && SubjectId.IsValid(parent)
            && await inputs.Ask<ICustomerGrain, CustomerView>(CustomerKind.Kind.SubjectOf(parent!), static c => c.Get(), static c => c.Version) is { } customer)
        {
            above.Add(customer.Id);
            parent = customer.Profile.Parent;
        }
        if (parent == Id && above.Count > 0)
            above.Add(Id);
        return above.ToImmutable();
    }

    /// <summary>The owner, where who acts for them can make a difference.</summary>
    private static string? OwnerWhoMatters(Customer current, DecisionContext request) =>
        current.File?.Place?.SalespersonId is { } owner && !SubjectId.Same(owner, request.Actor) && !request.HasAny(Duties.Grid) ? owner : null;

    /// <summary>Has the limits of the pool as it now is apply to the places of a salesperson.</summary>
    private static async ValueTask Adopt(Place place, PoolView? pool, Inputs inputs)
    {
        var places = PlaceAccounts.SubjectOf(place.SalespersonId);
        if (pool is null || (await inputs.See<PickView>(places, static p => p.Version))?.PolicyVersion >= pool.Version)
            return;
        await inputs.Have(places, new AdoptLimits(pool.Version, pool.Policy.PicksPerDay, pool.Policy.Capacity),
            Envelope.ByGrid($"adopt-limits:{pool.Version}"));
    }

    private static CustomerFileView View(CustomerFile file, GrantedReservations granted) => new()
    {
        OwnerId = file.Place?.SalespersonId ?? file.Merge?.OwnerId,
        InPool = file.InPool,
        ProtectedUntil = file.ProtectedUntil,
        RecycleOn = file.RecycleOn(),
        Class = file.Class,
        FollowUps = file.FollowUps,
        LastContactOn = file.LastContactOn,
        Deals = file.Deals,
        Diligence = file.Diligence,
        Credit = file.Credit is { } credit ? View(credit, granted) : null,
        ContactCount = file.Contacts.Length,
    };

    private static CreditView View(CustomerCredit credit, GrantedReservations granted)
    {
        if (credit.Line is not { Limit: var limit })
            return new(credit, null, null);
        var used = granted.SumOf(CreditAccount.Name);
        return new(credit, limit with { MinorUnits = used }, limit with { MinorUnits = limit.MinorUnits - used });
    }
}
