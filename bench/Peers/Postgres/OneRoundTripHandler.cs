using Npgsql;
using NpgsqlTypes;
using SalesGrid.Peers.Http;

namespace SalesGrid.Peers.Postgres;

/// <summary>As a team writes it that has measured: the whole command is one call of a function, one round trip and its own transaction.</summary>
/// <param name="source">The database.</param>
/// <param name="remembersKeys">False calls the function that leaves the table of idempotency keys out.</param>
public sealed class OneRoundTripHandler(NpgsqlDataSource source, bool remembersKeys) : ICommandSender
{
    private readonly string call = $"SELECT refusal, new_version, new_seq, replayed FROM {Schema.AdvanceName(remembersKeys)}($1, $2, $3, $4, $5)";

    /// <inheritdoc/>
    public async Task<AdvanceOutcome> Advance(AdvanceRequest request, CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        await using var command = new NpgsqlCommand(call, connection)
        {
            Parameters =
            {
                new NpgsqlParameter<string> { TypedValue = request.Id },
                new NpgsqlParameter<string?> { TypedValue = request.To, NpgsqlDbType = NpgsqlDbType.Text },
                new NpgsqlParameter<string> { TypedValue = request.CommandId },
                new NpgsqlParameter<string> { TypedValue = request.Actor },
                new NpgsqlParameter<int?> { TypedValue = request.ExpectedVersion, NpgsqlDbType = NpgsqlDbType.Integer },
            },
        };
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return new(reader.IsDBNull(0) ? null : reader.GetString(0), reader.GetInt32(1), reader.GetInt64(2), reader.GetBoolean(3));
    }
}
