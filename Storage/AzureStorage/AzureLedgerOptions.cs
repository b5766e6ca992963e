using System.ComponentModel.DataAnnotations;
using Azure.Core;

namespace SalesGrid.Storage.AzureStorage;

/// <summary>Where a ledger lies in Azure Storage (or Azurite) and how much it may ask for at once.</summary>
/// <remarks>Give either a connection string, or both addresses and a credential.</remarks>
public sealed class AzureLedgerOptions : IValidatableObject
{
    /// <summary>Blocks an append blob can have.</summary>
    internal const int BlocksPerBlob = 50_000;

    /// <value>Connection string of the storage account, or null.</value>
    public string? ConnectionString { get; init; }

    /// <value>Address of the blob service, e.g. <c>https://account.blob.core.windows.net</c>.</value>
    public Uri? BlobServiceUri { get; init; }

    /// <value>Address of the table service, e.g. <c>https://account.table.core.windows.net</c>.</value>
    public Uri? TableServiceUri { get; init; }

    /// <value>What to sign in with at these addresses, e.g. a managed identity. Set in code.</value>
    public TokenCredential? Credential { get; init; }

    /// <value>Container of the journal, one for each ledger; 3 to 63 lower-case letters, digits and hyphens. Default <c>sales-grid</c>.</value>
    [RegularExpression("^[a-z0-9](-?[a-z0-9]){2,62}$")]
    public string ContainerName { get; init; } = "sales-grid";

    /// <value>The heads lie in the table of this name followed by <c>Heads</c>; 1 to 50 letters and digits. Default <c>SalesGrid</c>.</value>
    [RegularExpression("^[A-Za-z][A-Za-z0-9]{0,49}$")]
    public string TablePrefix { get; init; } = "SalesGrid";

    /// <value>
    /// Records and takeover marks in a segment, 1 to 49,999 (a blob has 50,000 blocks, one is the seal). Default 20,000.
    /// </value>
    [Range(1, BlocksPerBlob - 1)]
    public int SegmentRecordsMax { get; init; } = 20_000;

    /// <value>
    /// Bytes after which a segment is closed, 1 to 100 GiB. Default 64 MiB: as much is read through at worst to find a
    /// record in it.
    /// </value>
    [Range(1, 100L << 30)]
    public long SegmentBytesMax { get; init; } = 64 << 20;

    /// <value>Appends under way at once, 1 to 1,024. Default 16: beyond, an account answers later, not faster. Others wait.</value>
    [Range(1, 1024)]
    public int AppendsInFlightMax { get; init; } = 16;

    /// <value>Writes of heads under way at once, 1 to 1,024. Default 4. Others wait.</value>
    [Range(1, 1024)]
    public int HeadWritesInFlightMax { get; init; } = 4;

    /// <value>After this a request has failed, its outcome unknown; 1 s to 5 min. Default 30 s.</value>
    [Range(typeof(TimeSpan), "00:00:01", "00:05:00")]
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <value>
    /// How long a silo may answer readers from memory without looking whether another one has taken its bucket over; 0.1 to 10 s, default 1 s.
    /// What a bucket waits before it goes on where its silo was lost without a word, and how often a bucket that is read is looked up.
    /// The same for all silos of a ledger.
    /// </value>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:00:10")]
    public TimeSpan ReadLease { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>False leaves out the seal that keeps a journal from forking; tests show that they notice.</summary>
    internal bool SealSegments { get; init; } = true;

    /// <summary>False leaves out the mark that shuts a journal to earlier writers; tests show that they notice.</summary>
    internal bool MarkTakeovers { get; init; } = true;

    /// <summary>Called with the options of every client before it is made; tests break the line with it.</summary>
    internal Action<ClientOptions>? ClientConfigured { get; init; }

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (ConnectionString is null && (BlobServiceUri is null || TableServiceUri is null || Credential is null))
        {
            yield return new(
                $"A ledger on Azure Storage wants {nameof(ConnectionString)}, or {nameof(BlobServiceUri)}, {nameof(TableServiceUri)} and {nameof(Credential)}.");
        }
    }
}
