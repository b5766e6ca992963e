using System.Collections.Immutable;
using System.Diagnostics;
using SalesGrid.Claims;
using SalesGrid.Processes;
using SalesGrid.Reservations;
using Decision = SalesGrid.Subjects.Decision<SalesGrid.Opportunities.OpportunityEvent>;

namespace SalesGrid.Opportunities;

// Two deals on one customer and product (撞单): where the process forbids it, an open opportunity has a claim on the pair.
// Brought-in opportunities have none: history may collide, and is what it is. They take one when they are given another
// customer or product, or are reopened.
public static partial class OpportunityRules
{
    /// <summary>The claim an opportunity needs; see <see cref="NeedsOf{TState}"/>.</summary>
    public static ImmutableArray<Need> Needs(string id, Opportunity current) => current.Claim is { } claim ? [new(claim, ClaimOf.Collision)] : [];

    /// <summary>The decision with the claim it needs, where the process asks for one.</summary>
    private static Decision WithClaim(Opportunity current, Decision decision, ProcessCatalog processes) =>
        ClaimNeeded(current, decision, processes) is not { } claim ? decision : decision.Events[0] switch
        {
            OpportunityOpened e => Decision.Record(e with { Claim = claim }),
            OpportunityValued e => Decision.Record(e with { Claim = claim }),
            OpportunityReopened e => Decision.Record(e with { Claim = claim }),
            var other => throw new UnreachableException($"{other.GetType().Name} needs no claim."),
        };

    /// <summary>The claim a decision makes necessary, <c>claim/id</c>; null for none.</summary>
    private static string? ClaimNeeded(Opportunity current, Decision decision, ProcessCatalog processes)
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
}
