using System.Text.Json;
using System.Text.Json.Serialization;

namespace SalesGrid;

/// <summary>
/// Writes an amount as people do, in documents they write themselves: <c>{"amount": 100000.00, "currency": "CNY"}</c>. Both members
/// are needed: a limit whose currency somebody else fills in is another limit.
/// </summary>
public sealed class MoneyInMajorUnits : JsonConverter<Money>
{
    /// <inheritdoc/>
    public override Money Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
            throw new JsonException();
        decimal? major = null;
        string? currency = null;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var name = reader.GetString();
            reader.Read();
            switch (name)
            {
                case "amount" when reader.TokenType == JsonTokenType.Number && reader.TryGetDecimal(out var amount):
                    major = amount;
                    break;
                case "currency" when reader.TokenType == JsonTokenType.String && Currencies.IsValid(reader.GetString()):
                    currency = reader.GetString();
                    break;
                default:
                    throw new JsonException();
            }
        }
        return major is { } value && currency is not null && Currencies.FromMajor(value, currency) is { } money ? money : throw new JsonException();
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, Money value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        writer.WriteNumber("amount", value.Major);
        writer.WriteString("currency", value.Currency);
        writer.WriteEndObject();
    }
}
