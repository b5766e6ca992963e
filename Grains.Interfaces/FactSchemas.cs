using SalesGrid.Contracts;
using SalesGrid.Customers;
using SalesGrid.Kpis;
using SalesGrid.Opportunities;
using SalesGrid.Products;
using SalesGrid.Quotes;

namespace SalesGrid;

/// <summary>Every kind of object that contributes facts: one line each.</summary>
public static class FactSchemas
{
    /// <summary>The kind that is meant where none is named.</summary>
    public const string DefaultKind = "opportunity";

    /// <summary>The schemas by kind.</summary>
    public static IReadOnlyDictionary<string, FactSchema> ByKind { get; } = new[]
    {
        OpportunitySchema.Schema,
        ContractSchema.Schema,
        QuoteSchema.Schema,
        CustomerSchema.Schema,
        ProductSchema.Schema,
    }.ToDictionary(s => s.Kind, StringComparer.Ordinal);

    /// <summary>The schema of a kind.</summary>
    /// <exception cref="KeyNotFoundException">The kind contributes none.</exception>
    public static FactSchema Of(string kind) => ByKind[kind];
}
