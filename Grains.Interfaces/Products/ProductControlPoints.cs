namespace SalesGrid;

public static partial class ControlPoints
{
    // Products of the catalogue.
    public static readonly ControlPoint ProductMustExist = new("CP-PROD-01", RefusalKind.NotFound,
        new("产品 {0} 不存在。", "There is no product {0}."),
        new("检查编号,或先建立产品。", "Check the code, or put the product into the catalogue first."))
    { By = [Who.ProcessOwner], Command = "product.create" };

    public static readonly ControlPoint ProductMustBeNew = new("CP-PROD-02", RefusalKind.Conflict,
        new("产品 {0} 已存在。", "There is a product {0} already."),
        new("使用另一编号。", "Use another code."));

    public static readonly ControlPoint ProductMustStandThere = new("CP-PROD-03", RefusalKind.Rule,
        new("产品当前为“{0}”,须为“{2}”。", "The product is {1}; it must be {3}."),
        new("先改变产品的状态。", "Bring it there first."), "S7")
    { By = [Who.ProcessOwner] };

    public static readonly ControlPoint LegalityMustBeAssessed = new("CP-PROD-04", RefusalKind.Rule,
        new("产品 {0} 的合法性尚未由法务判断。", "The legality of product {0} was not judged yet."),
        new("请法务判断合法性。", "Have legal judge it."), "S7")
    { By = [Who.Legal], Command = "product.assess-legality" };

    public static readonly ControlPoint ProductMustBeLegal = new("CP-PROD-05", RefusalKind.Rule,
        new("产品 {0} 依法不得销售。", "Product {0} must not be sold by law."),
        new("不销售该产品;判断有变时请法务重新判断。", "Do not sell it; where the judgement has changed, have legal judge it anew."), "S7")
    { By = [Who.Legal], Command = "product.assess-legality" };

    public static readonly ControlPoint ProductMustBeLicensed = new("CP-PROD-06", RefusalKind.Rule,
        new("产品 {0} 没有在 {1} 有效的许可或注册证。", "Product {0} has no licence or registration that is good on {1}."),
        new("请法务登记有效的许可。", "Have legal record a licence that is."), "S7")
    { By = [Who.Legal], Command = "product.record-licence" };

    public static readonly ControlPoint ProductMustBeLicensedThere = new("CP-PROD-07", RefusalKind.Rule,
        new("产品 {0} 的许可不适用于区域“{1}”。", "The licences of product {0} do not cover the region {2}."),
        new("请法务登记适用于该区域的许可,或选择另一产品。", "Have legal record a licence for that region, or choose another product."), "S7")
    { By = [Who.Legal], Command = "product.record-licence" };

    public static readonly ControlPoint ProductMustBeReleasedByAnother = new("CP-PROD-08", RefusalKind.Rule,
        new("{0} 判断了该产品的合法性或登记了其许可,不能再批准销售。", "{0} judged the legality of the product or recorded a licence it has, and cannot release it too."),
        new("由另一名目录管理人员批准销售。", "Have another of those who keep the catalogue release it."), "S1 S7")
    { By = [Who.ProcessOwner], Command = "product.release" };

    public static readonly ControlPoint LegalityMustBeJudgedByAnother = new("CP-PROD-09", RefusalKind.Rule,
        new("{0} 批准了该产品的销售,不能再判断其合法性或登记许可。", "{0} released the product and cannot judge its legality or record its licences too."),
        new("由另一名法务人员办理。", "Have another of legal do it."), "S1 S7")
    { By = [Who.Legal] };

    public static readonly ControlPoint LegalHoldMustBeLifted = new("CP-PROD-10", RefusalKind.Rule,
        new("产品由法务暂停,须先由法务重新判断合法性。", "Legal suspended the product; its legality has to be judged anew first."),
        new("请法务重新判断。", "Have legal judge it anew."), "S7")
    { By = [Who.Legal], Command = "product.assess-legality" };

    public static readonly ControlPoint LicenceMustBeRecorded = new("CP-PROD-11", RefusalKind.Rule,
        new("产品没有编号为 {1} 的许可“{0}”。", "The product has no licence {0} with the number {1}."),
        new("检查许可种类与编号。", "Check the sort and the number."), "S7");

    public static readonly ControlPoint LicencesMustBeFew = new("CP-PROD-12", RefusalKind.Rule,
        new("一个产品最多 {0} 项许可。", "A product has at most {0} licences."),
        new("先撤回已失效的许可。", "Withdraw those that have lapsed first."))
    { By = [Who.Legal], Command = "product.withdraw-licence" };

    // Products as others name them.
    public static readonly ControlPoint ProductMustBeInCatalogue = new("CP-PROD-13", RefusalKind.Rule,
        new("产品“{0}”不在产品目录中。", "Product {0} is not in the catalogue."),
        new("使用目录中的产品,或请目录管理人员建立该产品。", "Name a product of the catalogue, or have whoever keeps it put it in."), "S4 S7")
    { By = [Who.ProcessOwner], Command = "product.create" };

    public static readonly ControlPoint ProductMustBeReleased = new("CP-PROD-14", RefusalKind.Rule,
        new("产品 {0} 当前为“{1}”,不能销售。", "Product {0} is {2} and is not sold."),
        new("选择在售产品;草稿或暂停的产品可请目录管理人员批准销售,已退市的不再销售。", "Choose a product that is sold; whoever keeps the catalogue can release a draft or a suspended one, a retired one is sold no more."), "S7")
    { By = [Who.ProcessOwner], Command = "product.release" };
}
