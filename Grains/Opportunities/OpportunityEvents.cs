using System.Text.Json.Serialization;
using SalesGrid.Processes;
using SalesGrid.Rates;
using SalesGrid.Subjects;

namespace SalesGrid.Opportunities;

// Stored shapes. Names of types and members are what lies in the ledger: add optional members, never rename or reuse one.

/// <summary>Something that happened to an opportunity.</summary>
public abstract record OpportunityEvent : SubjectEvent;

/// <summary>Whom an opportunity is credited to, as it was when its owner took it on.</summary>
[GenerateSerializer, Immutable, Alias("sg.Attribution")]
public sealed record Attribution(
    [property: Id(0)] string OwnerId,
    [property: Id(1)] string Team,
    [property: Id(2)] string Region);

public sealed record OpportunityOpened(
    string ProcessId,
    int ProcessVersion,
    string Stage,
    int ProbabilityPercent,
    OpportunityFacts Facts,
    Attribution Attribution,
    string? Sector,
    DateOnly OpenedOn,
    StageTerms? Terms = null,
    string? Claim = null,
    string? City = null,
    string? Country = null) : OpportunityEvent;

public sealed record OpportunityImported(
    string ProcessId,
    int ProcessVersion,
    string Stage,
    int ProbabilityPercent,
    OpportunityStatus Status,
    OpportunityFacts Facts,
    Attribution Attribution,
    string? Sector,
    DateOnly? OpenedOn,
    DateOnly? ClosedOn,
    string? LossReason,
    string Source,
    [property: JsonPropertyName("unevidencedGates")] string[] UnevidencedGates,
    StageTerms? Terms = null,
    string? City = null,
    string? Country = null) : OpportunityEvent;

/// <param name="Facts">All facts after the change, not only those that changed.</param>
/// <param name="Sector">Sector of the customer in <paramref name="Facts"/>.</param>
/// <param name="Rise">Set when the amount went up.</param>
/// <param name="Claim">The claim on the customer and product that it needs from now on, <c>claim/id</c>; null for none, or the one it had where that is still the claim on them.</param>
/// <param name="City">City of that customer.</param>
/// <param name="Country">Country of that customer.</param>
public sealed record OpportunityValued(OpportunityFacts Facts, string? Sector, AmountRise? Rise = null, string? Claim = null,
    string? City = null, string? Country = null) : OpportunityEvent;

/// <param name="Reason">What it was checked against.</param>
/// <param name="By">Who had it count.</param>
public sealed record WinAdmitted(string Reason, string By) : OpportunityEvent;

public sealed record StageAdvanced(string From, string To, int ProbabilityPercent, StageTerms? Terms = null, AppliedRate[]? Rates = null) : OpportunityEvent;

public sealed record StageReturned(string From, string To, int ProbabilityPercent, StageTerms? Terms = null) : OpportunityEvent;

public sealed record EvidenceAttached(string Kind, string Reference, string Stage, string? Note) : OpportunityEvent;

/// <param name="Kind">Sort of activity.</param>
/// <param name="Summary">What came of it.</param>
/// <param name="On">Day it took place.</param>
/// <param name="PersonId">The person of the buying centre it was with.</param>
/// <param name="LateDays">Days from then until it was entered, from 1; null when it was entered the same day.</param>
/// <param name="ContactId">The contact of the customer it was with; null when it was with none.</param>
/// <param name="Purpose">What the contact was spoken to for; null without a contact.</param>
public sealed record ActivityRecorded(string Kind, string Summary, DateOnly On, string? PersonId = null, int? LateDays = null, string? ContactId = null, string? Purpose = null)
    : OpportunityEvent;

/// <param name="Attribution">Whom it is credited to from then on.</param>
/// <param name="FromOwnerId">Whose it was.</param>
/// <param name="Reason">Why.</param>
/// <param name="PapersAfter">Seconds until its quotes and contracts are told, so that they follow; null where they do not, and in what was written before they did.</param>
/// <param name="By">Who ordered it; null where they do not follow.</param>
public sealed record OpportunityReassigned(Attribution Attribution, string FromOwnerId, string? Reason, int? PapersAfter = null, string? By = null) : OpportunityEvent;

/// <param name="Told">Quotes and contracts that were told of the new owner.</param>
/// <param name="AgainAfter">Seconds until they are told once more, for what was drawn up for the owner before in that very moment; null when that is done.</param>
public sealed record PapersFollowed(int Told, int? AgainAfter = null) : OpportunityEvent;

public sealed record OpportunityWon(Money Amount, DateOnly ClosedOn, string? Reason = null, AppliedRate[]? Rates = null) : OpportunityEvent;

public sealed record OpportunityLost(string Reason, string? Note, DateOnly ClosedOn) : OpportunityEvent;

/// <param name="ProcessId">The process, which stays.</param>
/// <param name="FromVersion">Version it was under.</param>
/// <param name="ToVersion">Version it is under.</param>
/// <param name="From">Stage it was in.</param>
/// <param name="To">Stage it is in, of the new version.</param>
/// <param name="ProbabilityPercent">Chance of winning there.</param>
/// <param name="UnevidencedGates">Stages of the new version it lies behind without their evidence.</param>
/// <param name="Reason">Why.</param>
/// <param name="MovedBy">Who decided it.</param>
/// <param name="Terms">What is asked of it there beside the gate.</param>
public sealed record OpportunityMigrated(
    string ProcessId,
    int FromVersion,
    int ToVersion,
    string From,
    string To,
    int ProbabilityPercent,
    string[] UnevidencedGates,
    string Reason,
    string MovedBy,
    StageTerms? Terms = null) : OpportunityEvent;
public sealed record OpportunityReopened(string Reason, string? Claim = null) : OpportunityEvent;

/// <param name="Scores">A score for each criterion of the card, in its order.</param>
/// <param name="WeightedScore">Σ weight × score, 0 to 500.</param>
/// <param name="Note">What the scores rest on.</param>
/// <param name="By">Who filled it in.</param>
public sealed record OpportunityEvaluated(CriterionScore[] Scores, int WeightedScore, string? Note, string By) : OpportunityEvent;

public sealed record PersonMapped(MappedPerson Person) : OpportunityEvent;

public sealed record PersonRemoved(string PersonId) : OpportunityEvent;

public sealed record NextStepPlanned(string? Plan, string Step, DateOnly On) : OpportunityEvent;

public sealed record CompetitorsNamed(string[] Names) : OpportunityEvent;

public sealed record ProductLinesSet(ProductLine[] Lines) : OpportunityEvent;

/// <param name="Product">The product it names.</param>
/// <param name="NotSold">Why that is not sold; null when it is again.</param>
public sealed record ProductStandingNoted(string Product, LocalText? NotSold) : OpportunityEvent;

public sealed record ForecastMade(ForecastCategory Category) : OpportunityEvent;

public sealed record StageApprovalRequested(string Stage, StageApprover Approver, string By, string? Note) : OpportunityEvent;

public sealed record StageApproved(string Stage, StageApprover Approver, string By, string? Note) : OpportunityEvent;

public sealed record StageRejected(string Stage, StageApprover Approver, string By, string Reason) : OpportunityEvent;

/// <summary>Its customer was merged into another.</summary>
/// <param name="CustomerId">The customer that stays.</param>
/// <param name="Sector">Its sector.</param>
/// <param name="City">Its city.</param>
/// <param name="Country">Its country.</param>
/// <param name="Claim">The claim on that customer and the product, <c>claim/id</c>; null where it had none on the other.</param>
public sealed record CustomerFollowed(string CustomerId, string? Sector, string? City, string? Country, string? Claim) : OpportunityEvent;

/// <summary>Who works on the deal beside its owner is another.</summary>
/// <param name="Members">The whole team.</param>
public sealed record DealTeamSet(TeamMember[] Members) : OpportunityEvent;

/// <summary>To whom a win is credited is another.</summary>
/// <param name="Shares">All shares; none for the owner alone.</param>
/// <param name="Reason">Why.</param>
public sealed record CreditSplit(CreditShare[] Shares, string? Reason) : OpportunityEvent;

/// <summary>A quote or contract drawn up for the opportunity stands, or no longer does.</summary>
public sealed record DocumentNoted(DocumentKind Kind, string Id, bool Stands) : OpportunityEvent;
