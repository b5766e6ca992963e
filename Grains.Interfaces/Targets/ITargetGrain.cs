using System.Collections.Immutable;
using Orleans.Concurrency;

namespace SalesGrid.Targets;

/// <summary>The targets (目标) of one period. Key: <c>target/{period}</c>, e.g. <c>target/2026-Q4</c>.</summary>
[Alias("sg.ITargetGrain")]
public interface ITargetGrain : IGrainWithStringKey
{
    /// <summary>The plans as last committed, whole. Up to 2,000 rows each, which is why the object as seen from outside has only their sums.</summary>
    [Alias("Plans"), AlwaysInterleave]
    Task<TargetPlans> Plans();
}

/// <summary>The plans of a period.</summary>
/// <param name="InForce">The one in force; null while none was approved.</param>
/// <param name="Draft">The one that waits for approval; null when there is none.</param>
[GenerateSerializer, Immutable, Alias("sg.TargetPlans")]
public sealed record TargetPlans([property: Id(0)] TargetPlan? InForce, [property: Id(1)] TargetPlan? Draft);

/// <summary>Where the targets of a period stand.</summary>
public enum TargetStatus
{
    /// <summary>A first draft waits for approval.</summary>
    Drafted = 1,

    /// <summary>A plan is in force.</summary>
    InForce = 2,

    /// <summary>A plan is in force, and a draft of another waits for approval.</summary>
    Amending = 3,
}

/// <summary>The targets of a period as seen from outside: sums, not rows.</summary>
/// <param name="Id">The period.</param>
/// <param name="Version">Version of the object.</param>
/// <param name="From">First day.</param>
/// <param name="To">Last day.</param>
/// <param name="Status">Where they stand.</param>
/// <param name="InForce">The plan in force; null while none was approved.</param>
/// <param name="Draft">The draft that waits for approval; null when there is none.</param>
/// <param name="Telling">True while the people named by the plan in force are being told.</param>
[GenerateSerializer, Immutable, Alias("sg.TargetView")]
public sealed record TargetView(
    [property: Id(0)] string Id,
    [property: Id(1)] int Version,
    [property: Id(2)] DateOnly From,
    [property: Id(3)] DateOnly To,
    [property: Id(4)] TargetStatus Status,
    [property: Id(5)] PlanSummary? InForce,
    [property: Id(6)] PlanSummary? Draft,
    [property: Id(7)] bool Telling);

/// <summary>A plan in a few figures.</summary>
[GenerateSerializer, Immutable, Alias("sg.PlanSummary")]
public sealed record PlanSummary
{
    /// <summary>Number of the draft it is or was, from 1.</summary>
    [Id(0)] public required int Number { get; init; }

    [Id(1)] public required Money Company { get; init; }
    [Id(2)] public required Money TeamsSum { get; init; }
    [Id(3)] public required int Teams { get; init; }
    [Id(4)] public required int People { get; init; }
    [Id(5)] public required string DraftedBy { get; init; }
    [Id(6)] public required DateTimeOffset DraftedAt { get; init; }
    [Id(7)] public string? Note { get; init; }
    [Id(8)] public string? ApprovedBy { get; init; }
    [Id(9)] public DateTimeOffset? ApprovedAt { get; init; }

    /// <summary>Where it does not add up, the first 20 places; empty when it does.</summary>
    [Id(10)] public ImmutableArray<TargetDifference> Differences { get; init; } = [];
}

/// <summary>A place where a plan does not add up.</summary>
/// <param name="Team">The team; null for the company.</param>
/// <param name="Stated">Its target.</param>
/// <param name="Sum">What those below it add up to.</param>
[GenerateSerializer, Immutable, Alias("sg.TargetDifference")]
public sealed record TargetDifference(
    [property: Id(0)] string? Team,
    [property: Id(1)] Money Stated,
    [property: Id(2)] Money Sum);
