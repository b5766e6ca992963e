using System.Text.Json.Serialization;
using SalesGrid.Subjects;

namespace SalesGrid.Opportunities;

// Stored shapes. Names of types and members are what lies in the ledger: add optional members, never rename or reuse one.

/// <summary>Something that happened to an opportunity.</summary>
public abstract record OpportunityEvent : SubjectEvent;

/// <summary>Whom an opportunity is credited to, as it was when its owner took it on.</summary>
[GenerateSerializer, Immutable, Alias("sg.Credit")]
public sealed record Credit(
    [property: Id(0)] string OwnerId,
    [property: Id(1)] string Team,
    [property: Id(2)] string Region);

public sealed record OpportunityOpened(
    string ProcessId,
    int ProcessVersion,
    string Stage,
    int ProbabilityPercent,
    OpportunityFacts Facts,
    Credit Credit,
    string? Sector,
    DateOnly OpenedOn) : OpportunityEvent;

public sealed record OpportunityImported(
    string ProcessId,
    int ProcessVersion,
    string Stage,
    int ProbabilityPercent,
    OpportunityStatus Status,
    OpportunityFacts Facts,
    Credit Credit,
    string? Sector,
    DateOnly? OpenedOn,
    DateOnly? ClosedOn,
    string? LossReason,
    string Source,
    [property: JsonPropertyName("unevidencedGates")] string[] UnevidencedGates) : OpportunityEvent;

/// <param name="Facts">All facts after the change, not only those that changed.</param>
/// <param name="Sector">Sector of the customer in <paramref name="Facts"/>.</param>
public sealed record OpportunityValued(OpportunityFacts Facts, string? Sector) : OpportunityEvent;

public sealed record StageAdvanced(string From, string To, int ProbabilityPercent) : OpportunityEvent;

public sealed record StageReturned(string From, string To, int ProbabilityPercent) : OpportunityEvent;

public sealed record EvidenceAttached(string Kind, string Reference, string Stage, string? Note) : OpportunityEvent;

public sealed record ActivityRecorded(string Kind, string Summary, DateOnly On) : OpportunityEvent;

public sealed record OpportunityReassigned(Credit Credit, string FromOwnerId, string? Reason) : OpportunityEvent;

public sealed record OpportunityWon(Money Amount, DateOnly ClosedOn) : OpportunityEvent;

public sealed record OpportunityLost(string Reason, string? Note, DateOnly ClosedOn) : OpportunityEvent;

public sealed record OpportunityReopened(string Reason) : OpportunityEvent;

/// <param name="ProcessId">The process, which stays.</param>
/// <param name="FromVersion">Version it was under.</param>
/// <param name="ToVersion">Version it is under.</param>
/// <param name="From">Stage it was in.</param>
/// <param name="To">Stage it is in, of the new version.</param>
/// <param name="ProbabilityPercent">Chance of winning there.</param>
/// <param name="UnevidencedGates">Stages of the new version it lies behind without their evidence.</param>
/// <param name="Reason">Why.</param>
/// <param name="MovedBy">Who decided it.</param>
public sealed record OpportunityMigrated(
    string ProcessId,
    int FromVersion,
    int ToVersion,
    string From,
    string To,
    int ProbabilityPercent,
    string[] UnevidencedGates,
    string Reason,
    string MovedBy) : OpportunityEvent;
