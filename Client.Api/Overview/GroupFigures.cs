using System.Collections.Immutable;
using SalesGrid.Gateway.Kpis;
using SalesGrid.Gateway.Opportunities;
using SalesGrid.Gateway.Web;
using SalesGrid.Kpis;
using SalesGrid.Opportunities;

namespace SalesGrid.Gateway.Overview;

/// <summary>The amounts of a group in one currency, major units.</summary>
public readonly record struct CurrencyAmounts(string Currency, decimal Won, decimal Open, decimal Weighted);

/// <summary>One group on a card: its counts, and its amounts currency by currency.</summary>
/// <param name="Key">Value of the card's dimension; null where the opportunities have none.</param>
/// <param name="Counts">Counts and cycle. Its amounts mix currencies and are not to be shown.</param>
/// <param name="Amounts">The amounts, by currency code.</param>
public sealed record GroupFigures(string? Key, KpiTotals Counts, ImmutableArray<CurrencyAmounts> Amounts)
{
    /// <summary>The group of everything in a snapshot, however it was grouped.</summary>
    public static GroupFigures Everything(KpiSnapshot snapshot) => Merge(null, snapshot.Rows);

    /// <summary>The groups of a question by one dimension and then by currency, in the order of the rows.</summary>
    public static ImmutableArray<GroupFigures> ByFirstKey(KpiSnapshot snapshot) =>
        [.. snapshot.Rows.GroupBy(r => r.Key[0], StringComparer.Ordinal).Select(g => Merge(g.Key, g))];

    /// <summary>The amounts of one measure.</summary>
    public Amount Of(Measure measure) => new([.. Amounts
        .Select(p => (p.Currency, Value: measure switch { Measure.Won => p.Won, Measure.Open => p.Open, _ => p.Weighted }))
        .Where(p => p.Value != 0)]);

    private static GroupFigures Merge(string? key, IEnumerable<KpiRow> rows)
    {
        var counts = default(KpiTotals);
        var purses = new SortedDictionary<string, CurrencyAmounts>(StringComparer.Ordinal);
        foreach (var row in rows)
        {
            counts += row.Totals;
            if (row.Currency is not { } currency)
                continue;
            var purse = purses.GetValueOrDefault(currency);
            purses[currency] = new(currency,
                purse.Won + (row.WonAmount ?? 0), purse.Open + (row.OpenAmount ?? 0), purse.Weighted + (row.WeightedAmount ?? 0));
        }
        return new(key, counts, [.. purses.Values]);
    }
}

/// <summary>What an amount measures.</summary>
public enum Measure
{
    Won,
    Open,
    Weighted,
}

/// <summary>An amount that may be in several currencies, which are never added.</summary>
/// <param name="Parts">The part in each currency, none of them zero.</param>
public sealed record Amount(ImmutableArray<(string Currency, decimal Value)> Parts)
{
    public bool IsSeveral => Parts.Length > 1;

    /// <summary>The currency if there is just one.</summary>
    public string? Currency => Parts.Length == 1 ? Parts[0].Currency : null;

    /// <summary>The value where one number says it: zero without any part; null in several currencies.</summary>
    public decimal? Sole => Parts.Length switch { 0 => 0, 1 => Parts[0].Value, _ => null };

    /// <summary>The amount as a card shows it.</summary>
    public string Compact(Locale locale) => Sole is { } value ? locale.Money(value, Currency) : locale.Say(Texts.SeveralCurrencies);

    /// <summary>The amount as a table shows it: a dash where none was stated.</summary>
    public string Cell(Locale locale) => Parts.IsEmpty ? Locale.None : Compact(locale);

    /// <summary>The amount to the last digit, currency by currency.</summary>
    public string Exact(Locale locale) => Parts.IsEmpty
        ? locale.ExactMoney(0, null)
        : string.Join(" · ", Parts.Select(p => locale.ExactMoney(p.Value, p.Currency)));
}

/// <summary>Whether the groups of a card can be compared by amount, or by count only.</summary>
public static class Comparison
{
    /// <summary>True when no two groups, and no single group, are in different currencies.</summary>
    public static bool ByAmount(IEnumerable<GroupFigures> groups, Measure measure) =>
        groups.SelectMany(g => g.Of(measure).Parts).Select(p => p.Currency).Distinct(StringComparer.Ordinal).Take(2).Count() < 2;

    /// <summary>Length of a bar, percent of the longest: 0 to 100. What is not nothing stays visible.</summary>
    public static decimal Share(decimal value, decimal max) =>
        max <= 0 || value <= 0 ? 0 : decimal.Max(1, decimal.Round(value / max * 100, 2));
}
