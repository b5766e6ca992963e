using System.Collections.Immutable;

namespace SalesGrid.Reservations;

/// <summary>Some of the reservations an object keeps back for others.</summary>
/// <param name="Version">The object's version; 0 when nothing has happened to it.</param>
/// <param name="Items">They. One that is taken or released meanwhile may be on a page or not.</param>
/// <param name="Total">How many there are in all.</param>
/// <param name="NextAfter">The token that the next page follows; null on the last.</param>
[GenerateSerializer, Immutable, Alias("sg.ReservationsView")]
public sealed record ReservationsView(
    [property: Id(0)] int Version, [property: Id(1)] ImmutableArray<Reservation> Items, [property: Id(2)] int Total, [property: Id(3)] string? NextAfter);
