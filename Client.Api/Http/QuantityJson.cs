using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace SalesGrid.Gateway.Http;

/// <summary>
/// Quantities as callers read and write them: a number, <c>"quantity": 2.5</c>. Where one is held exactly in thousandths, the
/// member says so in its name, and here it does not.
/// </summary>
internal static class QuantityJson
{
    private const string Suffix = "Thousandths";

    private static readonly LocalText MustBeQuantity = new("须为数字,至多三位小数。", "It must be a number with at most three decimals.");

    /// <summary>Has the members of a type that are thousandths read and written as numbers.</summary>
    public static void Modify(JsonTypeInfo type)
    {
        foreach (var property in type.Properties)
        {
            if (property.PropertyType != typeof(long) || !property.Name.EndsWith(Suffix, StringComparison.Ordinal))
                continue;
            property.Name = property.Name[..^Suffix.Length];
            property.CustomConverter = new Converter();
        }
    }

    private sealed class Converter : JsonConverter<long>
    {
        public override long Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.TokenType == JsonTokenType.Number && reader.TryGetDecimal(out var quantity)
                && decimal.Abs(quantity) < long.MaxValue / 1_000 && decimal.Truncate(quantity * 1_000) == quantity * 1_000
                ? (long)(quantity * 1_000)
                : throw new MemberException(null, MustBeQuantity);

        public override void Write(Utf8JsonWriter writer, long value, JsonSerializerOptions options) =>
            // 2.5 rather than 2.500.
            writer.WriteNumberValue(value / 1_000m / 1.0000000000000000000000000000m);
    }
}
