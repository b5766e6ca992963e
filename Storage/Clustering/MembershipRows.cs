using System.Globalization;
using Azure.Data.Tables;

namespace SalesGrid.Storage.Clustering;

/// <summary>
/// The rows of a cluster that belong to no silo. All rows of a cluster lie in the partition named by its id; their
/// shape is that of <c>Microsoft.Orleans.Clustering.AzureStorage</c>, so either can take over a table from the other.
/// </summary>
internal static class MembershipRows
{
    /// <summary>Holds the version of the table; its tag is the condition of every change.</summary>
    public const string Version = "VersionRow";

    /// <summary>Sorts before every address. With <see cref="End"/> it shows whether the table changed while its pages were read.</summary>
    public const string Start = "!Start";

    /// <summary>Sorts behind every address.</summary>
    public const string End = "~End";

    private const string MembershipVersion = "MembershipVersion";

    public static bool IsSilo(TableEntity row) => row.RowKey is not (Version or Start or End);

    /// <summary>A version or fence row.</summary>
    public static TableEntity Encode(string clusterId, string key, int version)
    {
        var row = new TableEntity(clusterId, key)
        {
            [SiloRow.DeploymentId] = clusterId,
            [MembershipVersion] = version.ToString(CultureInfo.InvariantCulture),
        };
        // Programs that know no fences clean up what is not active.
        if (key != Version)
            row[SiloRow.Status] = "Active";
        return row;
    }

    /// <summary>The version of the table.</summary>
    /// <exception cref="FormatException">The row holds none.</exception>
    public static TableVersion Decode(TableEntity version) =>
        new(int.Parse(version.GetString(MembershipVersion) ?? "", CultureInfo.InvariantCulture), version.ETag.ToString());

    /// <summary>What a fence row says, or null.</summary>
    public static string? Fence(IEnumerable<TableEntity> rows, string key) =>
        rows.FirstOrDefault(row => row.RowKey == key)?.GetString(MembershipVersion);
}
