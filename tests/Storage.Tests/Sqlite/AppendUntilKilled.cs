using System.Globalization;
using SalesGrid.Ledger;
using SalesGrid.Storage.Sqlite;
using SalesGrid.Testing;

namespace SalesGrid.Storage.Tests.Sqlite;

/// <summary>A child process that appends to four buckets for ever and reports what was acknowledged.</summary>
internal static class AppendUntilKilled
{
    public const string Argument = "append-until-killed";
    public const int Buckets = 4;

    /// <summary>Writes a line <c>bucket lastSeq</c> for every acknowledged append.</summary>
    public static async Task<int> Run(string folder)
    {
        await using var store = SqliteLedgerStore.Open(new() { Folder = folder });
        await store.Initialize(new("abcd", Buckets, DateTimeOffset.UnixEpoch), default);

        // The parent closes our input when it dies; a child must not outlive it.
        _ = Task.Run(() =>
        {
            Console.In.ReadToEnd();
            Environment.Exit(3);
        });
        await Task.WhenAll(Enumerable.Range(0, Buckets).Select(bucket => Append(store, bucket)));
        return 0;
    }

    private static async Task Append(SqliteLedgerStore store, int bucket)
    {
        for (var tail = await store.ReadTail(bucket, default); ;)
        {
            var record = TestRecords.After(tail, bucket, 2, 2000);
            if (await store.Append(record, default) != AppendOutcome.Appended)
                throw new InvalidOperationException("A journal with one writer conflicted.");
            tail = record.Tail;
            var line = string.Create(CultureInfo.InvariantCulture, $"{bucket} {tail.LastSeq}");
            lock (Console.Out)
                Console.Out.WriteLine(line);
        }
    }
}
