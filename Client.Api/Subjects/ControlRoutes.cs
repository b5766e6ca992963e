using System.Collections.Immutable;
using SalesGrid.Controls;

namespace SalesGrid.Gateway.Subjects;

/// <summary>The commands every kind of object has: overrides and warnings.</summary>
public static class ControlRoutes
{
    /// <summary>All of them.</summary>
    public static ImmutableArray<CommandRoute> All { get; } =
    [
        new("override", typeof(OverrideControl), "放行控制点 · Lift a control point once, with a reason and an end",
            new { controlPoint = "CP-STAGE-03", reason = "客户要求先开工,材料三日内补齐", until = "2026-12-01T00:00:00+08:00" }),
        new("review-override", typeof(ReviewOverride), "复核放行 · Judge an override after the fact",
            new { overrideId = "CP-STAGE-03:7", justified = true, note = "材料已补齐" }),
        new("answer-warning", typeof(AnswerWarning), "处理预警 · Say what is done about a warning",
            new { warningId = "stalled:proposal", response = "本周五拜访客户" }),
        new("close-warning", typeof(CloseWarning), "关闭预警 · Close a warning that was answered",
            new { warningId = "stalled:proposal", reason = "客户已答复" }),
    ];
}
