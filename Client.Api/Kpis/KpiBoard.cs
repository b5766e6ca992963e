using System.Collections.Immutable;
using SalesGrid.Gateway.Grid;
using SalesGrid.Gateway.Lists;
using SalesGrid.Kpis;

namespace SalesGrid.Gateway.Kpis;

/// <summary>The answer to one question, kept as the parts of the buckets: only those that moved are asked for again.</summary>
public sealed class KpiBoard(KpiQuery query, GridGateway grid, TimeProvider time)
{
    private readonly Lock gate = new();
    private KpiPartial?[] parts = [];
    private KpiSnapshot? snapshot;

    /// <summary>The answer now, everything committed before the call included.</summary>
    /// <exception cref="TooManyGroupsException">The question has more groups than are answered.</exception>
    public async Task<KpiSnapshot> Read(CancellationToken gone)
    {
        KpiPartial?[] known;
        lock (gate)
        {
            if (snapshot is not null && Array.TrueForAll(parts, IsCurrent))
                return snapshot = snapshot with { ReadAt = time.GetUtcNow() };
            known = [.. parts];
        }
        var answers = await grid.AskAll((projection, bucket) => bucket < known.Length && known[bucket] is { } part
            ? IsCurrent(part) ? Task.FromResult(part) : projection.Kpis(query, part.Watermark, part.Day)
            : projection.Kpis(query, -1), gone);
        var readAt = time.GetUtcNow();
        lock (gate)
        {
            if (parts.Length != answers.Length)
                parts = new KpiPartial?[answers.Length];
            var changed = snapshot is null;
            foreach (var answer in answers)
            {
                if (answer.TooManyGroups)
                    throw new TooManyGroupsException();
                // Two readers may overlap: the part that is further on stays.
                if (!answer.Unchanged && (parts[answer.Bucket] is not { } part || (answer.Watermark, answer.Day).CompareTo((part.Watermark, part.Day)) > 0))
                {
                    parts[answer.Bucket] = answer;
                    changed = true;
                }
            }
            return snapshot = changed ? Merge(query, parts!, readAt) : snapshot! with { ReadAt = readAt };
        }
    }

    /// <summary>True when the part holds all its bucket has committed and is of today, and that is known without asking.</summary>
    private bool IsCurrent(KpiPartial? part) =>
        part is not null && grid.CommittedHere(part.Bucket) == part.Watermark && grid.DayHere(time.GetUtcNow()) == part.Day;

    /// <summary>Adds the parts of every bucket up. Amounts of different currencies are kept apart.</summary>
    public static KpiSnapshot Merge(KpiQuery query, IReadOnlyList<KpiPartial> parts, DateTimeOffset readAt)
    {
        var groups = new Dictionary<Key, Dictionary<string, (ImmutableArray<Int128> Sums, long Count)>>();
        var today = parts.Max(p => p.Day);
        foreach (var cell in parts.SelectMany(p => p.Cells))
        {
            var key = new Key(cell.Key);
            if (!groups.TryGetValue(key, out var byCurrency))
                groups.Add(key, byCurrency = new(StringComparer.Ordinal));
            byCurrency[cell.Currency ?? ""] = Sum(byCurrency.GetValueOrDefault(cell.Currency ?? ""), (cell.Sums, cell.Count));
        }
        if (groups.Count == 0 && query.GroupBy.IsEmpty)
            groups.Add(new([]), []);
        var rows = groups
            .OrderBy(g => g.Key)
            .Select(g => Row(g.Key.Values, g.Value, today))
            .ToImmutableArray();
        if (rows.Length > KpiQuery.MaxGroups)
            throw new TooManyGroupsException();
        return new(query, rows, Watermarks.Text(parts.Select(p => p.Watermark)), parts.Max(p => p.AsOf), readAt, today);
    }

    private static (ImmutableArray<Int128> Sums, long Count) Sum((ImmutableArray<Int128> Sums, long Count) a, (ImmutableArray<Int128> Sums, long Count) b) =>
        (a.Sums.IsDefaultOrEmpty ? b.Sums : [.. a.Sums.Zip(b.Sums, (x, y) => x + y)], a.Count + b.Count);

    private static KpiRow Row(ImmutableArray<string?> key, Dictionary<string, (ImmutableArray<Int128> Sums, long Count)> byCurrency, DateOnly today)
    {
        var currencies = byCurrency.Keys.Where(c => c.Length > 0).ToArray();
        var (sums, count) = byCurrency.Values.Aggregate(default((ImmutableArray<Int128>, long)), Sum);
        return new(key, new(sums, count, today), currencies.Length == 1 ? currencies[0] : null, currencies.Length > 1);
    }

    private readonly struct Key(ImmutableArray<string?> values) : IEquatable<Key>, IComparable<Key>
    {
        public ImmutableArray<string?> Values { get; } = values;

        public bool Equals(Key other) => Values.AsSpan().SequenceEqual(other.Values.AsSpan());

        public override bool Equals(object? obj) => obj is Key other && Equals(other);

        public override int GetHashCode()
        {
            var hash = new HashCode();
            foreach (var value in Values)
                hash.Add(value, StringComparer.Ordinal);
            return hash.ToHashCode();
        }

        public int CompareTo(Key other)
        {
            for (var i = 0; i < Values.Length; i++)
            {
                // Groups without a value come last.
                var order = (Values[i] is null).CompareTo(other.Values[i] is null);
                if (order == 0)
                    order = string.CompareOrdinal(Values[i], other.Values[i]);
                if (order != 0)
                    return order;
            }
            return 0;
        }
    }
}
