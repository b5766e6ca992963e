using System.Net;
using System.Net.Sockets;

namespace SalesGrid.Bench.Processes;

/// <summary>Ports of this machine.</summary>
public static class Ports
{
    /// <summary>One that is free now; whoever takes it first has it.</summary>
    public static int Free()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
