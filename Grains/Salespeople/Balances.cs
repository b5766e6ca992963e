using System.Collections.Immutable;
using SalesGrid.Reservations;
using SalesGrid.Subjects;
using SalesGrid.Targets;

namespace SalesGrid.Salespeople;

/// <summary>
/// What may be drawn of a salesperson's accounts: holds on the person add up to what is used. Discount counts in the budget
/// period it was drawn in; allowance counts until it is given back.
/// </summary>
public static class Balances
{
    /// <summary>First day of the period a draw made today counts in; null where draws count until given back.</summary>
    public static DateOnly? CountedFrom(Authority authority, string account, DateOnly today) =>
        account == Accounts.Discount ? Period.Of(authority.BudgetPeriod, today).From : null;

    /// <summary>True when a hold is a draw on the account that counts.</summary>
    /// <param name="hold">The hold.</param>
    /// <param name="account">The account.</param>
    /// <param name="from">First day of the period; null for all. A hold without a day counts always: what is not known is no excuse.</param>
    public static bool Counts(Reservation hold, string account, DateOnly? from) =>
        hold.Account == account && hold.Amount is not null && (from is not { } first || hold.TakenOn is not { } day || day >= first);

    /// <summary>What is drawn in one currency, minor units.</summary>
    public static long Used(GrantedReservations held, string account, string currency, DateOnly? from)
    {
        var sum = 0L;
        foreach (var hold in held.Open.Values)
        {
            if (Counts(hold, account, from) && hold.Amount is { } amount && amount.Currency == currency)
                sum += amount.MinorUnits;
        }
        return sum;
    }

    /// <summary>Whether somebody may draw on the person.</summary>
    public static Refusal? Admit(string id, Salesperson state, TakeReservation wanted, GrantedReservations held, DecisionContext request)
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
            return ControlPoints.DrawMustBeInCurrencyOfLimit.RefuseField("amount", most.Currency, amount.Currency);
        var used = Used(held, wanted.Account, most.Currency, CountedFrom(authority, wanted.Account, request.Today));
        return amount.MinorUnits > most.MinorUnits - used && !request.Waives(point)
            ? point.RefuseField("amount", most, new Money(used, most.Currency), amount)
            : null;
    }

    /// <summary>The currency of a draw that counts and is not in the limit's; null when there is none.</summary>
    public static string? OtherCurrency(GrantedReservations held, string account, Money? limit, DateOnly? from)
    {
        if (limit is not { } most)
            return null;
        foreach (var hold in held.Open.Values)
        {
            if (Counts(hold, account, from) && hold.Amount is { } amount && amount.Currency != most.Currency)
                return amount.Currency;
        }
        return null;
    }

    /// <summary>What the accounts have left on a day; empty where nobody has given the person any authority.</summary>
    public static ImmutableArray<AccountBalance> On(Salesperson state, GrantedReservations held, DateOnly today) => state.Authority is not { } authority
        ? []
        : [
            One(Accounts.Discount, authority.DiscountBudget, held, CountedFrom(authority, Accounts.Discount, today)),
            One(Accounts.Allowance, authority.SalesAllowance, held, null),
        ];

    private static AccountBalance One(string account, Money? limit, GrantedReservations held, DateOnly? from)
    {
        if (limit is not { } most)
        {
            return new(account, null,
            [
                .. held.Open.Values.Where(h => Counts(h, account, from))
                    .GroupBy(h => h.Amount!.Value.Currency, StringComparer.Ordinal)
                    .OrderBy(g => g.Key, StringComparer.Ordinal)
                    .Select(g => new Money(g.Sum(h => h.Amount!.Value.MinorUnits), g.Key)),
            ], null, from);
        }
        var used = Used(held, account, most.Currency, from);
        return new(account, most, [new(used, most.Currency)], most with { MinorUnits = Math.Max(0, most.MinorUnits - used) }, from);
    }
}
