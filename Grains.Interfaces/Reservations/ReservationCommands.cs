using System.Collections.Immutable;

namespace SalesGrid.Reservations;

/// <summary>
/// Part of a step between two objects: one keeps something back for the other (credit, an allowance, a name) until that one
/// says what became of it. Only the grid itself sends these.
/// </summary>
/// <remarks>
/// The one that needs it takes a reservation, records its own event, then confirms. If it dies in between, the provider asks it after
/// <see cref="TakeReservation.PendingFor"/> with <see cref="ResolveReservation"/>; whatever it answers is recorded by it first, so that a
/// reservation is never released under a step that still succeeds. Every command may be sent any number of times, and in any order: the
/// amount of a reservation only ever goes down. Who needs more takes another one.
/// </remarks>
[GenerateSerializer, Immutable, Alias("sg.ReservationCommand")]
public abstract record ReservationCommand : Command;

/// <summary>Takes a reservation. One that was granted for the same purpose already is a success.</summary>
/// <param name="Account">What is drawn on, e.g. <c>credit</c>; which accounts there are depends on the object.</param>
/// <param name="Token">Names the reservation, 1 to 200 characters; one token stands for one purpose.</param>
/// <param name="For">The object it is for, <c>kind/id</c>.</param>
/// <param name="Amount">How much; null for what is reserved whole.</param>
[GenerateSerializer, Immutable, Alias("sg.TakeReservation")]
[SentBy(Duties.Grid, nameof(ControlPoints.ReservationMustComeFromGrid))]
public sealed record TakeReservation(
    [property: Id(0)] string Account,
    [property: Id(1)] string Token,
    [property: Id(2)] string For,
    [property: Id(3)] Money? Amount) : ReservationCommand
{
    /// <summary>How long a reservation waits to be confirmed before its taker is asked.</summary>
    public static readonly TimeSpan PendingFor = TimeSpan.FromMinutes(2);
}

/// <summary>The step the reservation was taken for has been recorded: it stays until it is released.</summary>
[GenerateSerializer, Immutable, Alias("sg.ConfirmReservation")]
[SentBy(Duties.Grid, nameof(ControlPoints.ReservationMustComeFromGrid))]
public sealed record ConfirmReservation([property: Id(0)] string Token) : ReservationCommand;

/// <summary>Gives back a reservation, or lowers it. One that is lower already, or gone, is a success.</summary>
/// <param name="Token">The reservation.</param>
/// <param name="Left">How much is to stay reserved at most; null for nothing.</param>
[GenerateSerializer, Immutable, Alias("sg.ReleaseReservation")]
[SentBy(Duties.Grid, nameof(ControlPoints.ReservationMustComeFromGrid))]
public sealed record ReleaseReservation([property: Id(0)] string Token, [property: Id(1)] Money? Left = null) : ReservationCommand;

/// <summary>
/// Asks the object a reservation was taken for whether it stands. Accepted: it does. Refused: it does not, and the object has
/// recorded that, so that a step begun on the strength of this reservation can no longer be completed.
/// </summary>
/// <param name="Token">The reservation.</param>
/// <param name="Account">What was drawn on.</param>
/// <param name="Provider">The object that granted it, <c>kind/id</c>.</param>
[GenerateSerializer, Immutable, Alias("sg.ResolveReservation")]
[SentBy(Duties.Grid, nameof(ControlPoints.ReservationMustComeFromGrid))]
public sealed record ResolveReservation(
    [property: Id(0)] string Token,
    [property: Id(1)] string Account,
    [property: Id(2)] string Provider) : ReservationCommand;

/// <summary>Steps with other objects that were left to do are done. Sent by an object to itself.</summary>
/// <param name="Returned">Reservations that were given back or lowered.</param>
/// <param name="Told">How far others have been told what they are to know.</param>
[GenerateSerializer, Immutable, Alias("sg.NoteStepsDone")]
[SentBy(Duties.Grid, nameof(ControlPoints.ReservationMustComeFromGrid))]
public sealed record NoteStepsDone(
    [property: Id(0)] ImmutableArray<ReservationToReturn> Returned,
    [property: Id(1)] ImmutableArray<TellingProgress> Told) : ReservationCommand;

/// <summary>A reservation of which less is needed than its provider keeps.</summary>
/// <param name="Provider">The object that keeps it, <c>kind/id</c>.</param>
/// <param name="Token">The reservation.</param>
/// <param name="Left">How much is still needed; null for nothing.</param>
/// <param name="From">When it may be given back.</param>
[GenerateSerializer, Immutable, Alias("sg.ReservationToReturn")]
public sealed record ReservationToReturn(
    [property: Id(0)] string Provider,
    [property: Id(1)] string Token,
    [property: Id(2)] Money? Left,
    [property: Id(3)] DateTimeOffset From)
{
    /// <summary>Whether both are about the same reservation.</summary>
    public bool IsOfSame(ReservationToReturn other) => Token == other.Token && Provider == other.Provider;
}

/// <summary>How far others have been told something.</summary>
/// <param name="Topic">What it is about.</param>
/// <param name="Version">Version of the object before it became so: tells one time from another.</param>
/// <param name="Told">How many have been told, from the first.</param>
/// <param name="IsDone">True when all have been.</param>
[GenerateSerializer, Immutable, Alias("sg.TellingProgress")]
public sealed record TellingProgress(
    [property: Id(0)] string Topic,
    [property: Id(1)] int Version,
    [property: Id(2)] int Told,
    [property: Id(3)] bool IsDone);

/// <summary>Something an object keeps back for another.</summary>
/// <param name="Token">Its name.</param>
/// <param name="Account">What is drawn on.</param>
/// <param name="For">The object it is for.</param>
/// <param name="Amount">How much is reserved now; null for what is reserved whole.</param>
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
