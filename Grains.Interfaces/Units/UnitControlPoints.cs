namespace SalesGrid;

public static partial class ControlPoints
{
    // Units of the organisation.
    public static readonly ControlPoint UnitMustExist = new("CP-UNIT-01", RefusalKind.NotFound,
        new("组织单元 {0} 不存在。", "There is no unit {0}."),
        new("先设立该单元,或检查编号。", "Set up the unit first, or check the id."))
    { By = [Who.People], Command = "unit.create" };

    public static readonly ControlPoint UnitMustBeNew = new("CP-UNIT-02", RefusalKind.Conflict,
        new("组织单元 {0} 已存在。", "Unit {0} exists already."),
        new("使用另一编号。", "Use another id."));

    public static readonly ControlPoint CompanyMustBeOne = new("CP-UNIT-03", RefusalKind.Rule,
        new("公司只有一个,已经存在。", "There is one company, and it is there already."),
        new("设立大区、部门或小组。", "Set up a region, department or team."), "S1");

    public static readonly ControlPoint ParentMustBeOpen = new("CP-UNIT-04", RefusalKind.Rule,
        new("上级单元 {0} 不存在或已关闭。", "The unit {0} to lie in does not exist or is closed."),
        new("选择未关闭的单元。", "Choose a unit that is open."), "S1");

    public static readonly ControlPoint UnitsMustNest = new("CP-UNIT-05", RefusalKind.Rule,
        new("{0} 不能设在 {1} 之下:单元只能属于同级或更高一级的单元。", "{0} cannot lie in {1}: a unit lies in one of its own kind or a greater one."),
        new("顺序为:公司、大区、部门、小组。", "The order is company, region, department, team."), "S1");

    public static readonly ControlPoint UnitsMustNotCircle = new("CP-UNIT-06", RefusalKind.Rule,
        new("{1} 自 {2} 起在 {0} 之下,{0} 不能再设在其下。", "From {2} on {1} lies in {0}, so that {0} cannot lie in it."),
        new("选择不在本单元之下的单元。", "Choose a unit that does not lie in this one."), "S1 S9");

    public static readonly ControlPoint UnitsMustBeFlat = new("CP-UNIT-07", RefusalKind.Rule,
        new("组织最多 {0} 级。", "The organisation has at most {0} levels."),
        new("减少层级。", "Make it flatter."), "S1");

    public static readonly ControlPoint UnitsMustBeFew = new("CP-UNIT-08", RefusalKind.Rule,
        new("组织单元最多 {0} 个,包括已关闭的。", "There are at most {0} units, closed ones included."),
        new("使用已有的单元。", "Use a unit there is."), "S1");

    public static readonly ControlPoint PlannedMovesMustBeFew = new("CP-UNIT-09", RefusalKind.Rule,
        new("同时最多计划 {0} 项单元调整。", "At most {0} moves of units can be planned at a time."),
        new("等已计划的调整生效,或立即调整。", "Wait until one of them has taken effect, or move the unit at once."), "S1");

    public static readonly ControlPoint UnitMustBeOpen = new("CP-UNIT-10", RefusalKind.Rule,
        new("组织单元 {0} 已关闭。", "Unit {0} is closed."),
        new("使用未关闭的单元。", "Use a unit that is open."), "S1");

    public static readonly ControlPoint CompanyMustStay = new("CP-UNIT-11", RefusalKind.Rule,
        new("公司不能调整上级,也不能关闭。", "The company lies in nothing and is not closed."),
        new("调整或关闭其下的单元。", "Move or close a unit in it."), "S1");

    public static readonly ControlPoint UnitMustBeEmpty = new("CP-UNIT-12", RefusalKind.Rule,
        new("单元 {0} 现在或按计划还有 {1} 人和 {2} 个下级单元。", "Unit {0} has {1} people and {2} open units in it, now or as planned."),
        new("先将人员和下级单元调出。", "Move them elsewhere first."), "S1")
    { By = [Who.People], Command = "salesperson.move" };

    public static readonly ControlPoint HeadMustBeActive = new("CP-UNIT-13", RefusalKind.Rule,
        new("{0} 不是在职的销售人员,不能任负责人。", "{0} is not an active salesperson and cannot lead a unit."),
        new("先登记该人员,或选择另一人。", "Register that person first, or choose another."), "S1")
    { By = [Who.People], Command = "salesperson.create" };

    public static readonly ControlPoint HeadMustNotBeSender = new("CP-UNIT-14", RefusalKind.Rule,
        new("不能通过组织调整使自己成为他人的主管。", "Nobody makes themselves the head above others."),
        new("请另一位人事人员办理。", "Have somebody else of people's administration do it."), "S1 S9")
    { By = [Who.People] };

    public static readonly ControlPoint OwnManagersMustBeChosenByAnother = new("CP-UNIT-15", RefusalKind.Rule,
        new("不能调整自己所在单元的上级或负责人。", "Nobody chooses who leads the units they are in themselves."),
        new("请另一位人事人员办理。", "Have somebody else of people's administration do it."), "S1 S9")
    { By = [Who.People] };

    public static readonly ControlPoint PersonsUnitMustBeOpen = new("CP-UNIT-16", RefusalKind.Rule,
        new("组织单元 {0} 不存在或已关闭,不能安排人员。", "Unit {0} does not exist or is closed; nobody can be put into it."),
        new("选择未关闭的单元,或先设立该单元。", "Choose a unit that is open, or set it up first."), "S1")
    { By = [Who.People], Command = "unit.create" };
}
