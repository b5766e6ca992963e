using System.Collections.Immutable;
using SalesGrid.Reservations;

namespace SalesGrid.Ledger;

/// <summary>The reservations that have left the records of the objects that granted them.</summary>
internal static class ReservationPieces
{
    /// <summary>Reservations of an object that are no longer in its record, by place.</summary>
    /// <param name="pieces">The pieces of its bucket.</param>
    /// <param name="subject">The object.</param>
    /// <param name="from">Lowest place.</param>
    /// <param name="to">Highest place.</param>
    /// <param name="most">Most that are looked at.</param>
    /// <exception cref="InvalidDataException">One of them is damaged.</exception>
    public static async Task<ReservationRange> Reservations(this HeadPieces pieces, string subject, long from, long to, int most)
    {
        var page = await pieces.Read(subject, PieceKind.Reservation, from, to, most);
        var found = ImmutableArray.CreateBuilder<Reservation>(page.Pieces.Count);
        foreach (var (waiting, stored) in page.Pieces)
        {
            if ((stored is null ? ((LeftReservation)waiting!).Now : ReservationPieceCodec.Read(stored)) is { } reservation)
                found.Add(reservation);
        }
        return new(found.ToImmutable(), page.Next);
    }
}

/// <summary>Some of the reservations an object has granted that are no longer in its record.</summary>
/// <param name="Reservations">They, by place.</param>
/// <param name="Next">The place from which on there may be more; null when these are the last.</param>
[GenerateSerializer, Immutable, Alias("sg.ReservationRange")]
public readonly record struct ReservationRange([property: Id(0)] ImmutableArray<Reservation> Reservations, [property: Id(1)] long? Next);
