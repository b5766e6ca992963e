using System.Collections.Immutable;
using SalesGrid.Claims;
using SalesGrid.Decisions;
using SalesGrid.Hosting;
using SalesGrid.Reservations;
using SalesGrid.Subjects;
using SalesGrid.Units;

namespace SalesGrid.Salespeople;

/// <inheritdoc cref="ISalespersonGrain"/>
[GrainType("salesperson"), BucketPlacement]
public sealed partial class SalespersonGrain(SubjectServices services, IPersonPipeline pipeline, RecentSalespeople recent, SiloUnits units, PersonPortfolio portfolio)
    : SubjectGrain<Salesperson, SalespersonEvent, SalespersonCommand>(SalespersonKind.Kind, services), ISalespersonGrain
{
    /// <summary>Most draws given back in one go when a budget period is over; the rest at the next wake-up.</summary>
    private const int GiveBackMax = 500;

    /// <summary>Most pages of draws looked through for them in one go.</summary>
    private const int PagesMax = 20;

    /// <summary>The place up to which draws were looked through.</summary>
    private long lookedUpTo;

    /// <inheritdoc/>
    public async Task<SalespersonView?> Get()
    {
        var today = Today;
        var record = await Current();
        if (View(Id, record, today) is not { } view)
            return null;
        // As of a moment that is over, the tree is read only where it was read then.
        if (AsOf.Ambient is { } then && view.UnitOn(today) is null && then.Find(UnitCommand.CompanySubject) is null)
            return view;
        var tree = await units.Lately(null);
        var placed = view.In(tree, today);
        if (placed.UnitOn(today) is not { } unit)
            return placed == view ? view : placed with { TreeSeen = tree.ReadFrom };
        view = placed;
        // What follows from the unit is what the tree says now, not what it said when the person was placed.
        if (tree.PlaceOn(unit, Id, today) is not { } place)
            place = (tree = await units.Now(null)).PlaceOn(unit, Id, today);
        return view with
        {
            Unit = unit,
            Planned = view.Planned?.From > today ? view.Planned : null,
            TreeSeen = tree.ReadFrom,
            Place = place is null ? view.Place : new(place.Team, place.Region, place.Manager),
        };
    }

    /// <inheritdoc/>
    public async Task<ImmutableArray<ConductEntry>> Conduct() => (await Current()).State.Conduct;

    /// <summary>The salesperson as seen from outside; null when there is none.</summary>
    /// <param name="id">Their id.</param>
    /// <param name="record">Their record.</param>
    /// <param name="today">The day balances are counted on; null for the budget period begun last.</param>
    public static SalespersonView? View(string id, SubjectRecord<Salesperson> record, DateOnly? today = null) => record.State is { Name: { } name } s
        ? new(id, record.Version, name, s.Place, s.Active, s.RegisteredAt)
        {
            Authority = s.Authority,
            Qualifications = s.Qualifications,
            Delegations = s.Delegations,
            Balances = Balances.On(s, record.Granted ?? GrantedReservations.None, today ?? s.BudgetFrom ?? DateOnly.MinValue),
            Targets = s.Targets,
            Coverage = s.Coverage,
            Unit = s.Unit,
            Planned = s.Planned,
            Portfolio = s.Portfolio,
            PlacedBy = s.PlacedBy,
            TimesLeft = s.TimesLeft,
        }
        : null;

    /// <inheritdoc/>
    protected override async ValueTask<Decision<SalespersonEvent>> Decide(string id, Salesperson current, SalespersonCommand command, DecisionContext request)
    {
        var inputs = request.Inputs;
        var context = command switch
        {
            RegisterSalesperson { Unit: { } unit } => await Placed(current, unit, request.Today, request.Today, inputs) with { ActingUnderId = current.Name is null ? await ActingUnder(id, inputs) : null },
            MoveSalesperson { Unit: { } unit } c => await Placed(current, unit, c.From > request.Today ? c.From.Value : request.Today, request.Today, inputs),
            ReactivateSalesperson { Unit: { } unit } => await Placed(current, unit, request.Today, request.Today, inputs),
            TakeOrderedPlace c => await Placed(current, c.Unit, request.Today, request.Today, inputs),
            TakePlannedPlace when current.Planned is { } planned => await Placed(current, planned.Unit, request.Today, request.Today, inputs),
            RegisterSalesperson c => new() { Above = await Above(c.Place, inputs), ActingUnderId = current.Name is null ? await ActingUnder(id, inputs) : null },
            MoveSalesperson c => new() { Above = await Above(c.Place, inputs), Order = await Order(current, inputs) },
            HandOverPortfolio c => await ContextOf(c, inputs),
            CountPortfolio when !current.Active => new() { Portfolio = await inputs.Value("portfolio", () => portfolio.Count(id, request.Today)) },
            GrantAuthority => new() { Granted = inputs.Own<Salesperson>().Granted ?? GrantedReservations.None },
            DelegateAuthority c => new() { Named = await People.Find(inputs, c.To) },
            CheckCoverage => new() { Pipeline = await Pipeline(id, current, request) },
            _ => SalespersonContext.Empty,
        };
        return SalespersonRules.Decide(id, current, command, request, context);
    }

    /// <inheritdoc/>
    // Whoever is put somewhere lies where they are put, and where they come from.
    protected override async ValueTask<bool> LiesWithin(Salesperson current, SalespersonCommand command, ImmutableArray<string> units, DateOnly today, Inputs inputs)
    {
        var to = command switch { RegisterSalesperson c => c.Unit, MoveSalesperson c => c.Unit, ReactivateSalesperson c => c.Unit, _ => null };
        // A place that is only stated lies within no unit.
        if (to is null && command is RegisterSalesperson or MoveSalesperson)
            return false;
        return (to is null || await Services.Organisation.IsUnitWithin(to, units, today, inputs))
            && (command is RegisterSalesperson ? to is not null : await base.LiesWithin(current, command, units, today, inputs));
    }

    /// <inheritdoc/>
    // Whom this silo asks next who acts for the person, or leads them, is not to hear what was so before.
    protected override Task Committed(SubjectRecord<Salesperson> record, ImmutableArray<SubjectEvent> events, Envelope envelope)
    {
        recent.Forget(Id);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    protected override async Task Resume(SubjectRecord<Salesperson> record, Func<Command, string, Task<Receipt>> send)
    {
        if (record.State.ClosingBudgetSince is not null)
            await CloseBudget(record, send);
        if (record.State.LeavingSince is null && record.State.Handover is not { EndedAt: null })
            return;
        // Quotes and contracts that are to be moved may be waiting for this very person.
        if (IsWithinTurn)
            WakeSoon();
        else
            await GoOnWithPortfolio(send);
    }

    /// <summary>A budget period is over: what was drawn in it is given back, so that the reservations of a person stay few.</summary>
    private async Task CloseBudget(SubjectRecord<Salesperson> record, Func<Command, string, Task<Receipt>> send)
    {
        var granted = record.Granted ?? GrantedReservations.None;
        var from = record.State.BudgetFrom ?? DateOnly.MinValue;
        var drawn = granted.Here.Where(IsOver).ToList();
        var waiting = drawn.Count(r => r.PendingUntil is not null);
        // Those that wait to be confirmed are given back when the next period is over.
        var over = drawn.Where(r => r.PendingUntil is null).Take(GiveBackMax).ToList();
        var count = granted.CountBefore(Accounts.Discount, from) - waiting;
        for (var page = 0; page < PagesMax && over.Count < Math.Min(count, GiveBackMax); page++)
        {
            var range = await Beside(lookedUpTo, GiveBackMax - over.Count);
            over.AddRange(range.Reservations.Where(r => IsOver(r) && granted.At(ReservationPlace.Of(r.Token)) is null));
            lookedUpTo = range.Next ?? 0;
        }
        foreach (var reservation in over)
            await send(new ReleaseReservation(reservation.Token), reservation.Token);
        if (over.Count >= count)
            await send(new Salespeople.CloseBudget(), "close");

        bool IsOver(Reservation r) => r.Account == Accounts.Discount && r.TakenOn < from;
    }

    /// <summary>The user who acts under a name. They were made before there was a salesperson of that name, so they are somebody else.</summary>
    private static async Task<string?> ActingUnder(string name, Inputs inputs) => (await inputs.See<ClaimView>(ClaimOf.ActorSubject(name), static c => c.Version))?.For;

    /// <summary>The registered salespeople above a place, nearest first. Reads alone: two moves at one time may still make a circle, which no walk follows for long.</summary>
    private async Task<ImmutableArray<string>> Above(Placing? place, Inputs inputs)
    {
        var above = ImmutableArray.CreateBuilder<string>();
        var next = place?.Manager;
        // The person's own place does not matter: it is the one being changed.
        while (next is not null && next != Id && above.Count < SalespersonContext.LevelsMax && await People.Find(inputs, next) is { } manager)
        {
            above.Add(manager.Id);
            next = manager.Place.Manager;
        }
        if (next == Id && above.Count > 0)
            above.Add(Id);
        return above.ToImmutable();
    }

    /// <summary>The unit a person is put into on a day, and what follows from it.</summary>
    private async Task<SalespersonContext> Placed(Salesperson current, string unit, DateOnly on, DateOnly today, Inputs inputs)
    {
        var tree = await units.Now(inputs);
        return new()
        {
            Unit = tree.Find(unit),
            UnitPlace = tree.PlaceOn(unit, Id, on),
            HeadsThen = tree.HeadsAbove(unit, Id, on),
            HeadsNow = tree.HeadsAbove(tree.PlacingOf(Id, current.PlacedBy) is { } placed && !(placed.From > today) ? placed.Unit : current.UnitOn(today), Id, today),
            Order = tree.PlacingOf(Id, current.PlacedBy)?.Number,
        };
    }

    /// <summary>The placing by a reorganisation that the person has not recorded yet. Of people in no unit the tree is asked for nothing else, so it is noted only where there is one.</summary>
    private async ValueTask<int?> Order(Salesperson current, Inputs inputs)
    {
        if (inputs.IsPast && inputs.AsOf!.Find(UnitCommand.CompanySubject) is null)
            return null;
        var tree = await units.Now(null);
        if (tree.PlacingOf(Id, current.PlacedBy) is not { } placed)
            return null;
        inputs.Note(UnitCommand.CompanySubject, tree.ReadFrom);
        return placed.Number;
    }

    private async Task<PipelineFacts?> Pipeline(string id, Salesperson current, DecisionContext request) =>
        SalespersonRules.CurrentTarget(current, request.Today) is var (period, target) ? await request.Inputs.Value("pipeline", () => pipeline.Of(id, period, target.Currency)) : null;
}
