using SalesGrid.Ledger;
using SalesGrid.Testing;
using Xunit;

namespace SalesGrid.Storage.Tests;

/// <summary>What every store must hold about heads, fences and checkpoints; see <see cref="LedgerStoreChecks"/>.</summary>
internal static class HeadChecks
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static async Task OpeningTellsTheEndAndRaisesTheFence(ILedgerStore store, int bucket)
    {
        var first = await store.OpenBucket(bucket, Cancel);
        Assert.Equal((JournalTail.Empty, 0L), (first.Tail, first.CheckpointSeq));
        var written = await LedgerStoreChecks.Fill(store, bucket, 2, 3);
        Assert.True(await store.WriteHeads(bucket, first.Fence, [], 4, Cancel));

        var second = await store.OpenBucket(bucket, Cancel);
        Assert.Equal((written[^1].Tail, 4L), (second.Tail, second.CheckpointSeq));
        Assert.True(second.Fence > first.Fence);
    }

    public static async Task OldFenceWritesNothing(ILedgerStore store, int bucket)
    {
        var old = (await store.OpenBucket(bucket, Cancel)).Fence;
        Assert.True(await store.WriteHeads(bucket, old, [TestRecords.Head("a", 1)], 1, Cancel));
        var current = (await store.OpenBucket(bucket, Cancel)).Fence;

        Assert.False(await store.WriteHeads(bucket, old, [TestRecords.Head("a", 9), TestRecords.Head("b", 9)], 9, Cancel));
        Assert.False(await store.WriteHeads(bucket, current + 1, [TestRecords.Head("a", 9)], 9, Cancel));
        Assert.Equal(1, await store.ReadCheckpoint(bucket, Cancel));
        Same(TestRecords.Head("a", 1), await store.ReadHead(bucket, "a", Cancel));
        Assert.Null(await store.ReadHead(bucket, "b", Cancel));

        Assert.True(await store.WriteHeads(bucket, current, [TestRecords.Head("a", 5)], 5, Cancel));
        Same(TestRecords.Head("a", 5), await store.ReadHead(bucket, "a", Cancel));
        Assert.Equal(5, await store.ReadCheckpoint(bucket, Cancel));
    }

    public static async Task HeadNeverRegresses(ILedgerStore store, int bucket)
    {
        var fence = (await store.OpenBucket(bucket, Cancel)).Fence;
        Assert.True(await store.WriteHeads(bucket, fence, [TestRecords.Head("a", 10), TestRecords.Head("b", 2)], 10, Cancel));
        Assert.True(await store.WriteHeads(bucket, fence, [TestRecords.Head("a", 9), TestRecords.Head("b", 5), TestRecords.Head("c", 1)], 10, Cancel));
        Same(TestRecords.Head("a", 10), await store.ReadHead(bucket, "a", Cancel));
        Same(TestRecords.Head("b", 5), await store.ReadHead(bucket, "b", Cancel));
        Same(TestRecords.Head("c", 1), await store.ReadHead(bucket, "c", Cancel));
    }

    public static async Task ManyHeadsLand(ILedgerStore store, int bucket)
    {
        var fence = (await store.OpenBucket(bucket, Cancel)).Fence;
        var heads = Enumerable.Range(1, 1234).Select(i => TestRecords.Head($"opportunity/OPP-{i}", i)).ToArray();
        new Random(417).Shuffle(heads);
        Assert.True(await store.WriteHeads(bucket, fence, heads, 1234, Cancel));
        Assert.Equal(1234, await store.ReadCheckpoint(bucket, Cancel));
        Same(heads, await Read(store, bucket));
    }

    public static async Task StatesOfEverySizeAreHeld(ILedgerStore store, int bucket)
    {
        var fence = (await store.OpenBucket(bucket, Cancel)).Fence;
        int[] sizes = [0, 1, (64 * 1024) - 1, 64 * 1024, (64 * 1024) + 1, 500 * 1024, 500 * 1024, 500 * 1024, LedgerLimits.StateBytesMax];
        var heads = sizes.Select((bytes, i) => TestRecords.Head($"size/{i}", i + 1, bytes)).ToArray();
        Assert.True(await store.WriteHeads(bucket, fence, heads, 9, Cancel));
        Same(heads, await Read(store, bucket));
        foreach (var head in heads)
            Same(head, await store.ReadHead(bucket, head.Subject, Cancel));

        // A state that shrank must not keep the end of the larger one.
        var smaller = TestRecords.Head("size/5", 20, 70_000);
        Assert.True(await store.WriteHeads(bucket, fence, [smaller], 20, Cancel));
        Same(smaller, await store.ReadHead(bucket, "size/5", Cancel));

        var tooLarge = TestRecords.Head("size/5", 30, LedgerLimits.StateBytesMax + 1);
        await Assert.ThrowsAsync<ArgumentException>(() => store.WriteHeads(bucket, fence, [tooLarge], 30, Cancel));
    }

    public static async Task SubjectsStayApart(ILedgerStore store, int bucket)
    {
        string[] subjects =
        [
            "opportunity/OPP-1", "opportunity!OPP-1", "opportunity!2FOPP-1", "opportunity\\OPP-1", "a#b", "a?b", "a%2Fb", "a%b", "a+b", "a b", "a'b",
            "a''b", "a&b", "a=b", "a:b", "a", "(a)", "a,b", "a;b", "$a", "\"a\"", "客户/华东机械有限公司", "é", "e\u0301", "😀", "!", "!bucket", " a", "a ", "~", "𠀀",
            new string('/', LedgerLimits.SubjectLengthMax), new string('客', LedgerLimits.SubjectLengthMax),
        ];
        var fence = (await store.OpenBucket(bucket, Cancel)).Fence;
        var heads = subjects.Select((subject, i) => TestRecords.Head(subject, i + 1)).ToArray();
        Assert.True(await store.WriteHeads(bucket, fence, heads, 1, Cancel));
        Same(heads, await Read(store, bucket));
        foreach (var head in heads)
            Same(head, await store.ReadHead(bucket, head.Subject, Cancel));
        Assert.Null(await store.ReadHead(bucket, "b", Cancel));

        foreach (var bad in (string[])["", "a\0b", "a\nb", "\ud83d", new string('a', LedgerLimits.SubjectLengthMax + 1)])
            await Assert.ThrowsAsync<ArgumentException>(() => store.WriteHeads(bucket, fence, [TestRecords.Head(bad, 99)], 1, Cancel));
        await Assert.ThrowsAsync<ArgumentException>(
            () => store.WriteHeads(bucket, fence, [TestRecords.Head("a", 98), TestRecords.Head("a", 99)], 1, Cancel));
    }

    /// <summary>Spellings of one object that differ in case share a head, which keeps how it was written.</summary>
    public static async Task SpellingsOfOneSubjectShareItsHead(ILedgerStore store, int bucket)
    {
        var fence = (await store.OpenBucket(bucket, Cancel)).Fence;
        Head[] heads = [TestRecords.Head("customer/Acme Corp", 1), TestRecords.Head("customer/ACME", 2), TestRecords.Head("customer/élan-ñ", 3)];
        Assert.True(await store.WriteHeads(bucket, fence, heads, 3, Cancel));
        Same(heads[0], await store.ReadHead(bucket, "customer/ACME CORP", Cancel));
        Same(heads[0], await store.ReadHead(bucket, "customer/acme corp", Cancel));
        Same(heads[1], await store.ReadHead(bucket, "customer/acme", Cancel));
        Same(heads[2], await store.ReadHead(bucket, "customer/ÉLAN-Ñ", Cancel));
        Same(heads, await Read(store, bucket));

        var newer = TestRecords.Head("customer/Acme Corp", 9);
        Assert.True(await store.WriteHeads(bucket, fence, [newer], 9, Cancel));
        Same([newer, heads[1], heads[2]], await Read(store, bucket));
        await Assert.ThrowsAsync<ArgumentException>(
            () => store.WriteHeads(bucket, fence, [TestRecords.Head("a", 98), TestRecords.Head("A", 99)], 1, Cancel));
    }

    public static async Task CheckpointMovesForwardOnly(ILedgerStore store, int bucket)
    {
        var fence = (await store.OpenBucket(bucket, Cancel)).Fence;
        Assert.Equal(0, await store.ReadCheckpoint(bucket, Cancel));
        Assert.True(await store.WriteHeads(bucket, fence, [], 8, Cancel));
        Assert.True(await store.WriteHeads(bucket, fence, [TestRecords.Head("a", 3)], 5, Cancel));
        Assert.Equal(8, await store.ReadCheckpoint(bucket, Cancel));
    }

    /// <summary>A reader that sees the checkpoint at its new place sees every head of the write.</summary>
    public static async Task CheckpointMovesLast(ILedgerStore store, int bucket)
    {
        var fence = (await store.OpenBucket(bucket, Cancel)).Fence;
        for (var round = 1; round <= 3; round++)
        {
            var from = round * 1000L;
            var heads = Enumerable.Range(0, 700).Select(i => TestRecords.Head($"s/{i}", from + i)).ToArray();
            var writing = store.WriteHeads(bucket, fence, heads, from + 700, Cancel);
            while (await store.ReadCheckpoint(bucket, Cancel) < from + 700)
                Assert.False(writing.IsCompleted && await store.ReadCheckpoint(bucket, Cancel) < from + 700, "Written, but the checkpoint did not move.");
            Assert.All(await Read(store, bucket), head => Assert.True(head.Seq >= from, $"{head.Subject} is at {head.Seq}; the checkpoint moved before it."));
            Assert.True(await writing);
        }
    }

    /// <summary>A writer overtaken in the middle of many heads: what it still wrote is not newer than the takeover.</summary>
    public static async Task OvertakenWriterStops(ILedgerStore store, int bucket)
    {
        for (var round = 0; round < 3; round++)
        {
            var from = round * 10_000L;
            var old = (await store.OpenBucket(bucket, Cancel)).Fence;
            var heads = Enumerable.Range(0, 700).Select(i => TestRecords.Head($"s/{i}", from + 1000 + i)).ToArray();
            var writing = store.WriteHeads(bucket, old, heads, from + 1700, Cancel);
            var opening = await store.OpenBucket(bucket, Cancel);
            Assert.True(await store.WriteHeads(bucket, opening.Fence, [TestRecords.Head("s/699", from + 5000)], from + 5000, Cancel));
            var before = (await Read(store, bucket)).ToDictionary(h => h.Subject, h => h.Seq);

            var landed = await writing;
            Assert.Equal(landed, opening.CheckpointSeq == from + 1700);
            Assert.Equal(from + 5000, await store.ReadCheckpoint(bucket, Cancel));
            Assert.Equal(before, (await Read(store, bucket)).ToDictionary(h => h.Subject, h => h.Seq));
            Same(TestRecords.Head("s/699", from + 5000), await store.ReadHead(bucket, "s/699", Cancel));
        }
    }

    public static async Task<List<Head>> Read(ILedgerStore store, int bucket)
    {
        var read = new List<Head>();
        await foreach (var head in store.ReadHeads(bucket, Cancel))
            read.Add(head);
        return read;
    }

    public static void Same(Head? expected, Head? actual) =>
        Assert.True(TestRecords.Same(expected, actual), $"Expected {expected?.Subject} at {expected?.Seq}, got {actual?.Subject} at {actual?.Seq}.");

    private static void Same(IEnumerable<Head> expected, IEnumerable<Head> actual) =>
        Assert.Equal(
            expected.OrderBy(h => h.Subject, StringComparer.Ordinal), actual.OrderBy(h => h.Subject, StringComparer.Ordinal), TestRecords.Same);
}
