using SalesGrid.Ledger;
using SalesGrid.Testing;
using Xunit;

namespace SalesGrid.Storage.Tests;

/// <summary>How a caller finds out what became of an append, and that every store lets it.</summary>
public static class UnknownOutcomes
{
    private static readonly Fault[] Failing = [Fault.FailBefore, Fault.FailAfter, Fault.LandLate, Fault.DeliverTwice];

    public static TheoryData<Fault, Fault> Faults
    {
        get
        {
            var pairs = new TheoryData<Fault, Fault>();
            foreach (var first in Failing)
            {
                foreach (var second in (Fault[])[Fault.None, .. Failing])
                    pairs.Add(first, second);
            }

            return pairs;
        }
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    internal static async Task AreFoundOut(ILedgerStore store, int bucket, Fault first, Fault second)
    {
        var start = (await LedgerStoreChecks.Fill(store, bucket, 2))[^1].Tail;
        var line = new FaultyLedgerStore(store, FaultPlans.Script(LedgerCall.Append, first, second));
        var record = TestRecords.After(start, bucket, 3);
        Assert.Equal(AppendOutcome.Appended, await Resolve(line, record));
        await line.Release();
        Assert.Equal([start.LastSeq, record.LastSeq], (await LedgerStoreChecks.Read(store, bucket, 1)).Select(r => r.LastSeq));

        // The same, but another writer was there first.
        var stale = new FaultyLedgerStore(store, FaultPlans.Script(LedgerCall.Append, first, second));
        Assert.Equal(AppendOutcome.Conflict, await Resolve(stale, TestRecords.After(start, bucket, 3, salt: 1)));
        await stale.Release();
        Assert.Equal(record.Tail, await store.ReadTail(bucket, Cancel));
    }

    internal static async Task LateLandingCountsOnce(ILedgerStore store, int bucket)
    {
        var line = new FaultyLedgerStore(store, FaultPlans.Script(LedgerCall.Append, Fault.LandLate));
        var record = TestRecords.After(JournalTail.Empty, bucket);
        Assert.Equal(AppendOutcome.Appended, await Resolve(line, record, beforeRetry: line.Release));
        LedgerStoreChecks.Same([record], await LedgerStoreChecks.Read(store, bucket, 1));
    }

    internal static async Task BadLineLosesNothing(ILedgerStore store, int bucket, int seed)
    {
        var line = new FaultyLedgerStore(store, FaultPlans.Seeded(seed, LedgerCall.Append, 0.5, Failing));
        var acknowledged = new List<JournalRecord>();
        var tail = JournalTail.Empty;
        for (var i = 0; i < 40; i++)
        {
            var record = TestRecords.After(tail, bucket, 1 + (i % 3), salt: i);
            Assert.Equal(AppendOutcome.Appended, await Resolve(line, record, beforeRetry: i % 2 == 0 ? line.Release : null));
            acknowledged.Add(record);
            tail = record.Tail;
        }

        await line.Release();
        LedgerStoreChecks.Same(acknowledged, await LedgerStoreChecks.Read(store, bucket, 1));
    }

    /// <summary>Appends, and after an exception reads the end of the journal to learn what became of it.</summary>
    private static async Task<AppendOutcome> Resolve(FaultyLedgerStore store, JournalRecord record, Func<Task>? beforeRetry = null)
    {
        for (var unknown = false; ; unknown = true)
        {
            try
            {
                var outcome = await store.Append(record, Cancel);
                if (outcome == AppendOutcome.Appended || !unknown)
                    return outcome;

                // An earlier attempt may have landed after all, and this conflict be with ourselves.
                return await store.ReadTail(record.Bucket, Cancel) == record.Tail ? AppendOutcome.Appended : AppendOutcome.Conflict;
            }
            catch (IOException)
            {
                var tail = await store.ReadTail(record.Bucket, Cancel);
                if (tail == record.Tail)
                    return AppendOutcome.Appended;
                if (tail != new JournalTail(record.FirstSeq - 1, record.PreviousHash))
                    return AppendOutcome.Conflict;
                if (beforeRetry is not null)
                    await beforeRetry();
            }
        }
    }
}
