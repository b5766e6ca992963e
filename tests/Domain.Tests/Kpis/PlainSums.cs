namespace SalesGrid.Domain.Tests;

/// <summary>The KPIs of a set of opportunities, by plain LINQ over their states: what the cube must agree with.</summary>
internal static class PlainSums
{
    public static Dictionary<string, string> Of(IEnumerable<Opportunity> states, KpiQuery query) => query.ByCredit ? OfParts(states, query) : OfWhole(states, query);

    /// <summary>Money once for each person it is credited to, everything else once for the owner.</summary>
    private static Dictionary<string, string> OfParts(IEnumerable<Opportunity> states, KpiQuery query)
    {
        var sums = new Dictionary<string, Int128[]>();
        foreach (var o in states)
        {
            foreach (var (group, text) in OfWhole([o], query))
            {
                var whole = text.Split(' ').Select(Int128.Parse).ToArray();
                if (o is not { Status: OpportunityStatus.Won, Facts.Amount: { } amount, File.Credit: { IsEmpty: false } shares })
                {
                    Add(group, whole);
                    continue;
                }
                whole[3] = 0;
                var minor = Parts(amount.MinorUnits, shares);
                for (var i = 0; i < shares.Length; i++)
                {
                    if (shares[i].Person == o.Attribution.OwnerId)
                    {
                        whole[3] = minor[i];
                        continue;
                    }
                    var part = new Int128[whole.Length];
                    (part[3], part[^1]) = (minor[i], 1);
                    var credited = o with { Attribution = new(shares[i].Person, shares[i].Team, shares[i].Region) };
                    Add(Name(query.GroupBy.Select(d => Value(credited, d)), amount.Currency), part);
                }
                Add(group, whole);
            }
        }
        return sums.ToDictionary(s => s.Key, s => Text(s.Value));

        void Add(string group, Int128[] more) => sums[group] = [.. (sums.GetValueOrDefault(group) ?? new Int128[more.Length]).Zip(more, (a, b) => a + b)];
    }

    /// <summary>The largest remainders, the slow way: unit by unit to whom most is owed.</summary>
    private static long[] Parts(long minor, IReadOnlyList<CreditShare> shares)
    {
        var parts = shares.Select(s => (long)decimal.Floor((decimal)minor * s.BasisPoints / 10_000)).ToArray();
        while (parts.Sum() < minor)
        {
            var owed = Enumerable.Range(0, parts.Length).OrderByDescending(i => ((decimal)minor * shares[i].BasisPoints / 10_000) - parts[i]).ThenBy(i => shares[i].Person, StringComparer.Ordinal).First();
            parts[owed]++;
        }
        return parts;
    }

    private static Dictionary<string, string> OfWhole(IEnumerable<Opportunity> states, KpiQuery query) => states
        .Where(o => Day(o) is var day && (query.From is null || day >= query.From) && (query.To is null || day <= query.To))
        .GroupBy(o => Name(query.GroupBy.Select(d => Value(o, d)), o.Facts.Amount?.Currency))
        .ToDictionary(g => g.Key, g => Text(
            g.Count(o => o.Status == OpportunityStatus.Open),
            g.Count(o => o.Status == OpportunityStatus.Won),
            g.Count(o => o.Status == OpportunityStatus.Lost),
            Sum(g, OpportunityStatus.Won, o => 1),
            Sum(g, OpportunityStatus.Open, o => 1),
            Sum(g, OpportunityStatus.Open, o => o.ProbabilityPercent),
            g.Where(Cycled).Sum(o => o.ClosedOn!.Value.DayNumber - o.OpenedOn!.Value.DayNumber),
            g.Count(Cycled),
            g.Sum(o => o.Trace?.Slips ?? 0),
            g.Where(o => o.Status == OpportunityStatus.Open).Sum(o => Since(o).DayNumber),
            g.Sum(o => o.ActivityCount),
            0,
            g.Count()));

    /// <summary>What differs between a cube's answer and the plain sums; null when nothing does.</summary>
    public static string? Differs(IReadOnlyDictionary<KpiGroupKey, Int128[]> answer, IEnumerable<Opportunity> states, KpiQuery query)
    {
        var expected = Of(states, query);
        var actual = answer.ToDictionary(g => Name(g.Key.Values(query.GroupBy.Length), g.Key.Currency), g => Text(g.Value));
        foreach (var group in expected.Keys.Union(actual.Keys))
        {
            if (expected.GetValueOrDefault(group) != actual.GetValueOrDefault(group))
                return $"{query}: {group} is {expected.GetValueOrDefault(group) ?? "not there"}, the cube says {actual.GetValueOrDefault(group) ?? "nothing"}.";
        }
        return null;
    }

    private static string? Value(Opportunity o, string dimension) => dimension switch
    {
        KpiDimension.Owner => o.Attribution.OwnerId,
        KpiDimension.Team => o.Attribution.Team,
        KpiDimension.Region => o.Attribution.Region,
        KpiDimension.Product => o.Facts.Product,
        KpiDimension.Customer => o.Facts.CustomerId,
        KpiDimension.Sector => o.Sector,
        KpiDimension.Channel => o.Facts.Channel,
        KpiDimension.Process => o.ProcessId,
        KpiDimension.Stage => o.Stage,
        KpiDimension.Status => o.Status.ToString().ToLowerInvariant(),
        KpiDimension.Month => Day(o)?.ToString("O", System.Globalization.CultureInfo.InvariantCulture)[..7],
        KpiDimension.Quarter => Day(o) is { } day ? $"{day:yyyy}-Q{Math.Ceiling(day.Month / 3.0)}" : null,
        KpiDimension.Year => Day(o)?.ToString("yyyy", System.Globalization.CultureInfo.InvariantCulture),
        KpiDimension.Currency => o.Facts.Amount?.Currency,
        KpiDimension.City => o.City,
        KpiDimension.Country => o.Country,
        KpiDimension.Source => o.Facts.Source,
        KpiDimension.Forecast => o.File?.Forecast is { } f ? System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(f.ToString()) : null,
        KpiDimension.LossReason => o.LossReason,
        KpiDimension.WinReason => o.WinReason,
        KpiDimension.Imported => o.Imported ? "true" : "false",
        KpiDimension.WinOrigin => o.Status != OpportunityStatus.Won ? null
            : !o.Imported || !o.UnevidencedGates.Contains(o.Stage) ? "own" : o.IsWinAdmitted ? "admitted" : "imported",
        KpiDimension.AgeBand => o.OpenedOn is { } from ? Band((o.Status == OpportunityStatus.Open ? Tables.Today : o.ClosedOn!.Value), from) : null,
        KpiDimension.StageAgeBand => o.Status == OpportunityStatus.Open ? Band(Tables.Today, Since(o)) : null,
        _ => throw new ArgumentOutOfRangeException(nameof(dimension), dimension, "The plain sums do not know this dimension."),
    };

    private static DateOnly Since(Opportunity o) => Tables.DayOf(o.StageSince);

    private static string Band(DateOnly to, DateOnly from) => (to.DayNumber - from.DayNumber) switch
    {
        > 365 => "366+",
        > 180 => "181-365",
        > 90 => "91-180",
        > 30 => "31-90",
        _ => "0-30",
    };

    private static DateOnly? Day(Opportunity o) => o.Status == OpportunityStatus.Open ? o.Facts.ExpectedCloseOn : o.ClosedOn;

    private static bool Cycled(Opportunity o) => o is { Status: OpportunityStatus.Won, OpenedOn: not null, ClosedOn: not null };

    private static Int128 Sum(IEnumerable<Opportunity> states, OpportunityStatus status, Func<Opportunity, int> weight) =>
        states.Where(o => o.Status == status).Aggregate((Int128)0, (sum, o) => sum + ((Int128)(o.Facts.Amount?.MinorUnits ?? 0) * weight(o)));

    private static string Name(IEnumerable<string?> key, string? currency) => string.Join(" / ", key.Append(currency).Select(v => v is null ? "∅" : $"'{v}'"));

    private static string Text(params Int128[] sums) => string.Join(' ', sums);
}
