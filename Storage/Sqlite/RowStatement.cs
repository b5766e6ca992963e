using System.Text;
using Microsoft.Data.Sqlite;
using SalesGrid.Ledger;
using SQLitePCL;

namespace SalesGrid.Storage.Sqlite;

/// <summary>A statement that writes rows of a subject. For one caller at a time, inside a transaction.</summary>
/// <remarks>
/// Heads and pieces come by the hundred thousand. A command of ADO.NET looks its parameters up by name, boxes their values and makes a
/// reader for each of them, which costs more than the row itself: so this one is bound by position.
/// </remarks>
internal sealed class RowStatement : IDisposable
{
    private const string HeadSql =
        """
        INSERT INTO heads (bucket, subject, version, seq, state, spelling) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
        ON CONFLICT (bucket, subject) DO UPDATE SET version = excluded.version, seq = excluded.seq, state = excluded.state
        WHERE excluded.seq >= heads.seq
        """;

    private const string PieceSql = "INSERT OR REPLACE INTO pieces (bucket, subject, kind, number, data) VALUES (?1, ?2, ?3, ?4, ?5)";

    private const string RemovalSql = "DELETE FROM pieces WHERE bucket = ?1 AND subject = ?2 AND kind = ?3 AND number = ?4";

    private readonly sqlite3 database;
    private readonly sqlite3_stmt statement;
    private readonly int parameters;
    private readonly byte[] spelling = new byte[Encoding.UTF8.GetMaxByteCount(LedgerLimits.SubjectLengthMax)];
    private readonly byte[] subject = new byte[Encoding.UTF8.GetMaxByteCount(LedgerLimits.SubjectLengthMax)];

    private RowStatement(SqliteConnection connection, string sql)
    {
        database = connection.Handle ?? throw new InvalidOperationException("The connection is not open.");
        Check(raw.sqlite3_prepare_v2(database, sql, out statement));
        parameters = raw.sqlite3_bind_parameter_count(statement);
    }

    /// <summary>Writes heads, unless newer ones are there.</summary>
    /// <param name="connection">An open connection; it outlives this.</param>
    public static RowStatement OfHeads(SqliteConnection connection) => new(connection, HeadSql);

    /// <summary>Writes pieces.</summary>
    /// <param name="connection">An open connection; it outlives this.</param>
    public static RowStatement OfPieces(SqliteConnection connection) => new(connection, PieceSql);

    /// <summary>Removes pieces.</summary>
    /// <param name="connection">An open connection; it outlives this.</param>
    public static RowStatement OfRemovals(SqliteConnection connection) => new(connection, RemovalSql);

    /// <summary>Runs the statement.</summary>
    /// <param name="bucket">The bucket.</param>
    /// <param name="key">What the subject is stored under.</param>
    /// <param name="small">Version of a head, kind of a piece.</param>
    /// <param name="number">Sequence of a head, number of a piece.</param>
    /// <param name="data">The bytes; a removal has none.</param>
    /// <param name="written">How the subject of a head is written where that is not its key; null otherwise.</param>
    /// <exception cref="SqliteException">It failed.</exception>
    public void Run(int bucket, string key, int small, long number, ReadOnlySpan<byte> data, string? written = null)
    {
        Check(raw.sqlite3_bind_int(statement, 1, bucket));
        Check(raw.sqlite3_bind_text(statement, 2, subject.AsSpan(0, Encoding.UTF8.GetBytes(key, subject))));
        Check(raw.sqlite3_bind_int(statement, 3, small));
        Check(raw.sqlite3_bind_int64(statement, 4, number));
        if (parameters > 4)
            Check(raw.sqlite3_bind_blob(statement, 5, data));
        if (parameters > 5)
        {
            Check(written is null
                ? raw.sqlite3_bind_null(statement, 6)
                : raw.sqlite3_bind_text(statement, 6, spelling.AsSpan(0, Encoding.UTF8.GetBytes(written, spelling))));
        }
        var stepped = raw.sqlite3_step(statement);
        // Says again what the step said, and makes the statement ready for the next row.
        Check(raw.sqlite3_reset(statement));
        if (stepped != raw.SQLITE_DONE)
            throw new SqliteException($"Writing a row of {key} ended with {stepped}.", stepped);
    }

    /// <inheritdoc/>
    public void Dispose() => statement.Dispose();

    private void Check(int result) => SqliteException.ThrowExceptionForRC(result, database);
}
