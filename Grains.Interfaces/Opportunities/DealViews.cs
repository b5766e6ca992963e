using System.Collections.Immutable;
using SalesGrid.Processes;

namespace SalesGrid.Opportunities;

/// <summary>An evaluation card as filled in.</summary>
/// <param name="Scores">Its scores, in the order of the process' card.</param>
/// <param name="WeightedScore">Σ weight × score, 0 to 500: five times the percentage, so that it is exact.</param>
/// <param name="By">Who filled it in.</param>
/// <param name="At">When.</param>
[GenerateSerializer, Immutable, Alias("sg.Evaluation")]
public sealed record Evaluation(
    [property: Id(0)] ImmutableArray<CriterionScore> Scores,
    [property: Id(1)] int WeightedScore,
    [property: Id(2)] string By,
    [property: Id(3)] DateTimeOffset At)
{
    /// <summary>The total, percent of the possible, 0 to 100: Σ weight × score ÷ 5.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public decimal Percent => WeightedScore / (decimal)EvaluationCriterion.MaxScore;
}

/// <summary>What is done next, and what for.</summary>
/// <param name="Plan">How the opportunity is to be won; null when not stated.</param>
/// <param name="Step">What is done next.</param>
/// <param name="On">The day it is done by.</param>
[GenerateSerializer, Immutable, Alias("sg.NextStep")]
public sealed record NextStep(
    [property: Id(0)] string? Plan,
    [property: Id(1)] string Step,
    [property: Id(2)] DateOnly On);

/// <summary>An approval of leaving the present stage: asked for, given or declined.</summary>
/// <param name="By">Who is asked.</param>
/// <param name="RequestedBy">Who asked.</param>
/// <param name="RequestedAt">When.</param>
/// <param name="State">What came of it.</param>
/// <param name="DecidedBy">Who decided; null while nobody has.</param>
/// <param name="DecidedAt">When; null while nobody has.</param>
[GenerateSerializer, Immutable, Alias("sg.StageApproval")]
public sealed record StageApproval(
    [property: Id(0)] StageApprover By,
    [property: Id(1)] string RequestedBy,
    [property: Id(2)] DateTimeOffset RequestedAt,
    [property: Id(3)] ApprovalState State = ApprovalState.Requested,
    [property: Id(4)] string? DecidedBy = null,
    [property: Id(5)] DateTimeOffset? DecidedAt = null);

/// <summary>What came of asking for an approval. Numbers are fixed: they cross process boundaries.</summary>
public enum ApprovalState
{
    /// <summary>Nothing yet (待审批).</summary>
    Requested = 0,

    /// <summary>Given (已批准).</summary>
    Approved = 1,

    /// <summary>Declined (已驳回).</summary>
    Rejected = 2,
}

/// <summary>A quote or contract that stands, as the opportunity was last told.</summary>
[GenerateSerializer, Immutable, Alias("sg.NotedDocument")]
public sealed record NotedDocument([property: Id(0)] DocumentKind Kind, [property: Id(1)] string Id)
{
    /// <summary>The object, <c>kind/id</c>.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public string Subject => $"{(Kind == DocumentKind.Quote ? "quote" : "contract")}/{Id}";
}
