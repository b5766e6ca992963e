namespace SalesGrid;

public static partial class ControlPoints
{
    public static readonly ControlPoint CommandMustFitObject = new("CP-CMD-06", RefusalKind.Invalid,
        new("{0} 不接受命令 {1}。", "{0} takes no command {1}."),
        new("使用该类对象的命令。", "Use a command of that kind of object."));

    // Overrides and warnings, on whatever object.
    public static readonly ControlPoint ControlledObjectMustExist = new("CP-CTRL-01", RefusalKind.NotFound,
        new("{0} 不存在。", "There is no {0}."),
        new("检查编号。", "Check the id."));

    public static readonly ControlPoint OverrideMustHaveAuthority = new("CP-CTRL-02", RefusalKind.Rule,
        new("您没有内控职责,不能放行或复核控制点。", "You do not have the duty of internal control, which grants and reviews overrides."),
        new("请内控人员办理。", "Ask internal control."), "S4")
    { By = [Who.Controller] };

    public static readonly ControlPoint ControlPointMustBeLiftable = new("CP-CTRL-03", RefusalKind.Rule,
        new("控制点 {0} 不允许放行。", "Control point {0} cannot be overridden."),
        new("满足该控制点的要求。", "Satisfy the control point."), "S4");

    public static readonly ControlPoint OverrideMustEnd = new("CP-CTRL-04", RefusalKind.Rule,
        new("放行须有期限,最长 {0} 天。", "An override must have an end, at most {0} days ahead."),
        new("填写有效的截止时间。", "State an end within that time."), "S4");

    public static readonly ControlPoint OverrideMustExist = new("CP-CTRL-05", RefusalKind.NotFound,
        new("没有放行 {0}。", "There is no override {0}."),
        new("检查放行编号。", "Check the id of the override."), "S4");

    public static readonly ControlPoint OverrideMustBeUsed = new("CP-CTRL-06", RefusalKind.Rule,
        new("放行尚未使用或已复核。", "The override has not been used yet, or has been reviewed."),
        new("使用之后复核一次。", "Review it once, after its use."), "S4");

    public static readonly ControlPoint ReviewerMustBeAnother = new("CP-CTRL-07", RefusalKind.Rule,
        new("放行人或使用人不能复核自己的放行。", "Whoever granted or used an override cannot review it."),
        new("请另一位内控人员复核。", "Have another person of internal control review it."), "S4 S9")
    { By = [Who.Controller] };

    public static readonly ControlPoint OverridesMustBeReviewed = new("CP-CTRL-09", RefusalKind.Rule,
        new("该对象上未复核或未到期的放行已达上限 {0} 项。", "{0} overrides of this object are unreviewed or still open, which is the limit."),
        new("先复核已使用的放行。", "Review those that were used first."), "S4")
    { By = [Who.Controller] };

    public static readonly ControlPoint WarningMustBeOpen = new("CP-WARN-01", RefusalKind.Rule,
        new("没有未关闭的预警 {0}。", "There is no open warning {0}."),
        new("检查预警编号。", "Check the id of the warning."), "S11");

    public static readonly ControlPoint WarningMustBeAnsweredByOwner = new("CP-WARN-02", RefusalKind.Rule,
        new("预警由 {0} 处理。", "This warning is for {0} to deal with."),
        new("请其本人或内控人员处理。", "Ask that person, or internal control."), "S11");

    public static readonly ControlPoint WarningMustBeAnsweredFirst = new("CP-WARN-03", RefusalKind.Rule,
        new("预警尚无处理措施。", "Nobody has said what is done about the warning."),
        new("先登记处理措施,再关闭。", "Answer the warning first, then close it."), "S11");

    public static readonly ControlPoint TimeMustComeFromGrid = new("CP-CTRL-08", RefusalKind.Rule,
        new("此命令只能由系统按时发出。", "Only the grid itself sends this command, when its time has come."),
        new("等待系统处理。", "Wait for the grid."))
    { By = [Who.Grid] };
}
