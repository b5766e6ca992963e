using Azure;
using Azure.Data.Tables;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Runtime;

namespace SalesGrid.Storage.Clustering;

/// <summary>The members of a cluster in an Azure table, in the rows of <c>Microsoft.Orleans.Clustering.AzureStorage</c>.</summary>
/// <remarks>
/// <para>
/// A change is one transaction: the silo's row, the version row under the tag it was read with, and both fence rows.
/// The version's tag guards the silo's row too, since nothing but a sign of life changes a row without it; the row's
/// own tag is not compared, for a sign of life between reading and writing must not refuse the change.
/// </para>
/// <para>
/// Writes are not repeated by the client, which would meet its own success and take it for somebody else's. When the
/// answer is lost, the table is read to see whose change it holds.
/// </para>
/// </remarks>
public sealed partial class AzureMembershipTable : IMembershipTable
{
    /// <summary>Azure Tables take 100 rows a transaction.</summary>
    private const int RowsPerTransactionMax = 100;

    private readonly AzureClusterOptions options;
    private readonly string clusterId;
    private readonly TableClient table;
    private readonly TableClient writer;
    private readonly MembershipReader reader;
    private readonly ILogger log;

    public AzureMembershipTable(IOptions<AzureClusterOptions> options, IOptions<ClusterOptions> cluster, ILogger<AzureMembershipTable> log)
    {
        this.options = options.Value;
        this.log = log;
        clusterId = cluster.Value.ClusterId;
        table = this.options.OpenTable(retry: true);
        writer = this.options.OpenTable(retry: false);
        reader = new(table, clusterId, this.options.PageRowsMax);
    }

    /// <inheritdoc/>
    public async Task InitializeMembershipTableAsync(bool tryInitTableVersion, CancellationToken cancellationToken)
    {
        await table.CreateIfNotExistsAsync(cancellationToken);
        if (!tryInitTableVersion || (await table.GetEntityIfExistsAsync<TableEntity>(clusterId, MembershipRows.Version, cancellationToken: cancellationToken)).HasValue)
            return;
        try
        {
            await table.SubmitTransactionAsync(
                [new(TableTransactionActionType.Add, MembershipRows.Encode(clusterId, MembershipRows.Version, 0)), .. Fences(0)], cancellationToken);
        }
        catch (RequestFailedException e) when (IsContention(e))
        {
            // Another silo was first, or our own first attempt: the version is there.
        }
    }

    /// <inheritdoc/>
    public async Task DeleteMembershipTableEntriesAsync(string clusterId, CancellationToken cancellationToken)
    {
        var keys = new List<TableEntity>();
        await foreach (var row in table.QueryAsync<TableEntity>(
            TableClient.CreateQueryFilter($"PartitionKey eq {clusterId}"), select: ["PartitionKey", "RowKey"], cancellationToken: cancellationToken))
        {
            keys.Add(row);
        }
        foreach (var some in keys.Chunk(RowsPerTransactionMax))
            await table.SubmitTransactionAsync(some.Select(row => new TableTransactionAction(TableTransactionActionType.Delete, row, ETag.All)), cancellationToken);
    }

    /// <inheritdoc/>
    /// <remarks>The version stays: who is dead is not news, and its row is looked at by nobody.</remarks>
    public async Task CleanupDefunctSiloEntriesAsync(DateTimeOffset beforeDate, CancellationToken cancellationToken)
    {
        foreach (var row in (await reader.ReadAll(cancellationToken)).Silos)
        {
            if (Decode(row) is not { Status: SiloStatus.Dead } dead || SiloRow.LastUpdate(dead) >= beforeDate)
                continue;
            try
            {
                await table.DeleteEntityAsync(clusterId, row.RowKey, row.ETag, cancellationToken);
            }
            catch (RequestFailedException e) when (e.Status == 412)
            {
                // It was changed just now, and so is no longer old.
            }
        }
    }

    /// <inheritdoc/>
    public async Task<MembershipTableData> ReadRowAsync(SiloAddress key, CancellationToken cancellationToken) =>
        Decode(await reader.ReadRow(SiloRow.Key(key), cancellationToken));

    /// <inheritdoc/>
    public async Task<MembershipTableData> ReadAllAsync(CancellationToken cancellationToken) => Decode(await reader.ReadAll(cancellationToken));

    /// <inheritdoc/>
    public Task<bool> InsertRowAsync(MembershipEntry entry, TableVersion tableVersion, CancellationToken cancellationToken)
    {
        var row = SiloRow.Encode(clusterId, entry);
        return Change(new(TableTransactionActionType.Add, row), row, readTag: null, tableVersion, cancellationToken);
    }

    /// <inheritdoc/>
    public Task<bool> UpdateRowAsync(MembershipEntry entry, string etag, TableVersion tableVersion, CancellationToken cancellationToken)
    {
        var row = SiloRow.Encode(clusterId, entry);
        // Merged, not replaced: what a newer program keeps in the row beside ours stays in it.
        return Change(new(TableTransactionActionType.UpdateMerge, row, ETag.All), row, new ETag(etag), tableVersion, cancellationToken);
    }

    /// <inheritdoc/>
    public Task UpdateIAmAliveAsync(MembershipEntry entry, CancellationToken cancellationToken) =>
        table.UpdateEntityAsync(SiloRow.EncodeAlive(clusterId, entry), ETag.All, TableUpdateMode.Merge, cancellationToken);

    /// <returns>False when the version or the row was not as the caller had read it, and nothing was written.</returns>
    private async Task<bool> Change(TableTransactionAction change, TableEntity row, ETag? readTag, TableVersion version, CancellationToken cancellationToken)
    {
        var readVersion = new ETag(version.VersionEtag);
        var next = MembershipRows.Encode(clusterId, MembershipRows.Version, version.Version);
        try
        {
            await writer.SubmitTransactionAsync(
                [change, new(TableTransactionActionType.UpdateReplace, next, options.CheckVersion ? readVersion : ETag.All), .. Fences(version.Version)],
                cancellationToken);
            return true;
        }
        catch (RequestFailedException e) when (IsContention(e))
        {
            return false;
        }
        catch (Exception e) when (IsUnknown(e) && !cancellationToken.IsCancellationRequested)
        {
            if (await Landed(row, readTag, version.Version, readVersion, cancellationToken) is not { } landed)
                throw;
            LogFoundOut(row.RowKey, version.Version, landed, e);
            return landed;
        }
    }

    /// <summary>Whether a change whose answer was lost is in the table; null when that cannot be said.</summary>
    private async Task<bool?> Landed(TableEntity written, ETag? readTag, int version, ETag readVersion, CancellationToken cancellationToken)
    {
        MembershipSnapshot found;
        try
        {
            found = await reader.ReadRow(written.RowKey, cancellationToken);
        }
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
        {
            // The service is away: the caller hears of the first failure, which says why.
            return null;
        }

        // Not yet; but what is under way may still arrive.
        if (found.Version.ETag == readVersion)
            return null;
        var stored = found.Silos.SingleOrDefault();
        // From here on the version has moved on, and ours can no longer arrive. Untouched since it was read, or, for a
        // new silo, still missing: somebody else moved it.
        if (stored?.ETag == readTag)
            return false;
        if (stored is not null && SiloRow.Holds(stored, written))
            return true;
        // Another row than ours at the version that would be ours; at a later one ours may have been written over.
        return MembershipRows.Decode(found.Version).Version == version ? false : null;
    }

    private IEnumerable<TableTransactionAction> Fences(int version) =>
        options.WriteFences
            ? [
                new(TableTransactionActionType.UpsertReplace, MembershipRows.Encode(clusterId, MembershipRows.Start, version)),
                new(TableTransactionActionType.UpsertReplace, MembershipRows.Encode(clusterId, MembershipRows.End, version)),
            ]
            : [];

    private MembershipTableData Decode(MembershipSnapshot snapshot)
    {
        var members = new List<Tuple<MembershipEntry, string>>(snapshot.Silos.Count);
        foreach (var row in snapshot.Silos)
        {
            if (Decode(row) is { } entry)
                members.Add(Tuple.Create(entry, row.ETag.ToString()));
        }
        return new(members, MembershipRows.Decode(snapshot.Version));
    }

    /// <summary>The silo in a row; null where it cannot be read: one bad row must not keep every silo from starting.</summary>
    private MembershipEntry? Decode(TableEntity row)
    {
        try
        {
            return SiloRow.Decode(row);
        }
        catch (Exception e) when (e is FormatException or InvalidOperationException or ArgumentException or OverflowException)
        {
            LogUnreadable(row.RowKey, table.Name, e);
            return null;
        }
    }

    /// <summary>Refused for certain, because the table was not as expected. A table that is gone is no contention.</summary>
    private static bool IsContention(RequestFailedException e) =>
        e.Status is 412 or 409 or 404 or 501 && e.ErrorCode != "TableNotFound" && e.ErrorCode != "TableBeingDeleted";

    /// <summary>Whether the change may have happened: no answer, or a failure of the service. A refusal (4xx) is an answer.</summary>
    private static bool IsUnknown(Exception e) => e is not RequestFailedException { Status: >= 400 and < 500 and not 408 };

    [LoggerMessage(Level = LogLevel.Warning, Message = "No answer to the change of row {Row} to version {Version}; the table shows that it was carried out: {Landed}")]
    private partial void LogFoundOut(string row, int version, bool landed, Exception exception);

    [LoggerMessage(Level = LogLevel.Error, Message = "Row {Row} of table {Table} cannot be read as a silo and is passed over")]
    private partial void LogUnreadable(string row, string table, Exception exception);
}
