using SalesGrid.Ledger;
using SalesGrid.Storage.InMemory;
using SalesGrid.Testing;
using Xunit;

namespace SalesGrid.Storage.Tests;

/// <summary>The bad line does what its plan says.</summary>
public sealed class FaultyLedgerStoreTests
{
    private readonly InMemoryLedgerStore inner = new();
    private readonly JournalRecord record = TestRecords.After(JournalTail.Empty, 1);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Fault.FailBefore, 0, 0)]
    [InlineData(Fault.FailAfter, 1, 1)]
    [InlineData(Fault.LandLate, 0, 1)]
    public async Task A_failing_append_lands_when_planned(Fault fault, long lastSeqBefore, long lastSeqReleased)
    {
        var line = await Line(fault);
        await Assert.ThrowsAsync<IOException>(() => line.Append(record, Cancel));
        Assert.Equal(lastSeqBefore, (await inner.ReadTail(1, Cancel)).LastSeq);
        await line.Release();
        Assert.Equal(lastSeqReleased, (await inner.ReadTail(1, Cancel)).LastSeq);
    }

    [Theory]
    [InlineData(Fault.Hang, 0)]
    [InlineData(Fault.AnswerLate, 1)]
    public async Task A_held_append_is_answered_on_release(Fault fault, long lastSeqWhileHeld)
    {
        var line = await Line(fault);
        var append = line.Append(record, Cancel);
        await line.Holding;
        Assert.False(append.IsCompleted);
        Assert.Equal(lastSeqWhileHeld, (await inner.ReadTail(1, Cancel)).LastSeq);
        await line.Release();
        Assert.Equal(AppendOutcome.Appended, await append);
    }

    [Fact]
    public async Task A_second_delivery_does_not_show()
    {
        var line = await Line(Fault.DeliverTwice);
        Assert.Equal(AppendOutcome.Appended, await line.Append(record, Cancel));
        Assert.Equal(1, (await inner.ReadTail(1, Cancel)).LastSeq);
    }

    [Fact]
    public void A_seeded_plan_can_be_replayed()
    {
        var plans = Enumerable.Range(0, 2).Select(_ => FaultPlans.Seeded(417, LedgerCall.Read, 0.5, Fault.FailBefore, Fault.FailAfter)).ToArray();
        var first = Enumerable.Range(0, 50).Select(_ => plans[0](LedgerCall.Read)).ToArray();
        Assert.Equal(first, Enumerable.Range(0, 50).Select(_ => plans[1](LedgerCall.Read)));
        Assert.Equal(3, first.Distinct().Count());
    }

    private async Task<FaultyLedgerStore> Line(Fault fault)
    {
        var line = new FaultyLedgerStore(inner, FaultPlans.Script(LedgerCall.Append, fault));
        await line.Initialize(new("abcd", 4, DateTimeOffset.UnixEpoch), Cancel);
        return line;
    }
}
