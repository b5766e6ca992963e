using System.Collections.Immutable;
using System.Runtime.InteropServices;
using SalesGrid.Subjects;

namespace SalesGrid.Reservations;

/// <summary>Steps with other objects that a command brings with it.</summary>
/// <param name="Take">Reservations to be taken before its events are recorded; default for none.</param>
/// <param name="Events">What is recorded with its events; default for nothing.</param>
/// <param name="Refusal">Why the command cannot be carried out now; null when it can.</param>
internal readonly record struct StepsToTake(ImmutableArray<ReservationToTake> Take, ImmutableArray<CommonEvent> Events, Refusal? Refusal)
{
    /// <summary>The steps for what lies between the reservations an object has and needs, and for what is to be told.</summary>
    /// <param name="difference">What is to be taken and returned; default for nothing.</param>
    /// <param name="taken">What it has.</param>
    /// <param name="begun">What others are to be told.</param>
    public static StepsToTake Of(ReservationDifference difference, TakenReservations? taken, IEnumerable<TellingBegun> begun)
    {
        List<CommonEvent>? events = null;
        if (difference is { Take.IsDefaultOrEmpty: false })
            (events ??= []).Add(new ReservationsTaken(ImmutableArray.CreateRange(difference.Take, t => t.Reservation)));
        if (difference is { Surplus.IsDefaultOrEmpty: false })
        {
            if (taken!.ToReturn.Length >= TakenReservations.MaxToReturn)
                return new(default, default, ControlPoints.ReservationsMustBeReturned.Refuse(taken.ToReturn.Length));
            (events ??= []).Add(new ReservationsNoLongerNeeded(difference.Surplus));
        }
        foreach (var telling in begun)
            (events ??= []).Add(telling);
        return events is null ? default : new(difference.Take, ImmutableCollectionsMarshal.AsImmutableArray(events.ToArray()), null);
    }
}
