using Azure.Data.Tables;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Messaging;
using Orleans.Runtime;

namespace SalesGrid.Storage.Clustering;

/// <summary>Finds a cluster's gateways in its membership table: silos that are active and let clients in.</summary>
/// <remarks>A table that does not answer is an exception, never an empty list; the client keeps the gateways it knows.</remarks>
public sealed partial class AzureGatewayList(
    IOptions<AzureClusterOptions> options, IOptions<ClusterOptions> cluster, IOptions<GatewayOptions> gateways, ILogger<AzureGatewayList> log) : IGatewayListProvider
{
    private readonly TableClient table = options.Value.OpenTable(retry: true);

    /// <inheritdoc/>
    public TimeSpan MaxStaleness => gateways.Value.GatewayListRefreshPeriod;

    /// <inheritdoc/>
    [Obsolete("The interface still demands it.")]
    public bool IsUpdatable => true;

    /// <inheritdoc/>
    public async Task InitializeGatewayListProviderAsync(CancellationToken cancellationToken) =>
        await table.CreateIfNotExistsAsync(cancellationToken);

    /// <inheritdoc/>
    public async Task<IList<Uri>> GetGatewaysAsync(CancellationToken cancellationToken)
    {
        var filter = TableClient.CreateQueryFilter(
            $"PartitionKey eq {cluster.Value.ClusterId} and Status eq {nameof(SiloStatus.Active)} and ProxyPort ne {"0"}");
        var found = new List<Uri>();
        await foreach (var row in table.QueryAsync<TableEntity>(filter, options.Value.PageRowsMax, cancellationToken: cancellationToken))
        {
            // Fence rows are called active too, and have no port; some services let them through this filter.
            if (!MembershipRows.IsSilo(row) || string.IsNullOrEmpty(row.GetString(SiloRow.ProxyPort)))
                continue;
            try
            {
                found.Add(SiloRow.Gateway(row));
            }
            catch (Exception e) when (e is FormatException or InvalidOperationException or ArgumentException or OverflowException)
            {
                LogUnreadable(row.RowKey, table.Name, e);
            }
        }
        return found;
    }

    Task IGatewayListProvider.InitializeGatewayListProvider() => InitializeGatewayListProviderAsync(CancellationToken.None);

    Task<IList<Uri>> IGatewayListProvider.GetGateways() => GetGatewaysAsync(CancellationToken.None);

    [LoggerMessage(Level = LogLevel.Error, Message = "Row {Row} of table {Table} cannot be read as a gateway and is passed over")]
    private partial void LogUnreadable(string row, string table, Exception exception);
}
