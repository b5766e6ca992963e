namespace SalesGrid;

public static partial class ControlPoints
{
    // Several moves as one.
    public static readonly ControlPoint ReorganisationMustBeOfCompany = new("CP-REORG-01", RefusalKind.Rule,
        new("组织调整由公司办理,不能发给 {0}。", "A reorganisation is sent to the company, not to {0}."),
        new("发往 /api/units/company/reorganise。", "Send it to /api/units/company/reorganise."), "S1");

    public static readonly ControlPoint MovedMustBeKnown = new("CP-REORG-02", RefusalKind.Rule,
        new("{0} 不存在。", "There is no {0}."),
        new("检查编号。", "Check the id."), "S1");

    public static readonly ControlPoint MoverMustBeAnother = new("CP-REORG-03", RefusalKind.Rule,
        new("不能调动自己。", "Nobody moves themselves."),
        new("请另一位人事人员办理。", "Have somebody else of people's administration do it."), "S1 S9")
    { By = [Who.People] };

    public static readonly ControlPoint MoveMustBeNamedOnce = new("CP-REORG-04", RefusalKind.Rule,
        new("{0} 在同一次调整中出现两次。", "{0} is moved twice."),
        new("每人、每个单元的上级和负责人各只列一次。", "Name each person, and the parent and the head of each unit, once."), "S1");

    public static readonly ControlPoint PlacingsMustBeKnown = new("CP-REORG-05", RefusalKind.Busy,
        new("此前调整的 {0} 人尚未登记完毕。", "{0} people have not yet recorded where they were put before."),
        new("稍后再试。", "Try again later."))
    { By = [Who.Grid] };
}
