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
        var heads = new long[AppendUntilKilled.Buckets];
        var half = 0;
        foreach (var lines in (int[])[1, 57, 400, 333, 1500, 777, 500])
        {
            await AppendAndKill(lines, acknowledged, heads);
            await using var store = SqliteLedgerStore.Open(new() { Folder = folder.Path });
            Assert.True(NothingIsLost(acknowledged, await Ends(store)));
            for (var bucket = 0; bucket < heads.Length; bucket++)
                half += await CheckHead(store, bucket, heads[bucket]) ? 1 : 0;
        }

        Assert.All(acknowledged, seq => Assert.True(seq > 0));
        Assert.All(heads, seq => Assert.True(seq > 0));
        TestContext.Current.TestOutputHelper!.WriteLine($"{half} heads had pieces that were newer");
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

    /// <summary>The head that was acknowledged is there or a later one, and every piece is as that one has it, or as the next one does: never older.</summary>
    /// <returns>Whether some were newer than the head.</returns>
    private static async Task<bool> CheckHead(SqliteLedgerStore store, int bucket, long acknowledged)
    {
        var head = await store.ReadHead(bucket, AppendUntilKilled.Subject, TestContext.Current.CancellationToken);
        var seq = head?.Seq ?? 0;
        Assert.True(seq >= acknowledged, $"The head of {acknowledged} was acknowledged; there is that of {seq}.");
        Assert.Equal(seq, await store.ReadCheckpoint(bucket, TestContext.Current.CancellationToken));
        var pieces = (await store.ReadPieces(bucket, AppendUntilKilled.Subject, Ledger.PieceKind.Reservation, 0, long.MaxValue, int.MaxValue, TestContext.Current.CancellationToken))
            .ToDictionary(p => p.Number);
        var newer = 0;
        for (var number = 0L; number < AppendUntilKilled.Pieces; number++)
        {
            var found = pieces.GetValueOrDefault(number) ?? AppendUntilKilled.PieceAt(seq, number) with { Data = default };
            var own = seq == 0 ? found with { Data = default } : AppendUntilKilled.PieceAt(seq, number);
            if (Testing.TestRecords.Same(own, found))
                continue;
            Assert.True(Testing.TestRecords.Same(AppendUntilKilled.PieceAt(AppendUntilKilled.HeadAfter(seq), number), found), $"Piece {number} is neither that of {seq} nor that of the head after it.");
            newer++;
        }
        return newer > 0;
    }

    private async Task AppendAndKill(int lines, long[] acknowledged, long[] heads)
    {
        using var child = Start();
        for (var i = 0; i < lines; i++)
            Note(await child.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken), acknowledged, heads);
        child.Kill();
        while (await child.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
            Note(line, acknowledged, heads);
        await child.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.NotEqual(0, child.ExitCode);
    }

    private static void Note(string? line, long[] acknowledged, long[] heads)
    {
        // The line being written when the process was killed may lack its end.
        var fields = Assert.IsType<string>(line).Split(' ');
        if (fields is [var bucket, { Length: > 0 } seq])
        {
            var index = int.Parse(bucket, CultureInfo.InvariantCulture);
            acknowledged[index] = Math.Max(acknowledged[index], long.Parse(seq, CultureInfo.InvariantCulture));
        }
        else if (fields is [var of, var headSeq, "head"])
        {
            heads[int.Parse(of, CultureInfo.InvariantCulture)] = long.Parse(headSeq, CultureInfo.InvariantCulture);
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
