using System.Collections.Immutable;
using SalesGrid.Processes;

namespace SalesGrid.Gateway.Web;

/// <summary>What the page calls stages.</summary>
public interface IProcessNames
{
    /// <summary>The processes by id, as last heard: of each the version in force, or else the newest.</summary>
    ImmutableArray<ProcessDefinition> Known { get; }
}

/// <summary>The shipped processes alone.</summary>
public sealed class ShippedProcessNames : IProcessNames
{
    /// <inheritdoc/>
    public ImmutableArray<ProcessDefinition> Known { get; } =
        [.. ProcessCatalog.Shipped.Newest.Values.OrderBy(p => p.Id, StringComparer.Ordinal)];
}
