using System.Collections.Immutable;
using SalesGrid.Projections;
using SalesGrid.Targets;

namespace SalesGrid.Gateway.Targets;

/// <summary>The plans of a period as answered.</summary>
/// <param name="InForce">The one in force; null while none was approved.</param>
/// <param name="Draft">The one that waits for approval; null when there is none, and within a scope.</param>
public sealed record PlansAnswer(PlanAnswer? InForce, PlanAnswer? Draft)
{
    /// <summary>What of the plans a caller may read; null for nothing of them.</summary>
    /// <param name="plans">The plans.</param>
    /// <param name="scope">Whose rows they may read; null for all.</param>
    public static PlansAnswer? Of(TargetPlans plans, OwnerScope? scope)
    {
        if (scope is null)
            return new(PlanAnswer.Of(plans.InForce), PlanAnswer.Of(plans.Draft));
        // Sums tell of others, and a draft is told to nobody before it is approved.
        ImmutableArray<TeamAnswer> teams =
        [
            .. (plans.InForce?.Teams ?? []).Select(t => new TeamAnswer(t.Team, null, [.. t.People.Where(p => scope.Admits(p.Person))])).Where(t => !t.People.IsEmpty),
        ];
        return teams.IsEmpty ? null : new(new(null, teams), null);
    }
}

/// <summary>A plan as answered.</summary>
/// <param name="Company">Target of the company; null within a scope.</param>
/// <param name="Teams">The teams, in the plan's order; within a scope those with people of it.</param>
public sealed record PlanAnswer(Money? Company, ImmutableArray<TeamAnswer> Teams)
{
    /// <summary>A plan, whole.</summary>
    public static PlanAnswer? Of(TargetPlan? plan) => plan is null ? null : new(plan.Company, [.. plan.Teams.Select(t => new TeamAnswer(t.Team, t.Amount, t.People))]);
}

/// <summary>A team of a plan as answered.</summary>
/// <param name="Team">The team.</param>
/// <param name="Amount">Its target; null within a scope.</param>
/// <param name="People">Its people's targets, within a scope those of its people.</param>
public sealed record TeamAnswer(string Team, Money? Amount, ImmutableArray<PersonTarget> People);
