using System.Diagnostics;
using System.Globalization;
using SalesGrid.Storage.Sqlite;
using Xunit;

namespace SalesGrid.Storage.Tests.Sqlite;

/// <summary>A process killed in the middle of appends: what it had acknowledged is there, and only whole records.</summary>
public sealed class KillTests : IDisposable
{
    private readonly TestFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_killed_process_loses_no_acknowledged_record()
    {
        var acknowledged = new long[AppendUntilKilled.Buckets];
        foreach (var appends in (int[])[1, 57, 400, 1500])
        {
            await AppendAndKill(appends, acknowledged);
            await using var store = SqliteLedgerStore.Open(new() { Folder = folder.Path });
            Assert.True(NothingIsLost(acknowledged, await Ends(store)));
        }

        Assert.All(acknowledged, seq => Assert.True(seq > 0));
    }

    [Fact]
    public void The_check_notices_a_lost_record() => Assert.False(NothingIsLost([4, 4], [6, 2]));

    [Fact]
    public async Task A_second_process_is_told_who_holds_the_folder()
    {
        using var first = Start();
        await first.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);
        var refused = Assert.Throws<IOException>(() => SqliteLedgerStore.Open(new() { Folder = folder.Path }));
        Assert.Contains(folder.Path, refused.Message, StringComparison.Ordinal);
        Assert.Contains($"process {first.Id}", refused.Message, StringComparison.Ordinal);

        first.Kill();
        await first.WaitForExitAsync(TestContext.Current.CancellationToken);
        await using var second = SqliteLedgerStore.Open(new() { Folder = folder.Path });
    }

    private static bool NothingIsLost(long[] acknowledged, long[] found) => acknowledged.Zip(found).All(pair => pair.Second >= pair.First);

    private async Task AppendAndKill(int appends, long[] acknowledged)
    {
        using var child = Start();
        for (var i = 0; i < appends; i++)
            Note(await child.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken), acknowledged);
        child.Kill();
        while (await child.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
            Note(line, acknowledged);
        await child.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.NotEqual(0, child.ExitCode);
    }

    private static void Note(string? line, long[] acknowledged)
    {
        // The line being written when the process was killed may lack its end.
        var fields = Assert.IsType<string>(line).Split(' ');
        if (fields is [var bucket, { Length: > 0 } seq])
        {
            var index = int.Parse(bucket, CultureInfo.InvariantCulture);
            acknowledged[index] = Math.Max(acknowledged[index], long.Parse(seq, CultureInfo.InvariantCulture));
        }
    }

    private Process Start() => Process.Start(
        new ProcessStartInfo(
            Path.ChangeExtension(typeof(KillTests).Assembly.Location, OperatingSystem.IsWindows() ? ".exe" : null), [AppendUntilKilled.Argument, folder.Path])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;

    /// <summary>Reads each journal through, and so checks that its records are whole and linked.</summary>
    private static async Task<long[]> Ends(SqliteLedgerStore store)
    {
        await store.Initialize(new("ffff", 1, DateTimeOffset.UnixEpoch), TestContext.Current.CancellationToken);
        var ends = new long[AppendUntilKilled.Buckets];
        for (var bucket = 0; bucket < ends.Length; bucket++)
        {
            var tail = Ledger.JournalTail.Empty;
            await foreach (var record in store.ReadJournal(bucket, 1, TestContext.Current.CancellationToken))
            {
                Assert.True(Testing.TestRecords.Same(Testing.TestRecords.After(tail, bucket, 2, 2000), record));
                tail = record.Tail;
            }

            Assert.Equal(tail, await store.ReadTail(bucket, TestContext.Current.CancellationToken));
            ends[bucket] = tail.LastSeq;
        }

        return ends;
    }
}
