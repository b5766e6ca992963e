using SalesGrid.Reservations;
using SalesGrid.Processes;
using SalesGrid.Subjects;
using Decision = SalesGrid.Subjects.Decision<SalesGrid.Opportunities.OpportunityEvent>;

namespace SalesGrid.Opportunities;

// Two deals on one customer and product (撞单): where the process forbids it, an open opportunity has a claim on the pair.
// Brought-in opportunities have none: history may collide, and is what it is. They take one when they are given another
// customer or product, or are reopened.
public static partial class OpportunityRules
{
    /// <summary>How long after a claim was given up its release is taken up again, if it was not completed at once.</summary>
    private static readonly TimeSpan ReleaseAgainAfter = TimeSpan.FromSeconds(30);

    /// <summary>The claim that has to be taken before a decision may be recorded, <c>claim/id</c>; null when none.</summary>
    public static string? ClaimNeeded(Opportunity current, Decision decision, ProcessCatalog processes)
    {
        if (decision.Refusal is not null || decision.Events is not [var happened])
            return null;
        var (processId, version, facts) = happened switch
        {
            OpportunityOpened e => (e.ProcessId, e.ProcessVersion, e.Facts),
            OpportunityValued e => (current.ProcessId, current.ProcessVersion, e.Facts),
            OpportunityReopened => (current.ProcessId, current.ProcessVersion, current.Facts),
            _ => ("", 0, null),
        };
        if (facts is null || processes.Pinned(processId, version).Collision != CollisionRule.Refuse)
            return null;
        var wanted = Opportunity.CollisionClaimOf(facts);
        return happened is OpportunityValued && wanted == Opportunity.CollisionClaimOf(current.Facts) ? null : wanted;
    }

    /// <summary>The decision with the claim that was taken for it.</summary>
    public static Decision WithClaim(Decision decision, TakenClaim claim) => decision.Events[0] switch
    {
        OpportunityOpened e => Decision.Record(e with { Claim = claim }),
        OpportunityValued e => Decision.Record(e with { Claim = claim }),
        OpportunityReopened e => Decision.Record(e with { Claim = claim }),
        var other => throw new ArgumentException($"{other.GetType().Name} takes no claim.", nameof(decision)),
    };

    /// <summary>The claim an event was recorded with; null for none.</summary>
    public static TakenClaim? ClaimIn(SubjectEvent happened) => happened switch
    {
        OpportunityOpened e => e.Claim,
        OpportunityValued e => e.Claim,
        OpportunityReopened e => e.Claim,
        _ => null,
    };

    /// <summary>Whether a hold that was taken for an opportunity is needed.</summary>
    public static bool StandsBehind(string id, Opportunity current, ResolveReservation hold) => current.Claim?.Token == hold.Token;

    /// <summary>When claims that were given up are to be released, if that was not done at once; null when there are none.</summary>
    public static DateTimeOffset? Unfinished(Opportunity current) => current.Releasing is { } releasing ? releasing.Since + ReleaseAgainAfter : null;

    private static Decision NoteReleased(Opportunity current, NoteClaimReleased command, OpportunityContext context)
    {
        if (!context.Request.HasAny(Duties.Grid))
            return ControlPoints.OnlyGridMayNote.Refuse();
        return current.Releasing?.Claims.Any(c => c.Token == command.Token) ?? false
            ? Decision.Record(new ClaimReleased(command.Token))
            : Decision.Nothing;
    }
}
