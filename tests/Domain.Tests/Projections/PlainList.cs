namespace SalesGrid.Domain.Tests;

/// <summary>A list by plain LINQ: what the table's answer must agree with.</summary>
internal static class PlainList
{
    /// <summary>Every row that meets the conditions, in order.</summary>
    public static PipelineRow[] Of(IEnumerable<PipelineRow> rows, ListQuery q)
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
        Func<ListQuery, (long Total, IReadOnlyList<PipelineRow> Rows, IReadOnlyList<ListCursor> Places)> ask,
        IReadOnlyList<PipelineRow> rows, ListQuery query, int pageSize)
    {
        var expected = Of(rows, query);
        var read = new List<PipelineRow>();
        var page = query with { Limit = pageSize };
        // One page more than can be needed: a cursor that does not move must not read for ever.
        for (var i = 0; i <= (rows.Count / pageSize) + 1; i++)
        {
            var (total, found, places) = ask(page);
            if (total != expected.Length)
                return $"The total is {expected.Length}, the page says {total}.";
            if (found.Count > pageSize)
                return $"A page of {pageSize} has {found.Count} rows.";
            read.AddRange(found);
            if (found.Count < pageSize)
                break;
            page = page with { After = places[^1] };
        }
        return read.SequenceEqual(expected)
            ? null
            : $"{query.Sort}: expected {string.Join(' ', expected.Select(r => r.Id))}, read {string.Join(' ', read.Select(r => r.Id))}.";
    }

    private static readonly Comparer<object?> Values = Comparer<object?>.Create((a, b) =>
        a is string s ? string.CompareOrdinal(s, (string?)b) : Comparer<object?>.Default.Compare(a, b));

    private static object? Key(PipelineRow r, string sort) => sort switch
    {
        "id" => r.Id,
        "amount" => r.AmountMinor,
        "openedOn" => r.OpenedOn,
        "closedOn" => r.ClosedOn,
        "expectedCloseOn" => r.ExpectedCloseOn,
        "changedAt" => r.ChangedAt,
        "stage" => r.Stage,
        "owner" => r.Owner,
        "customer" => r.Customer,
        _ => throw new ArgumentOutOfRangeException(nameof(sort), sort, null),
    };

    private static bool Meets(PipelineRow r, ListQuery q)
    {
        var period = r.Status == OpportunityStatus.Open ? r.ExpectedCloseOn : r.ClosedOn;
        return q.Where.All(c => c.Values.Length == 0 || c.Values.Contains(c.Dimension switch
        {
            "status" => r.Status.ToString().ToLowerInvariant(),
            "stage" => r.Stage,
            "customer" => r.Customer,
            "currency" => r.Currency,
            _ => throw new ArgumentOutOfRangeException(nameof(q), c.Dimension, null),
        }))
            && q.Within.All(b => (b.Number switch
            {
                "amount" => r.AmountMinor,
                "openedOn" => r.OpenedOn?.DayNumber,
                "expectedCloseOn" => r.ExpectedCloseOn?.DayNumber,
                _ => throw new ArgumentOutOfRangeException(nameof(q), b.Number, null),
            }) is { } number && (b.From is null || number >= b.From) && (b.To is null || number <= b.To))
            && (q.From is null || period >= q.From);
    }
}
