using System.Text.Json.Serialization;
using SalesGrid.Gateway.Subjects;

namespace SalesGrid.Gateway.Commands;

/// <summary>Many commands.</summary>
public sealed record BatchBody
{
    /// <summary>The commands, 1 to 1,000.</summary>
    public required IReadOnlyList<BatchCommand?> Commands { get; init; }
}

/// <summary>One command among many, as sent: <c>{type: "kind.command", id, commandId, expectedVersion?, body?}</c>.</summary>
[JsonConverter(typeof(BatchCommandConverter))]
public sealed record BatchCommand
{
    /// <summary>The kind of the object and the name of the command, e.g. <c>opportunity.advance</c>.</summary>
    public required string Type { get; init; }

    /// <summary>The object.</summary>
    public required string Id { get; init; }

    /// <summary>Idempotency key.</summary>
    public required string CommandId { get; init; }

    /// <summary>The version the caller saw; null when the caller does not mind.</summary>
    public int? ExpectedVersion { get; init; }

    /// <summary>The kind; null where the type names no command.</summary>
    public KindApi? Kind { get; init; }

    /// <summary>The command in the body; null where it could not be read.</summary>
    public Command? Command { get; init; }

    /// <summary>Why there is no command; null when there is one.</summary>
    public Refusal? Unreadable { get; init; }
}
