using SalesGrid.Ledger;
using SalesGrid.Testing;
using Xunit;

namespace SalesGrid.Storage.Tests;

/// <summary>What every store must hold about the history index and about entries read one by one; see <see cref="LedgerStoreChecks"/>.</summary>
internal static class HistoryChecks
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static async Task BlocksComeBackInOrder(ILedgerStore store, int bucket)
    {
        var fence = (await store.OpenBucket(bucket, Cancel)).Fence;
        // Versions whose texts sort otherwise than their numbers, and more blocks than a transaction takes.
        int[] versions = [2, 9, 10, 11, 99, 100, 1_000, int.MaxValue, .. Enumerable.Range(1, 240).Select(i => 2_000 + (i * 32))];
        var blocks = versions.Select(version => TestRecords.Block("opportunity/1", version)).ToArray();
        new Random(417).Shuffle(blocks);
        Assert.True(await store.WriteHeads(bucket, fence, blocks, [TestRecords.Head("opportunity/1", 3)], 3, Cancel));
        Array.Sort(versions);
        foreach (var (after, most) in ((int, int)[])[(0, 1_000), (0, 1), (0, 3), (1, 4), (2, 4), (9, 100), (10, 120), (99, 3), (2_031, 2), (2_032, 2), (int.MaxValue, 9)])
        {
            var found = await store.ReadHistory(bucket, "opportunity/1", after, most, Cancel);
            Same(versions.Where(v => v > after).Take(most).Select(v => TestRecords.Block("opportunity/1", v)), found);
        }
        Assert.Empty(await store.ReadHistory(bucket, "opportunity/2", 0, 9, Cancel));
        Assert.Empty(await store.ReadHistory(bucket + 1, "opportunity/1", 0, 9, Cancel));
        Same(versions.Select(v => TestRecords.Block("opportunity/1", v)), (await All(store, bucket)).OrderBy(b => b.Version));
        // They are no heads.
        HeadChecks.Same(TestRecords.Head("opportunity/1", 3), Assert.Single(await HeadChecks.Read(store, bucket)));
    }

    public static async Task BlocksOfSubjectsStayApart(ILedgerStore store, int bucket)
    {
        string[] subjects =
        [
            "a", "B", "a!", "a!2", "a!v", "a!v0000000005", "!ha", "h", "!h", "!i", "i", "ha!v0000000001", "a/b", "a b", "客户/华东", "😀", "~",
            new string('/', LedgerLimits.SubjectLengthMax), new string('客', LedgerLimits.SubjectLengthMax),
        ];
        var fence = (await store.OpenBucket(bucket, Cancel)).Fence;
        var blocks = subjects.SelectMany((subject, i) => (HistoryBlock[])[TestRecords.Block(subject, i + 1), TestRecords.Block(subject, i + 40)]).ToArray();
        var heads = subjects.Select((subject, i) => TestRecords.Head(subject, i + 1)).ToArray();
        Assert.True(await store.WriteHeads(bucket, fence, blocks, heads, 9, Cancel));
        for (var i = 0; i < subjects.Length; i++)
        {
            Same(blocks[(2 * i)..((2 * i) + 2)], await store.ReadHistory(bucket, subjects[i], 0, 9, Cancel));
            Same(blocks[((2 * i) + 1)..((2 * i) + 2)], await store.ReadHistory(bucket, subjects[i], i + 1, 9, Cancel));
            HeadChecks.Same(heads[i], await store.ReadHead(bucket, subjects[i], Cancel));
        }
        Assert.Equal(subjects.Length, (await HeadChecks.Read(store, bucket)).Count);
        Assert.Equal(blocks.Length, (await All(store, bucket)).Count);
    }

    public static async Task BlocksOfEverySizeAreHeld(ILedgerStore store, int bucket)
    {
        var fence = (await store.OpenBucket(bucket, Cancel)).Fence;
        var blocks = ((int[])[1, 600, 1_023, 4_096, LedgerLimits.BlockBytesMax]).Select((bytes, i) => TestRecords.Block("a", i + 1, bytes)).ToArray();
        Assert.True(await store.WriteHeads(bucket, fence, blocks, [], 1, Cancel));
        Same(blocks, await store.ReadHistory(bucket, "a", 0, 9, Cancel));
        foreach (var bad in (HistoryBlock[])[TestRecords.Block("a", 9, 0), TestRecords.Block("a", 9, LedgerLimits.BlockBytesMax + 1), TestRecords.Block("a", 0), TestRecords.Block("", 9)])
            await Assert.ThrowsAsync<ArgumentException>(() => store.WriteHeads(bucket, fence, [bad], [], 2, Cancel));
        await Assert.ThrowsAsync<ArgumentException>(() => store.WriteHeads(bucket, fence, [blocks[0], blocks[0]], [], 2, Cancel));
        Assert.Equal(1, await store.ReadCheckpoint(bucket, Cancel));
    }

    public static async Task OldFenceWritesNoBlock(ILedgerStore store, int bucket)
    {
        var old = (await store.OpenBucket(bucket, Cancel)).Fence;
        Assert.True(await store.WriteHeads(bucket, old, [TestRecords.Block("a", 32)], [], 1, Cancel));
        var current = (await store.OpenBucket(bucket, Cancel)).Fence;
        Assert.False(await store.WriteHeads(bucket, old, [TestRecords.Block("a", 64), TestRecords.Block("b", 32)], [TestRecords.Head("a", 9)], 9, Cancel));
        Assert.False(await store.WriteHeads(bucket, old, [TestRecords.Block("a", 64)], [], 9, Cancel));
        Same([TestRecords.Block("a", 32)], await All(store, bucket));
        Assert.Null(await store.ReadHead(bucket, "a", Cancel));
        Assert.Equal(1, await store.ReadCheckpoint(bucket, Cancel));
        // A block that comes again, as after a crash before the checkpoint moved, is there once.
        Assert.True(await store.WriteHeads(bucket, current, [TestRecords.Block("a", 32), TestRecords.Block("a", 64)], [], 9, Cancel));
        Same([TestRecords.Block("a", 32), TestRecords.Block("a", 64)], await store.ReadHistory(bucket, "a", 0, 9, Cancel));
    }

    /// <summary>A reader that sees a head of the write sees every block of it: a head no longer holds what is in them.</summary>
    public static async Task BlocksLandBeforeHeads(ILedgerStore store, int bucket)
    {
        var fence = (await store.OpenBucket(bucket, Cancel)).Fence;
        for (var round = 1; round <= 3; round++)
        {
            var blocks = Enumerable.Range(0, 300).Select(i => TestRecords.Block($"s/{i}", round * 32)).ToArray();
            var heads = Enumerable.Range(0, 300).Select(i => TestRecords.Head($"s/{i}", (round * 1000L) + i)).ToArray();
            var writing = store.WriteHeads(bucket, fence, blocks, heads, (round * 1000L) + 300, Cancel);
            while (!(await HeadChecks.Read(store, bucket)).Any(head => head.Seq >= round * 1000L))
                Assert.False(writing.IsCompleted && !(await HeadChecks.Read(store, bucket)).Any(head => head.Seq >= round * 1000L), "Written, but no head is there.");
            Assert.Equal(300, (await All(store, bucket)).Count(b => b.Version == round * 32));
            Assert.True(await writing);
        }
    }

    public static async Task EntriesAreReadFromTheRecordsThatHoldThem(ILedgerStore store, int bucket)
    {
        var written = await LedgerStoreChecks.Fill(store, bucket, [.. Enumerable.Range(0, 40).Select(i => 1 + (i % 4))]);
        var last = written[^1].LastSeq;
        foreach (var seqs in (long[][])[[], [1], [last], [1, last], [2, 3, 4, 5], [.. Enumerable.Range(1, (int)last).Select(i => (long)i)], [5, 50, 51, 99], [7, last + 1, last + 2], [last + 1]])
        {
            var found = new List<JournalRecord>();
            await foreach (var record in store.ReadRecords(bucket, seqs, Cancel))
                found.Add(record);
            LedgerStoreChecks.Same(written.Where(r => seqs.Any(s => r.FirstSeq <= s && s <= r.LastSeq)), found);
        }
    }

    /// <summary>A write of which nobody knows what became of it is written again, and all is as if it had been written once.</summary>
    public static async Task UnknownWritesAreWrittenAgain(ILedgerStore store, int bucket, Fault fault)
    {
        var line = new FaultyLedgerStore(store, FaultPlans.Script(LedgerCall.WriteHeads, fault));
        var fence = (await line.OpenBucket(bucket, Cancel)).Fence;
        await Assert.ThrowsAsync<IOException>(() => line.WriteHeads(bucket, fence, [TestRecords.Block("a", 32)], [TestRecords.Head("a", 70)], 70, Cancel));
        Assert.True(await line.WriteHeads(bucket, fence, [TestRecords.Block("a", 32), TestRecords.Block("a", 64)], [TestRecords.Head("a", 99)], 99, Cancel));
        await line.Release();
        Same([TestRecords.Block("a", 32), TestRecords.Block("a", 64)], await store.ReadHistory(bucket, "a", 0, 9, Cancel));
        HeadChecks.Same(TestRecords.Head("a", 99), await store.ReadHead(bucket, "a", Cancel));
        Assert.Equal(99, await store.ReadCheckpoint(bucket, Cancel));
    }

    public static async Task<List<HistoryBlock>> All(ILedgerStore store, int bucket)
    {
        var read = new List<HistoryBlock>();
        await foreach (var block in store.ReadHistory(bucket, Cancel))
            read.Add(block);
        return read;
    }

    public static void Same(IEnumerable<HistoryBlock> expected, IEnumerable<HistoryBlock> actual) => Assert.Equal(expected, actual, TestRecords.Same);
}
