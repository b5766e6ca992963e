using System.Text;

namespace SalesGrid.Bench.Http;

/// <summary>One question that is asked over one connection again and again.</summary>
public sealed class SocketQuestion(HttpConnection connection, Uri server, string key, string path) : IDisposable
{
    private readonly byte[] request = Encoding.ASCII.GetBytes(
        $"GET {path} HTTP/1.1\r\nHost: {server.Authority}\r\nAuthorization: Bearer {key}\r\n\r\n");

    /// <summary>Asks, and waits for all of the answer.</summary>
    /// <exception cref="IOException">It was refused, or the connection broke.</exception>
    public void Ask()
    {
        var answer = connection.Send(request);
        if (answer.Status != 200)
            throw new IOException($"GET {path} was answered with {answer.Status}.");
    }

    /// <inheritdoc/>
    public void Dispose() => connection.Dispose();
}
