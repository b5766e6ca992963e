using System.Diagnostics;
using SalesGrid.Hosting;
using SalesGrid.Reservations;
using SalesGrid.Subjects;

namespace SalesGrid.Pools;

// Stored shapes. Names of types and members are what lies in the ledger: add optional members, never rename or reuse one.

/// <summary>Something that happened to the places of a salesperson, beside the reservations of them.</summary>
public abstract record PickEvent : SubjectEvent;

public sealed record LimitsAdopted(int PolicyVersion, int PicksPerDay, int Capacity) : PickEvent;

/// <summary>The limits of the places of a salesperson.</summary>
/// <param name="PolicyVersion">Version of the pool they are of; 0 for what the product ships.</param>
/// <param name="PicksPerDay">Customers that may be picked in one business day.</param>
/// <param name="Capacity">Customers that may be held at a time.</param>
[GenerateSerializer, Immutable, Alias("sg.Pick")]
public sealed record Pick([property: Id(0)] int PolicyVersion, [property: Id(1)] int PicksPerDay, [property: Id(2)] int Capacity)
{
    /// <summary>The limits the product ships.</summary>
    public static Pick None { get; } = new(0, PoolPolicy.Default.PicksPerDay, PoolPolicy.Default.Capacity);

    /// <summary>The state after an event: each says the whole of it.</summary>
    public static Pick Evolve(PickEvent happened) => happened switch
    {
        LimitsAdopted e => new(e.PolicyVersion, e.PicksPerDay, e.Capacity),
        _ => throw new UnreachableException($"No fold for {happened.GetType().Name}."),
    };

    /// <summary>The places as seen from outside.</summary>
    public static PickView View(string id, SubjectRecord<Pick> record) => new(id, record.Version, record.State.PolicyVersion,
        record.State.PicksPerDay, record.State.Capacity, record.Granted?.Count ?? 0);

    /// <summary>Whether a customer may be given a place; see <see cref="AdmitReservation{TState}"/>.</summary>
    /// <remarks>
    /// Every reservation is a customer, and the account says on which day it was picked. That of a pick outlives its day, so the
    /// reservations of a day's account are the day's picks, those that were returned included.
    /// </remarks>
    public static Refusal? Admit(string id, Pick state, TakeReservation wanted, GrantedReservations granted, DecisionContext request)
    {
        var isPick = PlaceAccounts.IsPick(wanted.Account);
        if (!isPick && wanted.Account != PlaceAccounts.Assigned)
            return ControlPoints.ReservationMustHaveAccount.RefuseField("account", PlaceAccounts.SubjectOf(id), wanted.Account);
        return Refusal.All(
            isPick && granted.CountOf(wanted.Account) >= state.PicksPerDay
                ? ControlPoints.PicksMustBeFew.Refuse(state.PicksPerDay).Needing(need: state.PicksPerDay)
                : null,
            granted.Count >= state.Capacity
                ? ControlPoints.CapacityMustSuffice.Refuse(id, state.Capacity).Needing(granted.Count, state.Capacity, Who.Person(id))
                : null);
    }
}

/// <summary>The rules of the places of a salesperson. Pure.</summary>
public static class PickRules
{
    public static Decision<PickEvent> Decide(Pick current, PickCommand command, DecisionContext request)
    {
        if (command is not AdoptLimits limits)
            throw new ArgumentOutOfRangeException(nameof(command), command.GetType().Name, "No rule for this command.");
        if (!request.HasAny(Duties.Grid))
            return ControlPoints.TimeMustComeFromGrid.Refuse();
        // Senders that read the pool at different times come in any order: the newest policy stays.
        return limits.PolicyVersion <= current.PolicyVersion
            ? Decision<PickEvent>.Nothing
            : Decision<PickEvent>.Record(new LimitsAdopted(limits.PolicyVersion, limits.PicksPerDay, limits.Capacity));
    }
}

/// <summary>The places of one salesperson. Key: <c>pick/{salesperson}</c>.</summary>
[GrainType("pick"), BucketPlacement]
public sealed class PickGrain(SubjectServices services) : SubjectGrain<Pick, PickEvent, PickCommand>(PickKind.Kind, services)
{
    /// <inheritdoc/>
    protected override ValueTask<Decision<PickEvent>> Decide(string id, Pick current, PickCommand command, DecisionContext request) =>
        new(PickRules.Decide(current, command, request));
}
