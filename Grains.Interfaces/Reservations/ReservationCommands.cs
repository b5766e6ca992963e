namespace SalesGrid.Reservations;

/// <summary>
/// Part of a step between two objects: one holds something back for the other (credit, an allowance, a name) until that one
/// says what became of it. Only the grid itself sends these.
/// </summary>
/// <remarks>
/// The one that needs it takes a hold, records its own event, then confirms. If it dies in between, the holder asks it after
/// <see cref="TakeReservation.PendingFor"/> with <see cref="ResolveReservation"/>; whatever it answers is recorded by it first, so that a
/// hold is never released under a step that still succeeds. Every command may be sent any number of times.
/// </remarks>
[GenerateSerializer, Immutable, Alias("sg.ReservationCommand")]
public abstract record ReservationCommand : Command;

/// <summary>Takes a hold. One that is held for the same purpose already is a success.</summary>
/// <param name="Account">What is drawn on, e.g. <c>credit</c>; which accounts there are depends on the object.</param>
/// <param name="Token">Names the hold, 1 to 200 characters; one token stands for one purpose.</param>
/// <param name="For">The object it is held for, <c>kind/id</c>.</param>
/// <param name="Amount">How much; null for what is held whole.</param>
[GenerateSerializer, Immutable, Alias("sg.TakeReservation")]
public sealed record TakeReservation(
    [property: Id(0)] string Account,
    [property: Id(1)] string Token,
    [property: Id(2)] string For,
    [property: Id(3)] Money? Amount) : ReservationCommand
{
    /// <summary>How long a hold waits to be confirmed before its taker is asked.</summary>
    public static readonly TimeSpan PendingFor = TimeSpan.FromMinutes(2);
}

/// <summary>The step the hold was taken for has been recorded: it stays until it is released.</summary>
[GenerateSerializer, Immutable, Alias("sg.ConfirmReservation")]
public sealed record ConfirmReservation([property: Id(0)] string Token) : ReservationCommand;

/// <summary>Gives back a hold, or part of it. One that is not held any more is a success.</summary>
/// <param name="Token">The hold.</param>
/// <param name="Amount">How much of it; null for all that is left. Sent twice it gives back twice: a step that may be repeated says <paramref name="Left"/>.</param>
/// <param name="Left">How much is to stay held at most; means the same however often it is sent. Not together with <paramref name="Amount"/>.</param>
[GenerateSerializer, Immutable, Alias("sg.ReleaseReservation")]
public sealed record ReleaseReservation(
    [property: Id(0)] string Token,
    [property: Id(1)] Money? Amount = null,
    [property: Id(2)] Money? Left = null) : ReservationCommand;

/// <summary>
/// Asks the object a hold was taken for whether it stands. Accepted: it does. Refused: it does not, and the object has
/// recorded that, so that a step begun on the strength of this hold can no longer be completed.
/// </summary>
/// <param name="Token">The hold.</param>
/// <param name="Account">What was drawn on.</param>
/// <param name="Provider">The object that holds it, <c>kind/id</c>.</param>
[GenerateSerializer, Immutable, Alias("sg.ResolveReservation")]
public sealed record ResolveReservation(
    [property: Id(0)] string Token,
    [property: Id(1)] string Account,
    [property: Id(2)] string Provider) : ReservationCommand;

/// <summary>Something an object holds back for another.</summary>
/// <param name="Token">Its name.</param>
/// <param name="Account">What is drawn on.</param>
/// <param name="For">The object it is held for.</param>
/// <param name="Amount">How much is held now; null for what is held whole.</param>
/// <param name="PendingUntil">Until when it waits to be confirmed; null once it is.</param>
[GenerateSerializer, Immutable, Alias("sg.Reservation")]
public sealed record Reservation(
    [property: Id(0)] string Token,
    [property: Id(1)] string Account,
    [property: Id(2)] string For,
    [property: Id(3)] Money? Amount,
    [property: Id(4)] DateTimeOffset? PendingUntil)
{
    /// <summary>The business day it was taken on; null when that was not recorded.</summary>
    [Id(5)] public DateOnly? TakenOn { get; init; }
}
