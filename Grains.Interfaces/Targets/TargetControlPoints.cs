namespace SalesGrid;

public static partial class ControlPoints
{
    // Targets: company, team and personal targets that agree with one another.
    public static readonly ControlPoint PeriodMustBeKnown = new("CP-TGT-01", RefusalKind.Invalid,
        new("“{0}”不是期间。", "{0} is no period."),
        new("使用 2026、2026-Q4 或 2026-11 这样的期间。", "Use a period such as 2026, 2026-Q4 or 2026-11."), "S1");

    public static readonly ControlPoint TargetsMustBeDrawnUpByDuty = new("CP-TGT-02", RefusalKind.Rule,
        new("编制目标须有销售管理或人事职责。", "Drawing up targets takes the duty of sales management or of people."),
        new("请销售管理或人事人员办理。", "Ask sales management or people's administration."), "S1")
    { By = [Who.SalesManager, Who.People] };

    public static readonly ControlPoint TargetsMustBeApprovedByDuty = new("CP-TGT-03", RefusalKind.Rule,
        new("批准目标须有销售管理或人事职责。", "Approving targets takes the duty of sales management or of people."),
        new("请销售管理或人事人员批准。", "Ask sales management or people's administration."), "S1")
    { By = [Who.SalesManager, Who.People] };

    public static readonly ControlPoint TargetsMustBeApprovedByAnother = new("CP-TGT-04", RefusalKind.Rule,
        new("编制人不能批准自己编制的目标。", "Whoever drew the targets up cannot approve them."),
        new("请另一人批准。", "Have somebody else approve them."), "S1 S9")
    { By = [Who.SalesManager, Who.People] };

    public static readonly ControlPoint TargetDraftMustExist = new("CP-TGT-05", RefusalKind.Rule,
        new("期间 {0} 没有待批准的目标草案。", "There is no draft of targets for {0} that waits for approval."),
        new("先编制目标。", "Draw up the targets first."), "S1")
    { By = [Who.SalesManager, Who.People], Command = "target.draft" };

    public static readonly ControlPoint TargetDraftMustBeTheOneSeen = new("CP-TGT-06", RefusalKind.Stale,
        new("待批准的草案是第 {0} 号,而您看到的是第 {1} 号。", "The draft that waits is number {0}; you saw number {1}."),
        new("重新查看后再批准。", "Look at it again, then approve it."), "S1");

    public static readonly ControlPoint TargetsMustAddUp = new("CP-TGT-07", RefusalKind.Rule,
        new("目标不一致:{0}的下级目标合计 {2},与其目标相差 {3}。", "The targets do not add up: those below {1} come to {2}, which is {3} from its own."),
        new("使个人目标合计等于团队目标,团队目标合计等于公司目标。", "Make personal targets add up to the team's, and teams' to the company's."), "S1")
    { By = [Who.SalesManager, Who.People], Command = "target.draft" };

    public static readonly ControlPoint TargetsMustBeInOneCurrency = new("CP-TGT-08", RefusalKind.Rule,
        new("“{0}”的目标币种是 {1},公司目标是 {2}。", "The target of {0} is in {1}, the company's in {2}."),
        new("所有目标使用同一币种。", "State all targets in one currency."), "S1");

    public static readonly ControlPoint TargetsMustNameEachOnce = new("CP-TGT-09", RefusalKind.Rule,
        new("“{0}”出现了两次。", "{0} appears twice."),
        new("每个团队、每个人只列一次。", "List each team and each person once."), "S1");

    public static readonly ControlPoint TargetsMustBeFew = new("CP-TGT-10", RefusalKind.TooLarge,
        new("目标共 {0} 行、约 {1} 字节;上限为 {2} 行、{3} 字节。", "The targets are {0} rows and about {1} bytes; the limit is {2} rows and {3} bytes."),
        new("缩短名称,或略去没有目标的人员。", "Shorten the names, or leave out people without a target."), "S1");

    public static readonly ControlPoint TargetsMustNameSalespeople = new("CP-TGT-11", RefusalKind.Rule,
        new("目标中的 {0} 不是已登记的销售人员。", "{0}, named in the targets, is not a registered salesperson."),
        new("先登记该销售人员,或更正编号。", "Register that salesperson, or correct the id."), "S1")
    { Command = "salesperson.create" };
}
