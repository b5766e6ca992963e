namespace SalesGrid;

public static partial class ControlPoints
{
    // Contracts.
    public static readonly ControlPoint ContractMustExist = new("CP-CONTR-01", RefusalKind.NotFound,
        new("合同 {0} 不存在。", "There is no contract {0}."),
        new("检查编号,或先起草合同。", "Check the id, or draft the contract first."))
    { Command = "contract.create" };

    public static readonly ControlPoint ContractMustBeNew = new("CP-CONTR-02", RefusalKind.Conflict,
        new("合同 {0} 已存在。", "Contract {0} exists already."),
        new("变更现有合同,或使用另一编号。", "Amend the existing contract, or use another id."));

    public static readonly ControlPoint ContractMustBeInStatus = new("CP-CONTR-03", RefusalKind.Rule,
        new("合同当前状态({0})不允许此操作。", "A contract that is {1} does not allow this."),
        new("须为:{2}。", "It must be: {3}."), "S5 S10 S11");

    public static readonly ControlPoint ContractMustComeFromQuote = new("CP-CONTR-04", RefusalKind.Rule,
        new("报价 {0} 未获批准、已失效,或内容已变。", "Quote {0} is not approved, no longer stands, or has changed."),
        new("先让报价获批,再据以起草或变更合同。", "Have the quote approved, then draft or amend the contract from it."), "S5 S7 S9")
    { Command = "quote.submit" };

    public static readonly ControlPoint AmendmentMustBeSameDeal = new("CP-CONTR-05", RefusalKind.Rule,
        new("报价 {0} 属于另一客户或商机。", "Quote {0} is for another customer or opportunity."),
        new("使用同一客户、同一商机的报价。", "Use a quote for the same customer and opportunity."), "S11");

    public static readonly ControlPoint ContractMustBeComplete = new("CP-CONTR-06", RefusalKind.Rule,
        new("合同缺少条款:{0}。", "The contract lacks these clauses: {1}."),
        new("补全条款后再提交评审。", "Complete them, then submit it for review."), "S7 S11")
    { Command = "contract.amend" };

    public static readonly ControlPoint ReviewMustBeOfDuty = new("CP-CONTR-07", RefusalKind.Rule,
        new("您没有{0}评审职责。", "You do not have the duty to review the {1} side."),
        new("请{0}人员评审。", "Have {1} review it."), "S9 S11");

    public static readonly ControlPoint ReviewerMustNotBeAuthor = new("CP-CONTR-08", RefusalKind.Rule,
        new("起草人和负责人不能评审该合同。", "The authors and the owner of a contract do not review it."),
        new("请其他人评审。", "Have somebody else review it."), "S9 S11");

    public static readonly ControlPoint ReviewersMustBeTwo = new("CP-CONTR-09", RefusalKind.Rule,
        new("法务与财务评审须由两人分别完成。", "Legal and finance are reviewed by two different people."),
        new("请另一人评审这一方面。", "Have somebody else review this side."), "S9 S11");

    public static readonly ControlPoint ContractMustBeAsRead = new("CP-CONTR-10", RefusalKind.Stale,
        new("合同内容已与您阅读的不同。", "The contract is not the one you read."),
        new("重新阅读后再评审。", "Read it again, then review it."), "S11");

    public static readonly ControlPoint ContractMustBeOwners = new("CP-CONTR-11", RefusalKind.Rule,
        new("只有负责人 {0}、其代理人、法务或销售管理者可以签订。", "Only its owner {0}, who acts for them, legal or a sales manager may sign it."),
        new("请负责人办理。", "Ask the owner."), "S9")
    { By = [Who.Owner] };

    public static readonly ControlPoint ContractNeedsDuty = new("CP-CONTR-12", RefusalKind.Rule,
        new("您没有办理此事的职责,需要:{0}。", "You do not have the duty for this; it takes: {1}."),
        new("请有该职责的人办理。", "Ask somebody who has it."), "S9 S10");

    public static readonly ControlPoint ReceiptsMustNotExceedContract = new("CP-CONTR-13", RefusalKind.Rule,
        new("累计收款 {0} 将超过合同金额 {1}。", "Receipts of {0} in all would be more than the contract's {1}."),
        new("核对金额;超出部分另行处理。", "Check the amount; book what is beyond elsewhere."), "S10")
    { Command = "contract.amend" };

    public static readonly ControlPoint ReceiptMustBeOneMoney = new("CP-CONTR-14", RefusalKind.Conflict,
        new("流水号 {0} 已登记为另一笔收款。", "Reference {0} is recorded for another receipt already."),
        new("核对银行流水号。", "Check the bank's reference."), "S10");

    public static readonly ControlPoint ContractMustBePaid = new("CP-CONTR-15", RefusalKind.Rule,
        new("合同尚有 {0} 未收,不能办结。", "{0} of the contract is not received yet."),
        new("收齐款项后办结,或终止合同。", "Complete it when everything is paid, or terminate it."), "S10")
    { By = [Who.Finance], Command = "contract.receipts" };

    public static readonly ControlPoint AmountMustCoverReceipts = new("CP-CONTR-16", RefusalKind.Rule,
        new("新金额 {0} 低于已收的 {1},或货币不同。", "The new amount of {0} is below what was received, {1}, or in another currency."),
        new("使用不低于已收款的报价。", "Use a quote that is at least what was received."), "S10 S11");

    public static readonly ControlPoint ContractMustNotBeAmendedForEver = new("CP-CONTR-18", RefusalKind.Rule,
        new("合同变更或收款已达 {0} 次上限。", "The contract was changed or paid {0} times, which is the limit."),
        new("另签合同。", "Draw up another contract."));

    public static readonly ControlPoint QuoteMustCarryOneContract = new("CP-CLAIM-04", RefusalKind.Conflict,
        new("该报价已用于合同 {0}。", "That quote carries contract {0} already."),
        new("变更那份合同,或终止它。", "Amend that contract, or have it terminated."), "S9 S11");
}
