using System.Collections.Immutable;

namespace SalesGrid.Domain.Tests;

public sealed class HistoryBlockCodecTests
{
    /// <summary>Commands that followed one another, with other objects' entries in between.</summary>
    private static readonly Gen<ImmutableArray<CommandMark>> Marks = Gen.Select(
        Gen.Int[0, int.MaxValue / 2], Gen.Long[1, long.MaxValue / 2],
        Gen.Select(Gen.ULong, Gen.ULong, Gen.Int[1, 300], Gen.Long[0, 1_000_000_000]).Array[1, CommandMarks.BlockLength],
        (version, seq, commands) =>
        {
            var marks = ImmutableArray.CreateBuilder<CommandMark>(commands.Length);
            foreach (var (hash, print, events, between) in commands)
            {
                marks.Add(new(hash, print, version += events, events, seq + between));
                seq += between + events;
            }
            return marks.MoveToImmutable();
        });

    [Fact]
    public void Marks_come_back_from_a_block() => Marks.Sample(marks =>
    {
        var block = HistoryBlockCodec.Write("customer/C", marks.AsSpan());
        Assert.Equal(("customer/C", marks[^1].Version), (block.Subject, (int)block.Number));
        Assert.Equal(marks.AsEnumerable(), HistoryBlockCodec.Read(block));
    });

    [Fact]
    public void A_block_of_an_ordinary_life_takes_some_nineteen_bytes_a_command()
    {
        var marks = Enumerable.Range(0, CommandMarks.BlockLength).Select(i => new CommandMark(ulong.MaxValue, ulong.MaxValue, i + 1, 1, 1 + (i * 9_000L))).ToArray();
        Assert.InRange(HistoryBlockCodec.Write("opportunity/OPP-1", marks).Data.Length, 18 * CommandMarks.BlockLength, 20 * CommandMarks.BlockLength);
    }

    [Fact]
    public void Any_one_byte_changed_and_any_end_cut_off_is_found()
    {
        var block = HistoryBlockCodec.Write("customer/C", [new(1, 2, 3, 1, 4), new(5, 6, 5, 2, 700)]);
        for (var i = 0; i < block.Data.Length; i++)
        {
            foreach (var flip in new byte[] { 0x01, 0x80, 0xff })
            {
                var damaged = block.Data.ToArray();
                damaged[i] ^= flip;
                Assert.Throws<InvalidDataException>(() => HistoryBlockCodec.Read(block with { Data = damaged }));
            }
            Assert.Throws<InvalidDataException>(() => HistoryBlockCodec.Read(block with { Data = block.Data[..i] }));
        }
    }

    [Fact]
    public void A_block_under_a_version_that_is_not_its_own_is_found()
    {
        var block = HistoryBlockCodec.Write("customer/C", [new(1, 2, 3, 1, 4)]);
        Assert.Throws<InvalidDataException>(() => HistoryBlockCodec.Read(block with { Number = 4 }));
    }
}
