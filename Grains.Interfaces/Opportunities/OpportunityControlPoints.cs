namespace SalesGrid;

// What steers an opportunity through its process. Gates first, in the order they are looked at.
public static partial class ControlPoints
{
    public static readonly ControlPoint ScoreMustSuffice = new("CP-GATE-01", RefusalKind.Rule,
        new("离开阶段“{0}”前评估卡须达标:{1}。", "Before leaving stage {2} the evaluation card must reach: {3}."),
        new("补充评估,或先改善所缺的方面。", "Evaluate again, or improve what is weak first."), "S5", MayBeOverridden: true)
    { Command = "opportunity.evaluate" };

    public static readonly ControlPoint BuyingCentreMustBeKnown = new("CP-GATE-02", RefusalKind.Rule,
        new("离开阶段“{0}”前须掌握采购组织:{1}。", "Before leaving stage {2} the buying centre must be known: {3}."),
        new("在采购组织图中补充相关人员。", "Put the persons that are missing on the map."), "S5", MayBeOverridden: true)
    { Command = "opportunity.map-person" };

    public static readonly ControlPoint ActivitiesMustBeRecorded = new("CP-GATE-03", RefusalKind.Rule,
        new("在阶段“{0}”期间须有活动记录:{1}。", "While in stage {2} there must be activities: {3}."),
        new("开展并记录所缺的活动。", "Carry out and record what is missing."), "S5 S14", MayBeOverridden: true)
    { Command = "opportunity.activities" };

    public static readonly ControlPoint CompetitorsMustBeNamed = new("CP-GATE-04", RefusalKind.Rule,
        new("离开阶段“{0}”前须填写竞争对手:{1}。", "Before leaving stage {2} competitors must be named: {3}."),
        new("填写已知的竞争对手。", "Name the competitors."), "S5", MayBeOverridden: true)
    { Command = "opportunity.name-competitors" };

    public static readonly ControlPoint NextStepMustBePlanned = new("CP-GATE-05", RefusalKind.Rule,
        new("离开阶段“{0}”前须有计划和下一步:{1}。", "Before leaving stage {2} there must be a plan and a next step: {3}."),
        new("填写计划、下一步及其日期。", "State the plan, the next step and its day."), "S13 S14", MayBeOverridden: true)
    { Command = "opportunity.plan-next-step" };

    public static readonly ControlPoint ProductLinesMustBeNamed = new("CP-GATE-06", RefusalKind.Rule,
        new("离开阶段“{0}”前须填写产品明细:{1}。", "Before leaving stage {2} product lines must be named: {3}."),
        new("填写产品明细。", "Name the product lines."), "S5", MayBeOverridden: true)
    { Command = "opportunity.set-product-lines" };

    public static readonly ControlPoint QuoteMustBeApproved = new("CP-GATE-07", RefusalKind.Rule,
        new("离开阶段“{0}”前须有已批准的报价。", "Before leaving stage {1} there must be an approved quote."),
        new("为该商机提交报价并取得批准。", "Submit a quote for the opportunity and have it approved."), "S5 S7", MayBeOverridden: true)
    { Command = "quote.create" };

    public static readonly ControlPoint ContractMustBeSigned = new("CP-GATE-08", RefusalKind.Rule,
        new("离开阶段“{0}”前须有已签订的合同。", "Before leaving stage {1} there must be a signed contract."),
        new("完成合同审批并签订。", "Have the contract approved and signed."), "S5 S7", MayBeOverridden: true)
    { Command = "contract.create" };

    // Approval of a stage.
    public static readonly ControlPoint ApprovalMustBeRequested = new("CP-APPR-01", RefusalKind.Rule,
        new("当前阶段没有待审批的申请。", "No approval of this stage is waiting to be decided."),
        new("先提出阶段审批申请。", "Ask for the approval first."), "S5 S9")
    { Command = "opportunity.request-stage-approval" };

    public static readonly ControlPoint ApproverMustBeAnother = new("CP-APPR-02", RefusalKind.Rule,
        new("{0} 是该商机的负责人或申请人,不能自行审批。", "{0} owns the opportunity or asked for the approval and cannot decide it."),
        new("由他人审批。", "Have somebody else decide."), "S9")
    { By = [Who.Manager] };

    public static readonly ControlPoint ApproverMustHaveAuthority = new("CP-APPR-03", RefusalKind.Rule,
        new("{0} 无权审批,须由{1}审批。", "{0} may not decide this; it takes {2}."),
        new("由有权的人员审批。", "Have somebody with that authority decide."), "S5 S9");

    public static readonly ControlPoint StageMustBeApproved = new("CP-APPR-04", RefusalKind.Rule,
        new("离开阶段“{0}”须先经{1}批准。", "Leaving stage {2} takes the approval of {3}."),
        new("申请阶段审批;阶段、金额、客户或负责人变更后须重新申请。", "Ask for the approval; it is void once stage, amount, customer or owner is another."), "S5 S9", MayBeOverridden: true)
    { By = [Who.Manager], Command = "opportunity.approve-stage" };

    public static readonly ControlPoint DealSizeMustBeApproved = new("CP-APPR-05", RefusalKind.Rule,
        new("金额 {0} 超出负责人的授权 {1},赢单须先经主管批准。", "{0} is above what its owner may decide alone, {1}: winning it takes a manager's approval."),
        new("申请主管的阶段审批。", "Ask for a manager's approval of the stage."), "S1 S10", MayBeOverridden: true)
    { By = [Who.Manager], Command = "opportunity.approve-stage" };

    // What is put on record.
    public static readonly ControlPoint ProcessMustHaveCard = new("CP-EVAL-01", RefusalKind.Rule,
        new("流程 {0} 没有评估卡。", "Process {0} has no evaluation card."),
        new("改用有评估卡的流程版本。", "Use a version of the process that has one."), "S5")
    { By = [Who.ProcessOwner] };

    public static readonly ControlPoint CardMustBeComplete = new("CP-EVAL-02", RefusalKind.Rule,
        new("评估卡须且只须对每项各评一次:{0}。", "An evaluation card scores every criterion once and nothing else: {0}."),
        new("按流程的评估项逐项评分。", "Score each criterion of the process."), "S5");

    public static readonly ControlPoint PersonsMustBeFew = new("CP-BUYC-01", RefusalKind.Rule,
        new("采购组织图最多 {0} 人。", "A map of the buying centre holds at most {0} persons."),
        new("移除不再相关的人员。", "Remove persons that no longer matter."), "S5")
    { Command = "opportunity.remove-person" };

    public static readonly ControlPoint PersonMustBeMapped = new("CP-BUYC-02", RefusalKind.Rule,
        new("采购组织图中没有 {0}。", "There is no {0} on the map of the buying centre."),
        new("先将该人员加入采购组织图。", "Put that person on the map first."), "S5")
    { Command = "opportunity.map-person" };

    public static readonly ControlPoint RoleMustBeKnown = new("CP-BUYC-03", RefusalKind.Rule,
        new("没有采购角色“{0}”。", "There is no buying role {0}."),
        new("使用以下角色:{1}。", "Use one of these roles: {1}."), "S5");

    public static readonly ControlPoint ActivityMustBeOfProcess = new("CP-ACT-01", RefusalKind.Rule,
        new("流程 {0} 没有活动种类“{1}”。", "Process {0} knows no activity of kind {1}."),
        new("使用该流程的活动种类:{2}。", "Use a kind of that process: {2}."), "S5 S14");

    public static readonly ControlPoint OnlyGridMayNote = new("CP-OPP-10", RefusalKind.Rule,
        new("单据与占用的状态由系统登记。", "What became of documents and claims is noted by the grid, not by hand."),
        new("在报价、合同等单据上操作。", "Act on the quote or contract itself."))
    { By = [Who.Grid] };

    // Ownership and closing.
    public static readonly ControlPoint TransferMustHaveAuthority = new("CP-OWNER-01", RefusalKind.Rule,
        new("{0} 无权移交该商机。", "{0} may not give this opportunity to somebody else."),
        new("由负责人的主管、其代理人或销售管理人员移交。", "Have the owner's manager, that manager's delegate or a sales manager do it."), "S1 S9")
    { By = [Who.Manager] };

    public static readonly ControlPoint WinMustHaveKnownReason = new("CP-WIN-04", RefusalKind.Rule,
        new("赢单原因“{0}”不在流程 {1} 的清单内。", "Win reason {0} is not on the list of process {1}."),
        new("使用清单内的原因:{2}。", "Use a reason of the list: {2}."), "S14");

    public static readonly ControlPoint WinMustBeImported = new("CP-WIN-05", RefusalKind.Rule,
        new("该商机不是导入的赢单,无需财务确认计入业绩。", "The opportunity is no win that was brought in; there is nothing to admit."),
        new("检查编号与状态。", "Check the id and its status."), "S9 S11");

    public static readonly ControlPoint WinMustBeAdmittedByAnother = new("CP-WIN-06", RefusalKind.Rule,
        new("{0} 导入了该商机,不能自行确认计入业绩。", "{0} brought the opportunity in and cannot have its win count."),
        new("由另一名财务人员确认。", "Have another of finance decide."), "S9")
    { By = [Who.Finance] };

    public static readonly ControlPoint StageMustAllowLosing = new("CP-LOSE-02", RefusalKind.Rule,
        new("阶段“{0}”不能输单。", "An opportunity in stage {1} cannot be given up."),
        new("先退回可以输单的阶段。", "Return to a stage it may be given up in first."), "S5")
    { Command = "opportunity.advance" };
}
