using System.Globalization;
using SalesGrid.Pools;
using SalesGrid.Salespeople;
using SalesGrid.Subjects;
using Decision = SalesGrid.Subjects.Decision<SalesGrid.Customers.CustomerEvent>;

namespace SalesGrid.Customers;

/// <summary>The rules of who owns a customer, and of the public pool. Pure.</summary>
internal static class OwnershipRules
{
    /// <summary>Days until a customer whose contract stands is looked at again.</summary>
    private const int ContractRecheckDays = 7;

    public static Decision Decide(Customer current, CustomerCommand command, DecisionContext request, CustomerContext context) => command switch
    {
        AssignOwner c => Assign(current, c, request, context),
        PickFromPool => Pick(current, request, context),
        ReturnToPool c => Return(current, c, request, context),
        ProtectOwner c => Protect(current, c, request),
        Recycle => Recycled(current, request, context),
        _ => throw new ArgumentOutOfRangeException(nameof(command), command.GetType().Name, "No rule for this command."),
    };

    private static Decision Assign(Customer current, AssignOwner command, DecisionContext request, CustomerContext context)
    {
        if (Refusal.All(
                Validation.RequiredId("salespersonId", command.SalespersonId),
                Validation.Optional("reason", command.Reason, Validation.MaxTextLength),
                request.HasAny(Duties.Manager) ? null : ControlPoints.PoolMustHaveAuthority.Refuse(),
                SubjectId.IsValid(command.SalespersonId) ? CheckTaker(command.SalespersonId, context.Taker)?.At("salespersonId") : null) is { } refusal)
            return refusal;
        return current.File?.Place?.SalespersonId == command.SalespersonId
            ? Decision.Nothing
            : Decision.Record(new OwnerAssigned(
                new(command.SalespersonId, PlaceAccounts.Assigned, request.Today, context.Pool.Recycle), request.Actor, command.Reason));
    }

    private static Decision Pick(Customer current, DecisionContext request, CustomerContext context)
    {
        var unfit = CheckTaker(request.Actor, context.Taker);
        if (current.File is not { InPool: true } file)
        {
            return unfit is null && SubjectId.Same(current.File?.Place?.SalespersonId, request.Actor)
                ? Decision.Nothing
                : Refusal.All(unfit, ControlPoints.CustomerMustBeInPool.Refuse())!;
        }
        if (Refusal.All(
                unfit,
                file.Former.FirstOrDefault(f => SubjectId.Same(f.SalespersonId, request.Actor)) is { } former
                    && former.Until.AddDays(context.Pool.RepickAfterDays) is var from && from > request.Today
                    ? ControlPoints.FormerOwnerMustWait.Refuse(from.ToString("O", CultureInfo.InvariantCulture)).Needing(request.Today, from)
                    : null) is { } refusal)
            return refusal;
        return Decision.Record(new CustomerPicked(new(request.Actor, PlaceAccounts.PickedOn(request.Today), request.Today, context.Pool.Recycle)));
    }

    private static Decision Return(Customer current, ReturnToPool command, DecisionContext request, CustomerContext context)
    {
        var malformed = Validation.Required("reason", command.Reason, Validation.MaxTextLength);
        if (current.File is { InPool: true })
            return malformed is null ? Decision.Nothing : malformed;
        return Refusal.All(
                malformed,
                current.File?.Place is null && !request.HasAny(Duties.Manager) ? ControlPoints.PoolMustHaveAuthority.Refuse() : null,
                CustomerRules.MustBeOnesOwn(current, request, context)) is { } refusal
            ? refusal
            : Decision.Record(new CustomerReturned(command.Reason, request.Today, request.Actor, current.File?.Place?.SalespersonId));
    }

    private static Decision Protect(Customer current, ProtectOwner command, DecisionContext request)
    {
        if (Refusal.All(
                // A day that has passed ends a protection: it need not be a recent one.
                PlausibleDays.Until("until", command.Until, request.Today, PlausibleDays.PlanYearsAhead),
                command.Until > request.Today.AddDays(ProtectOwner.DaysMax)
                    ? Validation.Invalid("until", $"最长 {ProtectOwner.DaysMax} 天", $"at most {ProtectOwner.DaysMax} days ahead")
                    : null,
                Validation.Required("reason", command.Reason, Validation.MaxTextLength),
                request.HasAny(Duties.Manager) ? null : ControlPoints.PoolMustHaveAuthority.Refuse(),
                current.File?.Place is null ? ControlPoints.CustomerMustBeHeld.Refuse() : null) is { } refusal)
            return refusal;
        return current.File!.ProtectedUntil == command.Until
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
        var longer = file.RecycleAfter(context.Pool.Recycle) is null
            ? request.Today.AddDays(ContractRecheckDays)
            : file.RecycleOn(context.Pool.Recycle);
        if (longer > request.Today)
            return Decision.Record(new RecyclePostponed(longer.Value, "policy"));
        return Decision.Record(new CustomerReturned("no-follow-up", request.Today, request.Actor, place.SalespersonId));
    }

    private static Refusal? CheckTaker(string id, SalespersonView? taker) => taker switch
    {
        null => ControlPoints.CustomerOwnerMustBeKnown.Refuse(id),
        { Active: false } => ControlPoints.SalespersonMustBeActive.Refuse(id),
        _ => null,
    };
}
