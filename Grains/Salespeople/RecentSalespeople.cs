using System.Collections.Concurrent;

namespace SalesGrid.Salespeople;

/// <summary>
/// What this silo has lately learned of salespeople. Every step of every deal asks who its owner is: a message for each
/// would be a good part of what a step costs, and there are few owners and many deals.
/// </summary>
/// <remarks>Who uses a view from here accepts on the strength of it, but never refuses: see <c>OpportunityGrain</c>.</remarks>
public sealed class RecentSalespeople(TimeProvider time)
{
    /// <summary>How long a view is good for.</summary>
    public static readonly TimeSpan KeptFor = TimeSpan.FromSeconds(10);

    /// <summary>Most views kept; at one more, all are forgotten.</summary>
    private const int ViewsMax = 20_000;

    private readonly ConcurrentDictionary<string, (SalespersonView? View, long At)> views = new(StringComparer.Ordinal);

    /// <summary>True when the salesperson was looked at lately; the view is null for somebody who is none.</summary>
    public bool TryGet(string id, out SalespersonView? view)
    {
        var known = views.TryGetValue(id, out var kept) && time.GetElapsedTime(kept.At) < KeptFor;
        view = known ? kept.View : null;
        return known;
    }

    /// <summary>Forgets what was known of somebody who has just changed.</summary>
    public void Forget(string id) => views.TryRemove(id, out _);

    /// <summary>Keeps what was just learned.</summary>
    public void Keep(string id, SalespersonView? view)
    {
        if (views.Count >= ViewsMax)
            views.Clear();
        views[id] = (view, time.GetTimestamp());
    }
}
