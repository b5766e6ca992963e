using Azure;
using Azure.Core;
using Azure.Core.Pipeline;
using SalesGrid.Ledger;
using SalesGrid.Storage.AzureStorage;
using SalesGrid.Testing;
using Xunit;

namespace SalesGrid.Storage.Tests.Azure;

/// <summary>Answers lost below the Azure clients: nothing there may try again and meet its own success.</summary>
public sealed class BadLineTests(AzuriteFixture azurite)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_lost_answer_is_an_exception_and_the_record_is_there_once()
    {
        var line = new Line();
        var store = await Open(line);
        var record = (await LedgerStoreChecks.Fill(store, 1, 1))[^1];
        var next = TestRecords.After(record.Tail, 1);

        line.LoseAnswers("comp=appendblock");
        await Assert.ThrowsAsync<RequestFailedException>(() => store.Append(next, Cancel));
        Assert.Equal(1, line.Lost);
        Assert.Equal(next.Tail, await store.ReadTail(1, Cancel));

        var after = TestRecords.After(next.Tail, 1);
        Assert.Equal(AppendOutcome.Appended, await store.Append(after, Cancel));
        LedgerStoreChecks.Same([record, next, after], await LedgerStoreChecks.Read(store, 1, 1));
    }

    [Fact]
    public async Task A_retry_of_an_append_that_landed_conflicts()
    {
        var line = new Line();
        var store = await Open(line);
        var record = TestRecords.After(JournalTail.Empty, 1);
        line.LoseAnswers("comp=appendblock");
        await Assert.ThrowsAsync<RequestFailedException>(() => store.Append(record, Cancel));
        Assert.Equal(AppendOutcome.Conflict, await store.Append(record, Cancel));
        Assert.Equal(record.Tail, await store.ReadTail(1, Cancel));
    }

    [Fact]
    public async Task A_roll_over_whose_answers_are_lost_goes_on()
    {
        var line = new Line();
        var store = await Open(line, segmentRecordsMax: 1);
        var first = (await LedgerStoreChecks.Fill(store, 1, 1))[^1];
        var next = TestRecords.After(first.Tail, 1);
        line.LoseAnswers("comp=appendblock");
        await Assert.ThrowsAsync<RequestFailedException>(() => store.Append(next, Cancel));

        // The seal had landed, the record had not been sent.
        Assert.Equal(first.Tail, await store.ReadTail(1, Cancel));
        Assert.Equal(AppendOutcome.Appended, await store.Append(next, Cancel));
        LedgerStoreChecks.Same([first, next], await LedgerStoreChecks.Read(store, 1, 1));
    }

    [Fact]
    public async Task Heads_whose_answer_was_lost_can_be_written_again()
    {
        var line = new Line();
        var store = await Open(line);
        var fence = (await store.OpenBucket(1, Cancel)).Fence;
        line.LoseAnswers("$batch");
        await Assert.ThrowsAnyAsync<Exception>(() => store.WriteHeads(1, fence, [TestRecords.Head("a", 4)], 4, Cancel));
        Assert.Equal(4, await store.ReadCheckpoint(1, Cancel));
        Assert.True(await store.WriteHeads(1, fence, [TestRecords.Head("a", 4), TestRecords.Head("b", 2)], 5, Cancel));
        HeadChecks.Same(TestRecords.Head("b", 2), await store.ReadHead(1, "b", Cancel));
        Assert.Equal(5, await store.ReadCheckpoint(1, Cancel));
    }

    [Fact]
    public async Task Heads_of_many_slices_that_stop_half_way_leave_the_checkpoint_and_do_not_regress()
    {
        var line = new Line();
        var store = await Open(line);
        var fence = (await store.OpenBucket(1, Cancel)).Fence;
        var heads = Enumerable.Range(1, 250).Select(i => TestRecords.Head($"s/{i}", i)).ToArray();
        line.LoseAnswers("$batch");
        await Assert.ThrowsAnyAsync<Exception>(() => store.WriteHeads(1, fence, heads, 250, Cancel));
        Assert.Equal(0, await store.ReadCheckpoint(1, Cancel));
        Assert.Equal(99, (await HeadChecks.Read(store, 1)).Count);

        Assert.True(await store.WriteHeads(1, fence, [TestRecords.Head("s/99", 7)], 0, Cancel));
        HeadChecks.Same(heads[98], await store.ReadHead(1, "s/99", Cancel));
        Assert.True(await store.WriteHeads(1, fence, heads, 250, Cancel));
        Assert.Equal(250, (await HeadChecks.Read(store, 1)).Count);
        Assert.Equal(250, await store.ReadCheckpoint(1, Cancel));
    }

    [Fact]
    public async Task Another_process_that_opened_the_bucket_stops_this_one_between_two_slices()
    {
        var ledger = await TestAccount.Options(azurite);
        var other = new AzureLedgerStore(ledger);
        await other.Initialize(new("abcd", 8, DateTimeOffset.UnixEpoch), Cancel);
        var line = new Line { BeforeThirdBatch = () => other.OpenBucket(1, Cancel) };
        var store = await Open(ledger, line);

        // The first batch opens the bucket, the second writes 99 heads, the third comes too late.
        var fence = (await store.OpenBucket(1, Cancel)).Fence;
        var heads = Enumerable.Range(1, 250).Select(i => TestRecords.Head($"s/{i}", i)).ToArray();
        Assert.False(await store.WriteHeads(1, fence, heads, 250, Cancel));
        Assert.Equal(99, (await HeadChecks.Read(other, 1)).Count);
        Assert.Equal(0, await other.ReadCheckpoint(1, Cancel));
    }

    private async Task<AzureLedgerStore> Open(Line line, int segmentRecordsMax = 5)
    {
        return await Open(await TestAccount.Options(azurite), line, segmentRecordsMax);
    }

    private static async Task<AzureLedgerStore> Open(AzureLedgerOptions ledger, Line line, int segmentRecordsMax = 5)
    {
        var store = new AzureLedgerStore(ledger.With(segmentRecordsMax, configured: client => client.AddPolicy(line, HttpPipelinePosition.PerRetry)));
        await store.Initialize(new("abcd", 8, DateTimeOffset.UnixEpoch), Cancel);
        return store;
    }

    /// <summary>Loses the answer of the next request whose address holds a text; lets a test act before the third batch.</summary>
    private sealed class Line : HttpPipelinePolicy
    {
        private string? losing;
        private int lost;
        private int batches;

        public Func<Task>? BeforeThirdBatch { get; init; }

        public int Lost => lost;

        public void LoseAnswers(string address) => losing = address;

        public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) =>
            throw new NotSupportedException("The stores are asynchronous throughout.");

        public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
        {
            var address = message.Request.Uri.ToString();
            if (address.Contains("$batch", StringComparison.Ordinal) && ++batches == 3 && BeforeThirdBatch is { } act)
                await act();
            await ProcessNextAsync(message, pipeline);
            if (losing is not { } lose || !address.Contains(lose, StringComparison.Ordinal))
                return;
            losing = null;
            lost++;
            throw new RequestFailedException("The line went dead before the answer.");
        }
    }
}
