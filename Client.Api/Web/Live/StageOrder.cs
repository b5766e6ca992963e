using System.Collections.Immutable;
using SalesGrid.Processes;

namespace SalesGrid.Gateway.Web.Live;

/// <summary>Stages in process order, with their names.</summary>
public static class StageOrder
{
    /// <summary>The process whose stages are shown where there is no opportunity yet.</summary>
    private const string Default = "key-account";

    /// <summary>
    /// The groups in process order, an empty one for each stage without opportunities of a process that has some elsewhere;
    /// unknown stages come last. Where processes share a stage id, the place and name in the first process count.
    /// </summary>
    public static ImmutableArray<(string Name, int? ProbabilityPercent, GroupFigures Group)> Arrange(
        IEnumerable<GroupFigures> groups, ImmutableArray<ProcessDefinition> processes, Locale locale)
    {
        var byStage = groups.Where(g => g.Key is not null).ToDictionary(g => g.Key!, StringComparer.Ordinal);
        var used = processes.Where(p => p.Stages.Any(s => byStage.ContainsKey(s.Id))).ToArray();
        var shown = used.Length > 0 ? used : processes.Where(p => p.Id == Default).ToArray();
        var known = shown.SelectMany(p => p.Stages).DistinctBy(s => s.Id, StringComparer.Ordinal)
            .Select(s => (locale.Say(s.Name), (int?)s.ProbabilityPercent,
                byStage.Remove(s.Id, out var group) ? group : new GroupFigures(s.Id, default, []))).ToList();
        known.AddRange(byStage.Values.Where(g => g.Counts.Open > 0).Select(g => (g.Key!, (int?)null, g)));
        return [.. known];
    }
}
