using System.Collections.Immutable;
using System.Text.Json;
using SalesGrid.Kpis;

namespace SalesGrid.Ledger;

/// <summary>
/// A second fold of the KPIs, straight from the JSON of the entries. It shares no code with the rules, the folds of the
/// grains or the cube, so that a mistake in one of them shows as a difference.
/// </summary>
/// <param name="zone">Time zone of business days.</param>
public sealed class AuditFold(TimeZoneInfo zone)
{
    private readonly Dictionary<string, Deal> deals = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> refusals = new(StringComparer.Ordinal);

    /// <summary>The kinds whose facts are computed a second time.</summary>
    public static IReadOnlySet<string> Kinds { get; } = new HashSet<string>(["opportunity"], StringComparer.Ordinal);

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
        if (entry.Type == "CommandRefused")
        {
            using var refused = JsonDocument.Parse(entry.Data);
            var concerned = refused.RootElement.GetProperty("subject").GetString()!;
            refusals[concerned] = refusals.GetValueOrDefault(concerned) + 1;
            return;
        }
        if (!entry.Subject.StartsWith("opportunity/", StringComparison.Ordinal))
            return;
        if (!deals.TryGetValue(entry.Subject, out var deal))
            deals.Add(entry.Subject, deal = new());
        using var json = JsonDocument.Parse(entry.Data);
        var e = json.RootElement;
        var today = DateOnly.FromDateTime(TimeZoneInfo.ConvertTimeFromUtc(entry.At.UtcDateTime, zone));
        switch (entry.Type)
        {
            case "OpportunityOpened":
                deal.Status = "open";
                deal.Begin(e);
                deal.InStageSince = today;
                break;
            case "OpportunityImported":
                deal.Status = Text(e, "status");
                deal.ClosedOn = Day(e, "closedOn");
                deal.LossReason = Text(e, "lossReason");
                deal.Imported = true;
                deal.Unevidence(e);
                deal.Begin(e);
                deal.InStageSince = today;
                break;
            case "OpportunityValued":
                deal.Describe(e.GetProperty("facts"));
                deal.Place(e);
                break;
            case "StageAdvanced" or "StageReturned" or "OpportunityMigrated":
                if (entry.Type != "OpportunityMigrated" || Text(e, "to") != Text(e, "from"))
                    deal.InStageSince = today;
                deal.Stage = Text(e, "to");
                deal.Percent = e.GetProperty("probabilityPercent").GetInt32();
                if (entry.Type == "OpportunityMigrated")
                    deal.Unevidence(e);
                break;
            case "CustomerFollowed":
                deal.Customer = Text(e, "customerId");
                deal.Place(e);
                break;
            case "WinAdmitted":
                deal.Admitted = true;
                break;
            case "ActivityRecorded":
                deal.Activities++;
                break;
            case "ForecastMade":
                deal.Forecast = Text(e, "category");
                break;
            case "OpportunityReassigned":
                deal.GiveTo(Text(e, "fromOwnerId"), e.GetProperty("attribution"));
                break;
            case "CreditSplit":
                deal.Split(e.GetProperty("shares"));
                break;
            case "OpportunityWon":
                deal.Status = "won";
                deal.ClosedOn = Day(e, "closedOn");
                deal.WinReason = Text(e, "reason");
                deal.Worth(e);
                break;
            case "OpportunityLost":
                deal.Status = "lost";
                deal.ClosedOn = Day(e, "closedOn");
                deal.LossReason = Text(e, "reason");
                break;
            case "OpportunityReopened":
                deal.Status = "open";
                deal.ClosedOn = null;
                deal.LossReason = deal.WinReason = null;
                deal.Admitted = false;
                break;
        }
    }

    /// <summary>How many groups of the answers are not what the entries say, missing and surplus ones included.</summary>
    public int Differences(ImmutableArray<KpiQuery> questions, ImmutableArray<KpiPartial> answers)
    {
        var differences = 0;
        for (var i = 0; i < answers.Length; i++)
        {
            var (dimensions, day) = (questions[i].GroupBy, answers[i].Day);
            var own = deals
                // Something may be recorded of an opportunity that was never opened: that a reservation taken for it does not stand.
                .Where(d => d.Value.Status is not null)
                .SelectMany(d => questions[i].ByCredit ? d.Value.Parts().ConvertAll(part => KeyValuePair.Create(d.Key, part)) : [d])
                .GroupBy(d => (string.Join('\u001f', dimensions.Select(x => d.Value.Value(x, day) ?? "\u0000")), d.Value.Currency))
                .ToDictionary(g => g.Key, Sum);
            foreach (var cell in answers[i].Cells)
            {
                var key = (string.Join('\u001f', cell.Key.Select(v => v ?? "\u0000")), cell.Currency);
                if (!own.Remove(key, out var expected) || !expected.AsSpan().SequenceEqual(cell.Sums.AsSpan()))
                    differences++;
            }
            differences += own.Count;
        }
        return differences;
    }

    /// <summary>The sums of a group, in the order the answers have them.</summary>
    private Int128[] Sum(IEnumerable<KeyValuePair<string, Deal>> group)
    {
        long open = 0, won = 0, lost = 0, days = 0, cycles = 0, slips = 0, stageDays = 0, activities = 0, refused = 0;
        Int128 wonMinor = 0, openMinor = 0, weighted = 0;
        foreach (var (subject, d) in group)
        {
            if (d.IsPart)
            {
                wonMinor += d.Minor;
                continue;
            }
            slips += d.Slips;
            activities += d.Activities;
            refused += refusals.GetValueOrDefault(subject);
            if (d.Status == "open")
            {
                open++;
                openMinor += d.Minor;
                weighted += (Int128)d.Minor * d.Percent;
                stageDays += d.InStageSince.DayNumber;
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
        return [open, won, lost, wonMinor, openMinor, weighted, days, cycles, slips, stageDays, activities, refused];
    }

    private static string? Text(JsonElement e, string name) =>
        e.TryGetProperty(name, out var value) ? value.GetString() : null;

    private static DateOnly? Day(JsonElement e, string name) => Text(e, name) is { } text
        ? DateOnly.ParseExact(text, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture)
        : null;

    private sealed class Deal
    {
        private string? owner, team, region, product, customer, sector, city, country, channel, source, process;
        private readonly HashSet<string?> unevidenced = new(StringComparer.Ordinal);
        private DateOnly? expected;
        private List<(string Person, string? Team, string? Region, long Points)> shares = [];

        /// <summary>True for what is credited to another than the owner: nothing of it counts but the amount.</summary>
        public bool IsPart { get; private set; }

        public string? Customer { set => customer = value; }
        public string? Status { get; set; }
        public string? Stage { get; set; }
        public string? Forecast { get; set; }
        public string? LossReason { get; set; }
        public string? WinReason { get; set; }
        public bool Imported { get; set; }
        public bool Admitted { get; set; }
        public string? Currency { get; private set; }
        public long Minor { get; private set; }
        public int Percent { get; set; }
        public int Slips { get; private set; }
        public int Activities { get; set; }
        public DateOnly? OpenedOn { get; private set; }
        public DateOnly? ClosedOn { get; set; }
        public DateOnly InStageSince { get; set; }

        public void Begin(JsonElement e)
        {
            process = Text(e, "processId");
            Stage = Text(e, "stage");
            Percent = e.GetProperty("probabilityPercent").GetInt32();
            OpenedOn = Day(e, "openedOn");
            Place(e);
            AttributeTo(e.GetProperty("attribution"));
            Describe(e.GetProperty("facts"));
        }

        public void Unevidence(JsonElement e)
        {
            foreach (var gate in e.GetProperty("unevidencedGates").EnumerateArray())
                unevidenced.Add(gate.GetString());
        }

        public void Place(JsonElement e) => (sector, city, country) = (Text(e, "sector"), Text(e, "city"), Text(e, "country"));

        public void AttributeTo(JsonElement credit) =>
            (owner, team, region) = (Text(credit, "ownerId"), Text(credit, "team"), Text(credit, "region"));

        public void GiveTo(string? from, JsonElement credit)
        {
            AttributeTo(credit);
            var moved = shares.Where(s => Same(s.Person, from) || Same(s.Person, owner)).Sum(s => s.Points);
            if (moved == 0)
                return;
            shares = [.. shares.Where(s => !Same(s.Person, from) && !Same(s.Person, owner)), (owner!, team, region, moved)];
        }

        public void Split(JsonElement stated) => shares =
            [.. stated.EnumerateArray().Select(s => (Text(s, "person")!, Text(s, "team"), Text(s, "region"), s.GetProperty("basisPoints").GetInt64()))];

        /// <summary>The deal in the parts it is credited in: the owner's with everything else, then those of others.</summary>
        public List<Deal> Parts()
        {
            if (Status != "won" || Currency is null || shares.Count == 0)
                return [this];
            // Ten thousandths that do not make a whole unit go one by one to whom most was cut off.
            var cut = shares.ConvertAll(s => (s.Person, s.Team, s.Region, Units: (Int128)Minor * s.Points / 10_000, Cut: (Int128)Minor * s.Points % 10_000));
            var more = (int)(cut.Sum(c => (long)c.Cut) / 10_000);
            var fortunate = cut.OrderByDescending(c => c.Cut).ThenBy(c => c.Person, StringComparer.Ordinal).Take(more).Select(c => c.Person).ToHashSet(StringComparer.Ordinal);
            var whole = (Deal)MemberwiseClone();
            whole.Minor = 0;
            List<Deal> parts = [whole];
            foreach (var c in cut)
            {
                var units = (long)c.Units + (fortunate.Contains(c.Person) ? 1 : 0);
                if (Same(c.Person, owner))
                {
                    whole.Minor = units;
                    continue;
                }
                var part = (Deal)MemberwiseClone();
                (part.IsPart, part.Minor, part.owner, part.team, part.region) = (true, units, c.Person, c.Team, c.Region);
                parts.Add(part);
            }
            return parts;
        }

        private static bool Same(string? one, string? other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);

        public void Describe(JsonElement facts)
        {
            (product, customer, channel, source) = (Text(facts, "product"), Text(facts, "customerId"), Text(facts, "channel"), Text(facts, "source"));
            var before = expected;
            expected = Day(facts, "expectedCloseOn");
            if (expected > before)
                Slips++;
            Worth(facts);
        }

        public void Worth(JsonElement e)
        {
            if (e.TryGetProperty("amount", out var amount))
                (Minor, Currency) = (amount.GetProperty("minorUnits").GetInt64(), Text(amount, "currency"));
        }

        public string? Value(string dimension, DateOnly today) => dimension switch
        {
            "owner" => owner,
            "team" => team,
            "region" => region,
            "product" => product,
            "customer" => customer,
            "sector" => sector,
            "city" => city,
            "country" => country,
            "channel" => channel,
            "source" => source,
            "process" => process,
            "stage" => Stage,
            "status" => Status,
            "forecast" => Forecast,
            "lossReason" => LossReason,
            "winReason" => WinReason,
            "imported" => Imported ? "true" : "false",
            "winOrigin" => Status != "won" ? null : !Imported || !unevidenced.Contains(Stage) ? "own" : Admitted ? "admitted" : "imported",
            "currency" => Currency,
            "year" => Period is { } day ? $"{day.Year:D4}" : null,
            "quarter" => Period is { } day ? $"{day.Year:D4}-Q{(day.Month + 2) / 3}" : null,
            "month" => Period is { } day ? $"{day.Year:D4}-{day.Month:D2}" : null,
            "ageBand" => OpenedOn is { } opened && (Status == "open" ? today : ClosedOn) is { } until ? Band(until.DayNumber - opened.DayNumber) : null,
            "stageAgeBand" => Status == "open" ? Band(today.DayNumber - InStageSince.DayNumber) : null,
            _ => throw new ArgumentOutOfRangeException(nameof(dimension), dimension, "The audit does not know this dimension."),
        };

        private DateOnly? Period => Status == "open" ? expected : ClosedOn;

        private static string Band(int days) => days > 365 ? "366+" : days > 180 ? "181-365" : days > 90 ? "91-180" : days > 30 ? "31-90" : "0-30";
    }
}
