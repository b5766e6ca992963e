namespace SalesGrid;

// What the definition of a process must be, whether a company writes it or the product ships it.
public static partial class ControlPoints
{
    public static readonly ControlPoint ListMustBeInBounds = new("CP-PDEF-01", RefusalKind.Rule,
        new("{0}有 {1} 项,须为 {2} 到 {3} 项。", "{0} has {1} items; it must have {2} to {3}."),
        new("增加或减少项数。", "Have more or fewer items."), "S7");

    public static readonly ControlPoint CodesMustBeUnique = new("CP-PDEF-02", RefusalKind.Rule,
        new("{0}中“{1}”重复。", "'{1}' comes twice in {0}."),
        new("每个代码只出现一次。", "Let each code come once."), "S7");

    public static readonly ControlPoint ProbabilityMustBeInRange = new("CP-PDEF-03", RefusalKind.Rule,
        new("阶段“{0}”的赢单概率为 {2}%,须在 0 与 100 之间。", "The probability of stage {1} is {2} percent; it must lie between 0 and 100 percent."),
        new("更正概率。", "Correct the probability."), "S5");

    public static readonly ControlPoint WayBackMustLeadToEarlier = new("CP-PDEF-04", RefusalKind.Rule,
        new("阶段“{0}”可退回“{2}”,但后者不是更早的阶段。", "Stage {1} may return to '{2}', which is not an earlier stage."),
        new("退回目标只能是更早的阶段。", "A way back leads to an earlier stage."), "S5");

    public static readonly ControlPoint SkipMustLeadToLater = new("CP-PDEF-05", RefusalKind.Rule,
        new("阶段“{0}”可跳至“{2}”,但后者不是更后的阶段。", "Stage {1} may skip to '{2}', which is not a later stage."),
        new("跳转目标只能是更后的阶段。", "A skip leads to a later stage."), "S5");

    public static readonly ControlPoint StageMustLeadToWin = new("CP-PDEF-06", RefusalKind.Rule,
        new("从阶段“{0}”出发无法赢单。", "From stage {1} there is no way to a stage that may win."),
        new("允许该阶段或其后阶段赢单,或允许退回到能赢单的阶段。", "Let it or a later stage win, or let it return to one that leads to a win."), "S5");

    public static readonly ControlPoint WeightsMustSumTo100 = new("CP-PDEF-07", RefusalKind.Rule,
        new("评估卡权重之和为 {0}%,须为 100%。", "The weights of the evaluation card sum to {0} percent; they must sum to 100."),
        new("调整权重。", "Change the weights."), "S5");

    public static readonly ControlPoint WeightMustBeInRange = new("CP-PDEF-08", RefusalKind.Rule,
        new("评估项“{0}”的权重为 {2}%,须在 1 与 100 之间。", "The weight of criterion {1} is {2} percent; it must lie between 1 and 100."),
        new("更正权重。", "Correct the weight."), "S5");

    public static readonly ControlPoint CheckMustReferToKnown = new("CP-PDEF-09", RefusalKind.Rule,
        new("阶段“{0}”的检查 {2} 引用了流程中没有的“{3}”。", "The check {2} of stage {1} refers to '{3}', which the process does not have."),
        new("引用流程自身的评估项或活动种类。", "Refer to a criterion or an activity kind of the process."), "S5");

    public static readonly ControlPoint CheckMustBeAttainable = new("CP-PDEF-10", RefusalKind.Rule,
        new("阶段“{0}”的检查 {2} 的下限超出范围:{3}。", "The threshold of check {2} of stage {1} is out of range: {3}."),
        new("更正检查的下限。", "Correct the threshold of the check."), "S5");

    public static readonly ControlPoint CheckMustNotHaveCode = new("CP-PDEF-11", RefusalKind.Rule,
        new("阶段“{0}”的检查 {2} 不接受代码“{3}”。", "The check {2} of stage {1} takes no code, but has '{3}'."),
        new("去掉代码。", "Leave the code out."), "S5");

    public static readonly ControlPoint UnknownMustBeALossReason = new("CP-PDEF-12", RefusalKind.Rule,
        new("输单原因缺少“{0}”。", "The loss reasons lack the loss reason '{0}'."),
        new("加入该原因:导入的历史输单可能没有原因。", "Add it: imported losses may state no reason."));

    public static readonly ControlPoint StayMustBeInRange = new("CP-PDEF-13", RefusalKind.Rule,
        new("阶段“{0}”的最长停留为 {2} 天,须在 1 与 {3} 天之间。", "The longest stay of stage {1} is {2} days; it must lie between 1 and {3}."),
        new("更正天数,或不设上限。", "Correct the days, or leave the limit out."), "S5 S14");

    public static readonly ControlPoint ApprovalMustBeSensible = new("CP-PDEF-14", RefusalKind.Rule,
        new("阶段“{0}”的审批要求无效:{2}。", "The approval of stage {1} is not valid: {3}."),
        new("更正审批要求。", "Correct the approval."), "S5 S9");

    public static readonly ControlPoint DefinitionMustBeSmall = new("CP-PDEF-15", RefusalKind.TooLarge,
        new("流程定义为 {0} 字节,上限为 {1} 字节。", "The definition has {0} bytes; the limit is {1} bytes."),
        new("缩短文本或减少项数。", "Shorten texts, or have fewer items."));
}
