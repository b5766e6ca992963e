using System.Collections.Immutable;

namespace SalesGrid.Controls;

/// <summary>The overrides of one bucket's objects.</summary>
public sealed class OverrideRegister
{
    private readonly Dictionary<string, ObjectControls> bySubject = new(StringComparer.Ordinal);

    /// <summary>Takes an object's controls as they now are.</summary>
    public void Put(string subject, ObjectControls controls)
    {
        if (!controls.Waivers.IsEmpty)
            bySubject[subject] = controls;
    }

    /// <summary>One page, newest first, and how many meet the conditions.</summary>
    public (long Total, ImmutableArray<OverrideRow> Rows) Query(OverrideQuery query, DateTimeOffset now)
    {
        var found = new List<OverrideRow>();
        foreach (var (subject, controls) in bySubject)
        {
            foreach (var waiver in controls.Waivers)
            {
                if ((query.ControlPoint is null || query.ControlPoint == waiver.ControlPoint)
                    && (query.GrantedBy is null || query.GrantedBy == waiver.GrantedBy)
                    && (query.State is not { } state || IsIn(state, waiver, now)))
                    found.Add(new(subject, waiver));
            }
        }
        return (found.Count, [.. found
            .Where(row => query.After is not { } after || row.Place > after)
            .OrderBy(row => row.Place)
            .Take(Math.Clamp(query.Limit, 1, OverrideQuery.MaxLimit))]);
    }

    /// <summary>How many let a command pass, by control point, those an object no longer keeps included.</summary>
    public ImmutableArray<NamedCount> Used()
    {
        var used = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var controls in bySubject.Values)
        {
            foreach (var waiver in controls.Waivers)
            {
                if (waiver.UsedAt is not null)
                    used[waiver.ControlPoint] = used.GetValueOrDefault(waiver.ControlPoint) + 1;
            }
            foreach (var (point, count) in controls.UsedBefore ?? ImmutableSortedDictionary<string, int>.Empty)
                used[point] = used.GetValueOrDefault(point) + count;
        }
        return [.. used.Select(u => new NamedCount(u.Key, u.Value))];
    }

    /// <summary>Whether an override is in a state at a moment.</summary>
    public static bool IsIn(OverrideState state, Waiver waiver, DateTimeOffset now) => state switch
    {
        OverrideState.Open => waiver.UsedAt is null && waiver.Until > now,
        OverrideState.Used => waiver.UsedAt is not null,
        OverrideState.Unreviewed => waiver.UsedAt is not null && waiver.ReviewedBy is null,
        OverrideState.Reviewed => waiver.ReviewedBy is not null,
        OverrideState.Lapsed => waiver.UsedAt is null && waiver.Until <= now,
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, "No such state of an override."),
    };
}
