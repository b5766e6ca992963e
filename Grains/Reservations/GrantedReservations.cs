using System.Collections.Immutable;
using SalesGrid.Subjects;

namespace SalesGrid.Reservations;

// Stored shapes. Names of types and members are what lies in the ledger: add optional members, never rename or reuse one.

/// <param name="Account">What is drawn on.</param>
/// <param name="Token">The reservation.</param>
/// <param name="For">The object it is granted to.</param>
/// <param name="Amount">How much; null for what is reserved whole.</param>
/// <param name="PendingUntil">Until when it waits to be confirmed.</param>
/// <param name="On">The business day, for accounts that are counted by period.</param>
public sealed record ReservationGranted(string Account, string Token, string For, Money? Amount, DateTimeOffset PendingUntil, DateOnly? On = null) : CommonEvent;

public sealed record ReservationConfirmed(string Token) : CommonEvent;

/// <param name="Token">The reservation.</param>
/// <param name="Amount">How much of it was given back; null for all that was left.</param>
public sealed record ReservationReleased(string Token, Money? Amount) : CommonEvent;

/// <summary>What an object keeps back for others.</summary>
/// <remarks>
/// What rules ask of it is kept beside the reservations, so that a command costs the same however many there are: how much of
/// each account is reserved, and which reservations wait to be confirmed.
/// </remarks>
[GenerateSerializer, Immutable, Alias("sg.GrantedReservations")]
public sealed record GrantedReservations
{
    /// <summary>Most open reservations on one object: its head has to stay below what a store takes as one row.</summary>
    public const int MaxOpen = 4_000;

    /// <summary>Nothing reserved.</summary>
    public static GrantedReservations None { get; } = new();

    /// <summary>The reservations that are not released, by token.</summary>
    [Id(0)] public ImmutableDictionary<string, Reservation> Open { get; private init; } = ImmutableDictionary.Create<string, Reservation>(StringComparer.Ordinal);

    /// <summary>What of each account is reserved; accounts of which nothing is are left out.</summary>
    [Id(1)] private ImmutableDictionary<string, AccountTotals> Totals { get; init; } = ImmutableDictionary.Create<string, AccountTotals>(StringComparer.Ordinal);

    /// <summary>Those that wait to be confirmed, the one that has waited longest first.</summary>
    [Id(2)] private ImmutableSortedSet<PendingReservation> Pending { get; init; } = [];

    /// <summary>These reservations.</summary>
    public static GrantedReservations Of(IEnumerable<Reservation> open) => open.Aggregate(None, (granted, reservation) => granted.With(reservation));

    /// <summary>How many reservations draw on an account.</summary>
    public int CountOf(string account) => Totals.GetValueOrDefault(account)?.Count ?? 0;

    /// <summary>How much of an account is reserved, minor units. For accounts whose reservations are all in its one currency.</summary>
    public long SumOf(string account) => Totals.GetValueOrDefault(account)?.Sum(null, null) ?? 0;

    /// <summary>How much of an account is reserved in one currency, minor units.</summary>
    /// <param name="account">The account.</param>
    /// <param name="currency">The currency.</param>
    /// <param name="from">First day of a month: what was taken before it does not count. Null for everything. A reservation without a day counts always: what is not known is no excuse.</param>
    public long SumOf(string account, string currency, DateOnly? from) => Totals.GetValueOrDefault(account)?.Sum(currency, from) ?? 0;

    /// <summary>What of an account is reserved, by currency, in alphabetical order.</summary>
    /// <param name="account">The account.</param>
    /// <param name="from">See <see cref="SumOf(string, string, DateOnly?)"/>.</param>
    public ImmutableArray<Money> SumsOf(string account, DateOnly? from) => Totals.GetValueOrDefault(account)?.Sums(from) ?? [];

    /// <summary>First day of the latest month an amount of an account was reserved in; null where none was, or no day is known.</summary>
    public DateOnly? LatestMonthOf(string account) => Totals.GetValueOrDefault(account)?.Latest;

    /// <summary>When the first of the reservations that wait to be confirmed has waited long enough; null when none waits.</summary>
    public DateTimeOffset? FirstPending() => Pending.IsEmpty ? null : new DateTimeOffset(Pending.Min.UntilTicks, TimeSpan.Zero);

    /// <summary>Reservations that have waited long enough to be confirmed.</summary>
    /// <param name="now">The time.</param>
    /// <param name="skip">Begins after so many of them, in a circle: where there are too many for one go, others come with the next.</param>
    /// <param name="most">At most so many.</param>
    public IEnumerable<Reservation> Overdue(DateTimeOffset now, int skip, int most)
    {
        // Every token sorts before this one: the place is that of the first reservation that may still wait.
        var later = Pending.IndexOf(new(now.UtcTicks + 1, ""));
        var overdue = later < 0 ? ~later : later;
        for (var i = 0; i < Math.Min(overdue, most); i++)
            yield return Open[Pending[(skip + i) % overdue].Token];
    }

    /// <summary>The reservations after one more event.</summary>
    public GrantedReservations Evolve(CommonEvent happened) => happened switch
    {
        ReservationGranted e => With(new(e.Token, e.Account, e.For, e.Amount, e.PendingUntil) { TakenOn = e.On }),
        ReservationConfirmed e => Confirmed(Open[e.Token]),
        ReservationReleased { Amount: { } part } e => Lowered(Open[e.Token], part),
        ReservationReleased e => Without(Open[e.Token]),
        _ => this,
    };

    private GrantedReservations With(Reservation reservation) => this with
    {
        Open = Open.Add(reservation.Token, reservation),
        Totals = Counted(reservation, 1, reservation.Amount?.MinorUnits ?? 0),
        Pending = reservation.PendingUntil is null ? Pending : Pending.Add(PendingReservation.Of(reservation)),
    };

    private GrantedReservations Confirmed(Reservation reservation) => this with
    {
        Open = Open.SetItem(reservation.Token, reservation with { PendingUntil = null }),
        Pending = reservation.PendingUntil is null ? Pending : Pending.Remove(PendingReservation.Of(reservation)),
    };

    private GrantedReservations Lowered(Reservation reservation, Money part) => reservation.Amount is not { } whole ? this : this with
    {
        Open = Open.SetItem(reservation.Token, reservation with { Amount = whole with { MinorUnits = whole.MinorUnits - part.MinorUnits } }),
        Totals = Counted(reservation, 0, -part.MinorUnits),
    };

    private GrantedReservations Without(Reservation reservation) => this with
    {
        Open = Open.Remove(reservation.Token),
        Totals = Counted(reservation, -1, -(reservation.Amount?.MinorUnits ?? 0)),
        Pending = reservation.PendingUntil is null ? Pending : Pending.Remove(PendingReservation.Of(reservation)),
    };

    private ImmutableDictionary<string, AccountTotals> Counted(Reservation reservation, int count, long minorUnits)
    {
        var total = (Totals.GetValueOrDefault(reservation.Account) ?? AccountTotals.None).Add(reservation, count, minorUnits);
        return total.Count == 0 ? Totals.Remove(reservation.Account) : Totals.SetItem(reservation.Account, total);
    }
}

/// <summary>A reservation that waits to be confirmed.</summary>
/// <param name="UntilTicks">Until when, UTC ticks.</param>
/// <param name="Token">The reservation.</param>
[GenerateSerializer, Immutable, Alias("sg.PendingReservation")]
internal readonly record struct PendingReservation([property: Id(0)] long UntilTicks, [property: Id(1)] string Token) : IComparable<PendingReservation>
{
    /// <summary>The place of a reservation that waits.</summary>
    public static PendingReservation Of(Reservation reservation) => new(reservation.PendingUntil!.Value.UtcTicks, reservation.Token);

    /// <inheritdoc/>
    public int CompareTo(PendingReservation other) =>
        UntilTicks != other.UntilTicks ? UntilTicks.CompareTo(other.UntilTicks) : string.CompareOrdinal(Token, other.Token);
}
