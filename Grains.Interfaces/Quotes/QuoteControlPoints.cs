namespace SalesGrid;

public static partial class ControlPoints
{
    // Quotes.
    public static readonly ControlPoint QuoteMustExist = new("CP-QUOTE-01", RefusalKind.NotFound,
        new("报价 {0} 不存在。", "There is no quote {0}."),
        new("检查编号,或先起草报价。", "Check the id, or draft the quote first."))
    { Command = "quote.create" };

    public static readonly ControlPoint QuoteMustBeNew = new("CP-QUOTE-02", RefusalKind.Conflict,
        new("报价 {0} 已存在。", "Quote {0} exists already."),
        new("修改现有报价,或使用另一编号。", "Revise the existing quote, or use another id."));

    public static readonly ControlPoint QuoteMustBeInStatus = new("CP-QUOTE-03", RefusalKind.Rule,
        new("报价当前状态({0})不允许此操作。", "A quote that is {1} does not allow this."),
        new("须为:{2}。", "It must be: {3}."), "S1 S7");

    public static readonly ControlPoint QuoteOwnerMustBeGivenByManager = new("CP-QUOTE-15", RefusalKind.Rule,
        new("报价由商机负责人 {0} 负责;交由他人负责须由销售管理者决定。", "A quote is answered for by {0}, whose deal it is; a sales manager decides that somebody else does."),
        new("不填负责人,或请销售管理者办理。", "Leave the owner out, or ask a sales manager."), "S1 S9")
    { By = [Who.Manager, Who.SalesManager] };

    public static readonly ControlPoint QuoteMustBeOwners = new("CP-QUOTE-04", RefusalKind.Rule,
        new("只有负责人 {0}、其代理人或销售管理者可以这样做。", "Only its owner {0}, who acts for them, or a sales manager may do this."),
        new("请负责人办理。", "Ask the owner."), "S9")
    { By = [Who.Owner] };

    public static readonly ControlPoint QuoteMustBeForCustomer = new("CP-QUOTE-05", RefusalKind.Rule,
        new("报价须写明商机的客户({0})。", "The quote must name the customer of its opportunity ({0})."),
        new("先在商机上登记客户,并使用该客户。", "Put the customer on the opportunity, and use that one."), "S5 S7");

    public static readonly ControlPoint QuoteMustBeValid = new("CP-QUOTE-06", RefusalKind.Rule,
        new("报价有效期至 {0},今天是 {1}。", "The quote was valid until {0}; today is {1}."),
        new("修改有效期后重新提交。", "Revise its validity and submit it again."), "S7")
    { Command = "quote.revise" };

    public static readonly ControlPoint QuoteMustNotBeRewrittenForEver = new("CP-QUOTE-07", RefusalKind.Rule,
        new("报价已修改 {0} 次,不能再改。", "The quote was revised {0} times, which is the limit."),
        new("另起一份报价。", "Draw up a new quote."));

    // Its approval.
    public static readonly ControlPoint QuoteApproverMustBeAnother = new("CP-QUOTE-11", RefusalKind.Rule,
        new("报价的负责人、起草人和提交人不能批准它。", "The owner, the authors and the submitter of a quote do not approve it."),
        new("由另一位审批人办理。", "Another approver has to answer."), "S1 S9")
    { By = [Who.Manager] };

    public static readonly ControlPoint ApproverMustBeAsked = new("CP-QUOTE-12", RefusalKind.Rule,
        new("目前没有等待您审批的步骤。", "No step of this quote waits for you now."),
        new("等待审批的是:{0}。", "It waits for: {0}."), "S1 S9");

    public static readonly ControlPoint QuoteMustBeAsRead = new("CP-QUOTE-13", RefusalKind.Stale,
        new("报价内容已与您阅读的不同。", "The quote is not the one you read."),
        new("重新阅读后再审批。", "Read it again, then answer."), "S1");

    public static readonly ControlPoint QuoteMustBeApprovedByAnother = new("CP-QUOTE-16", RefusalKind.Rule,
        new("报价由 {0} 批准,而商机现由其负责。", "The quote was approved by {0}, whose deal it is now."),
        new("修改后重新提交,由另一位审批人批准。", "Revise and submit it again; another approver has to answer."), "S1 S9")
    { By = [Who.Owner], Command = "quote.revise" };

    public static readonly ControlPoint QuoteStepMustComeFromGrid = new("CP-QUOTE-14", RefusalKind.Rule,
        new("此步骤由系统自动完成。", "The grid itself does this when its time has come."),
        new("无需人工办理。", "There is nothing to do by hand."))
    { By = [Who.Grid] };

    // Discounts.
    public static readonly ControlPoint DiscountMustHaveBudget = new("CP-DISC-01", RefusalKind.Rule,
        new("负责人和审批人都没有授权,折扣 {0} 无额度可用。", "Neither the owner nor an approver has any authority the discount of {0} could draw on."),
        new("由有授权的上级审批,或先授权。", "Have somebody with authority approve it, or grant authority first."), "S1 S10")
    { By = [Who.People], Command = "salesperson.grant-authority" };
}
