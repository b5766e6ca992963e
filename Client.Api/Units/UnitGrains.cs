using SalesGrid.Gateway.Grid;
using SalesGrid.Units;

namespace SalesGrid.Gateway.Units;

/// <summary>The grains of units.</summary>
internal static class UnitGrains
{
    /// <summary>A unit.</summary>
    public static IUnitGrain Unit(this GridGateway grid, string id) => grid.Grain<IUnitGrain>($"unit/{id}");
}
