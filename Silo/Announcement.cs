using Microsoft.Extensions.Logging;
using Orleans.Runtime;
using SalesGrid.Storage;

namespace SalesGrid.Silo;

/// <summary>What a silo says of itself.</summary>
/// <param name="Storage">The medium of the ledger.</param>
/// <param name="Cluster">How it finds the others.</param>
internal sealed record SiloFacts(LedgerStoreKind Storage, ClusterSettings Cluster)
{
    public string Membership => Cluster.Membership == MembershipKind.Azure ? $"{Cluster.Membership} ({Cluster.Azure.TableName})" : $"{Cluster.Membership}";
}

/// <summary>Says on the console that the silo has joined its cluster, and that it has left it in order.</summary>
/// <remarks>A silo that says the first and never the second has ended some other way.</remarks>
internal sealed partial class Announcement(ILocalSiloDetails silo, SiloFacts facts, ILogger<Announcement> log) : ILifecycleParticipant<ISiloLifecycle>
{
    private bool joined;

    /// <inheritdoc/>
    public void Participate(ISiloLifecycle lifecycle)
    {
        lifecycle.Subscribe(nameof(Announcement), ServiceLifecycleStage.Last, _ =>
        {
            joined = true;
            LogJoined(silo.SiloAddress.Endpoint, silo.GatewayAddress?.Endpoint.Port ?? 0, facts.Cluster.ClusterId, facts.Membership, facts.Storage);
            return Task.CompletedTask;
        });
        // The first stage is the last to be stopped; a token that is cancelled says that time ran out on the way.
        lifecycle.Subscribe(nameof(Announcement), ServiceLifecycleStage.First, _ => Task.CompletedTask, cancelled =>
        {
            if (joined && !cancelled.IsCancellationRequested)
                LogStopped(silo.SiloAddress.Endpoint);
            return Task.CompletedTask;
        });
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "已加入集群 Joined: silo {Address}, gateway port {GatewayPort}, cluster {Cluster}, membership {Membership}, storage {Storage}")]
    private partial void LogJoined(System.Net.IPEndPoint address, int gatewayPort, string cluster, string membership, LedgerStoreKind storage);

    [LoggerMessage(Level = LogLevel.Information, Message = "已正常停止 Stopped in order: silo {Address}")]
    private partial void LogStopped(System.Net.IPEndPoint address);
}
