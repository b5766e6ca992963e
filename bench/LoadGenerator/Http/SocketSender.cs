using System.Text;
using System.Text.Json;
using SalesGrid.Bench.Grids;
using SalesGrid.Bench.Load;

namespace SalesGrid.Bench.Http;

/// <summary>Sends <c>advance</c> commands over one connection; all but id, key and stage of a request is written once.</summary>
internal sealed class SocketSender(HttpConnection connection, Workload book, Func<int, byte[]> middleOf, Action closed) : ISender
{
    private readonly byte[] request = new byte[1024];

    /// <summary>The part of every request between its path and its idempotency key.</summary>
    public static byte[] Middle(Uri server, string key) => Encoding.ASCII.GetBytes(
        $" HTTP/1.1\r\nHost: {server.Authority}\r\nAuthorization: Bearer {key}\r\nContent-Type: application/json\r\nIdempotency-Key: ");

    /// <inheritdoc/>
    public ValueTask<string?> Advance(int opportunity, string to, string commandId, CancellationToken cancellationToken)
    {
        var rest = request.AsSpan();
        Put(ref rest, "POST /api/opportunities/"u8);
        Put(ref rest, book.Deals[opportunity].Id);
        Put(ref rest, "/advance"u8);
        Put(ref rest, middleOf(opportunity));
        Put(ref rest, commandId);
        var body = to.Length + 9;
        Put(ref rest, "\r\nContent-Length: "u8);
        body.TryFormat(rest, out var digits, default, System.Globalization.CultureInfo.InvariantCulture);
        rest = rest[digits..];
        Put(ref rest, "\r\n\r\n{\"to\":\""u8);
        Put(ref rest, to);
        Put(ref rest, "\"}"u8);
        var answer = connection.Send(request.AsSpan(0, request.Length - rest.Length));
        return new(answer.Status is >= 200 and < 300
            ? null
            : $"{answer.Status} {ControlPointIn(answer.Body(connection.Received))}".TrimEnd());
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        connection.Dispose();
        closed();
    }

    private static void Put(ref Span<byte> rest, ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(rest);
        rest = rest[bytes.Length..];
    }

    private static void Put(ref Span<byte> rest, string ascii) => rest = rest[Encoding.ASCII.GetBytes(ascii, rest)..];

    private static string? ControlPointIn(byte[] problem)
    {
        try
        {
            using var json = JsonDocument.Parse(problem);
            return json.RootElement.TryGetProperty("controlPoint", out var point) ? point.GetString() : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
