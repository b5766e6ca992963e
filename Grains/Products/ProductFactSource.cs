using System.Collections.Frozen;
using System.Collections.Immutable;
using SalesGrid.Kpis;
using SalesGrid.Subjects;

namespace SalesGrid.Products;

/// <summary>What a product contributes to lists and KPIs.</summary>
public static class ProductFactSource
{
    /// <summary>The facts of products.</summary>
    public static Facts<Product, ProductFactRow> Facts { get; } = new(ProductSchema.Schema)
    {
        Write = ProductFactRow.Write,
        Currency = (in _) => null,
        PeriodOn = (in row) => row.CreatedOn,
        Measures = (in row, sums) => sums[0] = row.Refusals,
        Dimensions = new Dictionary<string, DimensionOf<ProductFactRow>>(StringComparer.Ordinal)
        {
            ["family"] = (in row, _) => row.Family,
            ["status"] = (in row, _) => row.Status,
            ["legality"] = (in row, _) => row.Legality,
            ["saleable"] = (in row, today) => row.SoldUntil >= today ? "true" : "false",
        },
        ByDay = FrozenSet.Create(StringComparer.Ordinal, "saleable"),
        Numbers = new Dictionary<string, OfRow<ProductFactRow, long?>>(StringComparer.Ordinal)
        {
            ["createdOn"] = (in row) => row.CreatedOn.DayNumber,
        },
    };
}

/// <summary>One product as the projection holds it for its facts.</summary>
public struct ProductFactRow : IFactRow
{
    /// <inheritdoc/>
    public string Id { get; private set; }

    /// <inheritdoc/>
    public int Version { get; private set; }

    /// <inheritdoc/>
    public long Seq { get; private set; }

    /// <inheritdoc/>
    public int Refusals { get; set; }

    public string? Family { get; private set; }
    public string? Status { get; private set; }
    public string? Legality { get; private set; }

    /// <summary>Last day it is sold somewhere as things stand; the first day there is where it is not sold, the last where nothing ends it.</summary>
    public DateOnly SoldUntil { get; private set; }

    /// <summary>Business day it was put into the catalogue.</summary>
    public DateOnly CreatedOn { get; private set; }

    /// <summary>Makes the row of a product.</summary>
    public static bool Write(ref ProductFactRow row, string id, SubjectRecord<Product> record, FactContext context)
    {
        // One that was never created can have a record: that the reservation of its code does not stand.
        if (record.State is not { Status: not ProductStatus.None } product)
            return false;
        row.Id = id;
        row.Version = record.Version;
        row.Seq = record.Seq;
        row.Family = context.Shared(product.Family);
        row.Status = GridJson.NameOf(product.Status);
        row.Legality = GridJson.NameOf(product.Legality);
        row.SoldUntil = LastDaySold(product);
        row.CreatedOn = context.DayOf(product.CreatedAt);
        return true;
    }

    private static DateOnly LastDaySold(Product product) => product switch
    {
        { Status: not ProductStatus.Released } or { Legality: Products.Legality.Forbidden } => DateOnly.MinValue,
        { Legality: Products.Legality.WithLicence } => product.Licences.Select(l => l.ValidUntil).DefaultIfEmpty(DateOnly.MinValue).Max(),
        { Legality: Products.Legality.Unassessed, Source: null } => DateOnly.MinValue,
        _ => DateOnly.MaxValue,
    };
}
