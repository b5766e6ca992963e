using System.Text.Json;

namespace SalesGrid.Chaos.Oracle;

/// <summary>A KPI answer as it came over HTTP.</summary>
/// <param name="Dimensions">What it was grouped by.</param>
/// <param name="From">First period day; null for no beginning.</param>
/// <param name="To">Last period day; null for no end.</param>
/// <param name="Json">The document.</param>
internal sealed record KpiAnswer(IReadOnlyList<string> Dimensions, DateOnly? From, DateOnly? To, string Json)
{
    /// <summary>Path the question is asked at.</summary>
    public static string PathOf(IReadOnlyList<string> dimensions, DateOnly? from, DateOnly? to)
    {
        string[] parameters =
        [
            .. dimensions.Count == 0 ? (string[])[] : [$"groupBy={string.Join(',', dimensions)}"],
            .. from is null ? (string[])[] : [FormattableString.Invariant($"from={from:yyyy-MM-dd}")],
            .. to is null ? (string[])[] : [FormattableString.Invariant($"to={to:yyyy-MM-dd}")],
        ];
        return parameters.Length == 0 ? "/api/kpis" : $"/api/kpis?{string.Join('&', parameters)}";
    }
}

/// <summary>Holds every KPI answered at the end against the entries.</summary>
internal static class KpiCheck
{
    /// <summary>The questions: every dimension, some together, a period, and none.</summary>
    public static IReadOnlyList<(string[] Dimensions, DateOnly? From, DateOnly? To)> Questions { get; } =
    [
        ([], null, null),
        .. "owner team region product customer sector channel process stage status month currency".Split(' ')
            .Select(d => (new[] { d }, (DateOnly?)null, (DateOnly?)null)),
        (["owner", "month", "currency"], null, null),
        (["team", "stage", "status", "product"], null, null),
        (["region", "currency"], new(2027, 1, 1), new(2027, 6, 30)),
        (["month"], null, new(2026, 12, 31)),
    ];

    /// <summary>True when nothing but what bears on no figure was written after a watermark: refusals told late, and warnings.</summary>
    private static bool IsOnlyAsideBeyond(string watermark, LedgerImage ledger)
    {
        var marks = watermark.Split('.').Select(m => long.Parse(m, System.Globalization.CultureInfo.InvariantCulture)).ToArray();
        return marks.Length == ledger.Ends.Count
            && marks.Zip(ledger.Ends, (mark, end) => mark <= end).All(within => within)
            && ledger.Lines.Where(line => line.Seq > marks[line.Bucket]).All(line => line.IsAside);
    }

    public static void Run(IEnumerable<KpiAnswer> answers, LedgerImage ledger, Findings findings)
    {
        var fold = new KpiFold(ledger.Lines);
        var end = string.Join('.', ledger.Ends);
        foreach (var answer in answers)
        {
            using var json = JsonDocument.Parse(answer.Json);
            var question = KpiAnswer.PathOf(answer.Dimensions, answer.From, answer.To);
            var watermark = json.RootElement.GetProperty("watermark").GetString();
            if (watermark != end && !IsOnlyAsideBeyond(watermark!, ledger))
                findings.Add(Wrong.Kpi, $"{question}: answered at {watermark}, the ledger ends at {end}");
            var expected = fold.Rows(answer.Dimensions, answer.From, answer.To);
            foreach (var row in json.RootElement.GetProperty("rows").EnumerateArray())
            {
                var (key, figures) = KpiFold.Read(row, answer.Dimensions);
                if (!expected.Remove(key, out var own))
                    findings.Add(Wrong.Kpi, $"{question}: there is a group '{key}' that the entries do not have");
                else if (own != figures)
                    findings.Add(Wrong.Kpi, $"{question}, group '{key}': answered {figures}; the entries say {own}");
            }
            foreach (var (key, own) in expected)
                findings.Add(Wrong.Kpi, $"{question}: the group '{key}' is missing; the entries say {own}");
        }
    }
}
