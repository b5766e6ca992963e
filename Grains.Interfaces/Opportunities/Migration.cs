using System.Collections.Immutable;
using SalesGrid.Processes;

namespace SalesGrid.Opportunities;

/// <summary>
/// Moves an open opportunity to another version of its process. It keeps its stage where the new version has one of that id;
/// a move never goes past a gate. Asks for the duty of a process owner or a sales manager who is not the opportunity's owner.
/// </summary>
/// <param name="Version">Number of an approved version whose day has come.</param>
/// <param name="Reason">Why, 1 to 4,000 characters.</param>
/// <param name="ToStage">Stage of the new version to go to; null for the one of the same id.</param>
[GenerateSerializer, Immutable, Alias("sg.MoveToProcessVersion")]
[SentBy(Duties.ProcessOwner | Duties.Manager, nameof(ControlPoints.MoverMustHaveDuty))]
public sealed record MoveToProcessVersion(
    [property: Id(0)] int Version,
    [property: Id(1)] string Reason,
    [property: Id(2)] string? ToStage = null) : OpportunityCommand;

/// <summary>What a move to another version would mean for one opportunity.</summary>
[GenerateSerializer, Immutable, Alias("sg.MigrationPreview")]
public sealed record MigrationPreview
{
    [Id(0)] public required int FromVersion { get; init; }
    [Id(1)] public required int ToVersion { get; init; }
    [Id(2)] public required string FromStage { get; init; }

    /// <summary>Stage of the new version it would be in; null when one has to be named, see <see cref="Choices"/>.</summary>
    [Id(3)] public string? ToStage { get; init; }

    /// <summary>Stages a move may go to.</summary>
    [Id(4)] public required ImmutableArray<string> Choices { get; init; }

    /// <summary>Chance of winning before, percent.</summary>
    [Id(5)] public required int FromProbabilityPercent { get; init; }

    /// <summary>Chance of winning after, percent; null as long as the stage is not known.</summary>
    [Id(6)] public int? ToProbabilityPercent { get; init; }

    /// <summary>Evidence the new gate asks for that lies on the opportunity already.</summary>
    [Id(7)] public ImmutableArray<EvidenceRequirement> HeldEvidence { get; init; } = [];

    /// <summary>Evidence the new gate asks for and that is missing.</summary>
    [Id(8)] public ImmutableArray<EvidenceRequirement> MissingEvidence { get; init; } = [];

    /// <summary>Facts the new gate asks for and that are not known.</summary>
    [Id(9)] public ImmutableArray<GateFact> MissingFacts { get; init; } = [];

    /// <summary>Checks of the new gate that the old one does not make, or makes with a lower threshold.</summary>
    [Id(10)] public ImmutableArray<GateCheck> AddedChecks { get; init; } = [];

    /// <summary>Checks the old gate makes and the new one does not.</summary>
    [Id(11)] public ImmutableArray<GateCheck> DroppedChecks { get; init; } = [];

    /// <summary>Approval the new gate asks for at the present amount; null when none.</summary>
    [Id(12)] public StageApprovalRequirement? Approval { get; init; }

    /// <summary>True where an approval of the old gate no longer counts: the stage or the approver is another.</summary>
    [Id(13)] public bool ApprovalLost { get; init; }

    /// <summary>Stages of the new version it would lie behind without their evidence.</summary>
    [Id(14)] public ImmutableArray<string> UnevidencedGates { get; init; } = [];
}

/// <summary>A preview, or why there is none.</summary>
[GenerateSerializer, Immutable, Alias("sg.MigrationAnswer")]
public sealed record MigrationAnswer([property: Id(0)] MigrationPreview? Preview, [property: Id(1)] Refusal? Refusal);
