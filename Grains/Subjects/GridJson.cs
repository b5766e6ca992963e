using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace SalesGrid.Subjects;

/// <summary>How events are written: the stored format, fixed once data lies in it. Heads were, too (<see cref="HeadCodec"/>).</summary>
public static class GridJson
{
    /// <summary>Camel case, enums by name, nulls left out, text beyond ASCII as it is.</summary>
    public static JsonSerializerOptions Options { get; } = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        NumberHandling = JsonNumberHandling.Strict,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
    };

    /// <summary>A value of an enumeration as it is written.</summary>
    public static string NameOf<T>(T value) where T : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());

    static GridJson() => Options.MakeReadOnly(populateMissingResolver: true);
}
