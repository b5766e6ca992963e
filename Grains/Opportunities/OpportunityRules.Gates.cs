using System.Collections.Immutable;
using SalesGrid.Processes;

namespace SalesGrid.Opportunities;

// The gate that closes a stage: what must be known, what must be shown, what must hold, who must have approved.
public static partial class OpportunityRules
{
    /// <summary>The first thing a gate still lacks, with everything of its sort that is missing; null when the gate is met.</summary>
    /// <param name="id">The opportunity.</param>
    /// <param name="current">Its state.</param>
    /// <param name="process">Its process.</param>
    /// <param name="stage">The stage whose gate it is: the present one, or one that is skipped.</param>
    /// <param name="amount">The amount it leaves the stage with.</param>
    /// <param name="context">What else is known.</param>
    private static Refusal? CheckGate(
        string id, Opportunity current, ProcessDefinition process, StageDefinition stage, Money? amount, OpportunityContext context)
    {
        if (!context.Request.Waives(ControlPoints.GateMustHaveFacts)
            && stage.Facts.Where(fact => !Knows(current, fact)).ToArray() is { Length: > 0 } unknown)
            return ControlPoints.GateMustHaveFacts.Refuse(
                stage.Name.Zh, string.Join("、", unknown.Select(f => NameOf(f).Zh)),
                stage.Name.En, string.Join(", ", unknown.Select(f => NameOf(f).En)));
        if (!context.Request.Waives(ControlPoints.KeyNodeMustBeEvidenced)
            && stage.Evidence.Where(needed => !current.Has(needed.Kind)).ToArray() is { Length: > 0 } missing)
            return ControlPoints.KeyNodeMustBeEvidenced.Refuse(
                stage.KeyNode.Zh, string.Join("、", missing.Select(m => $"{m.Name.Zh} ({m.Kind})")),
                stage.KeyNode.En, string.Join(", ", missing.Select(m => $"{m.Name.En} ({m.Kind})")));
        return (stage.Checks.IsEmpty ? null : CheckChecks(id, current, process, stage, context))
            ?? CheckApproval(current, stage, amount, context);
    }

    private static Refusal? CheckChecks(string id, Opportunity current, ProcessDefinition process, StageDefinition stage, OpportunityContext context)
    {
        foreach (var sort in stage.Checks.GroupBy(c => c.Kind).OrderBy(g => g.Key))
        {
            var point = PointOf(sort.Key);
            if (context.Request.Waives(point))
                continue;
            var lacks = sort.Select(check => Lacks(id, current, process, check, context)).OfType<LocalText>().ToArray();
            if (lacks.Length == 0)
                continue;
            return sort.Key is GateCheckKind.ApprovedQuote or GateCheckKind.SignedContract
                ? point.Refuse(stage.Name.Zh, stage.Name.En)
                : point.Refuse(stage.Name.Zh, string.Join("、", lacks.Select(l => l.Zh)), stage.Name.En, string.Join(", ", lacks.Select(l => l.En)));
        }
        return null;
    }

    private static ControlPoint PointOf(GateCheckKind kind) => kind switch
    {
        GateCheckKind.Score => ControlPoints.ScoreMustSuffice,
        GateCheckKind.BuyingCentre => ControlPoints.BuyingCentreMustBeKnown,
        GateCheckKind.Activities => ControlPoints.ActivitiesMustBeRecorded,
        GateCheckKind.Competitors => ControlPoints.CompetitorsMustBeNamed,
        GateCheckKind.NextStep => ControlPoints.NextStepMustBePlanned,
        GateCheckKind.ProductLines => ControlPoints.ProductLinesMustBeNamed,
        GateCheckKind.ApprovedQuote => ControlPoints.QuoteMustBeApproved,
        GateCheckKind.SignedContract => ControlPoints.ContractMustBeSigned,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "No such check."),
    };

    /// <summary>What a check misses, in words; null when it holds.</summary>
    private static LocalText? Lacks(string id, Opportunity current, ProcessDefinition process, GateCheck check, OpportunityContext context)
    {
        var file = current.File ?? DealDetails.None;
        return check.Kind switch
        {
            GateCheckKind.Score => LacksScore(file.Evaluation, process, check),
            GateCheckKind.BuyingCentre => LacksCount(file.Persons.Count(p => check.Code is null || p.Role == check.Code), check,
                check.Code is null ? new("人员", "persons") : BuyingRoles.All.GetValueOrDefault(check.Code)),
            GateCheckKind.Activities => LacksCount(
                check.Code is null ? current.Trace?.StageActivities ?? 0 : current.Trace?.ActivitiesOf(check.Code) ?? 0, check,
                check.Code is null ? new("活动", "activities") : process.ActivityKinds.FirstOrDefault(k => k.Code == check.Code)?.Name),
            GateCheckKind.Competitors => LacksCount(file.Competitors.Length, check, new("竞争对手", "competitors")),
            GateCheckKind.NextStep => LacksNextStep(file.Next, context.Today),
            GateCheckKind.ProductLines => LacksCount(file.Lines.Length, check, new("产品明细", "product lines")),
            GateCheckKind.ApprovedQuote => LacksDocument(id, DocumentKind.Quote, context.Documents),
            GateCheckKind.SignedContract => LacksDocument(id, DocumentKind.Contract, context.Documents),
            _ => throw new ArgumentOutOfRangeException(nameof(check), check.Kind, "No such check."),
        };
    }

    private static LocalText? LacksScore(Evaluation? card, ProcessDefinition process, GateCheck check)
    {
        if (check.Code is null)
        {
            // In fifths of a percent, so that nothing is rounded.
            if (card is not null && card.WeightedScore >= check.AtLeast * EvaluationCriterion.MaxScore)
                return null;
            return card is null
                ? new($"总分 {check.AtLeast}%(尚未评估)", $"a total of {check.AtLeast}% (not evaluated yet)")
                : new($"总分 {check.AtLeast}%(现为 {card.Percent:0.#}%)", $"a total of {check.AtLeast}% (now {card.Percent:0.#}%)");
        }
        var score = card?.Scores.FirstOrDefault(s => s.Code == check.Code)?.Score;
        if (score >= check.AtLeast)
            return null;
        var name = process.Evaluation.FirstOrDefault(c => c.Code == check.Code)?.Name ?? new(check.Code, check.Code);
        return score is null
            ? new($"“{name.Zh}”{check.AtLeast} 分(尚未评估)", $"{check.AtLeast} for {name.En} (not evaluated yet)")
            : new($"“{name.Zh}”{check.AtLeast} 分(现为 {score} 分)", $"{check.AtLeast} for {name.En} (now {score})");
    }

    private static LocalText? LacksCount(int count, GateCheck check, LocalText? what) => count >= check.AtLeast
        ? null
        : new($"{what?.Zh ?? check.Code}至少 {check.AtLeast} 个(现有 {count} 个)", $"{what?.En ?? check.Code}, at least {check.AtLeast} (there are {count})");

    private static LocalText? LacksNextStep(NextStep? next, DateOnly today)
    {
        if (next is null)
            return new("下一步", "a next step");
        if (string.IsNullOrWhiteSpace(next.Plan))
            return new("计划", "a plan");
        return next.On < today
            ? new($"下一步日期 {next.On:yyyy-MM-dd} 已过", $"the day of the next step, {next.On:yyyy-MM-dd}, has passed")
            : null;
    }

    // What was noted is not enough: the document itself has to stand, and be for this opportunity.
    private static LocalText? LacksDocument(string id, DocumentKind kind, ImmutableArray<SeenDocument> seen)
    {
        foreach (var document in seen)
        {
            if (document.Kind == kind && document.Stands && document.OpportunityId == id)
                return null;
        }
        return new("单据", "a document");
    }

    /// <summary>The sorts of document the gates ask for that a command would pass; empty for most commands.</summary>
    public static ImmutableArray<DocumentKind> DocumentsNeeded(Opportunity current, OpportunityCommand command, ProcessCatalog processes)
    {
        if (current.File is null or { Documents.IsEmpty: true } || command is not (AdvanceStage or WinOpportunity))
            return [];
        var process = processes.Pinned(current.ProcessId, current.ProcessVersion);
        var index = process.IndexOf(current.Stage);
        var end = command is AdvanceStage { To: { } to } ? Math.Max(process.IndexOf(to), index + 1) : index + 1;
        var request = ImmutableArray<DocumentKind>.Empty;
        for (var i = index; i < end; i++)
        {
            foreach (var check in process.Stages[i].Checks)
            {
                if (check.Kind is GateCheckKind.ApprovedQuote or GateCheckKind.SignedContract)
                    request = request.Add(check.Kind is GateCheckKind.ApprovedQuote ? DocumentKind.Quote : DocumentKind.Contract);
            }
        }
        return request;
    }

    /// <summary>What a process says of a stage that early warning needs; null where it says nothing of it.</summary>
    public static StageTerms? TermsOf(ProcessDefinition process, int index)
    {
        var maps = false;
        var plans = false;
        foreach (var stage in process.Stages)
        {
            foreach (var check in stage.Checks)
            {
                maps |= check.Kind == GateCheckKind.BuyingCentre;
                plans |= check.Kind == GateCheckKind.NextStep;
            }
        }
        var maxDays = process.Stages[index].MaxDays;
        return maps || plans || maxDays is not null ? new(maps ? index + 1 : null, maxDays, plans ? true : null) : null;
    }
}
