using Microsoft.Data.Sqlite;
using SalesGrid.Ledger;

namespace SalesGrid.Storage.Sqlite;

/// <summary>Queries on a connection of their own. Each is short: nothing holds the log back while its caller thinks.</summary>
internal sealed class SqliteReadSession : IDisposable
{
    internal const string TailSql =
        "SELECT first_seq + entry_count - 1, hash FROM journal WHERE bucket = $bucket ORDER BY first_seq DESC LIMIT 1";

    private readonly SqliteConnection connection;
    private readonly PreparedCommand tail;
    private readonly PreparedCommand start;
    private readonly PreparedCommand records;
    private readonly PreparedCommand checkpoint;
    private readonly PreparedCommand head;
    private readonly PreparedCommand heads;

    public SqliteReadSession(SqliteDatabase database)
    {
        connection = database.OpenForReading();
        tail = new(connection, TailSql, "$bucket");
        start = new(
            connection,
            "SELECT first_seq FROM journal WHERE bucket = $bucket AND first_seq <= $seq ORDER BY first_seq DESC LIMIT 1",
            "$bucket", "$seq");
        records = new(
            connection,
            """
            SELECT first_seq, entry_count, previous_hash, hash, packed FROM journal
            WHERE bucket = $bucket AND first_seq >= $seq ORDER BY first_seq
            """,
            "$bucket", "$seq");
        checkpoint = new(connection, "SELECT checkpoint_seq FROM buckets WHERE bucket = $bucket", "$bucket");
        head = new(
            connection, "SELECT subject, version, seq, state FROM heads WHERE bucket = $bucket AND subject = $subject", "$bucket", "$subject");
        heads = new(
            connection,
            "SELECT subject, version, seq, state FROM heads WHERE bucket = $bucket AND subject > $after ORDER BY subject",
            "$bucket", "$after");
    }

    public JournalTail Tail(int bucket) => Tail(tail, bucket);

    /// <summary>The first sequence of the record that holds <paramref name="seq"/>, were the journal that long.</summary>
    public long StartOf(int bucket, long seq) => start.With(bucket, seq).ExecuteScalar() as long? ?? 1;

    /// <summary>The next records from a record's first sequence on: as many as fit the limits, at least one.</summary>
    public List<JournalRecord> Records(int bucket, long firstSeq, int countMax, long bytesMax)
    {
        var page = new List<JournalRecord>();
        using var row = records.With(bucket, firstSeq).ExecuteReader();
        for (var bytes = 0L; page.Count < countMax && bytes < bytesMax && row.Read(); bytes += page[^1].Packed.Length)
        {
            page.Add(new(
                bucket, row.GetInt64(0), row.GetInt32(1), row.GetFieldValue<byte[]>(2), row.GetFieldValue<byte[]>(3), row.GetFieldValue<byte[]>(4)));
        }

        return page;
    }

    public long Checkpoint(int bucket) => checkpoint.With(bucket).ExecuteScalar() as long? ?? 0;

    public Head? Head(int bucket, string subject)
    {
        using var row = head.With(bucket, subject).ExecuteReader();
        return row.Read() ? ReadHead(row) : null;
    }

    /// <summary>The next heads after a subject, in SQLite's order of subjects: as many as fit the limits, at least one.</summary>
    public List<Head> Heads(int bucket, string after, int countMax, long bytesMax)
    {
        var page = new List<Head>();
        using var row = heads.With(bucket, after).ExecuteReader();
        for (var bytes = 0L; page.Count < countMax && bytes < bytesMax && row.Read(); bytes += page[^1].State.Length)
            page.Add(ReadHead(row));
        return page;
    }

    public static JournalTail Tail(PreparedCommand command, int bucket)
    {
        using var row = command.With(bucket).ExecuteReader();
        return row.Read() ? new(row.GetInt64(0), row.GetFieldValue<byte[]>(1)) : JournalTail.Empty;
    }

    public void Dispose()
    {
        PreparedCommand[] commands = [tail, start, records, checkpoint, head, heads];
        foreach (var command in commands)
            command.Dispose();
        connection.Dispose();
    }

    private static Head ReadHead(SqliteDataReader row) =>
        new(row.GetString(0), row.GetInt32(1), row.GetInt64(2), row.GetFieldValue<byte[]>(3));
}
