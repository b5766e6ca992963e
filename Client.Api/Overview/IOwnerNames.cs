namespace SalesGrid.Gateway.Overview;

/// <summary>Names of salespeople: KPI rows carry ids only.</summary>
public interface IOwnerNames
{
    /// <summary>The names known of these ids; an id without a name is left out and shown as it is.</summary>
    /// <param name="ids">At most as many as one list shows.</param>
    /// <param name="cancellationToken">Ends when the page is closed.</param>
    Task<IReadOnlyDictionary<string, string>> Find(IReadOnlyCollection<string> ids, CancellationToken cancellationToken);
}
