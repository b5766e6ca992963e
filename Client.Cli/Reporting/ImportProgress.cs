using System.Globalization;
using SalesGrid.Import;
using SalesGrid.Texts;
using Spectre.Console;

namespace SalesGrid.Reporting;

/// <summary>Shows how far an import is: a bar on a terminal, a line every few seconds elsewhere, nothing when quiet.</summary>
public sealed class ImportProgress(Language language, IAnsiConsole console, TimeProvider time, ProgressContext? bars, bool quiet) : IImportWatcher
{
    private static readonly TimeSpan LinePeriod = TimeSpan.FromSeconds(5);

    private ProgressTask? bar;
    private string file = "";
    private long rowsAtMost;
    private long rowsBefore;
    private long began;
    private long lastLine;

    /// <summary>Rows decided in this run, all tables.</summary>
    public long RowsThisRun { get; private set; }

    private long rowsDone;

    /// <inheritdoc/>
    public void Begin(ImportTable table, long rowsDone)
    {
        bar?.StopTask();
        (file, rowsAtMost, rowsBefore, this.rowsDone) = (table.Name, table.RowsAtMost, rowsDone, rowsDone);
        began = lastLine = time.GetTimestamp();
        bar = bars?.AddTask(Markup.Escape(file), maxValue: Math.Max(1, rowsAtMost));
        if (bar is not null)
            bar.Value = rowsDone;
        else if (!quiet && bars is null && rowsDone > 0)
            Say($"{file}: {language.Pick("接续第", "going on after row")} {Number(rowsDone)}{language.Pick(" 行", "")}");
    }

    /// <inheritdoc/>
    public void Advance(long rowsDone)
    {
        RowsThisRun += rowsDone - this.rowsDone;
        this.rowsDone = rowsDone;
        var seconds = time.GetElapsedTime(began).TotalSeconds;
        var rate = seconds > 0 ? (rowsDone - rowsBefore) / seconds : 0;
        if (bar is not null)
        {
            bar.Value = rowsDone;
            bar.Description = $"{Markup.Escape(file)} {Number(rowsDone)} · {Number((long)rate)} {language.Pick("行/秒", "rows/s")}";
        }
        else if (!quiet && time.GetElapsedTime(lastLine) >= LinePeriod)
        {
            lastLine = time.GetTimestamp();
            var left = rate > 0 ? TimeSpan.FromSeconds(Math.Ceiling(Math.Max(0, rowsAtMost - rowsDone) / rate)) : TimeSpan.Zero;
            Say($"{file}: {Number(rowsDone)} / {Number(rowsAtMost)}, {Number((long)rate)} {language.Pick("行/秒,还需", "rows/s, left")} {left:c}");
        }
    }

    /// <summary>Shows on the bar that the server keeps us waiting.</summary>
    public void Waiting(string why) =>
        bar?.Description = $"{Markup.Escape(file)} {language.Pick("等待服务器", "waiting for the server")}: {Markup.Escape(why)}";

    private void Say(string line) => console.WriteLine(line);

    private static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
