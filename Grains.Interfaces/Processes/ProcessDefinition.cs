using System.Collections.Immutable;

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
