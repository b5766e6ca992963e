namespace SalesGrid.Processes;

// Where one can go from each stage, and whether that leads to a win.
public static partial class ProcessValidator
{
    private static IEnumerable<Refusal> Routes(ProcessDefinition d)
    {
        for (var i = 0; i < d.Stages.Length; i++)
        {
            var stage = d.Stages[i];
            for (var k = 0; k < stage.MayReturnTo.Length; k++)
            {
                // By place, not by id: where two stages have one id, that is a problem of its own.
                if (!d.Stages.Take(i).Any(s => s.Id == stage.MayReturnTo[k]))
                    yield return ControlPoints.WayBackMustLeadToEarlier.RefuseField($"stages[{i}].mayReturnTo[{k}]", stage.Name.Zh, stage.Name.En, stage.MayReturnTo[k]);
            }
            for (var k = 0; k < stage.MaySkipTo.Length; k++)
            {
                if (!d.Stages.Skip(i + 1).Any(s => s.Id == stage.MaySkipTo[k]))
                    yield return ControlPoints.SkipMustLeadToLater.RefuseField($"stages[{i}].maySkipTo[{k}]", stage.Name.Zh, stage.Name.En, stage.MaySkipTo[k]);
            }
        }
        var winning = LeadingToWin(d);
        for (var i = 0; i < d.Stages.Length; i++)
        {
            if (!winning[i])
                yield return ControlPoints.StageMustLeadToWin.RefuseField($"stages[{i}]", d.Stages[i].Name.Zh, d.Stages[i].Name.En);
        }
    }

    /// <summary>For each stage whether a win can be come to from it: found backwards, from the stages that may win.</summary>
    private static bool[] LeadingToWin(ProcessDefinition d)
    {
        var leads = d.Stages.Select(s => s.MayWin).ToArray();
        var waiting = new Queue<int>(Enumerable.Range(0, leads.Length).Where(i => leads[i]));
        while (waiting.TryDequeue(out var reached))
        {
            for (var i = 0; i < leads.Length; i++)
            {
                if (!leads[i] && Leads(d, i, reached))
                {
                    leads[i] = true;
                    waiting.Enqueue(i);
                }
            }
        }
        return leads;
    }

    private static bool Leads(ProcessDefinition d, int from, int to) =>
        to == from + 1
        || (to < from && d.Stages[from].MayReturnTo.Contains(d.Stages[to].Id))
        || (to > from && d.Stages[from].MaySkipTo.Contains(d.Stages[to].Id));
}
