using Microsoft.Extensions.Configuration;
using Orleans.Dashboard;
using Orleans.Hosting;

namespace SalesGrid.Silo;

/// <summary>What shows operators the inside of a cluster. Nothing of it is there unless it is asked for: each part costs every call a little.</summary>
public static class Insight
{
    /// <summary>Whether Orleans' dashboard is served. Setting <c>Grid:Dashboard</c>.</summary>
    public static bool HasDashboard(IConfiguration configuration) => configuration.GetValue("Grid:Dashboard", false);

    /// <summary>Lets a silo tell of its grains.</summary>
    public static ISiloBuilder AddInsight(this ISiloBuilder silo, IConfiguration configuration, Telemetry telemetry)
    {
        if (HasDashboard(configuration))
            silo.AddDashboard();
        if (telemetry.IsOn)
            silo.AddActivityPropagation();
        return silo;
    }

    /// <summary>Lets a client ask its cluster.</summary>
    public static IClientBuilder AddInsight(this IClientBuilder client, IConfiguration configuration, Telemetry telemetry)
    {
        if (HasDashboard(configuration))
            client.AddDashboard();
        if (telemetry.IsOn)
            client.AddActivityPropagation();
        return client;
    }
}
