using SalesGrid.Catalogues;
using SalesGrid.Subjects;

namespace SalesGrid.Products;

/// <summary>All the grid knows of a product.</summary>
public static class ProductKind
{
    /// <summary>
    /// Deals are told only when whoever accepted one on what was known lately has done so: as long as that is good, and as long again.
    /// </summary>
    public static readonly TimeSpan TellsAfter = 2 * SiloCatalogue.KeptFor;

    /// <summary>The kind. Its events are the types that derive from <see cref="ProductEvent"/>.</summary>
    public static SubjectKind<Product, ProductEvent> Kind { get; } = new("product", Product.None, (state, e, at) => state.Evolve(e, at))
    {
        Shown = Product.View,
        Needs = static (id, product) => product.Status == ProductStatus.None ? [] : CatalogueKind.NeedsOfEntry("product", id),
        Tells = static (_, product) => product.Counts ? CatalogueKind.TellingsOfEntry("product") : [],
        Timers = ProductWarnings.Timers,
        WarningCauses = ProductWarnings.Of,
        Unfinished = static product => product.DealsSince + TellsAfter,
        Facts = ProductFactSource.Facts,
    };
}
