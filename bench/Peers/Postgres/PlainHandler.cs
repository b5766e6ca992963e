using System.Text.Json;
using Npgsql;
using NpgsqlTypes;
using SalesGrid.Peers.Http;
using SalesGrid.Peers.Process;

namespace SalesGrid.Peers.Postgres;

/// <summary>
/// As most teams write it: one transaction a command, the rule in the service. Four round trips: the key (BEGIN travels
/// with it), the row under lock, the new row and its event together, COMMIT.
/// </summary>
/// <param name="source">The database.</param>
/// <param name="remembersKeys">False leaves the table of idempotency keys out: one round trip less, and a command that comes twice is carried out twice.</param>
public sealed class PlainHandler(NpgsqlDataSource source, bool remembersKeys) : ICommandSender
{
    private const string InsertKey = "INSERT INTO command_keys (opportunity_id, command_id, request) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING";

    private const string SelectRow = """
        SELECT version, status, stage, customer_id IS NOT NULL, product IS NOT NULL, amount_minor IS NOT NULL, expected_close_on IS NOT NULL, evidence
        FROM opportunities WHERE id = $1 FOR UPDATE
        """;

    private const string UpdateRow = "UPDATE opportunities SET version = $2, stage = $3, probability_percent = $4, changed_at = $5 WHERE id = $1";

    private const string InsertEvent = """
        INSERT INTO events (opportunity_id, version, at, actor, command_id, type, data) VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING seq
        """;

    private const string FirstReceipt = """
        SELECT k.request, e.version, e.seq FROM command_keys k JOIN events e USING (opportunity_id, command_id)
        WHERE k.opportunity_id = $1 AND k.command_id = $2
        """;

    /// <inheritdoc/>
    public async Task<AdvanceOutcome> Advance(AdvanceRequest request, CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        if (remembersKeys)
        {
            await using var key = Command(InsertKey, connection, Text(request.Id), Text(request.CommandId), Text(request.To ?? ""));
            // Waits for another transaction with the same key, if there is one.
            if (await key.ExecuteNonQueryAsync(cancellationToken) == 0)
                return await Replay(request, connection, cancellationToken);
        }
        if (await Lock(request, connection, cancellationToken) is not { } row)
            return new(Refusals.Unknown, 0, 0, false);
        if (request.ExpectedVersion is { } expected && expected != row.Version)
            return new(Refusals.Stale, row.Version, 0, false);
        if (row.Status != "open")
            return new(Refusals.NotOpen, row.Version, 0, false);
        var step = KeyAccount.Advance(row.Stage, request.To, row.Known, row.Evidence);
        if (step.Refusal is not null)
            return new(step.Refusal, row.Version, 0, false);
        var seq = await Write(request, row, step, connection, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return new(null, row.Version + 1, seq, false);
    }

    private static async Task<Row?> Lock(AdvanceRequest request, NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var select = Command(SelectRow, connection, Text(request.Id));
        await using var reader = await select.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken)
            ? new(reader.GetInt32(0), reader.GetString(1), reader.GetString(2),
                new(reader.GetBoolean(3), reader.GetBoolean(4), reader.GetBoolean(5), reader.GetBoolean(6)), reader.GetFieldValue<string[]>(7))
            : null;
    }

    private static async Task<long> Write(AdvanceRequest request, Row row, StepDecision step, NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var now = DateTime.UtcNow;
        var version = row.Version + 1;
        var data = JsonSerializer.SerializeToUtf8Bytes(new(row.Stage, step.To!.Id, step.To.ProbabilityPercent), EventJson.Default.StepData);
        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                new(UpdateRow) { Parameters = { Text(request.Id), Number(version), Text(step.To.Id), Number(step.To.ProbabilityPercent), Time(now) } },
                new(InsertEvent)
                {
                    Parameters =
                    {
                        Text(request.Id), Number(version), Time(now), Text(request.Actor), Text(request.CommandId), Text(step.EventType),
                        new NpgsqlParameter<byte[]> { TypedValue = data, NpgsqlDbType = NpgsqlDbType.Jsonb },
                    },
                },
            },
        };
        return (long)(await batch.ExecuteScalarAsync(cancellationToken))!;
    }

    private static async Task<AdvanceOutcome> Replay(AdvanceRequest request, NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var first = Command(FirstReceipt, connection, Text(request.Id), Text(request.CommandId));
        await using var reader = await first.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return reader.GetString(0) == (request.To ?? "")
            ? new(null, reader.GetInt32(1), reader.GetInt64(2), true)
            : new(Refusals.OtherContent, reader.GetInt32(1), 0, false);
    }

    private static NpgsqlCommand Command(string sql, NpgsqlConnection connection, params ReadOnlySpan<NpgsqlParameter> parameters)
    {
        var command = new NpgsqlCommand(sql, connection);
        foreach (var parameter in parameters)
            command.Parameters.Add(parameter);
        return command;
    }

    private static NpgsqlParameter<string> Text(string value) => new() { TypedValue = value };

    private static NpgsqlParameter<int> Number(int value) => new() { TypedValue = value };

    private static NpgsqlParameter<DateTime> Time(DateTime value) => new() { TypedValue = value };

    private sealed record Row(int Version, string Status, string Stage, KnownFacts Known, string[] Evidence);
}
