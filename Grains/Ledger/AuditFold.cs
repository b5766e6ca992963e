using System.Collections.Immutable;
using System.Text.Json;
using SalesGrid.Kpis;

namespace SalesGrid.Ledger;

/// <summary>
/// A second fold of the KPIs, straight from the JSON of the entries. It shares no code with the rules, the folds of the
/// grains or the cube, so that a mistake in one of them shows as a difference.
/// </summary>
public sealed class AuditFold
{
    private readonly Dictionary<string, Deal> deals = new(StringComparer.Ordinal);

    /// <summary>Takes one entry; entries come in order.</summary>
    /// <returns>False when its data are not those of an event: someone made the hashes fit, but not the words.</returns>
    public bool TryAdd(in LedgerEntry entry)
    {
        try
        {
            Add(entry);
            return true;
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            return false;
        }
    }

    private void Add(in LedgerEntry entry)
    {
        if (!entry.Subject.StartsWith("opportunity/", StringComparison.Ordinal))
            return;
        if (!deals.TryGetValue(entry.Subject, out var deal))
            deals.Add(entry.Subject, deal = new());
        using var json = JsonDocument.Parse(entry.Data);
        var e = json.RootElement;
        switch (entry.Type)
        {
            case "OpportunityOpened":
                deal.Status = "open";
                deal.Begin(e);
                break;
            case "OpportunityImported":
                deal.Status = Text(e, "status");
                deal.ClosedOn = Day(e, "closedOn");
                deal.Begin(e);
                break;
            case "OpportunityValued":
                deal.Describe(e.GetProperty("facts"));
                deal.Sector = Text(e, "sector");
                break;
            case "StageAdvanced" or "StageReturned" or "OpportunityMigrated":
                deal.Stage = Text(e, "to");
                deal.Percent = e.GetProperty("probabilityPercent").GetInt32();
                break;
            case "OpportunityReassigned":
                deal.AttributeTo(e.GetProperty("attribution"));
                break;
            case "OpportunityWon":
                deal.Status = "won";
                deal.ClosedOn = Day(e, "closedOn");
                deal.Worth(e);
                break;
            case "OpportunityLost":
                deal.Status = "lost";
                deal.ClosedOn = Day(e, "closedOn");
                break;
            case "OpportunityReopened":
                deal.Status = "open";
                deal.ClosedOn = null;
                break;
        }
    }

    /// <summary>How many groups of the answers are not what the entries say, missing and surplus ones included.</summary>
    public int Differences(ImmutableArray<KpiQuery> questions, ImmutableArray<KpiPartial> answers)
    {
        var differences = 0;
        for (var i = 0; i < answers.Length; i++)
        {
            var dimensions = questions[i].GroupBy;
            var own = deals.Values
                // Something may be recorded of an opportunity that was never opened: that a reservation taken for it does not stand.
                .Where(d => d.Status is not null)
                .GroupBy(d => (string.Join('\u001f', dimensions.Select(x => d.Value(x) ?? "\u0000")), d.Currency))
                .ToDictionary(g => g.Key, Sum);
            foreach (var cell in answers[i].Cells)
            {
                var key = (string.Join('\u001f', cell.Key.Select(v => v ?? "\u0000")), cell.Currency);
                if (!own.Remove(key, out var expected) || expected != cell.Totals)
                    differences++;
            }
            differences += own.Count;
        }
        return differences;
    }

    private static KpiTotals Sum(IEnumerable<Deal> deals)
    {
        long open = 0, won = 0, lost = 0, days = 0, cycles = 0;
        Int128 wonMinor = 0, openMinor = 0, weighted = 0;
        foreach (var d in deals)
        {
            if (d.Status == "open")
            {
                open++;
                openMinor += d.Minor;
                weighted += (Int128)d.Minor * d.Percent;
            }
            else if (d.Status == "won")
            {
                won++;
                wonMinor += d.Minor;
                if (d.OpenedOn is { } from && d.ClosedOn is { } to)
                {
                    days += to.DayNumber - from.DayNumber;
                    cycles++;
                }
            }
            else if (d.Status == "lost")
            {
                lost++;
            }
        }
        return new()
        {
            Open = open,
            Won = won,
            Lost = lost,
            WonMinor = wonMinor,
            OpenMinor = openMinor,
            WeightedMinorPercent = weighted,
            WonCycleDays = days,
            WonCycles = cycles,
        };
    }

    private static string? Text(JsonElement e, string name) =>
        e.TryGetProperty(name, out var value) ? value.GetString() : null;

    private static DateOnly? Day(JsonElement e, string name) => Text(e, name) is { } text
        ? DateOnly.ParseExact(text, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture)
        : null;

    private sealed class Deal
    {
        private string? owner, team, region, product, customer, channel, process;
        private DateOnly? expected;

        public string? Status { get; set; }
        public string? Stage { get; set; }
        public string? Sector { get; set; }
        public string? Currency { get; private set; }
        public long Minor { get; private set; }
        public int Percent { get; set; }
        public DateOnly? OpenedOn { get; private set; }
        public DateOnly? ClosedOn { get; set; }

        public void Begin(JsonElement e)
        {
            process = Text(e, "processId");
            Stage = Text(e, "stage");
            Percent = e.GetProperty("probabilityPercent").GetInt32();
            Sector = Text(e, "sector");
            OpenedOn = Day(e, "openedOn");
            AttributeTo(e.GetProperty("attribution"));
            Describe(e.GetProperty("facts"));
        }

        public void AttributeTo(JsonElement credit) =>
            (owner, team, region) = (Text(credit, "ownerId"), Text(credit, "team"), Text(credit, "region"));

        public void Describe(JsonElement facts)
        {
            (product, customer, channel) = (Text(facts, "product"), Text(facts, "customerId"), Text(facts, "channel"));
            expected = Day(facts, "expectedCloseOn");
            Worth(facts);
        }

        public void Worth(JsonElement e)
        {
            if (e.TryGetProperty("amount", out var amount))
                (Minor, Currency) = (amount.GetProperty("minorUnits").GetInt64(), Text(amount, "currency"));
        }

        public string? Value(KpiDimension dimension) => dimension switch
        {
            KpiDimension.Owner => owner,
            KpiDimension.Team => team,
            KpiDimension.Region => region,
            KpiDimension.Product => product,
            KpiDimension.Customer => customer,
            KpiDimension.Sector => Sector,
            KpiDimension.Channel => channel,
            KpiDimension.Process => process,
            KpiDimension.Stage => Stage,
            KpiDimension.Status => Status,
            KpiDimension.Currency => Currency,
            KpiDimension.Month => (Status == "open" ? expected : ClosedOn) is { } day ? $"{day.Year:D4}-{day.Month:D2}" : null,
            _ => throw new ArgumentOutOfRangeException(nameof(dimension), dimension, "The audit does not know this dimension."),
        };
    }
}
