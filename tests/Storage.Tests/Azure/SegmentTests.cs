using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;
using SalesGrid.Ledger;
using SalesGrid.Storage.AzureStorage;
using SalesGrid.Testing;
using Xunit;
using Xunit.Sdk;

namespace SalesGrid.Storage.Tests.Azure;

/// <summary>Segments roll over without ever letting a journal fork, and heal when their maker dies half way.</summary>
public sealed class SegmentTests(AzuriteFixture azurite)
{
    private const int Bucket = 3;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_journal_rolls_over_and_reads_as_one()
    {
        var ledger = await TestAccount.Options(azurite, segmentRecordsMax: 2);
        var store = await Open(ledger);
        var written = await LedgerStoreChecks.Fill(store, Bucket, 1, 2, 3, 4, 5, 6, 7);
        Assert.Equal(
            ["b0003/00000000000000000001.journal", "b0003/00000000000000000004.journal", "b0003/00000000000000000011.journal", "b0003/00000000000000000022.journal"],
            await Blobs(ledger));

        var other = await Open(ledger);
        Assert.Equal(written[^1].Tail, await other.ReadTail(Bucket, Cancel));
        for (var seq = 1L; seq <= written[^1].LastSeq; seq++)
            LedgerStoreChecks.Same(written.Where(r => r.LastSeq >= seq), await LedgerStoreChecks.Read(other, Bucket, seq));
    }

    [Fact]
    public async Task A_segment_also_closes_at_its_size()
    {
        var ledger = await TestAccount.Options(azurite);
        var store = new AzureLedgerStore(new()
        {
            ConnectionString = ledger.ConnectionString,
            ContainerName = ledger.ContainerName,
            TablePrefix = ledger.TablePrefix,
            SegmentBytesMax = 1000,
        });
        await store.Initialize(new("abcd", 8, DateTimeOffset.UnixEpoch), Cancel);
        var tail = JournalTail.Empty;
        for (var i = 0; i < 4; i++)
        {
            var record = TestRecords.After(tail, Bucket, bytes: 600);
            Assert.Equal(AppendOutcome.Appended, await store.Append(record, Cancel));
            tail = record.Tail;
        }

        Assert.Equal(2, (await Blobs(ledger)).Count);
    }

    [Fact]
    public async Task A_writer_that_missed_the_roll_over_conflicts() => await StaleWriterConflicts(await TestAccount.Options(azurite, segmentRecordsMax: 3));

    /// <summary>The same check, on a store that leaves out the seal: it forks, and the check says so.</summary>
    [Fact]
    public async Task Without_the_seal_the_journal_forks_and_it_is_noticed()
    {
        var ledger = await TestAccount.Options(azurite, segmentRecordsMax: 3);
        await Assert.ThrowsAnyAsync<XunitException>(() => StaleWriterConflicts(ledger, sealSegments: false));
    }

    [Fact]
    public async Task Many_writers_at_a_roll_over_have_one_winner()
    {
        var ledger = await TestAccount.Options(azurite, segmentRecordsMax: 1);
        var stores = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Open(ledger)));
        var tail = JournalTail.Empty;
        for (var round = 0; round < 8; round++)
        {
            var outcomes = await Task.WhenAll(stores.Select((store, i) => store.Append(TestRecords.After(tail, Bucket, salt: i), Cancel)));
            Assert.Single(outcomes, AppendOutcome.Appended);
            tail = await stores[0].ReadTail(Bucket, Cancel);
            Assert.Equal(round + 1, tail.LastSeq);
        }

        Assert.Equal(8, (await LedgerStoreChecks.Read(stores[0], Bucket, 1)).Count);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_writer_that_died_between_seal_and_first_record_is_succeeded(bool nextCreated)
    {
        var ledger = await TestAccount.Options(azurite, segmentRecordsMax: 3);
        var written = await LedgerStoreChecks.Fill(await Open(ledger), Bucket, 1, 2);
        var container = Container(ledger);
        using (var seal = new MemoryStream(JournalFrame.EncodeSeal(Bucket, written[^1].Tail)))
            await container.GetAppendBlobClient(JournalSegments.Name(Bucket, 1)).AppendBlockAsync(seal, cancellationToken: Cancel);
        if (nextCreated)
            await container.GetAppendBlobClient(JournalSegments.Name(Bucket, 4)).CreateAsync(cancellationToken: Cancel);

        var successor = await Open(ledger);
        Assert.Equal(written[^1].Tail, await successor.ReadTail(Bucket, Cancel));
        LedgerStoreChecks.Same(written, await LedgerStoreChecks.Read(successor, Bucket, 1));
        var next = TestRecords.After(written[^1].Tail, Bucket);
        Assert.Equal(AppendOutcome.Conflict, await successor.Append(TestRecords.After(written[0].Tail, Bucket, salt: 9), Cancel));
        Assert.Equal(AppendOutcome.Appended, await successor.Append(next, Cancel));
        LedgerStoreChecks.Same([.. written, next], await LedgerStoreChecks.Read(await Open(ledger), Bucket, 1));
    }

    [Fact]
    public async Task An_empty_first_segment_is_an_empty_journal()
    {
        var ledger = await TestAccount.Options(azurite);
        var store = await Open(ledger);
        await Container(ledger).GetAppendBlobClient(JournalSegments.Name(Bucket, 1)).CreateAsync(cancellationToken: Cancel);
        Assert.Equal(JournalTail.Empty, await store.ReadTail(Bucket, Cancel));
        await LedgerStoreChecks.Fill(store, Bucket, 1);
    }

    [Theory]
    [InlineData(20, "no frame starts here")]
    [InlineData(120, "do not match")]
    public async Task Damage_is_reported_with_blob_and_offset(int at, string how)
    {
        var ledger = await TestAccount.Options(azurite);
        var store = await Open(ledger);
        var written = await LedgerStoreChecks.Fill(store, Bucket, 1, 1, 1);
        var blob = Container(ledger).GetAppendBlobClient(JournalSegments.Name(Bucket, 1));
        var bytes = (await blob.DownloadContentAsync(Cancel)).Value.Content.ToArray();
        var second = bytes.Length / 3;
        bytes[second + at] ^= 1;
        await blob.DeleteAsync(cancellationToken: Cancel);
        await blob.CreateAsync(cancellationToken: Cancel);
        using (var content = new MemoryStream(bytes))
            await blob.AppendBlockAsync(content, cancellationToken: Cancel);

        var damaged = await Assert.ThrowsAsync<InvalidDataException>(() => LedgerStoreChecks.Read(store, Bucket, 1));
        Assert.Contains($"b0003/00000000000000000001.journal is damaged at offset {second}", damaged.Message, StringComparison.Ordinal);
        Assert.Contains(how, damaged.Message, StringComparison.Ordinal);
        Assert.Equal(written[^1].Tail, await store.ReadTail(Bucket, Cancel));
    }

    private static async Task StaleWriterConflicts(AzureLedgerOptions ledger, bool sealSegments = true)
    {
        var stale = await Open(ledger.With(3, sealSegments));
        var full = (await LedgerStoreChecks.Fill(stale, Bucket, 1, 1))[^1].Tail;

        // Another writer finds the segment full, as its limit is lower, and goes on in the next one.
        var other = await Open(ledger.With(2, sealSegments));
        Assert.Equal(AppendOutcome.Appended, await other.Append(TestRecords.After(full, Bucket, salt: 1), Cancel));
        Assert.Equal(AppendOutcome.Conflict, await stale.Append(TestRecords.After(full, Bucket, salt: 2), Cancel));
        Assert.Equal(3, (await LedgerStoreChecks.Read(other, Bucket, 1)).Count);
    }

    private static async Task<AzureLedgerStore> Open(AzureLedgerOptions ledger)
    {
        var store = new AzureLedgerStore(ledger);
        await store.Initialize(new("abcd", 8, DateTimeOffset.UnixEpoch), Cancel);
        return store;
    }

    private static BlobContainerClient Container(AzureLedgerOptions ledger) => new(ledger.ConnectionString, ledger.ContainerName);

    private static async Task<List<string>> Blobs(AzureLedgerOptions ledger)
    {
        var names = new List<string>();
        await foreach (var blob in Container(ledger).GetBlobsAsync(new GetBlobsOptions { Prefix = "b0003/" }, Cancel))
            names.Add(blob.Name);
        return names;
    }
}
