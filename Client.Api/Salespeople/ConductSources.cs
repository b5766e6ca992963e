using System.Collections.Immutable;
using SalesGrid.Controls;
using SalesGrid.Gateway.Grid;
using SalesGrid.Gateway.Lists;
using SalesGrid.Gateway.Warnings;
using SalesGrid.Projections;
using SalesGrid.Warnings;

namespace SalesGrid.Gateway.Salespeople;

/// <summary>What other parts of the grid know of a person's conduct.</summary>
public interface IConductSources
{
    /// <summary>Warnings of all objects that are open and addressed to the person, most urgent first; at most <see cref="ListQuery.MaxLimit"/>.</summary>
    /// <param name="personId">The person.</param>
    /// <param name="without">Says that the asker reads no accounts; null for one who does.</param>
    /// <param name="gone">Nobody waits for it any more.</param>
    Task<ImmutableArray<WarningItem>> Warnings(string personId, NoAccounts? without, CancellationToken gone);

    /// <summary>How often each control point refused the person, exactly and since the ledger began; most frequent first.</summary>
    Task<ImmutableArray<RefusalCount>> Refusals(string personId, CancellationToken gone);

    /// <summary>How many refusals of the person on the days from and to are listed one by one; those that were too many to be kept are not in it.</summary>
    Task<long> RefusedIn(string personId, DateOnly from, DateOnly to, CancellationToken gone);
}

/// <summary>How often a control point refused somebody.</summary>
public sealed record RefusalCount(string ControlPoint, long Count);

/// <summary>Asks the projections of all buckets. Every answer includes all that was acknowledged before the question.</summary>
public sealed class ConductSources(GridGateway grid) : IConductSources
{
    /// <inheritdoc/>
    public async Task<ImmutableArray<WarningItem>> Warnings(string personId, NoAccounts? without, CancellationToken gone)
    {
        var query = new WarningQuery(Owner: personId, Limit: ListQuery.MaxLimit) { Without = without };
        var parts = await grid.AskAll((projection, _) => projection.Warnings(query), gone);
        return [.. Merge.First(parts, p => p.Rows, r => r.Place, query.Limit).Rows.Select(r => new WarningItem(r.Place.Subject, r.Warning))];
    }

    /// <inheritdoc/>
    public async Task<ImmutableArray<RefusalCount>> Refusals(string personId, CancellationToken gone)
    {
        var parts = await grid.AskAll((projection, _) => projection.ControlCounts(), gone);
        return
        [
            .. parts.SelectMany(p => p.Refused)
                .Where(c => c.Actor == personId)
                .GroupBy(c => c.ControlPoint, StringComparer.Ordinal)
                .Select(g => new RefusalCount(g.Key, g.Sum(c => c.Refused)))
                .OrderByDescending(c => c.Count).ThenBy(c => c.ControlPoint, StringComparer.Ordinal),
        ];
    }

    /// <inheritdoc/>
    public async Task<long> RefusedIn(string personId, DateOnly from, DateOnly to, CancellationToken gone)
    {
        var query = new RefusalQuery { Actor = personId, From = from, To = to, Limit = 1 };
        return (await grid.AskAll((projection, _) => projection.Refusals(query), gone)).Sum(p => p.Total);
    }
}
