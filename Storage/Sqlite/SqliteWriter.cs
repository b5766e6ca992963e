using System.Threading.Channels;

namespace SalesGrid.Storage.Sqlite;

/// <summary>
/// The one writer of the database: a thread that takes whatever waits, writes it in one transaction and answers once
/// that is committed. While it waits for the disk the next transaction fills up; there is no timer.
/// </summary>
/// <remarks>
/// Heads go after appends: after each transaction of appends at most one slice of heads. A transaction that fails is
/// rolled back, every caller in it gets the exception, the connection is replaced, and the next turn begins.
/// </remarks>
internal sealed class SqliteWriter : IAsyncDisposable
{
    private const int HeadsWritesWaitingMax = 1024;
    private const long TransactionBytesMax = 32 * 1024 * 1024;

    private readonly SqliteDatabase database;
    private readonly SqliteLedgerOptions options;
    private readonly Channel<SqliteWrite> waiting;
    private readonly SemaphoreSlim headsRoom = new(HeadsWritesWaitingMax);
    private readonly Queue<SqliteWrite> heads = new();
    private readonly List<SqliteWrite> turn = [];
    private readonly TaskCompletionSource stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private SqliteWriteSession? session;

    public SqliteWriter(SqliteDatabase database, SqliteLedgerOptions options)
    {
        this.database = database;
        this.options = options;

        // Full: the caller waits for room. A bucket has one append under way, so only a program that is not a ledger
        // grain can get here.
        waiting = Channel.CreateBounded<SqliteWrite>(new BoundedChannelOptions(options.WaitingWritesMax) { SingleReader = true });
        session = new SqliteWriteSession(database, options);
        new Thread(Work) { Name = "ledger writer", IsBackground = true }.Start();
    }

    public async Task<T> Write<T>(SqliteWrite<T> write, CancellationToken cancellationToken)
    {
        await Enqueue(write, cancellationToken);
        return await write.Outcome;
    }

    public async Task<bool> WriteHeads(SqliteHeadsWrite write, CancellationToken cancellationToken)
    {
        // More writes of heads than there can be buckets wait here, so that the writer's own queue stays bounded.
        await headsRoom.WaitAsync(cancellationToken);
        try
        {
            await Enqueue(write, cancellationToken);
        }
        catch
        {
            headsRoom.Release();
            throw;
        }

        return await write.Outcome;
    }

    /// <summary>Writes what is waiting, then stops.</summary>
    public async ValueTask DisposeAsync()
    {
        waiting.Writer.TryComplete();
        await stopped.Task;
    }

    private async ValueTask Enqueue(SqliteWrite write, CancellationToken cancellationToken)
    {
        try
        {
            await waiting.Writer.WriteAsync(write, cancellationToken);
        }
        catch (ChannelClosedException)
        {
            throw new ObjectDisposedException(nameof(SqliteLedgerStore));
        }
    }

    private void Work()
    {
        while (heads.Count > 0 || WaitForWork())
        {
            Collect();
            if (turn.Count > 0)
                Commit(turn);
            if (heads.Count > 0)
                WriteSlice(heads.Peek());
        }

        Close();
        stopped.SetResult();
    }

    private bool WaitForWork() => waiting.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult();

    private void Collect()
    {
        turn.Clear();
        for (var bytes = 0L; turn.Count < options.AppendsPerTransactionMax && bytes < TransactionBytesMax;)
        {
            if (!waiting.Reader.TryRead(out var write))
                return;
            if (write is SqliteHeadsWrite)
            {
                heads.Enqueue(write);
                continue;
            }

            if (write.Abandoned)
                continue;
            turn.Add(write);
            bytes += write.Bytes;
        }
    }

    private void WriteSlice(SqliteWrite first)
    {
        if (!first.Abandoned && !Commit([first]))
            return;
        heads.Dequeue();
        headsRoom.Release();
    }

    /// <returns>False when the writes were committed but have further steps to go.</returns>
    private bool Commit(List<SqliteWrite> writes)
    {
        var done = true;
        try
        {
            session ??= new SqliteWriteSession(database, options);
            session.Begin();
            foreach (var write in writes)
                done &= write.Run(session);
            session.Commit();
        }
        catch (Exception e)
        {
            Close();
            foreach (var write in writes)
                write.Fail(new IOException($"The ledger {database.Path} failed to write; whether it did is unknown. {e.Message}", e));
            return true;
        }

        if (done)
        {
            foreach (var write in writes)
                write.Answer();
        }

        return done;
    }

    /// <summary>Closing rolls back. That it may fail too, on the same broken disk, changes nothing for anyone.</summary>
    private void Close()
    {
        try
        {
            session?.Dispose();
        }
        catch (Microsoft.Data.Sqlite.SqliteException)
        {
        }

        session = null;
    }
}
