using SalesGrid.CommandLine;
using SalesGrid.Reporting;
using SalesGrid.Sending;
using SalesGrid.Texts;

namespace SalesGrid.Import;

/// <summary>One import as a person sees it: progress while it goes on, a summary at its end, and how to go on when it stopped.</summary>
/// <param name="context">The world around it.</param>
/// <param name="source">Name of the source.</param>
/// <param name="client">The server; null for a dry run.</param>
/// <param name="server">Its address; null for a dry run.</param>
/// <param name="quiet">True to show no progress.</param>
/// <param name="summaryPath">Where the summary is written as well; null for nowhere.</param>
public sealed class ImportSession(CliContext context, string source, GridClient? client, Uri? server, bool quiet, string? summaryPath)
{
    /// <summary>The rejects file of a source where no other is asked for, in the current folder.</summary>
    public static string DefaultRejects(string source) =>
        string.Concat(source.Select(c => char.IsLetterOrDigit(c) || c is '-' or '_' or '.' ? c : '-')) + "-rejects.csv";

    /// <summary>Brings in the tables and says what became of them; the exit code of the command.</summary>
    public async Task<int> Run(IReadOnlyList<ImportTable> tables, ImportPlan plan, CancellationToken cancellationToken)
    {
        client?.Waiting = new WaitingNotice(context).Say;
        var ledger = client is null ? null : await LedgerIdentity.Read(client, cancellationToken);
        var began = context.Time.GetTimestamp();
        var rows = 0L;
        ImportRun? run = null;
        Exception? stopped = null;
        await context.WithProgress(quiet, async bars =>
        {
            var progress = new ImportProgress(context.Language, context.Console, context.Time, bars, quiet);
            if (bars is not null)
                client?.Waiting = progress.Waiting;
            run = new(tables, (ICommandSender?)client ?? new DisconnectedSender(), ledger, plan, progress);
            try
            {
                await run.Run(cancellationToken);
                if (client is not null && await LedgerIdentity.Read(client, cancellationToken) != ledger)
                    throw new UserErrorException(LedgerChanged);
            }
            catch (Exception fault) when (fault is ServerOutOfReachException or OperationCanceledException)
            {
                stopped = fault;
            }
            finally
            {
                run.Dispose();
            }
            rows = progress.RowsThisRun;
        });

        var seconds = context.Time.GetElapsedTime(began).TotalSeconds;
        var summary = new Summary(source, server?.AbsoluteUri, ledger, stopped is null, run!.Continued, seconds,
            seconds > 0 ? rows / seconds : 0, run.Totals.Any(t => t.Rejected > 0) ? plan.RejectsPath : null, run.Totals);
        if (summaryPath is not null)
            summary.Save(summaryPath);
        summary.Show(context.Console, context.Language, run.WarningTexts);
        if (stopped is not null)
            throw new UserErrorException(Explain(stopped, summary));
        return summary.Rejected > 0 ? ExitCode.SomeRejected : ExitCode.Done;
    }

    // A server that came back with other data has only the rows sent since then.
    private static LocalText LedgerChanged { get; } = new(
        "导入期间服务器换了账本。请再次运行同一命令。", "The server changed to another ledger during the import. Run the same command again.");

    private static LocalText[] Explain(Exception stopped, Summary summary)
    {
        var done = summary.Tables.Sum(t => t.Read);
        var how = summary.Ledger is null
            ? new LocalText("再次运行同一命令即可继续:已有的行不会重复。", "Run the same command again to continue: rows that are there are not doubled.")
            : new LocalText("再次运行同一命令即从此处继续。", "Run the same command again: it continues from there.");
        return [
            stopped is ServerOutOfReachException
                ? new($"服务器 {summary.Server} 长时间没有回答:{stopped.Message}", $"The server {summary.Server} has not answered for too long: {stopped.Message}")
                : new("导入已中断。", "The import was interrupted."),
            new($"已确认 {done} 行。{how.Zh}", $"{done} rows are confirmed. {how.En}"),
        ];
    }
}
