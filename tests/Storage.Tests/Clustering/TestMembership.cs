using System.Net;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Data.Tables;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Orleans;
using Orleans.Clustering.AzureStorage;
using Orleans.Configuration;
using Orleans.Hosting;
using Orleans.Messaging;
using Orleans.Runtime;
using SalesGrid.Silo;
using SalesGrid.Testing;
using Xunit;

namespace SalesGrid.Storage.Tests.Clustering;

/// <summary>A cluster of its own in the one Azurite of the tests; silos and clients are set up as the programs set them up.</summary>
internal sealed class TestMembership
{
    private static int clusters;
    private static int generations;

    private readonly string connectionString;

    private TestMembership(string connectionString, string clusterId) => (this.connectionString, ClusterId) = (connectionString, clusterId);

    public string ClusterId { get; }

    /// <summary>The table itself, with nothing between.</summary>
    public TableClient Raw => new(connectionString, new AzureClusterOptions().TableName);

    public static async Task<TestMembership> New(AzuriteFixture azurite)
    {
        if (azurite.Unavailable is { } reason)
            Assert.Skip(reason);
        var cluster = new TestMembership(await azurite.ConnectionString(), $"cluster-{Interlocked.Increment(ref clusters):D4}");
        await cluster.Open();
        return cluster;
    }

    /// <summary>The table as one silo has it open.</summary>
    /// <param name="line">What lies between it and the service.</param>
    public async Task<IMembershipTable> Open(HttpPipelinePolicy? line = null)
    {
        var silo = new Parts();
        Settings().Apply((ISiloBuilder)silo);
        if (line is not null)
            silo.Services.PostConfigure<AzureStorageClusteringOptions>(o => o.TableServiceClient = Over(line));
        var table = silo.Services.BuildServiceProvider().GetRequiredService<IMembershipTable>();
        await table.InitializeMembershipTableAsync(true, TestContext.Current.CancellationToken);
        return table;
    }

    /// <summary>The gateways as a client finds them.</summary>
    public async Task<IGatewayListProvider> Gateways(HttpPipelinePolicy? line = null)
    {
        var client = new Parts();
        Settings().Apply((IClientBuilder)client);
        if (line is not null)
            client.Services.PostConfigure<AzureStorageGatewayOptions>(o => o.TableServiceClient = Over(line));
        var gateways = client.Services.BuildServiceProvider().GetRequiredService<IGatewayListProvider>();
        await gateways.InitializeGatewayListProviderAsync(TestContext.Current.CancellationToken);
        return gateways;
    }

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

    private ClusterSettings Settings() => new()
    {
        ClusterId = ClusterId,
        Membership = MembershipKind.Azure,
        Azure = new() { ConnectionString = connectionString },
    };

    private TableServiceClient Over(HttpPipelinePolicy line)
    {
        var client = new TableClientOptions();
        client.Retry.Delay = TimeSpan.FromMilliseconds(1);
        client.Retry.Mode = RetryMode.Fixed;
        client.AddPolicy(line, HttpPipelinePosition.PerRetry);
        return new(connectionString, client);
    }

    /// <summary>What a silo or a client is made of, without one being made.</summary>
    private sealed class Parts : ISiloBuilder, IClientBuilder
    {
        public Parts() => Services.AddLogging().AddSingleton(TimeProvider.System);

        public IServiceCollection Services { get; } = new ServiceCollection();

        public IConfiguration Configuration { get; } = new ConfigurationBuilder().Build();
    }
}
