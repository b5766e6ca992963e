using System.Collections.Immutable;

namespace SalesGrid.Domain.Tests;

public sealed class BucketProjectionLawTests
{
    /// <summary>A bucket, and at which entry its heads were written.</summary>
    private static readonly Gen<(TestBucket Bucket, int Checkpoint, int Newer)> Written = Gen.Select(Generators.Jobs, Gen.Int[0, 10_000], Gen.Int[0, 20],
        (jobs, at, newer) => TestBucket.Of(jobs, keepRefusals: true) is var bucket ? (bucket, at % (bucket.Entries.Count + 1), newer) : default);

    [Fact]
    public void Rebuilding_from_heads_and_journal_shows_what_the_grains_hold() => Written.Sample(
        w =>
        {
            // Heads may be newer than the checkpoint: a writer died between its steps.
            var heads = Fold(w.Bucket.Entries.Take(w.Checkpoint));
            var newer = Fold(w.Bucket.Entries.Take(w.Checkpoint + w.Newer)).Take(2);
            foreach (var (subject, record) in newer)
                heads[subject] = record;
            var store = new JournalInAList(Journal.Chain(w.Bucket.Entries, 3, 1, 5),
                [.. heads.Select(h => new Head(h.Key, h.Value.Version, h.Value.Seq, SubjectKinds.Of(h.Key).Serialize(h.Value)))], w.Checkpoint);
            var projection = BucketProjection.Rebuild(store, TestBucket.Number, ShippedWarnings.Policy, Tables.DayOf, CancellationToken.None).GetAwaiter().GetResult();
            Assert.Equal((w.Bucket.LastSeq, w.Bucket.Entries[^1].At), (projection.Watermark, projection.AsOf));
            Shows(w.Bucket, projection);
        },
        iter: 200);

    [Fact]
    public void Batches_that_come_again_change_nothing_and_one_that_skips_is_not_taken() => Gen.Select(Written, Gen.Int[1, 5]).Sample(
        (w, size) =>
        {
            var projection = new BucketProjection(ShippedWarnings.Policy, Tables.DayOf);
            var batches = Batches(w.Bucket, size);
            for (var i = 0; i < batches.Count; i++)
            {
                if (i + 1 < batches.Count)
                    Assert.False(projection.Apply(batches[i + 1]));
                Assert.True(projection.Apply(batches[i]));
                Assert.True(projection.Apply(batches[i / 2]));
                Assert.Equal(batches[i].LastSeq, projection.Watermark);
            }
            Shows(w.Bucket, projection);
        },
        iter: 200);

    private static void Shows(TestBucket bucket, BucketProjection projection)
    {
        var expected = Tables.OfOpportunities();
        foreach (var (subject, record) in bucket.Records)
        {
            if (record is SubjectRecord<Opportunity> opportunity)
                expected.Put(SubjectKinds.IdOf(subject), opportunity);
        }
        foreach (var refused in bucket.Refused)
            expected.Refused(refused);
        Assert.Equal(expected.Read(new()).Rows, projection.FactsOf("opportunity").Read(new()).Rows);
        Assert.Equal(bucket.Records.Keys.Where(k => k.StartsWith("customer/", StringComparison.Ordinal)).Select(SubjectKinds.IdOf),
            Listed<CustomerView>(projection, "customer").Select(c => c.Id));
        Assert.Equal(("S-001", "East 2"), Assert.Single(Listed<SalespersonView>(projection, "salesperson")) is var s ? (s.Id, s.Place.Team) : default);
    }

    private static IEnumerable<TView> Listed<TView>(BucketProjection projection, string kind) =>
        projection.List(new() { Kind = kind }, default).Rows.Select(r => (TView)r.Row);

    private static List<CommittedBatch> Batches(TestBucket bucket, int size)
    {
        var records = new Dictionary<string, SubjectRecord>();
        var batches = new List<CommittedBatch>();
        foreach (var chunk in bucket.Entries.Chunk(size))
        {
            var after = ImmutableArray.CreateBuilder<SubjectRecord>();
            foreach (var entry in chunk)
                after.Add(records[entry.Subject] = SubjectKinds.Of(entry.Subject).Fold(records.GetValueOrDefault(entry.Subject), entry));
            batches.Add(new(TestBucket.Number, chunk[0].Seq, chunk[^1].Seq, chunk[^1].At, [.. chunk.Select(e => e.Subject)], after.ToImmutable()));
        }
        return batches;
    }

    private static Dictionary<string, SubjectRecord> Fold(IEnumerable<LedgerEntry> entries)
    {
        var records = new Dictionary<string, SubjectRecord>();
        foreach (var entry in entries)
            records[entry.Subject] = SubjectKinds.Of(entry.Subject).Fold(records.GetValueOrDefault(entry.Subject), entry);
        return records;
    }
}
