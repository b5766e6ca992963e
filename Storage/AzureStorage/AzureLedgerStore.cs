using System.ComponentModel.DataAnnotations;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Azure;
using Azure.Storage.Blobs.Models;
using SalesGrid.Ledger;

namespace SalesGrid.Storage.AzureStorage;

/// <summary>
/// The ledger of a cluster: journals in append blobs, heads and the pieces beside them in a table of Azure Storage. Any number of processes may use
/// one at a time; positions and fences keep them apart.
/// </summary>
/// <remarks>
/// A request that fails throws <see cref="RequestFailedException"/> (or what the network threw); after a write its
/// outcome is unknown. Writes are never repeated by this class nor by the clients below it. Azurite keeps the same
/// promises except durability: killed, it loses its last seconds.
/// </remarks>
[SuppressMessage("Reliability", "CA1001", Justification = "A semaphore without a wait handle holds nothing to dispose of.")]
public sealed class AzureLedgerStore : ILedgerStore
{
    private const int Format = 3;

    /// <summary>That of 0.2.0, which knew only blocks beside heads: all it wrote is read, and it could not read what this writes.</summary>
    private const int EarlierFormat = 2;

    private const string DescriptionName = "ledger.json";

    private readonly AzureClients clients;
    private readonly AzureJournal journal;
    private readonly AzureHeads heads;
    private readonly SemaphoreSlim appends;
    private readonly SemaphoreSlim headWrites;
    private readonly int appendsInFlightMax;
    private readonly BucketRange range = new();

    /// <exception cref="ValidationException">An option is out of its range, or none tells where the ledger lies.</exception>
    public AzureLedgerStore(AzureLedgerOptions options)
    {
        Validator.ValidateObject(options, new ValidationContext(options), validateAllProperties: true);
        ReadLease = options.ReadLease;
        clients = new AzureClients(options);
        heads = new AzureHeads(clients);
        journal = new AzureJournal(clients, options, heads.ReadFence);
        appendsInFlightMax = options.AppendsInFlightMax;
        appends = new SemaphoreSlim(appendsInFlightMax);
        headWrites = new SemaphoreSlim(options.HeadWritesInFlightMax);
    }

    /// <inheritdoc/>
    public int AppendsAtOnceMax => appendsInFlightMax;

    /// <inheritdoc/>
    /// <exception cref="InvalidDataException">The ledger was written by a version with another format.</exception>
    public async Task<LedgerDescription> Initialize(LedgerDescription wanted, CancellationToken cancellationToken)
    {
        BucketRange.Check(wanted);
        await clients.ReadJournal.CreateIfNotExistsAsync(cancellationToken: cancellationToken);
        await clients.ReadHeads.CreateIfNotExistsAsync(cancellationToken);
        try
        {
            var content = BinaryData.FromObjectAsJson(new StoredDescription(Format, wanted));
            var create = new BlobUploadOptions { Conditions = new BlobRequestConditions { IfNoneMatch = ETag.All } };
            await clients.WriteJournal.GetBlobClient(DescriptionName).UploadAsync(content, create, cancellationToken);
        }
        catch (RequestFailedException exists) when (exists.Status is 409 or 412)
        {
            // The first description stays.
        }

        var found = (await clients.ReadJournal.GetBlobClient(DescriptionName).DownloadContentAsync(cancellationToken)).Value;
        var stored = found.Content;
        using var json = JsonDocument.Parse(stored);
        var format = json.RootElement.GetProperty(nameof(StoredDescription.Format)).GetInt32();
        if (format == EarlierFormat)
            await Raise(stored.ToObjectFromJson<StoredDescription>()! with { Format = Format }, found.Details.ETag, cancellationToken);
        return format is Format or EarlierFormat
            ? range.Open(stored.ToObjectFromJson<StoredDescription>()!.Ledger)
            : throw new InvalidDataException($"The ledger in container {clients.ReadJournal.Name} has format {format}; this program knows {EarlierFormat} and {Format}. Use the one that wrote it, or a newer one.");
    }

    /// <summary>A program from before shall not open the ledger any more.</summary>
    private async Task Raise(StoredDescription description, ETag seen, CancellationToken cancellationToken)
    {
        try
        {
            var replace = new BlobUploadOptions { Conditions = new BlobRequestConditions { IfMatch = seen } };
            await clients.WriteJournal.GetBlobClient(DescriptionName).UploadAsync(BinaryData.FromObjectAsJson(description), replace, cancellationToken);
        }
        catch (RequestFailedException raised) when (raised.Status is 409 or 412)
        {
            // Another silo was faster.
        }
    }

    /// <inheritdoc/>
    public async Task<BucketOpening> OpenBucket(int bucket, CancellationToken cancellationToken)
    {
        range.Check(bucket);
        var (fence, checkpointSeq, formerMayAnswer) = await InFlight(headWrites, () => heads.Open(bucket), cancellationToken);
        var tail = await InFlight(appends, () => journal.TakeOver(bucket, fence), cancellationToken);
        return new(fence, tail, checkpointSeq, formerMayAnswer);
    }

    /// <inheritdoc/>
    public TimeSpan ReadLease { get; }

    /// <inheritdoc/>
    public async Task<bool> IsNewest(int bucket, long fence, CancellationToken cancellationToken)
    {
        range.Check(bucket);
        return await heads.ReadFence(bucket).WaitAsync(cancellationToken) == fence;
    }

    /// <inheritdoc/>
    public Task Release(int bucket, long fence, CancellationToken cancellationToken)
    {
        range.Check(bucket);
        return InFlight(headWrites, () => heads.Release(bucket, fence), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<AppendOutcome> Append(JournalRecord record, long fence, CancellationToken cancellationToken)
    {
        range.Check(record.Bucket);
        LedgerLimits.Check(record);
        return InFlight(appends, () => journal.Append(record, fence), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<JournalTail> ReadTail(int bucket, CancellationToken cancellationToken)
    {
        range.Check(bucket);
        return journal.ReadTail(bucket).WaitAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<JournalRecord> ReadJournal(int bucket, long fromSeq, CancellationToken cancellationToken)
    {
        range.Check(bucket);
        return journal.Read(bucket, fromSeq, cancellationToken);
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<JournalRecord> ReadRecords(int bucket, IReadOnlyList<long> seqs, CancellationToken cancellationToken)
    {
        range.Check(bucket);
        return journal.Read(bucket, seqs, cancellationToken);
    }

    /// <inheritdoc/>
    public Task<bool> WriteHeads(
        int bucket, long fence, long turn, IReadOnlyList<HeadPiece> pieces, IReadOnlyList<Head> heads, long checkpointSeq, CancellationToken cancellationToken)
    {
        range.Check(bucket);
        LedgerLimits.Check(pieces);
        LedgerLimits.Check(heads);
        return InFlight(headWrites, () => this.heads.Write(bucket, fence, turn, pieces, heads, checkpointSeq), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<long> ReadCheckpoint(int bucket, CancellationToken cancellationToken)
    {
        range.Check(bucket);
        return heads.ReadCheckpoint(bucket).WaitAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<Head> ReadHeads(int bucket, CancellationToken cancellationToken)
    {
        range.Check(bucket);
        return heads.Read(bucket, cancellationToken);
    }

    /// <inheritdoc/>
    public Task<Head?> ReadHead(int bucket, string subject, CancellationToken cancellationToken)
    {
        range.Check(bucket);
        LedgerLimits.CheckSubject(subject);
        return heads.Read(bucket, subject).WaitAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<HeadPiece>> ReadPieces(
        int bucket, string subject, PieceKind kind, long from, long to, int most, CancellationToken cancellationToken)
    {
        range.Check(bucket);
        LedgerLimits.CheckSubject(subject);
        return heads.ReadPieces(bucket, subject, kind, from, to, most).WaitAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<HeadPiece> ReadPieces(int bucket, PieceKind kind, CancellationToken cancellationToken)
    {
        range.Check(bucket);
        return heads.ReadPieces(bucket, kind, cancellationToken);
    }

    /// <summary>Waits for a place, then writes; a caller that goes meanwhile leaves the write its place until it is answered.</summary>
    private static async Task<T> InFlight<T>(SemaphoreSlim places, Func<Task<T>> write, CancellationToken cancellationToken)
    {
        await places.WaitAsync(cancellationToken);
        return await Written().WaitAsync(cancellationToken);

        async Task<T> Written()
        {
            try
            {
                return await write();
            }
            finally
            {
                places.Release();
            }
        }
    }

    private sealed record StoredDescription(int Format, LedgerDescription Ledger);
}
