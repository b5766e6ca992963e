namespace SalesGrid;

public static partial class ControlPoints
{
    // The early-warning policy.
    public static readonly ControlPoint PolicyMustBeKnown = new("CP-WARN-04", RefusalKind.NotFound,
        new("没有策略 {0}。", "There is no policy {0}."),
        new("使用 early-warning。", "Use early-warning."), "S11");

    public static readonly ControlPoint PolicyMustHaveAuthority = new("CP-WARN-05", RefusalKind.Rule,
        new("您没有内控或流程职责,不能修改预警标准。", "You have neither the duty of internal control nor that of process owner, who set when to warn."),
        new("请内控人员或流程负责人办理。", "Ask internal control or a process owner."), "S11")
    { By = [Who.Controller, Who.ProcessOwner] };

    public static readonly ControlPoint CriterionMustBeKnown = new("CP-WARN-06", RefusalKind.Rule,
        new("没有预警标准 {0}。", "There is no warning criterion {0}."),
        new("使用已有标准的代码。", "Use the code of a criterion there is."), "S11");
}
