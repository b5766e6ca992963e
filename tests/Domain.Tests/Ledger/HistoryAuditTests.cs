namespace SalesGrid.Domain.Tests;

/// <summary>An index that agrees with the journal passes; one that was damaged, forged or thinned out does not.</summary>
public sealed class HistoryAuditTests
{
    private static readonly LongLife Life = new([.. Enumerable.Repeat(LifeStep.TwoEvents, 150), LifeStep.Checkpoint, .. Enumerable.Repeat(LifeStep.OneEvent, 70)]);

    private static readonly List<JournalRecord> Chain = Journal.Chain(Life.Bucket.Entries, 7);

    [Fact]
    public void An_index_that_was_written_right_has_nothing_wrong_whatever_the_checkpoint()
    {
        Assert.Equal(3, Life.Blocks.Count);
        for (var checkpoint = 0L; checkpoint <= Life.Checkpoint; checkpoint += 9)
            Assert.Empty(Audit(Life.Blocks, checkpoint));
        Assert.Empty(Audit(Life.Blocks, Life.Checkpoint));
        // Blocks may be there before the checkpoint says so, but not be missing after it.
        Assert.Empty(Audit([], 0));
        Assert.Equal(3, Audit([], Life.Checkpoint).Length);
    }

    [Fact]
    public void Every_index_of_every_life_is_right() => HistoryLawTests.Lives.Sample(
        steps =>
        {
            var life = new LongLife(steps);
            Assert.Empty(Journal.Audit(new JournalInAList(Journal.Chain(life.Bucket.Entries, 7), null, life.Checkpoint, life.Blocks)).Problems);
        },
        iter: 40);

    [Fact]
    public void A_lost_block_is_found()
    {
        for (var i = 0; i < Life.Blocks.Count; i++)
            Assert.Contains($"version {Life.Blocks[i].Number}.", Assert.Single(Audit([.. Life.Blocks.Where((_, at) => at != i)], Life.Checkpoint)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_forged_mark_is_found_though_its_block_is_whole() => Gen.Select(Gen.Int[0, 2], Gen.Int[0, CommandMarks.BlockLength - 1], Gen.Int[0, 3]).Sample((block, at, what) =>
    {
        var marks = HistoryBlockCodec.Read(Life.Blocks[block]).ToArray();
        // Without moving anything else: the versions and places of the others stay theirs.
        marks[at] = what switch
        {
            0 => marks[at] with { CommandHash = marks[at].CommandHash + 1 },
            1 => marks[at] with { Fingerprint = marks[at].Fingerprint + 1 },
            2 => marks[at] with { FirstSeq = marks[at].FirstSeq - (at == 0 ? 1 : 0), CommandHash = ~marks[at].CommandHash },
            _ => marks[at] with { Fingerprint = ~marks[at].Fingerprint },
        };
        var forged = HistoryBlockCodec.Write(LongLife.Subject, marks);
        Assert.Contains("not what the journal says", Assert.Single(Audit([.. Life.Blocks.Where((_, i) => i != block), forged], Life.Checkpoint)), StringComparison.Ordinal);
    });

    [Fact]
    public void A_block_the_journal_knows_nothing_of_is_found()
    {
        var marks = HistoryBlockCodec.Read(Life.Blocks[0]);
        Assert.Contains("where the journal has none", Assert.Single(Audit([.. Life.Blocks, HistoryBlockCodec.Write("opportunity/OPP-9", marks.AsSpan())], Life.Checkpoint)), StringComparison.Ordinal);
        Assert.Contains("where the journal has none", Assert.Single(Audit([.. Life.Blocks, HistoryBlockCodec.Write(LongLife.Subject, marks.AsSpan()[..9])], Life.Checkpoint)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_damaged_block_is_found()
    {
        var data = Life.Blocks[1].Data.ToArray();
        data[^1] ^= 1;
        Assert.Contains(Audit([Life.Blocks[0], Life.Blocks[1] with { Data = data }, Life.Blocks[2]], Life.Checkpoint), p => p.Contains("is damaged", StringComparison.Ordinal));
    }

    private static string[] Audit(IReadOnlyList<HeadPiece> blocks, long checkpoint) =>
        [.. Journal.Audit(new JournalInAList(Chain, null, checkpoint, blocks)).Problems];
}
