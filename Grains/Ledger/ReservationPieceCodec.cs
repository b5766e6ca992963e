using SalesGrid.Reservations;
using SalesGrid.Subjects;

namespace SalesGrid.Ledger;

/// <summary>How a reservation that has left its record is written: as a head is, see <see cref="WireFrame"/>. Nothing for one that was released.</summary>
public static class ReservationPieceCodec
{
    /// <summary>Writes a reservation; null removes it.</summary>
    public static HeadPiece Write(string subject, long place, Reservation? reservation) =>
        new(subject, PieceKind.Reservation, place, reservation is null ? default(ReadOnlyMemory<byte>) : WireFrame.Write(reservation));

    /// <summary>The reservation in a piece.</summary>
    /// <exception cref="InvalidDataException">The piece is damaged, was written by a later version, or lies in another's place.</exception>
    public static Reservation Read(HeadPiece piece)
    {
        var reservation = WireFrame.Read<Reservation>(piece.Data.Span, "reservation", piece.Subject);
        return ReservationPlace.Of(reservation.Token) == piece.Number
            ? reservation
            : throw new InvalidDataException($"Reservation {reservation.Token} of {piece.Subject} lies at {piece.Number}, where it does not belong.");
    }
}
