using Microsoft.Data.Sqlite;
using SalesGrid.Ledger;
using SalesGrid.Storage.Sqlite;
using SalesGrid.Testing;
using Xunit;

namespace SalesGrid.Storage.Tests.Sqlite;

/// <summary>A file that 0.2.0 wrote is brought to the layout of today, once, with all that is in it.</summary>
public sealed class EarlierLayoutTests : IDisposable
{
    private readonly TestFolder folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_ledger_of_0_2_0_keeps_its_heads_blocks_and_checkpoint_and_goes_on()
    {
        var (head, first, second) = (TestRecords.Head("customer/Acme", 7), TestRecords.Block("customer/Acme", 32), TestRecords.Block("customer/Acme", 64));
        await using (var connection = new SqliteConnection($"Data Source={Path.Combine(folder.Path, "ledger.db")};Pooling=False"))
        {
            await connection.OpenAsync(Cancel);
            await Run(connection, """
                CREATE TABLE ledger (
                    id INTEGER PRIMARY KEY CHECK (id = 1), ledger_id TEXT NOT NULL, bucket_count INTEGER NOT NULL, created_at TEXT NOT NULL);
                CREATE TABLE buckets (bucket INTEGER PRIMARY KEY, fence INTEGER NOT NULL, checkpoint_seq INTEGER NOT NULL);
                CREATE TABLE journal (
                    bucket INTEGER NOT NULL, first_seq INTEGER NOT NULL, entry_count INTEGER NOT NULL,
                    previous_hash BLOB NOT NULL, hash BLOB NOT NULL, packed BLOB NOT NULL,
                    PRIMARY KEY (bucket, first_seq)) WITHOUT ROWID;
                CREATE TABLE heads (
                    bucket INTEGER NOT NULL, subject TEXT NOT NULL, version INTEGER NOT NULL, seq INTEGER NOT NULL, spelling TEXT, state BLOB NOT NULL,
                    PRIMARY KEY (bucket, subject)) WITHOUT ROWID;
                CREATE TABLE history (
                    bucket INTEGER NOT NULL, subject TEXT NOT NULL, version INTEGER NOT NULL, data BLOB NOT NULL,
                    PRIMARY KEY (bucket, subject, version)) WITHOUT ROWID;
                PRAGMA user_version = 2;
                INSERT INTO ledger VALUES (1, 'abcd', 4, '2026-11-27T00:00:00.0000000+00:00');
                INSERT INTO buckets VALUES (1, 3, 7);
                """);
            await Run(connection, "INSERT INTO heads VALUES (1, 'customer/ACME', 7, 7, 'customer/Acme', $data)", head.State);
            await Run(connection, "INSERT INTO history VALUES (1, 'customer/Acme', 32, $data)", first.Data);
        }

        for (var opened = 1; opened <= 2; opened++)
        {
            await using var store = SqliteLedgerStore.Open(new() { Folder = folder.Path });
            Assert.Equal("abcd", (await store.Initialize(new("ffff", 1, DateTimeOffset.UnixEpoch), Cancel)).LedgerId);
            HeadChecks.Same(head, await store.ReadHead(1, "customer/ACME", Cancel));
            PieceChecks.Same(opened == 1 ? [first] : [first, second], await PieceChecks.All(store, 1, PieceKind.History));
            Assert.Empty(await PieceChecks.All(store, 1, PieceKind.Reservation));
            var opening = await store.OpenBucket(1, Cancel);
            Assert.Equal((3L + opened, 7L), (opening.Fence, opening.CheckpointSeq));
            Assert.True(await store.WriteHeads(1, opening.Fence, 1, [second], [], 7, Cancel));
        }
    }

    private static async Task Run(SqliteConnection connection, string sql, ReadOnlyMemory<byte> data = default)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        if (!data.IsEmpty)
            command.Parameters.AddWithValue("$data", data.ToArray());
        await command.ExecuteNonQueryAsync(Cancel);
    }
}
