using System.Collections.Immutable;
using System.Diagnostics;
using SalesGrid.Hosting;
using SalesGrid.Projections;
using SalesGrid.Subjects;

namespace SalesGrid.Ledger;

/// <summary>
/// Hands what is committed to the bucket's projection: in order, one message at a time, what came meanwhile merged into
/// the next. When the projection falls too far behind, its messages are dropped; it sees the gap and reads the store.
/// </summary>
internal sealed class LedgerFeed(IProjectionFeed projection, int bucket)
{
    /// <summary>Most records that wait for the projection.</summary>
    private const int RecordsMax = 50_000;

    private readonly List<CommittedBatch> waiting = [];
    private readonly List<Activity?> causes = [];
    private int records;
    private bool sending;

    /// <summary>Says where the journal ends.</summary>
    public void Announce(long lastSeq) => Committed(new(bucket, lastSeq + 1, lastSeq, default, [], []));

    /// <summary>Something was committed.</summary>
    public void Committed(CommittedBatch batch)
    {
        if (records + batch.Records.Length > RecordsMax)
        {
            waiting.Clear();
            causes.Clear();
            records = 0;
        }
        waiting.Add(batch);
        causes.Add(GridTrace.Here);
        records += batch.Records.Length;
        if (!sending)
        {
            sending = true;
            Send().Ignore();
        }
    }

    private async Task Send()
    {
        try
        {
            GridTrace.Leave();
            while (waiting.Count > 0)
            {
                var batch = waiting.Count == 1 ? waiting[0] : Merge(waiting);
                waiting.Clear();
                records = 0;
                using var span = GridTrace.Feed(bucket, causes);
                causes.Clear();
                await projection.Apply(batch);
            }
        }
        finally
        {
            // A message that failed is not sent again: the next one shows the projection what it missed.
            sending = false;
        }
    }

    private static CommittedBatch Merge(List<CommittedBatch> batches) => batches[^1] with
    {
        FirstSeq = batches[0].FirstSeq,
        Subjects = [.. batches.SelectMany(b => b.Subjects)],
        Records = [.. batches.SelectMany(b => b.Records)],
    };
}
