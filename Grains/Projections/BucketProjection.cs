using System.Collections.Immutable;
using SalesGrid.Controls;
using SalesGrid.Kpis;
using SalesGrid.Ledger;
using SalesGrid.Subjects;
using SalesGrid.Warnings;

namespace SalesGrid.Projections;

/// <summary>Everything one bucket shows to the outside, folded from its entries up to a watermark.</summary>
/// <param name="policy">When objects are warned about.</param>
/// <param name="dayOf">The business day of a moment.</param>
public sealed class BucketProjection(WarningPolicy policy, Func<DateTimeOffset, DateOnly> dayOf)
{
    private readonly Dictionary<string, IFactTable> facts = TablesOf(new(dayOf));
    private WarningPolicy dueBy = policy;
    private HashSet<string>? changedMeanwhile;

    /// <summary>When its objects next want to be woken.</summary>
    public Agenda Agenda { get; } = new();

    /// <summary>The warnings on its objects.</summary>
    public WarningRegister Warnings { get; } = new();

    /// <summary>The policy the whole agenda was made by.</summary>
    public WarningPolicy Policy { get; private set; } = policy;

    /// <summary>Why the due time of some object could not be told, and which; null when none failed. A mistake in a kind's causes or timers.</summary>
    public (string Subject, Exception Reason)? Fault { get; private set; }

    /// <summary>Objects of every kind that is shown as it is.</summary>
    public SubjectRegisters Subjects { get; } = new();

    /// <summary>The refused commands.</summary>
    public RefusalRegister Refusals { get; } = new();

    /// <summary>The overrides of objects of every kind.</summary>
    public OverrideRegister Overrides { get; } = new();

    /// <summary>Reservations its objects keep for others, counted.</summary>
    public ReservationCount Reservations { get; } = new();

    /// <summary>Sequence up to which every entry is in.</summary>
    public long Watermark { get; private set; }

    /// <summary>When the entry at the watermark was decided; null when there is none.</summary>
    public DateTimeOffset? AsOf { get; private set; }

    /// <summary>The facts of a kind.</summary>
    /// <exception cref="ArgumentException">The kind contributes none.</exception>
    public IFactTable FactsOf(string kind) =>
        facts.TryGetValue(kind, out var table) ? table : throw new ArgumentException($"A {kind} contributes no facts.", nameof(kind));

    /// <summary>One page of the objects of a kind: from its register, unless its facts are asked for or are all it shows.</summary>
    /// <exception cref="ArgumentException">The kind has no such facts, or a tag is asked for together with some.</exception>
    public (long Total, ImmutableArray<ListedRow> Rows) List(ListQuery query, DateOnly today)
    {
        if (query.IsById && !(facts.TryGetValue(query.Kind, out var table) && table.ShowsRows))
            return Subjects.After(query.Kind, query.Tag, query.Scope, query.After?.Id, query.Limit, query.Without);
        return query.Tag is null
            ? FactsOf(query.Kind).List(query, today, id => Subjects.Find(query.Kind, id))
            : throw new ArgumentException("A list by a tag is by id and has no other conditions.", nameof(query));
    }

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
    public static async Task<BucketProjection> Rebuild(
        ILedgerStore store, int bucket, WarningPolicy policy, Func<DateTimeOffset, DateOnly> dayOf, CancellationToken cancellationToken)
    {
        var projection = new BucketProjection(policy, dayOf);
        var (records, watermark, asOf) = await Read(store, bucket, cancellationToken);
        (projection.Watermark, projection.AsOf) = (watermark, asOf);
        foreach (var (subject, record) in records)
            projection.Put(subject, record);
        return projection;
    }

    /// <summary>
    /// Makes the agenda anew by another policy. Batches may come in meanwhile: what they change is told by the new policy at
    /// once, and what the store says of it is older.
    /// </summary>
    public async Task Follow(WarningPolicy newPolicy, ILedgerStore store, int bucket, CancellationToken cancellationToken)
    {
        dueBy = newPolicy;
        changedMeanwhile = new(StringComparer.Ordinal);
        var dues = await Task.Run(
            async () =>
            {
                var (records, _, _) = await Read(store, bucket, cancellationToken);
                return records.Select(r => (Subject: r.Key, Due: DueOf(SubjectKinds.Of(r.Key), r.Key, SubjectKinds.IdOf(r.Key), r.Value, newPolicy))).ToList();
            },
            cancellationToken);
        foreach (var (subject, due) in dues)
        {
            if (!changedMeanwhile.Contains(subject))
                Agenda.Put(SubjectKinds.Of(subject).Name, SubjectKinds.IdOf(subject), due);
        }
        (Policy, changedMeanwhile) = (newPolicy, null);
    }

    private static async Task<(Dictionary<string, SubjectRecord> Records, long Watermark, DateTimeOffset? AsOf)> Read(
        ILedgerStore store, int bucket, CancellationToken cancellationToken)
    {
        // In this order: a head is never newer than the end of a journal that is read after it.
        var checkpoint = await store.ReadCheckpoint(bucket, cancellationToken);
        var records = new Dictionary<string, SubjectRecord>(StringComparer.Ordinal);
        await foreach (var head in store.ReadHeads(bucket, cancellationToken))
            records[head.Subject] = SubjectKinds.Of(head.Subject).Deserialize(head.State.Span);

        var watermark = checkpoint;
        DateTimeOffset? asOf = null;
        await foreach (var record in store.ReadJournal(bucket, Math.Max(1, checkpoint), cancellationToken))
        {
            foreach (var entry in JournalCodec.ReadVerified(record))
            {
                records.TryGetValue(entry.Subject, out var current);
                if (entry.Seq > checkpoint && (current is null || entry.Seq > current.Seq))
                    records[entry.Subject] = SubjectKinds.Of(entry.Subject).Fold(current, entry);
                watermark = Math.Max(watermark, entry.Seq);
                asOf = entry.At;
            }
        }
        return (records, watermark, asOf);
    }

    private void Put(string subject, SubjectRecord record)
    {
        var id = SubjectKinds.IdOf(subject);
        var kind = SubjectKinds.Of(subject);
        if (facts.TryGetValue(kind.Name, out var table))
            table.Put(id, record);
        if (record is SubjectRecord<RefusedCommand> refusal)
        {
            Refusals.Put(id, refusal.State);
            if (refusal.State.Subject.Split('/', 2) is [var refusedKind, var refused] && facts.TryGetValue(refusedKind, out var concerned))
                concerned.Refused(refused);
        }
        else
        {
            Subjects.Put(kind, id, record);
        }
        Reservations.Put(subject, record.Granted?.Count ?? 0);
        if (record.Controls is { } controls)
        {
            Overrides.Put(subject, controls, kind.HasOwners, kind.OwnerOf(id, record));
            Warnings.Put(subject, controls.Warnings);
        }
        changedMeanwhile?.Add(subject);
        Agenda.Put(kind.Name, id, DueOf(kind, subject, id, record, dueBy));
    }

    private static Dictionary<string, IFactTable> TablesOf(FactContext context) => SubjectKinds.All
        .Where(k => k.Facts is not null)
        .ToDictionary(k => k.Name, k => k.Facts!.NewTable(context), StringComparer.Ordinal);

    private DateTimeOffset? DueOf(ISubjectKind kind, string subject, string id, SubjectRecord record, WarningPolicy by)
    {
        try
        {
            return kind.NextDue(id, record, by);
        }
        catch (Exception e)
        {
            // A mistake in what is warned about must not take the bucket's lists and KPIs away with it.
            Fault = (subject, e);
            return null;
        }
    }
}
