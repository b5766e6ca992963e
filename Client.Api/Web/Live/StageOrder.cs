using System.Collections.Immutable;
using SalesGrid.Processes;

namespace SalesGrid.Gateway.Web.Live;

/// <summary>The stages of the published processes, in process order, with their names.</summary>
public static class StageOrder
{
    /// <summary>Every stage id once. Where processes share an id, the place and name in the first process count.</summary>
    public static ImmutableArray<StageDefinition> Stages { get; } =
    [
        .. ProcessCatalog.Shipped.Newest.Values
            .OrderBy(p => p.Id, StringComparer.Ordinal)
            .SelectMany(p => p.Stages)
            .DistinctBy(s => s.Id, StringComparer.Ordinal),
    ];

    /// <summary>The groups in process order, an empty one for each stage without opportunities; unknown stages come last.</summary>
    public static ImmutableArray<(string Name, int? ProbabilityPercent, KpiGroup Group)> Arrange(IEnumerable<KpiGroup> groups, Locale locale)
    {
        var byStage = groups.Where(g => g.Key is not null).ToDictionary(g => g.Key!, StringComparer.Ordinal);
        var known = Stages.Select(s => (locale.Say(s.Name), (int?)s.ProbabilityPercent,
            byStage.Remove(s.Id, out var group) ? group : new KpiGroup(s.Id, default, []))).ToList();
        known.AddRange(byStage.Values.Where(g => g.Counts.Open > 0).Select(g => (g.Key!, (int?)null, g)));
        return [.. known];
    }
}
