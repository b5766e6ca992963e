using System.Reflection;
using System.Text.Json;

namespace SalesGrid.Control.Tests.Checker;

/// <summary>The process definitions as their files say, read without the product's own reader.</summary>
internal sealed class ProcessText
{
    private readonly Dictionary<(string Id, int Version), JsonElement> definitions = [];

    private ProcessText()
    {
    }

    /// <summary>The definitions the product ships.</summary>
    public static ProcessText Shipped { get; } = Read();

    /// <summary>Ids of the stages, in order.</summary>
    public string[] Stages(string process, int version) =>
        [.. definitions[(process, version)].GetProperty("stages").EnumerateArray().Select(s => s.GetProperty("id").GetString()!)];

    /// <summary>One stage.</summary>
    public JsonElement Stage(string process, int version, string stage) =>
        definitions[(process, version)].GetProperty("stages").EnumerateArray().Single(s => s.GetProperty("id").GetString() == stage);

    /// <summary>Texts in a list of a stage; empty where the definition has no such list.</summary>
    public string[] List(string process, int version, string stage, string name) =>
        Stage(process, version, stage).TryGetProperty(name, out var list) ? [.. list.EnumerateArray().Select(e => e.GetString()!)] : [];

    /// <summary>Kinds of evidence a stage asks for.</summary>
    public string[] Evidence(string process, int version, string stage) =>
        [.. Stage(process, version, stage).GetProperty("evidence").EnumerateArray().Select(e => e.GetProperty("kind").GetString()!)];

    /// <summary>Things a gate checks: kind, threshold, code.</summary>
    public (string Kind, int AtLeast, string? Code)[] Checks(string process, int version, string stage) =>
        Stage(process, version, stage).TryGetProperty("checks", out var list)
            ? [.. list.EnumerateArray().Select(c => (
                c.GetProperty("kind").GetString()!,
                c.TryGetProperty("atLeast", out var n) ? n.GetInt32() : 1,
                c.TryGetProperty("code", out var code) ? code.GetString() : null))]
            : [];

    /// <summary>True when the stage wants somebody's approval.</summary>
    public JsonElement? Approval(string process, int version, string stage) =>
        Stage(process, version, stage).TryGetProperty("approval", out var a) && a.ValueKind == JsonValueKind.Object ? a : null;

    public bool May(string process, int version, string stage, string what, bool otherwise) =>
        Stage(process, version, stage).TryGetProperty(what, out var may) ? may.GetBoolean() : otherwise;

    /// <summary>Weights of the evaluation card, percent, by code.</summary>
    public Dictionary<string, int> Weights(string process, int version) =>
        definitions[(process, version)].TryGetProperty("evaluation", out var card)
            ? card.EnumerateArray().ToDictionary(c => c.GetProperty("code").GetString()!, c => c.GetProperty("weightPercent").GetInt32())
            : [];

    /// <summary>Codes of the reasons for a loss or a win; empty when the definition lists none.</summary>
    public string[] Reasons(string process, int version, string which) =>
        definitions[(process, version)].TryGetProperty(which, out var list) ? [.. list.EnumerateArray().Select(r => r.GetProperty("code").GetString()!)] : [];

    public bool RefusesCollision(string process, int version) =>
        definitions[(process, version)].TryGetProperty("collision", out var rule) && rule.GetString() == "refuse";

    private static ProcessText Read()
    {
        var text = new ProcessText();
        var assembly = Assembly.Load("Grains");
        foreach (var name in assembly.GetManifestResourceNames().Where(n => n.StartsWith("Processes.", StringComparison.Ordinal)))
        {
            using var stream = assembly.GetManifestResourceStream(name)!;
            var root = JsonDocument.Parse(stream).RootElement;
            text.definitions[(root.GetProperty("id").GetString()!, root.GetProperty("version").GetInt32())] = root;
        }
        return text;
    }
}
