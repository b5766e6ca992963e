namespace SalesGrid;

// Who works on a deal beside its owner, and to whom a win is credited.
public static partial class ControlPoints
{
    public static readonly ControlPoint MemberMustNotBeOwner = new("CP-TEAM-01", RefusalKind.Rule,
        new("{0} 是该商机的负责人,无需加入项目组。", "{0} owns the opportunity and is in no team beside themselves."),
        new("只填写负责人以外的人员。", "Name people beside the owner."), "S9");

    public static readonly ControlPoint MemberMustBeActive = new("CP-TEAM-02", RefusalKind.Rule,
        new("项目组成员 {0} 不是在职的销售人员。", "{0} is no active salesperson and cannot be in a deal team."),
        new("填写已登记且在职的销售人员。", "Name a salesperson who is registered and active."), "S1");

    public static readonly ControlPoint MemberMustBeNamedByAnother = new("CP-TEAM-03", RefusalKind.Rule,
        new("{0} 不能把自己加入项目组。", "{0} cannot put themselves into a deal team."),
        new("由负责人或其主管加入。", "Have the owner or a manager above do it."), "S9")
    { By = [Who.Owner, Who.Manager] };

    public static readonly ControlPoint MemberMustNotLeadOwner = new("CP-TEAM-04", RefusalKind.Rule,
        new("{0} 是负责人的上级主管,负责审批,不加入项目组。", "{0} stands above the owner and decides on the opportunity; they are in no team of it."),
        new("填写上级主管以外的人员。", "Name people who do not stand above the owner."), "S9");

    public static readonly ControlPoint TeamMustDecideNothing = new("CP-TEAM-05", RefusalKind.Rule,
        new("{0} 现在或曾经在该商机的项目组内,不能对其作出决定。", "{0} is or was in the deal team and decides nothing of the deal."),
        new("由项目组以外的人员决定。", "Have somebody decide who was never in the team."), "S9")
    { By = [Who.Manager] };

    public static readonly ControlPoint TeamMustReviseDrafts = new("CP-TEAM-06", RefusalKind.Rule,
        new("项目组成员只能修改草稿报价。", "A member of the deal team revises drafts only."),
        new("由负责人修改,修改后重新报批。", "Have the owner revise it; it is approved anew then."), "S9")
    { By = [Who.Owner] };

    public static readonly ControlPoint TeamsMustBeFew = new("CP-TEAM-07", RefusalKind.Rule,
        new("一个商机的项目组先后最多 {0} 人。", "At most {0} people are in the team of one opportunity, one after the other."),
        new("使用已参与过的人员。", "Name people who were in it before."), "S9");

    public static readonly ControlPoint SharesMustMakeWhole = new("CP-SPLIT-01", RefusalKind.Rule,
        new("各份额合计为 {0} 个基点,须正好为 {1}(100%)。", "The shares come to {0} basis points; they must be exactly {1}, 100%."),
        new("调整份额使合计正好为 100%。", "Change them until they make 100%."), "S1");

    public static readonly ControlPoint CreditedMustBeKnown = new("CP-SPLIT-02", RefusalKind.Rule,
        new("{0} 不是在职的销售人员,也未曾参与该商机,不能分得业绩。", "{0} is no active salesperson, nor had they a part in the deal: nothing can be credited to them."),
        new("填写在职的销售人员,或曾在项目组内的人员。", "Name somebody who is active, or was in the deal team."), "S1");

    public static readonly ControlPoint GainerMustNotSplit = new("CP-SPLIT-03", RefusalKind.Rule,
        new("{0} 会因此分得更多业绩,须由他人分摊。", "{0} would gain by it: somebody else has to split the credit."),
        new("由不因此得益的人员分摊。", "Have somebody do it who gains nothing by it, for themselves or for whom they act for."), "S1 S9")
    { By = [Who.Manager] };

    public static readonly ControlPoint CorrectedMustBeWon = new("CP-SPLIT-04", RefusalKind.Rule,
        new("该商机不是赢单,没有可更正的业绩。", "The opportunity is not won: there is no credit to correct."),
        new("商机进行中时由主管分摊业绩。", "While it is open its credit is split by a manager."), "S1")
    { Command = "opportunity.split-credit" };
}
