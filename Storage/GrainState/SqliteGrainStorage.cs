using Microsoft.Data.Sqlite;
using Orleans;
using Orleans.Runtime;
using Orleans.Storage;

namespace SalesGrid.Storage.GrainState;

/// <summary>
/// State of grains in one small SQLite file, for one process. A write that was answered survives the loss of power; one
/// whose state was changed meanwhile is refused.
/// </summary>
/// <remarks>For state that is written now and then: one write at a time, each with an fsync of its own.</remarks>
public sealed class SqliteGrainStorage : IGrainStorage, IAsyncDisposable
{
    private const int SchemaVersion = 1;

    private readonly IGrainStorageSerializer serializer;
    private readonly SqliteConnection connection;
    private readonly SemaphoreSlim turn = new(1, 1);

    /// <summary>Opens the file, which is created when missing.</summary>
    /// <param name="path">Where it lies. Its folder must exist.</param>
    /// <param name="serializer">How states are written.</param>
    /// <exception cref="InvalidDataException">It was written by a newer version.</exception>
    /// <exception cref="SqliteException">It cannot be opened.</exception>
    public SqliteGrainStorage(string path, IGrainStorageSerializer serializer)
    {
        this.serializer = serializer;
        connection = new(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false, DefaultTimeout = 5 }.ToString());
        try
        {
            connection.Open();
            Execute("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL");
            var version = (long)Execute("PRAGMA user_version")!;
            if (version > SchemaVersion)
                throw new InvalidDataException($"{path} has schema version {version}; this program knows versions up to {SchemaVersion}. Use a newer one.");
            if (version == 0)
            {
                Execute($"""
                    BEGIN IMMEDIATE;
                    CREATE TABLE states (grain TEXT NOT NULL, name TEXT NOT NULL, etag TEXT NOT NULL, state BLOB NOT NULL, PRIMARY KEY (grain, name)) WITHOUT ROWID;
                    PRAGMA user_version = {SchemaVersion};
                    COMMIT
                    """);
            }
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) => InTurn(() =>
    {
        using var command = Command("SELECT etag, state FROM states WHERE grain = $grain AND name = $name", stateName, grainId);
        using var row = command.ExecuteReader();
        (grainState.RecordExists, grainState.ETag, grainState.State) = row.Read()
            ? (true, row.GetString(0), serializer.Deserialize<T>(BinaryData.FromBytes(row.GetFieldValue<byte[]>(1))))
            : (false, null, Activator.CreateInstance<T>());
    });

    /// <inheritdoc/>
    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        // Before the turn: the state belongs to the grain, whose turn this is.
        var bytes = serializer.Serialize(grainState.State).ToArray();
        return InTurn(() =>
        {
            // By chance, not counted: a state that was removed and made anew must not pass for the old one.
            var next = Guid.NewGuid().ToString("N");
            using var command = grainState.ETag is { } known
                ? Command("UPDATE states SET etag = $next, state = $state WHERE grain = $grain AND name = $name AND etag = $etag", stateName, grainId, ("$etag", known))
                : Command("INSERT INTO states (grain, name, etag, state) VALUES ($grain, $name, $next, $state) ON CONFLICT DO NOTHING", stateName, grainId);
            command.Parameters.AddWithValue("$next", next);
            command.Parameters.AddWithValue("$state", bytes);
            if (command.ExecuteNonQuery() == 0)
                throw Inconsistent(stateName, grainId, grainState.ETag);
            (grainState.ETag, grainState.RecordExists) = (next, true);
        });
    }

    /// <inheritdoc/>
    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) => InTurn(() =>
    {
        using var command = grainState.ETag is { } known
            ? Command("DELETE FROM states WHERE grain = $grain AND name = $name AND etag = $etag", stateName, grainId, ("$etag", known))
            : null;
        if (command?.ExecuteNonQuery() == 0)
            throw Inconsistent(stateName, grainId, grainState.ETag);
        (grainState.ETag, grainState.RecordExists, grainState.State) = (null, false, Activator.CreateInstance<T>());
    });

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await turn.WaitAsync();
        await connection.DisposeAsync();
        turn.Dispose();
    }

    /// <summary>One after the other, and off the grain's turn: SQLite blocks its thread until the disk has answered.</summary>
    private async Task InTurn(Action act)
    {
        await turn.WaitAsync();
        try
        {
            await Task.Run(act);
        }
        finally
        {
            turn.Release();
        }
    }

    private SqliteCommand Command(string sql, string stateName, GrainId grainId, params ReadOnlySpan<(string Name, string Value)> further)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        command.Parameters.AddWithValue("$grain", grainId.ToString());
        command.Parameters.AddWithValue("$name", stateName);
        foreach (var (name, value) in further)
            command.Parameters.AddWithValue(name, value);
        return command;
    }

    private object? Execute(string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }

    private static InconsistentStateException Inconsistent(string stateName, GrainId grainId, string? etag) =>
        new($"State {stateName} of {grainId} was changed meanwhile.", "", etag ?? "");
}
