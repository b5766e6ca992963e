using Npgsql;
using NpgsqlTypes;
using SalesGrid.Peers.Http;
using SalesGrid.Peers.Process;

namespace SalesGrid.Peers.Postgres;

/// <summary>Fills the tables by COPY.</summary>
public static class BulkLoad
{
    /// <summary>Writes one batch in one transaction.</summary>
    public static async Task Run(NpgsqlDataSource source, Register register, IReadOnlyList<BatchCommand> commands, CancellationToken cancellationToken)
    {
        register.Add(commands);
        var opened = register.Opened(commands).ToList();
        var now = DateTime.UtcNow;
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await Copy(connection, "salespeople (id, name, team, region)", commands.Where(c => c.Type == "salesperson.create"),
            c => [c.Id, c.Body.Name, c.Body.Team, c.Body.Region], cancellationToken);
        await Copy(connection, "customers (id, name, sector)", commands.Where(c => c.Type == "customer.create"),
            c => [c.Id, c.Body.Name, c.Body.Sector], cancellationToken);
        await Copy(connection, """
            opportunities (id, version, status, process_id, stage, probability_percent, name, customer_id, owner_id, team, region, sector, product,
                channel, amount_minor, currency, evidence, opened_on, expected_close_on, changed_at)
            """, opened, o => [o.Id, Opened.Events, "open", KeyAccount.Id, Opened.Stage.Id, Opened.Stage.ProbabilityPercent, o.Name, o.CustomerId,
                o.OwnerId, o.Team, o.Region, o.Sector, o.Product, o.Channel, o.AmountMinor, o.Currency, new[] { o.EvidenceKind },
                DateOnly.FromDateTime(now), o.ExpectedCloseOn, now], cancellationToken);
        await Copy(connection, "events (opportunity_id, version, at, actor, command_id, type, data)", opened.SelectMany(Events),
            e => [e.Id, e.Version, now, "bench", e.CommandId, e.Type, new Json(e.Data)], cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    private static IEnumerable<(string Id, int Version, string CommandId, string Type, string Data)> Events(Opened o)
    {
        yield return (o.Id, 1, "set-up-open", "opportunityOpened", $$"""{"ownerId":"{{o.OwnerId}}","stage":"{{Opened.Stage.Id}}"}""");
        yield return (o.Id, 2, "set-up-value", "opportunityValued", $$"""{"amountMinor":{{o.AmountMinor}}}""");
        yield return (o.Id, 3, "set-up-evidence", "evidenceAttached", $$"""{"kind":"{{o.EvidenceKind}}","reference":"{{o.Reference}}"}""");
    }

    private static async Task Copy<T>(
        NpgsqlConnection connection, string table, IEnumerable<T> rows, Func<T, object?[]> values, CancellationToken cancellationToken)
    {
        await using var copy = await connection.BeginBinaryImportAsync($"COPY {table} FROM STDIN (FORMAT BINARY)", cancellationToken);
        foreach (var row in rows)
        {
            await copy.StartRowAsync(cancellationToken);
            foreach (var value in values(row))
            {
                if (value is Json json)
                    await copy.WriteAsync(json.Text, NpgsqlDbType.Jsonb, cancellationToken);
                else if (value is null)
                    await copy.WriteNullAsync(cancellationToken);
                else
                    await copy.WriteAsync(value, cancellationToken);
            }
        }
        await copy.CompleteAsync(cancellationToken);
    }

    private readonly record struct Json(string Text);
}
