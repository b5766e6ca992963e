using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using SalesGrid.Kpis;

namespace SalesGrid.Gateway.Kpis;

/// <summary>Writes KPI answers: flat rows, the dimensions asked for first.</summary>
public static class KpiJson
{
    /// <summary>Writes one answer.</summary>
    public static void Write(IBufferWriter<byte> output, KpiSnapshot snapshot)
    {
        using var json = new Utf8JsonWriter(output, new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        var names = snapshot.Query.GroupBy;
        var schema = FactSchemas.Of(snapshot.Query.Kind);
        json.WriteStartObject();
        json.WriteStartArray("rows"u8);
        foreach (var row in snapshot.Rows)
        {
            json.WriteStartObject();
            for (var i = 0; i < names.Length; i++)
                json.WriteString(names[i], row.Key[i]);
            Write(json, schema, row, withCurrency: !names.Contains(FactSchema.Currency));
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteString("watermark"u8, snapshot.Watermark);
        if (snapshot.AsOf is { } asOf)
            json.WriteString("asOf"u8, asOf.UtcDateTime);
        else
            json.WriteNull("asOf"u8);
        json.WriteString("day"u8, snapshot.Day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        json.WriteString("readAt"u8, snapshot.ReadAt.UtcDateTime);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, FactSchema schema, KpiRow row, bool withCurrency)
    {
        foreach (var figure in schema.Figures)
        {
            var sum = figure.Of(row.Sums);
            var per = figure.Per?.Invoke(row.Sums) ?? 1;
            switch (figure.Unit)
            {
                case FigureUnit.Count:
                    json.WriteNumber(figure.Name, (long)sum);
                    break;
                case FigureUnit.Money:
                    Number(json, figure.Name, row.Major(sum) / (long)per);
                    break;
                case FigureUnit.MoneyRatio when row.Major(sum) is null:
                    json.WriteNull(figure.Name);
                    break;
                default:
                    Number(json, figure.Name, per > 0 ? (double)sum / (double)per : null);
                    break;
            }
        }
        // A row that was grouped by currency has said it already.
        if (!withCurrency)
            return;
        if (row.Currency is { } currency)
            json.WriteString("currency"u8, currency);
        else
            json.WriteNull("currency"u8);
    }

    private static void Number(Utf8JsonWriter json, string name, decimal? value)
    {
        if (value is { } number)
            // 1.0 and 1 are the same amount: write the shorter.
            json.WriteNumber(name, number / 1.000000000000000000000000000000000m);
        else
            json.WriteNull(name);
    }

    private static void Number(Utf8JsonWriter json, string name, double? value)
    {
        if (value is { } number)
            json.WriteNumber(name, number);
        else
            json.WriteNull(name);
    }
}
