using SalesGrid.Subjects;

namespace SalesGrid.Reservations;

/// <summary>The object said that a reservation taken for it does not stand. It moves the version, which is what it is for.</summary>
public sealed record ReservationAbandoned(string Token, string Account, string Provider) : CommonEvent;

/// <summary>A hold another object keeps for this one, as this one remembers it.</summary>
/// <param name="Provider">The object that keeps it, <c>kind/id</c>.</param>
/// <param name="Account">What is drawn on.</param>
/// <param name="Token">Its name.</param>
/// <param name="Amount">How much; null for what is held whole.</param>
[GenerateSerializer, Immutable, Alias("sg.TakenReservation")]
public sealed record TakenReservation(
    [property: Id(0)] string Provider,
    [property: Id(1)] string Account,
    [property: Id(2)] string Token,
    [property: Id(3)] Money? Amount);
