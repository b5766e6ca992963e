using System.Collections.Immutable;
using System.Runtime.InteropServices;
using SalesGrid.Kpis;
using SalesGrid.Opportunities;
using SalesGrid.Subjects;

namespace SalesGrid.Pipeline;

/// <summary>The opportunities of one bucket as rows, and the KPI cube over them.</summary>
public sealed class PipelineTable
{
    /// <summary>Rows of one array: small enough to be moved together by the collector.</summary>
    private const int RowsOfArray = 256;

    private readonly Dictionary<string, int> places = new(StringComparer.Ordinal);
    private readonly List<PipelineRow[]> arrays = [];
    private readonly Dictionary<string, string> texts = new(StringComparer.Ordinal);

    public PipelineTable() => Cube = new(Rows());

    /// <summary>The sums over the rows.</summary>
    public KpiCube Cube { get; }

    /// <summary>Number of rows.</summary>
    public int Count => places.Count;

    /// <summary>Takes the record of an opportunity as it now is.</summary>
    public void Put(string id, SubjectRecord<Opportunity> record)
    {
        if (places.TryGetValue(id, out var place))
        {
            ref var row = ref At(place);
            // A record that was seen before, or an older one, changes nothing.
            if (row.Version >= record.Version)
                return;
            PipelineRow? before = row;
            row = RowOf(row.Id, record);
            Cube.Replace(before, row);
            return;
        }
        place = places.Count;
        places.Add(id, place);
        if (place % RowsOfArray == 0)
            arrays.Add(new PipelineRow[RowsOfArray]);
        ref var added = ref At(place);
        added = RowOf(id, record);
        Cube.Replace(null, added);
    }

    /// <summary>One page of the rows that meet the conditions, and how many do.</summary>
    public (long Total, ImmutableArray<PipelineRow> Rows) Query(PipelineQuery query)
    {
        var filter = new PipelineFilter(query);
        var limit = Math.Clamp(query.Limit, 1, PipelineQuery.MaxLimit);
        // The worst of the best so far is on top, to be thrown out first: one pass, never more than a page in hand.
        var page = new PriorityQueue<int, PipelineCursor>(limit + 1,
            Comparer<PipelineCursor>.Create((a, b) => PipelineCursor.Compare(b, a, query.Descending)));
        var total = 0L;
        for (var place = 0; place < Count; place++)
        {
            ref readonly var row = ref At(place);
            if (!filter.Admits(row))
                continue;
            total++;
            var cursor = row.CursorFor(query.Sort, query.Since);
            if (query.After is { } after && PipelineCursor.Compare(cursor, after, query.Descending) <= 0)
                continue;
            if (page.Count < limit)
                page.Enqueue(place, cursor);
            else
                page.EnqueueDequeue(place, cursor);
        }
        var sorted = new PipelineRow[page.Count];
        for (var i = page.Count - 1; i >= 0; i--)
            sorted[i] = At(page.Dequeue());
        return (total, ImmutableCollectionsMarshal.AsImmutableArray(sorted));
    }

    private ref PipelineRow At(int place) => ref arrays[place / RowsOfArray][place % RowsOfArray];

    private IEnumerable<PipelineRow> Rows()
    {
        for (var place = 0; place < Count; place++)
            yield return At(place);
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
            Owner = Shared(o.Attribution.OwnerId)!,
            Team = Shared(o.Attribution.Team)!,
            Region = Shared(o.Attribution.Region)!,
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
            Seq = record.Seq,
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
