using System.Buffers;
using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using SalesGrid.Subjects;

namespace SalesGrid.Decisions;

// The stored shape. Names of members are what lies in the ledger: add optional members, never rename or reuse one.

/// <summary>
/// A receipt as it is stored, in the first entry of a command or in a refusal. What the entry says anyway (who, when, what followed) is not in it, nor is what is so in
/// most cases: that the owner sent it, without duties, on the day that <c>at</c> is in UTC.
/// </summary>
/// <param name="Do">The command's type.</param>
/// <param name="With">The command; null where it was too long to be kept.</param>
/// <param name="Rules">The version of the rules.</param>
public sealed record KeptDecision(string Do, JsonElement? With, string Rules)
{
    /// <summary>Longest content of a refused command that is kept, bytes: what is refused is not to fill the ledger.</summary>
    public const int RefusedContentMax = 4_096;

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? threadBytes;

    [ThreadStatic]
    private static Utf8JsonWriter? threadJson;

    private static readonly JsonWriterOptions WriterOptions = new()
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };

    private static readonly JsonEncodedText RulesNow = JsonEncodedText.Encode(RulesVersion.Current);

    /// <summary>The object's version before; in refusals, whose entry does not say it.</summary>
    public int? Version { get; init; }

    /// <summary>Duties as a number; null for none.</summary>
    public int? Duties { get; init; }

    /// <summary>The units the duties were limited to.</summary>
    public ImmutableArray<string>? Units { get; init; }

    /// <summary>Standing as a number; null for the owner.</summary>
    public int? As { get; init; }

    /// <summary>For whom the sender stood so, by a delegation; null where they did themselves.</summary>
    public string? For { get; init; }

    /// <summary>True for a program.</summary>
    public bool? Machine { get; init; }

    /// <summary>The business day, where it is another than that of the moment in UTC.</summary>
    public DateOnly? Today { get; init; }

    /// <summary>The objects that were read, by subject.</summary>
    public Dictionary<string, int>? In { get; init; }

    /// <summary>What was read and is of no object.</summary>
    public Dictionary<string, JsonElement>? Values { get; init; }

    /// <summary>The objects that granted reservations.</summary>
    public Dictionary<string, int>? Granted { get; init; }

    /// <summary>True where more was read than is noted.</summary>
    public bool? More { get; init; }

    /// <summary>The bytes of a receipt.</summary>
    /// <param name="command">The command.</param>
    /// <param name="envelope">What went with it.</param>
    /// <param name="request">What the rules knew of the request.</param>
    /// <param name="inputs">What they were shown.</param>
    /// <param name="refusedAt">The object's version, where the command was refused.</param>
    public static byte[] Write(Command command, Envelope envelope, in DecisionContext request, Inputs inputs, int? refusedAt = null)
    {
        var bytes = threadBytes ??= new(512);
        var json = threadJson ??= new(bytes, WriterOptions);
        bytes.ResetWrittenCount();
        json.Reset();
        json.WriteStartObject();
        json.WriteString("do"u8, command.GetType().Name);
        json.WritePropertyName("with"u8);
        var from = json.BytesCommitted + json.BytesPending;
        JsonSerializer.Serialize(json, command, command.GetType(), GridJson.Options);
        if (refusedAt is not null && json.BytesCommitted + json.BytesPending - from > RefusedContentMax)
        {
            json.Reset();
            bytes.ResetWrittenCount();
            json.WriteStartObject();
            json.WriteString("do"u8, command.GetType().Name);
        }
        json.WriteString("rules"u8, RulesNow);
        if (refusedAt is { } version)
            json.WriteNumber("version"u8, version);
        if (envelope.Duties != SalesGrid.Duties.None)
            json.WriteNumber("duties"u8, (int)envelope.Duties);
        if (!envelope.Units.IsDefaultOrEmpty)
        {
            json.WriteStartArray("units"u8);
            foreach (var unit in envelope.Units)
                json.WriteStringValue(unit);
            json.WriteEndArray();
        }
        if (request.Stands != Standing.Owner)
            json.WriteNumber("as"u8, (int)request.Stands);
        if (request.StandsFor is { } person)
            json.WriteString("for"u8, person);
        if (envelope.ByMachine)
            json.WriteBoolean("machine"u8, true);
        if (request.Today != DateOnly.FromDateTime(request.At.UtcDateTime))
            json.WriteString("today"u8, request.Today.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        Write(json, "in"u8, inputs.Versions);
        Write(json, "granted"u8, inputs.Granted);
        if (inputs.Values.Count > 0)
        {
            json.WriteStartObject("values"u8);
            foreach (var value in inputs.Values)
            {
                json.WritePropertyName(value.Name);
                json.WriteRawValue(value.Json, skipInputValidation: true);
            }
            json.WriteEndObject();
        }
        if (inputs.More)
            json.WriteBoolean("more"u8, true);
        json.WriteEndObject();
        json.Flush();
        return bytes.WrittenSpan.ToArray();
    }

    /// <summary>A stored receipt.</summary>
    public static KeptDecision Read(string json) => JsonSerializer.Deserialize<KeptDecision>(json, GridJson.Options)!;

    /// <summary>The receipt of what was decided.</summary>
    /// <param name="known">What is known without it: who, when, of what object.</param>
    public DecisionReceipt Of(DecisionReceipt known) => known with
    {
        Command = Do,
        Content = With is { } with ? with.GetRawText() : null,
        Rules = Rules,
        Duties = (Duties)(Duties ?? 0),
        Units = Units ?? [],
        Stands = As is { } stands ? (Standing)stands : Standing.Owner,
        StandsFor = For,
        ByMachine = Machine == true,
        Today = Today ?? DateOnly.FromDateTime(known.At.UtcDateTime),
        Inputs = Listed(In),
        Granted = Listed(Granted),
        Values = Values is null ? [] : [.. Values.Select(v => new InputValue(v.Key, v.Value.GetRawText()))],
        MoreInputs = More == true,
    };

    private static ImmutableArray<InputVersion> Listed(Dictionary<string, int>? versions) =>
        versions is null ? [] : [.. versions.OrderBy(v => v.Key, StringComparer.Ordinal).Select(v => new InputVersion(v.Key, v.Value))];

    private static void Write(Utf8JsonWriter json, ReadOnlySpan<byte> name, IReadOnlyList<InputVersion> versions)
    {
        if (versions.Count == 0)
            return;
        json.WriteStartObject(name);
        for (var i = 0; i < versions.Count; i++)
            json.WriteNumber(versions[i].Subject, versions[i].Version);
        json.WriteEndObject();
    }
}
