using System.Collections.Immutable;
using System.Diagnostics;
using SalesGrid.Subjects;

namespace SalesGrid.Targets;

// Stored shapes. Names of types and members are what lies in the ledger: add optional members, never rename or reuse one.

/// <summary>Something that happened to the targets of a period.</summary>
public abstract record TargetEvent : SubjectEvent;

/// <param name="Number">Number of the draft, from 1.</param>
/// <param name="Plan">All of it.</param>
/// <param name="By">Who drew it up.</param>
/// <param name="Note">Why, or what changed.</param>
public sealed record TargetsDrafted(int Number, TargetPlan Plan, string By, string? Note) : TargetEvent;

/// <param name="Number">Number of the draft that is in force now.</param>
/// <param name="By">Who approved it.</param>
/// <param name="Dropped">People the plan before named and this one does not.</param>
public sealed record TargetsApproved(int Number, string By, ImmutableArray<string> Dropped) : TargetEvent;

/// <summary>A plan of targets that waits for approval.</summary>
[GenerateSerializer, Immutable, Alias("sg.TargetDraft")]
public sealed record TargetDraft(
    [property: Id(0)] int Number,
    [property: Id(1)] TargetPlan Plan,
    [property: Id(2)] string By,
    [property: Id(3)] DateTimeOffset At,
    [property: Id(4)] string? Note);

/// <summary>A plan of targets that was approved.</summary>
/// <param name="Draft">The draft it was.</param>
/// <param name="By">Who approved it.</param>
/// <param name="At">When.</param>
[GenerateSerializer, Immutable, Alias("sg.TargetsInForce")]
public sealed record TargetsInForce(
    [property: Id(0)] TargetDraft Draft,
    [property: Id(1)] string By,
    [property: Id(2)] DateTimeOffset At);

/// <summary>The state of a period's targets: the fold of their events.</summary>
[GenerateSerializer, Immutable, Alias("sg.Target")]
public sealed record Target
{
    /// <summary>Targets nothing has happened to.</summary>
    public static Target None { get; } = new();

    /// <summary>How many drafts there have been.</summary>
    [Id(0)] public int Drafts { get; init; }

    /// <summary>The draft that waits for approval; null when there is none.</summary>
    [Id(1)] public TargetDraft? Draft { get; init; }

    /// <summary>The plan in force; null while none was approved.</summary>
    [Id(2)] public TargetsInForce? InForce { get; init; }

    /// <summary>People the plan before named and the one in force does not.</summary>
    [Id(3)] public ImmutableArray<string> Dropped { get; init; } = [];

    /// <summary>The state after one more event, decided at <paramref name="at"/>.</summary>
    public Target Evolve(TargetEvent happened, DateTimeOffset at) => happened switch
    {
        TargetsDrafted e => this with { Drafts = e.Number, Draft = new(e.Number, e.Plan, e.By, at, e.Note) },
        TargetsApproved e => this with { Draft = null, InForce = new(Draft!, e.By, at), Dropped = e.Dropped },
        _ => throw new UnreachableException($"No fold for {happened.GetType().Name}."),
    };
}
