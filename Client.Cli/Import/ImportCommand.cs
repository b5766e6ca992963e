using System.CommandLine;
using SalesGrid.CommandLine;
using SalesGrid.Mapping;
using SalesGrid.Texts;

namespace SalesGrid.Import;

// Inside the namespace: out here the name means a command to the grid.
using Command = System.CommandLine.Command;

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
                read.Hash, sending.BatchSize(parsed), sending.Parallel(parsed),
                dry ? null : parsed.GetValue(state) ?? ImportState.DefaultPath(parsed.GetRequiredValue(folder).FullName, file, at),
                parsed.GetValue(rejects) ?? ImportSession.DefaultRejects(read.Source),
                parsed.GetValue(rejects) is not null,
                parsed.GetValue(restart));
            using var client = dry ? null : server.Connect(parsed, context, at);
            var session = new ImportSession(context, read.Source, client, dry ? null : at, sending.Quiet(parsed), parsed.GetValue(summary));
            return await session.Run(ImportTable.Of(read, found), plan, cancellationToken);
        }));
        return command;
    }
}
