using CsCheck;
using SalesGrid.Storage.AzureStorage;
using SalesGrid.Testing;
using Xunit;

namespace SalesGrid.Storage.Tests.Azure;

public sealed class BlockRowTests
{
    private static readonly Gen<string> Subjects = Gen.Frequency(
        (1, Gen.Char[' ', '\u2FFF'].Array[1, LedgerLimits.SubjectLengthMax].Select(chars => new string(chars))),
        (1, Gen.Char["!hiv0a/"].Array[1, 12].Select(chars => new string(chars))));

    [Fact]
    public void A_block_comes_back_from_its_row() => Gen.Select(Subjects, Gen.Int[1, int.MaxValue]).Sample((subject, version) =>
    {
        var block = TestRecords.Block(subject, version);
        var row = BlockRow.Encode(3, block);
        Assert.True(TestRecords.Same(block, BlockRow.Decode(row)));
        Assert.InRange(row.RowKey.Length, 1, 512);
    });

    [Fact]
    public void Rows_of_blocks_lie_between_those_of_heads_and_by_version() =>
        Gen.Select(Subjects, Subjects, Gen.Int[1, int.MaxValue], Gen.Int[1, int.MaxValue]).Sample((one, other, first, second) =>
        {
            var key = BlockRow.Key(one, first);
            Assert.True(string.CompareOrdinal(BlockRow.FirstKey, key) < 0 && string.CompareOrdinal(key, BlockRow.EndKey) < 0);
            var head = HeadRow.Key(other);
            Assert.True(string.CompareOrdinal(head, BlockRow.FirstKey) < 0 || string.CompareOrdinal(head, BlockRow.EndKey) >= 0, head);
            Assert.Equal(first.CompareTo(second), Math.Sign(string.CompareOrdinal(key, BlockRow.Key(one, second))));
            // Nothing of another subject lies between the first and the last of one.
            if (one != other)
            {
                var between = BlockRow.Key(other, second);
                Assert.False(string.CompareOrdinal(BlockRow.Key(one, 0), between) < 0 && string.CompareOrdinal(between, BlockRow.Key(one, int.MaxValue)) <= 0, between);
            }
        });

    [Fact]
    public void The_key_is_fixed_because_it_is_stored() =>
        Assert.Equal("!hopportunity!2FOPP-1!v0000000032", BlockRow.Key("opportunity/OPP-1", 32));
}
