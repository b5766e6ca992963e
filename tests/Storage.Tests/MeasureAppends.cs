using System.Diagnostics;
using System.Globalization;
using SalesGrid.Ledger;
using SalesGrid.Storage.AzureStorage;
using SalesGrid.Storage.InMemory;
using SalesGrid.Storage.Sqlite;
using SalesGrid.Testing;

namespace SalesGrid.Storage.Tests;

/// <summary>
/// Raw appends a second, one writer for each bucket, each waiting for its answer:
/// <c>dotnet run -c Release --project tests/Storage.Tests -- measure-appends sqlite 256 512 10</c> (store, buckets,
/// packed bytes, seconds).
/// </summary>
internal static class MeasureAppends
{
    public const string Argument = "measure-appends";

    public static async Task<int> Run(string store, int buckets, int bytes, int seconds)
    {
        using var folder = new TestFolder();
        await using var azurite = store == "azure" ? await Azurite.Start() : null;
        ILedgerStore measured = store switch
        {
            "sqlite" => SqliteLedgerStore.Open(new() { Folder = folder.Path }),
            "azure" => new AzureLedgerStore(new() { ConnectionString = azurite!.ConnectionString }),
            "memory" => new InMemoryLedgerStore(),
            _ => throw new ArgumentException($"No store {store}: sqlite, azure or memory.", nameof(store)),
        };
        await measured.Initialize(new("abcd", buckets, DateTimeOffset.UnixEpoch), default);

        var warm = TimeSpan.FromSeconds(1);
        var started = Stopwatch.GetTimestamp();
        var end = warm + TimeSpan.FromSeconds(seconds);
        var waits = await Task.WhenAll(Enumerable.Range(0, buckets).Select(bucket => Task.Run(async () =>
        {
            var milliseconds = new List<double>();
            for (var tail = JournalTail.Empty; Stopwatch.GetElapsedTime(started) < end;)
            {
                var record = TestRecords.After(tail, bucket, bytes: bytes);
                var before = Stopwatch.GetTimestamp();
                if (await measured.Append(record, default) != AppendOutcome.Appended)
                    throw new InvalidOperationException("A journal with one writer conflicted.");
                tail = record.Tail;
                if (Stopwatch.GetElapsedTime(started) > warm)
                    milliseconds.Add(Stopwatch.GetElapsedTime(before).TotalMilliseconds);
            }

            return milliseconds;
        })));
        var all = waits.SelectMany(w => w).Order().ToArray();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{store}, {buckets} buckets, {bytes} bytes: {all.Length / (double)seconds:N0} appends/s, p50 {all[all.Length / 2]:N2} ms, p99 {all[(int)(all.Length * 0.99)]:N2} ms"));
        if (measured is IAsyncDisposable closing)
            await closing.DisposeAsync();
        return 0;
    }
}
