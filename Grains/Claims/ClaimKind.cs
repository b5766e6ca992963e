using SalesGrid.Subjects;

namespace SalesGrid.Claims;

/// <summary>All the grid knows of a claim on what only one object may have.</summary>
public static class ClaimKind
{
    /// <summary>The kind. Its events are the types that derive from <see cref="ClaimEvent"/>.</summary>
    public static SubjectKind<Claim, ClaimEvent> Kind { get; } = new("claim", Claim.None, (state, _, _) => state)
    {
        Shown = Claim.View,
        AdmitReservation = Claim.Admit,
        TellsOfAccounts = ClaimOf.IsAccounts,
    };
}
