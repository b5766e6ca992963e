using System.Globalization;
using Microsoft.Data.Sqlite;

namespace SalesGrid.Storage.Sqlite;

/// <summary>The database file: its layout, its version, and how connections to it are set up.</summary>
internal sealed class SqliteDatabase(string path)
{
    /// <summary>Layout written by this version; kept in SQLite's own <c>user_version</c>.</summary>
    internal const int SchemaVersion = 3;

    // WITHOUT ROWID: one tree instead of table plus index, so an append dirties one leaf and the pages it overflows to.
    // The packed bytes come last: the end of a journal is read without touching its overflow pages.
    // heads.subject is the key all spellings of a subject share; heads.spelling is how it is written where that differs.
    private const string Schema = """
        CREATE TABLE ledger (
            id INTEGER PRIMARY KEY CHECK (id = 1), ledger_id TEXT NOT NULL, bucket_count INTEGER NOT NULL, created_at TEXT NOT NULL);
        CREATE TABLE buckets (
            bucket INTEGER PRIMARY KEY, fence INTEGER NOT NULL, turn INTEGER NOT NULL, checkpoint_seq INTEGER NOT NULL);
        CREATE TABLE journal (
            bucket INTEGER NOT NULL, first_seq INTEGER NOT NULL, entry_count INTEGER NOT NULL,
            previous_hash BLOB NOT NULL, hash BLOB NOT NULL, packed BLOB NOT NULL,
            PRIMARY KEY (bucket, first_seq)) WITHOUT ROWID;
        CREATE TABLE heads (
            bucket INTEGER NOT NULL, subject TEXT NOT NULL, version INTEGER NOT NULL, seq INTEGER NOT NULL, spelling TEXT, state BLOB NOT NULL,
            PRIMARY KEY (bucket, subject)) WITHOUT ROWID;
        """ + Pieces;

    private const string Pieces = """
        CREATE TABLE pieces (
            bucket INTEGER NOT NULL, kind INTEGER NOT NULL, subject TEXT NOT NULL, number INTEGER NOT NULL, data BLOB NOT NULL,
            PRIMARY KEY (bucket, kind, subject, number)) WITHOUT ROWID;
        """;

    /// <summary>Layout of 0.2.0: blocks of the history index had a table of their own, and writes of heads no turns.</summary>
    private const int EarlierVersion = 2;

    private const string FromEarlier = Pieces + """
        INSERT INTO pieces (bucket, kind, subject, number, data) SELECT bucket, 1, subject, version, data FROM history;
        DROP TABLE history;
        ALTER TABLE buckets ADD COLUMN turn INTEGER NOT NULL DEFAULT 0;
        """;

    public string Path { get; } = path;

    /// <summary>Creates the layout in a new file, and brings an earlier one to this.</summary>
    /// <exception cref="InvalidDataException">The file was written by a version with another layout.</exception>
    public void Prepare()
    {
        using var connection = OpenForWriting();
        var version = Convert.ToInt32(Scalar(connection, "PRAGMA user_version"), CultureInfo.InvariantCulture);
        if (version is not (0 or EarlierVersion or SchemaVersion))
        {
            throw new InvalidDataException(
                $"The ledger {Path} has schema version {version}; this program knows versions {EarlierVersion} and {SchemaVersion}. Use the one that wrote it, or a newer one.");
        }

        if (version != SchemaVersion)
            Execute(connection, $"BEGIN IMMEDIATE; {(version == 0 ? Schema : FromEarlier)} PRAGMA user_version = {SchemaVersion}; COMMIT");
    }

    /// <summary>A connection for the one writer.</summary>
    public SqliteConnection OpenForWriting()
    {
        var connection = Open();
        try
        {
            // page_size: a packed record of a busy bucket has 4 to 16 KiB, an idle one well below; larger pages would
            //   make every small commit log more. It is also the block size of common file systems.
            // synchronous=FULL: one fsync of the log for every commit; that is what makes an answer durable.
            // wal_autocheckpoint: 16 MiB of log before it is copied into the file, so pages rewritten by many commits
            //   are copied once. journal_size_limit: a burst's log is cut back to 64 MiB.
            // cache_size: 16 MiB keep the inner pages and the tails of all buckets in memory.
            Execute(connection, """
                PRAGMA page_size = 4096;
                PRAGMA journal_mode = WAL;
                PRAGMA synchronous = FULL;
                PRAGMA wal_autocheckpoint = 4096;
                PRAGMA journal_size_limit = 67108864;
                PRAGMA cache_size = -16384;
                """);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>A connection that never writes and, under WAL, never waits for the writer.</summary>
    public SqliteConnection OpenForReading()
    {
        var connection = Open();
        Execute(connection, "PRAGMA query_only = ON; PRAGMA cache_size = -4096;");
        return connection;
    }

    // Pooling off: a connection put back by a failed write must not come back.
    private SqliteConnection Open()
    {
        var connection = new SqliteConnection(
            new SqliteConnectionStringBuilder { DataSource = Path, Pooling = false, DefaultTimeout = 5 }.ToString());
        connection.Open();
        return connection;
    }

    private static object? Scalar(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }

    private static void Execute(SqliteConnection connection, string sql) => Scalar(connection, sql);
}
