using System.Globalization;

namespace SalesGrid.Domain.Tests;

public sealed class MoneyTests
{
    [Theory]
    [InlineData("JPY", 1)]
    [InlineData("KRW", 1)]
    [InlineData("VND", 1)]
    [InlineData("CNY", 100)]
    [InlineData("USD", 100)]
    [InlineData("EUR", 100)]
    [InlineData("KWD", 1000)]
    [InlineData("BHD", 1000)]
    [InlineData("MRU", 100)]
    [InlineData("ISK", 1)]
    [InlineData("CLF", 10_000)]
    [InlineData("XCG", 100)]
    public void A_currency_has_as_many_decimals_as_iso_4217_says(string currency, int minorPerMajor) =>
        Assert.Equal(minorPerMajor, Currencies.MinorPerMajor(currency));

    [Theory]
    [InlineData("RMB", "CNY")]
    [InlineData("cny", "CNY")]
    [InlineData("CNH", "CNY")]
    [InlineData("NTD", "TWD")]
    [InlineData("ANG", "XCG")]
    [InlineData("ZZZ", null)]
    [InlineData("BTC", null)]
    [InlineData("XXX", null)]
    [InlineData("XAU", null)]
    [InlineData("XTS", null)]
    [InlineData("XDR", null)]
    [InlineData("CHE", null)]
    [InlineData("ABC", null)]
    [InlineData("AAA", null)]
    [InlineData("ＣＮＹ", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void What_nobody_contracts_in_is_no_currency_and_what_is_meant_is_said(string? code, string? meant)
    {
        Assert.False(Currencies.IsValid(code));
        Assert.Equal(meant, Currencies.MeantBy(code));
        var refusal = Validation.Currency("currency", code)!;
        if (meant is not null)
        {
            Assert.Contains(meant, refusal.Reason.En, StringComparison.Ordinal);
            Assert.Contains(meant, refusal.Reason.Zh, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Every_currency_of_the_list_is_taken_and_counts_in_no_more_than_four_decimals()
    {
        Assert.InRange(Currencies.All.Count, 150, 170);
        Assert.All(Currencies.All, code =>
        {
            Assert.Null(Validation.Currency("currency", code));
            Assert.Contains(Currencies.MinorPerMajor(code), (int[])[1, 100, 1_000, 10_000]);
        });
    }

    [Theory]
    [InlineData("0", "CNY", 0L)]
    [InlineData("0.01", "CNY", 1L)]
    [InlineData("1.10", "CNY", 110L)]
    [InlineData("1.100", "CNY", 110L)]
    [InlineData("0.001", "CNY", null)]
    [InlineData("1250000.00", "CNY", 125_000_000L)]
    [InlineData("-1.5", "CNY", -150L)]
    [InlineData("1", "JPY", 1L)]
    [InlineData("1.0", "JPY", 1L)]
    [InlineData("0.5", "JPY", null)]
    [InlineData("0.001", "KWD", 1L)]
    [InlineData("0.0001", "KWD", null)]
    [InlineData("0.0001", "CLF", 1L)]
    [InlineData("0.00001", "CLF", null)]
    [InlineData("1000000000000", "CNY", Money.MaxMinorUnits)]
    [InlineData("1000000000000.01", "CNY", null)]
    [InlineData("100000000000000", "JPY", Money.MaxMinorUnits)]
    [InlineData("100000000000001", "JPY", null)]
    [InlineData("79228162514264337593543950335", "KWD", null)]
    [InlineData("-79228162514264337593543950335", "KWD", null)]
    public void An_amount_in_major_units_is_converted_exactly_or_not_at_all(string major, string currency, long? minor)
    {
        var money = Currencies.FromMajor(decimal.Parse(major, CultureInfo.InvariantCulture), currency);
        Assert.Equal(minor, money?.MinorUnits);
        if (money is { } found)
            Assert.Equal(decimal.Parse(major, CultureInfo.InvariantCulture), found.Major);
    }

    [Theory]
    [InlineData(12_345_67, "CNY", "12345.67 CNY")]
    [InlineData(1, "KWD", "0.001 KWD")]
    [InlineData(500, "JPY", "500 JPY")]
    public void Money_is_written_the_same_in_every_country(long minor, string currency, string text)
    {
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("de-DE");
            Assert.Equal(text, new Money(minor, currency).ToString());
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void Major_units_there_and_back_are_the_same_amount() =>
        Gen.Select(Gen.Long[-Money.MaxMinorUnits, Money.MaxMinorUnits], Gen.OneOf("JPY", "CNY", "KWD"))
            .Sample((minor, currency) => Currencies.FromMajor(new Money(minor, currency).Major, currency) == new Money(minor, currency));
}
