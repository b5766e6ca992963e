using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json.Serialization;

namespace SalesGrid;

/// <summary>An amount of money, held exactly as whole minor units of one currency.</summary>
/// <param name="MinorUnits">Amount in the currency's minor unit: fen for CNY, cents for USD, yen for JPY.</param>
/// <param name="Currency">ISO 4217 alphabetic code, upper case, e.g. <c>CNY</c>.</param>
/// <remarks>Addition is exact, so totals do not depend on order. Overflow throws.</remarks>
[GenerateSerializer, Immutable, Alias("sg.Money")]
public readonly record struct Money([property: Id(0)] long MinorUnits, [property: Id(1)] string Currency)
{
    /// <summary>Largest amount a single opportunity may have, minor units: one trillion yuan.</summary>
    /// <remarks>A limit on one amount is what lets sums over hundreds of millions of them stay within 128 bits with room.</remarks>
    public const long MaxMinorUnits = 100_000_000_000_000;

    /// <summary>The amount in the currency's major unit, e.g. yuan.</summary>
    [JsonIgnore]
    public decimal Major => MinorUnits / (decimal)Currencies.MinorPerMajor(Currency);

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Major} {Currency}");
}

/// <summary>What ISO 4217 says of currencies, as far as the grid needs it.</summary>
public static class Currencies
{
    // ISO 4217:2015 table A.1. Every other code has two decimals.
    private static readonly FrozenDictionary<string, int> OtherThanHundred = new[]
    {
        (MinorPerMajor: 1, Codes: new[] { "BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "UYI", "VND", "VUV", "XAF", "XOF", "XPF" }),
        (1_000, ["BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"]),
        (10_000, ["CLF", "UYW"]),
    }.SelectMany(c => c.Codes, (c, code) => KeyValuePair.Create(code, c.MinorPerMajor)).ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Minor units in one major unit: 1, 100, 1,000 or 10,000.</summary>
    public static int MinorPerMajor(string currency) => OtherThanHundred.GetValueOrDefault(currency, 100);

    /// <summary>True for three upper-case ASCII letters. Whether the code is in use is not looked up.</summary>
    public static bool IsValid(string? currency) =>
        currency is { Length: 3 } && currency.All(char.IsAsciiLetterUpper);

    /// <summary>Converts an amount in major units; null when it has more decimals than the currency or is out of range.</summary>
    public static Money? FromMajor(decimal major, string currency)
    {
        if (decimal.Abs(major) > Money.MaxMinorUnits)
            return null;
        var minor = major * MinorPerMajor(currency);
        return decimal.Truncate(minor) == minor && decimal.Abs(minor) <= Money.MaxMinorUnits
            ? new Money((long)minor, currency)
            : null;
    }
}
