using Azure.Core;
using Azure.Data.Tables;
using Azure.Storage.Blobs;

namespace SalesGrid.Storage.AzureStorage;

/// <summary>
/// The clients of a ledger: one pair that reads and retries, one that writes and does not. A write that was repeated
/// by the client would meet its own success and take it for somebody else's.
/// </summary>
internal sealed class AzureClients
{
    public AzureClients(AzureLedgerOptions options)
    {
        ReadJournal = Container(options, retry: true);
        WriteJournal = Container(options, retry: false);
        ReadHeads = Table(options, retry: true);
        WriteHeads = Table(options, retry: false);
    }

    public BlobContainerClient ReadJournal { get; }

    public BlobContainerClient WriteJournal { get; }

    public TableClient ReadHeads { get; }

    public TableClient WriteHeads { get; }

    private static BlobContainerClient Container(AzureLedgerOptions options, bool retry)
    {
        var client = Configure(new BlobClientOptions(), options, retry);
        var service = options.ConnectionString is { } connection
            ? new BlobServiceClient(connection, client)
            : new BlobServiceClient(options.BlobServiceUri, options.Credential, client);
        return service.GetBlobContainerClient(options.ContainerName);
    }

    private static TableClient Table(AzureLedgerOptions options, bool retry)
    {
        var client = Configure(new TableClientOptions(), options, retry);
        var service = options.ConnectionString is { } connection
            ? new TableServiceClient(connection, client)
            : new TableServiceClient(options.TableServiceUri, options.Credential, client);
        return service.GetTableClient(options.TablePrefix + "Heads");
    }

    private static T Configure<T>(T client, AzureLedgerOptions options, bool retry)
        where T : ClientOptions
    {
        client.Retry.MaxRetries = retry ? 3 : 0;
        client.Retry.NetworkTimeout = options.RequestTimeout;
        options.ClientConfigured?.Invoke(client);
        return client;
    }
}
