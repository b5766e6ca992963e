using System.Collections.Immutable;
using SalesGrid.Kpis;

namespace SalesGrid.Customers;

/// <summary>The facts customers contribute. A customer counts on the business day it was registered.</summary>
public static class CustomerSchema
{
    /// <summary>The customer it belongs to.</summary>
    public const string Parent = "parent";

    /// <summary>The schema.</summary>
    public static FactSchema Schema { get; } = new("customer",
        ["class", "sector", "city", "country", "owner", "inPool", Parent, "merged", FactSchema.Month, FactSchema.Quarter, FactSchema.Year],
        ["followUps", "deals", "refusals"],
        [
            new("customers", FigureUnit.Count, s => s.Count),
            new("followUps", FigureUnit.Count, s => s[0]),
            new("deals", FigureUnit.Count, s => s[1]),
            new("refusals", FigureUnit.Count, s => s[2]),
        ])
    {
        Choices = ImmutableDictionary<string, ImmutableArray<string>>.Empty
            .Add("class", ["potential", "intent", "won"])
            .Add("inPool", ["true", "false"])
            .Add("merged", ["true", "false"]),
        Sorts = ["registeredOn", "class", "sector", "city", "country", "owner"],
        Days = ["registeredOn"],
    };
}
