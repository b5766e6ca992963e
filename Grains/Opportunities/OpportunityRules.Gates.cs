using System.Collections.Immutable;
using SalesGrid.Processes;

namespace SalesGrid.Opportunities;

// The gate that closes a stage: what must be known, what must be shown, what must hold, who must have approved.
public static partial class OpportunityRules
{
    /// <summary>Everything a gate still lacks; null when it is met.</summary>
    /// <param name="id">The opportunity.</param>
    /// <param name="current">Its state.</param>
    /// <param name="process">Its process.</param>
    /// <param name="stage">The stage whose gate it is: the present one, or one that is skipped.</param>
    /// <param name="amount">The amount it leaves the stage with.</param>
    /// <param name="context">What else is known.</param>
    private static Refusal? CheckGate(
        string id, Opportunity current, ProcessDefinition process, StageDefinition stage, Money? amount, OpportunityContext context)
    {
        var unknown = CheckFacts(current, stage, context);
        return Refusal.All(
            unknown,
            CheckEvidence(current, stage, context),
            stage.Checks.IsEmpty ? null : CheckChecks(id, current, process, stage, context),
            CheckApproval(current, stage, amount, unknown, context));
    }

    private static Refusal? CheckFacts(Opportunity current, StageDefinition stage, OpportunityContext context)
    {
        List<GateFact>? unknown = null;
        foreach (var fact in stage.Facts)
        {
            if (!Knows(current, fact))
                (unknown ??= []).Add(fact);
        }
        if (unknown is null || context.Request.Waives(ControlPoints.GateMustHaveFacts))
            return null;
        return ControlPoints.GateMustHaveFacts
            .Refuse(stage.Name.Zh, string.Join("、", unknown.Select(f => NameOf(f).Zh)), stage.Name.En, string.Join(", ", unknown.Select(f => NameOf(f).En)))
            .Listing(unknown.Select(f => ControlPoints.GateMustHaveFacts.RefuseField(FieldOf(f), stage.Name.Zh, NameOf(f).Zh, stage.Name.En, NameOf(f).En)));
    }

    private static Refusal? CheckEvidence(Opportunity current, StageDefinition stage, OpportunityContext context)
    {
        List<EvidenceRequirement>? missing = null;
        foreach (var needed in stage.Evidence)
        {
            if (!current.Has(needed.Kind))
                (missing ??= []).Add(needed);
        }
        if (missing is null || context.Request.Waives(ControlPoints.KeyNodeMustBeEvidenced))
            return null;
        return ControlPoints.KeyNodeMustBeEvidenced
            .Refuse(stage.KeyNode.Zh, string.Join("、", missing.Select(m => $"{m.Name.Zh} ({m.Kind})")),
                stage.KeyNode.En, string.Join(", ", missing.Select(m => $"{m.Name.En} ({m.Kind})")))
            .Listing(missing.Select(m => ControlPoints.KeyNodeMustBeEvidenced
                .RefuseField("kind", stage.KeyNode.Zh, $"{m.Name.Zh} ({m.Kind})", stage.KeyNode.En, $"{m.Name.En} ({m.Kind})").Needing(need: m.Kind)));
    }

    private static Refusal? CheckChecks(string id, Opportunity current, ProcessDefinition process, StageDefinition stage, OpportunityContext context)
    {
        Refusal? found = null;
        foreach (var sort in stage.Checks.GroupBy(c => c.Kind).OrderBy(g => g.Key))
        {
            var point = PointOf(sort.Key);
            if (context.Request.Waives(point))
                continue;
            var lacks = sort.Select(check => LackOf(id, current, process, check, context)).OfType<Lack>().ToArray();
            if (lacks.Length == 0)
                continue;
            found = Refusal.All(found, sort.Key is GateCheckKind.ApprovedQuote or GateCheckKind.SignedContract
                ? point.Refuse(stage.Name.Zh, stage.Name.En)
                : point.Refuse(stage.Name.Zh, string.Join("、", lacks.Select(l => l.Text.Zh)), stage.Name.En, string.Join(", ", lacks.Select(l => l.Text.En)))
                    .Listing(lacks.Select(l => point.RefuseField(l.Field, stage.Name.Zh, l.Text.Zh, stage.Name.En, l.Text.En).Needing(l.Now, l.Need))));
        }
        return found;
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

    /// <summary>What a check misses; null when it holds.</summary>
    private static Lack? LackOf(string id, Opportunity current, ProcessDefinition process, GateCheck check, OpportunityContext context)
    {
        var file = current.File ?? DealDetails.None;
        return check.Kind switch
        {
            GateCheckKind.Score => LackOfScore(file.Evaluation, process, check),
            GateCheckKind.BuyingCentre => LackOfMany(file.Persons.Count(p => check.Code is null || p.Role == check.Code), check,
                check.Code is null ? new("人员", "persons") : BuyingRoles.All.GetValueOrDefault(check.Code)),
            GateCheckKind.Activities => LackOfMany(
                check.Code is null ? current.Trace?.StageActivities ?? 0 : current.Trace?.ActivitiesOf(check.Code) ?? 0, check,
                check.Code is null ? new("活动", "activities") : process.ActivityKinds.FirstOrDefault(k => k.Code == check.Code)?.Name),
            GateCheckKind.Competitors => LackOfMany(file.Competitors.Length, check, new("竞争对手", "competitors")),
            GateCheckKind.NextStep => LackOfNextStep(file.Next, context.Today),
            GateCheckKind.ProductLines => LackOfMany(file.Lines.Length, check, new("产品明细", "product lines")),
            GateCheckKind.ApprovedQuote => LackOfDocument(id, DocumentKind.Quote, context.Documents),
            GateCheckKind.SignedContract => LackOfDocument(id, DocumentKind.Contract, context.Documents),
            _ => throw new ArgumentOutOfRangeException(nameof(check), check.Kind, "No such check."),
        };
    }

    private static Lack? LackOfScore(Evaluation? card, ProcessDefinition process, GateCheck check)
    {
        if (check.Code is null)
        {
            // In fifths of a percent, so that nothing is rounded.
            if (card is not null && card.WeightedScore >= check.AtLeast * EvaluationCriterion.MaxScore)
                return null;
            return card is null
                ? new(new($"总分 {check.AtLeast}%(尚未评估)", $"a total of {check.AtLeast}% (not evaluated yet)"), null, null, check.AtLeast)
                : new(new($"总分 {check.AtLeast}%(现为 {card.Percent:0.#}%)", $"a total of {check.AtLeast}% (now {card.Percent:0.#}%)"), null, card.Percent, check.AtLeast);
        }
        var score = card?.Scores.FirstOrDefault(s => s.Code == check.Code)?.Score;
        if (score >= check.AtLeast)
            return null;
        var name = process.Evaluation.FirstOrDefault(c => c.Code == check.Code)?.Name ?? new(check.Code, check.Code);
        return new(score is null
            ? new($"“{name.Zh}”{check.AtLeast} 分(尚未评估)", $"{check.AtLeast} for {name.En} (not evaluated yet)")
            : new($"“{name.Zh}”{check.AtLeast} 分(现为 {score} 分)", $"{check.AtLeast} for {name.En} (now {score})"), check.Code, score, check.AtLeast);
    }

    private static Lack? LackOfMany(int count, GateCheck check, LocalText? what) => count >= check.AtLeast
        ? null
        : new(new($"{what?.Zh ?? check.Code}至少 {check.AtLeast} 个(现有 {count} 个)", $"{what?.En ?? check.Code}, at least {check.AtLeast} (there are {count})"),
            check.Code, count, check.AtLeast);

    private static Lack? LackOfNextStep(NextStep? next, DateOnly today)
    {
        if (next is null)
            return new(new("下一步", "a next step"), "nextStep", null, null);
        if (string.IsNullOrWhiteSpace(next.Plan))
            return new(new("计划", "a plan"), "plan", null, null);
        return next.On < today
            ? new(new($"下一步日期 {next.On:yyyy-MM-dd} 已过", $"the day of the next step, {next.On:yyyy-MM-dd}, has passed"), "nextStepOn", next.On, today)
            : null;
    }

    // What was noted is not enough: the document itself has to stand, and be for this opportunity.
    private static Lack? LackOfDocument(string id, DocumentKind kind, ImmutableArray<SeenDocument> seen)
    {
        foreach (var document in seen)
        {
            if (document.Kind == kind && document.Stands && document.OpportunityId == id)
                return null;
        }
        return new(new("单据", "a document"), null, null, null);
    }

    /// <summary>What a check of a gate misses.</summary>
    /// <param name="Text">In words.</param>
    /// <param name="Field">Which criterion, role, sort of activity or field; null for none.</param>
    /// <param name="Now">What there is; null for nothing.</param>
    /// <param name="Need">What there has to be; null when no value says it.</param>
    private sealed record Lack(LocalText Text, string? Field, object? Now, object? Need);

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
