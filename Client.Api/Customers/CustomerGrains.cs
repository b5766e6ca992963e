using SalesGrid.Customers;
using SalesGrid.Gateway.Grid;

namespace SalesGrid.Gateway.Customers;

/// <summary>The grains of customers.</summary>
internal static class CustomerGrains
{
    /// <summary>A customer.</summary>
    public static ICustomerGrain Customer(this GridGateway grid, string id) => grid.Grain<ICustomerGrain>($"customer/{id}");
}
