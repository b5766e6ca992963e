namespace SalesGrid;

public static partial class ControlPoints
{
    // Catalogues: of whatever kind their entries are.
    public static readonly ControlPoint CatalogueCodeMustBeFree = new("CP-CLAIM-05", RefusalKind.Conflict,
        new("编号 {0} 已在使用,本编号只是它的另一种写法。", "The code {0} is in use; this one is another spelling of it."),
        new("使用现有编号,或另取编号。", "Use the code there is, or choose another one."), "S7 S11");
}
