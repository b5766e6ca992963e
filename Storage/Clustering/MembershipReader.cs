using Azure.Data.Tables;

namespace SalesGrid.Storage.Clustering;

/// <summary>The rows of a cluster as they stood at one moment.</summary>
/// <param name="Version">The version row.</param>
/// <param name="Silos">The rows of silos.</param>
internal sealed record MembershipSnapshot(TableEntity Version, IReadOnlyList<TableEntity> Silos);

/// <summary>Reads the rows of a cluster as they stood at one moment.</summary>
/// <remarks>
/// One page of one partition is such a moment; several are not. Every change writes both fence rows, the first and the
/// last of the partition, so pages between fences that say the same were read without a change between them.
/// </remarks>
internal sealed class MembershipReader(TableClient table, string clusterId, int? pageRowsMax)
{
    private const int AttemptsMax = 5;

    public Task<MembershipSnapshot> ReadAll(CancellationToken cancellationToken) =>
        Read(TableClient.CreateQueryFilter($"PartitionKey eq {clusterId}"), cancellationToken);

    /// <summary>One silo's row, if there is one, with the version it is of.</summary>
    public Task<MembershipSnapshot> ReadRow(string key, CancellationToken cancellationToken) =>
        Read(
            TableClient.CreateQueryFilter(
                $"PartitionKey eq {clusterId} and (RowKey eq {key} or RowKey eq {MembershipRows.Version} or RowKey eq {MembershipRows.Start} or RowKey eq {MembershipRows.End})"),
            cancellationToken);

    /// <exception cref="IOException">The table kept changing, or it has no version: not a table that was initialized.</exception>
    private async Task<MembershipSnapshot> Read(string filter, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < AttemptsMax; attempt++)
        {
            var rows = new List<TableEntity>();
            var pages = 0;
            await foreach (var page in table.QueryAsync<TableEntity>(filter, pageRowsMax, cancellationToken: cancellationToken).AsPages())
            {
                rows.AddRange(page.Values);
                pages++;
            }

            // A table that no one who knows fences has written to has none, and is taken as it comes.
            if (pages > 1 && MembershipRows.Fence(rows, MembershipRows.Start) != MembershipRows.Fence(rows, MembershipRows.End))
                continue;

            // An empty answer must not pass for an empty cluster: silos would take themselves for the first.
            return new(
                rows.Find(row => row.RowKey == MembershipRows.Version) ?? throw new IOException($"Table {table.Name} has no version of cluster {clusterId}."),
                rows.FindAll(MembershipRows.IsSilo));
        }

        throw new IOException($"Table {table.Name} kept changing while the rows of cluster {clusterId} were read.");
    }
}
