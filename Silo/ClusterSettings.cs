using System.ComponentModel.DataAnnotations;
using System.Net;
using System.Net.Sockets;
using Orleans.Configuration;
using Orleans.Hosting;

namespace SalesGrid.Silo;

/// <summary>How silos and clients find each other. Section <c>Grid:Cluster</c>.</summary>
public sealed class ClusterSettings
{
    /// <value>Name of the cluster. Default <c>sales-grid</c>.</value>
    [Required]
    public string ClusterId { get; set; } = "sales-grid";

    /// <value>Address silos listen on. Default 127.0.0.1: nothing is reachable from outside unless told otherwise.</value>
    [Required]
    public string Address { get; set; } = "127.0.0.1";

    /// <value>Port for other silos; 0 takes a free one. Default 11111.</value>
    [Range(0, 65535)]
    public int SiloPort { get; set; } = 11111;

    /// <value>Port for clients; 0 takes a free one. Default 30000.</value>
    [Range(0, 65535)]
    public int GatewayPort { get; set; } = 30000;

    /// <value>Silo port address of the silo the others join, <c>ip:port</c>; empty for a silo that stands alone or is that one.</value>
    public string Primary { get; set; } = "";

    /// <value>Gateways a pure client connects to, <c>ip:port</c> each.</value>
    public IReadOnlyList<string> Gateways { get; set; } = ["127.0.0.1:30000"];

    /// <summary>Lets a silo join its cluster.</summary>
    public void Apply(ISiloBuilder silo)
    {
        var address = IPAddress.Parse(Address);
        var siloPort = SiloPort == 0 ? FreePort() : SiloPort;
        silo.UseDevelopmentClustering(Primary.Length == 0 ? new IPEndPoint(address, siloPort) : IPEndPoint.Parse(Primary));
        silo.ConfigureEndpoints(address, siloPort, GatewayPort == 0 ? FreePort() : GatewayPort, listenOnAnyHostAddress: false);
        silo.Configure<ClusterOptions>(Name);
    }

    /// <summary>Lets a client find the cluster.</summary>
    public void Apply(IClientBuilder client)
    {
        client.UseStaticClustering([.. Gateways.Select(IPEndPoint.Parse)]);
        client.Configure<ClusterOptions>(Name);
    }

    private void Name(ClusterOptions options) => (options.ClusterId, options.ServiceId) = (ClusterId, "sales-grid");

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
