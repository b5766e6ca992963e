namespace SalesGrid.Domain.Tests;

public sealed class IdentityTextTests
{
    [Theory]
    [InlineData("MC 500", "MC500")]
    [InlineData("ＭＣ　５００", "MC500")]
    [InlineData("mc500", "MC500")]
    [InlineData("bk-1 ", "BK-1")]
    [InlineData("BK-1\u200b", "BK-1")]
    [InlineData("\u202eBK\u00ad-1\u202c", "BK-1")]
    [InlineData("BK\u00a0-\u20031", "BK-1")]
    [InlineData("ﬁne", "FINE")]
    [InlineData("东海钢铁", "东海钢铁")]
    [InlineData("", "")]
    public void Texts_that_name_one_thing_have_one_key(string text, string key) => Assert.Equal(key, IdentityText.Key(text));

    [Theory]
    [InlineData("BK-1", "BK-2")]
    [InlineData("BK-1", "BK1")]
    [InlineData("甲", "乙")]
    [InlineData("a", null)]
    public void Texts_that_differ_in_what_one_sees_name_two_things(string a, string? b) => Assert.False(IdentityText.Same(a, b));

    [Fact]
    public void A_key_is_its_own_key_and_a_canonical_text_its_own_form() =>
        Gen.String.Sample(text => IdentityText.Key(IdentityText.Key(text)) == IdentityText.Key(text)
            && IdentityText.Canonical(IdentityText.Canonical(text)) == IdentityText.Canonical(text)
            && IdentityText.Same(text, IdentityText.Canonical(text)));

    [Fact]
    public void Plain_text_in_its_form_is_not_written_anew()
    {
        const string key = "OPP-2026-000417", id = "wang.fang@example.com";
        Assert.Same(key, IdentityText.Key(key));
        Assert.Same(id, IdentityText.Canonical(id));
    }
}
