using System.Collections.Immutable;
using SalesGrid.Kpis;

namespace SalesGrid.Products;

/// <summary>The facts products contribute. A product counts on the business day it was put into the catalogue.</summary>
public static class ProductSchema
{
    /// <summary>The schema.</summary>
    public static FactSchema Schema { get; } = new("product",
        ["family", "status", "legality", "saleable", FactSchema.Month, FactSchema.Quarter, FactSchema.Year],
        ["refusals"],
        [
            new("products", FigureUnit.Count, s => s.Count),
            new("refusals", FigureUnit.Count, s => s[0]),
        ])
    {
        Choices = ImmutableDictionary<string, ImmutableArray<string>>.Empty
            .Add("status", ["draft", "released", "suspended", "retired"])
            .Add("legality", ["unassessed", "free", "withLicence", "forbidden"])
            .Add("saleable", ["true", "false"]),
        Sorts = ["createdOn", "family", "status"],
        Days = ["createdOn"],
    };
}
