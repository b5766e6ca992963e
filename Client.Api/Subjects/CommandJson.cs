using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using SalesGrid.Gateway.Http;

namespace SalesGrid.Gateway.Subjects;

/// <summary>
/// How commands and objects of a <see cref="KindApi"/> are read and written: as elsewhere in the API, and amounts as an
/// object of a decimal in major units and a currency.
/// </summary>
public static class CommandJson
{
    /// <summary>The options. What a command must have must be there, and not be null.</summary>
    public static JsonSerializerOptions Options { get; } = Create();

    private static JsonSerializerOptions Create()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web);
        ApiJson.Configure(options);
        options.RespectNullableAnnotations = true;
        options.RespectRequiredConstructorParameters = true;
        options.Converters.Add(new MoneyConverter());
        options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }

    private sealed class MoneyConverter : JsonConverter<Money>
    {
        public override Money Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            if (reader.TokenType != JsonTokenType.StartObject)
                throw new JsonException();
            decimal? major = null;
            var currency = Amounts.DefaultCurrency;
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
                        currency = reader.GetString()!;
                        break;
                    default:
                        throw new JsonException();
                }
            }
            return major is { } value && Currencies.FromMajor(value, currency) is { } money ? money : throw new JsonException();
        }

        public override void Write(Utf8JsonWriter writer, Money value, JsonSerializerOptions options)
        {
            writer.WriteStartObject();
            writer.WriteNumber("amount", value.Major);
            writer.WriteString("currency", value.Currency);
            writer.WriteEndObject();
        }
    }
}
