namespace SalesGrid;

public static partial class ControlPoints
{
    // Exchange rates, and what is compared by them.
    public static readonly ControlPoint RateMustBeKnown = new("CP-RATE-01", RefusalKind.Rule,
        new("金额 {0} 须与 {1} 的限额比较,而 {2} 没有已批准的汇率。", "{0} has to be compared with a limit of {1}, and on {2} there is no approved rate between the two."),
        new("请财务登记汇率并由另一人批准,或由审批人批准。", "Have finance state a rate and another person approve it, or obtain the approval itself."), "S4 S9 S10")
    { By = [Who.Finance], Command = "rates.state" };

    public static readonly ControlPoint RatesMustHaveDuty = new("CP-RATE-02", RefusalKind.Rule,
        new("汇率由财务登记,由财务或内控批准。", "Finance states exchange rates; finance or internal control approve them."),
        new("请有该职责的人员办理。", "Ask somebody with that duty."), "S9 S10")
    { By = [Who.Finance, Who.Controller] };

    public static readonly ControlPoint RatesMustBeApprovedByAnother = new("CP-RATE-03", RefusalKind.Rule,
        new("登记汇率的人不能自行批准。", "Whoever stated the rates cannot approve them."),
        new("由另一人批准。", "Have somebody else approve them."), "S9")
    { By = [Who.Finance, Who.Controller] };

    public static readonly ControlPoint RatesMustBeWaiting = new("CP-RATE-04", RefusalKind.Rule,
        new("没有编号为 {0} 的汇率待批准。", "No rates of number {0} wait to be approved."),
        new("读取待批准的汇率,再作决定。", "Read what waits, then decide on that."), "S9");
}
