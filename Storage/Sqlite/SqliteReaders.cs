using System.Collections.Concurrent;

namespace SalesGrid.Storage.Sqlite;

/// <summary>A few read sessions, shared. A reader beyond their number waits for one.</summary>
internal sealed class SqliteReaders(SqliteDatabase database, int sessionsMax) : IAsyncDisposable
{
    private readonly SemaphoreSlim free = new(sessionsMax);
    private readonly ConcurrentBag<SqliteReadSession> idle = [];
    private volatile bool closed;

    /// <summary>Runs one short query off the caller's thread: SQLite blocks, and a grain must not.</summary>
    public async Task<T> Read<T>(Func<SqliteReadSession, T> query, CancellationToken cancellationToken)
    {
        await free.WaitAsync(cancellationToken);
        try
        {
            ObjectDisposedException.ThrowIf(closed, typeof(SqliteLedgerStore));
            return await Task.Run(() => Run(query), cancellationToken);
        }
        finally
        {
            free.Release();
        }
    }

    /// <summary>Waits for the reads under way, each of them short; reads that come later are refused.</summary>
    public async ValueTask DisposeAsync()
    {
        closed = true;
        for (var i = 0; i < sessionsMax; i++)
            await free.WaitAsync();
        while (idle.TryTake(out var session))
            session.Dispose();
        free.Release(sessionsMax);
    }

    private T Run<T>(Func<SqliteReadSession, T> query)
    {
        if (!idle.TryTake(out var session))
            session = new SqliteReadSession(database);

        // A session that failed is closed, not put back.
        var usable = false;
        try
        {
            var found = query(session);
            usable = true;
            return found;
        }
        finally
        {
            if (usable)
                idle.Add(session);
            else
                session.Dispose();
        }
    }
}
