using System.Collections.Frozen;
using System.Globalization;
using System.Reflection;

namespace SalesGrid;

/// <summary>The currencies of ISO 4217 one can contract in. The list and its date are in <c>Iso4217.txt</c>.</summary>
public static class Currencies
{
    private static readonly FrozenDictionary<string, int> MinorPerMajorOf = Read();

    // What is written often and is no code of ISO 4217, and what is meant by it.
    private static readonly FrozenDictionary<string, string> Meant = new[]
    {
        KeyValuePair.Create("RMB", "CNY"),
        KeyValuePair.Create("CNH", "CNY"),
        KeyValuePair.Create("CNR", "CNY"),
        KeyValuePair.Create("NTD", "TWD"),
        KeyValuePair.Create("YEN", "JPY"),
        KeyValuePair.Create("STG", "GBP"),
        KeyValuePair.Create("BGN", "EUR"),
        KeyValuePair.Create("HRK", "EUR"),
        KeyValuePair.Create("ANG", "XCG"),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Every code one can contract in.</summary>
    public static IReadOnlyCollection<string> All => MinorPerMajorOf.Keys;

    /// <summary>Minor units in one major unit: 1, 100, 1,000 or 10,000; 100 for what is no currency.</summary>
    public static int MinorPerMajor(string currency) => MinorPerMajorOf.GetValueOrDefault(currency, 100);

    /// <summary>True for a code of the list, in capitals.</summary>
    public static bool IsValid(string? currency) => currency is not null && MinorPerMajorOf.ContainsKey(currency);

    /// <summary>The code that is probably meant by one that is not valid, e.g. <c>CNY</c> by <c>RMB</c>; null when none comes to mind.</summary>
    public static string? MeantBy(string? currency)
    {
        if (currency is null || currency.Length > 8)
            return null;
        var capitals = currency.Trim().ToUpperInvariant();
        return IsValid(capitals) ? capitals : Meant.GetValueOrDefault(capitals);
    }

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

    private static FrozenDictionary<string, int> Read()
    {
        using var reader = new StreamReader(Assembly.GetExecutingAssembly().GetManifestResourceStream("Iso4217.txt")!);
        var found = new Dictionary<string, int>(StringComparer.Ordinal);
        while (reader.ReadLine() is { } line)
        {
            if (line.StartsWith('#'))
                continue;
            var columns = line.Split('\t');
            var minor = 1;
            for (var i = int.Parse(columns[1], CultureInfo.InvariantCulture); i > 0; i--)
                minor *= 10;
            found.Add(columns[0], minor);
        }
        return found.ToFrozenDictionary(StringComparer.Ordinal);
    }
}
