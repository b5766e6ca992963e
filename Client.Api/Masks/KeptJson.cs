using System.Text.Json;
using System.Text.Json.Serialization;
using SalesGrid.Subjects;

namespace SalesGrid.Gateway.Masks;

/// <summary>
/// Something as it lies in the ledger: an event, or the content of a command. It is answered as it is stored, but for fields that its reader does not see.
/// </summary>
/// <param name="json">As it is stored.</param>
/// <param name="type">What it is; null where this program does not know.</param>
/// <param name="of">The object it belongs to, as it is now; null where there is none.</param>
[JsonConverter(typeof(Converter)), Masked(Fields.All)]
public sealed class KeptJson(string json, Type? type, IMaskedObject? of)
{
    private static readonly JsonSerializerOptions Masking = MaskedJson.Masking(GridJson.Options);

    /// <summary>The fields it can hold.</summary>
    private Fields Held => type is null ? Fields.All : MaskedTypes.In(type);

    private void Write(Utf8JsonWriter writer)
    {
        if ((Held & ~(Sight.Current?.Of(of) ?? Fields.None)) == Fields.None)
        {
            writer.WriteRawValue(json, skipInputValidation: true);
            return;
        }
        if (type is null)
        {
            writer.WriteNullValue();
            return;
        }
        Sight.Begin(of);
        try
        {
            JsonSerializer.Serialize(writer, JsonSerializer.Deserialize(json, type, GridJson.Options), type, Masking);
        }
        finally
        {
            Sight.End();
        }
    }

    private sealed class Converter : JsonConverter<KeptJson>
    {
        public override KeptJson Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            throw new NotSupportedException("What lies in the ledger is answered, never taken.");

        public override void Write(Utf8JsonWriter writer, KeptJson value, JsonSerializerOptions options) => value.Write(writer);
    }
}
