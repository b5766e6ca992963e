namespace SalesGrid.Domain.Tests;

/// <summary>The check character of GB 32100-2015, held to the standard's own tables.</summary>
public sealed class CreditCodeTests
{
    // The standard's table 3: the weight of each place. Written out, not computed.
    private static readonly int[] Weights = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];

    // The standard's table 2: what each character is worth.
    private static readonly Dictionary<char, int> Worth = new[]
    {
        ('0', 0), ('1', 1), ('2', 2), ('3', 3), ('4', 4), ('5', 5), ('6', 6), ('7', 7), ('8', 8), ('9', 9), ('A', 10),
        ('B', 11), ('C', 12), ('D', 13), ('E', 14), ('F', 15), ('G', 16), ('H', 17), ('J', 18), ('K', 19), ('L', 20), ('M', 21),
        ('N', 22), ('P', 23), ('Q', 24), ('R', 25), ('T', 26), ('U', 27), ('W', 28), ('X', 29), ('Y', 30),
    }.ToDictionary(w => w.Item1, w => w.Item2);

    private static readonly Gen<string> Seventeen = Gen.OneOf(Worth.Keys.ToArray()).Array[17].Select(c => new string(c));

    private static char CheckOf(string seventeen)
    {
        var sum = seventeen.Select((c, i) => Worth[c] * Weights[i]).Sum();
        // C18 = 31 - MOD(sum, 31), and 31 is written as 0.
        return Worth.Single(w => w.Value == (31 - sum % 31 == 31 ? 0 : 31 - sum % 31)).Key;
    }

    [Fact]
    public void Of_the_thirty_one_last_characters_the_tables_one_alone_is_right() =>
        Seventeen.Sample(first => Assert.Equal([CheckOf(first)], Worth.Keys.Where(last => CreditCode.IsValid(first + last))));

    [Fact]
    public void One_wrong_character_never_goes_unnoticed() =>
        Gen.Select(Seventeen, Gen.Int[0, 16], Gen.OneOf(Worth.Keys.ToArray())).Sample((first, place, other) =>
        {
            var code = first + CheckOf(first);
            var wrong = code[..place] + other + code[(place + 1)..];
            Assert.Equal(wrong == code, CreditCode.IsValid(wrong));
        });

    [Theory]
    [InlineData("91110000600037341L")]
    [InlineData("91440300708461136T")]
    [InlineData("91330100799655058B")]
    [InlineData("9144030071526726XG")]
    [InlineData("91350100M000100Y43")]
    public void Codes_that_companies_publish_are_right_by_both(string code)
    {
        Assert.Equal(code[^1], CheckOf(code[..17]));
        Assert.True(CreditCode.IsValid(code));
    }

    [Theory]
    [InlineData("")]
    [InlineData("91110000600037341")]
    [InlineData("91110000600037341LL")]
    [InlineData("9111000060003734IL")]
    [InlineData("9111000060003734OL")]
    [InlineData("91110000600037341l")]
    [InlineData("91110000600037 41L")]
    [InlineData("９1110000600037341L")]
    public void What_is_not_eighteen_of_the_characters_is_no_code(string text) => Assert.False(CreditCode.IsValid(text));

    [Theory]
    [InlineData(" 91110000600037341l\t", "91110000600037341L")]
    [InlineData("", "")]
    [InlineData(null, null)]
    public void A_code_is_kept_in_capitals_without_blanks(string? stated, string? kept) => Assert.Equal(kept, CreditCode.Normalise(stated));
}
