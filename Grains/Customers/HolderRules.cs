using System.Globalization;
using SalesGrid.Pools;
using SalesGrid.Salespeople;
using SalesGrid.Subjects;
using Decision = SalesGrid.Subjects.Decision<SalesGrid.Customers.CustomerEvent>;

namespace SalesGrid.Customers;

/// <summary>The rules of who holds a customer, and of the public pool. Pure.</summary>
internal static class HolderRules
{
    /// <summary>Days until a customer whose contract stands is looked at again.</summary>
    private const int ContractRecheckDays = 7;

    public static Decision Decide(string id, Customer current, CustomerCommand command, Asked asked, CustomerContext context) => command switch
    {
        AssignHolder c => Assign(id, current, c, asked, context),
        PickFromPool => Pick(id, current, asked, context),
        ReturnToPool c => Return(current, c, asked, context),
        ProtectHolder c => Protect(current, c, asked),
        Recycle => Recycled(current, asked, context),
        _ => throw new ArgumentOutOfRangeException(nameof(command), command.GetType().Name, "No rule for this command."),
    };

    private static Decision Assign(string id, Customer current, AssignHolder command, Asked asked, CustomerContext context)
    {
        if (Validation.First(
                Validation.RequiredId("salespersonId", command.SalespersonId),
                Validation.Optional("reason", command.Reason, Validation.MaxTextLength)) is { } malformed)
            return malformed;
        if (!asked.HasAny(Duties.Manager))
            return ControlPoints.PoolMustHaveAuthority.Refuse();
        if (CheckTaker(command.SalespersonId, context.Taker) is { } unfit)
            return unfit with { Field = "salespersonId" };
        if (current.File?.Place?.SalespersonId == command.SalespersonId)
            return Decision.Nothing;
        return CustomerRules.MustHaveSettled(current) is { } unsettled
            ? unsettled
            : Decision.Record(new HolderAssigned(
                new(command.SalespersonId, PlaceAccounts.Assigned, CustomerRules.TokenFor(id, asked, "place"), asked.Today, context.Pool.Recycle),
                asked.Actor, command.Reason));
    }

    private static Decision Pick(string id, Customer current, Asked asked, CustomerContext context)
    {
        if (CheckTaker(asked.Actor, context.Taker) is { } unfit)
            return unfit;
        if (current.File is not { InPool: true } file)
            return current.File?.Place?.SalespersonId == asked.Actor ? Decision.Nothing : ControlPoints.CustomerMustBeInPool.Refuse();
        if (file.Former.FirstOrDefault(f => f.SalespersonId == asked.Actor) is { } former
            && former.Until.AddDays(context.Pool.RepickAfterDays) is var from && from > asked.Today)
            return ControlPoints.FormerHolderMustWait.Refuse(from.ToString("O", CultureInfo.InvariantCulture));
        return Decision.Record(new CustomerPicked(new(asked.Actor, PlaceAccounts.PickedOn(asked.Today),
            // The day is part of the name: an attempt of yesterday that was not completed is another one.
            CustomerRules.TokenFor(id, asked, PlaceAccounts.PickedOn(asked.Today)), asked.Today, context.Pool.Recycle)));
    }

    private static Decision Return(Customer current, ReturnToPool command, Asked asked, CustomerContext context)
    {
        if (Validation.Required("reason", command.Reason, Validation.MaxTextLength) is { } malformed)
            return malformed;
        if (current.File is { InPool: true })
            return Decision.Nothing;
        if (current.File?.Place is null && !asked.HasAny(Duties.Manager))
            return ControlPoints.PoolMustHaveAuthority.Refuse();
        return (CustomerRules.MustBeOnesOwn(current, asked, context) ?? CustomerRules.MustHaveSettled(current)) is { } refusal
            ? refusal
            : Decision.Record(new CustomerReturned(command.Reason, asked.Today, asked.Actor, current.File?.Place?.SalespersonId));
    }

    private static Decision Protect(Customer current, ProtectHolder command, Asked asked)
    {
        if (Validation.First(
                Validation.OptionalDate("until", command.Until),
                command.Until > asked.Today.AddDays(ProtectHolder.DaysMax)
                    ? Validation.Invalid("until", $"最长 {ProtectHolder.DaysMax} 天", $"at most {ProtectHolder.DaysMax} days ahead")
                    : null,
                Validation.Required("reason", command.Reason, Validation.MaxTextLength)) is { } malformed)
            return malformed;
        if (!asked.HasAny(Duties.Manager))
            return ControlPoints.PoolMustHaveAuthority.Refuse();
        if (current.File?.Place is null)
            return ControlPoints.CustomerMustBeHeld.Refuse();
        return current.File.ProtectedUntil == command.Until
            ? Decision.Nothing
            : Decision.Record(new HolderProtected(command.Until, command.Reason, asked.Actor));
    }

    private static Decision Recycled(Customer current, Asked asked, CustomerContext context)
    {
        if (!asked.HasAny(Duties.Grid))
            return ControlPoints.TimeMustComeFromGrid.Refuse();
        // Somebody may have followed up since the grid was told to come back.
        if (current.File is not { Place: { } place } file || file.RecycleOn() is not { } due || due > asked.Today)
            return Decision.Nothing;
        if (context.Held.Open.Values.Any(h => h.Account == CreditAccount.Name))
            return Decision.Record(new RecyclePostponed(asked.Today.AddDays(ContractRecheckDays), "contract"));
        // Rules that have become longer since the customer was taken protect it at once; shorter ones do not reach back.
        var longer = context.Pool.Recycle.Of(file.Class) is null
            ? asked.Today.AddDays(ContractRecheckDays)
            : file.RecycleOn(context.Pool.Recycle);
        if (longer > asked.Today)
            return Decision.Record(new RecyclePostponed(longer.Value, "policy"));
        return CustomerRules.MustHaveSettled(current) is { } unsettled
            ? unsettled
            : Decision.Record(new CustomerReturned("no-follow-up", asked.Today, asked.Actor, place.SalespersonId));
    }

    private static Refusal? CheckTaker(string id, SalespersonView? taker) => taker switch
    {
        null => ControlPoints.HolderMustBeKnown.Refuse(id),
        { Active: false } => ControlPoints.SalespersonMustBeActive.Refuse(id),
        _ => null,
    };
}
