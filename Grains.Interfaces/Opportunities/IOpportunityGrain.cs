using System.Collections.Immutable;
using Orleans.Concurrency;

namespace SalesGrid.Opportunities;

/// <summary>One opportunity. Key: <c>opportunity/{id}</c>.</summary>
[Alias("sg.IOpportunityGrain")]
public interface IOpportunityGrain : IGrainWithStringKey
{
    /// <summary>Returns once the change is durable, or at once when a rule forbids it.</summary>
    [Alias("Execute")]
    Task<Receipt> Execute(OpportunityCommand command, Envelope envelope);

    /// <summary>The opportunity as last committed; null when there is none.</summary>
    [Alias("Get"), AlwaysInterleave]
    Task<OpportunityView?> Get();

    /// <summary>What a move to another version of its process would mean. Changes nothing.</summary>
    [Alias("PreviewMigration"), AlwaysInterleave]
    Task<MigrationAnswer> PreviewMigration(int version, string? toStage);
}

/// <summary>An opportunity as seen from outside.</summary>
[GenerateSerializer, Immutable, Alias("sg.OpportunityView")]
public sealed record OpportunityView
{
    [Id(0)] public required string Id { get; init; }
    [Id(1)] public required int Version { get; init; }
    [Id(2)] public required OpportunityStatus Status { get; init; }
    [Id(3)] public required string ProcessId { get; init; }
    [Id(4)] public required int ProcessVersion { get; init; }
    [Id(5)] public required string Stage { get; init; }
    [Id(6)] public required OpportunityFacts Facts { get; init; }
    [Id(7)] public required string OwnerId { get; init; }
    [Id(8)] public required string Team { get; init; }
    [Id(9)] public required string Region { get; init; }
    [Id(10)] public string? Sector { get; init; }
    [Id(11)] public DateOnly? OpenedOn { get; init; }
    [Id(12)] public DateOnly? ClosedOn { get; init; }
    [Id(13)] public string? LossReason { get; init; }
    [Id(14)] public bool Imported { get; init; }

    /// <summary>Stages whose gate was not shown to be met, because the opportunity was brought in behind them.</summary>
    [Id(15)] public ImmutableArray<string> UnevidencedGates { get; init; } = [];

    [Id(16)] public ImmutableArray<Evidence> Evidence { get; init; } = [];
    [Id(17)] public int ActivityCount { get; init; }
    [Id(18)] public DateOnly? LastActivityOn { get; init; }
    [Id(19)] public DateTimeOffset StageSince { get; init; }
    [Id(20)] public DateTimeOffset ChangedAt { get; init; }
    [Id(21)] public string? WinReason { get; init; }

    /// <summary>The evaluation card; null without one.</summary>
    [Id(22)] public Evaluation? Evaluation { get; init; }

    /// <summary>The map of the buying centre.</summary>
    [Id(23)] public ImmutableArray<MappedPerson> Persons { get; init; } = [];

    /// <summary>What is done next; null when nothing is planned.</summary>
    [Id(24)] public NextStep? Next { get; init; }

    [Id(25)] public ImmutableArray<string> Competitors { get; init; } = [];
    [Id(26)] public ImmutableArray<ProductLine> Lines { get; init; } = [];

    /// <summary>How sure its owner is; null when not stated.</summary>
    [Id(27)] public ForecastCategory? Forecast { get; init; }

    /// <summary>Approvals of leaving the present stage.</summary>
    [Id(28)] public ImmutableArray<StageApproval> Approvals { get; init; } = [];

    /// <summary>Quotes and contracts that stand, as it was last told.</summary>
    [Id(29)] public ImmutableArray<NotedDocument> Documents { get; init; } = [];

    /// <summary>How often the expected close was moved to a later day.</summary>
    [Id(30)] public int Slips { get; init; }

    /// <summary>By how many days in all.</summary>
    [Id(31)] public int SlipDays { get; init; }

    /// <summary>The claim it has on its customer and product, <c>claim/id</c>; null for none.</summary>
    [Id(32)] public string? Claim { get; init; }

    /// <summary>Where its win comes from; null while it is not won.</summary>
    [Id(33)] public WinOrigin? WinOrigin { get; init; }

    /// <summary>Why its product is no longer sold, as it was last told; null where it is, and where nobody said.</summary>
    [Id(34)] public LocalText? ProductNotSold { get; init; }

    /// <summary>Who works on it beside its owner.</summary>
    [Id(35)] public ImmutableArray<TeamMember> DealTeam { get; init; } = [];

    /// <summary>Everybody who ever did, those who do included: none of them decides on it.</summary>
    [Id(36)] public ImmutableArray<string> EverInTeam { get; init; } = [];

    /// <summary>To whom a win is credited; the owner alone where nothing else was stated.</summary>
    [Id(37)] public ImmutableArray<CreditedPart> Credit { get; init; } = [];
}

/// <summary>A document that shows a key node was reached.</summary>
[GenerateSerializer, Immutable, Alias("sg.Evidence")]
public sealed record Evidence(
    [property: Id(0)] string Kind,
    [property: Id(1)] string Reference,
    [property: Id(2)] string Stage,
    [property: Id(3)] DateTimeOffset At);
