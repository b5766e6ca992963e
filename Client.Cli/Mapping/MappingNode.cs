using System.Globalization;
using System.Text.Json;
using SalesGrid.Texts;

namespace SalesGrid.Mapping;

/// <summary>
/// A JSON object of a mapping file being read. Every property taken is remembered; one that nobody took is a mistake and is named,
/// since a misspelt property that is silently skipped would import something else than was meant.
/// </summary>
internal sealed class MappingNode(JsonElement element, string path, List<LocalText> problems)
{
    private readonly HashSet<string> taken = new(StringComparer.Ordinal);

    public string Path => path;

    public bool Has(string name) => Take(name, out _);

    public string? Text(string name)
    {
        if (!Take(name, out var value))
            return null;
        switch (value.ValueKind)
        {
            case JsonValueKind.String when value.GetString() is { Length: > 0 } text:
                return text;
            case JsonValueKind.Number:
                return value.GetRawText();
            default:
                Wrong(name, "须为非空文本", "it must be a text that is not empty");
                return null;
        }
    }

    public string RequiredText(string name)
    {
        if (!element.TryGetProperty(name, out _))
            Wrong(name, "缺少", "it is missing");
        return Text(name) ?? "";
    }

    public decimal? Number(string name)
    {
        if (!Take(name, out var value))
            return null;
        if (value.ValueKind == JsonValueKind.Number && value.TryGetDecimal(out var number) && number > 0)
            return number;
        Wrong(name, "须为正数", "it must be a number above 0");
        return null;
    }

    public IReadOnlyList<string>? Texts(string name)
    {
        if (!Take(name, out var value))
            return null;
        if (value.ValueKind == JsonValueKind.Array && value.EnumerateArray().All(item => item.ValueKind == JsonValueKind.String))
            return [.. value.EnumerateArray().Select(item => item.GetString()!)];
        Wrong(name, "须为文本列表", "it must be a list of texts");
        return null;
    }

    public IReadOnlyDictionary<string, string> TextsByName(string name)
    {
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var property in Properties(name))
        {
            if (property.Value.ValueKind == JsonValueKind.String)
                texts[property.Name] = property.Value.GetString()!;
            else
                Wrong($"{name}.{property.Name}", "须为文本", "it must be a text");
        }
        return texts;
    }

    public IEnumerable<(string Name, MappingNode Node)> Objects(string name)
    {
        foreach (var property in Properties(name))
        {
            if (property.Value.ValueKind == JsonValueKind.Object)
                yield return (property.Name, new(property.Value, At($"{name}.{property.Name}"), problems));
            else
                Wrong($"{name}.{property.Name}", "须为对象", "it must be an object");
        }
    }

    public MappingNode? Object(string name)
    {
        if (!Take(name, out var value))
            return null;
        if (value.ValueKind == JsonValueKind.Object)
            return new(value, At(name), problems);
        Wrong(name, "须为对象", "it must be an object");
        return null;
    }

    public T? Choice<T>(string name) where T : struct, Enum
    {
        if (Text(name) is not { } text)
            return null;
        foreach (var value in Enum.GetValues<T>())
        {
            if (NameOf(value) == text)
                return value;
        }
        var choices = string.Join(", ", Enum.GetValues<T>().Select(NameOf));
        Wrong(name, $"“{text}”不在 {choices} 之内", $"'{text}' is none of {choices}");
        return null;
    }

    public bool IsText(string name) => element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String;

    public void Wrong(string name, string zh, string en) => problems.Add(new($"{At(name)}:{zh}。", $"{At(name)}: {en}."));

    /// <summary>Names every property nobody took.</summary>
    public void Finish(params ReadOnlySpan<string> alsoKnown)
    {
        var known = taken.Concat(alsoKnown.ToArray()).Distinct().ToArray();
        foreach (var property in element.EnumerateObject().Where(p => !taken.Contains(p.Name)))
        {
            var hint = NearMatches.Hint(property.Name, known);
            problems.Add(new($"{At(property.Name)}:没有这一属性{hint.Zh}", $"{At(property.Name)}: there is no such property{hint.En}"));
        }
    }

    public static string NameOf<T>(T value) where T : struct, Enum =>
        JsonNamingPolicy.CamelCase.ConvertName(value.ToString());

    public static string Describe(JsonException fault) => string.Create(CultureInfo.InvariantCulture,
        $"{fault.LineNumber + 1}:{fault.BytePositionInLine + 1}");

    private JsonElement.ObjectEnumerator Properties(string name)
    {
        if (!Take(name, out var value))
            return default;
        if (value.ValueKind == JsonValueKind.Object)
            return value.EnumerateObject();
        Wrong(name, "须为对象", "it must be an object");
        return default;
    }

    private bool Take(string name, out JsonElement value)
    {
        taken.Add(name);
        return element.TryGetProperty(name, out value) && value.ValueKind != JsonValueKind.Null;
    }

    private string At(string name) => path.Length == 0 ? name : $"{path}.{name}";
}
