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

/// <param name="Token">The reservation.</param>
/// <param name="Leaves">The token of the reservation that leaves the object's record with it and lies beside it from now on; null for none.</param>
public sealed record ReservationConfirmed(string Token, string? Leaves = null) : CommonEvent;

/// <param name="Token">The reservation.</param>
/// <param name="Amount">How much of it was given back; null for all that was left.</param>
/// <param name="Was">The reservation before, where the object's record no longer held it: so that the fold needs nothing but the record. Null where it did.</param>
public sealed record ReservationReleased(string Token, Money? Amount, ReservationBefore? Was = null) : CommonEvent;

/// <summary>A confirmed reservation before something happened to it, but for its token.</summary>
/// <param name="Account">What is drawn on.</param>
/// <param name="For">The object it is granted to.</param>
/// <param name="Amount">How much; null for what is reserved whole.</param>
/// <param name="On">The business day it was taken on; null when that was not recorded.</param>
public sealed record ReservationBefore(string Account, string For, Money? Amount, DateOnly? On)
{
    /// <summary>This reservation, but for its token.</summary>
    public static ReservationBefore Of(Reservation reservation) => new(reservation.Account, reservation.For, reservation.Amount, reservation.TakenOn);

    /// <summary>The whole of it.</summary>
    public Reservation Named(string token) => new(token, Account, For, Amount, null) { TakenOn = On };
}

/// <summary>What an object keeps back for others.</summary>
/// <remarks>
/// <para>
/// The record holds the reservations that wait to be confirmed and the newest of the others. Earlier ones lie beside the head, each for
/// itself; that one leaves, and which, is said by an event. So the head stays small, and a command costs the same however many there are.
/// </para>
/// <para>
/// What rules ask of all of them is kept here: how much of each account is reserved, and which reservations wait to be confirmed.
/// </para>
/// </remarks>
[GenerateSerializer, Immutable, Alias("sg.GrantedReservations")]
public sealed record GrantedReservations
{
    /// <summary>Most open reservations on one object.</summary>
    public const int MaxOpen = 100_000;

    /// <summary>Most of them that wait to be confirmed: these are in the head, which has to stay below what a store takes as one row.</summary>
    public const int MaxPending = 1_000;

    /// <summary>Most confirmed ones in the record: with the next one that is confirmed another leaves.</summary>
    public const int MaxKept = 32;

    /// <summary>Nothing reserved.</summary>
    public static GrantedReservations None { get; } = new();

    /// <summary>All reservations by token, as heads of 0.2.0 hold them; see <see cref="Upgraded"/>. Null otherwise.</summary>
    [Id(0)] private ImmutableDictionary<string, Reservation>? Open { get; init; }

    /// <summary>What of each account is reserved; accounts of which nothing is are left out.</summary>
    [Id(1)] private ImmutableDictionary<string, AccountTotals> Totals { get; init; } = ImmutableDictionary.Create<string, AccountTotals>(StringComparer.Ordinal);

    /// <summary>Those that wait to be confirmed, the one that has waited longest first.</summary>
    [Id(2)] private ImmutableSortedSet<PendingReservation> Pending { get; init; } = [];

    /// <summary>How many are not released.</summary>
    [Id(3)] public int Count { get; private init; }

    /// <summary>Those in the record, by place.</summary>
    [Id(4)] private ImmutableDictionary<long, Reservation> ByPlace { get; init; } = ImmutableDictionary<long, Reservation>.Empty;

    /// <summary>Places of the confirmed ones in the record, the one confirmed longest ago first.</summary>
    [Id(5)] private ImmutableArray<long> Kept { get; init; } = [];

    /// <summary>How often something has changed among those beside the record.</summary>
    [Id(6)] public long Moves { get; private init; }

    /// <summary>What the object's last command changed there; null for nothing.</summary>
    [Id(7)] public MovedReservation? Moved { get; private init; }

    /// <summary>Those in the record, in no particular order: all, where there were never more than <see cref="MaxKept"/> confirmed.</summary>
    public IEnumerable<Reservation> Here => ByPlace.Values;

    /// <summary>How many are beside the record.</summary>
    public int Beside => Count - ByPlace.Count;

    /// <summary>The token of the one that is to leave the record when the next is confirmed; null while there is room.</summary>
    public string? NextToLeave => Kept.Length < MaxKept ? null : ByPlace[Kept[0]].Token;

    /// <summary>How many wait to be confirmed.</summary>
    public int PendingCount => Pending.Count;

    /// <summary>These reservations.</summary>
    public static GrantedReservations Of(IEnumerable<Reservation> open)
    {
        var all = open.ToList();
        return all.Aggregate(None, (granted, reservation) => granted.With(reservation)) with
        {
            Kept = [.. all.Where(r => r.PendingUntil is null).Select(r => ReservationPlace.Of(r.Token))],
        };
    }

    /// <summary>The reservation of the record at a place; null where there is none.</summary>
    /// <param name="place">See <see cref="ReservationPlace"/>.</param>
    public Reservation? At(long place) => ByPlace.GetValueOrDefault(place);

    /// <summary>How many reservations draw on an account.</summary>
    public int CountOf(string account) => Totals.GetValueOrDefault(account)?.Count ?? 0;

    /// <summary>How many reservations of an account were taken before a month.</summary>
    /// <param name="account">The account.</param>
    /// <param name="month">First day of the month.</param>
    public int CountBefore(string account, DateOnly month) => Totals.GetValueOrDefault(account)?.CountBefore(month) ?? 0;

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
            yield return ByPlace[ReservationPlace.Of(Pending[(skip + i) % overdue].Token)];
    }

    /// <summary>The reservations after one more event.</summary>
    /// <exception cref="InvalidDataException">The event is about a reservation that neither it nor the record holds.</exception>
    public GrantedReservations Evolve(CommonEvent happened) => happened switch
    {
        ReservationGranted e => With(new(e.Token, e.Account, e.For, e.Amount, e.PendingUntil) { TakenOn = e.On }),
        ReservationConfirmed e => Confirmed(Named(e.Token, null), e.Leaves),
        ReservationReleased { Amount: { } part } e => Lowered(Named(e.Token, e.Was), part),
        ReservationReleased e => Without(Named(e.Token, e.Was)),
        _ => this,
    };

    /// <summary>What an object has after a command, or after an entry.</summary>
    /// <param name="before">What it had before.</param>
    /// <param name="after">What the events made of it.</param>
    internal static GrantedReservations? AfterCommand(GrantedReservations? before, GrantedReservations? after)
    {
        if (ReferenceEquals(before, after))
            return after?.Moved is null ? after : after with { Moved = null };
        return after is null || after.Moves - (before?.Moves ?? 0) <= 1
            ? after
            : throw new InvalidOperationException("A command changed more than one reservation beside the record.");
    }

    /// <summary>These reservations where a head of 0.2.0 was read: it held all of them, and so does the record until they are released.</summary>
    internal GrantedReservations Upgraded() => Open is not { IsEmpty: false } open ? this : this with
    {
        Open = null,
        Count = open.Count,
        ByPlace = open.Values.ToImmutableDictionary(r => ReservationPlace.Of(r.Token)),
        // In an order that is the same whenever it is read.
        Kept = [.. open.Values.Where(r => r.PendingUntil is null).OrderBy(r => r.TakenOn).ThenBy(r => r.Token, StringComparer.Ordinal).Select(r => ReservationPlace.Of(r.Token))],
    };

    private Reservation Named(string token, ReservationBefore? was) =>
        At(ReservationPlace.Of(token)) ?? was?.Named(token) ?? throw new InvalidDataException($"Something happened to reservation {token}, which there is not.");

    private GrantedReservations With(Reservation reservation) => this with
    {
        Count = Count + 1,
        Totals = Counted(reservation, 1, reservation.Amount?.MinorUnits ?? 0),
        ByPlace = ByPlace.Add(ReservationPlace.Of(reservation.Token), reservation),
        Pending = reservation.PendingUntil is null ? Pending : Pending.Add(PendingReservation.Of(reservation)),
        Moved = null,
    };

    private GrantedReservations Confirmed(Reservation reservation, string? leaves)
    {
        var confirmed = reservation.PendingUntil is null ? this with { Moved = null } : this with
        {
            ByPlace = ByPlace.SetItem(ReservationPlace.Of(reservation.Token), reservation with { PendingUntil = null }),
            Pending = Pending.Remove(PendingReservation.Of(reservation)),
            Kept = Kept.Add(ReservationPlace.Of(reservation.Token)),
            Moved = null,
        };
        return leaves is null ? confirmed : confirmed.Left(Named(leaves, null));
    }

    private GrantedReservations Left(Reservation leaves)
    {
        var place = ReservationPlace.Of(leaves.Token);
        return this with { ByPlace = ByPlace.Remove(place), Kept = Kept.Remove(place), Moves = Moves + 1, Moved = new(leaves.Token, leaves) };
    }

    private GrantedReservations Lowered(Reservation reservation, Money part)
    {
        if (reservation.Amount is not { } whole)
            return this with { Moved = null };
        var left = reservation with { Amount = whole with { MinorUnits = whole.MinorUnits - part.MinorUnits } };
        var place = ReservationPlace.Of(reservation.Token);
        var isHere = ByPlace.ContainsKey(place);
        return this with
        {
            Totals = Counted(reservation, 0, -part.MinorUnits),
            ByPlace = isHere ? ByPlace.SetItem(place, left) : ByPlace,
            Moves = isHere ? Moves : Moves + 1,
            Moved = isHere ? null : new(left.Token, left),
        };
    }

    private GrantedReservations Without(Reservation reservation)
    {
        var place = ReservationPlace.Of(reservation.Token);
        var isHere = ByPlace.ContainsKey(place);
        return this with
        {
            Count = Count - 1,
            Totals = Counted(reservation, -1, -(reservation.Amount?.MinorUnits ?? 0)),
            ByPlace = isHere ? ByPlace.Remove(place) : ByPlace,
            Pending = reservation.PendingUntil is null ? Pending : Pending.Remove(PendingReservation.Of(reservation)),
            Kept = isHere && reservation.PendingUntil is null ? Kept.Remove(place) : Kept,
            Moves = isHere ? Moves : Moves + 1,
            Moved = isHere ? null : new(reservation.Token, null),
        };
    }

    private ImmutableDictionary<string, AccountTotals> Counted(Reservation reservation, int count, long minorUnits)
    {
        var total = (Totals.GetValueOrDefault(reservation.Account) ?? AccountTotals.None).Add(reservation, count, minorUnits);
        return total.Count == 0 ? Totals.Remove(reservation.Account) : Totals.SetItem(reservation.Account, total);
    }
}

/// <summary>A reservation that changed beside the record: it left the record, was lowered there, or is gone.</summary>
/// <param name="Token">The reservation.</param>
/// <param name="Now">As it is now; null when it was released.</param>
[GenerateSerializer, Immutable, Alias("sg.MovedReservation")]
public sealed record MovedReservation([property: Id(0)] string Token, [property: Id(1)] Reservation? Now);

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
