using System.Globalization;
using System.Text.Json;
using SalesGrid.Texts;
using Spectre.Console;

namespace SalesGrid.Reporting;

/// <summary>What an import did, for a person and for a script.</summary>
/// <param name="Source">Name of the source.</param>
/// <param name="Server">Where it went; null for a dry run.</param>
/// <param name="Ledger">The ledger it went into, where the server tells.</param>
/// <param name="Complete">False when it stopped before the last row.</param>
/// <param name="Continued">True when an earlier run was continued.</param>
/// <param name="Seconds">How long this run took.</param>
/// <param name="RowsPerSecond">Rows decided in this run, per second.</param>
/// <param name="RejectsFile">Where the rejected rows are; null when there are none.</param>
/// <param name="Tables">By table.</param>
public sealed record Summary(
    string Source,
    string? Server,
    string? Ledger,
    bool Complete,
    bool Continued,
    double Seconds,
    double RowsPerSecond,
    string? RejectsFile,
    IReadOnlyList<TableTotals> Tables)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>Rows rejected in all tables.</summary>
    public long Rejected => Tables.Sum(t => t.Rejected);

    /// <summary>Writes it as JSON.</summary>
    public void Save(string path) => File.WriteAllBytes(path, JsonSerializer.SerializeToUtf8Bytes(this, Json));

    /// <summary>Shows it as a table, with the warnings and rejections by kind below.</summary>
    public void Show(IAnsiConsole console, Language language, IReadOnlyDictionary<string, LocalText> warnings)
    {
        var table = new Table().Border(TableBorder.Rounded);
        table.AddColumn(language.Pick("文件", "File"));
        foreach (var heading in (string[])[
            language.Pick("行数", "Rows"), language.Pick("已接受", "Accepted"), language.Pick("带警告接受", "With warning"),
            language.Pick("其中原已存在", "Of these there before"), language.Pick("已拒绝", "Rejected")])
            table.AddColumn(new TableColumn(heading).RightAligned());
        foreach (var t in Tables)
            table.AddRow([Markup.Escape(t.File), .. Counts(t)]);
        console.Write(table);

        foreach (var t in Tables)
        {
            foreach (var (code, count) in t.Warnings.OrderByDescending(w => w.Value))
                console.MarkupLineInterpolated($"[yellow]{language.Pick("警告", "warning")}[/]  {t.File}: {(warnings.GetValueOrDefault(code)?.In(language) ?? code)}  {Number(count)}");
            foreach (var (point, count) in t.Rejections.OrderByDescending(r => r.Value))
                console.MarkupLineInterpolated($"[red]{language.Pick("拒绝", "rejected")}[/]  {t.File}: {point}  {Number(count)}");
        }
        console.MarkupLineInterpolated($"{language.Pick("用时", "Took")} {Seconds.ToString("N1", CultureInfo.InvariantCulture)} s, {RowsPerSecond.ToString("N0", CultureInfo.InvariantCulture)} {language.Pick("行/秒", "rows/s")}");
        if (RejectsFile is not null)
            console.MarkupLineInterpolated($"{language.Pick("被拒绝的行及原因见", "Rejected rows and reasons are in")} {RejectsFile}");
    }

    private static string[] Counts(TableTotals t) =>
        [Number(t.Read), Number(t.Accepted), Number(t.AcceptedWithWarning), Number(t.AlreadyThere), Number(t.Rejected)];

    private static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
