using System.Text.Json;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Orleans.Storage;

namespace SalesGrid.Peers.Blobs;

/// <summary>A grain storage of one JSON blob a grain, each write conditional on the last one's ETag.</summary>
/// <remarks>
/// Written for this measurement because the official provider could not be restored; it makes the same requests. The
/// version is written beside the blob too, so that the number of commands can be counted without reading every blob.
/// </remarks>
public sealed class BlobStorage(BlobContainerClient container) : IGrainStorage
{
    /// <summary>Metadata the version is in.</summary>
    public const string Version = "version";

    /// <inheritdoc/>
    public async Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        try
        {
            var content = await Blob(grainId).DownloadContentAsync();
            grainState.State = JsonSerializer.Deserialize<T>(content.Value.Content, BlobJson.Default.Options)!;
            (grainState.ETag, grainState.RecordExists) = (content.Value.Details.ETag.ToString(), true);
        }
        catch (RequestFailedException e) when (e.Status == StatusCodes.Status404NotFound)
        {
            grainState.State ??= Activator.CreateInstance<T>();
            (grainState.ETag, grainState.RecordExists) = (null, false);
        }
    }

    /// <inheritdoc/>
    public async Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var condition = grainState.ETag is { } known ? new BlobRequestConditions { IfMatch = new(known) } : new() { IfNoneMatch = ETag.All };
        var options = new BlobUploadOptions { Conditions = condition };
        if (grainState.State is OpportunityBlob opportunity)
            options.Metadata = new Dictionary<string, string> { [Version] = opportunity.Version.ToString(System.Globalization.CultureInfo.InvariantCulture) };
        try
        {
            var written = await Blob(grainId).UploadAsync(
                BinaryData.FromBytes(JsonSerializer.SerializeToUtf8Bytes(grainState.State, BlobJson.Default.Options)), options);
            (grainState.ETag, grainState.RecordExists) = (written.Value.ETag.ToString(), true);
        }
        catch (RequestFailedException e) when (e.Status is StatusCodes.Status412PreconditionFailed or StatusCodes.Status409Conflict)
        {
            throw new InconsistentStateException("Another activation has written meanwhile.", "", grainState.ETag ?? "", e);
        }
    }

    /// <inheritdoc/>
    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) => throw new NotSupportedException("Nothing is cleared here.");

    private BlobClient Blob(GrainId grainId) => container.GetBlobClient(grainId.Key.ToString());
}
