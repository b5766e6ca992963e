namespace SalesGrid.Domain.Tests;

/// <summary>A list by plain LINQ: what the table's answer must agree with.</summary>
internal static class PlainList
{
    /// <summary>Every row that meets the conditions, in order.</summary>
    public static PipelineRow[] Of(IEnumerable<PipelineRow> rows, PipelineQuery q)
    {
        var found = rows.Where(r => Meets(r, q)).ToArray();
        // Rows without the value come last, whichever way the others are sorted; ties go by id.
        var with = found.Where(r => Key(r, q.Sort) is not null);
        var sorted = q.Descending
            ? with.OrderByDescending(r => Key(r, q.Sort), Values).ThenBy(r => r.Id, StringComparer.Ordinal)
            : with.OrderBy(r => Key(r, q.Sort), Values).ThenBy(r => r.Id, StringComparer.Ordinal);
        return [.. sorted, .. found.Where(r => Key(r, q.Sort) is null).OrderBy(r => r.Id, StringComparer.Ordinal)];
    }

    /// <summary>The place where pages, read one after the other, differ from the whole; null when they are it.</summary>
    /// <param name="ask">Answers one page.</param>
    /// <param name="rows">All rows there are.</param>
    /// <param name="query">The conditions and the order.</param>
    /// <param name="pageSize">Rows on a page.</param>
    public static string? Differs(
        Func<PipelineQuery, (long Total, IReadOnlyList<PipelineRow> Rows)> ask, IReadOnlyList<PipelineRow> rows, PipelineQuery query, int pageSize)
    {
        var expected = Of(rows, query);
        var read = new List<PipelineRow>();
        var page = query with { Limit = pageSize };
        // One page more than can be needed: a cursor that does not move must not read for ever.
        for (var i = 0; i <= (rows.Count / pageSize) + 1; i++)
        {
            var (total, found) = ask(page);
            if (total != expected.Length)
                return $"The total is {expected.Length}, the page says {total}.";
            if (found.Count > pageSize)
                return $"A page of {pageSize} has {found.Count} rows.";
            read.AddRange(found);
            if (found.Count < pageSize)
                break;
            page = page with { After = found[^1].CursorFor(query.Sort) };
        }
        return read.SequenceEqual(expected)
            ? null
            : $"{query.Sort}: expected {string.Join(' ', expected.Select(r => r.Id))}, read {string.Join(' ', read.Select(r => r.Id))}.";
    }

    private static readonly Comparer<object?> Values = Comparer<object?>.Create((a, b) =>
        a is string s ? string.CompareOrdinal(s, (string?)b) : Comparer<object?>.Default.Compare(a, b));

    private static object? Key(PipelineRow r, PipelineSort sort) => sort switch
    {
        PipelineSort.Id => r.Id,
        PipelineSort.Amount => r.AmountMinor,
        PipelineSort.OpenedOn => r.OpenedOn,
        PipelineSort.ClosedOn => r.ClosedOn,
        PipelineSort.ExpectedCloseOn => r.ExpectedCloseOn,
        PipelineSort.ChangedAt => r.ChangedAt,
        PipelineSort.Stage => r.Stage,
        PipelineSort.Owner => r.Owner,
        PipelineSort.Customer => r.Customer,
        _ => throw new ArgumentOutOfRangeException(nameof(sort), sort, null),
    };

    private static bool Meets(PipelineRow r, PipelineQuery q)
    {
        var amount = r.AmountMinor is { } minor ? minor / (r.Currency == "JPY" ? 1m : r.Currency == "KWD" ? 1000m : 100m) : (decimal?)null;
        return (q.Status.Length == 0 || q.Status.Contains(r.Status))
            && (q.Stage.Length == 0 || q.Stage.Contains(r.Stage))
            && (q.Customer.Length == 0 || (r.Customer is not null && q.Customer.Contains(r.Customer)))
            && (q.Currency.Length == 0 || (r.Currency is not null && q.Currency.Contains(r.Currency)))
            && (q.AmountMin is null || (amount is not null && amount >= q.AmountMin))
            && (q.AmountMax is null || (amount is not null && amount <= q.AmountMax))
            && (q.OpenedFrom is null || (r.OpenedOn is not null && r.OpenedOn >= q.OpenedFrom))
            && (q.ExpectedCloseTo is null || (r.ExpectedCloseOn is not null && r.ExpectedCloseOn <= q.ExpectedCloseTo));
    }
}
