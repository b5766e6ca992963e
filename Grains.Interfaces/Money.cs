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
