using SalesGrid.Customers;
using SalesGrid.Ledger;
using SalesGrid.Opportunities;
using SalesGrid.Salespeople;
using SalesGrid.Subjects;

namespace SalesGrid.Pipeline;

/// <summary>Everything one bucket shows to the outside, folded from its entries up to a watermark.</summary>
public sealed class BucketProjection
{
    /// <summary>The opportunities.</summary>
    public PipelineTable Pipeline { get; } = new();

    /// <summary>The customers.</summary>
    public Register<CustomerView> Customers { get; } = new();

    /// <summary>The salespeople.</summary>
    public Register<SalespersonView> Salespeople { get; } = new();

    /// <summary>Objects of every kind that is shown as it is.</summary>
    public SubjectRegisters Subjects { get; } = new();

    /// <summary>Sequence up to which every entry is in.</summary>
    public long Watermark { get; private set; }

    /// <summary>When the entry at the watermark was decided; null when there is none.</summary>
    public DateTimeOffset? AsOf { get; private set; }

    /// <summary>Takes a committed batch. One that was seen is ignored.</summary>
    /// <returns>False when entries between the watermark and the batch are missing; nothing is taken then.</returns>
    public bool Apply(CommittedBatch batch)
    {
        if (batch.LastSeq <= Watermark)
            return true;
        if (batch.FirstSeq > Watermark + 1)
            return false;
        for (var i = 0; i < batch.Records.Length; i++)
        {
            if (batch.Records[i].Seq > Watermark)
                Put(batch.Subjects[i], batch.Records[i]);
        }
        (Watermark, AsOf) = (batch.LastSeq, batch.At);
        return true;
    }

    /// <summary>Folds a bucket from its heads and the journal after them.</summary>
    public static async Task<BucketProjection> Rebuild(ILedgerStore store, int bucket, CancellationToken cancellationToken)
    {
        // In this order: a head is never newer than the end of a journal that is read after it.
        var checkpoint = await store.ReadCheckpoint(bucket, cancellationToken);
        var records = new Dictionary<string, SubjectRecord>(StringComparer.Ordinal);
        await foreach (var head in store.ReadHeads(bucket, cancellationToken))
            records[head.Subject] = SubjectKinds.Of(head.Subject).Deserialize(head.State.Span);

        var projection = new BucketProjection { Watermark = checkpoint };
        await foreach (var record in store.ReadJournal(bucket, Math.Max(1, checkpoint), cancellationToken))
        {
            foreach (var entry in JournalCodec.ReadVerified(record))
            {
                records.TryGetValue(entry.Subject, out var current);
                if (entry.Seq > checkpoint && (current is null || entry.Seq > current.Seq))
                    records[entry.Subject] = SubjectKinds.Of(entry.Subject).Fold(current, entry);
                projection.Watermark = Math.Max(projection.Watermark, entry.Seq);
                projection.AsOf = entry.At;
            }
        }
        foreach (var (subject, record) in records)
            projection.Put(subject, record);
        return projection;
    }

    private void Put(string subject, SubjectRecord record)
    {
        var id = SubjectKinds.IdOf(subject);
        switch (record)
        {
            case SubjectRecord<Opportunity> opportunity:
                Pipeline.Put(id, opportunity);
                break;
            case SubjectRecord<Customer> customer when CustomerGrain.View(id, customer) is { } view:
                Customers.Put(id, view);
                Subjects.Tag(SubjectKinds.Customer, id, customer, view);
                break;
            case SubjectRecord<Salesperson> salesperson when SalespersonGrain.View(id, salesperson) is { } view:
                Salespeople.Put(id, view);
                break;
            case not (SubjectRecord<Customer> or SubjectRecord<Salesperson>):
                Subjects.Put(SubjectKinds.Of(subject), id, record);
                break;
        }
    }
}
