namespace SalesGrid.Import;

/// <summary>
/// Why a row is rejected before anything is sent for it. Same shape as the grid's own control points, ids of their own: what is
/// wrong is wrong with the file, not with the business.
/// </summary>
public static class ImportPoints
{
    public static readonly ControlPoint RowMustBeReadable = new("IMP-ROW-01", RefusalKind.Invalid,
        new("此行不是有效的 CSV:{0}。", "The row is not valid CSV: {1}."),
        new("更正该行的引号或字符。", "Correct the quotes or characters of the row."));

    public static readonly ControlPoint RowMustHaveAllColumns = new("IMP-ROW-02", RefusalKind.Invalid,
        new("此行有 {0} 列,表头有 {1} 列。", "The row has {0} columns; the header has {1}."),
        new("补齐或删去多余的列。", "Add the missing columns or remove the extra ones."));

    public static readonly ControlPoint IdMustBeUsable = new("IMP-ROW-03", RefusalKind.Invalid,
        new("“{0}”不能作为编号:须为 1 到 64 个字母、数字或 - _ . : @ + ( ) 及内部空格。",
            "'{0}' cannot be an id: 1 to 64 letters, digits or - _ . : @ + ( ) and inner blanks."),
        new("在映射中用 idReplace 或 idRule 转换编号。", "Convert the id with idReplace or idRule in the mapping."));

    public static readonly ControlPoint IdMustOccurOnce = new("IMP-ROW-04", RefusalKind.Conflict,
        new("编号 {0} 已在第 {1} 行出现。", "Id {0} occurred already on line {1}."),
        new("保留一行。", "Keep one of the rows."));

    public static readonly ControlPoint ValueMustBeThere = new("IMP-ROW-05", RefusalKind.Invalid,
        new("缺少 {0}。", "{0} is missing."),
        new("填写该值,或在映射中给出 default。", "Fill it in, or give a default in the mapping."));

    public static readonly ControlPoint ReferenceMustBeKnown = new("IMP-ROW-06", RefusalKind.Rule,
        new("{0}“{1}”不在文件 {2} 中。", "{0} '{1}' is not in file {2}."),
        new("补充该记录,或在映射中用 aliases 更正写法。", "Add that record, or correct the spelling with aliases in the mapping."));

    public static readonly ControlPoint DateMustBeReadable = new("IMP-ROW-07", RefusalKind.Invalid,
        new("{0}“{1}”不是日期(格式:{2})。", "{0} '{1}' is not a date (formats: {2})."),
        new("更正日期,或在映射的 dates 中加上其格式。", "Correct the date, or add its format to dates in the mapping."));

    public static readonly ControlPoint NumberMustBeReadable = new("IMP-ROW-08", RefusalKind.Invalid,
        new("{0}“{1}”不是数字,或超出范围。", "{0} '{1}' is not a number, or out of range."),
        new("更正数字,或在映射的 numbers 中说明写法。", "Correct the number, or say in numbers of the mapping how it is written."));

    public static readonly ControlPoint StatusMustBeKnown = new("IMP-ROW-09", RefusalKind.Invalid,
        new("映射未说明状态“{0}”的含义。", "The mapping does not say what status '{0}' means."),
        new("在映射的 status.values 中加上该状态。", "Add that status to status.values in the mapping."));

    public static readonly ControlPoint AmountMustFitCurrency = new("IMP-ROW-10", RefusalKind.Invalid,
        new("金额“{0}”的小数位多于货币 {1} 所允许,或过大,或缺少货币。", "Amount '{0}' has more decimals than currency {1} allows, is too large, or has no currency."),
        new("更正金额或货币。", "Correct the amount or its currency."));

    public static readonly ControlPoint NameMustBeCode = new("IMP-ROW-11", RefusalKind.Invalid,
        new("{0}“{1}”不能作为编号,无法建立。", "{0} '{1}' cannot be a code, so none is made of it."),
        new("在映射中用 aliases 改写,或先在系统中建立。", "Rewrite it with aliases in the mapping, or make it in the grid first."));

    /// <summary>What the grid refuses because the object is there, put there by something else than this very row.</summary>
    public static LocalText AlreadyThere(LocalText reason) => new(
        $"{reason.Zh}系统中的内容与此行不同,或不是由此行建立;未改动。",
        $"{reason.En} It is there with other content than this row, or was not brought in by it; nothing was changed.");
}
