using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace SalesGrid.Targets;

/// <summary>What can be asked of the targets of a period.</summary>
[GenerateSerializer, Immutable, Alias("sg.TargetCommand")]
public abstract record TargetCommand : Command;

/// <summary>Draws up a whole plan, in place of the draft there may be. What is in force stays in force until the draft is approved.</summary>
/// <param name="Company">The company's target.</param>
/// <param name="Teams">The teams', with their people's. All amounts in one currency.</param>
/// <param name="Note">Why, or what changed; at most 4,000 characters.</param>
[GenerateSerializer, Immutable, Alias("sg.DraftTargets")]
[SentBy(Duties.Manager | Duties.People, nameof(ControlPoints.TargetsMustBeDrawnUpByDuty))]
public sealed record DraftTargets(
    [property: Id(0)] Money Company,
    [property: Id(1)] ImmutableArray<TeamTarget> Teams,
    [property: Id(2)] string? Note = null) : TargetCommand;

/// <summary>Puts the draft in force.</summary>
/// <param name="Draft">Number of the draft, as the approver saw it.</param>
[GenerateSerializer, Immutable, Alias("sg.ApproveTargets")]
[SentBy(Duties.Manager | Duties.People, nameof(ControlPoints.TargetsMustBeApprovedByDuty))]
public sealed record ApproveTargets([property: Id(0)] int Draft) : TargetCommand;

/// <summary>The targets of a period as one tree: the people's add up to the team's, the teams' to the company's.</summary>
[GenerateSerializer, Immutable, Alias("sg.TargetPlan")]
public sealed record TargetPlan([property: Id(0)] Money Company, [property: Id(1)] ImmutableArray<TeamTarget> Teams)
{
    /// <summary>Most rows of a plan, teams and people together.</summary>
    public const int MaxRows = 2_000;

    /// <summary>Most bytes of a plan as it is stored, about.</summary>
    public const int MaxBytes = 200_000;

    /// <summary>Everybody's target, in the plan's order.</summary>
    [JsonIgnore]
    public IEnumerable<PersonTarget> People => Teams.SelectMany(t => t.People);

    /// <summary>Sum of the teams' targets.</summary>
    [JsonIgnore]
    public Money TeamsSum => new(Teams.Sum(t => t.Amount.MinorUnits), Company.Currency);
}

/// <summary>The target of a team.</summary>
/// <param name="Team">Team, as salespeople are placed in it.</param>
/// <param name="Amount">Amount to be won.</param>
/// <param name="People">Its people's targets.</param>
[GenerateSerializer, Immutable, Alias("sg.TeamTarget")]
public sealed record TeamTarget(
    [property: Id(0)] string Team,
    [property: Id(1)] Money Amount,
    [property: Id(2)] ImmutableArray<PersonTarget> People)
{
    /// <summary>Sum of the people's targets.</summary>
    [JsonIgnore]
    public Money PeopleSum => new(People.Sum(p => p.Amount.MinorUnits), Amount.Currency);
}

/// <summary>The target of a person.</summary>
/// <param name="Person">Salesperson id.</param>
/// <param name="Amount">Amount to be won.</param>
[GenerateSerializer, Immutable, Alias("sg.PersonTarget")]
public sealed record PersonTarget([property: Id(0)] string Person, [property: Id(1)] Money Amount);
