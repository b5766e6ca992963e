using System.Collections.Immutable;

namespace SalesGrid.Rates;

/// <summary>What one unit of a currency is worth in another.</summary>
/// <param name="From">ISO 4217 code.</param>
/// <param name="To">ISO 4217 code, another one.</param>
/// <param name="Rate">Major units of <paramref name="To"/> for one of <paramref name="From"/>, above 0.</param>
[GenerateSerializer, Immutable, Alias("sg.ExchangeRate")]
public sealed record ExchangeRate([property: Id(0)] string From, [property: Id(1)] string To, [property: Id(2)] decimal Rate);

/// <summary>Rates that were approved together.</summary>
/// <param name="Number">Number of the table, from 1.</param>
/// <param name="ValidFrom">First day they count.</param>
/// <param name="Rates">The rates.</param>
/// <param name="Source">Where they come from, e.g. the central bank's list of a day.</param>
/// <param name="StatedBy">Who stated them.</param>
/// <param name="ApprovedBy">Who approved them: another.</param>
[GenerateSerializer, Immutable, Alias("sg.RateTable")]
public sealed record RateTable(
    [property: Id(0)] int Number,
    [property: Id(1)] DateOnly ValidFrom,
    [property: Id(2)] ImmutableArray<ExchangeRate> Rates,
    [property: Id(3)] string Source,
    [property: Id(4)] string StatedBy,
    [property: Id(5)] string ApprovedBy);

/// <summary>An amount as it was compared: in another currency, by a rate of a day.</summary>
/// <param name="Amount">The amount.</param>
/// <param name="Compared">The same in the currency it was compared in.</param>
/// <param name="Rate">The rate.</param>
/// <param name="ValidFrom">First day of the table it is from.</param>
/// <param name="Table">Number of the table.</param>
[GenerateSerializer, Immutable, Alias("sg.AppliedRate")]
public sealed record AppliedRate(
    [property: Id(0)] Money Amount,
    [property: Id(1)] Money Compared,
    [property: Id(2)] decimal Rate,
    [property: Id(3)] DateOnly ValidFrom,
    [property: Id(4)] int Table);

/// <summary>The approved rates. They say what an amount counts for when it is compared with a limit in another currency; nothing is ever added up by them.</summary>
/// <param name="Tables">The tables, the newest last.</param>
public sealed record ExchangeRates(ImmutableArray<RateTable> Tables)
{
    /// <summary>No rates.</summary>
    public static ExchangeRates None { get; } = new([]);

    /// <summary>
    /// An amount in another currency, by the newest table that counts on a day and has the pair, either way round; half a minor
    /// unit is rounded up. Null where no table has it, or the amount would be too large.
    /// </summary>
    public AppliedRate? Convert(Money amount, string currency, DateOnly day)
    {
        RateTable? best = null;
        decimal rate = 0;
        foreach (var table in Tables)
        {
            if (table.ValidFrom <= day && (best is null || (table.ValidFrom, table.Number).CompareTo((best.ValidFrom, best.Number)) > 0)
                && RateIn(table, amount.Currency, currency) is { } found)
                (best, rate) = (table, found);
        }
        if (best is null)
            return null;
        var minor = decimal.Round(amount.Major * rate * Currencies.MinorPerMajor(currency), MidpointRounding.AwayFromZero);
        return minor > Money.MaxMinorUnits ? null : new(amount, new((long)minor, currency), rate, best.ValidFrom, best.Number);
    }

    private static decimal? RateIn(RateTable table, string from, string to)
    {
        foreach (var rate in table.Rates)
        {
            if (rate.From == from && rate.To == to)
                return rate.Rate;
            if (rate.From == to && rate.To == from)
                return 1 / rate.Rate;
        }
        return null;
    }
}
