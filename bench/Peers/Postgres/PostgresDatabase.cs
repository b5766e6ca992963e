using Npgsql;
using SalesGrid.Peers.Http;
using SalesGrid.Peers.Process;

namespace SalesGrid.Peers.Postgres;

/// <summary>The database of a PostgreSQL peer: made when the peer starts, asked and filled through here.</summary>
public sealed class PostgresDatabase(NpgsqlDataSource source, bool dashboardIndex) : IPeer, IHostedService
{
    private readonly Register register = new();

    /// <summary>Adds it. PEER_POSTGRES is the connection string, PEER_DASHBOARD_INDEX=true adds the covering index.</summary>
    public static void Add(WebApplicationBuilder builder)
    {
        var connection = new NpgsqlConnectionStringBuilder(builder.Configuration["PEER_POSTGRES"])
        {
            // As fast as Npgsql goes: every statement prepared once a connection, connections kept and not reset, no
            // multiplexing (it does not go with transactions), no metrics.
            MaxPoolSize = builder.Configuration.GetValue("PEER_POOL", 32),
            MaxAutoPrepare = 50,
            AutoPrepareMinUsages = 1,
            NoResetOnClose = true,
            Multiplexing = false,
            IncludeErrorDetail = false,
        };
        var source = new NpgsqlDataSourceBuilder(connection.ConnectionString).UseLoggerFactory(null).Build();
        builder.Services.AddSingleton(source);
        builder.Services.AddSingleton(new PostgresDatabase(source, builder.Configuration.GetValue<bool>("PEER_DASHBOARD_INDEX")));
        builder.Services.AddSingleton<IPeer>(sp => sp.GetRequiredService<PostgresDatabase>());
        builder.Services.AddHostedService(sp => sp.GetRequiredService<PostgresDatabase>());
    }

    /// <inheritdoc/>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var statement in new[] { Schema.Tables, Schema.AmountIndex, Schema.AdvanceFunction(remembersKeys: true), Schema.AdvanceFunction(remembersKeys: false) })
            await Run(statement, cancellationToken);
        if (dashboardIndex)
            await Run(Schema.DashboardIndex, cancellationToken);
        foreach (var stage in KeyAccount.Stages)
        {
            await using var insert = source.CreateCommand("INSERT INTO stages VALUES ($1, $2, $3, $4, $5, $6, $7)");
            foreach (var value in new object[] { KeyAccount.Id, stage.Id, stage.Position, stage.ProbabilityPercent, stage.Facts.ToArray(), stage.Evidence.ToArray(), stage.MayReturnTo.ToArray() })
                insert.Parameters.Add(new() { Value = value });
            await insert.ExecuteNonQueryAsync(cancellationToken);
        }
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public async Task Ready(CancellationToken cancellationToken) => await CountEvents(cancellationToken);

    /// <inheritdoc/>
    public async Task SetUp(IReadOnlyList<BatchCommand> commands, CancellationToken cancellationToken) =>
        await BulkLoad.Run(source, register, commands, cancellationToken);

    /// <inheritdoc/>
    public async Task SetUpDone(CancellationToken cancellationToken)
    {
        // Statistics for the planner, and pages marked so that an index can answer alone; then what was loaded is
        // written out, so that the load does not pay for it.
        await Run("VACUUM ANALYZE", cancellationToken);
        await Run("CHECKPOINT", cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<long> CountEvents(CancellationToken cancellationToken)
    {
        await using var count = source.CreateCommand("SELECT count(*) FROM events");
        return (long)(await count.ExecuteScalarAsync(cancellationToken))!;
    }

    /// <inheritdoc/>
    public async Task<KpiAnswer?> KpisByRegion(CancellationToken cancellationToken) => await Questions.KpisByRegion(source, cancellationToken);

    /// <inheritdoc/>
    public async Task<PipelinePage?> Largest(int limit, CancellationToken cancellationToken) => await Questions.Largest(source, limit, cancellationToken);

    private async Task Run(string statement, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand(statement);
        command.CommandTimeout = 300;
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
