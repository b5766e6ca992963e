namespace SalesGrid.Domain.Tests;

public sealed class ValidationTests
{
    public static TheoryData<string?, bool, bool> Texts => new()
    {
        // text, good where required, good where optional
        { null, false, true },
        { "", false, true },
        { " ", false, true },
        { "\u3000", false, true },
        { "\u200b", false, true },
        { "\u202e\u202c", false, true },
        { "\u2800\u3164", false, true },
        { "\u200ba", true, true },
        { "a", true, true },
        { new('a', 199), true, true },
        { new('长', 200), true, true },
        { new('长', 201), false, false },
        { "line one\r\nline\ttwo", true, true },
        { "nul\0", false, false },
        { "bell\u0007", false, false },
        { "escape\u001b[31m", false, false },
        { "delete\u007f", false, false },
        { "next line\u0085", false, false },
        { "𠮷野家 🚄", true, true },
        { "half a character \ud842", false, false },
        { "\udfb7 the other half", false, false },
        { "halves the wrong way round \udfb7\ud842", false, false },
    };

    [Theory, MemberData(nameof(Texts), DisableDiscoveryEnumeration = true)]
    public void A_text_is_taken_when_it_is_there_short_and_printable(string? text, bool goodWhereRequired, bool goodWhereOptional)
    {
        Expect(goodWhereRequired, Validation.Required("note", text), "note");
        Expect(goodWhereOptional, Validation.Optional("note", text), "note");
    }

    [Theory]
    [InlineData(3999, true)]
    [InlineData(4000, true)]
    [InlineData(4001, false)]
    public void A_free_text_has_a_longest_length(int length, bool good) =>
        Expect(good, Validation.Required("note", new string('字', length), Validation.MaxTextLength), "note");

    public static TheoryData<long, string, bool> Amounts => new()
    {
        { -1, "CNY", false },
        { long.MinValue, "CNY", false },
        { 0, "CNY", true },
        { 1, "CNY", true },
        { Money.MaxMinorUnits, "JPY", true },
        { Money.MaxMinorUnits + 1, "JPY", false },
        { long.MaxValue, "JPY", false },
        { 1, "cny", false },
        { 1, "CN", false },
        { 1, "CNYY", false },
        { 1, "C1Y", false },
        { 1, "人民币", false },
        { 1, "", false },
        { 1, null!, false },
    };

    [Theory, MemberData(nameof(Amounts))]
    public void An_amount_is_taken_when_it_is_in_range_and_in_a_currency(long minorUnits, string currency, bool good) =>
        Expect(good, Validation.OptionalAmount("amount", new Money(minorUnits, currency)), "amount");

    [Fact]
    public void An_amount_that_is_not_there_is_not_wrong()
    {
        Assert.Null(Validation.OptionalAmount("amount", null));
        // A value nobody set has no currency: it is no amount of nothing.
        Expect(false, Validation.OptionalAmount("amount", default(Money)), "amount");
    }

    [Theory]
    [InlineData("1899-12-31", false)]
    [InlineData("1900-01-01", true)]
    [InlineData("2199-12-31", true)]
    [InlineData("2200-01-01", false)]
    [InlineData("0001-01-01", false)]
    [InlineData("9999-12-31", false)]
    [InlineData(null, true)]
    public void A_date_is_taken_when_it_lies_between_1900_and_2199(string? day, bool good) => Expect(good,
        Validation.OptionalDate("day", day is null ? null : DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture)), "day");

    [Theory]
    [InlineData(null, true, false)]
    [InlineData("", false, false)]
    [InlineData("C-100", true, true)]
    [InlineData("C/100", false, false)]
    public void An_id_may_be_left_out_only_where_it_is_optional(string? id, bool goodWhereOptional, bool goodWhereRequired)
    {
        Expect(goodWhereOptional, Validation.OptionalId("customerId", id), "customerId");
        Expect(goodWhereRequired, Validation.RequiredId("customerId", id), "customerId");
    }

    private static void Expect(bool good, Refusal? refusal, string field)
    {
        if (good)
        {
            Assert.Null(refusal);
            return;
        }
        Assert.NotNull(refusal);
        Assert.Equal(("CP-DATA-01", RefusalKind.Invalid, field), (refusal.ControlPoint, refusal.Kind, refusal.Field));
        Domain.Tests.Texts.AreFilled(refusal);
        Assert.Matches(Domain.Tests.Texts.Chinese(), refusal.Reason.Zh);
        Assert.Contains(field, refusal.Reason.En, StringComparison.Ordinal);
    }
}
