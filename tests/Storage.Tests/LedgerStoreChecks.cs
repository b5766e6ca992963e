using SalesGrid.Ledger;
using SalesGrid.Testing;
using Xunit;

namespace SalesGrid.Storage.Tests;

/// <summary>
/// What every store must hold about journals, as functions, so that they can be run against broken stores too. Each
/// uses a bucket nobody has used.
/// </summary>
internal static class LedgerStoreChecks
{
    public static async Task JournalKeepsOrder(ILedgerStore store, int bucket)
    {
        var written = await Fill(store, bucket, 1, 3, 2, 5);
        Same(written, await Read(store, bucket, 1));
        Assert.Equal(written[^1].Tail, await store.ReadTail(bucket, Cancel));
    }

    public static async Task WrongPositionConflicts(ILedgerStore store, int bucket)
    {
        var written = await Fill(store, bucket, 2, 2);
        var tail = written[^1].Tail;
        await Refused(store, TestRecords.After(JournalTail.Empty, bucket, salt: 1));
        await Refused(store, TestRecords.After(written[0].Tail, bucket, salt: 1));
        await Refused(store, TestRecords.After(tail with { LastSeq = tail.LastSeq + 1 }, bucket));
        await Refused(store, TestRecords.After(tail with { LastSeq = tail.LastSeq - 1 }, bucket));
        Same(written, await Read(store, bucket, 1));
    }

    public static async Task WrongPreviousHashConflicts(ILedgerStore store, int bucket)
    {
        await Refused(store, TestRecords.After(new(0, HashChain.Link([], [1])), bucket));
        var written = await Fill(store, bucket, 2);
        await Refused(store, TestRecords.After(new(2, HashChain.Link([], [1])), bucket));
        Same(written, await Read(store, bucket, 1));
    }

    public static async Task SecondDeliveryConflicts(ILedgerStore store, int bucket)
    {
        var written = await Fill(store, bucket, 2, 1);
        await Refused(store, written[1]);
        await Refused(store, written[0]);
        Same(written, await Read(store, bucket, 1));
    }

    /// <summary>An opening shuts the journal to every earlier one, although it has not grown since.</summary>
    /// <param name="store">Where the earlier openings append.</param>
    /// <param name="other">Where the later one is: the same store, or another over the same medium.</param>
    /// <param name="bucket">A bucket nobody has used.</param>
    public static async Task EarlierWriterConflicts(ILedgerStore store, ILedgerStore other, int bucket)
    {
        var written = new List<JournalRecord>();
        var earlier = new List<long>();
        for (var round = 0; round < 4; round++)
        {
            // It has appended before, so it knows where the journal ends; in the first round there is none yet.
            var old = await store.OpenBucket(bucket, Cancel);
            if (round > 0)
                await Appended(store, old.Fence);
            earlier.Add(old.Fence);

            var opening = await other.OpenBucket(bucket, Cancel);
            Assert.Equal(written.Count == 0 ? JournalTail.Empty : written[^1].Tail, opening.Tail);
            // First by what the store remembers, then by what it looks up, then after a reader has looked it up.
            foreach (var fence in earlier.AsEnumerable().Reverse())
                Assert.Equal(AppendOutcome.Conflict, await store.Append(Next(salt: 1), fence, Cancel));
            await Refused(store, Next(salt: 2), old.Fence);
            Same(written, await Read(store, bucket, 1));
            await Appended(other, opening.Fence);
            await Refused(store, Next(salt: 3), old.Fence);
            await Appended(other, opening.Fence);
            earlier.Add(opening.Fence);
        }

        Same(written, await Read(other, bucket, 1));
        for (var seq = 1L; seq <= written[^1].LastSeq; seq++)
            Same(written.Where(r => r.LastSeq >= seq), await Read(store, bucket, seq));

        JournalRecord Next(int salt = 0) => TestRecords.After(written.Count == 0 ? JournalTail.Empty : written[^1].Tail, bucket, entries: 2, salt: salt);

        async Task Appended(ILedgerStore by, long fence)
        {
            var record = Next();
            Assert.Equal(AppendOutcome.Appended, await by.Append(record, fence, Cancel));
            written.Add(record);
        }
    }

    /// <summary>A writer can see that it is the newest, and whoever comes next is told whether it may still be answering readers.</summary>
    /// <param name="store">Where the earlier writer is.</param>
    /// <param name="other">Where the later one is: the same store, or another over the same medium.</param>
    /// <param name="bucket">A bucket nobody has used.</param>
    public static async Task WritersKnowOfEachOther(ILedgerStore store, ILedgerStore other, int bucket)
    {
        // Where one process has the medium there is nothing to tell.
        var tells = store.ReadLease > TimeSpan.Zero;
        var first = await store.OpenBucket(bucket, Cancel);
        Assert.False(first.FormerMayAnswer);
        Assert.True(await store.IsNewest(bucket, first.Fence, Cancel));

        var second = await other.OpenBucket(bucket, Cancel);
        Assert.Equal(tells, second.FormerMayAnswer);
        Assert.False(await store.IsNewest(bucket, first.Fence, Cancel));
        Assert.False(await other.IsNewest(bucket, first.Fence, Cancel));
        Assert.True(await store.IsNewest(bucket, second.Fence, Cancel));

        // Nobody releases a bucket for another.
        await store.Release(bucket, first.Fence, Cancel);
        var third = await store.OpenBucket(bucket, Cancel);
        Assert.Equal(tells, third.FormerMayAnswer);

        // Who writes heads after the release has not taken it back, and is the newest all the same.
        await store.Release(bucket, third.Fence, Cancel);
        await store.Release(bucket, third.Fence, Cancel);
        Assert.True(await other.IsNewest(bucket, third.Fence, Cancel));
        Assert.True(await store.WriteHeads(bucket, third.Fence, [], 0, Cancel));
        var fourth = await other.OpenBucket(bucket, Cancel);
        Assert.False(fourth.FormerMayAnswer);
        Assert.Equal(tells, (await store.OpenBucket(bucket, Cancel)).FormerMayAnswer);
    }

    public static async Task OneOfManyRacersWins(ILedgerStore store, int bucket)
    {
        var tail = JournalTail.Empty;
        for (var round = 0; round < 5; round++)
        {
            var racers = Enumerable.Range(0, 8).Select(i => TestRecords.After(tail, bucket, salt: i)).ToArray();
            var outcomes = await Task.WhenAll(racers.Select(r => Task.Run(() => store.Append(r, Cancel), Cancel)));
            var winner = Assert.Single(racers, r => outcomes[Array.IndexOf(racers, r)] == AppendOutcome.Appended);
            tail = await store.ReadTail(bucket, Cancel);
            Assert.Equal(winner.Tail, tail);
        }

        Assert.Equal(5, (await Read(store, bucket, 1)).Count);
    }

    public static async Task ReadingStartsAtTheRecordThatHoldsTheSequence(ILedgerStore store, int bucket)
    {
        Assert.Equal(JournalTail.Empty, await store.ReadTail(bucket, Cancel));
        Assert.Empty(await Read(store, bucket, 1));
        var written = await Fill(store, bucket, 3, 4, 2);
        for (var seq = 0; seq <= 9; seq++)
            Same(written.Where(r => r.LastSeq >= seq), await Read(store, bucket, seq));
        Assert.Empty(await Read(store, bucket, 10));
        Assert.Empty(await Read(store, bucket, long.MaxValue));
    }

    public static async Task BucketsAreApart(ILedgerStore store, int bucket, int other)
    {
        var written = await Fill(store, bucket, 1, 2);
        var fence = (await store.OpenBucket(bucket, Cancel)).Fence;
        Assert.True(await store.WriteHeads(bucket, fence, [TestRecords.Head("opportunity/1", 3)], 3, Cancel));
        Assert.Equal(JournalTail.Empty, await store.ReadTail(other, Cancel));
        Assert.Empty(await Read(store, other, 1));
        Assert.Equal(0, await store.ReadCheckpoint(other, Cancel));
        Assert.Null(await store.ReadHead(other, "opportunity/1", Cancel));
        await Fill(store, other, 7);
        Same(written, await Read(store, bucket, 1));
    }

    public static async Task LargeRecordsAreHeld(ILedgerStore store, int bucket)
    {
        var written = new List<JournalRecord>();
        var tail = JournalTail.Empty;
        foreach (var bytes in (int[])[0, 1, 4096, (64 * 1024) - 1, 1024 * 1024, LedgerLimits.PackedBytesMax])
        {
            written.Add(TestRecords.After(tail, bucket, 1000, bytes));
            Assert.Equal(AppendOutcome.Appended, await store.Append(written[^1], Cancel));
            tail = written[^1].Tail;
        }

        var tooLarge = TestRecords.After(tail, bucket, 1, LedgerLimits.PackedBytesMax + 1);
        await Assert.ThrowsAsync<ArgumentException>(() => store.Append(tooLarge, Cancel));
        Same(written, await Read(store, bucket, 1));
        Same(written[^1..], await Read(store, bucket, tail.LastSeq));
    }

    /// <summary>Appends records with these numbers of entries to an empty journal.</summary>
    public static async Task<List<JournalRecord>> Fill(ILedgerStore store, int bucket, params int[] entries)
    {
        var written = new List<JournalRecord>();
        var tail = JournalTail.Empty;
        foreach (var count in entries)
        {
            written.Add(TestRecords.After(tail, bucket, count));
            Assert.Equal(AppendOutcome.Appended, await store.Append(written[^1], Cancel));
            tail = written[^1].Tail;
        }

        return written;
    }

    public static async Task<List<JournalRecord>> Read(ILedgerStore store, int bucket, long fromSeq)
    {
        var read = new List<JournalRecord>();
        await foreach (var record in store.ReadJournal(bucket, fromSeq, Cancel))
            read.Add(record);
        return read;
    }

    public static void Same(IEnumerable<JournalRecord> expected, IEnumerable<JournalRecord> actual) =>
        Assert.Equal(expected, actual, TestRecords.Same);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static async Task Refused(ILedgerStore store, JournalRecord record, long fence = long.MaxValue)
    {
        var before = await store.ReadTail(record.Bucket, Cancel);
        Assert.Equal(AppendOutcome.Conflict, await store.Append(record, fence, Cancel));
        Assert.Equal(before, await store.ReadTail(record.Bucket, Cancel));
    }
}
