using SalesGrid.Bench.Load;

namespace SalesGrid.Bench.Tests;

public sealed class KeysTests
{
    [Fact]
    public void Each_once_is_each_once_in_another_order_and_then_none()
    {
        var keys = Keys.EachOnce(1_000, seed: 417);
        var chosen = Enumerable.Range(0, 1_000).Select(_ => keys.Next(Random.Shared)!.Value).ToArray();
        Assert.Equal(Enumerable.Range(0, 1_000), chosen.Order());
        Assert.NotEqual(Enumerable.Range(0, 1_000), chosen);
        Assert.Null(keys.Next(Random.Shared));
        Assert.Null(keys.Next(Random.Shared));
    }

    [Fact]
    public void The_same_seed_is_the_same_order()
    {
        Assert.Equal(Order(417), Order(417));
        Assert.NotEqual(Order(417), Order(418));

        static int?[] Order(int seed)
        {
            var keys = Keys.EachOnce(100, seed);
            return [.. Enumerable.Range(0, 100).Select(_ => keys.Next(Random.Shared))];
        }
    }

    [Theory, InlineData(null), InlineData(0.99)]
    public void Any_number_of_choices_stays_within_what_there_is(double? zipf)
    {
        var keys = new Keys(10, zipf);
        var random = new Random(417);
        Assert.All(Enumerable.Range(0, 10_000), _ => Assert.InRange(keys.Next(random)!.Value, 0, 9));
    }
}
