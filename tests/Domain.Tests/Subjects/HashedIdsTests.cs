namespace SalesGrid.Domain.Tests;

public sealed class HashedIdsTests
{
    [Fact]
    public void It_says_of_every_id_that_was_added_that_it_may_be_there_and_of_no_other_that_looks_different() =>
        Gen.Select(Gen.ULong.Array[0, 2_000], Gen.ULong.Array[0, 200]).Sample((added, others) =>
        {
            var ids = new HashedIds();
            foreach (var hash in added)
            {
                ids.Add(hash);
                ids.Add(hash);
            }
            Assert.All(added, hash => Assert.True(ids.MayContain(hash)));
            var looks = added.Select(Looks).ToHashSet();
            Assert.All(others, hash => Assert.Equal(looks.Contains(Looks(hash)), ids.MayContain(hash)));
        }, iter: 100);

    [Theory]
    [InlineData(0UL)]
    [InlineData(1UL)]
    [InlineData(uint.MaxValue)]
    [InlineData(ulong.MaxValue)]
    public void The_least_and_the_greatest_hash_are_ids_like_others(ulong hash)
    {
        var ids = new HashedIds();
        Assert.False(ids.MayContain(hash));
        ids.Add(hash);
        Assert.True(ids.MayContain(hash));
        Assert.False(ids.MayContain(hash ^ (1UL << 40)));
    }

    // 32 bits of the hash; the lowest value stands for a free place and is counted with the next.
    private static uint Looks(ulong hash) => Math.Max(1, (uint)(hash >> 32));
}
