namespace SalesGrid;

public static partial class ControlPoints
{
    // Reservations: what one object keeps back for another.
    public static readonly ControlPoint ReservationMustHaveAccount = new("CP-RSV-01", RefusalKind.Rule,
        new("{0} 没有可占用的额度“{1}”。", "{0} has no account {1} to draw on."),
        new("检查对象编号与额度名称。", "Check the object's id and the name of the account."));

    public static readonly ControlPoint ReservationTokenMustBeOneUse = new("CP-RSV-02", RefusalKind.Conflict,
        new("占用凭证 {0} 已用于另一用途。", "Reservation {0} is taken for another purpose."),
        new("为新的用途使用新的凭证。", "Use a new token for a new purpose."));

    public static readonly ControlPoint ReservationsMustBeFew = new("CP-RSV-03", RefusalKind.Rule,
        new("未了结的占用已达上限 {0} 笔。", "There are {0} open reservations already, which is the limit."),
        new("先了结已有的合同或占用。", "Close what is reserved already first."));

    public static readonly ControlPoint ReservationMustBeWanted = new("CP-RSV-04", RefusalKind.Conflict,
        new("占用 {0} 所服务的步骤并未完成。", "The step reservation {0} was taken for was not completed."),
        new("重新发起该步骤。", "Begin the step again."));

    public static readonly ControlPoint ReservationMustExist = new("CP-RSV-05", RefusalKind.Conflict,
        new("没有占用 {0}。", "There is no reservation {0}."),
        new("先占用,再确认。", "Take the reservation before confirming it."));

    public static readonly ControlPoint ReservationMustComeFromGrid = new("CP-RSV-06", RefusalKind.Rule,
        new("占用只能由系统在业务步骤中完成。", "Reservations are taken by the grid in the course of business, not by hand."),
        new("通过合同、报价等业务单据操作。", "Use the contract, quote or other document the reservation belongs to."))
    { By = [Who.Grid] };

    public static readonly ControlPoint ReservationsMustBeReturned = new("CP-RSV-07", RefusalKind.Busy,
        new("已有 {0} 笔不再需要的占用尚未归还。", "{0} reservations that are no longer needed have not been given back yet."),
        new("稍后再试。", "Try again later."))
    { By = [Who.Grid] };

    public static readonly ControlPoint ReservationsMustBeConfirmed = new("CP-RSV-08", RefusalKind.Busy,
        new("已有 {0} 笔占用尚待确认。", "{0} reservations wait to be confirmed already."),
        new("稍后再试。", "Try again later."))
    { By = [Who.Grid] };
}
