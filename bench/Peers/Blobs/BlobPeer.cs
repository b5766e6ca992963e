using System.Net;
using System.Net.Sockets;
using Azure.Storage.Blobs;
using SalesGrid.Peers.Http;

namespace SalesGrid.Peers.Blobs;

/// <summary>
/// Orleans as most use it: one grain an opportunity, one blob a grain by Orleans' own provider, one write a command; the silo inside the
/// gateway's process.
/// </summary>
public sealed class BlobPeer(IGrainFactory grains, BlobContainerClient container) : IPeer, ICommandSender
{
    /// <summary>Writes of the set-up under way at once: beyond that the emulator only answers later.</summary>
    private const int SetUpAtOnce = 16;

    private const string Container = "opportunities";

    private readonly Register register = new();

    /// <summary>Adds it. PEER_BLOBS is the connection string.</summary>
    public static void Add(WebApplicationBuilder builder)
    {
        var account = new BlobServiceClient(builder.Configuration["PEER_BLOBS"]);
        builder.Host.UseOrleans(silo =>
        {
            silo.UseLocalhostClustering(FreePort(), FreePort());
            silo.AddAzureBlobGrainStorageAsDefault(options =>
            {
                (options.BlobServiceClient, options.ContainerName) = (account, Container);
                options.GrainStorageSerializer = new BlobSerializer();
            });
        });
        builder.Services.AddSingleton(account.GetBlobContainerClient(Container));
        builder.Services.AddSingleton<BlobPeer>();
        builder.Services.AddSingleton<IPeer>(sp => sp.GetRequiredService<BlobPeer>());
        builder.Services.AddSingleton<ICommandSender>(sp => sp.GetRequiredService<BlobPeer>());
    }

    /// <inheritdoc/>
    public async Task<AdvanceOutcome> Advance(AdvanceRequest request, CancellationToken cancellationToken)
    {
        var answer = await grains.GetGrain<IOpportunityBlobGrain>(request.Id).Advance(request.To, request.CommandId, request.Actor, request.ExpectedVersion);
        return new(answer.Refusal, answer.Version, answer.Version, answer.Replayed);
    }

    /// <inheritdoc/>
    public async Task Ready(CancellationToken cancellationToken) => await container.CreateIfNotExistsAsync(cancellationToken: cancellationToken);

    /// <inheritdoc/>
    public Task SetUp(IReadOnlyList<BatchCommand> commands, CancellationToken cancellationToken)
    {
        register.Add(commands);
        // Through the grains, so that every one is active when the load begins.
        return Parallel.ForEachAsync(register.Opened(commands),
            new ParallelOptions { MaxDegreeOfParallelism = SetUpAtOnce, CancellationToken = cancellationToken },
            async (o, _) => await grains.GetGrain<IOpportunityBlobGrain>(o.Id).Open(new(o.Name, o.CustomerId, o.OwnerId, o.Team, o.Region,
                o.Sector, o.Product, o.Channel, o.AmountMinor, o.Currency, o.ExpectedCloseOn, o.EvidenceKind)));
    }

    /// <inheritdoc/>
    public Task SetUpDone(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public async Task<long> CountEvents(CancellationToken cancellationToken)
    {
        // The provider writes nothing beside the state: so every state is read.
        var count = 0L;
        await Parallel.ForEachAsync(container.GetBlobsAsync(cancellationToken: cancellationToken),
            new ParallelOptions { MaxDegreeOfParallelism = SetUpAtOnce, CancellationToken = cancellationToken },
            async (blob, gone) =>
            {
                var content = await container.GetBlobClient(blob.Name).DownloadContentAsync(gone);
                Interlocked.Add(ref count, new BlobSerializer().Deserialize<OpportunityBlob>(content.Value.Content).Version);
            });
        return count;
    }

    /// <inheritdoc/>
    public Task<KpiAnswer?> KpisByRegion(CancellationToken cancellationToken) => Task.FromResult<KpiAnswer?>(null);

    /// <inheritdoc/>
    public Task<PipelinePage?> Largest(int limit, CancellationToken cancellationToken) => Task.FromResult<PipelinePage?>(null);

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
