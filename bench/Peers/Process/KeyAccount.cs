using System.Collections.Immutable;
using System.Text.Json;

namespace SalesGrid.Peers.Process;

/// <summary>A stage of the key-account process: what its gate asks for and where one may go from it.</summary>
public sealed record StageOfProcess(
    string Id, int Position, int ProbabilityPercent, ImmutableArray<string> Facts, ImmutableArray<string> Evidence, ImmutableArray<string> MayReturnTo);

/// <summary>What the gates ask about an opportunity.</summary>
public readonly record struct KnownFacts(bool Customer, bool Product, bool Amount, bool ExpectedClose);

/// <summary>What became of an <c>advance</c>: the step, or the control point that refused it.</summary>
public readonly record struct StepDecision(string? Refusal, StageOfProcess? To, bool Back)
{
    /// <summary>The event's type in the history.</summary>
    public string EventType => Back ? "stageReturned" : "stageAdvanced";
}

/// <summary>The key-account process, read from the same file as the grid's.</summary>
public static class KeyAccount
{
    public const string Id = "key-account";

    /// <summary>The stages in order.</summary>
    public static ImmutableArray<StageOfProcess> Stages { get; } = Read();

    private static readonly ImmutableDictionary<string, StageOfProcess> ById = Stages.ToImmutableDictionary(s => s.Id);

    /// <summary>Decides an <c>advance</c>: to the next stage through the gate, or back to where the stage allows it.</summary>
    public static StepDecision Advance(string stage, string? to, KnownFacts known, IReadOnlyCollection<string> evidence)
    {
        var here = ById[stage];
        if (to is not null && !ById.ContainsKey(to))
            return Refuse("CP-STAGE-01");
        if (to is not null && here.MayReturnTo.Contains(to))
            return new(null, ById[to], Back: true);
        if (here.Position == Stages.Length - 1)
            return Refuse(to is null ? "CP-STAGE-05" : "CP-STAGE-02");
        var next = Stages[here.Position + 1];
        if (to is not null && to != next.Id)
            return Refuse("CP-STAGE-02");
        foreach (var fact in here.Facts)
        {
            if (!Knows(known, fact))
                return Refuse("CP-STAGE-04");
        }
        foreach (var kind in here.Evidence)
        {
            if (!evidence.Contains(kind))
                return Refuse("CP-STAGE-03");
        }
        return new(null, next, Back: false);
    }

    private static bool Knows(KnownFacts known, string fact) => fact switch
    {
        "customer" => known.Customer,
        "product" => known.Product,
        "amount" => known.Amount,
        "expectedClose" => known.ExpectedClose,
        _ => throw new ArgumentOutOfRangeException(nameof(fact), fact, "No such fact."),
    };

    private static StepDecision Refuse(string controlPoint) => new(controlPoint, null, false);

    private static ImmutableArray<StageOfProcess> Read()
    {
        using var stream = typeof(KeyAccount).Assembly.GetManifestResourceStream("key-account.json")!;
        using var json = JsonDocument.Parse(stream);
        return [.. json.RootElement.GetProperty("stages").EnumerateArray().Select((stage, position) => new StageOfProcess(
            stage.GetProperty("id").GetString()!, position, stage.GetProperty("probabilityPercent").GetInt32(),
            Texts(stage.GetProperty("facts")), [.. stage.GetProperty("evidence").EnumerateArray().Select(e => e.GetProperty("kind").GetString()!)],
            Texts(stage.GetProperty("mayReturnTo"))))];
    }

    private static ImmutableArray<string> Texts(JsonElement array) => [.. array.EnumerateArray().Select(t => t.GetString()!)];
}
