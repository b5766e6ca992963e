using System.Collections.Immutable;
using System.Text.Json.Serialization;
using SalesGrid.Processes;

namespace SalesGrid.Gateway.Processes;

/// <summary>What is wrong with a definition.</summary>
/// <param name="Ok">True when it could be drafted.</param>
/// <param name="Problems">All problems found, at most 100.</param>
public sealed record CheckAnswer(bool Ok, ImmutableArray<Refusal> Problems);

/// <summary>What a version of a process is.</summary>
public enum ProcessVersionStatus
{
    /// <summary>Shipped, waiting to be adopted.</summary>
    Available = 1,

    /// <summary>Waiting for approval.</summary>
    Draft = 2,

    /// <summary>Approved or shipped: in force, to be, or having been.</summary>
    Approved = 3,
}

/// <summary>A version as listed.</summary>
/// <param name="Version">Number.</param>
/// <param name="Status">What it is.</param>
/// <param name="Shipped">True when it comes with the product.</param>
/// <param name="EffectiveFrom">First day it is in force; null for a draft, for one that waits, and for one in force from the start.</param>
/// <param name="Authors">Who wrote it; empty for a shipped one.</param>
/// <param name="DecidedBy">Who approved or adopted it.</param>
/// <param name="DecidedAt">When.</param>
/// <param name="Revision">How often a draft has been written.</param>
public sealed record ProcessVersionAnswer(int Version, ProcessVersionStatus Status, bool Shipped, DateOnly? EffectiveFrom,
    ImmutableArray<string> Authors, string? DecidedBy, DateTimeOffset? DecidedAt, int? Revision);

/// <summary>A process as answered: the definition in force, and its versions.</summary>
public sealed record ProcessAnswer
{
    public required string Id { get; init; }

    /// <summary>Version of the definition shown: the one in force, or else the newest.</summary>
    public required int Version { get; init; }

    /// <summary>Version in force today; null when none is.</summary>
    public int? InForce { get; init; }

    /// <summary>First day without new opportunities.</summary>
    public DateOnly? RetiredFrom { get; init; }

    /// <summary>Version of the object, for <c>If-Match</c>; 0 where nothing has been done to a shipped process.</summary>
    public required int ObjectVersion { get; init; }

    public required LocalText Name { get; init; }
    public required ImmutableArray<StageDefinition> Stages { get; init; }
    public required ImmutableArray<LossReason> LossReasons { get; init; }
    public required ImmutableArray<WinReason> WinReasons { get; init; }
    public required ImmutableArray<EvaluationCriterion> Evaluation { get; init; }
    public required ImmutableArray<ActivityKind> ActivityKinds { get; init; }

    /// <summary>All versions by number, a shipped one once for each day it was put in force.</summary>
    public required ImmutableArray<ProcessVersionAnswer> Versions { get; init; }

    /// <summary>The definition shown.</summary>
    [JsonIgnore]
    public ProcessDefinition? Definition { get; init; }

    /// <summary>The answer for a process.</summary>
    public static ProcessAnswer Of(string id, ProcessView? own, ProcessCatalog shipped, int? inForce, ProcessDefinition? definition) => new()
    {
        Id = id,
        Version = definition?.Version ?? 0,
        InForce = inForce,
        RetiredFrom = own?.RetiredFrom,
        ObjectVersion = own?.Version ?? 0,
        Name = definition?.Name ?? new(id, id),
        Stages = definition?.Stages ?? [],
        LossReasons = definition?.LossReasons ?? [],
        WinReasons = definition?.WinReasons ?? [],
        Evaluation = definition?.Evaluation ?? [],
        ActivityKinds = definition?.ActivityKinds ?? [],
        Definition = definition,
        Versions =
        [
            .. shipped.Shelved.Where(s => s.Definition.Id == id).Select(s => new ProcessVersionAnswer(s.Definition.Version,
                s.EffectiveFrom is null ? ProcessVersionStatus.Available : ProcessVersionStatus.Approved, true,
                s.EffectiveFrom == DateOnly.MinValue ? null : s.EffectiveFrom, [], null, null, null))
                .Where(s => s.Status != ProcessVersionStatus.Available || own?.Adoptions.Any(a => a.Version == s.Version) != true),
            .. own?.Adoptions.Select(a => new ProcessVersionAnswer(
                a.Version, ProcessVersionStatus.Approved, true, a.EffectiveFrom, [], a.AdoptedBy, a.AdoptedAt, null)) ?? [],
            .. own?.Releases.Select(r => new ProcessVersionAnswer(
                r.Version, ProcessVersionStatus.Approved, false, r.EffectiveFrom, r.Authors, r.ApprovedBy, r.ApprovedAt, null)) ?? [],
            .. own?.Draft is { } d ? [new ProcessVersionAnswer(d.Version, ProcessVersionStatus.Draft, false, null, d.Authors, null, null, d.Revision)]
                : Array.Empty<ProcessVersionAnswer>(),
        ],
    };
}
