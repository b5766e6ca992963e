using System.Collections.Immutable;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace SalesGrid.Warnings;

/// <summary>The warning policy the product ships: in force until a company puts its own in its place.</summary>
public static class ShippedWarnings
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    };

    /// <summary>Every criterion the product knows, one file for each part of it.</summary>
    public static WarningPolicy Policy { get; } = new()
    {
        Criteria = [.. Read().OrderBy(c => c.Code, StringComparer.Ordinal)],
    };

    /// <summary>What is shipped, with some criteria a company has put in place of those with their codes.</summary>
    /// <param name="version">Number of the company's policy.</param>
    /// <param name="criteria">Its criteria. One of a code this version does not know is kept: a newer one may.</param>
    public static WarningPolicy With(int version, ImmutableArray<WarningCriterion> criteria)
    {
        var own = criteria.ToDictionary(c => c.Code, StringComparer.Ordinal);
        return new()
        {
            Version = version,
            Criteria = [.. criteria.Concat(Policy.Criteria.Where(c => !own.ContainsKey(c.Code))).OrderBy(c => c.Code, StringComparer.Ordinal)],
        };
    }

    private static IEnumerable<WarningCriterion> Read()
    {
        var assembly = Assembly.GetExecutingAssembly();
        foreach (var name in assembly.GetManifestResourceNames().Where(n => n.StartsWith("Warnings.", StringComparison.Ordinal)))
        {
            using var stream = assembly.GetManifestResourceStream(name)!;
            foreach (var criterion in JsonSerializer.Deserialize<ImmutableArray<WarningCriterion>>(stream, Json))
                yield return criterion;
        }
    }
}
