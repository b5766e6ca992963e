using System.Text.Encodings.Web;
using System.Text.Json;

namespace SalesGrid.Gateway.Http;

/// <summary>
/// Answers with a receipt. Written by hand into the response, its length known: the answer to every command, where the
/// general way through the serializer was seen in the profile.
/// </summary>
/// <param name="receipt">The receipt.</param>
/// <param name="createdAt">Path of the object's kind, for the answer to a create; null for any other command.</param>
public sealed class ReceiptResult(ReceiptBody receipt, string? createdAt) : IResult
{
    /// <summary>A receipt is its id, of at most 64 characters, and four short values: far below this.</summary>
    private const int BytesMax = 1024;

    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    [ThreadStatic]
    private static (Utf8JsonWriter Json, System.Buffers.ArrayBufferWriter<byte> Buffer)? scratch;

    /// <inheritdoc/>
    public Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        if (createdAt is not null)
        {
            response.StatusCode = StatusCodes.Status201Created;
            response.Headers.Location = $"{createdAt}/{Uri.EscapeDataString(receipt.Id)}";
        }
        response.ContentType = "application/json; charset=utf-8";
        var bytes = Write(receipt);
        response.ContentLength = bytes.Length;
        var body = response.BodyWriter;
        bytes.CopyTo(body.GetSpan(bytes.Length));
        body.Advance(bytes.Length);
        return Task.CompletedTask;
    }

    private static ReadOnlySpan<byte> Write(ReceiptBody receipt)
    {
        if (scratch is not (var json, var buffer))
        {
            buffer = new(BytesMax);
            scratch = (json = new(buffer, Options), buffer);
        }
        buffer.ResetWrittenCount();
        json.Reset();
        json.WriteStartObject();
        json.WriteString("id"u8, receipt.Id);
        json.WriteNumber("version"u8, receipt.Version);
        json.WriteNumber("bucket"u8, receipt.Bucket);
        json.WriteNumber("seq"u8, receipt.Seq);
        json.WriteBoolean("replayed"u8, receipt.Replayed);
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenSpan;
    }
}
