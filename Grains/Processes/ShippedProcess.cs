using System.Collections.Immutable;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace SalesGrid.Processes;

/// <summary>A definition the product ships.</summary>
/// <param name="Definition">The definition.</param>
/// <param name="EffectiveFrom">First day it is in force without anybody's doing; null for a template that waits to be adopted.</param>
public sealed record ShippedProcess(ProcessDefinition Definition, DateOnly? EffectiveFrom)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    };

    /// <summary>Every definition in the assembly, by id and version.</summary>
    public static ImmutableArray<ShippedProcess> ReadAll()
    {
        var assembly = Assembly.GetExecutingAssembly();
        return
        [
            .. assembly.GetManifestResourceNames()
                .Where(n => n.StartsWith("Processes.", StringComparison.Ordinal))
                .Select(name => Read(assembly.GetManifestResourceStream(name)!))
                .OrderBy(s => s.Definition.Id, StringComparer.Ordinal).ThenBy(s => s.Definition.Version),
        ];
    }

    /// <summary>
    /// Reads one file: a definition, and beside its members <c>effectiveFrom</c>. A file without it is in force from the
    /// start; with null it waits to be adopted.
    /// </summary>
    public static ShippedProcess Read(Stream file)
    {
        using (file)
        {
            var json = JsonNode.Parse(file)!.AsObject();
            DateOnly? from = json.TryGetPropertyValue("effectiveFrom", out var day) ? day.Deserialize<DateOnly?>(Json) : DateOnly.MinValue;
            json.Remove("effectiveFrom");
            return new(json.Deserialize<ProcessDefinition>(Json)!, from);
        }
    }
}
