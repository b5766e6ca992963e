using SalesGrid.Gateway.Grid;
using SalesGrid.Gateway.Subjects;
using SalesGrid.ImportWindows;

namespace SalesGrid.Gateway.ImportWindows;

/// <summary>Whether history may be brought in, by whose leave and until when.</summary>
/// <param name="Id">Always <c>company</c>.</param>
/// <param name="Version">Version of the object; 0 while no window was ever opened.</param>
/// <param name="Open">True while a window is open.</param>
/// <param name="OpenedBy">Who opened the window opened last; null for none.</param>
/// <param name="OpenedAt">When.</param>
/// <param name="Until">When it ends by itself, or did.</param>
/// <param name="Reason">Why it was opened.</param>
/// <param name="ClosedBy">Who closed it before its end; null when nobody did.</param>
/// <param name="ClosedAt">When.</param>
/// <param name="CloseReason">Why.</param>
public sealed record ImportWindowAnswer(
    string Id, int Version, bool Open, string? OpenedBy, DateTimeOffset? OpenedAt, DateTimeOffset? Until, string? Reason,
    string? ClosedBy, DateTimeOffset? ClosedAt, string? CloseReason)
{
    /// <summary>What is told of the windows; null where none was ever opened.</summary>
    public static ImportWindowAnswer Of(ImportWindowView? view, DateTimeOffset now) => view?.Last is { } last
        ? new(view.Id, view.Version, last.IsOpenAt(now), last.OpenedBy, last.OpenedAt, last.Until, last.Reason, last.ClosedBy, last.ClosedAt, last.CloseReason)
        : new(ImportWindowCommand.Company, 0, false, null, null, null, null, null, null, null);
}

/// <summary>Import windows as they are reached from outside: there is one object of them, so its id may be left out.</summary>
public static class ImportWindowApi
{
    /// <summary>Their commands.</summary>
    public static KindApi Api { get; } = new("importwindow", "import-windows", "IW", "Import windows", new()
    {
        Shape = typeof(ImportWindowAnswer),
        One = async (http, grid, id) => id == ImportWindowCommand.Company
            && ImportWindowAnswer.Of((ImportWindowView?)await grid.Ask(grid.Subject("importwindow", id), static s => s.See(), http.RequestAborted),
                http.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow()) is var answer
                ? (answer, answer.Version)
                : null,
        HasTags = false,
    },
    [
        new("open", typeof(OpenImportWindow), "打开导入窗口 · Open an import window, at most 30 days long", new { until = "2026-12-01T00:00:00+08:00", reason = "旧系统商机上线导入" }),
        new("close", typeof(CloseImportWindow), "关闭导入窗口 · Close the window that is open", new { reason = "导入已核对" }),
    ])
    { OnlyId = ImportWindowCommand.Company, ReadableBy = ReadableBy.Everybody };
}
