using System.Reflection;
using System.Text.RegularExpressions;
using SalesGrid.Gateway.Overview;
using SalesGrid.Gateway.Web;
using SalesGrid.Kpis;
using SalesGrid.Opportunities;
using Xunit;

namespace SalesGrid.Web.Tests;

public sealed partial class WordsTests
{
    public static TheoryData<string, LocalText> All() => new(typeof(Texts)
        .GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(f => (f.Name, (LocalText)f.GetValue(null)!)));

    [Theory]
    [MemberData(nameof(All))]
    public void Every_text_is_in_both_languages(string name, LocalText text)
    {
        Assert.Matches("[\u4e00-\u9fff]", text.Zh);
        Assert.Matches("[A-Za-z]", text.En);
        Assert.Equal(Holes(text.Zh), Holes(text.En));
        // Chinese sentences take full-width marks.
        Assert.DoesNotMatch("[\u4e00-\u9fff][,;:!?()]", text.Zh);
        Assert.NotEmpty(name);
    }

    [Theory]
    [InlineData(0, "0", "0")]
    [InlineData(9_834, "9,834", "9,834")]
    [InlineData(9_999.4, "9,999", "9,999")]
    [InlineData(9_999.6, "1.00万", "10.00K")]
    [InlineData(12_345, "1.23万", "12.35K")]
    [InlineData(3_346_293, "334.6万", "3.35M")]
    [InlineData(10_005_534, "1,001万", "10.01M")]
    [InlineData(99_500_000, "9,950万", "99.50M")]
    [InlineData(99_999_600, "1.00亿", "100.0M")]
    [InlineData(999_960, "100.0万", "1.00M")]
    [InlineData(542_000_000, "5.42亿", "542.0M")]
    [InlineData(1_234_000_000_000, "1.23万亿", "1.23T")]
    [InlineData(-3_346_293, "-334.6万", "-3.35M")]
    public void Large_values_are_written_short(decimal value, string chinese, string english)
    {
        Assert.Equal(chinese, Locale.Of(Language.Chinese).Compact(value));
        Assert.Equal(english, Locale.Of(Language.English).Compact(value));
    }

    [Theory]
    [InlineData(-5, "刚刚", "just now")]
    [InlineData(0.9, "刚刚", "just now")]
    [InlineData(3.9, "3 秒前", "3 s ago")]
    [InlineData(60, "1 分钟前", "1 min ago")]
    [InlineData(7_300, "2 小时前", "2 h ago")]
    [InlineData(200_000, "2 天前", "2 d ago")]
    public void Ages_are_in_one_whole_unit(double seconds, string chinese, string english)
    {
        Assert.Equal(chinese, Locale.Of(Language.Chinese).Ago(TimeSpan.FromSeconds(seconds)));
        Assert.Equal(english, Locale.Of(Language.English).Ago(TimeSpan.FromSeconds(seconds)));
    }

    [Theory]
    [InlineData(0, new[] { 0d, 1 })]
    [InlineData(1, new[] { 0d, 1 })]
    [InlineData(3, new[] { 0d, 1, 2, 3 })]
    [InlineData(10, new[] { 0d, 5, 10 })]
    [InlineData(215, new[] { 0d, 100, 200, 300 })]
    [InlineData(1_136_000, new[] { 0d, 500_000, 1_000_000, 1_500_000 })]
    public void Axis_lines_are_round_and_reach_the_largest(double largest, double[] lines) =>
        Assert.Equal(lines.Select(l => (decimal)l), MonthAxis.Lines((decimal)largest));

    [Fact]
    public void The_last_twelve_months_are_shown_without_gaps()
    {
        var won = new KpiTotals { Won = 1 };
        var months = MonthAxis.Months(
        [
            new("2016-01", won, []), new("2017-03", won, []), new("2017-12", won, []),
            new("2018-06", new KpiTotals { Open = 5 }, []), new(null, won, []),
        ]);
        Assert.Equal(12, months.Length);
        Assert.Equal(new DateOnly(2017, 1, 1), months[0].Month);
        Assert.Equal(new DateOnly(2017, 12, 1), months[^1].Month);
        Assert.Equal(1, months[2].Group.Counts.Won);
        Assert.Equal(0, months[3].Group.Counts.Won);
    }

    private static IEnumerable<string> Holes(string text) => Hole().Matches(text).Select(m => m.Value).Order(StringComparer.Ordinal);

    [GeneratedRegex(@"\{\d\}")]
    private static partial Regex Hole();
}
