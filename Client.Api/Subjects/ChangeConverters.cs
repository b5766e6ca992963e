using System.Text.Json;
using System.Text.Json.Serialization;

namespace SalesGrid.Gateway.Subjects;

/// <summary>Reads and writes a <see cref="Change{T}"/> as its value: it is stated where the member is there, null included.</summary>
internal sealed class ChangeConverters : JsonConverterFactory
{
    /// <summary>True for a change of something.</summary>
    public static bool IsChange(Type type) => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Change<>);

    /// <summary>True for a change that was stated.</summary>
    public static bool IsStated(object? change) => change?.Equals(Activator.CreateInstance(change.GetType())) == false;

    /// <inheritdoc/>
    public override bool CanConvert(Type typeToConvert) => IsChange(typeToConvert);

    /// <inheritdoc/>
    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
        (JsonConverter)Activator.CreateInstance(typeof(Converter<>).MakeGenericType(typeToConvert.GetGenericArguments()), options)!;

    private sealed class Converter<T>(JsonSerializerOptions options) : JsonConverter<Change<T>>
    {
        private readonly JsonConverter<T> inner = (JsonConverter<T>)options.GetConverter(typeof(T));

        public override bool HandleNull => true;

        public override Change<T> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.TokenType == JsonTokenType.Null || inner.Read(ref reader, typeof(T), options) is not { } read || (read is string text && BlankText.OrNull(text) is null)
                ? default(T)
                : read;

        public override void Write(Utf8JsonWriter writer, Change<T> value, JsonSerializerOptions options)
        {
            if (value.Value is { } stated)
                inner.Write(writer, stated, options);
            else
                writer.WriteNullValue();
        }
    }
}
