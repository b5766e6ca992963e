using System.Collections.Immutable;
using System.Text.Json;
using SalesGrid.Subjects;

namespace SalesGrid.Processes;

/// <summary>What a definition must be before it can be a version. Pure; the same for shipped definitions and a company's own.</summary>
/// <remarks>
/// A stage can always be entered from the one before it, so none is unreachable. What can happen is a stage one cannot win
/// from any more.
/// </remarks>
public static partial class ProcessValidator
{
    /// <summary>All that is wrong, in reading order, at most <see cref="ProcessLimits.ProblemsMax"/>; empty when nothing is.</summary>
    public static ImmutableArray<Refusal> Check(ProcessDefinition definition)
    {
        // What is not there cannot be judged: first whether everything is, then whether it makes sense.
        var problems = Shape(definition).Take(ProcessLimits.ProblemsMax).ToImmutableArray();
        if (problems.IsEmpty && SizeOf(definition) is > ProcessLimits.DefinitionBytesMax and var bytes)
            problems = [ControlPoints.DefinitionMustBeSmall.Refuse(bytes, ProcessLimits.DefinitionBytesMax)];
        return problems.IsEmpty
            ? [.. Lists(definition).Concat(definition.Stages.SelectMany((stage, i) => Stage(definition, stage, i)))
                .Concat(Routes(definition)).Take(ProcessLimits.ProblemsMax)]
            : problems;
    }

    /// <summary>Bytes a definition takes in the ledger.</summary>
    public static int SizeOf(ProcessDefinition definition) => JsonSerializer.SerializeToUtf8Bytes(definition, GridJson.Options).Length;

    /// <summary>The same definition with empty lists where none are given.</summary>
    public static ProcessDefinition Complete(ProcessDefinition d) => d with
    {
        Stages = [.. Given(d.Stages).Select(s => s is null ? s! : s with
        {
            Evidence = Given(s.Evidence),
            Facts = Given(s.Facts),
            MayReturnTo = Given(s.MayReturnTo),
            MaySkipTo = Given(s.MaySkipTo),
            Checks = Given(s.Checks),
        })],
        LossReasons = Given(d.LossReasons),
        WinReasons = Given(d.WinReasons),
        Evaluation = Given(d.Evaluation),
        ActivityKinds = Given(d.ActivityKinds),
    };

    private static IEnumerable<Refusal> Lists(ProcessDefinition d)
    {
        var lists = new (string Field, LocalText Name, string[] Codes)[]
        {
            ("stages", new("阶段", "the stages"), [.. d.Stages.Select(s => s.Id)]),
            ("lossReasons", new("输单原因", "the loss reasons"), [.. d.LossReasons.Select(r => r.Code)]),
            ("winReasons", new("赢单原因", "the win reasons"), [.. d.WinReasons.Select(r => r.Code)]),
            ("evaluation", new("评估卡", "the evaluation card"), [.. d.Evaluation.Select(c => c.Code)]),
            ("activityKinds", new("活动种类", "the activity kinds"), [.. d.ActivityKinds.Select(k => k.Code)]),
        };
        foreach (var problem in lists.SelectMany(list => Twice(list.Field, list.Name, list.Codes)))
            yield return problem;
        if (d.LossReasons.All(r => r.Code != LossReason.Unknown))
            yield return ControlPoints.UnknownMustBeALossReason.RefuseField("lossReasons", LossReason.Unknown);
        for (var i = 0; i < d.Evaluation.Length; i++)
        {
            if (d.Evaluation[i] is { WeightPercent: < 1 or > 100 } line)
                yield return ControlPoints.WeightMustBeInRange.RefuseField($"evaluation[{i}].weightPercent", line.Name.Zh, line.Name.En, line.WeightPercent);
        }
        var sum = d.Evaluation.Sum(c => (long)c.WeightPercent);
        if (!d.Evaluation.IsEmpty && sum != 100)
            yield return ControlPoints.WeightsMustSumTo100.RefuseField("evaluation", sum);
    }

    private static IEnumerable<Refusal> Stage(ProcessDefinition d, StageDefinition stage, int index)
    {
        var at = $"stages[{index}]";
        if (stage.ProbabilityPercent is < 0 or > 100)
            yield return ControlPoints.ProbabilityMustBeInRange.RefuseField($"{at}.probabilityPercent", stage.Name.Zh, stage.Name.En, stage.ProbabilityPercent);
        if (stage.MaxDays is < 1 or > ProcessLimits.MaxDaysMax)
            yield return ControlPoints.StayMustBeInRange.RefuseField($"{at}.maxDays", stage.Name.Zh, stage.Name.En, stage.MaxDays, ProcessLimits.MaxDaysMax);
        var ways = new (string Field, LocalText Name, string[] Codes)[]
        {
            ($"{at}.evidence", Of(stage, "材料", "the evidence"), [.. stage.Evidence.Select(e => e.Kind)]),
            ($"{at}.facts", Of(stage, "所需信息", "the facts"), [.. stage.Facts.Select(f => f.ToString())]),
            ($"{at}.mayReturnTo", Of(stage, "退回目标", "the ways back"), [.. stage.MayReturnTo]),
            ($"{at}.maySkipTo", Of(stage, "跳转目标", "the skips"), [.. stage.MaySkipTo]),
            ($"{at}.checks", Of(stage, "检查", "the checks"), [.. stage.Checks.Select(NameOf)]),
        };
        foreach (var problem in ways.SelectMany(way => Twice(way.Field, way.Name, way.Codes)))
            yield return problem;
        for (var i = 0; i < stage.Checks.Length; i++)
        {
            if (CheckOf(d, stage, stage.Checks[i], $"{at}.checks[{i}]") is { } problem)
                yield return problem;
        }
        if (stage.Approval is { } approval && WrongIn(approval) is { } wrong)
            yield return ControlPoints.ApprovalMustBeSensible.RefuseField($"{at}.approval", stage.Name.Zh, stage.Name.En, wrong.Zh, wrong.En);
    }

    private static Refusal? CheckOf(ProcessDefinition d, StageDefinition stage, GateCheck check, string field)
    {
        var (codes, least, most) = check.Kind switch
        {
            GateCheckKind.Score => ([.. d.Evaluation.Select(c => c.Code)], 0, check.Code is null ? 100 : EvaluationCriterion.MaxScore),
            // Without kinds of its own a process takes any kind of activity, and so any code.
            GateCheckKind.Activities => (d.ActivityKinds.IsEmpty ? null : d.ActivityKinds.Select(k => k.Code).ToArray(), 1, ProcessLimits.CheckCountMax),
            GateCheckKind.BuyingCentre => (null, 1, ProcessLimits.CheckCountMax),
            GateCheckKind.Competitors or GateCheckKind.ProductLines => ((string[])[], 1, ProcessLimits.CheckCountMax),
            // Either there or not.
            _ => ((string[])[], 1, 1),
        };
        var name = NameOf(check);
        if (check.Kind == GateCheckKind.Score && d.Evaluation.IsEmpty)
            return ControlPoints.CheckMustReferToKnown.RefuseField(field, stage.Name.Zh, stage.Name.En, name, "evaluation");
        if (check.Code is { } code && codes is not null && !codes.Contains(code, StringComparer.Ordinal))
        {
            return check.Kind is GateCheckKind.Score or GateCheckKind.Activities
                ? ControlPoints.CheckMustReferToKnown.RefuseField($"{field}.code", stage.Name.Zh, stage.Name.En, name, code)
                : ControlPoints.CheckMustNotHaveCode.RefuseField($"{field}.code", stage.Name.Zh, stage.Name.En, name, code);
        }
        return check.AtLeast < least || check.AtLeast > most
            ? ControlPoints.CheckMustBeAttainable.RefuseField($"{field}.atLeast", stage.Name.Zh, stage.Name.En, name, $"{check.AtLeast} ({least}–{most})")
            : null;
    }

    private static LocalText? WrongIn(StageApprovalRequirement approval) => approval switch
    {
        { From.MinorUnits: < 0 } => new("起始金额不能为负", "its least amount must not be negative"),
        { From.MinorUnits: > Money.MaxMinorUnits } => new("起始金额过大", "its least amount is too large"),
        { From: { } from } when !Currencies.IsValid(from.Currency) => new("起始金额没有货币", "its least amount is in no currency"),
        _ => null,
    };

    private static IEnumerable<Refusal> Twice(string field, LocalText list, string[] codes)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        return codes.Where(code => !seen.Add(code)).Distinct(StringComparer.Ordinal)
            .Select(code => Bilingual(ControlPoints.CodesMustBeUnique, field, list, code));
    }

    /// <summary>A refusal whose first fact differs by language.</summary>
    private static Refusal Bilingual(ControlPoint point, string field, LocalText subject, params object?[] rest) => new(point.Id, point.Kind,
        new(point.RefuseField(field, [subject.Zh, .. rest]).Reason.Zh, point.RefuseField(field, [subject.En, .. rest]).Reason.En),
        new(point.RefuseField(field, [subject.Zh, .. rest]).Remedy.Zh, point.RefuseField(field, [subject.En, .. rest]).Remedy.En),
        field);

    private static LocalText Of(StageDefinition stage, string zh, string en) => new($"阶段“{stage.Name.Zh}”的{zh}", $"{en} of stage {stage.Name.En}");

    private static string NameOf(GateCheck check)
    {
        var kind = JsonNamingPolicy.CamelCase.ConvertName(check.Kind.ToString());
        return check.Code is null ? kind : $"{kind}:{check.Code}";
    }

    private static ImmutableArray<T> Given<T>(ImmutableArray<T> items) => items.IsDefault ? [] : items;
}
