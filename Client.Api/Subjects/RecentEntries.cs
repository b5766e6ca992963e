using SalesGrid.Gateway.Grid;
using SalesGrid.Ledger;

namespace SalesGrid.Gateway.Subjects;

/// <summary>The newest entries of one type in the history of an object.</summary>
public static class RecentEntries
{
    /// <summary>Most entries shown at once; the others are in the history.</summary>
    public const int Max = 50;

    /// <summary>Entries read back at once.</summary>
    private const int Page = 500;

    /// <summary>How many pages are read back: an object whose last 2,000 entries hold no such thing shows none.</summary>
    private const int PagesMax = 4;

    /// <summary>Finds them, newest first.</summary>
    /// <param name="grid">The grid.</param>
    /// <param name="kind">Kind of the object.</param>
    /// <param name="id">Its id.</param>
    /// <param name="version">Its version.</param>
    /// <param name="type">Type of the entries.</param>
    /// <param name="gone">The caller has gone.</param>
    public static async Task<IReadOnlyList<HistoryEntry>> Find(GridGateway grid, string kind, string id, int version, string type, CancellationToken gone)
    {
        var found = new List<HistoryEntry>();
        for (var (end, pages) = (version, 0); end > 0 && pages < PagesMax && found.Count < Max; pages++)
        {
            var start = Math.Max(0, end - Page);
            var count = end - start;
            var trail = await grid.Ask(grid.Subject(kind, id), o => o.Trail(start, count), gone);
            found.AddRange(trail.Where(e => e.Type == type && e.Version <= end).Reverse().Take(Max - found.Count));
            end = start;
        }
        return found;
    }
}
