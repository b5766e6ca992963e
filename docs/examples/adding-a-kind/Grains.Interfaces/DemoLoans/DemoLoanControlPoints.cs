namespace SalesGrid;

public static partial class ControlPoints
{
    // Loans of demonstration machines.
    public static readonly ControlPoint DemoLoanMustBeNew = new("CP-DEMO-01", RefusalKind.Conflict,
        new("样机借用 {0} 已存在。", "There is a loan {0} already."),
        new("使用另一编号。", "Use another id."));

    public static readonly ControlPoint DemoLoanMustStandThere = new("CP-DEMO-02", RefusalKind.Rule,
        new("样机借用当前为“{0}”,须为“{1}”。", "The loan is {0}; it must be {1}."),
        new("先完成前一步。", "Take the step before it first."), "S5");

    public static readonly ControlPoint DemoLoanMustHaveDuty = new("CP-DEMO-03", RefusalKind.Rule,
        new("借出与延期由销售管理人员批准,核销由财务办理。", "Sales management agrees to loans and extends them; finance writes machines off."),
        new("请有该职责的人员办理。", "Ask somebody with that duty."), "S10")
    { By = [Who.SalesManager, Who.Finance] };

    public static readonly ControlPoint DemoLoanMustBeDecidedByAnother = new("CP-DEMO-04", RefusalKind.Rule,
        new("{0} 已参与此借用,不能再作此决定。", "{0} took part in this loan and cannot decide this too."),
        new("由另一人决定。", "Have somebody else decide."), "S10")
    { By = [Who.SalesManager, Who.Finance] };
}
