using System.Collections.Immutable;

namespace SalesGrid.Domain.Tests;

/// <summary>Journals in a list, to be chained, damaged and audited.</summary>
internal static class Journal
{
    /// <summary>Every dimension, and all at once: what an audit asks.</summary>
    public static readonly ImmutableArray<KpiQuery> Questions =
        [.. LedgerAudit.QuestionsOf(OpportunitySchema.Schema)];

    /// <summary>Entries as records of these sizes, over and over, each linked to the one before.</summary>
    public static List<JournalRecord> Chain(IReadOnlyList<LedgerEntry> entries, params int[] sizes)
    {
        var journal = new List<JournalRecord>();
        var previous = HashChain.Origin;
        for (int i = 0, n = 0; i < entries.Count; n++)
        {
            var record = Record(previous, [.. entries.Skip(i).Take(sizes[n % sizes.Length])]);
            journal.Add(record);
            (previous, i) = (record.Hash, i + record.EntryCount);
        }
        return journal;
    }

    /// <summary>One record, its hash right.</summary>
    public static JournalRecord Record(ReadOnlyMemory<byte> previous, params LedgerEntry[] entries)
    {
        var canonical = Canonical(entries);
        return new(entries[0].Bucket, entries[0].Seq, entries.Length, previous, HashChain.Link(previous.Span, canonical), JournalCodec.Pack(canonical));
    }

    public static byte[] Canonical(params LedgerEntry[] entries)
    {
        using var writer = new JournalCodec.Writer();
        foreach (var entry in entries)
            writer.Add(entry);
        return writer.Canonical.ToArray();
    }

    /// <summary>What the projection of a bucket answers when it stands where the bucket does.</summary>
    public static ImmutableArray<KpiPartial> Answers(TestBucket bucket, long? watermark = null)
    {
        var table = Tables.OfOpportunities();
        foreach (var (subject, record) in bucket.Records)
        {
            if (record is SubjectRecord<Opportunity> opportunity)
                table.Put(SubjectKinds.IdOf(subject), opportunity);
        }
        foreach (var refused in bucket.Refused)
            table.Refused(refused);
        return [.. Questions.Select(q => new KpiPartial(
            TestBucket.Number, watermark ?? bucket.LastSeq, null, KpiCube.Cells(table.Ask(q, Tables.Today), q.GroupBy.Length), Day: Tables.Today))];
    }

    /// <summary>Audits the chain and, where answers are given, the KPIs.</summary>
    public static BucketAudit Audit(IEnumerable<JournalRecord> journal, ImmutableArray<KpiPartial>? answers = null) =>
        Audit(new JournalInAList([.. journal]), answers);

    /// <summary>Audits whatever a medium holds.</summary>
    public static BucketAudit Audit(ILedgerStore store, ImmutableArray<KpiPartial>? answers = null) =>
        // The list answers at once, so there is nothing to wait for.
        LedgerAudit.Run(store, TestBucket.Number, answers is null ? [] : Questions, answers ?? [], Tables.Zone, CancellationToken.None)
            .GetAwaiter().GetResult();
}
