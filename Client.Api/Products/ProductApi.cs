using SalesGrid.Gateway.Subjects;
using SalesGrid.Products;

namespace SalesGrid.Gateway.Products;

/// <summary>Products of the catalogue as they are reached from outside.</summary>
public static class ProductApi
{
    /// <summary>Their commands.</summary>
    public static KindApi Api { get; } = new("product", "products", "PROD", "Catalogue", KindView.Of<ProductView>("product", v => v.Version) with { NotFound = ControlPoints.ProductMustExist, HasTags = false },
    [
        new("create", typeof(CreateProduct), "建立产品 · Put a product into the catalogue; its id is its code",
            new { id = "CNC-5", nameZh = "五轴加工中心", nameEn = "Five-axis machining centre", family = "CNC", unitOfMeasure = "台" }, Creates: true),
        new("import", typeof(ImportProduct), "导入产品 · Bring in a product as another system sells it",
            new { nameZh = "五轴加工中心", nameEn = "Five-axis machining centre", source = "crm", family = "CNC" }),
        new("rename", typeof(RenameProduct), "更名 · Give it other names", new { nameZh = "五轴联动加工中心", nameEn = "Simultaneous five-axis machining centre" }),
        new("classify", typeof(ClassifyProduct), "归类 · Say its family and what quantities of it count", new { family = "CNC", unitOfMeasure = "台" }),
        new("assess-legality", typeof(AssessLegality), "判断合法性 · Judge whether it may be sold by law: free, withLicence or forbidden; not for who released it",
            new { legality = "withLicence", basis = "医疗器械监督管理条例第 13 条" }),
        new("record-licence", typeof(RecordLicence), "登记许可 · Record a licence or registration; not for who released the product",
            new { licence = "medical-device-registration", number = "国械注准 20263010001", validUntil = "2031-06-30", regions = new[] { "华东" } }),
        new("withdraw-licence", typeof(WithdrawLicence), "撤回许可 · Take a licence away before its day",
            new { licence = "medical-device-registration", number = "国械注准 20263010001", reason = "注册证被注销" }),
        new("release", typeof(ReleaseProduct), "批准销售 · Have it sold, for the first time or again; not for who judged its legality or recorded its licences"),
        new("suspend", typeof(SuspendProduct), "暂停销售 · Stop its sale until it is released again", new { reason = "质量问题调查" }),
        new("retire", typeof(RetireProduct), "退市 · Take it out of sale for good", new { reason = "由 CNC-6 取代" }),
    ])
    { ReadableBy = ReadableBy.Everybody };
}
