using SalesGrid.Subjects;

namespace SalesGrid.Reservations;

/// <summary>Where a reservation lies among those of an object that are no longer in its record: 63 bits of the hash of its token.</summary>
/// <remarks>A place holds one reservation. Another whose token has the same place is not granted meanwhile, so that none is taken for the other.</remarks>
public static class ReservationPlace
{
    /// <summary>Bits of a place.</summary>
    public const int Bits = 63;

    /// <summary>The place of a token.</summary>
    public static long Of(string token) => (long)(CommandMark.HashOf(token) >> 1);
}
