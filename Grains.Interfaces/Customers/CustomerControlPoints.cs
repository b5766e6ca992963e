namespace SalesGrid;

public static partial class ControlPoints
{
    // Identity and looking after a customer.
    public static readonly ControlPoint CreditCodeMustBeValid = new("CP-IDENT-01", RefusalKind.Invalid,
        new("统一社会信用代码“{0}”不符合 GB 32100-2015(18 位及校验码)。", "{0} is no unified social credit code of GB 32100-2015: 18 characters, the last a check character."),
        new("对照营业执照更正。", "Correct it from the business licence."), "S7");

    public static readonly ControlPoint CustomerMustBeOnesOwn = new("CP-CUST-03", RefusalKind.Rule,
        new("该客户由 {0} 负责。", "The customer is looked after by {1}."),
        new("请其本人、代理人或主管办理;公海客户先领取。", "Ask that person, whoever acts for them, or a manager; pick a customer in the pool first."), "S14")
    { By = [Who.Owner] };

    public static readonly ControlPoint WonMustBeSigned = new("CP-CUST-04", RefusalKind.Rule,
        new("没有已签合同,不能自行改为成交客户。", "There is no signed contract: the customer cannot be classed as won."),
        new("签订合同后系统自动改为成交,或请主管登记历史成交。", "It becomes won when a contract is signed; a manager may class one that bought before."), "S11 S14")
    { Command = "contract.sign" };

    // Due diligence.
    public static readonly ControlPoint DiligenceMustBeCurrent = new("CP-DILIG-01", RefusalKind.Rule,
        new("尽职调查未通过或已失效(状态:{0},有效至 {1})。", "Due diligence is not current: {2}, good until {1}."),
        new("完成或更新全部尽职调查项目。", "Complete or renew every item."), "S7", MayBeOverridden: true)
    { By = [Who.Finance, Who.Legal, Who.Controller], Command = "customer.record-diligence" };

    public static readonly ControlPoint DiligenceMustHaveAuthority = new("CP-DILIG-02", RefusalKind.Rule,
        new("登记尽职调查须为财务、法务或内控;更改项目须为法务或内控。", "Finance, legal or internal control record due diligence; legal or internal control say what it consists of."),
        new("请有该职责的人员办理。", "Ask somebody with that duty."), "S7")
    { By = [Who.Legal, Who.Controller] };

    public static readonly ControlPoint ReviewerMustNotHoldCustomer = new("CP-DILIG-03", RefusalKind.Rule,
        new("客户负责人或其代理人不能对自己的客户做尽职调查。", "Whoever owns the customer, or acts for its owner, cannot be the one who looks into it."),
        new("请另一人办理。", "Have somebody else do it."), "S7 S9")
    { By = [Who.Legal, Who.Controller] };

    public static readonly ControlPoint DiligenceItemMustBeRequired = new("CP-DILIG-04", RefusalKind.Rule,
        new("该客户不要求尽职调查项目“{0}”。", "No item {0} is required of this customer."),
        new("使用该客户的项目:{1}。", "Use one of its items: {1}."), "S7")
    { By = [Who.Legal, Who.Controller], Command = "customer.require-diligence" };

    // Parents of customers.
    public static readonly ControlPoint ParentMustBeAnother = new("CP-CUST-06", RefusalKind.Rule,
        new("客户不能是自己的上级公司。", "A customer cannot be its own parent."),
        new("填写另一客户为上级,或不填上级。", "State another customer as its parent, or none."), "S7");

    public static readonly ControlPoint ParentMustBeKnown = new("CP-CUST-07", RefusalKind.Rule,
        new("上级客户 {0} 不存在。", "There is no customer {0} to be the parent."),
        new("先登记上级客户。", "Register the parent first."), "S7")
    { Command = "customer.create" };

    public static readonly ControlPoint ParentsMustNotCircle = new("CP-CUST-08", RefusalKind.Rule,
        new("客户 {0} 已在 {1} 的上级链条中,不能再以 {1} 为上级。", "Customer {0} stands above {1} already, so that {1} cannot be its parent."),
        new("选择不属于其下级的客户。", "Choose a customer that does not belong to it."), "S7");

    public static readonly ControlPoint ParentsMustBeFew = new("CP-CUST-09", RefusalKind.Rule,
        new("{0} 之上已有 {1} 级上级公司。", "There are {1} levels of parents from {0} upwards."),
        new("减少层级,或直接填写集团公司。", "State the head of the group itself as the parent."), "S7");

    // Credit.
    public static readonly ControlPoint CreditMustBeGranted = new("CP-CREDIT-01", RefusalKind.Rule,
        new("客户 {0} 没有授信。", "Customer {0} has not been granted credit."),
        new("请财务先授信。", "Have finance grant credit first."), "S9 S10")
    { By = [Who.Finance], Command = "customer.grant-credit" };

    public static readonly ControlPoint CreditMustNotBeSuspended = new("CP-CREDIT-02", RefusalKind.Rule,
        new("客户 {0} 的授信已暂停。", "The credit of customer {0} is suspended."),
        new("请财务重新授信。", "Have finance grant it anew."), "S9 S11")
    { By = [Who.Finance], Command = "customer.grant-credit" };

    public static readonly ControlPoint CreditMustBeInForce = new("CP-CREDIT-03", RefusalKind.Rule,
        new("客户 {0} 的授信已于 {1} 到期。", "The credit of customer {0} ended on {1}."),
        new("请财务重新评估并授信。", "Have finance assess it again and renew it."), "S9 S11")
    { By = [Who.Finance], Command = "customer.grant-credit" };

    public static readonly ControlPoint CreditMustBeInItsCurrency = new("CP-CREDIT-04", RefusalKind.Rule,
        new("授信币种为 {0},不能以 {1} 占用或改为 {1}。", "The credit is in {0}; it cannot be drawn on in, or changed to, {1} while it is used."),
        new("以授信币种签约,或了结占用后改变币种。", "Contract in the currency of the credit, or change it when nothing is held any more."), "S10")
    { By = [Who.Finance], Command = "customer.grant-credit" };

    public static readonly ControlPoint CreditMustSuffice = new("CP-CREDIT-05", RefusalKind.Rule,
        new("授信额度不足:额度 {0},已占用 {1},本次 {2}。", "The credit does not suffice: limit {0}, held {1}, wanted {2}."),
        new("先收回应收款、减小金额,或提高额度。", "Collect what is due, want less, or have the limit raised."), "S9 S10", MayBeOverridden: true)
    { By = [Who.Finance], Command = "customer.grant-credit" };

    public static readonly ControlPoint CreditMustHaveAuthority = new("CP-CREDIT-06", RefusalKind.Rule,
        new("授信由财务办理;暂停可由财务或内控办理。", "Finance grants credit; finance or internal control suspend it."),
        new("请有该职责的人员办理。", "Ask somebody with that duty."), "S9 S10")
    { By = [Who.Finance] };

    public static readonly ControlPoint GranterMustBeAnother = new("CP-CREDIT-07", RefusalKind.Rule,
        new("授信申请人、客户负责人及其代理人不能授信。", "Whoever asked for the credit, owns the customer or acts for its owner cannot grant it."),
        new("请另一位财务人员授信。", "Have another person of finance grant it."), "S9")
    { By = [Who.Finance] };

    public static readonly ControlPoint CreditRequestsMustBeFew = new("CP-CREDIT-08", RefusalKind.Rule,
        new("待批的授信申请已达上限 {0} 件。", "{0} requests wait already, which is the limit."),
        new("先处理待批的申请。", "Have those that wait decided first."), "S10")
    { By = [Who.Finance], Command = "customer.grant-credit" };

    // Contacts and their consent.
    public static readonly ControlPoint ConsentMustCoverPurpose = new("CP-PII-01", RefusalKind.Rule,
        new("联系人 {0} 未同意为“{1}”被联系。", "Contact {0} has not consented to being contacted for {1}."),
        new("先取得并登记同意。", "Obtain and record their consent first."), "S7 S11")
    { Command = "customer.put-contact" };

    public static readonly ControlPoint ConsentMustBeFresh = new("CP-PII-02", RefusalKind.Rule,
        new("联系人已于 {0} 撤回同意,不能沿用此前的同意。", "The contact withdrew their consent on {0}; an earlier one does not count any more."),
        new("登记撤回之后重新取得的同意。", "Record a consent given after that day."), "S7 S11");

    public static readonly ControlPoint ContactMustExist = new("CP-PII-03", RefusalKind.NotFound,
        new("没有联系人 {0}。", "There is no contact {0}."),
        new("检查联系人编号。", "Check the contact's id."), "S14")
    { Command = "customer.put-contact" };

    public static readonly ControlPoint ContactsMustBeFew = new("CP-PII-04", RefusalKind.Rule,
        new("联系人已达上限 {0} 人。", "There are {0} contacts already, which is the limit."),
        new("先删除不再需要的联系人。", "Remove contacts that are not needed any more."), "S7")
    { Command = "customer.remove-contact" };
}
