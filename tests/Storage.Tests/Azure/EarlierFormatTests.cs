using Azure.Data.Tables;
using Azure.Storage.Blobs;
using SalesGrid.Ledger;
using SalesGrid.Storage.AzureStorage;
using SalesGrid.Testing;
using Xunit;

namespace SalesGrid.Storage.Tests.Azure;

/// <summary>A ledger as 0.2.0 left it is opened, and after that by no program of that time.</summary>
public sealed class EarlierFormatTests(AzuriteFixture azurite)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_ledger_of_0_2_0_keeps_its_heads_and_blocks_and_goes_on()
    {
        var options = await TestAccount.Options(azurite);
        var written = new AzureLedgerStore(options);
        await written.Initialize(new("abcd", 4, DateTimeOffset.UnixEpoch), Cancel);
        var fence = (await written.OpenBucket(1, Cancel)).Fence;
        Assert.True(await written.WriteHeads(1, fence, [TestRecords.Block("customer/Acme", 32)], [TestRecords.Head("customer/Acme", 7)], 7, Cancel));
        // What 0.2.0 would have written otherwise: another number, and no turn.
        var description = new BlobContainerClient(options.ConnectionString, options.ContainerName).GetBlobClient("ledger.json");
        var text = (await description.DownloadContentAsync(Cancel)).Value.Content.ToString();
        Assert.Contains("\"Format\":3", text, StringComparison.Ordinal);
        await description.UploadAsync(BinaryData.FromString(text.Replace("\"Format\":3", "\"Format\":2", StringComparison.Ordinal)), overwrite: true, Cancel);
        var table = new TableClient(options.ConnectionString, $"{options.TablePrefix}Heads");
        var bucket = (await table.GetEntityAsync<TableEntity>(HeadRow.Partition(1), BucketRow.Key, cancellationToken: Cancel)).Value;
        Assert.True(bucket.Remove(nameof(BucketRow.Turn)));
        await table.UpdateEntityAsync(bucket, bucket.ETag, TableUpdateMode.Replace, Cancel);

        var store = new AzureLedgerStore(options);
        Assert.Equal("abcd", (await store.Initialize(new("ffff", 1, DateTimeOffset.UnixEpoch), Cancel)).LedgerId);
        Assert.Contains("\"Format\":3", (await description.DownloadContentAsync(Cancel)).Value.Content.ToString(), StringComparison.Ordinal);
        HeadChecks.Same(TestRecords.Head("customer/Acme", 7), await store.ReadHead(1, "customer/ACME", Cancel));
        Assert.Equal(7, await store.ReadCheckpoint(1, Cancel));
        var opening = await store.OpenBucket(1, Cancel);
        Assert.True(await store.WriteHeads(1, opening.Fence, 1, [TestRecords.Block("customer/Acme", 64)], [], 8, Cancel));
        PieceChecks.Same([TestRecords.Block("customer/Acme", 32), TestRecords.Block("customer/Acme", 64)], await PieceChecks.History(store, 1, "customer/Acme", 0, 9));
    }
}
