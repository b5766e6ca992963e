using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace SalesGrid.Processes;

/// <summary>The published process definitions, every version of each.</summary>
public sealed class ProcessCatalog
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    };

    private readonly Dictionary<(string Id, int Version), ProcessDefinition> definitions;

    public ProcessCatalog(IEnumerable<ProcessDefinition> definitions)
    {
        this.definitions = definitions.ToDictionary(d => (d.Id, d.Version));
        Newest = this.definitions.Values
            .GroupBy(d => d.Id, StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => g.MaxBy(d => d.Version)!, StringComparer.Ordinal);
        foreach (var definition in this.definitions.Values)
            Check(definition);
    }

    /// <summary>The definitions the product ships.</summary>
    public static ProcessCatalog Shipped { get; } = new(ReadShipped());

    /// <summary>The newest version of each process, by id.</summary>
    public IReadOnlyDictionary<string, ProcessDefinition> Newest { get; }

    /// <summary>A version an opportunity was pinned to. Versions are never removed.</summary>
    public ProcessDefinition Pinned(string id, int version) =>
        definitions.TryGetValue((id, version), out var definition)
            ? definition
            : throw new InvalidOperationException($"Process {id} version {version} is not in the catalog; it was when an opportunity was opened under it.");

    private static IEnumerable<ProcessDefinition> ReadShipped()
    {
        var assembly = Assembly.GetExecutingAssembly();
        foreach (var name in assembly.GetManifestResourceNames().Where(n => n.StartsWith("Processes.", StringComparison.Ordinal)))
        {
            using var stream = assembly.GetManifestResourceStream(name)!;
            yield return JsonSerializer.Deserialize<ProcessDefinition>(stream, Json)
                ?? throw new InvalidOperationException($"Process definition {name} is empty.");
        }
    }

    private static void Check(ProcessDefinition d)
    {
        var at = $"Process {d.Id} version {d.Version}";
        if (d.Stages.IsDefaultOrEmpty)
            throw new InvalidOperationException($"{at} has no stages.");
        if (d.Stages.Select(s => s.Id).Distinct(StringComparer.Ordinal).Count() != d.Stages.Length)
            throw new InvalidOperationException($"{at} has two stages of one id.");
        if (!d.Stages.Any(s => s.MayWin))
            throw new InvalidOperationException($"{at} has no stage that may win.");
        if (d.LossReasons.All(r => r.Code != LossReason.Unknown))
            throw new InvalidOperationException($"{at} lacks the loss reason '{LossReason.Unknown}'.");
        foreach (var stage in d.Stages)
        {
            if (stage.ProbabilityPercent is < 0 or > 100)
                throw new InvalidOperationException($"{at}, stage {stage.Id}: probability must lie between 0 and 100 percent.");
            foreach (var back in stage.MayReturnTo)
            {
                if (d.IndexOf(back) is var index && (index < 0 || index >= d.IndexOf(stage.Id)))
                    throw new InvalidOperationException($"{at}, stage {stage.Id}: may return to '{back}', which is not an earlier stage.");
            }
        }
    }
}
