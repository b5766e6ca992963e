using System.ComponentModel.DataAnnotations;
using Azure.Core;
using Azure.Data.Tables;

namespace SalesGrid.Silo;

/// <summary>Where the silos of a cluster list themselves: a table in Azure Storage (or Azurite).</summary>
/// <remarks>
/// Give a connection string, or the address of the table service: with a shared access signature in it, or with
/// <see cref="Credential"/> set in code.
/// </remarks>
public sealed class AzureClusterOptions : IValidatableObject
{
    /// <value>Connection string of the storage account, or null.</value>
    public string? ConnectionString { get; set; }

    /// <value>Address of the table service, e.g. <c>https://account.table.core.windows.net</c>.</value>
    public Uri? TableServiceUri { get; set; }

    /// <value>What to sign in with at that address, e.g. a managed identity. Set in code.</value>
    public TokenCredential? Credential { get; set; }

    /// <value>Name of the table, 3 to 63 letters and digits. Default <c>OrleansSiloInstances</c>, as Orleans has it.</value>
    [RegularExpression("^[A-Za-z][A-Za-z0-9]{2,62}$")]
    public string TableName { get; set; } = "OrleansSiloInstances";

    /// <value>After this a request has failed, its outcome unknown; 1 s to 1 min. Default 10 s.</value>
    [Range(typeof(TimeSpan), "00:00:01", "00:01:00")]
    public TimeSpan RequestTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (string.IsNullOrWhiteSpace(ConnectionString) && TableServiceUri is null)
        {
            yield return new(
                "Azure 集群成员表需要设置 Grid:Cluster:Azure:ConnectionString(默认取 Grid:Storage:Azure:ConnectionString)或 Grid:Cluster:Azure:TableServiceUri。"
                + " · Membership in Azure Tables wants Grid:Cluster:Azure:ConnectionString (default: Grid:Storage:Azure:ConnectionString) or Grid:Cluster:Azure:TableServiceUri.");
        }
        else if (!string.IsNullOrWhiteSpace(ConnectionString) && Unreadable(ConnectionString) is { } why)
        {
            yield return new(
                $"无法识别 Azure 集群成员表的连接字符串 · The connection string of the membership table cannot be read (Grid:Cluster:Azure:ConnectionString, Grid:Storage:Azure:ConnectionString): {why}");
        }
        else if (string.IsNullOrWhiteSpace(ConnectionString) && Credential is null && !HasSignature(TableServiceUri!))
        {
            yield return new(
                "Grid:Cluster:Azure:TableServiceUri 没有登录凭据:请改用 Grid:Cluster:Azure:ConnectionString,在地址后附上共享访问签名(?sv=…&sig=…),或在代码中设置 AzureClusterOptions.Credential。"
                + " · Grid:Cluster:Azure:TableServiceUri comes without anything to sign in with: set Grid:Cluster:Azure:ConnectionString, append a shared access signature (?sv=…&sig=…), or set AzureClusterOptions.Credential in code.");
        }
    }

    /// <summary>A client for the account's tables.</summary>
    internal TableServiceClient OpenTables()
    {
        var client = new TableClientOptions();
        client.Retry.NetworkTimeout = RequestTimeout;
        return this switch
        {
            { ConnectionString: { Length: > 0 } connection } => new(connection, client),
            { Credential: { } credential } => new(TableServiceUri, credential, client),
            _ => new(TableServiceUri, client),
        };
    }

    private static string? Unreadable(string connectionString)
    {
        try
        {
            _ = new TableServiceClient(connectionString);
            return null;
        }
        catch (Exception e) when (e is FormatException or InvalidOperationException or ArgumentException)
        {
            return e.Message;
        }
    }

    private static bool HasSignature(Uri address) => address.Query.Contains("sig=", StringComparison.Ordinal);
}
