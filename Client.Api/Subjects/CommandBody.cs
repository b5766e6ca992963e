using System.Buffers;
using System.Text.Json;
using SalesGrid.Gateway.Http;

namespace SalesGrid.Gateway.Subjects;

/// <summary>The body of a command's request. An empty one stands for a command without members.</summary>
internal sealed class CommandBody : IDisposable
{
    private static readonly byte[] NoMembers = "{}"u8.ToArray();
    private static readonly LocalText MustBeText = new("须为文本。", "It must be a text.");

    private readonly byte[]? rented;
    private readonly ReadOnlyMemory<byte> json;

    private CommandBody(ReadOnlyMemory<byte> json, byte[]? rented = null) => (this.json, this.rented) = (json, rented);

    /// <summary>Reads it to its end.</summary>
    /// <exception cref="BadHttpRequestException">It is too large, or no JSON.</exception>
    public static async ValueTask<CommandBody> Read(HttpContext http)
    {
        var body = http.Request.BodyReader;
        while (true)
        {
            var read = await body.ReadAsync(http.RequestAborted);
            if (!read.IsCompleted)
            {
                body.AdvanceTo(read.Buffer.Start, read.Buffer.End);
                continue;
            }
            var length = (int)read.Buffer.Length;
            var rented = length == 0 ? null : ArrayPool<byte>.Shared.Rent(length);
            if (rented is not null)
                read.Buffer.CopyTo(rented);
            body.AdvanceTo(read.Buffer.End);
            if (rented is null)
                return new(NoMembers);
            if (http.Request.HasJsonContentType())
                return new(rented.AsMemory(0, length), rented);
            ArrayPool<byte>.Shared.Return(rented);
            throw new BadHttpRequestException("The body is not JSON.", StatusCodes.Status415UnsupportedMediaType);
        }
    }

    /// <summary>The command in it.</summary>
    /// <exception cref="JsonException">It is no such command.</exception>
    public Command Command(CommandRoute route, string id)
    {
        var reader = new Utf8JsonReader(json.Span);
        var command = route.Read(ref reader, id);
        // Nothing may follow: this reads on to the end.
        while (reader.Read()) { }
        return command;
    }

    /// <summary>What it says, as a whole.</summary>
    /// <exception cref="JsonException">It is no such thing.</exception>
    public T As<T>(JsonSerializerOptions options) where T : class =>
        JsonSerializer.Deserialize<T>(json.Span, options) ?? throw new MemberException(null, CommandRoute.MustBeObject);

    /// <summary>The object's id where the body names it, and the body without it.</summary>
    /// <exception cref="JsonException">The id is no text, or the body no JSON.</exception>
    public (string? Id, CommandBody Members) WithoutId()
    {
        using var document = JsonDocument.Parse(json);
        try
        {
            return document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty("id", out var given)
                ? (TextOf(given), new(Without(document.RootElement)))
                : (null, this);
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException)
        {
            // Text that is no Unicode.
            throw new JsonException(e.Message, e);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (rented is not null)
            ArrayPool<byte>.Shared.Return(rented);
    }

    private static string? TextOf(JsonElement id) =>
        id.ValueKind is JsonValueKind.String or JsonValueKind.Null ? id.GetString() : throw new MemberException("id", MustBeText);

    private static ReadOnlyMemory<byte> Without(JsonElement body)
    {
        using var text = new MemoryStream();
        using (var writer = new Utf8JsonWriter(text))
        {
            writer.WriteStartObject();
            foreach (var property in body.EnumerateObject().Where(p => !p.NameEquals("id")))
                property.WriteTo(writer);
            writer.WriteEndObject();
        }
        return text.GetBuffer().AsMemory(0, (int)text.Length);
    }
}
