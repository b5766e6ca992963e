using System.Globalization;
using System.Numerics;
using System.Text.Json;

namespace SalesGrid.Chaos.Oracle;

/// <summary>The KPIs as the entries say them: the oracle's own fold, from the lines of the ledger and nothing else.</summary>
internal sealed class KpiFold
{
    private readonly Dictionary<string, Dictionary<string, string?>> deals = new(StringComparer.Ordinal);

    public KpiFold(IEnumerable<Line> lines)
    {
        foreach (var line in lines.Where(l => l.Subject.StartsWith("opportunity/", StringComparison.Ordinal)))
        {
            if (!deals.TryGetValue(line.Subject, out var deal))
                deals.Add(line.Subject, deal = new(StringComparer.Ordinal));
            Take(deal, line);
        }
    }

    /// <summary>
    /// The rows an answer must have: for each group its dimensions, joined, and its figures in the order
    /// opportunities, open, won, lost, wonAmount, winRate, wonCycleDays, openAmount, weightedAmount, currency.
    /// </summary>
    public Dictionary<string, string> Rows(IReadOnlyList<string> dimensions, DateOnly? from = null, DateOnly? to = null)
    {
        var rows = deals.Values
            .Where(d => (from is null && to is null) || (Period(d) is { } day && !(day < from) && !(day > to)))
            .GroupBy(d => string.Join('|', dimensions.Select(name => Dimension(d, name) ?? "∅")), StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => Figures([.. g], withCurrency: !dimensions.Contains("currency")), StringComparer.Ordinal);
        if (rows.Count == 0 && dimensions.Count == 0)
            rows.Add("", Figures([], withCurrency: true));
        return rows;
    }

    /// <summary>An answered row in the same words.</summary>
    public static (string Key, string Figures) Read(JsonElement row, IReadOnlyList<string> dimensions)
    {
        var key = string.Join('|', dimensions.Select(name => row.GetProperty(name).GetString() ?? "∅"));
        var currency = dimensions.Contains("currency") ? "" : row.GetProperty("currency").GetString() ?? "∅";
        return (key, string.Join(' ',
            Whole("opportunities"), Whole("open"), Whole("won"), Whole("lost"), Amount("wonAmount"), Ratio("winRate"),
            Ratio("wonCycleDays"), Amount("openAmount"), Amount("weightedAmount"), currency).TrimEnd());

        string Whole(string name) => row.GetProperty(name).GetInt64().ToString(CultureInfo.InvariantCulture);
        string Amount(string name) => row.GetProperty(name) is { ValueKind: JsonValueKind.Number } n ? Text(n.GetDecimal()) : "∅";
        string Ratio(string name) => row.GetProperty(name) is { ValueKind: JsonValueKind.Number } n ? Text(n.GetDouble()) : "∅";
    }

    private static void Take(Dictionary<string, string?> deal, Line line)
    {
        var e = line.Data;
        switch (line.Type)
        {
            case "OpportunityOpened":
                deal["status"] = "open";
                Copy(e, deal, "processId", "stage", "probabilityPercent", "sector", "openedOn");
                Attribution();
                Facts();
                break;
            case "OpportunityValued":
                deal["sector"] = null;
                Copy(e, deal, "sector");
                Facts();
                break;
            case "StageAdvanced" or "StageReturned":
                deal["stage"] = e.GetProperty("to").GetString();
                Copy(e, deal, "probabilityPercent");
                break;
            case "OpportunityReassigned":
                Attribution();
                break;
            case "OpportunityWon":
                deal["status"] = "won";
                Copy(e, deal, "closedOn");
                Copy(e.GetProperty("amount"), deal, "minorUnits", "currency");
                break;
            case "OpportunityLost":
                deal["status"] = "lost";
                Copy(e, deal, "closedOn");
                break;
            case "OpportunityReopened":
                deal["status"] = "open";
                deal.Remove("closedOn");
                break;
        }

        void Attribution() => Copy(e.GetProperty("attribution"), deal, "ownerId", "team", "region");

        void Facts()
        {
            var facts = e.GetProperty("facts");
            foreach (var name in (string[])["product", "customerId", "channel", "expectedCloseOn"])
                deal[name] = null;
            Copy(facts, deal, "product", "customerId", "channel", "expectedCloseOn");
            if (facts.TryGetProperty("amount", out var amount))
                Copy(amount, deal, "minorUnits", "currency");
        }
    }

    private static void Copy(JsonElement from, Dictionary<string, string?> to, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (from.TryGetProperty(name, out var value))
                to[name] = value.ValueKind == JsonValueKind.String ? value.GetString() : value.GetRawText();
        }
    }

    private static string? Dimension(Dictionary<string, string?> deal, string name) => name switch
    {
        "owner" => deal.GetValueOrDefault("ownerId"),
        "customer" => deal.GetValueOrDefault("customerId"),
        "process" => deal.GetValueOrDefault("processId"),
        "month" => Period(deal)?.ToString("yyyy-MM", CultureInfo.InvariantCulture),
        _ => deal.GetValueOrDefault(name),
    };

    /// <summary>The day an opportunity counts in: when it was decided, or is expected to be.</summary>
    private static DateOnly? Period(Dictionary<string, string?> deal) => Day(deal, deal["status"] == "open" ? "expectedCloseOn" : "closedOn");

    private static DateOnly? Day(Dictionary<string, string?> deal, string name) =>
        deal.GetValueOrDefault(name) is { } text ? DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture) : null;

    private static string Figures(List<Dictionary<string, string?>> group, bool withCurrency)
    {
        var open = group.Where(d => d["status"] == "open").ToList();
        var won = group.Where(d => d["status"] == "won").ToList();
        var lost = group.Count(d => d["status"] == "lost");
        var currencies = group.Select(d => d.GetValueOrDefault("currency")).OfType<string>().Distinct().ToList();
        var cycles = won.Select(d => Day(d, "closedOn")!.Value.DayNumber - Day(d, "openedOn")!.Value.DayNumber).ToList();
        var decided = won.Count + lost;
        return string.Join(' ',
            group.Count, open.Count, won.Count, lost,
            Amount(won, _ => 100),
            decided == 0 ? "∅" : Text((double)won.Count / decided),
            cycles.Count == 0 ? "∅" : Text((double)cycles.Sum(c => (long)c) / cycles.Count),
            Amount(open, _ => 100),
            Amount(open, d => int.Parse(d["probabilityPercent"]!, CultureInfo.InvariantCulture)),
            withCurrency ? currencies.Count == 1 ? currencies[0] : "∅" : "").TrimEnd();

        string Amount(List<Dictionary<string, string?>> deals, Func<Dictionary<string, string?>, int> percent)
        {
            if (currencies.Count > 1)
                return "∅";
            var sum = deals.Aggregate(BigInteger.Zero, (s, d) =>
                s + (BigInteger.Parse(d.GetValueOrDefault("minorUnits") ?? "0", CultureInfo.InvariantCulture) * percent(d)));
            // The load uses the yuan and the dollar, of two decimals, and the yen, of none.
            return Text((decimal)sum / 100 / (currencies is ["JPY"] ? 1 : 100));
        }
    }

    private static string Text(decimal amount) => (amount / 1.0000000000000000000000000000m).ToString(CultureInfo.InvariantCulture);

    private static string Text(double ratio) => ratio.ToString("G12", CultureInfo.InvariantCulture);
}
