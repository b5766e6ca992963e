using Npgsql;
using SalesGrid.Peers.Http;

namespace SalesGrid.Peers.Postgres;

/// <summary>The dashboard's questions as SQL.</summary>
public static class Questions
{
    private const string ByRegion = """
        SELECT region, count(*), count(*) FILTER (WHERE status = 'open'), count(*) FILTER (WHERE status = 'won'), count(*) FILTER (WHERE status = 'lost'),
            coalesce(sum(amount_minor) FILTER (WHERE status = 'won'), 0), coalesce(sum(amount_minor) FILTER (WHERE status = 'open'), 0),
            coalesce(sum(amount_minor * probability_percent) FILTER (WHERE status = 'open'), 0),
            avg(closed_on - opened_on) FILTER (WHERE status = 'won'), min(currency)
        FROM opportunities GROUP BY region ORDER BY region
        """;

    private const string ByAmount = """
        SELECT id, version, status, stage, probability_percent, name, customer_id, owner_id, team, region, sector, product, channel,
            amount_minor, currency, opened_on, expected_close_on, closed_on, changed_at
        FROM opportunities ORDER BY amount_minor DESC NULLS LAST, id LIMIT $1
        """;

    /// <summary>The same figures as <c>GET /api/kpis?groupBy=region</c> of the grid.</summary>
    public static async Task<KpiAnswer> KpisByRegion(NpgsqlDataSource source, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand(ByRegion);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var rows = new List<KpiRow>();
        while (await reader.ReadAsync(cancellationToken))
        {
            var (won, lost) = (reader.GetInt64(3), reader.GetInt64(4));
            rows.Add(new(reader.GetString(0), reader.GetInt64(1), reader.GetInt64(2), won, lost,
                reader.GetDecimal(5) / 100, won + lost > 0 ? (double)won / (won + lost) : null,
                reader.IsDBNull(8) ? null : (double)reader.GetDecimal(8), reader.GetDecimal(6) / 100, reader.GetDecimal(7) / 10_000,
                Text(reader, 9)));
        }
        return new(rows);
    }

    /// <summary>The largest opportunities and the exact number of all, as <c>GET /api/pipeline?sort=-amount</c> answers.</summary>
    public static async Task<PipelinePage> Largest(NpgsqlDataSource source, int limit, CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                new(ByAmount) { Parameters = { new NpgsqlParameter<int> { TypedValue = limit } } },
                new("SELECT count(*) FROM opportunities"),
            },
        };
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        var items = new List<PipelineItem>();
        while (await reader.ReadAsync(cancellationToken))
        {
            items.Add(new(reader.GetString(0), reader.GetInt32(1), reader.GetString(2), reader.GetString(3), reader.GetInt32(4),
                Text(reader, 5), Text(reader, 6), reader.GetString(7), reader.GetString(8), reader.GetString(9), Text(reader, 10),
                Text(reader, 11), Text(reader, 12), reader.IsDBNull(13) ? null : new(reader.GetInt64(13) / 100m, reader.GetString(14)),
                Day(reader, 15), Day(reader, 16), Day(reader, 17), false, reader.GetFieldValue<DateTimeOffset>(18)));
        }
        await reader.NextResultAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return new(items, reader.GetInt64(0));
    }

    private static string? Text(NpgsqlDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetString(column);

    private static DateOnly? Day(NpgsqlDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetFieldValue<DateOnly>(column);
}
