namespace SalesGrid;

public static partial class ControlPoints
{
    // Who owns a customer, and the public pool.
    public static readonly ControlPoint PoolMustHaveAuthority = new("CP-POOL-01", RefusalKind.Rule,
        new("分配、保护客户及公海规则须由销售主管办理。", "Managers assign and protect customers; managers and process owners set the rules of the pool."),
        new("请主管办理。", "Ask a manager."), "S14")
    { By = [Who.SalesManager] };

    public static readonly ControlPoint CustomerMustBeInPool = new("CP-POOL-02", RefusalKind.Rule,
        new("客户不在公海中。", "The customer is not in the pool."),
        new("只有公海客户可以领取。", "Only a customer in the pool can be picked."), "S14")
    { By = [Who.Owner], Command = "customer.return" };

    public static readonly ControlPoint CustomerOwnerMustBeKnown = new("CP-POOL-03", RefusalKind.Rule,
        new("{0} 不是已登记的销售人员。", "{0} is not a registered salesperson."),
        new("选择已登记的在职销售人员。", "Choose a registered, active salesperson."), "S14")
    { Command = "salesperson.create" };

    public static readonly ControlPoint PicksMustBeFew = new("CP-POOL-04", RefusalKind.Rule,
        new("今日领取已达上限 {0} 个客户。", "{0} customers were picked today already, which is the limit."),
        new("明日再领取。", "Pick again tomorrow."), "S14");

    public static readonly ControlPoint CapacityMustSuffice = new("CP-POOL-05", RefusalKind.Rule,
        new("{0} 名下客户已达上限 {1} 个。", "{0} owns customers up to the limit of {1} already."),
        new("先将不再跟进的客户退回公海。", "Return customers that are not followed up to the pool first."), "S14")
    { Command = "customer.return" };

    public static readonly ControlPoint FormerOwnerMustWait = new("CP-POOL-06", RefusalKind.Rule,
        new("您曾负责该客户,{0} 起方可再次领取。", "You held this customer before; you may pick it again from {0} on."),
        new("由他人领取,或请主管分配。", "Leave it to others, or have a manager assign it."), "S14")
    { By = [Who.SalesManager], Command = "customer.assign" };

    public static readonly ControlPoint CustomerMustBeHeld = new("CP-POOL-07", RefusalKind.Rule,
        new("客户没有负责人。", "Nobody owns the customer."),
        new("先分配负责人。", "Assign a owner first."), "S14")
    { By = [Who.SalesManager], Command = "customer.assign" };
}
