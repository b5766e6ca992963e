using System.CommandLine;
using SalesGrid.CommandLine;
using SalesGrid.Mapping;
using SalesGrid.Reporting;
using SalesGrid.Sending;
using SalesGrid.Texts;
using Spectre.Console;

namespace SalesGrid.Import;

/// <summary><c>import DIR --mapping FILE</c>: brings in what a company already has.</summary>
public static class ImportCommand
{
    public static Command Create(CliContext context)
    {
        var language = context.Language;
        var folder = new Argument<DirectoryInfo>("DIR") { Description = language.Pick("CSV 文件所在的文件夹", "Folder with the CSV files") };
        var mapping = new Option<FileInfo>("--mapping") { Description = language.Pick("映射文件(JSON)", "Mapping file (JSON)"), Required = true };
        var rejects = new Option<string?>("--rejects") { Description = language.Pick("被拒绝的行写入此文件", "Where rejected rows are written") };
        var state = new Option<string?>("--state") { Description = language.Pick("进度文件", "Where to remember how far it got") };
        var restart = new Option<bool>("--restart") { Description = language.Pick("不接续上次,从头开始", "Start at the first row, whatever is remembered") };
        var dryRun = new Option<bool>("--dry-run") { Description = language.Pick("只检查,不发送", "Check everything, send nothing") };
        var summary = new Option<string?>("--summary") { Description = language.Pick("汇总写入此 JSON 文件", "Also write the summary to this JSON file") };
        var server = new ServerOptions(language);
        var sending = new SendingOptions(language);
        var command = new Command("import", language.Pick("导入公司已有的数据", "Import what a company already has"))
        {
            folder, mapping, rejects, state, restart, dryRun, summary,
        };
        server.AddTo(command);
        sending.AddTo(command);
        command.SetAction((parsed, cancellationToken) => context.Guard(async () =>
        {
            var file = parsed.GetRequiredValue(mapping).FullName;
            var read = MappingReader.Read(file);
            var found = TableSource.Find(parsed.GetRequiredValue(folder).FullName, read);
            var at = server.Server(parsed);
            var dry = parsed.GetValue(dryRun);
            var plan = new ImportPlan(
                sending.BatchSize(parsed), sending.Parallel(parsed),
                dry ? null : parsed.GetValue(state) ?? ImportState.DefaultPath(parsed.GetRequiredValue(folder).FullName, file, at),
                parsed.GetValue(rejects) ?? $"{FileName(read.Source)}-rejects.csv",
                parsed.GetValue(rejects) is not null,
                parsed.GetValue(restart));
            using var client = dry ? null : server.Connect(parsed, context, at);
            return await Run(context, read, found, client, dry ? null : at, plan, sending.Quiet(parsed), parsed.GetValue(summary), cancellationToken);
        }));
        return command;
    }

    private static async Task<int> Run(
        CliContext context, ImportMapping mapping, IReadOnlyList<TableSource> tables, GridClient? client, Uri? server, ImportPlan plan,
        bool quiet, string? summaryPath, CancellationToken cancellationToken)
    {
        var ledger = client is null ? null : await LedgerIdentity.Read(client, cancellationToken);
        var began = context.Time.GetTimestamp();
        var rows = 0L;
        ImportRun? run = null;
        Exception? stopped = null;
        await context.WithProgress(quiet, async bars =>
        {
            var progress = new ImportProgress(context.Language, context.Console, context.Time, bars, quiet);
            client?.Waiting = progress.Waiting;
            run = new(mapping, tables, (ICommandDoor?)client ?? new ClosedDoor(), ledger, plan, progress);
            try
            {
                await run.Run(cancellationToken);
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
        var summary = new Summary(mapping.Source, server?.AbsoluteUri, ledger, stopped is null, run!.Continued, seconds,
            seconds > 0 ? rows / seconds : 0, run.Totals.Any(t => t.Rejected > 0) ? plan.RejectsPath : null, run.Totals);
        if (summaryPath is not null)
            summary.Save(summaryPath);
        if (!quiet || summary.Rejected > 0 || stopped is not null)
            summary.Show(context.Console, context.Language, run.WarningTexts);
        if (stopped is not null)
            throw new UserErrorException(Explain(stopped, server, summary, ledger));
        return summary.Rejected > 0 ? ExitCode.SomeRejected : ExitCode.Done;
    }

    private static LocalText[] Explain(Exception stopped, Uri? server, Summary summary, string? ledger)
    {
        var done = summary.Tables.Sum(t => t.Read);
        var how = ledger is null
            ? new LocalText("再次运行同一命令即可继续:已有的行不会重复。", "Run the same command again to continue: rows that are there are not doubled.")
            : new LocalText("再次运行同一命令即从此处继续。", "Run the same command again: it continues from there.");
        return [
            stopped is ServerOutOfReachException
                ? new($"服务器 {server} 长时间没有回答:{stopped.Message}", $"The server {server} has not answered for too long: {stopped.Message}")
                : new("导入已中断。", "The import was interrupted."),
            new($"已确认 {done} 行。{how.Zh}", $"{done} rows are confirmed. {how.En}"),
        ];
    }

    private static string FileName(string source) =>
        string.Concat(source.Select(c => char.IsLetterOrDigit(c) || c is '-' or '_' or '.' ? c : '-'));
}
