using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace SalesGrid.Peers.Http;

/// <summary>The same JSON in and out as the grid's.</summary>
public static class PeerJson
{
    /// <summary>Sets the options up as the gateway does.</summary>
    public static void Configure(JsonSerializerOptions options)
    {
        options.Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
        options.NumberHandling = JsonNumberHandling.Strict;
    }
}

/// <summary>Body of an <c>advance</c>.</summary>
public sealed record AdvanceBody(string? To);

/// <summary>The receipt of a command.</summary>
public sealed record ReceiptBody(string Id, int Version, int Bucket, long Seq, bool Replayed);

/// <summary>A refusal.</summary>
public sealed record ProblemBody(int Status, string Title, string ControlPoint);

/// <summary>The set-up commands of the load generator.</summary>
public sealed record BatchBody(IReadOnlyList<BatchCommand> Commands);

/// <summary>One of them.</summary>
public sealed record BatchCommand(string Type, string Id, string CommandId, CommandBody Body);

/// <summary>Its body: those fields that the set-up uses.</summary>
public sealed record CommandBody(
    string? Name, string? Team, string? Region, string? Sector, string? OwnerId, string? CustomerId, string? Product, string? Channel,
    AmountBody? Amount, DateOnly? ExpectedCloseOn, string? Kind, string? Reference);

/// <summary>An amount, major units.</summary>
public sealed record AmountBody(long Amount, string Currency);

/// <summary>What became of the set-up commands.</summary>
public sealed record BatchAnswer(IReadOnlyList<BatchResult> Results);

/// <summary>One of them.</summary>
public sealed record BatchResult(string Id, bool Accepted);

/// <summary>KPIs by one dimension.</summary>
public sealed record KpiAnswer(IReadOnlyList<KpiRow> Rows);

/// <summary>One row of it; the same figures as the grid's.</summary>
public sealed record KpiRow(
    string Region, long Opportunities, long Open, long Won, long Lost, decimal WonAmount, double? WinRate, double? WonCycleDays,
    decimal OpenAmount, decimal WeightedAmount, string? Currency);

/// <summary>One page of the pipeline.</summary>
public sealed record PipelinePage(IReadOnlyList<PipelineItem> Items, long Total);

/// <summary>One opportunity of it; the same fields as the grid's.</summary>
public sealed record PipelineItem(
    string Id, int Version, string Status, string Stage, int ProbabilityPercent, string? Name, string? Customer, string Owner,
    string Team, string Region, string? Sector, string? Product, string? Channel, MoneyBody? Amount,
    DateOnly? OpenedOn, DateOnly? ExpectedCloseOn, DateOnly? ClosedOn, bool Imported, DateTimeOffset ChangedAt);

/// <summary>An amount as answered, major units.</summary>
public sealed record MoneyBody(decimal Amount, string Currency);

/// <summary>Serializers written at build time: the peer is not to lose by reflection.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(AdvanceBody))]
[JsonSerializable(typeof(ReceiptBody))]
[JsonSerializable(typeof(ProblemBody))]
[JsonSerializable(typeof(BatchBody))]
[JsonSerializable(typeof(BatchAnswer))]
[JsonSerializable(typeof(KpiAnswer))]
[JsonSerializable(typeof(PipelinePage))]
public sealed partial class PeerJsonContext : JsonSerializerContext;
