using System.Text.Json;

namespace SalesGrid.Control.Tests.Checker;

/// <summary>One entry of the ledger, as its JSON.</summary>
internal sealed record Line(int Bucket, long Seq, string Subject, int Version, DateTimeOffset At, string Actor, string CommandId, string Type, JsonElement Data)
{
    public string Where => $"{Subject} v{Version} ({Bucket}:{Seq}, {Type} by {Actor})";

    public string? Text(string name) => Data.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    public string Needed(string name) => Text(name) ?? throw new InvalidDataException($"{Where} has no '{name}': {Data}");

    public JsonElement? Part(string name) => Data.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    public long? Minor(string name) => Part(name)?.GetProperty("minorUnits").GetInt64();

    public DateTimeOffset? Moment(string name) => Text(name) is { } text
        ? DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture)
        : null;

    public DateOnly? Day(string name) => Text(name) is { } text
        ? DateOnly.ParseExact(text, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture)
        : null;
}

/// <summary>What one command recorded on one object.</summary>
internal sealed record Turn(IReadOnlyList<Line> Lines)
{
    public Line First => Lines[0];

    public string Subject => First.Subject;

    public string Actor => First.Actor;

    public DateTimeOffset At => First.At;

    /// <summary>Control points an override lifted for it.</summary>
    public IEnumerable<string> Waived => Lines.Where(l => l.Type == "OverrideUsed").Select(l => l.Needed("controlPoint"));
}
