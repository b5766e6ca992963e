using System.Collections.Immutable;
using System.Runtime.InteropServices;
using SalesGrid.Kpis;
using SalesGrid.Opportunities;
using SalesGrid.Subjects;

namespace SalesGrid.Pipeline;

/// <summary>The opportunities of one bucket as rows, and the KPI cube over them.</summary>
public sealed class PipelineTable
{
    private readonly Dictionary<string, PipelineRow> rows = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> texts = new(StringComparer.Ordinal);

    public PipelineTable() => Cube = new(rows.Values);

    /// <summary>The sums over the rows.</summary>
    public KpiCube Cube { get; }

    /// <summary>Number of rows.</summary>
    public int Count => rows.Count;

    /// <summary>Takes the record of an opportunity as it now is.</summary>
    public void Put(string id, SubjectRecord<Opportunity> record)
    {
        rows.TryGetValue(id, out var before);
        // A record that was seen before, or an older one, changes nothing.
        if (before is not null && before.Version >= record.Version)
            return;
        var after = RowOf(before?.Id ?? id, record);
        rows[after.Id] = after;
        Cube.Replace(before, after);
    }

    /// <summary>One page of the rows that meet the conditions, and how many do.</summary>
    public (long Total, ImmutableArray<PipelineRow> Rows) Query(PipelineQuery query)
    {
        var filter = new PipelineFilter(query);
        var limit = Math.Clamp(query.Limit, 1, PipelineQuery.MaxLimit);
        // The worst of the best so far is on top, to be thrown out first: one pass, never more than a page in hand.
        var page = new PriorityQueue<PipelineRow, PipelineCursor>(limit + 1,
            Comparer<PipelineCursor>.Create((a, b) => PipelineCursor.Compare(b, a, query.Descending)));
        var total = 0L;
        foreach (var row in rows.Values)
        {
            if (!filter.Admits(row))
                continue;
            total++;
            var place = row.CursorFor(query.Sort);
            if (query.After is { } after && PipelineCursor.Compare(place, after, query.Descending) <= 0)
                continue;
            if (page.Count < limit)
                page.Enqueue(row, place);
            else
                page.EnqueueDequeue(row, place);
        }
        var sorted = new PipelineRow[page.Count];
        for (var i = page.Count - 1; i >= 0; i--)
            sorted[i] = page.Dequeue();
        return (total, ImmutableCollectionsMarshal.AsImmutableArray(sorted));
    }

    private PipelineRow RowOf(string id, SubjectRecord<Opportunity> record)
    {
        var o = record.State;
        return new()
        {
            Id = id,
            Version = record.Version,
            Status = o.Status,
            Process = Shared(o.ProcessId)!,
            Stage = Shared(o.Stage)!,
            ProbabilityPercent = o.ProbabilityPercent,
            Name = o.Facts.Name,
            Customer = Shared(o.Facts.CustomerId),
            Owner = Shared(o.Credit.OwnerId)!,
            Team = Shared(o.Credit.Team)!,
            Region = Shared(o.Credit.Region)!,
            Sector = Shared(o.Sector),
            Product = Shared(o.Facts.Product),
            Channel = Shared(o.Facts.Channel),
            AmountMinor = o.Facts.Amount?.MinorUnits,
            Currency = Shared(o.Facts.Amount?.Currency),
            OpenedOn = o.OpenedOn,
            ClosedOn = o.ClosedOn,
            ExpectedCloseOn = o.Facts.ExpectedCloseOn,
            Imported = o.Imported,
            ChangedAt = o.ChangedAt,
        };
    }

    /// <summary>The same text for all rows that have it: a team's name is held once, not once a row.</summary>
    private string? Shared(string? text)
    {
        if (text is null)
            return null;
        if (texts.TryGetValue(text, out var known))
            return known;
        texts.Add(text, text);
        return text;
    }
}
