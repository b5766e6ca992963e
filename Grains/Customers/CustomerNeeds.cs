using System.Collections.Immutable;
using SalesGrid.Claims;
using SalesGrid.Pools;
using SalesGrid.Reservations;

namespace SalesGrid.Customers;

/// <summary>What a customer needs of others: its credit code for itself alone, and a place at the salesperson who owns it. Of one that is merged: to be that.</summary>
internal static class CustomerNeeds
{
    /// <summary>The needs; see <see cref="NeedsOf{TState}"/>.</summary>
    public static ImmutableArray<Need> Of(string id, Customer customer)
    {
        // Merged, it is that for good, and the other is none that is merged: so no two are merged into one another, whatever comes at one moment.
        if (customer.File?.Merge is { } merge)
            return [new(ClaimOf.MergeSubject(id), ClaimOf.Merged), new(ClaimOf.MergeSubject(merge.Into), ClaimOf.Survivor, Field: "into")];
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
