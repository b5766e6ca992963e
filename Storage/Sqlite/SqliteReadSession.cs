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
    private readonly PreparedCommand fence;
    private readonly PreparedCommand head;
    private readonly PreparedCommand heads;
    private readonly PreparedCommand recordOf;
    private readonly PreparedCommand pieces;
    private readonly PreparedCommand piecesOfAll;

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
        fence = new(connection, "SELECT fence FROM buckets WHERE bucket = $bucket", "$bucket");
        head = new(
            connection, "SELECT coalesce(spelling, subject), version, seq, state FROM heads WHERE bucket = $bucket AND subject = $subject", "$bucket", "$subject");
        heads = new(
            connection,
            "SELECT coalesce(spelling, subject), version, seq, state FROM heads WHERE bucket = $bucket AND subject > $after ORDER BY subject",
            "$bucket", "$after");
        recordOf = new(
            connection,
            """
            SELECT first_seq, entry_count, previous_hash, hash, packed FROM journal
            WHERE bucket = $bucket AND first_seq <= $seq ORDER BY first_seq DESC LIMIT 1
            """,
            "$bucket", "$seq");
        pieces = new(
            connection,
            """
            SELECT subject, number, data FROM pieces
            WHERE bucket = $bucket AND kind = $kind AND subject = $subject AND number BETWEEN $from AND $to ORDER BY number LIMIT $most
            """,
            "$bucket", "$kind", "$subject", "$from", "$to", "$most");
        piecesOfAll = new(
            connection,
            """
            SELECT subject, number, data FROM pieces
            WHERE bucket = $bucket AND kind = $kind AND (subject, number) > ($subject, $number) ORDER BY subject, number LIMIT $most
            """,
            "$bucket", "$kind", "$subject", "$number", "$most");
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
            page.Add(ReadRecord(bucket, row));
        }

        return page;
    }

    /// <summary>The records that hold these entries, each once: as many as fit the limit, at least one. Ends where the journal does.</summary>
    public List<JournalRecord> RecordsOf(int bucket, IEnumerable<long> seqs, long bytesMax)
    {
        var page = new List<JournalRecord>();
        var bytes = 0L;
        foreach (var seq in seqs)
        {
            if (page.Count > 0 && seq <= page[^1].LastSeq)
                continue;
            if (bytes >= bytesMax)
                break;
            using var row = recordOf.With(bucket, seq).ExecuteReader();
            if (!row.Read() || ReadRecord(bucket, row) is var record && record.LastSeq < seq)
                break;
            page.Add(record);
            bytes += record.Packed.Length;
        }

        return page;
    }

    public long Checkpoint(int bucket) => checkpoint.With(bucket).ExecuteScalar() as long? ?? 0;

    public long Fence(int bucket) => fence.With(bucket).ExecuteScalar() as long? ?? 0;

    public Head? Head(int bucket, string subject)
    {
        using var row = head.With(bucket, SubjectId.KeyOf(subject)).ExecuteReader();
        return row.Read() ? ReadHead(row) : null;
    }

    /// <summary>The next heads after a subject, in SQLite's order of subjects: as many as fit the limits, at least one.</summary>
    public List<Head> Heads(int bucket, string after, int countMax, long bytesMax)
    {
        var page = new List<Head>();
        using var row = heads.With(bucket, SubjectId.KeyOf(after)).ExecuteReader();
        for (var bytes = 0L; page.Count < countMax && bytes < bytesMax && row.Read(); bytes += page[^1].State.Length)
            page.Add(ReadHead(row));
        return page;
    }

    /// <summary>Pieces of one kind of a subject, by number.</summary>
    public List<HeadPiece> Pieces(int bucket, string subject, PieceKind kind, long from, long to, int most) =>
        ReadPieces(kind, pieces.With(bucket, (int)kind, subject, from, to, most));

    /// <summary>The next pieces after one, in SQLite's order of subjects.</summary>
    public List<HeadPiece> PiecesOfAll(int bucket, PieceKind kind, string subject, long number, int most) =>
        ReadPieces(kind, piecesOfAll.With(bucket, (int)kind, subject, number, most));

    public static JournalTail Tail(PreparedCommand command, int bucket)
    {
        using var row = command.With(bucket).ExecuteReader();
        return row.Read() ? new(row.GetInt64(0), row.GetFieldValue<byte[]>(1)) : JournalTail.Empty;
    }

    public void Dispose()
    {
        PreparedCommand[] commands = [tail, start, records, checkpoint, fence, head, heads, recordOf, pieces, piecesOfAll];
        foreach (var command in commands)
            command.Dispose();
        connection.Dispose();
    }

    private static List<HeadPiece> ReadPieces(PieceKind kind, SqliteCommand command)
    {
        var found = new List<HeadPiece>();
        using var row = command.ExecuteReader();
        while (row.Read())
            found.Add(new(row.GetString(0), kind, row.GetInt64(1), row.GetFieldValue<byte[]>(2)));
        return found;
    }

    private static JournalRecord ReadRecord(int bucket, SqliteDataReader row) =>
        new(bucket, row.GetInt64(0), row.GetInt32(1), row.GetFieldValue<byte[]>(2), row.GetFieldValue<byte[]>(3), row.GetFieldValue<byte[]>(4));

    private static Head ReadHead(SqliteDataReader row) =>
        new(row.GetString(0), row.GetInt32(1), row.GetInt64(2), row.GetFieldValue<byte[]>(3));
}
