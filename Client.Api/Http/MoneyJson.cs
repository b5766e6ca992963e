using System.Text.Json;
using System.Text.Json.Serialization;

namespace SalesGrid.Gateway.Http;

/// <summary>Amounts of money as callers read and write them: <c>{"amount": 12.34, "currency": "CNY"}</c>, in major units.</summary>
internal static class MoneyJson
{
    private static readonly LocalText MustState = new("须注明币种。", "State the currency.");
    private static readonly LocalText MustExist = new("须为在用的 ISO 4217 三字母代码,如 CNY。", "It must be a three-letter code of ISO 4217 in use, such as CNY.");
    private static readonly LocalText MustHaveAmount = new("须注明金额。", "State the amount.");
    private static readonly LocalText MustBeAmount = new("须为 {amount, currency},金额为数字。", "It must be {amount, currency}, the amount a number.");

    /// <summary>Reads an amount; a plain number is one without its currency.</summary>
    /// <exception cref="MemberException">It is no amount.</exception>
    private static (decimal Amount, string? Currency) Read(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.Number && reader.TryGetDecimal(out var plain))
            return (plain, null);
        if (reader.TokenType != JsonTokenType.StartObject)
            throw new MemberException(null, MustBeAmount);
        decimal? amount = null;
        string? currency = null;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var name = reader.GetString()!;
            reader.Read();
            switch (name)
            {
                case "amount":
                    amount = reader.TokenType == JsonTokenType.Number && reader.TryGetDecimal(out var number)
                        ? number : throw new MemberException(name, MustBeAmount);
                    break;
                case "currency":
                    currency = reader.TokenType switch
                    {
                        JsonTokenType.String => reader.GetString(),
                        JsonTokenType.Null => null,
                        _ => throw new MemberException(name, MustExist),
                    };
                    break;
                default:
                    throw new MemberException(name, MemberException.NoSuchMember);
            }
        }
        return (amount ?? throw new MemberException("amount", MustHaveAmount), currency);
    }

    private static void Write(Utf8JsonWriter writer, decimal amount, string? currency)
    {
        writer.WriteStartObject();
        writer.WriteNumber("amount", amount);
        writer.WriteString("currency", currency);
        writer.WriteEndObject();
    }

    /// <summary>An amount that goes to the rules as it was stated.</summary>
    public sealed class Stated : JsonConverter<StatedAmount>
    {
        /// <inheritdoc/>
        public override StatedAmount Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            var (amount, currency) = MoneyJson.Read(ref reader);
            return StatedAmount.Of(amount, currency);
        }

        /// <inheritdoc/>
        public override void Write(Utf8JsonWriter writer, StatedAmount value, JsonSerializerOptions options) =>
            MoneyJson.Write(writer, value.Amount, value.Currency);
    }

    /// <summary>An amount in full.</summary>
    public sealed class Exact : JsonConverter<Money>
    {
        /// <inheritdoc/>
        public override Money Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            var (amount, stated) = MoneyJson.Read(ref reader);
            if (stated is not { } currency)
                throw new MemberException("currency", MustState);
            if (!Currencies.IsValid(currency))
                throw new MemberException("currency", Currencies.MeantBy(currency) is { } meant
                    ? new($"“{currency}”不是 ISO 4217 货币代码,应为 {meant}。", $"{currency} is no currency code of ISO 4217; {meant} is.")
                    : MustExist);
            return Currencies.FromMajor(amount, currency) ?? throw new MemberException("amount", new(
                $"超出范围,或小数位多于 {currency} 所有。", $"It is out of range, or has more decimals than {currency} has."));
        }

        /// <inheritdoc/>
        public override void Write(Utf8JsonWriter writer, Money value, JsonSerializerOptions options) =>
            MoneyJson.Write(writer, value.Major, value.Currency);
    }
}
