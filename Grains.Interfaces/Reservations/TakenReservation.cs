namespace SalesGrid.Reservations;

/// <summary>A reservation another object keeps for this one, as this one remembers it.</summary>
/// <param name="Provider">The object that keeps it, <c>kind/id</c>.</param>
/// <param name="Account">What is drawn on.</param>
/// <param name="Token">Its name.</param>
/// <param name="Amount">How much; null for what is reserved whole.</param>
/// <param name="KeepUntil">It is not given back before then, needed or not; null where that does not matter.</param>
[GenerateSerializer, Immutable, Alias("sg.TakenReservation")]
public sealed record TakenReservation(
    [property: Id(0)] string Provider,
    [property: Id(1)] string Account,
    [property: Id(2)] string Token,
    [property: Id(3)] Money? Amount,
    [property: Id(4)] DateTimeOffset? KeepUntil = null);
