using System.Collections.Immutable;
using System.Runtime.InteropServices;
using SalesGrid.Projections;
using SalesGrid.Subjects;

namespace SalesGrid.Controls;

/// <summary>The refusals of one bucket: the newest one by one, all of them counted.</summary>
/// <param name="rowsMax">Most rows kept. The oldest makes way; it stays in the ledger, and in the counts.</param>
public sealed class RefusalRegister(int rowsMax = RefusalRegister.RowsMax)
{
    /// <summary>Most rows kept in one bucket, about 15 MB.</summary>
    public const int RowsMax = 20_000;

    private readonly SortedSet<RefusalRow> rows = new(RefusalRow.NewestFirst);
    private readonly Dictionary<(string ControlPoint, string Actor), long> refused = [];

    /// <summary>How many made way.</summary>
    public long Older { get; private set; }

    /// <summary>Takes a refusal. Each is to come once: it never changes.</summary>
    public void Put(string id, RefusedCommand what)
    {
        CollectionsMarshal.GetValueRefOrAddDefault(refused, (what.ControlPoint, what.Actor), out _) += 1 + what.Suppressed;
        rows.Add(new(id, what));
        if (rows.Count <= rowsMax)
            return;
        rows.Remove(rows.Max!);
        Older++;
    }

    /// <summary>One page, and how many of those kept meet the conditions.</summary>
    /// <param name="query">The conditions; its days are those of <paramref name="from"/> and <paramref name="before"/>.</param>
    /// <param name="from">The first moment; null for any.</param>
    /// <param name="before">The moment after the last; null for any.</param>
    public (long Total, ImmutableArray<RefusalRow> Rows) Query(RefusalQuery query, DateTimeOffset? from, DateTimeOffset? before)
    {
        var page = ImmutableArray.CreateBuilder<RefusalRow>();
        var limit = Math.Clamp(query.Limit, 1, RefusalQuery.MaxLimit);
        var total = 0L;
        foreach (var row in rows)
        {
            var r = row.Refused;
            if ((query.ControlPoint is { } point && point != r.ControlPoint)
                || (query.Actor is { } actor && actor != r.Actor)
                || query.Scope?.Admits(r.Actor) == false
                || SubjectKinds.Hides(query.Without, r.Subject)
                || (query.Subject is { } subject && subject != r.Subject)
                || r.At < from || r.At >= before)
                continue;
            total++;
            if (page.Count < limit && (query.After is not { } after || row.Place > after))
                page.Add(row);
        }
        return (total, page.DrainToImmutable());
    }

    /// <summary>How often each control point refused each actor.</summary>
    /// <param name="scope">Whose refusals count; null for everybody's.</param>
    public ImmutableArray<RefusedCount> Counts(OwnerScope? scope = null) =>
        [.. refused.Where(r => scope?.Admits(r.Key.Actor) != false).Select(r => new RefusedCount(r.Key.ControlPoint, r.Key.Actor, r.Value))];
}
