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
        INSERT INTO heads (bucket, subject, version, seq, state) VALUES (?1, ?2, ?3, ?4, ?5)
        ON CONFLICT (bucket, subject) DO UPDATE SET version = excluded.version, seq = excluded.seq, state = excluded.state
        WHERE excluded.seq >= heads.seq
        """;

    private const string PieceSql = "INSERT OR REPLACE INTO pieces (bucket, subject, kind, number, data) VALUES (?1, ?2, ?3, ?4, ?5)";

    private const string RemovalSql = "DELETE FROM pieces WHERE bucket = ?1 AND subject = ?2 AND kind = ?3 AND number = ?4";

    private readonly sqlite3 database;
    private readonly sqlite3_stmt statement;
    private readonly byte[] subject = new byte[Encoding.UTF8.GetMaxByteCount(LedgerLimits.SubjectLengthMax)];

    private RowStatement(SqliteConnection connection, string sql)
    {
        database = connection.Handle ?? throw new InvalidOperationException("The connection is not open.");
        Check(raw.sqlite3_prepare_v2(database, sql, out statement));
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
    /// <param name="of">The subject.</param>
    /// <param name="small">Version of a head, kind of a piece.</param>
    /// <param name="number">Sequence of a head, number of a piece.</param>
    /// <param name="data">The bytes; empty for a removal, which has none.</param>
    /// <exception cref="SqliteException">It failed.</exception>
    public void Run(int bucket, string of, int small, long number, ReadOnlySpan<byte> data)
    {
        var length = Encoding.UTF8.GetBytes(of, subject);
        Check(raw.sqlite3_bind_int(statement, 1, bucket));
        Check(raw.sqlite3_bind_text(statement, 2, subject.AsSpan(0, length)));
        Check(raw.sqlite3_bind_int(statement, 3, small));
        Check(raw.sqlite3_bind_int64(statement, 4, number));
        if (raw.sqlite3_bind_parameter_count(statement) > 4)
            Check(raw.sqlite3_bind_blob(statement, 5, data));
        var stepped = raw.sqlite3_step(statement);
        // Says again what the step said, and makes the statement ready for the next row.
        Check(raw.sqlite3_reset(statement));
        if (stepped != raw.SQLITE_DONE)
            throw new SqliteException($"Writing a row of {of} ended with {stepped}.", stepped);
    }

    /// <inheritdoc/>
    public void Dispose() => statement.Dispose();

    private void Check(int result) => SqliteException.ThrowExceptionForRC(result, database);
}
