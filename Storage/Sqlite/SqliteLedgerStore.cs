using System.ComponentModel.DataAnnotations;
using System.Runtime.CompilerServices;
using SalesGrid.Ledger;

namespace SalesGrid.Storage.Sqlite;

/// <summary>
/// The embedded ledger: one SQLite file in a folder of its own, used by one process. An answered write survives the
/// loss of power (write-ahead log, one fsync for each commit; as far as the disk keeps its word).
/// </summary>
/// <remarks>
/// Appends of all buckets are merged into one transaction for each turn of the disk. A write that fails throws
/// <see cref="IOException"/>: its outcome is unknown, and the store stays usable.
/// </remarks>
public sealed class SqliteLedgerStore : ILedgerStore, IAsyncDisposable
{
    private const int PageCountMax = 256;
    private const long PageBytesMax = 4 * 1024 * 1024;

    /// <summary>A piece takes some hundred bytes, 32 KiB at most.</summary>
    private const int PiecesPerPage = 1_000;

    private readonly SqliteLedgerOptions options;
    private readonly FolderLock held;
    private readonly SqliteReaders readers;
    private readonly SqliteWriter writer;
    private readonly BucketRange range = new();

    private SqliteLedgerStore(SqliteLedgerOptions options, FolderLock held, SqliteDatabase database)
    {
        this.options = options;
        this.held = held;
        database.Prepare();
        writer = new SqliteWriter(database, options);
        readers = new SqliteReaders(database, options.ReadersMax);
    }

    /// <summary>Opens the ledger of a folder, which is created when missing.</summary>
    /// <exception cref="ValidationException">An option is out of its range.</exception>
    /// <exception cref="IOException">Another process uses the folder; the message names both.</exception>
    /// <exception cref="InvalidDataException">The ledger was written by a version with another layout.</exception>
    public static SqliteLedgerStore Open(SqliteLedgerOptions options)
    {
        Validator.ValidateObject(options, new ValidationContext(options), validateAllProperties: true);
        var folder = Path.GetFullPath(options.Folder);
        Directory.CreateDirectory(folder);
        var held = FolderLock.Take(folder);
        try
        {
            return new SqliteLedgerStore(options, held, new SqliteDatabase(Path.Combine(folder, "ledger.db")));
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public int BucketCountByDefault => 4;

    /// <inheritdoc/>
    public CheckpointPace CheckpointByDefault => new(150_000, 150_000, TimeSpan.FromMinutes(1));

    /// <inheritdoc/>
    public async Task<LedgerDescription> Initialize(LedgerDescription wanted, CancellationToken cancellationToken)
    {
        BucketRange.Check(wanted);
        return range.Open(await Write(0, session => session.Initialize(wanted), cancellationToken));
    }

    /// <inheritdoc/>
    public Task<BucketOpening> OpenBucket(int bucket, CancellationToken cancellationToken)
    {
        range.Check(bucket);
        return Write(0, session => session.OpenBucket(bucket), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<bool> IsNewest(int bucket, long fence, CancellationToken cancellationToken)
    {
        range.Check(bucket);
        return readers.Read(session => session.Fence(bucket) == fence, cancellationToken);
    }

    /// <inheritdoc/>
    /// <remarks>Nothing to say: one process has the file, and a writer in it that has lost a bucket knows.</remarks>
    public Task Release(int bucket, long fence, CancellationToken cancellationToken)
    {
        range.Check(bucket);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task<AppendOutcome> Append(JournalRecord record, long fence, CancellationToken cancellationToken)
    {
        range.Check(record.Bucket);
        LedgerLimits.Check(record);
        return Write(record.Packed.Length, session => session.Append(record, fence), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<JournalTail> ReadTail(int bucket, CancellationToken cancellationToken)
    {
        range.Check(bucket);
        return readers.Read(session => session.Tail(bucket), cancellationToken);
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<JournalRecord> ReadJournal(
        int bucket, long fromSeq, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var tail = await ReadTail(bucket, cancellationToken);
        if (fromSeq > tail.LastSeq)
            yield break;

        var next = await readers.Read(session => session.StartOf(bucket, fromSeq), cancellationToken);
        while (next <= tail.LastSeq)
        {
            var from = next;
            foreach (var record in await readers.Read(session => session.Records(bucket, from, PageCountMax, PageBytesMax), cancellationToken))
            {
                if (record.FirstSeq > tail.LastSeq)
                    yield break;
                if (record.FirstSeq != next)
                    throw new InvalidDataException($"The journal of bucket {bucket} lacks the record that starts at {next}; {record.FirstSeq} follows.");
                next = record.LastSeq + 1;
                yield return record;
            }

            if (next == from)
                throw new InvalidDataException($"The journal of bucket {bucket} lacks the record that starts at {next}.");
        }
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<JournalRecord> ReadRecords(
        int bucket, IReadOnlyList<long> seqs, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        range.Check(bucket);
        for (var next = 0; next < seqs.Count;)
        {
            var from = next;
            var page = await readers.Read(session => session.RecordsOf(bucket, seqs.Skip(from), PageBytesMax), cancellationToken);
            if (page.Count == 0)
                yield break;
            foreach (var record in page)
                yield return record;
            while (next < seqs.Count && seqs[next] <= page[^1].LastSeq)
                next++;
        }
    }

    /// <inheritdoc/>
    public Task<bool> WriteHeads(
        int bucket, long fence, long turn, IReadOnlyList<HeadPiece> pieces, IReadOnlyList<Head> heads, long checkpointSeq, CancellationToken cancellationToken)
    {
        range.Check(bucket);
        LedgerLimits.Check(pieces);
        LedgerLimits.Check(heads);
        var write = new SqliteHeadsWrite(bucket, fence, turn, pieces, heads, checkpointSeq, options.HeadsPerTransactionMax, cancellationToken);
        return writer.WriteHeads(write, cancellationToken);
    }

    /// <inheritdoc/>
    public Task<long> ReadCheckpoint(int bucket, CancellationToken cancellationToken)
    {
        range.Check(bucket);
        return readers.Read(session => session.Checkpoint(bucket), cancellationToken);
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<Head> ReadHeads(int bucket, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        range.Check(bucket);
        for (var after = ""; ;)
        {
            var last = after;
            var page = await readers.Read(session => session.Heads(bucket, last, PageCountMax, PageBytesMax), cancellationToken);
            if (page.Count == 0)
                yield break;
            foreach (var head in page)
                yield return head;
            after = page[^1].Subject;
        }
    }

    /// <inheritdoc/>
    public Task<Head?> ReadHead(int bucket, string subject, CancellationToken cancellationToken)
    {
        range.Check(bucket);
        LedgerLimits.CheckSubject(subject);
        return readers.Read(session => session.Head(bucket, subject), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<HeadPiece>> ReadPieces(
        int bucket, string subject, PieceKind kind, long from, long to, int most, CancellationToken cancellationToken)
    {
        range.Check(bucket);
        LedgerLimits.CheckSubject(subject);
        return readers.Read<IReadOnlyList<HeadPiece>>(session => session.Pieces(bucket, subject, kind, from, to, most), cancellationToken);
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<HeadPiece> ReadPieces(int bucket, PieceKind kind, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        range.Check(bucket);
        for (var (subject, number) = ("", 0L); ;)
        {
            var (afterSubject, afterNumber) = (subject, number);
            var page = await readers.Read(session => session.PiecesOfAll(bucket, kind, afterSubject, afterNumber, PiecesPerPage), cancellationToken);
            foreach (var piece in page)
                yield return piece;
            if (page.Count < PiecesPerPage)
                yield break;
            (subject, number) = (page[^1].Subject, page[^1].Number);
        }
    }

    /// <summary>Writes what is waiting, closes the file and gives the folder free.</summary>
    public async ValueTask DisposeAsync()
    {
        await readers.DisposeAsync();
        await writer.DisposeAsync();
        held.Dispose();
    }

    private Task<T> Write<T>(long bytes, Func<SqliteWriteSession, T> run, CancellationToken cancellationToken) =>
        writer.Write(new SqliteWrite<T>(bytes, run, cancellationToken), cancellationToken);
}
