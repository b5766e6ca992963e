using SalesGrid.Catalogues;
using SalesGrid.Gateway.Subjects;

namespace SalesGrid.Gateway.Catalogues;

/// <summary>Catalogues as they are reached from outside: whether there is one of products or channels yet. Their entries begin them, nobody else does.</summary>
public static class CatalogueApi
{
    /// <summary>They have no commands of their own.</summary>
    public static KindApi Api { get; } = new("catalogue", "catalogues", "CAT", "Catalogue",
        KindView.Of<CatalogueView>("catalogue", v => v.Version, id => id is "product" or "channel" ? new(id, 0, null) : null), [])
    { ReadableBy = ReadableBy.Everybody };
}
