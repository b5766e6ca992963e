using System.Net;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Data.Tables;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Orleans;
using Orleans.Configuration;
using Orleans.Runtime;
using SalesGrid.Storage.Clustering;
using SalesGrid.Testing;
using Xunit;

namespace SalesGrid.Storage.Tests.Clustering;

/// <summary>A cluster of its own in the one Azurite of the tests.</summary>
internal sealed class TestMembership
{
    private static int clusters;
    private static int generations;

    private readonly Action<AzureClusterOptions> broken;
    private readonly string connectionString;

    private TestMembership(string connectionString, string clusterId, Action<AzureClusterOptions> broken) =>
        (this.connectionString, ClusterId, this.broken) = (connectionString, clusterId, broken);

    public string ClusterId { get; }

    /// <summary>The table itself, with nothing of ours between.</summary>
    public TableClient Raw => new(connectionString, Settings(null, null).TableName);

    /// <param name="azurite">Where it lies.</param>
    /// <param name="broken">Breaks every table opened for the cluster.</param>
    /// <param name="clusterId">Its name; null makes one up.</param>
    public static async Task<TestMembership> New(AzuriteFixture azurite, Action<AzureClusterOptions>? broken = null, string? clusterId = null)
    {
        if (azurite.Unavailable is { } reason)
            Assert.Skip(reason);
        var cluster = new TestMembership(
            await azurite.ConnectionString(), clusterId ?? $"cluster-{Interlocked.Increment(ref clusters):D4}", broken ?? (_ => { }));
        await cluster.Open().InitializeMembershipTableAsync(true, TestContext.Current.CancellationToken);
        return cluster;
    }

    /// <summary>The table as one silo has it open.</summary>
    /// <param name="line">What lies between it and the service.</param>
    /// <param name="pageRowsMax">Rows in a page.</param>
    public AzureMembershipTable Open(HttpPipelinePolicy? line = null, int? pageRowsMax = null) =>
        new(Options.Create(Settings(line, pageRowsMax)), Cluster(), NullLogger<AzureMembershipTable>.Instance);

    /// <summary>The gateways as a client finds them.</summary>
    public AzureGatewayList Gateways(HttpPipelinePolicy? line = null) =>
        new(Options.Create(Settings(line, null)), Cluster(), Options.Create(new GatewayOptions()), NullLogger<AzureGatewayList>.Instance);

    /// <summary>Every row of the cluster as it is stored, in order of its keys.</summary>
    public async Task<List<TableEntity>> Rows()
    {
        var rows = new List<TableEntity>();
        await foreach (var row in Raw.QueryAsync<TableEntity>(row => row.PartitionKey == ClusterId))
            rows.Add(row);
        return rows;
    }

    /// <summary>A silo that has never been in a table.</summary>
    public static MembershipEntry Silo(string address = "127.0.0.1", SiloStatus status = SiloStatus.Joining)
    {
        var now = new DateTime(2026, 9, 1, 8, 0, 0, DateTimeKind.Utc);
        return new()
        {
            SiloAddress = SiloAddress.New(IPAddress.Parse(address), 12345, Interlocked.Increment(ref generations)),
            HostName = "host",
            SiloName = "silo",
            Status = status,
            ProxyPort = 30000,
            StartTime = now,
            IAmAliveTime = now,
        };
    }

    private AzureClusterOptions Settings(HttpPipelinePolicy? line, int? pageRowsMax)
    {
        var options = new AzureClusterOptions
        {
            ConnectionString = connectionString,
            PageRowsMax = pageRowsMax,
            ClientConfigured = client => Configure(client, line),
        };
        broken(options);
        return options;
    }

    private static void Configure(ClientOptions client, HttpPipelinePolicy? line)
    {
        client.Retry.Delay = TimeSpan.FromMilliseconds(1);
        client.Retry.Mode = RetryMode.Fixed;
        if (line is not null)
            client.AddPolicy(line, HttpPipelinePosition.PerRetry);
    }

    private IOptions<ClusterOptions> Cluster() => Options.Create(new ClusterOptions { ClusterId = ClusterId });
}
