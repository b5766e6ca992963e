using System.Collections.Immutable;
using SalesGrid.Reservations;
using SalesGrid.Subjects;

namespace SalesGrid.Ledger;

/// <summary>Something that has left a record, on its way to the store. Never changes once made.</summary>
internal abstract class LeftPiece(PieceKind kind, long number)
{
    /// <summary>What it is a part of.</summary>
    public PieceKind Kind => kind;

    /// <summary>Tells it from others of its kind.</summary>
    public long Number => number;

    /// <summary>As it is stored.</summary>
    public abstract HeadPiece Write(string subject);
}

/// <summary>A block of commands.</summary>
internal sealed class LeftMarks(ImmutableArray<CommandMark> marks) : LeftPiece(PieceKind.History, marks[^1].Version)
{
    /// <summary>They, oldest first.</summary>
    public ImmutableArray<CommandMark> Marks => marks;

    /// <inheritdoc/>
    public override HeadPiece Write(string subject) => HistoryBlockCodec.Write(subject, marks.AsSpan());
}

/// <summary>A reservation.</summary>
internal sealed class LeftReservation(MovedReservation moved) : LeftPiece(PieceKind.Reservation, ReservationPlace.Of(moved.Token))
{
    /// <summary>As it is now; null when it was released.</summary>
    public Reservation? Now => moved.Now;

    /// <inheritdoc/>
    public override HeadPiece Write(string subject) => ReservationPieceCodec.Write(subject, Number, Now);
}
