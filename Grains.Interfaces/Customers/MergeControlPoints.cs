namespace SalesGrid;

// Two customers that are one.
public static partial class ControlPoints
{
    public static readonly ControlPoint CustomerMustNotBeMerged = new("CP-MERGE-01", RefusalKind.Rule,
        new("客户 {0} 已合并到 {1}。", "Customer {0} was merged into {1}."),
        new("使用客户 {1}。", "Use customer {1}."), "S7");

    public static readonly ControlPoint SurvivorMustBeAnother = new("CP-MERGE-02", RefusalKind.Rule,
        new("客户不能合并到自己。", "A customer is not merged into itself."),
        new("填写保留的另一客户。", "Name the other customer, which stays."), "S7");

    public static readonly ControlPoint MergesMustNotChain = new("CP-MERGE-03", RefusalKind.Rule,
        new("客户 {0} 已被合并,或已有其他客户合并到该客户,不能再反向合并。", "Customer {0} is merged, or others were merged into it: it is one or the other."),
        new("把其他客户合并到已作为保留方的客户。", "Merge into the customer that others were merged into already."), "S7");

    public static readonly ControlPoint OwnersMustAgree = new("CP-MERGE-04", RefusalKind.Rule,
        new("该客户由 {0} 负责,而保留的客户由 {1} 负责。", "The customer is looked after by {0}, the one that stays by {1}."),
        new("先把两者分配给同一负责人,或退回公海。", "Assign both to the same salesperson first, or return this one to the pool."), "S14")
    { By = [Who.SalesManager], Command = "customer.assign" };

    public static readonly ControlPoint IdentitiesMustAgree = new("CP-MERGE-05", RefusalKind.Rule,
        new("两个客户登记了不同的统一社会信用代码,是两家公司。", "The two customers have different unified social credit codes: they are two companies."),
        new("核对后更正其中一个代码,或以上下级公司登记。", "Correct one of the codes if it is wrong; a subsidiary has a parent instead."), "S7");

    public static readonly ControlPoint SurvivorMustNotStandBelow = new("CP-MERGE-06", RefusalKind.Rule,
        new("客户 {1} 在 {0} 的下级中。", "Customer {1} stands below {0}."),
        new("先调整上级公司,或反向合并。", "Change its parent first, or merge the other way."), "S7");

    public static readonly ControlPoint CreditMustBeDecidedOnce = new("CP-MERGE-07", RefusalKind.Rule,
        new("该客户仍有有效授信或被合同占用的授信。", "The customer still has credit in force, or credit that contracts have reserved."),
        new("先暂停授信、办结合同,或反向合并。", "Have it suspended and the contracts ended first, or merge the other way."), "S9 S10")
    { By = [Who.Finance], Command = "customer.suspend-credit" };

    public static readonly ControlPoint DocumentsMustBeEnded = new("CP-MERGE-08", RefusalKind.Rule,
        new("该客户仍有进行中的单据:{0}。", "The customer still has documents under way: {1}."),
        new("先办结、终止或撤回这些单据,或反向合并。", "End or withdraw them first, or merge the other way."), "S9 S11");

    public static readonly ControlPoint MergedMustBeFew = new("CP-MERGE-09", RefusalKind.Rule,
        new("合并到一个客户的客户最多 {0} 个,联系人最多 {1} 个。", "At most {0} customers are merged into one, and their contacts are at most {1}."),
        new("先删除不再需要的联系人。", "Remove contacts that are not needed any more."), "S7");
}
