using SalesGrid.Gateway.Grid;
using SalesGrid.Salespeople;

namespace SalesGrid.Gateway.Salespeople;

/// <summary>The grains of salespeople.</summary>
internal static class SalespersonGrains
{
    /// <summary>A salesperson.</summary>
    public static ISalespersonGrain Salesperson(this GridGateway grid, string id) => grid.Grain<ISalespersonGrain>($"salesperson/{id}");
}
