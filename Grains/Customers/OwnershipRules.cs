using System.Globalization;
using SalesGrid.Pools;
using SalesGrid.Salespeople;
using SalesGrid.Subjects;
using Decision = SalesGrid.Subjects.Decision<SalesGrid.Customers.CustomerEvent>;

namespace SalesGrid.Customers;

/// <summary>The rules of who holds a customer, and of the public pool. Pure.</summary>
internal static class OwnershipRules
{
    /// <summary>Days until a customer whose contract stands is looked at again.</summary>
    private const int ContractRecheckDays = 7;

    public static Decision Decide(string id, Customer current, CustomerCommand command, DecisionContext request, CustomerContext context) => command switch
    {
        AssignOwner c => Assign(id, current, c, request, context),
        PickFromPool => Pick(id, current, request, context),
        ReturnToPool c => Return(current, c, request, context),
        ProtectOwner c => Protect(current, c, request),
        Recycle => Recycled(current, request, context),
        _ => throw new ArgumentOutOfRangeException(nameof(command), command.GetType().Name, "No rule for this command."),
    };

    private static Decision Assign(string id, Customer current, AssignOwner command, DecisionContext request, CustomerContext context)
    {
        if (Validation.First(
                Validation.RequiredId("salespersonId", command.SalespersonId),
                Validation.Optional("reason", command.Reason, Validation.MaxTextLength)) is { } malformed)
            return malformed;
        if (!request.HasAny(Duties.Manager))
            return ControlPoints.PoolMustHaveAuthority.Refuse();
        if (CheckTaker(command.SalespersonId, context.Taker) is { } unfit)
            return unfit with { Field = "salespersonId" };
        if (current.File?.Place?.SalespersonId == command.SalespersonId)
            return Decision.Nothing;
        return CustomerRules.MustHaveSettled(current) is { } unsettled
            ? unsettled
            : Decision.Record(new OwnerAssigned(
                new(command.SalespersonId, PlaceAccounts.Assigned, CustomerRules.TokenFor(id, request, "place"), request.Today, context.Pool.Recycle),
                request.Actor, command.Reason));
    }

    private static Decision Pick(string id, Customer current, DecisionContext request, CustomerContext context)
    {
        if (CheckTaker(request.Actor, context.Taker) is { } unfit)
            return unfit;
        if (current.File is not { InPool: true } file)
            return current.File?.Place?.SalespersonId == request.Actor ? Decision.Nothing : ControlPoints.CustomerMustBeInPool.Refuse();
        if (file.Former.FirstOrDefault(f => f.SalespersonId == request.Actor) is { } former
            && former.Until.AddDays(context.Pool.RepickAfterDays) is var from && from > request.Today)
            return ControlPoints.FormerOwnerMustWait.Refuse(from.ToString("O", CultureInfo.InvariantCulture));
        return Decision.Record(new CustomerPicked(new(request.Actor, PlaceAccounts.PickedOn(request.Today),
            // The day is part of the name: an attempt of yesterday that was not completed is another one.
            CustomerRules.TokenFor(id, request, PlaceAccounts.PickedOn(request.Today)), request.Today, context.Pool.Recycle)));
    }

    private static Decision Return(Customer current, ReturnToPool command, DecisionContext request, CustomerContext context)
    {
        if (Validation.Required("reason", command.Reason, Validation.MaxTextLength) is { } malformed)
            return malformed;
        if (current.File is { InPool: true })
            return Decision.Nothing;
        if (current.File?.Place is null && !request.HasAny(Duties.Manager))
            return ControlPoints.PoolMustHaveAuthority.Refuse();
        return (CustomerRules.MustBeOnesOwn(current, request, context) ?? CustomerRules.MustHaveSettled(current)) is { } refusal
            ? refusal
            : Decision.Record(new CustomerReturned(command.Reason, request.Today, request.Actor, current.File?.Place?.SalespersonId));
    }

    private static Decision Protect(Customer current, ProtectOwner command, DecisionContext request)
    {
        if (Validation.First(
                // A day that has passed ends a protection: it need not be a recent one.
                PlausibleDays.Until("until", command.Until, request.Today, PlausibleDays.PlanYearsAhead),
                command.Until > request.Today.AddDays(ProtectOwner.DaysMax)
                    ? Validation.Invalid("until", $"最长 {ProtectOwner.DaysMax} 天", $"at most {ProtectOwner.DaysMax} days ahead")
                    : null,
                Validation.Required("reason", command.Reason, Validation.MaxTextLength)) is { } malformed)
            return malformed;
        if (!request.HasAny(Duties.Manager))
            return ControlPoints.PoolMustHaveAuthority.Refuse();
        if (current.File?.Place is null)
            return ControlPoints.CustomerMustBeHeld.Refuse();
        return current.File.ProtectedUntil == command.Until
            ? Decision.Nothing
            : Decision.Record(new OwnerProtected(command.Until, command.Reason, request.Actor));
    }

    private static Decision Recycled(Customer current, DecisionContext request, CustomerContext context)
    {
        if (!request.HasAny(Duties.Grid))
            return ControlPoints.TimeMustComeFromGrid.Refuse();
        // Somebody may have followed up since the grid was told to come back.
        if (current.File is not { Place: { } place } file || file.RecycleOn() is not { } due || due > request.Today)
            return Decision.Nothing;
        if (context.Granted.CountOf(CreditAccount.Name) > 0)
            return Decision.Record(new RecyclePostponed(request.Today.AddDays(ContractRecheckDays), "contract"));
        // Rules that have become longer since the customer was taken protect it at once; shorter ones do not reach back.
        var longer = context.Pool.Recycle.Of(file.Class) is null
            ? request.Today.AddDays(ContractRecheckDays)
            : file.RecycleOn(context.Pool.Recycle);
        if (longer > request.Today)
            return Decision.Record(new RecyclePostponed(longer.Value, "policy"));
        return CustomerRules.MustHaveSettled(current) is { } unsettled
            ? unsettled
            : Decision.Record(new CustomerReturned("no-follow-up", request.Today, request.Actor, place.SalespersonId));
    }

    private static Refusal? CheckTaker(string id, SalespersonView? taker) => taker switch
    {
        null => ControlPoints.CustomerOwnerMustBeKnown.Refuse(id),
        { Active: false } => ControlPoints.SalespersonMustBeActive.Refuse(id),
        _ => null,
    };
}
