using System.Collections.Immutable;
using SalesGrid.Gateway.Grid;
using SalesGrid.Gateway.Lists;
using SalesGrid.Kpis;

namespace SalesGrid.Gateway.Kpis;

/// <summary>The answer to one question, kept as the parts of the buckets: only those that moved are asked for again.</summary>
public sealed class KpiBoard(KpiQuery query, GridGateway grid, TimeProvider time)
{
    private readonly KpiParts parts = new(query, grid, time);
    private (ImmutableArray<KpiPartial> Of, KpiSnapshot Snapshot)? merged;
    private readonly Lock gate = new();

    /// <summary>The answer now, everything committed before the call included.</summary>
    /// <exception cref="TooManyGroupsException">The question has more groups than are answered.</exception>
    public async Task<KpiSnapshot> Read(CancellationToken gone)
    {
        var now = await parts.Read(gone);
        var readAt = time.GetUtcNow();
        lock (gate)
        {
            if (merged is { } last && last.Of == now)
                return last.Snapshot with { ReadAt = readAt };
        }
        var snapshot = Merge(query, now, now.SelectMany(p => p.Cells), readAt);
        lock (gate)
            merged = (now, snapshot);
        return snapshot;
    }

    /// <summary>Adds groups of every bucket up. Amounts of different currencies are kept apart.</summary>
    /// <param name="query">The question.</param>
    /// <param name="parts">The buckets' answers: how far they are.</param>
    /// <param name="cells">Those of their groups that count.</param>
    /// <param name="readAt">When they were put together.</param>
    /// <exception cref="TooManyGroupsException">There are more groups than are answered.</exception>
    public static KpiSnapshot Merge(KpiQuery query, IReadOnlyList<KpiPartial> parts, IEnumerable<KpiCell> cells, DateTimeOffset readAt)
    {
        var groups = new Dictionary<Key, Dictionary<string, (ImmutableArray<Int128> Sums, long Count)>>();
        var today = parts.Max(p => p.Day);
        foreach (var cell in cells)
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
