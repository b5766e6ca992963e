using System.Text.Json;
using System.Text.Json.Serialization;

namespace SalesGrid.Peers.Postgres;

/// <summary>What a step's event says; the grid's says the same.</summary>
public readonly record struct StepData(string From, string To, int ProbabilityPercent);

/// <summary>Its serializer, written at build time.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(StepData))]
public sealed partial class EventJson : JsonSerializerContext;
