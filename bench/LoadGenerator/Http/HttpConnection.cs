using System.Net;
using System.Net.Sockets;

namespace SalesGrid.Bench.Http;

/// <summary>
/// One kept-alive HTTP/1.1 connection for one caller at a time: a send and a receive a request, nothing else. What the
/// generator costs is taken from the cores that are measured, so it is made to cost little.
/// </summary>
/// <remarks>
/// It blocks its thread: on a socket that is never used asynchronously that is one system call each way, and half the
/// price of an asynchronous one. Its users run on threads they may block.
/// </remarks>
public sealed class HttpConnection : IDisposable
{
    /// <summary>How long an answer may take.</summary>
    private const int TimeoutMilliseconds = 120_000;

    /// <summary>Most bytes of one answer.</summary>
    private const int AnswerMax = 64 * 1024 * 1024;

    private readonly IPEndPoint server;
    private readonly CancellationTokenRegistration cancelled;
    private Socket? socket;
    private byte[] received = new byte[16 * 1024];
    private int length;
    private bool disposed;

    /// <param name="server">An address of this machine.</param>
    /// <param name="cancellationToken">Breaks the connection, whatever is under way.</param>
    public HttpConnection(Uri server, CancellationToken cancellationToken)
    {
        this.server = new(IPAddress.Parse(server.Host), server.Port);
        cancelled = cancellationToken.Register(Dispose);
    }

    /// <summary>The bytes of the last answer.</summary>
    public ReadOnlySpan<byte> Received => received.AsSpan(0, length);

    /// <summary>Sends a request and waits until its answer is there to the last byte.</summary>
    /// <exception cref="IOException">The connection broke, or what came is no answer.</exception>
    public HttpAnswer Send(ReadOnlySpan<byte> request)
    {
        try
        {
            var connected = socket ??= Connect();
            for (var sent = 0; sent < request.Length;)
                sent += connected.Send(request[sent..]);
            length = 0;
            while (true)
            {
                if (length == received.Length)
                    Grow();
                var more = connected.Receive(received.AsSpan(length));
                if (more == 0)
                    throw new IOException("The server closed the connection in the middle of an answer.");
                length += more;
                if (HttpAnswer.TryRead(Received, out var answer))
                    return Finish(answer);
            }
        }
        catch (Exception e) when (e is SocketException or FormatException or ObjectDisposedException or IOException)
        {
            Break();
            throw e as IOException ?? new IOException(e.Message, e);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        disposed = true;
        cancelled.Unregister();
        Break();
    }

    private Socket Connect()
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        var connecting = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp)
        {
            NoDelay = true,
            ReceiveTimeout = TimeoutMilliseconds,
            SendTimeout = TimeoutMilliseconds,
        };
        connecting.Connect(server);
        return connecting;
    }

    private HttpAnswer Finish(HttpAnswer answer)
    {
        if (answer.Length != length)
            throw new IOException("The server sent more than one answer.");
        if (answer.Closes)
            Break();
        return answer;
    }

    private void Grow()
    {
        if (received.Length >= AnswerMax)
            throw new IOException("The answer is too large.");
        Array.Resize(ref received, received.Length * 2);
    }

    private void Break() => Interlocked.Exchange(ref socket, null)?.Dispose();
}
