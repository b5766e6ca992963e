namespace SalesGrid.Domain.Tests;

public sealed class KpiTotalsTests
{
    [Fact]
    public void Sums_do_not_depend_on_order() =>
        Gen.Select(Generators.Totals, Generators.Totals).Sample((a, b) => a + b == b + a && KpiTotals.Add(a, b) == a + b);

    [Fact]
    public void Sums_do_not_depend_on_grouping() =>
        Gen.Select(Generators.Totals, Generators.Totals, Generators.Totals).Sample((a, b, c) => a + b + c == a + (b + c));

    [Fact]
    public void Totals_come_back_from_their_sums() => Generators.Totals.Sample(a =>
    {
        Assert.Equal(KpiTotals.Measures.Length, a.ToSums().Length);
        Assert.Equal(a, KpiTotals.Of(a.ToSums()));
    });

    [Fact]
    public void Nothing_added_changes_nothing() => Generators.Totals.Sample(a => a + default(KpiTotals) == a);

    [Theory]
    [InlineData(0, 0, null)]
    [InlineData(0, 3, 0.0)]
    [InlineData(3, 0, 1.0)]
    [InlineData(3, 1, 0.75)]
    [InlineData(1, 2, 1.0 / 3)]
    public void The_win_rate_is_of_what_was_decided_and_has_no_meaning_before(long won, long lost, double? rate) =>
        Assert.Equal(rate, new KpiTotals { Open = 9, Won = won, Lost = lost }.WinRate);

    [Theory]
    [InlineData(0, 0, null)]
    [InlineData(0, 2, 0.0)]
    [InlineData(91, 2, 45.5)]
    public void The_mean_cycle_is_of_wins_with_a_known_opening(long days, long cycles, double? mean) =>
        Assert.Equal(mean, new KpiTotals { Won = 5, WonCycleDays = days, WonCycles = cycles }.MeanWonCycleDays);

    [Fact]
    public void The_largest_amounts_of_a_hundred_million_opportunities_add_up_exactly()
    {
        var one = new KpiTotals { Open = 1, OpenMinor = Money.MaxMinorUnits, WeightedMinorPercent = (Int128)Money.MaxMinorUnits * 100 };
        var sum = one;
        for (var i = 0; i < 27; i++)
            sum += sum;
        Assert.Equal((1L << 27, (Int128)Money.MaxMinorUnits << 27, (Int128)Money.MaxMinorUnits * 100 << 27),
            (sum.Open, sum.OpenMinor, sum.WeightedMinorPercent));
    }

    [Fact]
    public void A_set_is_empty_when_it_has_no_opportunity_whatever_its_amounts()
    {
        Assert.True(default(KpiTotals).IsEmpty);
        Assert.False(new KpiTotals { Lost = 1 }.IsEmpty);
        Assert.Equal(6, new KpiTotals { Open = 1, Won = 2, Lost = 3 }.Opportunities);
    }
}
