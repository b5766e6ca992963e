namespace SalesGrid;

public static partial class ControlPoints
{
    // Claims: something that only one object may have.
    public static readonly ControlPoint IdentityMustBeUnclaimed = new("CP-CLAIM-01", RefusalKind.Conflict,
        new("该统一社会信用代码已由客户 {0} 登记。", "That unified social credit code is registered by customer {0} already."),
        new("联系该客户的负责人,不要重复登记。", "Ask whoever looks after that customer; do not register it twice."), "S7 S11");

    public static readonly ControlPoint OpportunityMustNotCollide = new("CP-CLAIM-02", RefusalKind.Rule,
        new("同一客户同一产品已有进行中的商机 {0}(撞单)。", "Opportunity {0} is open on the same customer and product already."),
        new("与该商机负责人协商,或请内控在占用 claim/{1} 上放行。", "Come to terms with its owner, or have internal control lift it on claim/{1}."), "S5 S11", MayBeOverridden: true);

    public static readonly ControlPoint ClaimMustBeOfKnownSort = new("CP-CLAIM-03", RefusalKind.Rule,
        new("不能这样占用“{0}”。", "{0} cannot be claimed that way."),
        new("使用已知的占用种类。", "Use a known sort of claim."));
}
