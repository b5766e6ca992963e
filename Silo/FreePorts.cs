using System.Net;
using System.Net.Sockets;

namespace SalesGrid.Silo;

/// <summary>Ports nobody listens on at the moment.</summary>
internal static class FreePorts
{
    /// <summary>Two different ones of an address. Somebody else can take one before it is used; the start then fails and says so.</summary>
    public static (int First, int Second) Two(IPAddress address)
    {
        // Held at once, so that they differ.
        using var first = Listen(address);
        using var second = Listen(address);
        return (((IPEndPoint)first.LocalEndpoint).Port, ((IPEndPoint)second.LocalEndpoint).Port);
    }

    private static TcpListener Listen(IPAddress address)
    {
        var listener = new TcpListener(address, 0);
        listener.Start();
        return listener;
    }
}
