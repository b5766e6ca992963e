using System.CommandLine;
using System.Globalization;
using SalesGrid.CommandLine;
using SalesGrid.Import;
using SalesGrid.Texts;
using Spectre.Console;

namespace SalesGrid.Demo;

// Inside the namespace: out here the name means a command to the grid.
using Command = System.CommandLine.Command;

/// <summary><c>demo --count N</c>: made-up data, into a grid or into CSV files.</summary>
public static class DemoCommand
{
    public static Command Create(CliContext context)
    {
        var language = context.Language;
        var count = new Option<int>("--count") { Description = language.Pick($"商机数,1 到 {DemoData.MaxCount}", $"Number of opportunities, 1 to {DemoData.MaxCount}"), DefaultValueFactory = _ => 10_000 };
        count.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 1 or > DemoData.MaxCount)
                result.AddError(language.Pick($"--count 须在 1 与 {DemoData.MaxCount} 之间。", $"--count must lie between 1 and {DemoData.MaxCount}."));
        });
        var seed = new Option<int>("--seed") { Description = language.Pick("种子,0 或更大:同一种子生成同样的数据", "Seed, 0 or more: the same seed makes the same data"), DefaultValueFactory = _ => 1 };
        seed.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() < 0)
                result.AddError(language.Pick("--seed 不能为负。", "--seed must not be negative."));
        });
        var today = new Option<string?>("--today") { Description = language.Pick("数据截止日 yyyy-MM-dd,缺省为今天", "Day the data ends, yyyy-MM-dd; today when left out") };
        var folder = new Option<DirectoryInfo?>("--out") { Description = language.Pick("写为 CSV 文件与映射,不发送", "Write CSV files and a mapping instead of sending") };
        var server = new ServerOptions(language);
        var sending = new SendingOptions(language);
        var command = new Command("demo", language.Pick("生成演示数据", "Make demo data")) { count, seed, today, folder };
        server.AddTo(command);
        sending.AddTo(command);
        command.SetAction((parsed, cancellationToken) => context.Guard(async () =>
        {
            var data = new DemoData(parsed.GetValue(count), parsed.GetValue(seed), Day(parsed.GetValue(today), context));
            if (parsed.GetValue(folder) is { } path)
            {
                DemoFiles.Write(data, path.FullName);
                context.Console.WriteLine(language.Pick(
                    $"已写入 {path.FullName}:{data.Count} 个商机,{data.CustomerCount} 个客户,{data.SalespersonCount} 名销售人员,以及 mapping.json。",
                    $"Written to {path.FullName}: {data.Count} opportunities, {data.CustomerCount} customers, {data.SalespersonCount} salespeople, and mapping.json."));
                return ExitCode.Done;
            }
            var at = server.Server(parsed);
            using var client = server.Connect(parsed, context, at);
            var plan = new ImportPlan(data.Source, sending.BatchSize(parsed), sending.Parallel(parsed), StatePath: null,
                ImportSession.DefaultRejects(data.Source), KeepEmptyRejects: false, Restart: true);
            return await new ImportSession(context, data.Source, client, at, sending.Quiet(parsed), summaryPath: null)
                .Run(DemoTables.Of(data), plan, cancellationToken);
        }));
        return command;
    }

    private static DateOnly Day(string? text, CliContext context)
    {
        // The day where the grid is: it knows only UTC, and refuses a close date after its own today.
        if (text is null)
            return DateOnly.FromDateTime(context.Time.GetUtcNow().UtcDateTime);
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day.Year is >= 1910 and <= 2190)
            return day;
        throw new UserErrorException(new LocalText($"--today“{text}”不是 1910 至 2190 年的日期 yyyy-MM-dd。", $"--today '{text}' is not a date yyyy-MM-dd between 1910 and 2190."));
    }
}
