using System.Collections.Immutable;

namespace SalesGrid.Domain.Tests;

/// <summary>
/// Whatever an object went through, with checkpoints and crashes anywhere: its record and the history index together hold every
/// command, each is found under its id, none is found that was not carried out, and its history can be read from any place.
/// </summary>
public sealed class HistoryLawTests
{
    private static readonly Gen<LifeStep> Steps = Gen.Frequency(
        (40, Gen.Const(LifeStep.OneEvent)), (6, Gen.Const(LifeStep.TwoEvents)), (3, Gen.Const(LifeStep.FourEvents)),
        (2, Gen.Const(LifeStep.Checkpoint)), (1, Gen.Const(LifeStep.BlocksAlone)), (1, Gen.Const(LifeStep.Crash)));

    internal static readonly Gen<LifeStep[]> Lives = Steps.Array[0, 400];

    [Fact]
    public Task The_record_and_the_index_hold_every_command_once() => Lives.SampleAsync(async steps =>
    {
        var life = new LongLife(steps);
        var commands = life.Commands;
        var left = await life.Pieces.Marks(LongLife.Subject, 0, int.MaxValue / 2);
        Assert.Equal(commands, left.Concat(life.Kept));
        // Nothing that has left a head is missing from the store.
        Assert.All(life.Blocks, b => Assert.Equal(commands.Where(c => c.Version <= b.Number).TakeLast(CommandMarks.BlockLength), HistoryBlockCodec.Read(b)));
    }, iter: 60);

    [Fact]
    public Task A_part_of_the_index_is_whole_blocks_from_the_one_that_holds_what_was_asked_for() => Gen.Select(Lives, Gen.Int[0, 700], Gen.Int[1, 200]).SampleAsync(async (steps, after, limit) =>
    {
        var life = new LongLife(steps);
        var left = life.Commands.Take(life.Commands.Count - life.Kept.Count).ToArray();
        var part = await life.Pieces.Marks(LongLife.Subject, after, limit);
        var from = left.TakeWhile(c => c.Version <= after).Count() / CommandMarks.BlockLength * CommandMarks.BlockLength;
        Assert.Equal(left[from..(from + part.Length)], part);
        Assert.True(part.Count(c => c.Version > after) >= Math.Min(limit, left.Count(c => c.Version > after)));
    }, iter: 60);

    [Fact]
    public Task Every_old_id_is_found_and_no_unknown_one() => Lives.SampleAsync(async steps =>
    {
        var life = new LongLife(steps);
        var earlier = new EarlierCommands(LongLife.Subject, new LedgerOfMarks(life));
        foreach (var command in life.Commands)
            Assert.Equal(command, life.Kept.Find(command.CommandHash) ?? await earlier.Find(life.Kept, command.CommandHash));
        for (var i = 0; i < 50; i++)
            Assert.Null(await earlier.Find(life.Kept, CommandMark.HashOf($"another-{i}")));
    }, iter: 40);

    [Fact]
    public async Task A_new_id_costs_no_question_once_the_old_ones_are_known()
    {
        var life = new LongLife(Enumerable.Repeat(LifeStep.OneEvent, 300));
        var ledger = new LedgerOfMarks(life);
        var earlier = new EarlierCommands(LongLife.Subject, ledger);
        for (var i = 0; i < 1_000; i++)
            Assert.Null(await earlier.Find(life.Kept, CommandMark.HashOf($"another-{i}")));
        Assert.Equal(1, ledger.Asked);

        // What leaves from then on is told, or read where that was missed.
        var before = life.Kept;
        var longer = new LongLife(Enumerable.Repeat(LifeStep.OneEvent, 330));
        var told = new EarlierCommands(LongLife.Subject, new LedgerOfMarks(longer));
        Assert.Null(await told.Find(before, 1));
        foreach (var block in longer.Commands.Where(c => c.Version > before.AfterVersion && c.Version <= longer.Kept.AfterVersion).Chunk(CommandMarks.BlockLength))
            told.Add([.. block]);
        foreach (var command in longer.Commands.Take(longer.Commands.Count - longer.Kept.Count))
        {
            Assert.Equal(command, await told.Find(longer.Kept, command.CommandHash));
            Assert.Equal(command, await new EarlierCommands(LongLife.Subject, new LedgerOfMarks(longer)).Find(longer.Kept, command.CommandHash));
        }
    }

    [Fact]
    public async Task An_index_that_lacks_a_block_takes_no_old_command_for_a_new_one()
    {
        var life = new LongLife([.. Enumerable.Repeat(LifeStep.OneEvent, 200), LifeStep.Checkpoint]);
        life.Blocks.RemoveAt(1);
        var earlier = new EarlierCommands(LongLife.Subject, new LedgerOfMarks(life));
        await Assert.ThrowsAsync<InvalidDataException>(async () => await earlier.Find(life.Kept, life.Commands[40].CommandHash));
    }

    [Fact]
    public Task The_places_of_a_trail_are_those_of_its_entries() => Gen.Select(Lives, Gen.Int[0, 700], Gen.Int[1, 500]).SampleAsync(async (steps, after, limit) =>
    {
        var life = new LongLife(steps);
        var places = new TrailPlaces(LongLife.Subject, after, limit);
        if (after < life.Kept.AfterVersion)
            places.Add(await life.Pieces.Marks(LongLife.Subject, after, limit));
        places.Add(life.Kept);
        Assert.Equal(
            life.Bucket.Entries.Where(e => e.Subject == LongLife.Subject && e.Version > after).Take(limit).Select(e => e.Seq),
            places.Seqs);
    }, iter: 60);

    [Fact]
    public void A_trail_with_a_gap_is_an_error()
    {
        var places = new TrailPlaces("customer/C", 0, 10);
        places.Add([new(1, 1, 2, 2, 10)]);
        var damage = Assert.Throws<InvalidDataException>(() => places.Add([new(2, 2, 5, 1, 20)]));
        Assert.Contains("3 to 4", damage.Message, StringComparison.Ordinal);
    }
}
