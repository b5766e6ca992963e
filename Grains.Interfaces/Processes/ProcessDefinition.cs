using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace SalesGrid.Processes;

/// <summary>A sales process as data: what its stages are and what each gate asks for.</summary>
/// <remarks>A version never changes once published; an opportunity stays with the version it started under.</remarks>
[GenerateSerializer, Immutable, Alias("sg.ProcessDefinition")]
public sealed record ProcessDefinition
{
    [Id(0)] public required string Id { get; init; }
    [Id(1)] public required int Version { get; init; }
    [Id(2)] public required LocalText Name { get; init; }

    /// <summary>In order: each may be entered from the one before, through that one's gate.</summary>
    [Id(3)] public required ImmutableArray<StageDefinition> Stages { get; init; }

    [Id(4)] public required ImmutableArray<LossReason> LossReasons { get; init; }

    /// <summary>Why an opportunity can be won; empty when no reason is asked for.</summary>
    [Id(5)] public ImmutableArray<WinReason> WinReasons { get; init; } = [];

    /// <summary>What the evaluation card scores; empty when the process has no card. Weights sum to 100.</summary>
    [Id(6)] public ImmutableArray<EvaluationCriterion> Evaluation { get; init; } = [];

    /// <summary>Kinds of activity that may be recorded; empty when any may.</summary>
    [Id(7)] public ImmutableArray<ActivityKind> ActivityKinds { get; init; } = [];

    /// <summary>What is done when a second opportunity is opened on the same customer and product (撞单).</summary>
    [Id(8)] public CollisionRule Collision { get; init; }

    /// <summary>Place of a stage, from 0; −1 when the process has no such stage.</summary>
    public int IndexOf(string stageId)
    {
        for (var i = 0; i < Stages.Length; i++)
        {
            if (Stages[i].Id == stageId)
                return i;
        }
        return -1;
    }

    /// <summary>A stage the process is known to have.</summary>
    public StageDefinition Stage(string stageId) =>
        IndexOf(stageId) is >= 0 and var index
            ? Stages[index]
            : throw new ArgumentException($"Process {Id} v{Version} has no stage '{stageId}'.", nameof(stageId));
}

/// <summary>One stage and the gate that closes it.</summary>
[GenerateSerializer, Immutable, Alias("sg.StageDefinition")]
public sealed record StageDefinition
{
    [Id(0)] public required string Id { get; init; }
    [Id(1)] public required LocalText Name { get; init; }

    /// <summary>Chance of winning from here, percent, 0 to 100: the weight in the forecast.</summary>
    [Id(2)] public required int ProbabilityPercent { get; init; }

    /// <summary>What must have been reached to leave the stage forward.</summary>
    [Id(3)] public required LocalText KeyNode { get; init; }

    /// <summary>Documents that show the key node was reached. All are needed.</summary>
    [Id(4)] public required ImmutableArray<EvidenceRequirement> Evidence { get; init; }

    /// <summary>What must be known of the opportunity to leave the stage forward.</summary>
    [Id(5)] public required ImmutableArray<GateFact> Facts { get; init; }

    /// <summary>Stages one may go back to from here.</summary>
    [Id(6)] public required ImmutableArray<string> MayReturnTo { get; init; }

    /// <summary>True when an opportunity may be won in this stage, its gate met.</summary>
    [Id(7)] public required bool MayWin { get; init; }

    /// <summary>True when an opportunity may be given up in this stage.</summary>
    [Id(8)] public bool MayLose { get; init; } = true;

    /// <summary>Stages beside the next that one may go forward to from here, through this stage's gate.</summary>
    [Id(9)] public ImmutableArray<string> MaySkipTo { get; init; } = [];

    /// <summary>Longest stay before the opportunity counts as stalled, days, from 1; null for no limit.</summary>
    [Id(10)] public int? MaxDays { get; init; }

    /// <summary>What must hold of the opportunity to leave the stage forward, beside evidence and facts.</summary>
    [Id(11)] public ImmutableArray<GateCheck> Checks { get; init; } = [];

    /// <summary>Who must have approved before the stage is left forward; null when nobody.</summary>
    [Id(12)] public StageApprovalRequirement? Approval { get; init; }
}

/// <summary>A kind of document a gate asks for.</summary>
[GenerateSerializer, Immutable, Alias("sg.EvidenceRequirement")]
public sealed record EvidenceRequirement([property: Id(0)] string Kind, [property: Id(1)] LocalText Name);

/// <summary>A reason an opportunity can be lost for.</summary>
[GenerateSerializer, Immutable, Alias("sg.LossReason")]
public sealed record LossReason([property: Id(0)] string Code, [property: Id(1)] LocalText Name)
{
    /// <summary>Given to imported losses whose source states none.</summary>
    public const string Unknown = "unknown";
}

/// <summary>What a gate can ask to be known.</summary>
public enum GateFact
{
    Customer,
    Product,
    Amount,
    ExpectedClose,
}

/// <summary>A reason an opportunity can be won for.</summary>
[GenerateSerializer, Immutable, Alias("sg.WinReason")]
public sealed record WinReason([property: Id(0)] string Code, [property: Id(1)] LocalText Name);

/// <summary>One line of the evaluation card (评估卡): scored from 0 to 5.</summary>
/// <param name="Code">Code, e.g. <c>budget</c>.</param>
/// <param name="Name">What is judged.</param>
/// <param name="WeightPercent">Its share in the total score, percent, 1 to 100.</param>
[GenerateSerializer, Immutable, Alias("sg.EvaluationCriterion")]
public sealed record EvaluationCriterion(
    [property: Id(0)] string Code,
    [property: Id(1)] LocalText Name,
    [property: Id(2)] int WeightPercent)
{
    /// <summary>Highest score of one line.</summary>
    public const int MaxScore = 5;
}

/// <summary>A kind of activity.</summary>
[GenerateSerializer, Immutable, Alias("sg.ActivityKind")]
public sealed record ActivityKind([property: Id(0)] string Code, [property: Id(1)] LocalText Name);

/// <summary>Something a gate checks on the opportunity itself.</summary>
/// <param name="Kind">What is checked.</param>
/// <param name="AtLeast">Threshold; its unit depends on <paramref name="Kind"/>.</param>
/// <param name="Code">Criterion, role or activity kind it is about; null for the whole.</param>
[GenerateSerializer, Immutable, Alias("sg.GateCheck")]
public sealed record GateCheck(
    [property: Id(0)] GateCheckKind Kind,
    [property: Id(1)] int AtLeast = 1,
    [property: Id(2)] string? Code = null);

/// <summary>What a gate can check.</summary>
public enum GateCheckKind
{
    /// <summary>Score of the evaluation card, percent of the possible, 0 to 100; of one criterion, 0 to 5, where a code is given.</summary>
    Score,

    /// <summary>Persons known in the buying centre; of one role where a code is given.</summary>
    BuyingCentre,

    /// <summary>Activities recorded since the stage was entered; of one kind where a code is given.</summary>
    Activities,

    /// <summary>Competitors named.</summary>
    Competitors,

    /// <summary>A plan and a next step with a date that has not passed.</summary>
    NextStep,

    /// <summary>Product lines named.</summary>
    ProductLines,

    /// <summary>An approved quote on the opportunity.</summary>
    ApprovedQuote,

    /// <summary>A signed contract on the opportunity.</summary>
    SignedContract,
}

/// <summary>Who must approve that a stage is left.</summary>
/// <param name="By">Who.</param>
/// <param name="From">
/// Only for opportunities worth at least this; null for all. An amount in another currency is compared by the approved rate of the day.
/// </param>
[GenerateSerializer, Immutable, Alias("sg.StageApprovalRequirement")]
public sealed record StageApprovalRequirement(
    [property: Id(0)] StageApprover By,
    [property: Id(1), JsonConverter(typeof(MoneyInMajorUnits))] Money? From = null);

/// <summary>Who can be asked to approve a stage.</summary>
public enum StageApprover
{
    /// <summary>The manager of the opportunity's owner, or that manager's delegate.</summary>
    OwnersManager,

    /// <summary>Anybody with the duty of a sales manager, except the owner.</summary>
    Manager,

    /// <summary>Anybody with the duty of finance.</summary>
    Finance,

    /// <summary>Anybody with the duty of legal.</summary>
    Legal,
}

/// <summary>What is done about a second opportunity on the same customer and product.</summary>
public enum CollisionRule
{
    /// <summary>Nothing.</summary>
    Allow,

    /// <summary>It is refused while the first is open, unless it has the same owner.</summary>
    Refuse,
}
