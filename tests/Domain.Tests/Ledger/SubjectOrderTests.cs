using SalesGrid.Ledger;

namespace SalesGrid.Domain.Tests;

public sealed class SubjectOrderTests
{
    private static readonly string[] Starts = ["", "opportunity/OPP-00", "客户/"];

    // Few letters, so that much is alike; beside them the end of what fits a byte, what does not, and half a surrogate pair.
    private const string Letters = "\0ab0þÿĀ王\ud83d";

    private static readonly Gen<string> Text = Gen.Int[0, Letters.Length - 1].Select(i => Letters[i]).Array[0, 14].Select(chars => new string(chars));

    [Fact]
    public void The_order_is_the_ordinal_one() => Gen.Select(Gen.Int[0, Starts.Length - 1].Select(i => Starts[i]), Text.Array[0, 60]).Sample((start, ends) =>
    {
        var subjects = ends.Select(end => start + end).ToArray();
        var expected = subjects.Order(StringComparer.Ordinal).ToArray();
        SubjectOrder.Sort(subjects);
        Assert.Equal(expected, subjects);
    });
}
