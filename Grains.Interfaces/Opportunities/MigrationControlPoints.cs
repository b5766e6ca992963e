namespace SalesGrid;

// Moving a running opportunity to another version of its process.
public static partial class ControlPoints
{
    public static readonly ControlPoint MoverMustHaveDuty = new("CP-MOVE-01", RefusalKind.Rule,
        new("{0} 无权将商机移至另一流程版本。", "{0} may not move an opportunity to another version of its process."),
        new("由流程负责人或销售管理人员执行。", "Have a process owner or a sales manager do it."), "S5 S7")
    { By = [Who.ProcessOwner, Who.SalesManager] };

    public static readonly ControlPoint MoverMustNotBeOwner = new("CP-MOVE-02", RefusalKind.Rule,
        new("{0} 是该商机的负责人,不能自行更换其流程版本。", "{0} owns the opportunity and cannot move it to another version."),
        new("由他人执行。", "Have somebody else do it."), "S9")
    { By = [Who.ProcessOwner, Who.SalesManager] };

    public static readonly ControlPoint TargetVersionMustBeInForce = new("CP-MOVE-03", RefusalKind.Rule,
        new("流程 {0} 的第 {1} 版不存在或尚未生效。", "Process {0} has no version {1}, or it is not in force yet."),
        new("选择已批准且已生效的版本。", "Choose an approved version whose day has come."), "S7");

    public static readonly ControlPoint TargetStageMustBeNamed = new("CP-MOVE-04", RefusalKind.Rule,
        new("第 {0} 版没有阶段“{1}”,须指明目标阶段。", "Version {0} has no stage '{1}': the stage to go to must be named."),
        new("从以下阶段中选择:{2}。", "Choose one of these stages: {2}."), "S5");

    public static readonly ControlPoint MoveMustNotSkipGates = new("CP-MOVE-05", RefusalKind.Rule,
        new("阶段“{0}”在第 {2} 版中仍存在;移版不能越过它的关口。", "Stage {1} is in version {2} too; a move does not go past its gate."),
        new("移至同一阶段或更早的阶段,再按流程推进。", "Move to the same stage or an earlier one, then advance through the gates."), "S5");
}
