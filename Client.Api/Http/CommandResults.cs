using System.Globalization;

namespace SalesGrid.Gateway.Http;

/// <summary>Turns receipts and objects into answers.</summary>
public static class CommandResults
{
    /// <summary>Sends one command and answers with its receipt.</summary>
    /// <param name="http">The request.</param>
    /// <param name="prefix">Prefix of an id that is made up when <paramref name="id"/> is null.</param>
    /// <param name="id">The object's id; null in a create that leaves the choice to the grid.</param>
    /// <param name="location">Path of the object's kind; set for a create.</param>
    /// <param name="send">Sends the command to the object with that id.</param>
    public static async Task<IResult> Send(
        HttpContext http, string prefix, string? id, string? location, Func<string, Envelope, ValueTask<Receipt>> send)
    {
        var (request, malformed) = CommandRequest.From(http);
        malformed ??= Validation.OptionalId("id", id);
        if (malformed is not null)
            return Problems.Of(http, malformed);
        id ??= CommandRequest.IdFor(prefix, request.Envelope.CommandId);
        var receipt = await send(id, request.Envelope);
        if (receipt.Version > 0)
            http.Response.Headers.ETag = ETagOf(receipt.Version);
        if (receipt.Refusal is { } refusal)
            return Problems.Of(http, refusal);
        if (receipt.Replayed)
            http.Response.Headers["Idempotency-Replayed"] = "true";
        return new ReceiptResult(new(id, receipt.Version, receipt.Bucket, receipt.Seq, receipt.Replayed), location);
    }

    /// <summary>Answers with an object, or 304 where the caller has this version.</summary>
    public static IResult Found(HttpContext http, int version, object body)
    {
        var tag = ETagOf(version);
        http.Response.Headers.ETag = tag;
        return http.Request.Headers.IfNoneMatch == tag ? Results.StatusCode(StatusCodes.Status304NotModified) : Results.Ok(body);
    }

    // Most objects are young: their versions need no new text each.
    private static readonly string[] YoungTags = [.. Enumerable.Range(0, 256).Select(v => string.Create(CultureInfo.InvariantCulture, $"\"{v}\""))];

    private static string ETagOf(int version) => version < YoungTags.Length ? YoungTags[version] : string.Create(CultureInfo.InvariantCulture, $"\"{version}\"");
}

/// <summary>The receipt of one command.</summary>
/// <param name="Id">The object's id.</param>
/// <param name="Version">Its version after the command; send it as <c>If-Match</c> to change nothing unseen.</param>
/// <param name="Bucket">Bucket of the ledger.</param>
/// <param name="Seq">Sequence in the bucket of the command's last entry; 0 when there was nothing to change.</param>
/// <param name="Replayed">True when the command had been carried out before.</param>
public sealed record ReceiptBody(string Id, int Version, int Bucket, long Seq, bool Replayed);
