using SalesGrid.Catalogues;

namespace SalesGrid.Products;

/// <summary>The rules of naming products elsewhere: on deals, quotes and price lists. Pure.</summary>
public static class ProductNames
{
    /// <summary>Refused unless the text names a product of the catalogue, where there is one.</summary>
    /// <param name="field">The member that names it.</param>
    /// <param name="text">The name; null and blank name nothing.</param>
    /// <param name="named">What is known of it.</param>
    public static Refusal? CheckKnown(string field, string? text, Named<ProductView> named) =>
        named.Lacks(text) ? ControlPoints.ProductMustBeInCatalogue.RefuseField(field, text) : null;

    /// <summary>Refused unless the text names a product of the catalogue that is sold on a day, where there is a catalogue.</summary>
    /// <param name="field">The member that names it.</param>
    /// <param name="text">The name; null and blank name nothing.</param>
    /// <param name="named">What is known of it.</param>
    /// <param name="day">The day.</param>
    /// <param name="region">Where it is to be sold; null for anywhere.</param>
    public static Refusal? CheckSold(string field, string? text, Named<ProductView> named, DateOnly day, string? region) =>
        named.Find(text) is { } product ? ProductRules.WhyNotSold(field, product, day, region) : CheckKnown(field, text, named);

    /// <summary>The name as the catalogue spells it; as it is where it names no product of a catalogue.</summary>
    public static string? Spelled(string? text, Named<ProductView> named) => named.Find(text)?.Id ?? text;

    /// <summary>True for a refusal that rests on what is known of products: one that must not rest on what was known a while ago.</summary>
    public static bool IsWhy(Refusal? refusal) => refusal is not null
        && (refusal.Names(ControlPoints.ProductMustBeInCatalogue) || refusal.Names(ControlPoints.ProductMustBeReleased)
            || refusal.Names(ControlPoints.LegalityMustBeAssessed) || refusal.Names(ControlPoints.ProductMustBeLegal)
            || refusal.Names(ControlPoints.ProductMustBeLicensed) || refusal.Names(ControlPoints.ProductMustBeLicensedThere));
}
