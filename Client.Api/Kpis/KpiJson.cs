using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using SalesGrid.Kpis;

namespace SalesGrid.Gateway.Kpis;

/// <summary>Writes KPI answers: flat rows, the dimensions asked for first.</summary>
public static class KpiJson
{
    /// <summary>Names of dimensions in questions and rows.</summary>
    public static string NameOf(KpiDimension dimension)
    {
        var name = dimension.ToString();
        return char.ToLowerInvariant(name[0]) + name[1..];
    }

    /// <summary>Writes one answer.</summary>
    public static void Write(IBufferWriter<byte> output, KpiSnapshot snapshot)
    {
        using var json = new Utf8JsonWriter(output, new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        var names = snapshot.Query.GroupBy.Select(NameOf).ToArray();
        json.WriteStartObject();
        json.WriteStartArray("rows"u8);
        foreach (var row in snapshot.Rows)
        {
            json.WriteStartObject();
            for (var i = 0; i < names.Length; i++)
                json.WriteString(names[i], row.Key[i]);
            Write(json, row, withCurrency: !snapshot.Query.GroupBy.Contains(KpiDimension.Currency));
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteString("watermark"u8, snapshot.Watermark);
        if (snapshot.AsOf is { } asOf)
            json.WriteString("asOf"u8, asOf.UtcDateTime);
        else
            json.WriteNull("asOf"u8);
        json.WriteString("readAt"u8, snapshot.ReadAt.UtcDateTime);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, KpiRow row, bool withCurrency)
    {
        json.WriteNumber("opportunities"u8, row.Totals.Opportunities);
        json.WriteNumber("open"u8, row.Totals.Open);
        json.WriteNumber("won"u8, row.Totals.Won);
        json.WriteNumber("lost"u8, row.Totals.Lost);
        Number(json, "wonAmount"u8, row.WonAmount);
        Number(json, "winRate"u8, row.Totals.WinRate);
        Number(json, "wonCycleDays"u8, row.Totals.MeanWonCycleDays);
        Number(json, "openAmount"u8, row.OpenAmount);
        Number(json, "weightedAmount"u8, row.WeightedAmount);
        // A row that was grouped by currency has said it already.
        if (!withCurrency)
            return;
        if (row.Currency is { } currency)
            json.WriteString("currency"u8, currency);
        else
            json.WriteNull("currency"u8);
    }

    private static void Number(Utf8JsonWriter json, ReadOnlySpan<byte> name, decimal? value)
    {
        if (value is { } number)
            // 1.0 and 1 are the same amount: write the shorter.
            json.WriteNumber(name, number / 1.000000000000000000000000000000000m);
        else
            json.WriteNull(name);
    }

    private static void Number(Utf8JsonWriter json, ReadOnlySpan<byte> name, double? value)
    {
        if (value is { } number)
            json.WriteNumber(name, number);
        else
            json.WriteNull(name);
    }
}
