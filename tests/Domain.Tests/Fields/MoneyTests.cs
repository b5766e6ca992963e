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
    public void A_currency_has_as_many_decimals_as_iso_4217_says(string currency, int minorPerMajor) =>
        Assert.Equal(minorPerMajor, Currencies.MinorPerMajor(currency));

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
