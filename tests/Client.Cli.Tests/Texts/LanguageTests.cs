using System.Globalization;
using SalesGrid.Texts;

namespace SalesGrid.Tests.Texts;

public sealed class LanguageTests
{
    [Theory]
    [InlineData("zh_CN.UTF-8", "en-US", Language.Zh)]
    [InlineData("de_DE.UTF-8", "zh-CN", Language.En)]
    [InlineData("C.UTF-8", "zh-CN", Language.En)]
    [InlineData(null, "zh-CN", Language.Zh)]
    [InlineData(null, "en-US", Language.En)]
    public void The_environment_chooses_the_language(string? lang, string system, Language expected) =>
        Assert.Equal(expected, LanguageExtensions.Choose(["import"], name => name == "LANG" ? lang : null, CultureInfo.GetCultureInfo(system)));

    [Fact]
    public void The_option_goes_before_the_environment() =>
        Assert.Equal(Language.Zh, LanguageExtensions.Choose(["import", "--lang", "zh"], _ => "en_US", CultureInfo.InvariantCulture));

    [Theory]
    [InlineData("close_valu", "close_value")]
    [InlineData("CloseValue", "close_value")]
    [InlineData("value", "close_value")]
    [InlineData("sales_agnet", "sales_agent")]
    public void A_near_match_is_suggested(string wrong, string expected) =>
        Assert.Equal(expected, NearMatches.Of(wrong, ["close_value", "sales_agent", "deal_stage"])[0]);

    [Fact]
    public void Nothing_is_suggested_where_nothing_is_near() =>
        Assert.Empty(NearMatches.Of("zzz", ["close_value", "sales_agent"]));
}
