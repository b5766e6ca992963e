using SalesGrid.Gateway.Grid;
using SalesGrid.Processes;

namespace SalesGrid.Gateway.Processes;

/// <summary>The grains of sales processes.</summary>
internal static class ProcessGrains
{
    /// <summary>What the company has made of a process.</summary>
    public static IProcessGrain Process(this GridGateway grid, string id) => grid.Grain<IProcessGrain>($"process/{id}");
}
