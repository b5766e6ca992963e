namespace SalesGrid;

public static partial class ControlPoints
{
    // Authority: what a salesperson may decide alone, and what they may draw.
    public static readonly ControlPoint AuthorityMustComeFromPeople = new("CP-AUTH-01", RefusalKind.Rule,
        new("授权须由人事职责办理。", "Authority is granted by whoever has the duty of people."),
        new("请人事人员办理。", "Ask people's administration."), "S1 S10")
    { By = [Who.People] };

    public static readonly ControlPoint AuthorityMustComeFromAnother = new("CP-AUTH-02", RefusalKind.Rule,
        new("不能给自己授权。", "Nobody grants themselves authority."),
        new("请另一位人事人员办理。", "Have somebody else of people's administration do it."), "S1 S9")
    { By = [Who.People] };

    public static readonly ControlPoint GradeMustBeKnown = new("CP-AUTH-03", RefusalKind.Rule,
        new("职级“{0}”没有预置授权。", "No authority is shipped for grade {0}."),
        new("使用职级 {1},或逐项填写授权。", "Use one of the grades {1}, or state the authority item by item."), "S1 S10");

    public static readonly ControlPoint AuthorityMustKeepCurrency = new("CP-AUTH-04", RefusalKind.Rule,
        new("已有 {0} 的占用未了结,额度不能改为 {1}。", "There are open draws in {0}; the limit cannot be in {1}."),
        new("先了结原币种的占用,或沿用原币种。", "Settle what is drawn first, or keep its currency."), "S10");

    public static readonly ControlPoint DrawMustBeByActivePerson = new("CP-AUTH-05", RefusalKind.Rule,
        new("销售人员 {0} 已停用,不能再占用额度。", "Salesperson {0} is deactivated and cannot draw on anything."),
        new("将业务转给在职的销售人员。", "Give the business to an active salesperson."), "S1 S10");

    public static readonly ControlPoint DrawMustHaveAuthority = new("CP-AUTH-06", RefusalKind.Rule,
        new("销售人员 {0} 尚无授权。", "Nobody has given salesperson {0} any authority."),
        new("请人事人员授权。", "Have people's administration grant it."), "S1 S10", MayBeOverridden: true)
    { By = [Who.People], Command = "salesperson.grant-authority" };

    public static readonly ControlPoint DrawMustBeInCurrencyOfLimit = new("CP-AUTH-07", RefusalKind.Rule,
        new("额度币种是 {0},而占用币种是 {1}。", "The limit is in {0}, what is to be drawn in {1}."),
        new("使用额度的币种,或请人事人员调整授权。", "Use the limit's currency, or have the authority changed."), "S1 S10")
    { By = [Who.People], Command = "salesperson.grant-authority" };

    public static readonly ControlPoint DiscountMustBeWithinBudget = new("CP-AUTH-08", RefusalKind.Rule,
        new("折扣额度不足:本期额度 {0},已用 {1},需要 {2}。", "The discount budget does not suffice: {0} for the period, {1} used, {2} wanted."),
        new("减少折扣,等待下期额度,或请主管另行处理。", "Give less discount, wait for the next period, or ask the manager."), "S1 S4", MayBeOverridden: true)
    { By = [Who.People], Command = "salesperson.grant-authority" };

    public static readonly ControlPoint ContractMustBeWithinAllowance = new("CP-AUTH-09", RefusalKind.Rule,
        new("销售额度不足:额度 {0},已占用 {1},需要 {2}。", "The sales allowance does not suffice: {0} in all, {1} held, {2} wanted."),
        new("先收回已签合同的货款,或请人事人员调整额度。", "Collect on contracts already signed, or have the allowance changed."), "S10", MayBeOverridden: true)
    { By = [Who.People], Command = "salesperson.grant-authority" };

    // Training; whether it is current is asked where people act.
    public static readonly ControlPoint TrainingMustBeKeptByPeople = new("CP-TRAIN-02", RefusalKind.Rule,
        new("资质与培训由人事职责登记。", "Qualifications and training are kept by whoever has the duty of people."),
        new("请人事人员办理。", "Ask people's administration."), "S1 S7")
    { By = [Who.People] };

    public static readonly ControlPoint TrainingMustBeConfirmedByAnother = new("CP-TRAIN-03", RefusalKind.Rule,
        new("不能登记或取消自己的资质与培训。", "Nobody passes or drops their own qualification."),
        new("请另一位人事人员办理。", "Have somebody else of people's administration do it."), "S1 S9")
    { By = [Who.People] };

    public static readonly ControlPoint QualificationMustBeRequired = new("CP-TRAIN-04", RefusalKind.Rule,
        new("{0} 没有资质或培训要求“{1}”。", "Qualification {1} is not required of {0}."),
        new("先登记该要求。", "Require it of the person first."), "S1 S7")
    { By = [Who.People], Command = "salesperson.require-qualification" };

    public static readonly ControlPoint QualificationsMustBeFew = new("CP-TRAIN-05", RefusalKind.Rule,
        new("一个人最多有 {0} 项资质或培训要求。", "At most {0} qualifications can be required of one person."),
        new("先取消不再需要的要求。", "Drop those that are not needed any more."), "S1 S7")
    { By = [Who.People], Command = "salesperson.drop-qualification" };

    // Delegation.
    public static readonly ControlPoint DelegationMustBeByPersonOrPeople = new("CP-DELEG-01", RefusalKind.Rule,
        new("只有本人或人事人员可以委托。", "Only the person, or whoever has the duty of people, delegates."),
        new("请本人或人事人员办理。", "Ask that person, or people's administration."), "S1")
    { By = [Who.People] };

    public static readonly ControlPoint DelegateMustBeAnother = new("CP-DELEG-02", RefusalKind.Rule,
        new("不能委托给自己。", "Nobody delegates to themselves."),
        new("选择另一位销售人员。", "Choose another salesperson."), "S1");

    public static readonly ControlPoint DelegateMustBeActive = new("CP-DELEG-03", RefusalKind.Rule,
        new("{0} 不是在职的销售人员。", "{0} is not an active salesperson."),
        new("选择在职的销售人员。", "Choose an active salesperson."), "S1");

    public static readonly ControlPoint DelegationMustEnd = new("CP-DELEG-04", RefusalKind.Rule,
        new("委托须从今天或以后开始,最长 {0} 天。", "A delegation begins today or later and lasts at most {0} days."),
        new("更正起止日期。", "Correct its first and last day."), "S1");

    public static readonly ControlPoint DelegateMustBePresent = new("CP-DELEG-05", RefusalKind.Rule,
        new("{0} 在此期间已委托他人代理同样的事项,不能再受托。", "{0} has somebody else act for them in that, in that time, and cannot act for another."),
        new("选择另一位销售人员。", "Choose another salesperson."), "S1");

    public static readonly ControlPoint DelegateMustNotBeSender = new("CP-DELEG-08", RefusalKind.Rule,
        new("不能替他人委托给自己。", "Nobody has somebody else delegate to them."),
        new("由本人委托,或由另一名人事人员办理。", "Have the person delegate, or another of people's administration."), "S1 S9")
    { By = [Who.People] };

    public static readonly ControlPoint ActMustBeKnown = new("CP-DELEG-09", RefusalKind.Rule,
        new("“{0}”不是可以委托的命令、对象类别或事项组。", "{0} is no command, kind or group of commands that can be delegated."),
        new("可用的名称见 GET /api/delegation-acts。", "GET /api/delegation-acts lists the names there are."), "S1 S9");

    public static readonly ControlPoint DelegationMustExist = new("CP-DELEG-06", RefusalKind.Rule,
        new("没有给 {0} 的未结束委托。", "There is no delegation to {0} that has not ended."),
        new("检查编号。", "Check the id."), "S1")
    { Command = "salesperson.delegate" };

    public static readonly ControlPoint DelegationsMustBeFew = new("CP-DELEG-07", RefusalKind.Rule,
        new("未结束的委托已达上限 {0} 项。", "There are {0} delegations that have not ended, which is the limit."),
        new("先结束已有的委托。", "End one of them first."), "S1")
    { Command = "salesperson.end-delegation" };

    // The tree of managers.
    public static readonly ControlPoint ManagerMustBeAnother = new("CP-MGR-01", RefusalKind.Rule,
        new("不能做自己的主管。", "Nobody is their own manager."),
        new("选择另一位主管。", "Choose another manager."), "S1 S9");

    public static readonly ControlPoint ManagersMustNotCircle = new("CP-MGR-02", RefusalKind.Rule,
        new("{0} 的上级链条中已有 {1}。", "{1} stands above {0} already, so that {0} cannot stand above {1}."),
        new("选择不在其下级的主管。", "Choose a manager who does not report to this person."), "S1 S9");

    public static readonly ControlPoint ManagersMustBeFew = new("CP-MGR-03", RefusalKind.Rule,
        new("{0} 之上已有 {1} 级主管。", "There are {1} levels of managers from {0} upwards."),
        new("减少管理层级。", "Make the organisation flatter."), "S1");

    // Conduct and coverage.
    public static readonly ControlPoint ConductMustBeRecordedByDuty = new("CP-COND-01", RefusalKind.Rule,
        new("行为记录由内控、人事或销售管理职责登记。", "Conduct is recorded by internal control, people's administration or sales management."),
        new("请有该职责的人员办理。", "Ask somebody with that duty."), "S11")
    { By = [Who.Controller, Who.People, Who.SalesManager] };

    public static readonly ControlPoint ConductMustBeRecordedByAnother = new("CP-COND-02", RefusalKind.Rule,
        new("不能登记自己的行为记录。", "Nobody records their own conduct."),
        new("请他人登记。", "Have somebody else record it."), "S9 S11")
    { By = [Who.Controller, Who.People, Who.SalesManager] };

    public static readonly ControlPoint CoverageMustBeAskedByDuty = new("CP-COVER-01", RefusalKind.Rule,
        new("只有本人、销售管理或人事人员可以核对管道覆盖。", "Only the person, sales management or people's administration has coverage checked."),
        new("请本人或有该职责的人员办理。", "Ask that person, or somebody with that duty."), "S1 S11")
    { By = [Who.SalesManager, Who.People] };
}
