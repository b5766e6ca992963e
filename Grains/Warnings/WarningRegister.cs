using System.Collections.Immutable;
using SalesGrid.Controls;
using SalesGrid.Projections;
using SalesGrid.Subjects;

namespace SalesGrid.Warnings;

/// <summary>The warnings on the objects of one bucket: every open one, and the last that were closed.</summary>
public sealed class WarningRegister
{
    /// <summary>Most closed warnings listed; the one closed longest ago makes way. All stay in the ledger.</summary>
    public const int ClosedMax = 1_000;

    private static readonly Comparer<ListedWarning> ByPlace = Comparer<ListedWarning>.Create((a, b) => a.Place.CompareTo(b.Place));

    private readonly SortedSet<ListedWarning> open = new(ByPlace);
    private readonly SortedSet<ListedWarning> closed = new(ByPlace);
    private readonly Dictionary<string, Listed> listed = new(StringComparer.Ordinal);

    /// <summary>Takes the warnings of an object as they now are.</summary>
    public void Put(string subject, ImmutableArray<Warning> warnings)
    {
        if (listed.TryGetValue(subject, out var before))
        {
            if (before.Of == warnings)
                return;
            foreach (var row in before.Rows)
                (IsOpen(row) ? open : closed).Remove(row);
            listed.Remove(subject);
        }
        if (warnings.IsEmpty)
            return;
        var rows = warnings.Select(w => new ListedWarning(PlaceOf(subject, w), w)).ToList();
        listed.Add(subject, new(warnings, rows));
        foreach (var row in rows)
            (IsOpen(row) ? open : closed).Add(row);
        while (closed.Count > ClosedMax)
            Forget(closed.Max!);
    }

    /// <summary>How many meet the conditions, and a page of them.</summary>
    public (long Total, ImmutableArray<ListedWarning> Items) Query(WarningQuery query)
    {
        var limit = Math.Clamp(query.Limit, 1, ListQuery.MaxLimit);
        var items = ImmutableArray.CreateBuilder<ListedWarning>();
        var total = 0L;
        foreach (var row in query.Closed ? closed : open)
        {
            if (!Admits(query, row))
                continue;
            total++;
            if (items.Count < limit && (query.After is not { } after || row.Place > after))
                items.Add(row);
        }
        return (total, items.ToImmutable());
    }

    private static bool Admits(WarningQuery query, ListedWarning row) =>
        (query.Owner is null || row.Warning.Owner == query.Owner)
        && (query.Scope is null || query.Scope.Admits(row.Warning.Owner))
        && !SubjectKinds.Hides(query.Without, row.Place.Subject)
        && (query.Level is null || row.Warning.Level == query.Level)
        && (query.Code is null || row.Warning.Code == query.Code)
        && (query.Kind is not { } kind
            || (row.Place.Subject.Length > kind.Length && row.Place.Subject[kind.Length] == '/' && row.Place.Subject.StartsWith(kind, StringComparison.Ordinal)));

    private void Forget(ListedWarning row)
    {
        closed.Remove(row);
        var rows = listed[row.Place.Subject].Rows;
        rows.Remove(row);
        if (rows.Count == 0)
            listed.Remove(row.Place.Subject);
    }

    private static bool IsOpen(ListedWarning row) => row.Warning.ClosedAt is null;

    private static WarningPlace PlaceOf(string subject, Warning warning) =>
        new(warning.ClosedAt is { } at ? -at.UtcTicks : warning.RespondBy.UtcTicks, subject, warning.Id);

    private sealed record Listed(ImmutableArray<Warning> Of, List<ListedWarning> Rows);
}
