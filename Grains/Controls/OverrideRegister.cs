using System.Collections.Immutable;
using SalesGrid.Projections;
using SalesGrid.Subjects;

namespace SalesGrid.Controls;

/// <summary>The overrides of one bucket's objects.</summary>
public sealed class OverrideRegister
{
    private readonly Dictionary<string, Overridden> bySubject = new(StringComparer.Ordinal);

    /// <summary>Takes an object's controls as they now are.</summary>
    /// <param name="subject">The object.</param>
    /// <param name="controls">Its controls.</param>
    /// <param name="hasOwners">True where somebody may own such an object.</param>
    /// <param name="owner">Who owns it; null for nobody.</param>
    public void Put(string subject, ObjectControls controls, bool hasOwners = false, string? owner = null)
    {
        if (!controls.Waivers.IsEmpty)
            bySubject[subject] = new(controls, hasOwners, owner);
    }

    /// <summary>One page, newest first, and how many meet the conditions.</summary>
    public (long Total, ImmutableArray<OverrideRow> Rows) Query(OverrideQuery query, DateTimeOffset now)
    {
        var found = new List<OverrideRow>();
        foreach (var (subject, overridden) in bySubject)
        {
            if (!overridden.IsWithin(query.Scope) || SubjectKinds.Hides(query.Without, subject))
                continue;
            foreach (var waiver in overridden.Controls.Waivers)
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
    /// <param name="scope">Whose objects count; null for everybody's.</param>
    public ImmutableArray<NamedCount> Used(OwnerScope? scope = null)
    {
        var used = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var controls in bySubject.Values.Where(o => o.IsWithin(scope)).Select(o => o.Controls))
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
    private sealed record Overridden(ObjectControls Controls, bool HasOwners, string? Owner)
    {
        // What nobody can own is rules and figures of the whole company, or tells of objects of others.
        public bool IsWithin(OwnerScope? scope) => scope is null || (HasOwners && scope.Admits(Owner));
    }
}
