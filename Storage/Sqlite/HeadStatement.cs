using System.Text;
using Microsoft.Data.Sqlite;
using SalesGrid.Ledger;
using SQLitePCL;

namespace SalesGrid.Storage.Sqlite;

/// <summary>The statement that writes heads. For one caller at a time, inside a transaction.</summary>
/// <remarks>
/// Heads come by the hundred thousand. A command of ADO.NET looks its parameters up by name, boxes their values and makes a
/// reader for each of them, which costs more than the row itself: so this one is bound by position.
/// </remarks>
internal sealed class HeadStatement : IDisposable
{
    private const string Sql =
        """
        INSERT INTO heads (bucket, subject, version, seq, state, spelling) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
        ON CONFLICT (bucket, subject) DO UPDATE SET version = excluded.version, seq = excluded.seq, state = excluded.state
        WHERE excluded.seq >= heads.seq
        """;

    private readonly sqlite3 database;
    private readonly sqlite3_stmt statement;
    private readonly byte[] spelling = new byte[Encoding.UTF8.GetMaxByteCount(LedgerLimits.SubjectLengthMax)];
    private readonly byte[] subject = new byte[Encoding.UTF8.GetMaxByteCount(LedgerLimits.SubjectLengthMax)];

    /// <param name="connection">An open connection; it outlives this.</param>
    public HeadStatement(SqliteConnection connection)
    {
        database = connection.Handle ?? throw new InvalidOperationException("The connection is not open.");
        Check(raw.sqlite3_prepare_v2(database, Sql, out statement));
    }

    /// <summary>Writes a head, unless a newer one is there.</summary>
    /// <exception cref="SqliteException">It could not be written.</exception>
    public void Write(int bucket, Head head)
    {
        var key = SubjectId.KeyOf(head.Subject);
        var length = Encoding.UTF8.GetBytes(key, subject);
        Check(raw.sqlite3_bind_int(statement, 1, bucket));
        Check(raw.sqlite3_bind_text(statement, 2, subject.AsSpan(0, length)));
        Check(raw.sqlite3_bind_int(statement, 3, head.Version));
        Check(raw.sqlite3_bind_int64(statement, 4, head.Seq));
        Check(raw.sqlite3_bind_blob(statement, 5, head.State.Span));
        Check(ReferenceEquals(key, head.Subject)
            ? raw.sqlite3_bind_null(statement, 6)
            : raw.sqlite3_bind_text(statement, 6, spelling.AsSpan(0, Encoding.UTF8.GetBytes(head.Subject, spelling))));
        var stepped = raw.sqlite3_step(statement);
        // Says again what the step said, and makes the statement ready for the next head.
        Check(raw.sqlite3_reset(statement));
        if (stepped != raw.SQLITE_DONE)
            throw new SqliteException($"Writing the head of {head.Subject} ended with {stepped}.", stepped);
    }

    /// <inheritdoc/>
    public void Dispose() => statement.Dispose();

    private void Check(int result) => SqliteException.ThrowExceptionForRC(result, database);
}
