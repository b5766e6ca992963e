using System.Collections.Immutable;
using SalesGrid.Reservations;
using SalesGrid.Subjects;

namespace SalesGrid.Salespeople;

/// <summary>
/// What may be drawn of a salesperson's accounts: what the person has granted adds up to what is used. Discount counts in the
/// budget period it was drawn in; allowance counts until it is given back.
/// </summary>
public static class Balances
{
    /// <summary>First day of the period a draw made today counts in; null where draws count until given back.</summary>
    public static DateOnly? CountedFrom(Authority authority, string account, DateOnly today) =>
        account == Accounts.Discount ? Period.Of(authority.BudgetPeriod, today).From : null;

    /// <summary>Whether somebody may draw on the person.</summary>
    public static Refusal? Admit(string id, Salesperson state, TakeReservation wanted, GrantedReservations granted, DecisionContext request)
    {
        if (wanted.Account is not (Accounts.Discount or Accounts.Allowance))
            return ControlPoints.ReservationMustHaveAccount.Refuse($"salesperson/{id}", wanted.Account);
        if (wanted.Amount is not { } amount)
            return Validation.Invalid("amount", "不能为空", "it must not be empty");
        if (state.Name is null)
            return ControlPoints.SalespersonMustExist.Refuse(id);
        if (!state.Active)
            return ControlPoints.DrawMustBeByActivePerson.Refuse(id);
        if (state.Authority is not { } authority)
            return request.Waives(ControlPoints.DrawMustHaveAuthority) ? null : ControlPoints.DrawMustHaveAuthority.Refuse(id);
        var (limit, point) = wanted.Account == Accounts.Discount
            ? (authority.DiscountBudget, ControlPoints.DiscountMustBeWithinBudget)
            : (authority.SalesAllowance, ControlPoints.ContractMustBeWithinAllowance);
        if (limit is not { } most)
            return null;
        if (most.Currency != amount.Currency)
            return ControlPoints.DrawMustBeInCurrencyOfLimit.RefuseField("amount", most.Currency, amount.Currency).Needing(most.Currency, amount.Currency);
        var used = granted.SumOf(wanted.Account, most.Currency, CountedFrom(authority, wanted.Account, request.Today));
        return amount.MinorUnits > most.MinorUnits - used && !request.Waives(point)
            ? point.RefuseField("amount", most, new Money(used, most.Currency), amount).Needing(most, new Money(used + amount.MinorUnits, most.Currency))
            : null;
    }

    /// <summary>The currency of a draw that counts and is not in the limit's; null when there is none.</summary>
    public static string? OtherCurrency(GrantedReservations granted, string account, Money? limit, DateOnly? from)
    {
        if (limit is not { } most)
            return null;
        foreach (var sum in granted.SumsOf(account, from))
        {
            if (sum.Currency != most.Currency)
                return sum.Currency;
        }
        return null;
    }

    /// <summary>What the accounts have left on a day; empty where nobody has given the person any authority.</summary>
    public static ImmutableArray<AccountBalance> On(Salesperson state, GrantedReservations granted, DateOnly today) => state.Authority is not { } authority
        ? []
        : [
            One(Accounts.Discount, authority.DiscountBudget, granted, CountedFrom(authority, Accounts.Discount, today)),
            One(Accounts.Allowance, authority.SalesAllowance, granted, null),
        ];

    private static AccountBalance One(string account, Money? limit, GrantedReservations granted, DateOnly? from)
    {
        if (limit is not { } most)
            return new(account, null, granted.SumsOf(account, from), null, from);
        var used = granted.SumOf(account, most.Currency, from);
        return new(account, most, [new(used, most.Currency)], most with { MinorUnits = Math.Max(0, most.MinorUnits - used) }, from);
    }
}
