using System.Collections.Immutable;
using SalesGrid.Gateway.Web;
using SalesGrid.Processes;

namespace SalesGrid.Gateway.Overview;

/// <summary>Stages in process order, with their names.</summary>
public static class StageOrder
{
    /// <summary>The process whose stages are shown where there is no opportunity yet.</summary>
    private const string Default = "key-account";

    /// <summary>
    /// The groups in process order, an empty one for each stage without opportunities of a process that has some elsewhere;
    /// stages of versions that were in force before come after them, unknown ones last. Where processes share a stage id, the place and name in the first process count.
    /// </summary>
    public static ImmutableArray<(string Name, int? ProbabilityPercent, GroupFigures Group)> Arrange(
        IEnumerable<GroupFigures> groups, ImmutableArray<ProcessDefinition> processes, ImmutableArray<ProcessDefinition> earlier, Locale locale)
    {
        var byStage = groups.Where(g => g.Key is not null).ToDictionary(g => g.Key!, StringComparer.Ordinal);
        var used = processes.Where(p => p.Stages.Any(s => byStage.ContainsKey(s.Id))).ToArray();
        var shown = used.Length > 0 ? used : processes.Where(p => p.Id == Default).ToArray();
        var known = shown.SelectMany(p => p.Stages).DistinctBy(s => s.Id, StringComparer.Ordinal)
            .Select(s => (locale.Say(s.Name), (int?)s.ProbabilityPercent,
                byStage.Remove(s.Id, out var group) ? group : new GroupFigures(s.Id, default, []))).ToList();
        foreach (var former in earlier.SelectMany(p => p.Stages))
        {
            if (byStage.TryGetValue(former.Id, out var left) && left.Counts.Open > 0)
            {
                byStage.Remove(former.Id);
                known.Add((locale.Say(former.Name), former.ProbabilityPercent, left));
            }
        }
        known.AddRange(byStage.Values.Where(g => g.Counts.Open > 0).Select(g => (g.Key!, (int?)null, g)));
        return [.. known];
    }
}
