using SalesGrid.Gateway.Grid;
using SalesGrid.Gateway.Salespeople;
using SalesGrid.Salespeople;

namespace SalesGrid.Gateway.Overview;

/// <summary>Names of salespeople, asked of each of them.</summary>
public sealed class OwnerNames(GridGateway grid) : IOwnerNames
{
    /// <summary>Most names one question asks for.</summary>
    private const int Most = 50;

    /// <inheritdoc/>
    public async Task<IReadOnlyDictionary<string, string>> Find(IReadOnlyCollection<string> ids, CancellationToken cancellationToken)
    {
        var views = await Task.WhenAll(ids.Take(Most).Where(SubjectId.IsValid).Select(id => grid.Ask(grid.Salesperson(id), static s => s.Get(), cancellationToken).AsTask()));
        return views.OfType<SalespersonView>().ToDictionary(v => v.Id, v => v.Name, StringComparer.Ordinal);
    }
}
