using Azure;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using SalesGrid.Ledger;
using SalesGrid.Storage.AzureStorage;
using SalesGrid.Testing;
using Xunit;
using Xunit.Sdk;

namespace SalesGrid.Storage.Tests.Azure;

/// <summary>The mark of a takeover: it shuts a journal to earlier writers in other processes, and no reader sees it.</summary>
public sealed class TakeoverTests(AzuriteFixture azurite)
{
    private const int Bucket = 3;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1, false)]
    [InlineData(1, true)]
    [InlineData(2, true)]
    [InlineData(3, true)]
    [InlineData(100, true)]
    public async Task An_earlier_writer_cannot_append_whatever_the_size_of_segments(int segmentRecordsMax, bool elsewhere)
    {
        var ledger = await TestAccount.Options(azurite, segmentRecordsMax);
        var store = await Open(ledger);
        await LedgerStoreChecks.EarlierWriterConflicts(store, elsewhere ? await Open(ledger) : store, Bucket);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Writers_know_of_each_other(bool elsewhere)
    {
        var ledger = await TestAccount.Options(azurite);
        var store = await Open(ledger);
        await LedgerStoreChecks.WritersKnowOfEachOther(store, elsewhere ? await Open(ledger) : store, Bucket);
    }

    /// <summary>The same check, on a store that leaves out the mark.</summary>
    [Fact]
    public async Task Without_the_mark_an_earlier_writer_appends_and_it_is_noticed()
    {
        var ledger = (await TestAccount.Options(azurite)).With(markTakeovers: false);
        var (store, other) = (await Open(ledger), await Open(ledger));
        await Assert.ThrowsAnyAsync<XunitException>(() => LedgerStoreChecks.EarlierWriterConflicts(store, other, Bucket));
    }

    [Fact]
    public async Task A_journal_without_marks_is_taken_over_and_reads_as_before()
    {
        var ledger = await TestAccount.Options(azurite, segmentRecordsMax: 2);
        var written = await LedgerStoreChecks.Fill(await Open(ledger), Bucket, 1, 2, 3, 4);
        var before = await Blobs(ledger);
        for (var i = 0; i < 5; i++)
        {
            var opening = await (await Open(ledger)).OpenBucket(Bucket, Cancel);
            Assert.Equal((i + 1L, written[^1].Tail), (opening.Fence, opening.Tail));
        }

        // The last segment was full, so the marks lie in one more: however many they are, it has only one name.
        Assert.Equal([.. before, "b0003/00000000000000000011.journal"], await Blobs(ledger));
        var reader = await Open(ledger);
        for (var seq = 1L; seq <= written[^1].LastSeq + 1; seq++)
            LedgerStoreChecks.Same(written.Where(r => r.LastSeq >= seq), await LedgerStoreChecks.Read(reader, Bucket, seq));
    }

    [Fact]
    public async Task Of_many_that_open_at_once_the_last_can_append_and_no_other()
    {
        var ledger = await TestAccount.Options(azurite, segmentRecordsMax: 2);
        var stores = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => Open(ledger)));
        for (var round = 0; round < 6; round++)
        {
            var openings = await Task.WhenAll(stores.Select(store => store.OpenBucket(Bucket, Cancel)));
            var last = openings.Max(o => o.Fence);
            var outcomes = await Task.WhenAll(stores.Select((store, i) => store.Append(TestRecords.After(openings[i].Tail, Bucket, salt: i), openings[i].Fence, Cancel)));
            Assert.Equal(openings.Select(o => o.Fence == last ? AppendOutcome.Appended : AppendOutcome.Conflict), outcomes);
        }
    }

    [Fact]
    public async Task A_busy_writer_is_taken_over_and_what_it_was_promised_is_what_the_opening_says()
    {
        var ledger = await TestAccount.Options(azurite, segmentRecordsMax: 7);
        var (busy, other) = (await Open(ledger), await Open(ledger));
        for (var round = 0; round < 5; round++)
        {
            var start = await busy.OpenBucket(Bucket, Cancel);
            var begun = new TaskCompletionSource();
            var appending = Task.Run(AppendUntilRefused, Cancel);
            await begun.Task;
            var opening = await other.OpenBucket(Bucket, Cancel);
            Assert.Equal(opening.Tail, await appending);
            Assert.Equal(opening.Tail, await other.ReadTail(Bucket, Cancel));

            async Task<JournalTail> AppendUntilRefused()
            {
                for (var tail = start.Tail; ; begun.TrySetResult())
                {
                    var record = TestRecords.After(tail, Bucket);
                    if (await busy.Append(record, start.Fence, Cancel) == AppendOutcome.Conflict)
                        return tail;
                    tail = record.Tail;
                }
            }
        }
    }

    [Fact]
    public async Task An_opening_whose_answer_was_lost_can_be_repeated()
    {
        var ledger = await TestAccount.Options(azurite);
        var earlier = await Open(ledger);
        var fence = (await earlier.OpenBucket(Bucket, Cancel)).Fence;
        var first = TestRecords.After(JournalTail.Empty, Bucket);
        Assert.Equal(AppendOutcome.Appended, await earlier.Append(first, fence, Cancel));

        var line = new BadLine("comp=appendblock");
        var store = await Open(ledger.With(configured: client => client.AddPolicy(line, HttpPipelinePosition.PerRetry)));
        await Assert.ThrowsAsync<RequestFailedException>(() => store.OpenBucket(Bucket, Cancel));
        Assert.Equal(AppendOutcome.Conflict, await earlier.Append(TestRecords.After(first.Tail, Bucket, salt: 1), fence, Cancel));

        var opening = await store.OpenBucket(Bucket, Cancel);
        Assert.Equal(first.Tail, opening.Tail);
        var next = TestRecords.After(first.Tail, Bucket);
        Assert.Equal(AppendOutcome.Appended, await store.Append(next, opening.Fence, Cancel));
        LedgerStoreChecks.Same([first, next], await LedgerStoreChecks.Read(earlier, Bucket, 1));
    }

    private static async Task<AzureLedgerStore> Open(AzureLedgerOptions ledger)
    {
        var store = new AzureLedgerStore(ledger);
        await store.Initialize(new("abcd", 8, DateTimeOffset.UnixEpoch), Cancel);
        return store;
    }

    private static async Task<List<string>> Blobs(AzureLedgerOptions ledger)
    {
        var names = new List<string>();
        await foreach (var blob in new BlobContainerClient(ledger.ConnectionString, ledger.ContainerName).GetBlobsAsync(new GetBlobsOptions { Prefix = "b0003/" }, Cancel))
            names.Add(blob.Name);
        return names;
    }

    /// <summary>Loses the answer of the first request whose address holds a text.</summary>
    private sealed class BadLine(string address) : HttpPipelinePolicy
    {
        private int lost;

        public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) =>
            throw new NotSupportedException("The stores are asynchronous throughout.");

        public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
        {
            await ProcessNextAsync(message, pipeline);
            if (message.Request.Uri.ToString().Contains(address, StringComparison.Ordinal) && Interlocked.Exchange(ref lost, 1) == 0)
                throw new RequestFailedException("The line went dead before the answer.");
        }
    }
}
