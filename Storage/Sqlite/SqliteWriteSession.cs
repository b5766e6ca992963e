using System.Globalization;
using Microsoft.Data.Sqlite;
using SalesGrid.Ledger;

namespace SalesGrid.Storage.Sqlite;

/// <summary>What can be done inside a transaction of the writer. After any exception only <see cref="Dispose"/> is allowed.</summary>
internal sealed class SqliteWriteSession : IDisposable
{
    private readonly SqliteConnection connection;
    private readonly PreparedCommand begin;
    private readonly PreparedCommand commit;
    private readonly PreparedCommand append;
    private readonly PreparedCommand tail;
    private readonly PreparedCommand open;
    private readonly PreparedCommand begins;
    private readonly RowStatement head;
    private readonly RowStatement piece;
    private readonly RowStatement removal;
    private readonly PreparedCommand checkpoint;

    public SqliteWriteSession(SqliteDatabase database, SqliteLedgerOptions options)
    {
        connection = database.OpenForWriting();
        try
        {
            options.WriterOpened?.Invoke(connection);
            begin = new(connection, "BEGIN IMMEDIATE");
            commit = new(connection, "COMMIT");

            // The condition looks at the table, not at what this process remembers of it.
            append = new(
                connection,
                """
                INSERT INTO journal (bucket, first_seq, entry_count, previous_hash, hash, packed)
                SELECT $bucket, $first, $count, $previous, $hash, $packed
                WHERE ($first - 1, $previous) =
                    (SELECT coalesce(max(first_seq + entry_count - 1), 0), coalesce(max(hash), zeroblob(32)) FROM
                        (SELECT first_seq, entry_count, hash FROM journal WHERE bucket = $bucket ORDER BY first_seq DESC LIMIT 1))
                    AND $fence >= (SELECT coalesce(max(fence), 0) FROM buckets WHERE bucket = $bucket)
                """,
                "$bucket", "$first", "$count", "$previous", "$hash", "$packed", "$fence");
            tail = new(connection, SqliteReadSession.TailSql, "$bucket");
            open = new(
                connection,
                """
                INSERT INTO buckets (bucket, fence, turn, checkpoint_seq) VALUES ($bucket, 1, 0, 0)
                ON CONFLICT (bucket) DO UPDATE SET fence = fence + 1, turn = 0 RETURNING fence, checkpoint_seq
                """,
                "$bucket");
            begins = new(
                connection,
                "UPDATE buckets SET turn = $turn WHERE bucket = $bucket AND fence = $fence AND turn <= $turn",
                "$bucket", "$fence", "$turn");
            head = RowStatement.OfHeads(connection);
            piece = RowStatement.OfPieces(connection);
            removal = RowStatement.OfRemovals(connection);
            checkpoint = new(
                connection,
                "UPDATE buckets SET checkpoint_seq = max(checkpoint_seq, $seq) WHERE bucket = $bucket",
                "$bucket", "$seq");
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    public void Begin() => begin.With().ExecuteNonQuery();

    public void Commit() => commit.With().ExecuteNonQuery();

    public LedgerDescription Initialize(LedgerDescription wanted)
    {
        using var insert = new PreparedCommand(
            connection, "INSERT OR IGNORE INTO ledger VALUES (1, $id, $buckets, $created)", "$id", "$buckets", "$created");
        insert.With(wanted.LedgerId, wanted.BucketCount, wanted.CreatedAt.ToString("O", CultureInfo.InvariantCulture)).ExecuteNonQuery();

        using var select = new PreparedCommand(connection, "SELECT ledger_id, bucket_count, created_at FROM ledger");
        using var row = select.With().ExecuteReader();
        row.Read();
        return new(row.GetString(0), row.GetInt32(1), DateTimeOffset.Parse(row.GetString(2), CultureInfo.InvariantCulture));
    }

    public AppendOutcome Append(JournalRecord record, long fence)
    {
        var written = append.With(
            record.Bucket,
            record.FirstSeq,
            record.EntryCount,
            PreparedCommand.Bytes(record.PreviousHash),
            PreparedCommand.Bytes(record.Hash),
            PreparedCommand.Bytes(record.Packed),
            fence).ExecuteNonQuery();
        return written == 1 ? AppendOutcome.Appended : AppendOutcome.Conflict;
    }

    public BucketOpening OpenBucket(int bucket)
    {
        using var row = open.With(bucket).ExecuteReader();
        row.Read();
        return new(row.GetInt64(0), SqliteReadSession.Tail(tail, bucket), row.GetInt64(1));
    }

    /// <summary>False under an old fence, and for an earlier turn than one that has begun.</summary>
    public bool Begins(int bucket, long fence, long turn) => begins.With(bucket, fence, turn).ExecuteNonQuery() == 1;

    public void WritePiece(int bucket, HeadPiece written) =>
        (written.Data.IsEmpty ? removal : piece).Run(bucket, written.Subject, (int)written.Kind, written.Number, written.Data.Span);

    public void WriteHead(int bucket, Head written)
    {
        var key = SubjectId.KeyOf(written.Subject);
        head.Run(bucket, key, written.Version, written.Seq, written.State.Span, ReferenceEquals(key, written.Subject) ? null : written.Subject);
    }

    public void MoveCheckpoint(int bucket, long seq) => checkpoint.With(bucket, seq).ExecuteNonQuery();

    /// <summary>Closes the connection; SQLite rolls back what was not committed.</summary>
    public void Dispose()
    {
        IDisposable[] commands = [begin, commit, append, tail, open, begins, head, piece, removal, checkpoint];
        foreach (var command in commands)
            command.Dispose();
        connection.Dispose();
    }
}
