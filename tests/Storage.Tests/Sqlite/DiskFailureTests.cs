using Microsoft.Data.Sqlite;
using SalesGrid.Ledger;
using SalesGrid.Storage.Sqlite;
using SalesGrid.Testing;
using Xunit;

namespace SalesGrid.Storage.Tests.Sqlite;

/// <summary>A disk that is full, a file from the future, a caller that leaves.</summary>
public sealed class DiskFailureTests : IDisposable
{
    private readonly TestFolder folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_full_disk_fails_the_write_and_room_made_lets_it_go_on()
    {
        var pagesMax = 60;
        await using var store = SqliteLedgerStore.Open(new() { Folder = folder.Path, WriterOpened = c => Execute(c, $"PRAGMA max_page_count = {pagesMax}") });
        await store.Initialize(new("abcd", 4, DateTimeOffset.UnixEpoch), Cancel);
        var written = await LedgerStoreChecks.Fill(store, 1, 1, 2);

        var large = TestRecords.After(written[^1].Tail, 1, bytes: 1_000_000);
        var full = await Assert.ThrowsAsync<IOException>(() => store.Append(large, Cancel));
        Assert.Contains("full", full.Message, StringComparison.Ordinal);
        Assert.Equal(written[^1].Tail, await store.ReadTail(1, Cancel));

        var fence = (await store.OpenBucket(1, Cancel)).Fence;
        await Assert.ThrowsAsync<IOException>(() => store.WriteHeads(1, fence, [TestRecords.Head("a", 1, 600_000)], 1, Cancel));
        Assert.Null(await store.ReadHead(1, "a", Cancel));
        Assert.Equal(0, await store.ReadCheckpoint(1, Cancel));

        var small = TestRecords.After(written[^1].Tail, 1);
        Assert.Equal(AppendOutcome.Appended, await store.Append(small, Cancel));

        // A connection takes the limit when it opens; the failure above made the writer open another.
        pagesMax = 1_000_000;
        var next = TestRecords.After(small.Tail, 1, bytes: 1_000_000);
        await Assert.ThrowsAsync<IOException>(() => store.Append(next, Cancel));
        Assert.Equal(AppendOutcome.Appended, await store.Append(next, Cancel));
        LedgerStoreChecks.Same([.. written, small, next], await LedgerStoreChecks.Read(store, 1, 1));
    }

    [Fact]
    public async Task Everyone_in_a_failed_transaction_is_told()
    {
        await using var store = SqliteLedgerStore.Open(new() { Folder = folder.Path, WriterOpened = c => Execute(c, "PRAGMA max_page_count = 60") });
        await store.Initialize(new("abcd", 16, DateTimeOffset.UnixEpoch), Cancel);
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 16).Select(async bucket =>
        {
            try
            {
                return (bucket, outcome: await store.Append(TestRecords.After(JournalTail.Empty, bucket, bytes: 100_000), Cancel));
            }
            catch (IOException)
            {
                return (bucket, outcome: (AppendOutcome?)null);
            }
        }));

        // Rolled back as one: what threw is not there, what was acknowledged is.
        Assert.Contains(outcomes, o => o.outcome is null);
        foreach (var (bucket, outcome) in outcomes)
            Assert.Equal(outcome is null ? 0 : 1, (await store.ReadTail(bucket, Cancel)).LastSeq);
    }

    [Fact]
    public async Task A_ledger_of_a_newer_version_is_refused()
    {
        await using (SqliteLedgerStore.Open(new() { Folder = folder.Path }))
        {
        }

        using (var connection = new SqliteConnection($"Data Source={Path.Combine(folder.Path, "ledger.db")};Pooling=False"))
        {
            connection.Open();
            Execute(connection, $"PRAGMA user_version = {SqliteDatabase.SchemaVersion + 1}");
        }

        var refused = Assert.Throws<InvalidDataException>(() => SqliteLedgerStore.Open(new() { Folder = folder.Path }));
        Assert.Contains($"schema version {SqliteDatabase.SchemaVersion + 1}", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_record_in_the_middle_is_reported()
    {
        await using (var store = SqliteLedgerStore.Open(new() { Folder = folder.Path }))
        {
            await store.Initialize(new("abcd", 4, DateTimeOffset.UnixEpoch), Cancel);
            await LedgerStoreChecks.Fill(store, 1, 2, 2, 2);
        }

        using (var connection = new SqliteConnection($"Data Source={Path.Combine(folder.Path, "ledger.db")};Pooling=False"))
        {
            connection.Open();
            Execute(connection, "DELETE FROM journal WHERE bucket = 1 AND first_seq = 3");
        }

        await using var damaged = SqliteLedgerStore.Open(new() { Folder = folder.Path });
        await damaged.Initialize(new("abcd", 4, DateTimeOffset.UnixEpoch), Cancel);
        await Assert.ThrowsAsync<InvalidDataException>(() => LedgerStoreChecks.Read(damaged, 1, 1));
    }

    [Fact]
    public async Task A_closed_store_refuses_and_a_cancelled_caller_leaves()
    {
        var store = SqliteLedgerStore.Open(new() { Folder = folder.Path });
        await store.Initialize(new("abcd", 4, DateTimeOffset.UnixEpoch), Cancel);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => store.Append(TestRecords.After(JournalTail.Empty, 1), new CancellationToken(true)));
        await store.DisposeAsync();
        await store.DisposeAsync();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => store.Append(TestRecords.After(JournalTail.Empty, 1), Cancel));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => store.ReadTail(1, Cancel));
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
