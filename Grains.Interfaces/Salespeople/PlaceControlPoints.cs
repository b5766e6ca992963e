namespace SalesGrid;

public static partial class ControlPoints
{
    // Where people stand.
    public static readonly ControlPoint PlaceMustBeUnitOrStated = new("CP-PERSON-04", RefusalKind.Rule,
        new("填写了组织单元时,团队、区域和主管由组织得出,不能另行填写。", "Where a unit is given, team, region and manager follow from it and are not stated beside it."),
        new("只填写单元,或不填单元而填写团队和区域。", "Give the unit alone, or team and region without a unit."), "S1");

    public static readonly ControlPoint ManagerMustNotBeSender = new("CP-PERSON-05", RefusalKind.Rule,
        new("不能通过人员安排使自己成为他人的主管。", "Nobody makes themselves somebody's manager by placing them."),
        new("请另一位人事人员办理。", "Have somebody else of people's administration do it."), "S1 S9")
    { By = [Who.People] };

    // Handing over what somebody has in hand.
    public static readonly ControlPoint SuccessorMustBeActive = new("CP-HAND-01", RefusalKind.Rule,
        new("{0} 不是在职的销售人员,不能接手。", "{0} is not an active salesperson and cannot take over."),
        new("选择在职的销售人员。", "Choose an active salesperson."), "S1 S6");

    public static readonly ControlPoint SuccessorMustBeAnother = new("CP-HAND-02", RefusalKind.Rule,
        new("不能移交给本人。", "Nobody hands over to themselves."),
        new("选择另一位销售人员。", "Choose another salesperson."), "S1");

    public static readonly ControlPoint HandoverMustBeOver = new("CP-HAND-03", RefusalKind.Conflict,
        new("给 {0} 的移交还在进行。", "The handover to {0} is still going on."),
        new("等移交完成后再办理。", "Wait until it is done."), "S1")
    { By = [Who.Grid] };

    public static readonly ControlPoint SuccessorMustNotBeSender = new("CP-HAND-04", RefusalKind.Rule,
        new("人事人员不能把他人的业务移交给自己。", "People's administration does not hand somebody's business to itself."),
        new("请主管或另一位人事人员办理,或选择另一位接手人。", "Have the manager or somebody else do it, or choose another successor."), "S1 S9")
    { By = [Who.Manager, Who.People] };

    public static readonly ControlPoint PapersMustFollowTheirDeal = new("CP-HAND-09", RefusalKind.Rule,
        new("商机 {0} 仍由 {1} 负责,其报价与合同不单独移交。", "Deal {0} stays with {1}; its quotes and contracts are not handed over without it."),
        new("先移交商机;移交清单列有商机未能移交的原因。", "Have the deal handed over first; the list of the handover says what kept it."), "S1 S9")
    { By = [Who.Manager, Who.People], Command = "opportunity.reassign" };
    public static readonly ControlPoint PartMustBeInHand = new("CP-HAND-05", RefusalKind.Rule,
        new("{0} 不在 {1} 在手的业务中。", "{0} is not among what {1} has in hand."),
        new("只列出其名下的客户和进行中的商机,见 GET …/handover。", "Name customers they own and their open opportunities: GET …/handover lists them."), "S1");

    public static readonly ControlPoint PartMustBeNamedOnce = new("CP-HAND-06", RefusalKind.Rule,
        new("{0} 在分配中出现两次。", "{0} is named twice."),
        new("每个对象只归一位接手人,每位接手人只列一次。", "Give each object to one successor, and name each successor in one part."), "S1");
}
