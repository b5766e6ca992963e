using System.Text.Json;
using System.Text.Json.Serialization;
using Orleans.Storage;

namespace SalesGrid.Peers.Blobs;

/// <summary>All there is of an opportunity, as the usual Orleans persistence writes it with every command: about 1 KB.</summary>
public sealed class OpportunityBlob
{
    /// <summary>Commands that are remembered, and events that are kept with the state until somebody has carried them on.</summary>
    public const int Remembered = 5;

    public int Version { get; set; }
    public string Status { get; set; } = "open";
    public string ProcessId { get; set; } = "";
    public string Stage { get; set; } = "";
    public int ProbabilityPercent { get; set; }
    public string? Name { get; set; }
    public string? CustomerId { get; set; }
    public string OwnerId { get; set; } = "";
    public string Team { get; set; } = "";
    public string Region { get; set; } = "";
    public string? Sector { get; set; }
    public string? Product { get; set; }
    public string? Channel { get; set; }
    public long? AmountMinor { get; set; }
    public string? Currency { get; set; }
    public DateOnly? ExpectedCloseOn { get; set; }
    public List<string> Evidence { get; set; } = [];
    public DateTime ChangedAt { get; set; }
    public List<StepEvent> Events { get; set; } = [];
}

/// <summary>A step that was taken; also what a command that comes again is known by.</summary>
public sealed record StepEvent(int Version, string CommandId, string Request, string Actor, DateTime At, string Type, string From, string To, int ProbabilityPercent);

/// <summary>Its serializer, written at build time.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(OpportunityBlob))]
public sealed partial class BlobJson : JsonSerializerContext;

/// <summary>Has Orleans' provider write the same JSON: its own serializer is slower, and the peer is not to lose by it.</summary>
public sealed class BlobSerializer : IGrainStorageSerializer
{
    /// <inheritdoc/>
    public BinaryData Serialize<T>(T? input) => BinaryData.FromBytes(JsonSerializer.SerializeToUtf8Bytes(input, typeof(T), BlobJson.Default));

    /// <inheritdoc/>
    public T Deserialize<T>(BinaryData input) => (T)JsonSerializer.Deserialize(input.ToMemory().Span, typeof(T), BlobJson.Default)!;
}
