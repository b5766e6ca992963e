using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using SalesGrid.PriceLists;

namespace SalesGrid.Quotes;

/// <summary>From what a quote offers to what it costs: exact arithmetic on whole minor units, pure.</summary>
/// <remarks>
/// One rule of rounding: each line is the exact product of price, quantity and what the discount leaves, rounded once, half up,
/// to a whole minor unit. Totals are sums of such lines, so nothing depends on order. A unit price above the list price counts
/// as the line's list price: what one product is dearer hides no discount on another.
/// </remarks>
public static class QuotePricing
{
    /// <summary>The whole number nearest to a quotient of whole numbers; the half goes up.</summary>
    /// <param name="dividend">0 or more.</param>
    /// <param name="divisor">1 or more.</param>
    public static Int128 HalfUp(Int128 dividend, Int128 divisor) => ((2 * dividend) + divisor) / (2 * divisor);

    /// <summary>A price times a quantity, rounded.</summary>
    public static Int128 Extend(long unitMinor, long quantityThousandths) => HalfUp((Int128)unitMinor * quantityThousandths, 1_000);

    /// <summary>A price times a quantity, less a discount, rounded once.</summary>
    public static Int128 Extend(long unitMinor, long quantityThousandths, int discountBasisPoints) =>
        HalfUp((Int128)unitMinor * quantityThousandths * (10_000 - discountBasisPoints), 10_000_000);

    /// <summary>Prices the terms of a quote.</summary>
    /// <param name="terms">What it offers; checked before.</param>
    /// <param name="book">Prices of its products.</param>
    /// <param name="today">The business day.</param>
    /// <param name="priced">The quote with its prices and totals; null where it cannot be priced.</param>
    /// <param name="refusal">Why it cannot be priced.</param>
    public static bool TryPrice(
        QuoteTerms terms, PriceBook book, DateOnly today, [NotNullWhen(true)] out PricedQuote? priced, [NotNullWhen(false)] out Refusal? refusal)
    {
        priced = null;
        var prices = book.Lines.ToDictionary(l => l.Product, IdentityText.Comparer);
        var lines = ImmutableArray.CreateBuilder<PricedLine>(terms.Lines.Length);
        Int128 list = 0, net = 0;
        Int128? cost = 0;
        Refusal? found = null;
        for (var i = 0; i < terms.Lines.Length; i++)
        {
            var line = terms.Lines[i];
            if (Refusal.All(
                    prices.TryGetValue(line.Product, out var price) ? null : ControlPoints.ProductMustBePriced.RefuseField($"lines[{i}].product", line.Product, book.PriceListId),
                    CheckCurrency($"lines[{i}].unitPrice", line.UnitPrice, book)) is { } wrong)
            {
                found = Refusal.All(found, wrong);
                continue;
            }
            var unit = line.UnitPrice?.MinorUnits ?? price!.ListMinor;
            var lineList = Extend(Math.Max(unit, price!.ListMinor), line.QuantityThousandths);
            var lineNet = Extend(unit, line.QuantityThousandths, line.DiscountBasisPoints);
            var lineCost = price.CostMinor is { } c ? Extend(c, line.QuantityThousandths) : (Int128?)null;
            if (lineList > Money.MaxMinorUnits || lineCost > Money.MaxMinorUnits)
            {
                found = Refusal.All(found, TooLarge($"lines[{i}]"));
                continue;
            }
            (list, net, cost) = (list + lineList, net + lineNet, cost + lineCost);
            lines.Add(new(line.Product, price.Name, line.QuantityThousandths, Of(price.ListMinor), Of(price.FloorMinor),
                price.CostMinor is { } known ? Of(known) : null, Of(unit), line.DiscountBasisPoints, Of(lineList), Of(lineNet)));
        }
        // Sums mean something once every line has its price.
        var off = terms.TotalDiscount?.MinorUnits ?? 0;
        refusal = Refusal.All(
            found,
            CheckCurrency("totalDiscount", terms.TotalDiscount, book)
                ?? (found is null && off > net ? Validation.Invalid("totalDiscount", "超过各行合计", "it is more than the sum of the lines") : null),
            found is null && (list > Money.MaxMinorUnits || cost > Money.MaxMinorUnits) ? TooLarge("lines") : null);
        if (refusal is not null)
            return false;
        net -= off;
        var margin = net - cost;
        priced = new(book.Version, today, lines.MoveToImmutable(), new(Of(list), Of(net), Of(list - net),
            list == 0 ? null : (int)Up((list - net) * 10_000, list),
            margin is { } m ? Of(m) : null,
            margin is { } share && net > 0 ? (long)Down(share * 10_000, net) : null));
        return true;

        Money Of(Int128 minor) => new((long)minor, book.Currency);
    }

    /// <summary>The products that come out below their floor, once their share of the total discount is off; empty for none.</summary>
    public static ImmutableArray<string> BelowFloor(PricedQuote priced)
    {
        var below = ImmutableArray<string>.Empty;
        Int128 beforeTotalDiscount = 0;
        foreach (var line in priced.Lines)
            beforeTotalDiscount += line.Net.MinorUnits;
        var net = (Int128)priced.Totals.Net.MinorUnits;
        foreach (var line in priced.Lines)
        {
            var floor = Extend(line.FloorPrice.MinorUnits, line.QuantityThousandths);
            // The total discount is shared out by what the lines are; compared without dividing, so nothing is rounded.
            if (net == beforeTotalDiscount ? line.Net.MinorUnits < floor : line.Net.MinorUnits * net < floor * beforeTotalDiscount)
                below = below.Add(line.Product);
        }
        return below;
    }

    private static Int128 Up(Int128 dividend, Int128 divisor) => (dividend + divisor - 1) / divisor;

    private static Int128 Down(Int128 dividend, Int128 divisor) =>
        dividend >= 0 ? dividend / divisor : -Up(-dividend, divisor);

    private static Refusal TooLarge(string field) => Validation.Invalid(field, "金额过大", "the amount is too large");

    private static Refusal? CheckCurrency(string field, Money? amount, PriceBook book) => amount is null || amount.Value.Currency == book.Currency
        ? null
        : ControlPoints.QuoteMustBeInListCurrency.RefuseField(field, book.Currency, amount.Value.Currency).Needing(amount.Value.Currency, book.Currency);
}
