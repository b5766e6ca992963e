using System.Text;

namespace SalesGrid.Domain.Tests;

/// <summary>A journal that was written right passes; one that was tampered with does not.</summary>
public sealed class LedgerAuditTests
{
    private static readonly Gen<(TestBucket Bucket, List<JournalRecord> Journal)> Written = Gen.Select(
        Generators.Jobs, Gen.Int[1, 9].Array[1, 4], (jobs, sizes) => TestBucket.Of(jobs) is var bucket ? (bucket, Journal.Chain(bucket.Entries, sizes)) : default);

    private static readonly Gen<(TestBucket Bucket, List<JournalRecord> Journal, int At)> WithAPlace =
        Gen.Select(Written, Gen.Int[0, 1_000_000], (w, at) => (w.Bucket, w.Journal, at % w.Journal.Count));

    [Fact]
    public void A_journal_written_right_has_nothing_wrong() => Written.Sample(
        w =>
        {
            var audit = Journal.Audit(w.Journal, Journal.Answers(w.Bucket));
            Assert.Empty(audit.Problems);
            Assert.Equal(0, audit.KpiDifferences);
            Assert.True(audit.Ok);
            Assert.Equal((w.Bucket.LastSeq, w.Journal.Count), (audit.Entries, audit.Records));
            Assert.Equal(Convert.ToHexStringLower(w.Journal[^1].Hash.Span), audit.HeadHash);
        },
        iter: 300, print: Print);

    [Fact]
    public void An_empty_journal_has_nothing_wrong()
    {
        var audit = Journal.Audit([], Journal.Answers(new TestBucket()));
        Assert.True(audit.Ok);
        Assert.Equal((0, 0, new string('0', 64)), (audit.Entries, audit.Records, audit.HeadHash));
    }

    [Fact]
    public void Any_one_byte_changed_anywhere_is_found()
    {
        // Records short and long: packed as they are, and compressed.
        var bucket = TestBucket.Of([
            new("OPP-1", new(new OpenOpportunity(World.Full, World.Wang.Id), 0)),
            new("OPP-1", new(new AttachEvidence("project-information", "D-1"), 1)),
            new("OPP-1", new(new AdvanceStage(), 1))]);
        var journal = Journal.Chain(bucket.Entries, 1, 4, 1);
        Assert.Equal([0, 1, 0], journal.Select(r => (int)r.Packed.Span[0]));
        for (var i = 0; i < journal.Count; i++)
        {
            foreach (var damaged in OneByteOff(journal[i]))
                Assert.True(!Journal.Audit([.. journal[..i], damaged, .. journal[(i + 1)..]]).Ok || SaysTheSame(damaged, journal[i]), $"A byte of record {i} was changed unseen.");
        }
    }

    [Fact]
    public void A_lost_record_is_found() => WithAPlace.Where(w => w.At < w.Journal.Count - 1).Sample(
        w => Assert.NotEmpty(Journal.Audit(w.Journal.Where((_, i) => i != w.At)).Problems), iter: 100);

    [Fact]
    public void Two_records_that_changed_places_are_found() => WithAPlace.Where(w => w.At < w.Journal.Count - 1).Sample(
        w =>
        {
            (w.Journal[w.At], w.Journal[w.At + 1]) = (w.Journal[w.At + 1], w.Journal[w.At]);
            Assert.NotEmpty(Journal.Audit(w.Journal).Problems);
        },
        iter: 100);

    [Fact]
    public void A_record_that_is_there_twice_is_found() => WithAPlace.Sample(
        w => Assert.NotEmpty(Journal.Audit([.. w.Journal[..(w.At + 1)], .. w.Journal[w.At..]]).Problems), iter: 100);

    [Fact]
    public void A_record_of_another_bucket_is_found() => WithAPlace.Sample(
        w => Assert.NotEmpty(Journal.Audit(w.Journal.Select((r, i) => i == w.At ? r with { Bucket = 4 } : r)).Problems), iter: 50);

    [Fact]
    public void An_entry_taken_out_is_found_even_when_every_hash_is_made_to_fit() => WithAPlace.Sample(
        w =>
        {
            var at = (int)(w.Journal[w.At].FirstSeq - 1);
            var without = w.Bucket.Entries.Where((_, i) => i != at).ToArray();
            // The last entry of all leaves no gap; the next test speaks of the end.
            if (at < without.Length)
                Assert.NotEmpty(Journal.Audit(Journal.Chain(without, 4)).Problems);
            // Numbered anew, it still leaves a gap in the versions of its object, unless it was the object's last.
            var renumbered = without.Select((e, i) => e with { Seq = i + 1 }).ToArray();
            if (renumbered.Skip(at).Any(e => e.Subject == w.Bucket.Entries[at].Subject))
                Assert.NotEmpty(Journal.Audit(Journal.Chain(renumbered, 4)).Problems);
        },
        iter: 200);

    [Fact]
    public void A_cut_off_end_shows_where_the_projection_stands_further_and_in_the_head_hash() => Written.Where(w => w.Journal.Count > 1).Sample(
        w =>
        {
            var whole = Journal.Audit(w.Journal);
            var cut = Journal.Audit(w.Journal[..^1]);
            // A shorter journal is a journal: alone, only the head hash somebody kept tells them apart.
            Assert.True(cut.Ok);
            Assert.NotEqual(whole.HeadHash, cut.HeadHash);
            Assert.Contains(Journal.Audit(w.Journal[..^1], Journal.Answers(w.Bucket)).Problems, p => p.Contains("but the journal ends at", StringComparison.Ordinal));
        },
        iter: 100);

    [Fact]
    public void An_amount_forged_in_a_chain_made_to_fit_differs_from_the_cube_and_changes_the_head_hash()
    {
        var bucket = TestBucket.Of([
            new("OPP-1", new(new OpenOpportunity(World.Full, World.Wang.Id), 0)),
            new("OPP-2", new(new OpenOpportunity(World.Full, World.Wang.Id), 0))]);
        var forged = bucket.Entries.ToArray();
        var data = Encoding.UTF8.GetString(forged[^1].Data.Span);
        forged[^1] = forged[^1] with { Data = Encoding.UTF8.GetBytes(data.Replace("12500000", "22500000", StringComparison.Ordinal)) };

        var honest = Journal.Audit(Journal.Chain(bucket.Entries, 2), Journal.Answers(bucket));
        var audit = Journal.Audit(Journal.Chain(forged, 2), Journal.Answers(bucket));
        Assert.True(honest.Ok);
        // Every hash fits, so the chain alone is content ...
        Assert.Empty(audit.Problems);
        Assert.True(Journal.Audit(Journal.Chain(forged, 2)).Ok);
        // ... but no question adds up any more, and the head hash is not the one that was noted.
        Assert.Equal(Journal.Questions.Length, audit.KpiDifferences);
        Assert.False(audit.Ok);
        Assert.NotEqual(honest.HeadHash, audit.HeadHash);
    }

    [Theory]
    [InlineData("OpportunityOpened", "{}")]
    [InlineData("OpportunityOpened", "[]")]
    [InlineData("OpportunityOpened", "7")]
    [InlineData("OpportunityWon", "{\"closedOn\":\"2026-99-99\"}")]
    [InlineData("OpportunityWon", "{\"amount\":{\"minorUnits\":1e99,\"currency\":\"CNY\"},\"closedOn\":\"2026-01-01\"}")]
    [InlineData("StageAdvanced", "{\"to\":7}")]
    public void An_event_forged_into_nonsense_is_a_problem_found_not_an_audit_that_fails(string type, string data)
    {
        var bucket = TestBucket.Of([new Job("OPP-1", new(new OpenOpportunity(World.Full, World.Wang.Id), 0))]);
        bucket.Entries[^1] = bucket.Entries[^1] with { Type = type, Data = Encoding.UTF8.GetBytes(data) };
        var audit = Journal.Audit(Journal.Chain(bucket.Entries, 9), Journal.Answers(bucket));
        Assert.False(audit.Ok);
        Assert.Contains(audit.Problems, p => p.Contains($"Entry {bucket.LastSeq} ", StringComparison.Ordinal));
    }

    [Fact]
    public void However_much_is_wrong_the_first_twenty_problems_are_told()
    {
        var bucket = TestBucket.Of(Enumerable.Range(0, 60).Select(i => new Job($"OPP-{i}", new(new OpenOpportunity(World.Full, World.Wang.Id), 0))));
        var audit = Journal.Audit(Journal.Chain(bucket.Entries, 1).Select(r => r with { Hash = new byte[32] }));
        Assert.Equal(LedgerAudit.ProblemsMax, audit.Problems.Length);
    }

    private static IEnumerable<JournalRecord> OneByteOff(JournalRecord record)
    {
        foreach (var flip in new byte[] { 0x01, 0x80, 0xff })
        {
            foreach (var packed in Flipped(record.Packed, flip))
                yield return record with { Packed = packed };
            foreach (var hash in Flipped(record.Hash, flip))
                yield return record with { Hash = hash };
            foreach (var previous in Flipped(record.PreviousHash, flip))
                yield return record with { PreviousHash = previous };
        }
    }

    /// <summary>
    /// A few bits of a compressed record mean nothing: without them the same lines come out. The hash is over the lines.
    /// </summary>
    private static bool SaysTheSame(JournalRecord a, JournalRecord b) =>
        a.Hash.Span.SequenceEqual(b.Hash.Span) && a.PreviousHash.Span.SequenceEqual(b.PreviousHash.Span)
        && JournalCodec.Unpack(a.Packed.Span).AsSpan().SequenceEqual(JournalCodec.Unpack(b.Packed.Span));

    private static IEnumerable<byte[]> Flipped(ReadOnlyMemory<byte> bytes, byte flip)
    {
        for (var i = 0; i < bytes.Length; i++)
        {
            var copy = bytes.ToArray();
            copy[i] ^= flip;
            yield return copy;
        }
    }

    private static string Print((TestBucket Bucket, List<JournalRecord> Journal) written) =>
        string.Join('\n', written.Bucket.Moves.Select(m => m.Command.ToString()));
}
