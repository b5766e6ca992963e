using System.Collections.Immutable;
using SalesGrid.Processes;

namespace SalesGrid.Gateway.Web;

/// <summary>What the page calls stages.</summary>
public interface IProcessNames
{
    /// <summary>The processes in force, by id, as last heard.</summary>
    ImmutableArray<ProcessDefinition> InForce { get; }
}

/// <summary>The shipped processes alone.</summary>
public sealed class ShippedProcessNames : IProcessNames
{
    /// <inheritdoc/>
    public ImmutableArray<ProcessDefinition> InForce { get; } =
        [.. ProcessCatalog.Shipped.Newest.Values.OrderBy(p => p.Id, StringComparer.Ordinal)];
}
