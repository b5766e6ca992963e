namespace SalesGrid;

public static partial class ControlPoints
{
    // Accounting periods.
    public static readonly ControlPoint DayMustLieInOpenMonth = new("CP-PERIOD-01", RefusalKind.Rule,
        new("{0} 属于已关账的月份 {1}。", "{0} lies in {1}, which is closed."),
        new("使用未关账月份内的日期,或请另一人重新开账。", "State a day of an open month, or have the month reopened by somebody else than who closed it."), "S9 S11")
    { By = [Who.Finance, Who.Controller], Command = "accounting.reopen" };

    public static readonly ControlPoint MonthsMustHaveDuty = new("CP-PERIOD-02", RefusalKind.Rule,
        new("关账由财务办理;重新开账由财务或内控办理。", "Finance closes a month; finance or internal control reopen it."),
        new("请有该职责的人员办理。", "Ask somebody with that duty."), "S9 S10")
    { By = [Who.Finance, Who.Controller] };

    public static readonly ControlPoint MonthMustBeOver = new("CP-PERIOD-03", RefusalKind.Rule,
        new("月份 {0} 尚未结束,不能关账。", "The month {0} is not over and cannot be closed."),
        new("月份结束后再关账。", "Close it once it is over."), "S9");

    public static readonly ControlPoint MonthMustBeReopenedByAnother = new("CP-PERIOD-04", RefusalKind.Rule,
        new("月份 {0} 由本人关账,不能自行重新开账。", "Whoever closed {0} cannot reopen it."),
        new("由另一人决定。", "Have somebody else decide."), "S9")
    { By = [Who.Finance, Who.Controller] };

    public static readonly ControlPoint MonthMustBeClosed = new("CP-PERIOD-05", RefusalKind.Rule,
        new("月份 {0} 没有关账。", "The month {0} is not closed."),
        new("检查月份。", "Check the month."), "S9");
}
