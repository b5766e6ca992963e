using SalesGrid.Subjects;

namespace SalesGrid.PriceLists;

/// <summary>All the grid knows of a price list.</summary>
public static class PriceListKind
{
    /// <summary>The kind. Its events are the types that derive from <see cref="PriceListEvent"/>.</summary>
    public static SubjectKind<PriceList, PriceListEvent> Kind { get; } = new("pricelist", PriceList.None, (state, e, _) => state.Evolve(e))
    {
        Shown = PriceListGrain.View,
    };
}
