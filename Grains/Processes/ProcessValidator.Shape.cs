using System.Collections.Immutable;

namespace SalesGrid.Processes;

// Whether everything is there and of a size: texts, lists, names of things.
public static partial class ProcessValidator
{
    private static IEnumerable<Refusal> Shape(ProcessDefinition d)
    {
        IEnumerable<Refusal?> all =
        [
            Validation.RequiredId("id", d.Id),
            d.Version < 1 ? Validation.Invalid("version", "须为 1 或更大", "it must be 1 or more") : null,
            .. Text("name", d.Name),
            Enum.IsDefined(d.Collision) ? null : Missing("collision"),
            Count("stages", new("阶段", "The list of stages"), d.Stages, 1, ProcessLimits.StagesMax),
            Count("lossReasons", new("输单原因", "The list of loss reasons"), d.LossReasons, 1, ProcessLimits.ListItemsMax),
            Count("winReasons", new("赢单原因", "The list of win reasons"), d.WinReasons, 0, ProcessLimits.ListItemsMax),
            Count("evaluation", new("评估卡", "The evaluation card"), d.Evaluation, 0, ProcessLimits.ListItemsMax),
            Count("activityKinds", new("活动种类", "The list of activity kinds"), d.ActivityKinds, 0, ProcessLimits.ListItemsMax),
            .. Given(d.Stages).SelectMany((stage, i) => Shape(stage, $"stages[{i}]")),
            .. Given(d.LossReasons).SelectMany((r, i) => Coded($"lossReasons[{i}]", r?.Code, r?.Name)),
            .. Given(d.WinReasons).SelectMany((r, i) => Coded($"winReasons[{i}]", r?.Code, r?.Name)),
            .. Given(d.Evaluation).SelectMany((c, i) => Coded($"evaluation[{i}]", c?.Code, c?.Name)),
            .. Given(d.ActivityKinds).SelectMany((k, i) => Coded($"activityKinds[{i}]", k?.Code, k?.Name)),
        ];
        return all.OfType<Refusal>();
    }

    private static IEnumerable<Refusal?> Shape(StageDefinition? stage, string at)
    {
        if (stage is null)
            return [Missing(at)];
        var name = stage.Name ?? new(stage.Id ?? at, stage.Id ?? at);
        return
        [
            Validation.RequiredId($"{at}.id", stage.Id),
            .. Text($"{at}.name", stage.Name),
            .. Text($"{at}.keyNode", stage.KeyNode),
            Count($"{at}.evidence", new($"阶段“{name.Zh}”的材料", $"The evidence of stage {name.En}"), stage.Evidence, 0, ProcessLimits.StageItemsMax),
            Count($"{at}.facts", new($"阶段“{name.Zh}”的所需信息", $"The facts of stage {name.En}"), stage.Facts, 0, ProcessLimits.StageItemsMax),
            Count($"{at}.mayReturnTo", new($"阶段“{name.Zh}”的退回目标", $"The ways back of stage {name.En}"), stage.MayReturnTo, 0, ProcessLimits.StagesMax),
            Count($"{at}.maySkipTo", new($"阶段“{name.Zh}”的跳转目标", $"The skips of stage {name.En}"), stage.MaySkipTo, 0, ProcessLimits.StagesMax),
            Count($"{at}.checks", new($"阶段“{name.Zh}”的检查", $"The checks of stage {name.En}"), stage.Checks, 0, ProcessLimits.StageItemsMax),
            .. Given(stage.Evidence).SelectMany((e, i) => Coded($"{at}.evidence[{i}]", e?.Kind, e?.Name, "kind")),
            .. Given(stage.Facts).Select((f, i) => Enum.IsDefined(f) ? null : Missing($"{at}.facts[{i}]")),
            .. Given(stage.MayReturnTo).Select((to, i) => Validation.RequiredId($"{at}.mayReturnTo[{i}]", to)),
            .. Given(stage.MaySkipTo).Select((to, i) => Validation.RequiredId($"{at}.maySkipTo[{i}]", to)),
            .. Given(stage.Checks).Select((c, i) => Shape(c, $"{at}.checks[{i}]")),
            stage.Approval is { } approval && !Enum.IsDefined(approval.By) ? Missing($"{at}.approval.by") : null,
        ];
    }

    private static Refusal? Shape(GateCheck? check, string at) => check switch
    {
        null => Missing(at),
        _ when !Enum.IsDefined(check.Kind) => Missing($"{at}.kind"),
        { Code: not null } => Validation.RequiredId($"{at}.code", check.Code),
        _ => null,
    };

    private static IEnumerable<Refusal?> Coded(string at, string? code, LocalText? name, string member = "code") =>
        [Validation.RequiredId($"{at}.{member}", code), .. Text($"{at}.name", name)];

    private static IEnumerable<Refusal?> Text(string field, LocalText? text) => text is null
        ? [Missing(field)]
        : [Validation.Required($"{field}.zh", text.Zh), Validation.Required($"{field}.en", text.En)];

    private static Refusal? Count<T>(string field, LocalText name, ImmutableArray<T> items, int least, int most) =>
        Given(items).Length is var count && (count < least || count > most)
            ? Bilingual(ControlPoints.ListMustBeInBounds, field, name, count, least, most)
            : null;

    private static Refusal Missing(string field) => Validation.Invalid(field, "不能为空", "it must be given");
}
