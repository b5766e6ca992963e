using SalesGrid.Claims;
using SalesGrid.Subjects;
using SalesGrid.Units;
using Decision = SalesGrid.Subjects.Decision<SalesGrid.Salespeople.SalespersonEvent>;

namespace SalesGrid.Salespeople;

// Where a person stands: in a unit, from which everything else follows, or as stated.
public static partial class SalespersonRules
{
    private static Decision Register(string id, RegisterSalesperson command, DecisionContext request, SalespersonContext context)
    {
        var unfitId = Refusal.All(
            context.ActingUnderId is { } user ? ControlPoints.ActorMustBeOneUser.RefuseField("id", ClaimOf.Masked(SubjectKinds.IdOf(user))) : null,
            ActorNames.IsReserved(id) ? ControlPoints.ActorNameMustBeFree.RefuseField("id", id) : null,
            Validation.Required("name", command.Name));
        if (command.Unit is null)
        {
            return Refusal.All(unfitId, Check(id, command.Place, context), CheckSender(command.Manager, null, request)) is { } refusal
                ? refusal
                : Decision.Record(new SalespersonRegistered(command.Name, command.Place, Knows(context)));
        }
        return Refusal.All(unfitId, CheckUnit(command.Unit, command.Team ?? command.Region ?? command.Manager, request, context)) is { } unfit
            ? unfit
            : Decision.Record(new SalespersonRegistered(command.Name, PlaceOf(context.UnitPlace!), null, context.Unit!.Id));
    }

    private static Decision Move(string id, Salesperson current, MoveSalesperson command, DecisionContext request, SalespersonContext context)
    {
        if (command.Unit is null)
        {
            if (Refusal.All(
                    Check(id, command.Place, context),
                    command.From is null ? null : Validation.Invalid("from", "只能与 unit 同用", "only together with unit"),
                    CheckSender(command.Manager, current.Unit is null ? current.Place.Manager : null, request)) is { } refusal)
                return refusal;
            return command.Place == current.Place && Knows(context) == current.ManagerKnown && (current.Unit, current.Planned, context.Order) is (null, null, null)
                ? Decision.Nothing
                : Decision.Record(new SalespersonMoved(command.Place, Knows(context), Order: context.Order));
        }
        var from = command.From ?? request.Today;
        if (Refusal.All(
                PlausibleDays.Within("from", from, request.Today, request.Today.AddYears(PlausibleDays.PlanYearsAhead)),
                CheckUnit(command.Unit, command.Team ?? command.Region ?? command.Manager, request, context)) is { } unfit)
            return unfit;
        var unit = context.Unit!.Id;
        if (from > request.Today)
            return current.Planned == new PlannedUnit(unit, from) && context.Order is null ? Decision.Nothing : Decision.Record(new SalespersonMovePlanned(unit, from, request.Actor, context.Order));
        return current.Unit == unit && current.Planned is null && context.Order is null
            ? Decision.Nothing
            : Decision.Record(new SalespersonMoved(PlaceOf(context.UnitPlace!), null, unit, context.Order));
    }

    // Whether it may be so the company has decided; a later placing or move that is known is not undone.
    private static Decision TakeOrdered(Salesperson current, TakeOrderedPlace command, DecisionContext request, SalespersonContext context) =>
        command.Number <= current.PlacedBy ? Decision.Nothing
        : command.From is { } from && from > request.Today
            ? Decision.Record(new SalespersonMovePlanned(command.Unit, from, request.Actor, command.Number))
            : Decision.Record(new SalespersonMoved(context.UnitPlace is { } place ? PlaceOf(place) : current.Place, null, command.Unit, command.Number));

    private static Decision TakePlanned(Salesperson current, DecisionContext request, SalespersonContext context) =>
        current.Planned is { } planned && planned.From <= request.Today
            ? Decision.Record(new SalespersonMoved(context.UnitPlace is { } place ? PlaceOf(place) : current.Place, null, planned.Unit))
            : Decision.Nothing;

    private static Decision Rename(Salesperson current, RenameSalesperson command, DecisionContext request) =>
        Validation.Required("name", command.Name) is { } malformed ? malformed
        : command.Name == current.Name ? Decision.Nothing
        : Decision.Record(new SalespersonRenamed(command.Name, request.Actor));

    private static Decision Reactivate(Salesperson current, ReactivateSalesperson command, DecisionContext request, SalespersonContext context)
    {
        if (current.Active)
            return Decision.Nothing;
        if (command.Unit is null)
            return Decision.Record(new SalespersonReactivated(request.Actor));
        return CheckUnit(command.Unit, null, request, context) is { } refusal
            ? refusal
            : Decision.Record(new SalespersonReactivated(request.Actor, context.Unit!.Id, PlaceOf(context.UnitPlace!), context.Order));
    }

    private static Placing PlaceOf(UnitPlace place) => new(place.Team, place.Region, place.Manager);

    /// <summary>A unit that is there, alone, and not one by which the sender comes to lead the person. That it stays open is asked of the unit itself.</summary>
    private static Refusal? CheckUnit(string unit, string? statedBeside, DecisionContext request, SalespersonContext context) => Refusal.All(
        Validation.OptionalId("unit", unit),
        statedBeside is null ? null : ControlPoints.PlaceMustBeUnitOrStated.RefuseField("unit"),
        SubjectId.IsValid(unit) && context.Unit is not { Closed: false } ? ControlPoints.PersonsUnitMustBeOpen.RefuseField("unit", unit) : null,
        context.HeadsThen.Contains(request.Actor, SubjectId.Comparer) && !context.HeadsNow.Contains(request.Actor, SubjectId.Comparer)
            ? ControlPoints.ManagerMustNotBeSender.RefuseField("unit")
            : null);

    private static Refusal? CheckSender(string? manager, string? before, DecisionContext request) =>
        manager is not null && SubjectId.Same(manager, request.Actor) && !SubjectId.Same(manager, before)
            ? ControlPoints.ManagerMustNotBeSender.RefuseField("manager")
            : null;
}
