using System.Collections.Immutable;
using SalesGrid.Kpis;

namespace SalesGrid.Quotes;

/// <summary>The facts quotes contribute. A quote counts on the day it was priced; before that on none.</summary>
public static class QuoteSchema
{
    /// <summary>The schema. A quote that is not priced has no amounts.</summary>
    public static FactSchema Schema { get; } = new("quote",
        ["status", "customer", "owner", "priceList", FactSchema.Month, FactSchema.Quarter, FactSchema.Year, FactSchema.Currency],
        ["listMinor", "netMinor", "discountMinor", "refusals"],
        [
            new("quotes", FigureUnit.Count, s => s.Count),
            new("listAmount", FigureUnit.Money, s => s[0]),
            new("netAmount", FigureUnit.Money, s => s[1]),
            new("discountAmount", FigureUnit.Money, s => s[2]),
            new("discountRate", FigureUnit.MoneyRatio, s => s[2], s => s[0]),
            new("refusals", FigureUnit.Count, s => s[3]),
        ])
    {
        Choices = ImmutableDictionary<string, ImmutableArray<string>>.Empty
            .Add("status", ["draft", "submitted", "approved", "accepted", "withdrawn", "expired"]),
        Sorts = ["amount", "validUntil", "status", "customer", "owner"],
        Days = ["validUntil"],
        Amount = "amount",
    };
}
