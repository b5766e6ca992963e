using System.Collections.Immutable;

namespace SalesGrid.Reservations;

/// <summary>What an object needs another to keep back for it as long as its state is what it is.</summary>
/// <param name="Provider">The other object, <c>kind/id</c>.</param>
/// <param name="Account">What is drawn on.</param>
/// <param name="Amount">How much in all; null for what is reserved whole.</param>
/// <param name="Field">Member of the command that a refusal is about; null for none.</param>
/// <param name="KeepFor">How long it is kept at least, needed or not; null where that does not matter.</param>
public sealed record Need(string Provider, string Account, Money? Amount = null, string? Field = null, TimeSpan? KeepFor = null);

/// <summary>What an object needs of others, at most one need for a provider and account, in the order in which they are taken. Pure.</summary>
/// <param name="id">The object's id.</param>
/// <param name="state">Its state.</param>
public delegate ImmutableArray<Need> NeedsOf<in TState>(string id, TState state);

/// <summary>A reservation to be taken before the events that need it are recorded.</summary>
/// <param name="Reservation">It.</param>
/// <param name="Field">Member of the command that a refusal is about; null for none.</param>
internal readonly record struct ReservationToTake(TakenReservation Reservation, string? Field);

/// <summary>What lies between the reservations an object has and those it needs.</summary>
/// <param name="Take">To be taken before the events are recorded, all or none, in this order.</param>
/// <param name="Surplus">To be returned once they are.</param>
internal readonly record struct ReservationDifference(ImmutableArray<ReservationToTake> Take, ImmutableArray<ReservationToReturn> Surplus)
{
    /// <summary>What is to be taken and returned when an object needs this and has that.</summary>
    /// <remarks>
    /// Where more of an account is needed than is reserved, the difference becomes a reservation of its own; where less, the newest are
    /// lowered first. So the amount of one reservation only ever goes down, and lowering it may be repeated.
    /// </remarks>
    /// <param name="subject">The object, <c>kind/id</c>.</param>
    /// <param name="version">Its version before the events. It is part of each token: once an attempt has been given up, which moves the version, the next one takes reservations of its own instead of ones that are being released.</param>
    /// <param name="at">When they are decided.</param>
    /// <param name="taken">What it has.</param>
    /// <param name="needs">What it needs.</param>
    public static ReservationDifference Between(string subject, int version, DateTimeOffset at, TakenReservations taken, ImmutableArray<Need> needs)
    {
        List<ReservationToTake>? take = null;
        List<ReservationToReturn>? surplus = null;
        foreach (var need in needs)
        {
            var missing = need.Amount?.MinorUnits ?? 0;
            var found = false;
            foreach (var standing in taken.Standing)
            {
                if (!IsFor(standing, need))
                    continue;
                found = true;
                missing -= standing.Amount?.MinorUnits ?? 0;
            }
            if (need.Amount is null ? !found : missing > 0)
            {
                (take ??= []).Add(new(new(need.Provider, need.Account, $"{subject}@{version}:{need.Account}",
                    need.Amount is { } whole ? whole with { MinorUnits = missing } : null, at + need.KeepFor), need.Field));
            }
            for (var i = taken.Standing.Length - 1; missing < 0 && i >= 0; i--)
            {
                if (taken.Standing[i] is not { Amount: { } amount } standing || !IsFor(standing, need))
                    continue;
                var left = Math.Max(0, amount.MinorUnits + missing);
                missing += amount.MinorUnits - left;
                (surplus ??= []).Add(Return(standing, left == 0 ? null : amount with { MinorUnits = left }, at));
            }
        }
        foreach (var standing in taken.Standing)
        {
            if (!needs.Any(need => IsFor(standing, need)))
                (surplus ??= []).Add(Return(standing, null, at));
        }
        return new(take is null ? [] : [.. take], surplus is null ? [] : [.. surplus]);
    }

    private static bool IsFor(TakenReservation standing, Need need) => standing.Account == need.Account && standing.Provider == need.Provider
        && standing.Amount?.Currency == need.Amount?.Currency && (need.Amount is not { MinorUnits: 0 });

    private static ReservationToReturn Return(TakenReservation standing, Money? left, DateTimeOffset at) =>
        new(standing.Provider, standing.Token, left, standing.KeepUntil is { } until && until > at ? until : at);
}
