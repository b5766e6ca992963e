using SalesGrid.Hosting;
using SalesGrid.Reservations;
using SalesGrid.Subjects;

namespace SalesGrid.Claims;

/// <summary>Something that happened to a claim, beside being reserved: nothing does.</summary>
public abstract record ClaimEvent : SubjectEvent;

/// <summary>A claim has no state but whom it is reserved for.</summary>
[GenerateSerializer, Immutable, Alias("sg.Claim")]
public sealed record Claim
{
    /// <summary>The state of every claim.</summary>
    public static Claim None { get; } = new();

    /// <summary>The claim as seen from outside.</summary>
    public static ClaimView View(string id, SubjectRecord<Claim> record) => record.Granted?.Here.FirstOrDefault() is { } reservation
        ? new(id, record.Version, reservation.Account, reservation.For)
        : new(id, record.Version, null, null);

    /// <summary>Whether somebody may have what the claim stands for.</summary>
    public static Refusal? Admit(string id, Claim state, TakeReservation wanted, GrantedReservations granted, DecisionContext request)
    {
        if (wanted.Account is ClaimOf.Merged or ClaimOf.Survivor)
            return AdmitMerge(wanted, granted);
        var point = wanted.Account switch
        {
            ClaimOf.Identity => ControlPoints.IdentityMustBeUnclaimed,
            ClaimOf.Collision => ControlPoints.OpportunityMustNotCollide,
            ClaimOf.Contract => ControlPoints.QuoteMustCarryOneContract,
            ClaimOf.Actor => ControlPoints.ActorMustBeOneUser,
            ClaimOf.Login => ControlPoints.SubjectMustBeOneUsers,
            ClaimOf.Catalogue => ControlPoints.CatalogueCodeMustBeFree,
            _ => null,
        };
        if (point is null)
            return ControlPoints.ClaimMustBeOfKnownSort.RefuseField("account", id);
        foreach (var reservation in granted.Here)
        {
            if (reservation.For != wanted.For && !request.Waives(point))
                return point.Refuse(wanted.Account == ClaimOf.Catalogue ? SubjectKinds.IdOf(reservation.For) : ClaimOf.Masked(SubjectKinds.IdOf(reservation.For)), id);
        }
        return null;
    }

    /// <summary>Merged once and for all, and then nobody's survivor; or what any number of others are merged into.</summary>
    private static Refusal? AdmitMerge(TakeReservation wanted, GrantedReservations granted)
    {
        var isFree = wanted.Account == ClaimOf.Survivor
            ? granted.CountOf(ClaimOf.Merged) == 0
            : granted.CountOf(ClaimOf.Survivor) == 0 && granted.Here.All(r => r.For == wanted.For);
        return isFree ? null : ControlPoints.MergesMustNotChain.Refuse(SubjectKinds.IdOf(wanted.For));
    }
}

/// <summary>Something only one object may have. Key: <c>claim/{id}</c>.</summary>
[GrainType("claim"), BucketPlacement]
public sealed class ClaimGrain(SubjectServices services) : SubjectGrain<Claim, ClaimEvent, ClaimCommand>(ClaimKind.Kind, services)
{
    /// <inheritdoc/>
    protected override ValueTask<Decision<ClaimEvent>> Decide(string id, Claim current, ClaimCommand command, DecisionContext request) =>
        throw new ArgumentOutOfRangeException(nameof(command), command.GetType().Name, "No rule for this command.");
}
