using System.Collections.Immutable;
using SalesGrid.Kpis;

namespace SalesGrid.Ledger;

/// <summary>Checks the journal of one bucket, recomputes its KPIs from nothing but the entries, and compares what lies beside the heads with them.</summary>
public static class LedgerAudit
{
    /// <summary>Most problems reported; the first ones are those that matter.</summary>
    public const int ProblemsMax = 20;

    /// <summary>What is asked of a kind: every dimension, and all at once; of one that is credited in parts also where the parts lie, and all of them at once.</summary>
    public static IEnumerable<KpiQuery> QuestionsOf(FactSchema schema)
    {
        KpiQuery Of(params ImmutableArray<string> by) => new(by, Kind: schema.Kind);
        return
        [
            Of(), .. schema.Dimensions.Select(d => Of(d)),
            .. schema.HasCredit ? schema.CreditedBy.Select(d => Of(d)).Prepend(Of()).Select(q => q with { ByCredit = true }) : [],
        ];
    }

    /// <summary>Reads the whole journal.</summary>
    /// <param name="store">Where it lies.</param>
    /// <param name="bucket">The bucket.</param>
    /// <param name="questions">KPI questions.</param>
    /// <param name="answers">What the cube says to them, all at one watermark.</param>
    /// <param name="zone">Time zone of business days.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public static async Task<BucketAudit> Run(
        ILedgerStore store,
        int bucket,
        ImmutableArray<KpiQuery> questions,
        ImmutableArray<KpiPartial> answers,
        TimeZoneInfo zone,
        CancellationToken cancellationToken)
    {
        var problems = ImmutableArray.CreateBuilder<string>();
        var versions = new Dictionary<string, int>(StringComparer.Ordinal);
        var fold = new AuditFold(zone);
        var watermark = answers.IsEmpty ? long.MaxValue : answers[0].Watermark;
        var previous = HashChain.Origin;
        long entries = 0, records = 0;

        try
        {
            var history = await HistoryAudit.Begin(store, bucket, Report, cancellationToken);
            var reservations = await ReservationAudit.Begin(store, bucket, Report, cancellationToken);
            await foreach (var record in store.ReadJournal(bucket, 1, cancellationToken))
            {
                records++;
                if (record.FirstSeq != entries + 1)
                    Report($"Record {record.FirstSeq} follows entry {entries}: entries are missing or doubled.");
                if (!record.PreviousHash.Span.SequenceEqual(previous.Span))
                    Report($"Record {record.FirstSeq} does not follow the record before it.");
                previous = record.Hash;
                List<LedgerEntry> read;
                try
                {
                    read = JournalCodec.ReadVerified(record);
                }
                catch (InvalidDataException e)
                {
                    Report(e.Message);
                    entries = record.LastSeq;
                    continue;
                }
                foreach (var entry in read)
                {
                    if (entry.Seq != ++entries)
                        Report($"Entry {entry.Seq} stands where {entries} belongs.");
                    if (entry.Bucket != bucket)
                        Report($"Entry {entry.Seq} is of bucket {entry.Bucket}.");
                    versions.TryGetValue(entry.Subject, out var version);
                    if (entry.Version != version + 1)
                        Report($"Entry {entry.Seq} is version {entry.Version} of {entry.Subject}, which was at {version}.");
                    versions[entry.Subject] = entry.Version;
                    history.Add(entry);
                    reservations.Add(entry);
                    if (entry.Seq <= watermark && !fold.TryAdd(entry))
                        Report($"Entry {entry.Seq} is no {entry.Type} that can be read.");
                }
                entries = record.LastSeq;
            }
            history.End();
            reservations.End();
        }
        catch (InvalidDataException e)
        {
            // The store itself found the journal damaged and can read no further.
            Report(e.Message);
        }
        if (!answers.IsEmpty && watermark > entries)
            Report($"The projection stands at {watermark}, but the journal ends at {entries}.");
        return new(bucket, entries, records, Convert.ToHexStringLower(previous.Span),
            fold.Differences(questions, answers), problems.ToImmutable());

        void Report(string problem)
        {
            if (problems.Count < ProblemsMax)
                problems.Add(problem);
        }
    }
}
