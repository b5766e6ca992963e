namespace SalesGrid;

public static partial class ControlPoints
{
    // Import windows.
    public static readonly ControlPoint ImportMustHaveWindow = new("CP-IMPORT-01", RefusalKind.Rule,
        new("当前没有打开的数据导入窗口。", "No import window is open."),
        new("请内控打开导入窗口后再导入。", "Have internal control open an import window first."), "S9 S11")
    { By = [Who.Controller], Command = "importwindow.open" };

    public static readonly ControlPoint ImporterMustNotHaveOpenedWindow = new("CP-IMPORT-02", RefusalKind.Rule,
        new("导入窗口由 {0} 本人打开,不能自行导入。", "{0} opened the import window and cannot import in it."),
        new("由另一名导入人员导入,或由另一名内控人员打开窗口。", "Have somebody else import, or another of internal control open the window."), "S9")
    { By = [Who.Importer] };

    public static readonly ControlPoint ImportWindowMustEndSoon = new("CP-IMPORT-03", RefusalKind.Rule,
        new("导入窗口须在未来、且不晚于 {0} 结束。", "An import window ends in the future and no later than {0}."),
        new("使用更近的结束时间。", "State an end within 30 days."), "S9 S11");

    public static readonly ControlPoint ImportWindowMustBeAlone = new("CP-IMPORT-04", RefusalKind.Conflict,
        new("{0} 打开的导入窗口到 {1} 才结束。", "The import window that {0} opened is open until {1}."),
        new("先关闭现有窗口。", "Close that window first."), "S9")
    { By = [Who.Controller], Command = "importwindow.close" };

    public static readonly ControlPoint ImportWindowMustBeOpen = new("CP-IMPORT-05", RefusalKind.Rule,
        new("没有打开的导入窗口,无需关闭。", "No import window is open; there is nothing to close."),
        new("检查窗口状态。", "Look at the window."), "S9");
}
