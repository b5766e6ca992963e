using System.Collections.Immutable;
using SalesGrid.Subjects;

namespace SalesGrid.Reservations;

// Stored shapes. Names of types and members are what lies in the ledger: add optional members, never rename or reuse one.

/// <summary>Reservations the object took at others for the events recorded with this one.</summary>
public sealed record ReservationsTaken(ImmutableArray<TakenReservation> Taken) : CommonEvent;

/// <summary>Since the events recorded with this one, less is needed of these reservations, or nothing.</summary>
public sealed record ReservationsNoLongerNeeded(ImmutableArray<ReservationToReturn> Surplus) : CommonEvent;

/// <summary>The others have what was no longer needed.</summary>
public sealed record ReservationsReturned(ImmutableArray<ReservationToReturn> Returned) : CommonEvent;

/// <summary>The object said that a reservation taken for it does not stand. It moves the version, which is what it is for.</summary>
public sealed record ReservationAbandoned(string Token, string Account, string Provider) : CommonEvent;

/// <summary>What others keep back for an object.</summary>
/// <param name="Standing">What it stands behind: the sum for a provider and account is what the object needs of it.</param>
/// <param name="ToReturn">What it needs no more and its providers have not got back yet.</param>
[GenerateSerializer, Immutable, Alias("sg.TakenReservations")]
public sealed record TakenReservations(
    [property: Id(0)] ImmutableArray<TakenReservation> Standing,
    [property: Id(1)] ImmutableArray<ReservationToReturn> ToReturn)
{
    /// <summary>Most reservations that wait to be returned when a command needs less of another; beyond that it waits until some are.</summary>
    public const int MaxToReturn = 50;

    /// <summary>Nothing taken.</summary>
    public static TakenReservations None { get; } = new([], []);

    /// <summary>Whether the object stands behind a reservation, or will return it itself.</summary>
    public bool Accounts(string provider, string token) =>
        Standing.Any(r => r.Token == token && r.Provider == provider) || ToReturn.Any(r => r.Token == token && r.Provider == provider);

    /// <summary>When the first reservation is to be returned; null when none is.</summary>
    public DateTimeOffset? FirstToReturn()
    {
        DateTimeOffset? first = null;
        foreach (var surplus in ToReturn)
        {
            if (first is null || surplus.From < first)
                first = surplus.From;
        }
        return first;
    }

    /// <summary>The reservations after one more event; null when none is left.</summary>
    public TakenReservations? Evolve(CommonEvent happened)
    {
        var next = happened switch
        {
            ReservationsTaken e => this with { Standing = Standing.AddRange(e.Taken) },
            ReservationsNoLongerNeeded e => new(
                [.. Standing.Select(r => Lowered(r, e.Surplus)).OfType<TakenReservation>()],
                [.. ToReturn.Where(r => !e.Surplus.Any(r.IsOfSame)), .. e.Surplus]),
            ReservationsReturned e => this with { ToReturn = ToReturn.RemoveAll(e.Returned.Contains) },
            _ => this,
        };
        return next is { Standing.IsEmpty: true, ToReturn.IsEmpty: true } ? null : next;
    }

    private static TakenReservation? Lowered(TakenReservation taken, ImmutableArray<ReservationToReturn> surplus)
    {
        foreach (var part in surplus)
        {
            if (part.Token == taken.Token && part.Provider == taken.Provider)
                return part.Left is { } left ? taken with { Amount = left } : null;
        }
        return taken;
    }
}
