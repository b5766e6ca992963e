using SalesGrid.Claims;
using SalesGrid.Reservations;
using SalesGrid.Pools;

namespace SalesGrid.Customers;

/// <summary>What a customer holds elsewhere: its credit code, and a place at the salesperson who holds it.</summary>
internal static class CustomerReservations
{
    /// <summary>The hold an event cannot do without, and who is to keep it; null when it needs none.</summary>
    public static (string Provider, TakeReservation Wanted)? NeededBy(CustomerEvent happened, string subject) => happened switch
    {
        CustomerRegistered { CodeToken: { } token, Profile.CreditCode: { } code } => Identity(code, token, subject),
        CustomerAmended { CodeToken: { } token, Profile.CreditCode: { } code } => Identity(code, token, subject),
        OwnerAssigned e => PlaceOf(e.Place, subject),
        CustomerPicked e => PlaceOf(e.Place, subject),
        _ => null,
    };

    /// <summary>Whether the customer needs a hold, or will give it back itself; see <see cref="StandsBehind{TState}"/>.</summary>
    public static bool Stands(Customer state, ResolveReservation request)
    {
        if (state is not { Profile: { } profile, File: { } file })
            return false;
        return (file.CodeToken == request.Token && profile.CreditCode is { } code && ClaimOf.IdentitySubject(code) == request.Provider)
            || (file.Place is { } place && place.Token == request.Token && PlaceAccounts.SubjectOf(place.SalespersonId) == request.Provider)
            || file.Owed.Any(o => o.Token == request.Token && o.Provider == request.Provider);
    }

    private static (string, TakeReservation) Identity(string code, string token, string subject) =>
        (ClaimOf.IdentitySubject(code), new(ClaimOf.Identity, token, subject, null));

    private static (string, TakeReservation) PlaceOf(Place place, string subject) =>
        (PlaceAccounts.SubjectOf(place.SalespersonId), new(place.Account, place.Token, subject, null));
}
