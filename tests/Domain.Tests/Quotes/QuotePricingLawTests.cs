using System.Collections.Immutable;
using System.Numerics;

namespace SalesGrid.Domain.Tests;

/// <summary>The arithmetic of quotes against plain rational numbers that share no code with it.</summary>
public sealed class QuotePricingLawTests
{
    private static readonly Gen<(long List, long Floor, long? Cost)> Price =
        from list in Gen.Frequency((3, Gen.Long[0, 10_000_00]), (1, Gen.OneOf(0L, 1L, 3L, 1_000_000_000_000L)))
        from floor in Gen.Long[0, list]
        from cost in Gen.OneOf(Gen.Const((long?)null), Gen.Long[0, 10_000_00].Select(c => (long?)c))
        select (list, floor, cost);

    private static readonly Gen<(QuoteTerms Terms, PriceBook Book)> Offer =
        from prices in Price.Array[1, 5]
        from lines in Gen.Select(Gen.Int[0, prices.Length - 1],
            Gen.Frequency((3, Gen.Long[1, 100_000]), (1, Gen.OneOf(1L, 333L, 500L, 1_000L))),
            Gen.OneOf(Gen.Const((long?)null), Gen.Long[0, 12_000_00].Select(p => (long?)p)),
            Gen.Frequency((2, Gen.Const(0)), (3, Gen.Int[0, 10_000]))).Array[1, 8]
        from off in Gen.Frequency((1, Gen.Const(0L)), (1, Gen.Long[1, 5_000_00]))
        select (
            Deals.Terms with
            {
                Lines = [.. lines.Select(l => new QuoteLine($"P{l.Item1}", l.Item2, l.Item3 is { } unit ? new Money(unit, "CNY") : null, l.Item4))],
                TotalDiscount = off == 0 ? null : new Money(off, "CNY"),
            },
            Deals.Book with { Lines = [.. prices.Select((p, i) => new PriceLine($"P{i}", $"P{i}", p.List, p.Floor, p.Cost))] });

    [Fact]
    public void Totals_are_what_rational_numbers_rounded_once_a_line_give() => Offer.Sample(offer =>
    {
        var (terms, book) = offer;
        BigInteger list = 0, net = 0;
        BigInteger? cost = 0;
        foreach (var line in terms.Lines)
        {
            var price = book.Lines.Single(p => p.Product == line.Product);
            var unit = line.UnitPrice?.MinorUnits ?? price.ListMinor;
            list += Nearest((BigInteger)BigInteger.Max(unit, price.ListMinor) * line.QuantityThousandths, 1_000);
            net += Nearest((BigInteger)unit * line.QuantityThousandths * (10_000 - line.DiscountBasisPoints), 10_000_000);
            cost += price.CostMinor is { } c ? Nearest((BigInteger)c * line.QuantityThousandths, 1_000) : null;
        }
        net -= terms.TotalDiscount?.MinorUnits ?? 0;
        if (!QuotePricing.TryPrice(terms, book, World.Today, out var priced, out var refusal))
        {
            Assert.True(net < 0 || list > Money.MaxMinorUnits, refusal.Reason.En);
            return;
        }
        var totals = priced.Totals;
        Assert.Equal((list, net, list - net), (totals.List.MinorUnits, totals.Net.MinorUnits, totals.Discount.MinorUnits));
        Assert.Equal((long?)(net - cost), totals.Margin?.MinorUnits);
        Assert.Equal(list == 0 ? null : (int?)Ceiling((list - net) * 10_000, list), totals.DiscountBasisPoints);
        Assert.Equal(cost is null || net == 0 ? null : (long?)(-Ceiling(-(net - cost.Value) * 10_000, net)), totals.MarginBasisPoints);
    }, iter: 3_000);

    [Fact]
    public void A_discount_is_never_negative_and_never_more_than_there_is() => Offer.Sample(offer =>
    {
        if (!QuotePricing.TryPrice(offer.Terms, offer.Book, World.Today, out var priced, out _))
            return;
        Assert.All(priced.Lines, l => Assert.InRange(l.Net.MinorUnits, 0, l.List.MinorUnits));
        Assert.InRange(priced.Totals.Discount.MinorUnits, 0, priced.Totals.List.MinorUnits);
    }, iter: 2_000);

    [Fact]
    public void The_order_of_lines_changes_no_total() => Offer.Sample(offer =>
    {
        var turned = offer.Terms with { Lines = [.. offer.Terms.Lines.Reverse()] };
        Assert.Equal(
            QuotePricing.TryPrice(offer.Terms, offer.Book, World.Today, out var one, out _),
            QuotePricing.TryPrice(turned, offer.Book, World.Today, out var other, out _));
        Assert.Equal(one?.Totals, other?.Totals);
    }, iter: 1_000);

    [Fact]
    public void A_line_is_below_its_floor_exactly_where_its_share_is_less_than_the_floor() => Offer.Sample(offer =>
    {
        if (!QuotePricing.TryPrice(offer.Terms, offer.Book, World.Today, out var priced, out _))
            return;
        BigInteger before = 0;
        foreach (var line in priced.Lines)
            before += line.Net.MinorUnits;
        var below = priced.Lines.Where(l =>
        {
            var floor = Nearest((BigInteger)l.FloorPrice.MinorUnits * l.QuantityThousandths, 1_000);
            // A line of nothing has no share of anything.
            return before == 0 ? floor > 0 : l.Net.MinorUnits * (BigInteger)priced.Totals.Net.MinorUnits < floor * before;
        }).Select(l => l.Product);
        Assert.Equal(below, QuotePricing.BelowFloor(priced));
    }, iter: 2_000);

    [Fact]
    public void What_is_within_an_authority_by_its_figures_is_within_it_exactly() => Offer.Sample(offer =>
    {
        if (!QuotePricing.TryPrice(offer.Terms, offer.Book, World.Today, out var priced, out _))
            return;
        for (var limit = 0; limit <= 10_000; limit += 123)
        {
            var exactly = (BigInteger)priced.Totals.Discount.MinorUnits * 10_000 <= (BigInteger)limit * priced.Totals.List.MinorUnits;
            Assert.Equal(exactly, ApprovalRouting.Covers(new("any", limit, null, null, null), priced.Totals));
        }
    }, iter: 500);

    [Theory]
    [InlineData(0, 1_000, 0), InlineData(499, 1_000, 0), InlineData(500, 1_000, 1), InlineData(1_499, 1_000, 1), InlineData(1_500, 1_000, 2), InlineData(1, 2, 1), InlineData(1, 3, 0), InlineData(2, 3, 1)]
    public void The_half_goes_up(long dividend, long divisor, long expected) => Assert.Equal(expected, (long)QuotePricing.HalfUp(dividend, divisor));

    [Fact]
    public void The_largest_line_there_can_be_is_computed_and_one_beyond_is_refused()
    {
        var book = Deals.Book with { Lines = [new("P", "P", Money.MaxMinorUnits, 0, Money.MaxMinorUnits)] };
        Assert.True(QuotePricing.TryPrice(Deals.Terms with { Lines = [new("P", 1_000)] }, book, World.Today, out var most, out _));
        Assert.Equal(Money.MaxMinorUnits, most.Totals.Net.MinorUnits);
        Assert.False(QuotePricing.TryPrice(Deals.Terms with { Lines = [new("P", QuoteLine.MaxQuantityThousandths)] }, book, World.Today, out _, out var line));
        Assert.Equal("lines[0]", line.Field);
        Assert.False(QuotePricing.TryPrice(Deals.Terms with { Lines = [new("P", 1_000), new("P", 1_000)] }, book, World.Today, out _, out var total));
        Assert.Equal("lines", total.Field);
    }

    /// <summary>The nearest whole number, the half up, by looking at the remainder.</summary>
    private static BigInteger Nearest(BigInteger dividend, BigInteger divisor)
    {
        var whole = BigInteger.DivRem(dividend, divisor, out var rest);
        return rest * 2 >= divisor ? whole + 1 : whole;
    }

    private static BigInteger Ceiling(BigInteger dividend, BigInteger divisor)
    {
        var whole = BigInteger.DivRem(dividend, divisor, out var rest);
        return rest > 0 ? whole + 1 : whole;
    }
}
