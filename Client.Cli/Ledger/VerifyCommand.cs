using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using SalesGrid.CommandLine;
using SalesGrid.Texts;
using Spectre.Console;

namespace SalesGrid.Ledger;

// Inside the namespace: out here the name means a command to the grid.
using Command = System.CommandLine.Command;

/// <summary><c>verify</c>: has the server check its whole ledger, and shows what it found.</summary>
public static class VerifyCommand
{
    public static Command Create(CliContext context)
    {
        var language = context.Language;
        var server = new ServerOptions(language);
        var command = new Command("verify", language.Pick("验证账本", "Check the whole ledger"));
        server.AddTo(command);
        command.SetAction((parsed, cancellationToken) => context.Guard(async () =>
        {
            var at = server.Server(parsed);
            using var client = server.Connect(parsed, context, at);
            client.Waiting = new WaitingNotice(context).Say;
            using var document = await client.Read("api/ledger/verify", cancellationToken)
                ?? throw new UserErrorException(new LocalText($"{at} 不是 Sales Grid 服务器。", $"{at} is not a Sales Grid server."));
            return Show(document.RootElement, context.Console, language);
        }));
        return command;
    }

    private static int Show(JsonElement verdict, IAnsiConsole console, Language language)
    {
        var ok = verdict.GetProperty("ok").GetBoolean();
        var table = new Table().Border(TableBorder.Rounded).AddColumns(
            language.Pick("桶", "Bucket"), language.Pick("条目", "Entries"), language.Pick("记录", "Records"), language.Pick("链头", "Head"), language.Pick("结果", "Result"));
        foreach (var bucket in verdict.GetProperty("buckets").EnumerateArray())
        {
            var good = bucket.GetProperty("ok").GetBoolean();
            var problems = bucket.TryGetProperty("problems", out var list) && list.ValueKind == JsonValueKind.Array
                ? string.Join("; ", list.EnumerateArray().Select(p => p.ToString()))
                : "";
            table.AddRow(
                new Text(Number(bucket, "bucket")), new Text(Number(bucket, "entries")), new Text(Number(bucket, "records")),
                new Text(bucket.TryGetProperty("headHash", out var hash) ? Short(hash.ToString()) : ""),
                new Text(good ? language.Pick("正确", "good") : problems, new Style(good ? Color.Green : Color.Red)));
        }
        console.Write(table);
        var (entries, differences) = (Number(verdict, "entries"), Number(verdict, "kpiDifferences"));
        console.MarkupLineInterpolated(ok
            ? (FormattableString)$"[green]{language.Pick($"账本完整:{entries} 条,KPI 差异 {differences}。", $"The ledger is sound: {entries} entries, {differences} KPI differences.")}[/]"
            : $"[red]{language.Pick($"账本有误:{entries} 条,KPI 差异 {differences}。", $"The ledger is not sound: {entries} entries, {differences} KPI differences.")}[/]");
        return ok ? ExitCode.Done : ExitCode.SomeRejected;
    }

    private static string Number(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.TryGetInt64(out var number) ? number.ToString("N0", CultureInfo.InvariantCulture) : "";

    private static string Short(string hash) => hash.Length > 12 ? hash[..12] : hash;
}
