using System.Collections.Immutable;
using SalesGrid.Kpis;

namespace SalesGrid.Contracts;

/// <summary>The facts contracts contribute. A contract counts on the day it was signed; before that on none.</summary>
public static class ContractSchema
{
    /// <summary>The schema. Amounts are what was last signed; before the first signature what is written.</summary>
    public static FactSchema Schema { get; } = new("contract",
        ["status", "customer", "owner", FactSchema.Month, FactSchema.Quarter, FactSchema.Year, FactSchema.Currency],
        ["amountMinor", "signed", "signedMinor", "receivedMinor", "refusals", "outstandingMinor"],
        [
            new("contracts", FigureUnit.Count, s => s.Count),
            new("amount", FigureUnit.Money, s => s[0]),
            new("signed", FigureUnit.Count, s => s[1]),
            new("signedAmount", FigureUnit.Money, s => s[2]),
            new("receivedAmount", FigureUnit.Money, s => s[3]),
            new("outstandingAmount", FigureUnit.Money, s => s[5]),
            new("refusals", FigureUnit.Count, s => s[4]),
        ])
    {
        Choices = ImmutableDictionary<string, ImmutableArray<string>>.Empty
            .Add("status", ["draft", "review", "approved", "signed", "completed", "terminated", "archived"]),
        Sorts = ["amount", "signedOn", "dueOn", "status", "customer", "owner"],
        Days = ["signedOn", "dueOn"],
        Amount = "amount",
    };
}
