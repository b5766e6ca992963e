using System.Text.Json;
using System.Text.Json.Serialization;

namespace SalesGrid.Gateway.Subjects;

/// <summary>Reads a text that may be left out: one that nobody can see is none, so that a group without a name is one group.</summary>
internal sealed class BlankText : JsonConverter<string?>
{
    /// <inheritdoc/>
    public override bool HandleNull => true;

    /// <inheritdoc/>
    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => OrNull(reader.GetString());

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, string? value, JsonSerializerOptions options) => writer.WriteStringValue(value);

    /// <summary>The text, or null where there is nothing to see.</summary>
    public static string? OrNull(string? text) => IdentityText.IsVisible(text) ? text : null;
}
