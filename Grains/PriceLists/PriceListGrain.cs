using System.Collections.Immutable;
using SalesGrid.Catalogues;
using SalesGrid.Hosting;
using SalesGrid.Products;
using SalesGrid.Subjects;

namespace SalesGrid.PriceLists;

/// <inheritdoc cref="IPriceListGrain"/>
[GrainType("pricelist"), BucketPlacement]
public sealed class PriceListGrain(SubjectServices services, SiloCatalogue catalogue)
    : SubjectGrain<PriceList, PriceListEvent, PriceListCommand>(PriceListKind.Kind, services), IPriceListGrain
{
    /// <inheritdoc/>
    public async Task<PriceBook?> PricesOn(DateOnly day, ImmutableArray<string> products)
    {
        var record = await Current();
        if (record.State.InForceOn(day) is not { } version)
            return null;
        var wanted = products.ToHashSet(IdentityText.Comparer);
        return new(Id, version.Number, version.Content.Currency, [.. version.Content.Lines.Where(l => wanted.Contains(l.Product))],
            version.Content.ApprovalBands, version.Content.ApprovalHours)
        { ReadFrom = record.Version };
    }

    /// <summary>The price list as seen from outside; null when there is none.</summary>
    public static PriceListView? View(string id, SubjectRecord<PriceList> record) => record.State is { Name: { } name } list
        ? new(id, record.Version, name,
            [.. list.Versions.Select(v => VersionOf(v.Number, v.Revision, v.EffectiveFrom, v.Content, v.Authors, v.ApprovedBy))],
            list.Draft is { } d ? VersionOf(d.Number, d.Revision, null, d.Content, d.Authors, null) : null)
        : null;

    /// <inheritdoc/>
    protected override async ValueTask<Decision<PriceListEvent>> Decide(string id, PriceList current, PriceListCommand command, DecisionContext request)
    {
        var decision = PriceListRules.Decide(id, current, command, request);
        // Up to 5,000 products are asked for only where everything else is in order.
        if (decision is not { Refusal: null, Events.IsEmpty: false } || PriceListRules.ProductsNamedIn(command) is not { IsEmpty: false } products)
            return decision;
        decision = PriceListRules.Decide(id, current, command, request, await catalogue.Lately<ProductView>(ProductKind.Kind.Name, products, request.Inputs));
        return ProductNames.IsWhy(decision.Refusal)
            ? PriceListRules.Decide(id, current, command, request, await catalogue.Now<ProductView>(ProductKind.Kind.Name, products, request.Inputs))
            : decision;
    }

    private static PriceVersionView VersionOf(
        int number, int revision, DateOnly? effectiveFrom, PriceContent content, ImmutableArray<string> authors, string? approvedBy)
    {
        decimal minorPerMajor = Currencies.MinorPerMajor(content.Currency);
        return new(number, revision, effectiveFrom, content.Currency,
            [.. content.Lines.Select(l => new PriceEntry(l.Product, l.Name, l.ListMinor / minorPerMajor, l.FloorMinor / minorPerMajor, l.CostMinor / minorPerMajor))],
            content.ApprovalBands, content.ApprovalHours, authors, approvedBy);
    }
}
