using System.ComponentModel.DataAnnotations;
using System.Net;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Orleans.Clustering.AzureStorage;
using Orleans.Configuration;
using Orleans.Hosting;
using SalesGrid.Storage;

namespace SalesGrid.Silo;

/// <summary>Where silos list themselves, and clients find them.</summary>
public enum MembershipKind
{
    /// <summary>The memory of one silo: for a silo that stands alone, or a few on one machine while developing.</summary>
    Local,

    /// <summary>An Azure table, or Azurite: any number of silos and clients, none of them special.</summary>
    Azure,
}

/// <summary>How silos and clients find each other. Section <c>Grid:Cluster</c>.</summary>
public sealed class ClusterSettings
{
    private const int LocalGatewayPort = 30000;

    /// <value>Name of the cluster, 1 to 100 letters, digits, dots, underscores and hyphens. Default <c>sales-grid</c>.</value>
    [Required, RegularExpression("^[A-Za-z0-9._-]{1,100}$")]
    public string ClusterId { get; set; } = "sales-grid";

    /// <value>Where the members are listed. Default <see cref="MembershipKind.Local"/>.</value>
    [EnumDataType(typeof(MembershipKind))]
    public MembershipKind Membership { get; set; } = MembershipKind.Local;

    /// <value>Used when <see cref="Membership"/> is <see cref="MembershipKind.Azure"/>.</value>
    public AzureClusterOptions Azure { get; set; } = new();

    /// <value>Address silos listen on. Default 127.0.0.1: nothing is reachable from outside unless told otherwise.</value>
    [Required]
    public string Address { get; set; } = "127.0.0.1";

    /// <value>Port for other silos; 0 takes a free one. Default 11111, with Azure membership 0.</value>
    [Range(0, 65535)]
    public int? SiloPort { get; set; }

    /// <value>Port for clients; 0 takes a free one. Default 30000, with Azure membership 0.</value>
    [Range(0, 65535)]
    public int? GatewayPort { get; set; }

    /// <value>Silo port address of the silo the others join, <c>ip:port</c>; empty for a silo that stands alone or is that one. Local membership only.</value>
    public string Primary { get; set; } = "";

    /// <value>Gateways a pure client connects to, <c>ip:port</c> each; empty means 127.0.0.1:30000. Local membership only.</value>
    /// <remarks>The default is not in the list: what is configured would be added to it, not put in its place.</remarks>
    public IReadOnlyList<string> Gateways { get; set; } = [];

    /// <value>How long a silo may take to answer a probe, and about how often it is probed; 500 ms to 30 s. Default 2 s.</value>
    [Range(typeof(TimeSpan), "00:00:00.500", "00:00:30")]
    public TimeSpan ProbeTimeout { get; set; } = TimeSpan.FromSeconds(2);

    /// <value>Probes in a row without an answer before a silo is suspected dead, 2 to 10. Default 3.</value>
    [Range(2, 10)]
    public int MissedProbes { get; set; } = 3;

    /// <summary>The settings as configured; the account of the ledger serves for the members too unless told otherwise.</summary>
    /// <exception cref="InvalidOperationException">Something cannot be as it is set; the message says what to set.</exception>
    public static ClusterSettings Read(IConfiguration configuration)
    {
        var settings = Settings.Bind<ClusterSettings>(configuration, "Grid:Cluster");
        if (string.IsNullOrWhiteSpace(settings.Azure.ConnectionString) && settings.Azure.TableServiceUri is null)
            settings.Azure.ConnectionString = configuration["Grid:Storage:Azure:ConnectionString"];
        return settings;
    }

    /// <summary>Refuses a cluster whose silos would each have a ledger of their own.</summary>
    /// <exception cref="InvalidOperationException">Several silos may join, and the ledger lies with one process.</exception>
    public void MustShare(LedgerStoreOptions storage)
    {
        if (storage.Kind == LedgerStoreKind.Azure || (Membership == MembershipKind.Local && Primary.Length == 0))
            return;
        var why = Membership == MembershipKind.Azure ? "Grid:Cluster:Membership=Azure" : "Grid:Cluster:Primary";
        throw new InvalidOperationException(
            $"Grid:Storage:Kind={storage.Kind} 只供单个进程使用,而 {why} 允许多个 silo:请设置 Grid:Storage:Kind=Azure 和 Grid:Storage:Azure:ConnectionString,或去掉 {why}。"
            + $" · Grid:Storage:Kind={storage.Kind} is for one process, and {why} is for several silos: set Grid:Storage:Kind=Azure and Grid:Storage:Azure:ConnectionString, or leave {why} out.");
    }

    /// <summary>Lets a silo join its cluster.</summary>
    public void Apply(ISiloBuilder silo)
    {
        var address = IPAddress.TryParse(Address, out var parsed) ? parsed : throw Unreadable("Address", Address);
        var free = FreePorts.Two(address);
        var siloPort = Port(SiloPort, 11111) is not 0 and var port ? port : free.First;
        var gatewayPort = Port(GatewayPort, LocalGatewayPort) is not 0 and var gateway ? gateway : free.Second;
        silo.ConfigureEndpoints(address, siloPort, gatewayPort, listenOnAnyHostAddress: false);
        silo.Configure<ClusterOptions>(Name);
        switch (Membership)
        {
            case MembershipKind.Azure:
                AddTable(silo.Services);
                silo.UseAzureStorageClustering(Table);
                break;
            default:
                silo.UseDevelopmentClustering(Primary.Length == 0 ? new IPEndPoint(address, siloPort) : Endpoint("Primary", Primary));
                break;
        }
    }

    /// <summary>Lets a client find the cluster.</summary>
    public void Apply(IClientBuilder client)
    {
        client.Configure<ClusterOptions>(Name);
        switch (Membership)
        {
            case MembershipKind.Azure:
                AddTable(client.Services);
                client.UseAzureStorageClustering(Table);
                client.Services.TryAddSingleton(TimeProvider.System);
                client.UseConnectionRetryFilter<FirstGateway>();
                // A silo that joins gets its share of the clients after this long; one that is gone is dropped at once.
                client.Configure<GatewayOptions>(o => o.GatewayListRefreshPeriod = TimeSpan.FromSeconds(10));
                break;
            default:
                client.UseStaticClustering(StaticGateways());
                break;
        }
    }

    /// <summary>Where a client of a local cluster looks for it.</summary>
    internal IPEndPoint[] StaticGateways() =>
        Gateways.Count == 0 ? [new(IPAddress.Loopback, LocalGatewayPort)] : [.. Gateways.Select(gateway => Endpoint("Gateways", gateway))];

    private static IPEndPoint Endpoint(string setting, string text) =>
        IPEndPoint.TryParse(text, out var endpoint) && endpoint.Port != 0 ? endpoint : throw Unreadable(setting, text);

    private static InvalidOperationException Unreadable(string setting, string text) =>
        new($"无法识别 Grid:Cluster:{setting}='{text}',应为 IP 地址(及端口) · Grid:Cluster:{setting}='{text}' cannot be read; it takes an IP address{(setting == "Address" ? "" : " and a port, ip:port")}.");

    private int Port(int? set, int local) => set ?? (Membership == MembershipKind.Azure ? 0 : local);

    private void Name(ClusterOptions options) => (options.ClusterId, options.ServiceId) = (ClusterId, "sales-grid");

    /// <summary>Through options, checked at the start, so that code may add what configuration cannot hold: a credential.</summary>
    private void AddTable(IServiceCollection services) => services.AddOptions<AzureClusterOptions>()
        .Configure(o =>
        {
            (o.ConnectionString, o.TableServiceUri, o.Credential) = (Azure.ConnectionString, Azure.TableServiceUri, Azure.Credential);
            (o.TableName, o.RequestTimeout) = (Azure.TableName, Azure.RequestTimeout);
        })
        .ValidateOnStart()
        .Services.AddSingleton<IValidateOptions<AzureClusterOptions>, TableCheck>();

    private static void Table<TOptions>(OptionsBuilder<TOptions> table)
        where TOptions : AzureStorageOperationOptions =>
        table.Configure<IOptions<AzureClusterOptions>>((o, where) => (o.TableName, o.TableServiceClient) = (where.Value.TableName, where.Value.OpenTables()));

    private sealed class TableCheck : IValidateOptions<AzureClusterOptions>
    {
        public ValidateOptionsResult Validate(string? name, AzureClusterOptions options) =>
            Settings.Broken(options) is { Count: > 0 } broken ? ValidateOptionsResult.Fail(broken) : ValidateOptionsResult.Success;
    }
}
