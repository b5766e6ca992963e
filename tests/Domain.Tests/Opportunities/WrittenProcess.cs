using System.Text.Json;

namespace SalesGrid.Domain.Tests;

/// <summary>The key account process straight from its JSON, read without the code that the rules read it with.</summary>
internal sealed class WrittenProcess
{
    private readonly List<(string Id, string[] Evidence, string[] Facts, string[] Back, bool MayWin)> stages = [];

    public static WrittenProcess KeyAccount { get; } = new();

    private WrittenProcess()
    {
        using var stream = typeof(ProcessCatalog).Assembly.GetManifestResourceStream("Processes.key-account.v1.json")!;
        using var json = JsonDocument.Parse(stream);
        foreach (var stage in json.RootElement.GetProperty("stages").EnumerateArray())
        {
            stages.Add((
                stage.GetProperty("id").GetString()!,
                [.. stage.GetProperty("evidence").EnumerateArray().Select(e => e.GetProperty("kind").GetString()!)],
                Strings(stage.GetProperty("facts")),
                Strings(stage.GetProperty("mayReturnTo")),
                stage.GetProperty("mayWin").GetBoolean()));
        }
    }

    public bool IsNext(string from, string to) => Place(to) == Place(from) + 1;

    public bool IsBefore(string a, string b) => Place(a) >= 0 && Place(a) < Place(b);

    public bool IsWayBack(string from, string to) => stages[Place(from)].Back.Contains(to) && Place(to) < Place(from);

    public bool MayWin(string stage) => stages[Place(stage)].MayWin;

    /// <summary>What the gate of a stage still lacks.</summary>
    public IEnumerable<string> Lacks(string stage, OpportunityFacts known, IReadOnlySet<string> evidence)
    {
        var gate = stages[Place(stage)];
        return gate.Evidence.Where(kind => !evidence.Contains(kind)).Concat(gate.Facts.Where(fact => fact switch
        {
            "customer" => string.IsNullOrWhiteSpace(known.CustomerId),
            "product" => string.IsNullOrWhiteSpace(known.Product),
            "amount" => known.Amount is null,
            "expectedClose" => known.ExpectedCloseOn is null,
            _ => throw new InvalidDataException($"The law does not know the fact {fact}."),
        }));
    }

    private int Place(string stage) => stages.FindIndex(s => s.Id == stage);

    private static string[] Strings(JsonElement array) => [.. array.EnumerateArray().Select(e => e.GetString()!)];
}
