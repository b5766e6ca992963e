using System.Collections.Immutable;
using SalesGrid.Subjects;

namespace SalesGrid.Reservations;

// Stored shapes. Names of types and members are what lies in the ledger: add optional members, never rename or reuse one.

/// <param name="Account">What is drawn on.</param>
/// <param name="Token">The hold.</param>
/// <param name="For">The object it is held for.</param>
/// <param name="Amount">How much; null for what is held whole.</param>
/// <param name="PendingUntil">Until when it waits to be confirmed.</param>
/// <param name="On">The business day, for accounts that are counted by period.</param>
public sealed record ReservationGranted(string Account, string Token, string For, Money? Amount, DateTimeOffset PendingUntil, DateOnly? On = null) : CommonEvent;

public sealed record ReservationConfirmed(string Token) : CommonEvent;

/// <param name="Token">The hold.</param>
/// <param name="Amount">How much of it was given back; null for all that was left.</param>
public sealed record ReservationReleased(string Token, Money? Amount) : CommonEvent;

/// <summary>The object said that a hold taken for it does not stand. It moves the version, which is what it is for.</summary>
public sealed record ReservationAbandoned(string Token, string Account, string Provider) : CommonEvent;

/// <summary>What an object holds back for others.</summary>
/// <param name="Open">The holds that are not released, by token.</param>
[GenerateSerializer, Immutable, Alias("sg.GrantedReservations")]
public sealed record GrantedReservations([property: Id(0)] ImmutableDictionary<string, Reservation> Open)
{
    /// <summary>Most open holds on one object: its head has to stay below what a store takes as one row.</summary>
    public const int MaxOpen = 4_000;

    /// <summary>Nothing held.</summary>
    public static GrantedReservations None { get; } = new(ImmutableDictionary.Create<string, Reservation>(StringComparer.Ordinal));

    /// <summary>How much of an account is held, minor units. Reservations of one account are all in its one currency.</summary>
    public long HeldOf(string account)
    {
        var sum = 0L;
        foreach (var hold in Open.Values)
        {
            if (hold.Account == account && hold.Amount is { } amount)
                sum += amount.MinorUnits;
        }
        return sum;
    }

    /// <summary>When the first of the holds that wait to be confirmed has waited long enough; null when none waits.</summary>
    public DateTimeOffset? FirstPending()
    {
        DateTimeOffset? first = null;
        foreach (var hold in Open.Values)
        {
            if (hold.PendingUntil is { } until && (first is null || until < first))
                first = until;
        }
        return first;
    }

    /// <summary>The granted after one more event.</summary>
    public GrantedReservations Evolve(CommonEvent happened) => happened switch
    {
        ReservationGranted e => new(Open.SetItem(e.Token, new(e.Token, e.Account, e.For, e.Amount, e.PendingUntil) { TakenOn = e.On })),
        ReservationConfirmed e => new(Open.SetItem(e.Token, Open[e.Token] with { PendingUntil = null })),
        ReservationReleased { Amount: { } part } e => new(Open.SetItem(e.Token, Open[e.Token] with { Amount = Less(Open[e.Token].Amount, part) })),
        ReservationReleased e => new(Open.Remove(e.Token)),
        _ => this,
    };

    private static Money? Less(Money? held, Money part) => held is { } money ? money with { MinorUnits = money.MinorUnits - part.MinorUnits } : null;
}
