using System.Collections.Immutable;

namespace SalesGrid.Opportunities;

/// <summary>
/// States who works on an opportunity beside its owner, whatever its status. For the owner and the managers above, not for who acts for the owner:
/// a team lasts longer than a delegation.
/// </summary>
/// <param name="Members">The whole team, in place of the one before; empty for nobody, at most 20. Active salespeople, neither the owner nor a manager above.</param>
[GenerateSerializer, Immutable, Alias("sg.SetDealTeam")]
[SentBy(Standing.Owner | Standing.Manager, Duties.Manager, Act = "opportunity.set-team")]
public sealed record SetDealTeam([property: Id(0)] ImmutableArray<TeamMember> Members) : OpportunityCommand;

/// <summary>Somebody in the team of a deal.</summary>
/// <param name="Person">Id of the salesperson.</param>
/// <param name="Role">What they do in it, e.g. <c>presales</c>, 1 to 200 characters.</param>
[GenerateSerializer, Immutable, Alias("sg.TeamMember")]
public sealed record TeamMember([property: Id(0)] string Person, [property: Id(1)] string Role);

/// <summary>
/// Somebody leaves the team of a deal, and a successor takes their place. Sent by the grid when somebody is deactivated, or hands over.
/// </summary>
/// <param name="Person">Who leaves it.</param>
/// <param name="To">Who takes their place; null for nobody. Whoever cannot be in the team does not.</param>
[GenerateSerializer, Immutable, Alias("sg.ReplaceTeamMember")]
[SentBy(Duties.Grid, nameof(ControlPoints.OnlyGridMayNote))]
public sealed record ReplaceTeamMember([property: Id(0)] string Person, [property: Id(1)] string? To = null) : OpportunityCommand;
