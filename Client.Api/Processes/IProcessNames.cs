using System.Collections.Immutable;
using SalesGrid.Processes;

namespace SalesGrid.Gateway.Processes;

/// <summary>What the page calls stages.</summary>
public interface IProcessNames
{
    /// <summary>The processes by id, as last heard: of each the version in force, or else the newest.</summary>
    ImmutableArray<ProcessDefinition> Known { get; }

    /// <summary>Versions that were in force before, newest first: an opportunity may still stand in a stage that is no more.</summary>
    ImmutableArray<ProcessDefinition> Earlier { get; }

    /// <summary>Called, on any thread, when something else is known than before.</summary>
    event Action Changed;
}

/// <summary>The shipped processes alone.</summary>
public sealed class ShippedProcessNames : IProcessNames
{
    /// <inheritdoc/>
    public ImmutableArray<ProcessDefinition> Known { get; } =
        [.. ProcessCatalog.Shipped.Newest.Values.OrderBy(p => p.Id, StringComparer.Ordinal)];

    /// <inheritdoc/>
    public ImmutableArray<ProcessDefinition> Earlier => [];

    /// <inheritdoc/>
    public event Action Changed
    {
        add { }
        remove { }
    }
}
