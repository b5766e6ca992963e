using System.Collections.Immutable;
using SalesGrid.Claims;
using SalesGrid.Pools;
using SalesGrid.Reservations;

namespace SalesGrid.Customers;

/// <summary>What a customer needs of others: its credit code for itself alone, and a place at the salesperson who owns it.</summary>
internal static class CustomerNeeds
{
    /// <summary>The needs; see <see cref="NeedsOf{TState}"/>.</summary>
    public static ImmutableArray<Need> Of(string id, Customer customer)
    {
        var code = customer.Profile?.CreditCode is { } text ? new Need(ClaimOf.IdentitySubject(text), ClaimOf.Identity, Field: "creditCode") : null;
        var place = customer.File?.Place is { } given
            ? new Need(PlaceAccounts.SubjectOf(given.SalespersonId), given.Account, KeepFor: PlaceAccounts.IsPick(given.Account) ? CustomerFile.PickKeeps : null)
            : null;
        return (code, place) switch
        {
            (null, null) => [],
            ({ } one, null) => [one],
            (null, { } one) => [one],
            var (first, second) => [first!, second!],
        };
    }
}
