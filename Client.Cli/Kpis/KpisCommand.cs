using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using SalesGrid.CommandLine;
using SalesGrid.Texts;
using Spectre.Console;

namespace SalesGrid.Kpis;

// Inside the namespace: out here the name means a command to the grid.
using Command = System.CommandLine.Command;

/// <summary><c>kpis</c>: the figures of the grid as a table.</summary>
public static class KpisCommand
{
    // The ratio among them is shown as percent, amounts and counts with separators.
    private static readonly (string Name, string Zh, string En, string Format)[] Columns =
    [
        ("opportunities", "商机", "Opportunities", "N0"), ("open", "进行中", "Open", "N0"), ("won", "赢单", "Won", "N0"), ("lost", "输单", "Lost", "N0"),
        ("winRate", "赢单率", "Win rate", "P1"), ("wonCycleDays", "平均周期(天)", "Cycle, days", "N1"),
        ("wonAmount", "赢单金额", "Won amount", "#,0.##"), ("openAmount", "在途金额", "Open amount", "#,0.##"), ("weightedAmount", "加权金额", "Weighted", "#,0.##"),
    ];

    public static Command Create(CliContext context)
    {
        var language = context.Language;
        var groupBy = new Option<string?>("--group-by") { Description = language.Pick("分组维度,逗号分隔,如 region,product", "Dimensions, separated by commas, e.g. region,product") };
        var server = new ServerOptions(language);
        var command = new Command("kpis", language.Pick("显示 KPI", "Show the KPIs")) { groupBy };
        server.AddTo(command);
        command.SetAction((parsed, cancellationToken) => context.Guard(async () =>
        {
            var at = server.Server(parsed);
            using var client = server.Connect(parsed, context, at);
            client.Waiting = new WaitingNotice(context).Say;
            var dimensions = (parsed.GetValue(groupBy) ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            var query = dimensions.Length == 0 ? "" : "?groupBy=" + Uri.EscapeDataString(string.Join(',', dimensions));
            using var document = await client.Read("api/kpis" + query, cancellationToken)
                ?? throw new UserErrorException(new LocalText($"{at} 不是 Sales Grid 服务器。", $"{at} is not a Sales Grid server."));
            Show(document.RootElement.GetProperty("rows"), dimensions, context);
            return ExitCode.Done;
        }));
        return command;
    }

    private static void Show(JsonElement rows, string[] dimensions, CliContext context)
    {
        var table = new Table().Border(TableBorder.Rounded);
        foreach (var dimension in dimensions)
            table.AddColumn(Markup.Escape(dimension));
        foreach (var column in Columns)
            table.AddColumn(new TableColumn(context.Language.Pick(column.Zh, column.En)).RightAligned());
        table.AddColumn(context.Language.Pick("货币", "Currency"));
        foreach (var row in rows.EnumerateArray())
            table.AddRow([
                .. dimensions.Select(d => new Text(Value(row, d))),
                .. Columns.Select(c => new Text(Number(row, c.Name, c.Format))),
                new Text(Value(row, "currency"))]);
        context.Console.Write(table);
    }

    private static string Value(JsonElement row, string name) =>
        row.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value.ToString() : "-";

    // A figure without meaning is null, and is shown as such rather than as nought.
    private static string Number(JsonElement row, string name, string format) =>
        row.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number
            ? value.GetDecimal().ToString(format, CultureInfo.InvariantCulture)
            : "-";
}
